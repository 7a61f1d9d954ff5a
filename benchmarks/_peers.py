"""The libraries beside which the softmax family is measured. One that is not installed is reported as missing."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

import workings

Array = NDArray[Any]
NAMES = ("scipy", "sklearn", "torch", "jax")


def _load(name: str) -> Any:
    try:
        module = importlib.import_module(name)
    except ImportError:
        return None
    if name == "jax":
        module.config.update("jax_enable_x64", True)
    return module


_modules: dict[str, Any] = {}


def module(name: str) -> Any:
    """Return a library, or None if it is not installed."""
    if name not in _modules:
        _modules[name] = _load(name)
    return _modules[name]


def missing() -> list[str]:
    """Return the names of the libraries that are not installed."""
    return [name for name in NAMES if module(name) is None]


def timed_softmax(x: Array, axis: int) -> dict[str, Callable[[], object]]:
    """Return calls of softmax on x, with outputs allocated before where a library takes them; and a plain copy."""
    mine, copy = np.empty_like(x), np.empty_like(x)
    calls: dict[str, Callable[[], object]] = {
        "copy": lambda: np.copyto(copy, x),
        "workings": lambda: workings.softmax(x, axis, out=mine),
    }
    if module("scipy"):
        special = importlib.import_module("scipy.special")
        calls["scipy"] = lambda: special.softmax(x, axis=axis)
    if module("sklearn") and x.ndim == 2 and axis == -1:
        extmath = importlib.import_module("sklearn.utils.extmath")
        calls["sklearn"] = lambda: extmath.softmax(x)
    if torch := module("torch"):
        tensor, out = torch.from_numpy(x), torch.empty(x.shape, dtype=torch.from_numpy(x).dtype)
        calls["torch"] = lambda: torch.softmax(tensor, axis, out=out)
    if jax := module("jax"):
        compiled, there = jax.jit(lambda a: jax.nn.softmax(a, axis=axis)), jax.numpy.asarray(x)
        calls["jax"] = lambda: compiled(there).block_until_ready()
    return calls


def functions(name: str) -> dict[str, Callable[[Array], Array]]:
    """Return every library's function of this name, on the last axis, from array to array."""
    found: dict[str, Callable[[Array], Array]] = {"workings": getattr(workings, name)}
    if module("scipy"):
        special = importlib.import_module("scipy.special")
        by_name = {"sigmoid": "expit", "log_sigmoid": "log_expit"}.get(name, name)
        if hasattr(special, by_name):
            whole = getattr(special, by_name)
            grouped = name in ("softmax", "log_softmax", "logsumexp")
            found["scipy"] = (lambda x: whole(x, axis=-1)) if grouped else whole
    if module("sklearn") and name == "softmax":
        found["sklearn"] = importlib.import_module("sklearn.utils.extmath").softmax
    if torch := module("torch"):
        of_torch = {
            "softmax": lambda t: torch.softmax(t, -1),
            "log_softmax": lambda t: torch.log_softmax(t, -1),
            "logsumexp": lambda t: torch.logsumexp(t, -1),
            "sigmoid": torch.sigmoid,
            "softplus": torch.nn.functional.softplus,
            "log_sigmoid": torch.nn.functional.logsigmoid,
        }[name]
        found["torch"] = lambda x: of_torch(torch.from_numpy(x)).numpy()
    if jax := module("jax"):
        of_jax = jax.jit(
            {"logsumexp": lambda a: jax.scipy.special.logsumexp(a, axis=-1)}.get(name) or getattr(jax.nn, name)
        )
        found["jax"] = lambda x: np.asarray(of_jax(jax.numpy.asarray(x)))
    return found
