"""Arrays that are not NumPy's: whose they are, and which backend computes with them.

This is the only place that tells arrays of other libraries apart, and it imports none of them: whoever holds a torch
tensor has imported torch. A backend is a package in `workings.backends`, found by its name (it builds on the rest of
the library, so nothing below may import it), with

- a module ``special`` that holds the functions of `workings.special` under their names, and
- a dictionary ``METHODS`` of what its estimators can do: {"LinearRegression": {"fit": "module:function", ...}, ...}.
  Such a function takes the estimator and then the arguments of the method.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

# The package that a type comes from -> its library; the library -> the backend that knows it.
_LIBRARIES = {
    "cupy": "cupy",
    "dask": "dask",
    "dask_expr": "dask",
    "jax": "jax",
    "jaxlib": "jax",
    "torch": "torch",
}
_BACKENDS = {"cupy": "arrays", "dask": "dask", "jax": "arrays", "torch": "arrays"}
_NEVER = frozenset({bool, float, int, list, np.float64, np.ndarray, tuple})
_TO_NUMPY = {
    "cupy": "{name}.get()",
    "dask": "{name}.compute()",
    "jax": "np.asarray({name})",
    "torch": "{name}.detach().cpu().numpy()",
}


def _library_of_type(kind: type) -> str | None:
    if not hasattr(kind, "shape"):  # a torch.utils.data.DataLoader is no array
        return None
    for base in kind.__mro__:
        library = _LIBRARIES.get(base.__module__.partition(".")[0])
        if library is not None:
            return library
    return None


def library_of(x: Any) -> str | None:
    """Return "torch", "jax", "cupy" or "dask" for their arrays and data frames, None for everything else."""
    kind = type(x)
    if kind in _NEVER:
        return None
    return _library_of_type(kind)


def special(library: str, function: str) -> Callable[..., Any]:
    """Return the function of `workings.special` that works on arrays of that library."""
    module = importlib.import_module(f"workings.backends.{_BACKENDS[library]}.special")
    found = getattr(module, function, None)
    if found is None:
        _refuse_array(function, library, "x", "")
    return found  # type: ignore[no-any-return]


def run(library: str, estimator: Any, method: str, *args: Any, **options: Any) -> Any:
    """Call a method of an estimator on arrays of that library, or say that it cannot take them."""
    backend = importlib.import_module(f"workings.backends.{_BACKENDS[library]}")
    for kind in type(estimator).__mro__:
        place = backend.METHODS.get(kind.__name__, {}).get(method)
        if place is not None:
            module, function = place.split(":")
            found = getattr(importlib.import_module(f"{backend.__name__}.{module}"), function)
            return found(estimator, *args, **options)
    refuse(library, estimator, method)


def refuse(library: str, estimator: Any, method: str = "", name: str = "X") -> NoReturn:
    """Raise a TypeError that says which estimators take arrays of that library, and how to get NumPy's."""
    backend = importlib.import_module(f"workings.backends.{_BACKENDS[library]}")
    who = type(estimator).__name__
    known = sorted(backend.METHODS.get(who, ()))
    there = (
        f"{who} takes them for {', '.join(known)}."
        if known
        else f"These take them: {', '.join(sorted(backend.METHODS))}."
    )
    _refuse_array(f"{who}.{method}" if method else who, library, name, there)


def _refuse_array(function: str, library: str, name: str, there: str) -> NoReturn:
    remedy = f"Try {_TO_NUMPY[library].format(name=name)}."
    raise TypeError(f"{function}: {name} is an array of {library}, which is not supported here. {there} {remedy}")
