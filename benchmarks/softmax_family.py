"""The rest of the softmax family on 10,000 x 1,000 and 200,000 x 10: time beside SciPy, PyTorch and JAX, and error.

softmax itself has a table of its own. Beside the times stands the largest relative difference from the same formula in
long double, over the first rows; of gradients, relative to the row's largest entry. PyTorch's product with the
Jacobian is its own backward pass.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np

import workings
from benchmarks import _peers
from benchmarks._timing import interleaved

SHAPES = ((10_000, 1_000), (200_000, 10))
JUDGED = 200
Functions = dict[str, Callable[[Any, Any, Any], Any]]


def truths() -> Functions:
    """Return each function in long double, of scores, classes and a direction."""

    def log_softmax(x: Any, _c: Any = None, _v: Any = None) -> Any:
        away = x - x.max(axis=1, keepdims=True)
        return away - np.log(np.exp(away).sum(axis=1, keepdims=True))

    def gradient(x: Any, c: Any, _v: Any) -> Any:
        found = np.exp(log_softmax(x))
        found[np.arange(len(x)), c] -= 1.0
        return found / len(x)

    def product(x: Any, _c: Any, v: Any) -> Any:
        p = np.exp(log_softmax(x))
        return p * (v - (p * v).sum(axis=1, keepdims=True))

    return {
        "log_softmax": log_softmax,
        "logsumexp": lambda x, c, v: x.max(axis=1) + np.log(np.exp(x - x.max(axis=1, keepdims=True)).sum(axis=1)),
        "sigmoid": lambda x, c, v: 1.0 / (1.0 + np.exp(-x)),
        "log_sigmoid": lambda x, c, v: -np.log1p(np.exp(-np.abs(x))) + np.minimum(x, 0.0),
        "softplus": lambda x, c, v: np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0.0),
        "cross_entropy": lambda x, c, v: -log_softmax(x)[np.arange(len(x)), c].mean(),
        "cross_entropy_gradient": gradient,
        "softmax_vjp": product,
    }


def ours() -> Functions:
    """Return our functions, with the same arguments."""
    entries = (workings.log_softmax, workings.logsumexp, workings.sigmoid, workings.log_sigmoid, workings.softplus)
    found: Functions = {one.__name__: (lambda x, c, v, f=one: f(x)) for one in entries}
    found["cross_entropy"] = lambda x, c, v: workings.cross_entropy(x, c)
    found["cross_entropy_gradient"] = lambda x, c, v: workings.cross_entropy_gradient(x, c)
    found["softmax_vjp"] = lambda x, c, v: workings.softmax_vjp(workings.softmax(x), v)
    return found


def by_scipy() -> Functions:
    special = importlib.import_module("scipy.special")
    return {
        "log_softmax": lambda x, c, v: special.log_softmax(x, axis=1),
        "logsumexp": lambda x, c, v: special.logsumexp(x, axis=1),
        "sigmoid": lambda x, c, v: special.expit(x),
        "log_sigmoid": lambda x, c, v: special.log_expit(x),
        "softplus": lambda x, c, v: np.logaddexp(0.0, x),
    }


def by_torch(torch: Any) -> Functions:
    F, t = torch.nn.functional, torch.from_numpy

    def gradient(x: Any, c: Any, _v: Any) -> Any:
        scores = t(x).requires_grad_()
        return torch.autograd.grad(F.cross_entropy(scores, t(c)), scores)[0].numpy()

    def product(x: Any, _c: Any, v: Any) -> Any:
        return torch.ops.aten._softmax_backward_data(t(v), torch.softmax(t(x), 1), 1, t(x).dtype).numpy()

    return {
        "log_softmax": lambda x, c, v: torch.log_softmax(t(x), 1).numpy(),
        "logsumexp": lambda x, c, v: torch.logsumexp(t(x), 1).numpy(),
        "sigmoid": lambda x, c, v: torch.sigmoid(t(x)).numpy(),
        "log_sigmoid": lambda x, c, v: F.logsigmoid(t(x)).numpy(),
        "softplus": lambda x, c, v: F.softplus(t(x)).numpy(),
        "cross_entropy": lambda x, c, v: F.cross_entropy(t(x), t(c)).item(),
        "cross_entropy_gradient": gradient,
        "softmax_vjp": product,
    }


def by_jax(jax: Any) -> Functions:
    np_, nn = jax.numpy, jax.nn

    def loss(x: Any, c: Any) -> Any:
        return -np_.mean(np_.take_along_axis(nn.log_softmax(x, axis=1), c[:, None], 1))

    whole = {
        "log_softmax": lambda x, c, v: nn.log_softmax(x, axis=1),
        "logsumexp": lambda x, c, v: nn.logsumexp(x, axis=1),
        "sigmoid": lambda x, c, v: nn.sigmoid(x),
        "log_sigmoid": lambda x, c, v: nn.log_sigmoid(x),
        "softplus": lambda x, c, v: nn.softplus(x),
        "cross_entropy": lambda x, c, v: loss(x, c),
        "cross_entropy_gradient": lambda x, c, v: jax.grad(loss)(x, c),
        "softmax_vjp": lambda x, c, v: jax.vjp(lambda s: nn.softmax(s, axis=1), x)[1](v)[0],
    }
    compiled = {name: jax.jit(call) for name, call in whole.items()}
    return {name: (lambda x, c, v, f=f: np.asarray(f(x, c, v))) for name, f in compiled.items()}


def libraries() -> dict[str, Functions]:
    """Return the functions of each library that is installed."""
    found = {"workings": ours()}
    for name, of in (("torch", by_torch), ("jax", by_jax)):
        if peer := _peers.module(name):
            found[name] = of(peer)
    if _peers.module("scipy"):
        found["scipy"] = by_scipy()
    return found


def error(name: str, function: Callable[[Any, Any, Any], Any], *given: Any) -> float:
    """Return the largest difference from the truth, relative to its size, or for gradients to the row's largest."""
    few = [one[:JUDGED] for one in given]
    wide = [one.astype(np.longdouble) if one.dtype.kind == "f" else one for one in few]
    true, got = truths()[name](*wide), np.asarray(function(*few))
    size = np.abs(true)
    if name in ("cross_entropy_gradient", "softmax_vjp"):
        size = size.max(axis=1, keepdims=True)
    return float(np.max(np.abs(got - true) / np.maximum(size, 1e-30)))


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return them: milliseconds, and errors."""
    times: dict[str, Any] = {}
    errors: dict[str, Any] = {}
    everybody = libraries()
    for rows, columns in SHAPES:
        for dtype in (np.float32, np.float64):
            rng = np.random.default_rng(0)
            x, v = (rng.normal(size=(rows, columns)).astype(dtype) for _ in range(2))
            c = rng.integers(0, columns, rows)
            for name in truths():
                some = {who: found[name] for who, found in everybody.items() if name in found}
                key = f"{name}, {rows:,} x {columns:,}, {np.dtype(dtype).name}"
                calls = {who: (lambda f=f: f(x, c, v)) for who, f in some.items()}  # noqa: B023
                taken = interleaved(calls, budget=0.2 if quick else 1.0, rounds=2 if quick else 3)
                times[key] = {who: 1e3 * one for who, one in taken.items()}
                errors[key] = {who: error(name, f, x, c, v) for who, f in some.items()}
                told = ", ".join(f"{who} {ms:.1f} ms ({errors[key][who]:.0e})" for who, ms in times[key].items())
                print(f"{key:56}{told}", flush=True)
    return {"milliseconds": times, "largest relative error": errors}


if __name__ == "__main__":
    main()
