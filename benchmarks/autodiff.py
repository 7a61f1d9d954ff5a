"""`workings.autodiff` beside autograd (NumPy too), PyTorch and JAX: values and derivatives of the same code, float64.

Each function is written once, for whatever module of arrays it is given. PyTorch runs it as it stands, as we do; JAX
compiles it before, which costs it seconds that are not counted here. Beside the times stands how far the derivatives
are from PyTorch's, relative to the largest.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import _peers
from benchmarks._timing import interleaved, repeated

SHORT = 20  # calls in a turn, of cases that take microseconds
Loss = Callable[[Any, Any, Any], Any]


def logistic(xp: Any, w: Any, given: Any) -> Any:
    """Return the loss of logistic regression."""
    X, signs = given
    return xp.mean(xp.log(1.0 + xp.exp(-signs * (X @ w))))


def layers(xp: Any, weights: Any, given: Any) -> Any:
    """Return the cross-entropy of two layers."""
    X, chosen = given
    first, second = weights[:20_000].reshape((100, 200)), weights[20_000:].reshape((200, 10))
    scores = xp.tanh(X @ first) @ second
    return xp.mean(xp.log(xp.sum(xp.exp(scores), axis=1)) - xp.sum(chosen * scores, axis=1))


def chain(xp: Any, x: Any, _given: Any) -> Any:
    """Return what 300 small operations make: what each costs beside its arithmetic."""
    for _ in range(100):
        x = xp.sin(x) * 1.5 + 0.1
    return xp.sum(x)


def large(xp: Any, x: Any, _given: Any) -> Any:
    """Return what a few operations on a million numbers make."""
    return xp.sum(xp.exp(-x * x) * xp.tanh(x) + 0.5 * x * x)


def cases() -> dict[str, tuple[Loss, Any, tuple[Any, ...], int]]:
    """Return of each case the function, the point, the constants, and the calls in a turn."""
    rng = np.random.default_rng(0)
    signs, labels = np.sign(rng.normal(size=20_000)), np.eye(10)[rng.integers(0, 10, 1_000)]
    return {
        "logistic loss, 20,000 x 50": (logistic, 0.1 * rng.normal(size=50), (rng.normal(size=(20_000, 50)), signs), 1),
        "two layers, 1,000 x 100": (layers, 0.1 * rng.normal(size=22_000), (rng.normal(size=(1_000, 100)), labels), 1),
        "300 operations on 10 numbers": (chain, rng.normal(size=10), (), SHORT),
        "6 operations on 1,000,000 numbers": (large, rng.normal(size=1_000_000), (), 1),
    }


def contenders(f: Loss, x: Any, given: tuple[Any, ...]) -> dict[str, Callable[[], Any]]:
    """Return for each library that is installed a call that returns the derivatives."""
    from workings.autodiff import value_and_grad

    ours = value_and_grad(lambda w: f(np, w, given))
    found: dict[str, Callable[[], Any]] = {"workings": lambda: ours(x)[1]}
    if torch := _peers.module("torch"):
        point, constants = torch.from_numpy(x.copy()), [torch.from_numpy(one) for one in given]

        def by_torch() -> Any:
            leaf = point.detach().requires_grad_()
            return torch.autograd.grad(f(torch, leaf, constants), leaf)[0]

        found["torch"] = by_torch
    if jax := _peers.module("jax"):
        there = [jax.numpy.asarray(one) for one in given]
        compiled, start = jax.jit(jax.value_and_grad(lambda w, c: f(jax.numpy, w, c))), jax.numpy.asarray(x)
        found["jax, compiled"] = lambda: compiled(start, there)[1].block_until_ready()  # noqa: PLW0108
    try:
        numpy_of_autograd = importlib.import_module("autograd.numpy")
        pair = importlib.import_module("autograd").value_and_grad(lambda w: f(numpy_of_autograd, w, given))
    except ImportError:
        print("(autograd is not installed: pip install autograd)")
    else:
        found["autograd"] = lambda: pair(x)[1]
    return found


def main(quick: bool = False) -> dict[str, Any]:
    """Print the table and return it."""
    times: dict[str, Any] = {}
    apart: dict[str, Any] = {}
    for name, (f, x, given, calls) in cases().items():
        some = contenders(f, x, given)
        found = {who: np.asarray(call()) for who, call in some.items()}
        reference = found.get("torch", found["workings"])
        apart[name] = {
            who: float(np.abs(one - reference).max() / np.abs(reference).max()) for who, one in found.items()
        }
        if max(apart[name].values()) > 1e-9:
            raise ValueError(f"{name}: derivatives differ: {apart[name]}")
        turns = {who: repeated(call, calls) for who, call in some.items()}
        taken = interleaved(turns, budget=0.2 if quick else 2.0, rounds=2 if quick else 5)
        times[name] = {who: 1e3 * one / calls for who, one in taken.items()}
        told = "".join(f"{who} {ms:9.3f}   " for who, ms in times[name].items())
        print(f"{name:36}{told}(ms)", flush=True)
    return {"milliseconds": times, "largest difference from torch": apart}


if __name__ == "__main__":
    main()
