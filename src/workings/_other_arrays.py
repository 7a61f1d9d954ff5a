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
from typing import Any, NoReturn, TypeVar

import numpy as np

# What the method of the estimator returns.
Result = TypeVar("Result")

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
_FROM_NUMPY = {
    "cupy": "cupy.asarray(X)",
    "dask": "dask.array.from_array(X)",
    "jax": "jax.numpy.asarray(X)",
    "torch": "torch.as_tensor(X)",
}
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


def library_for(estimator: Any, X: Any) -> str | None:
    """Return the library of X; where X is None and stands for the samples of the fit, that of those.

    Samples of the fit that are dask's stay where they are, and dask looks for their neighbours, whatever X is.
    """
    samples = library_of(vars(estimator).get("_fit_X"))
    return samples if X is None or samples == "dask" else library_of(X)


def run_elsewhere(library: str, estimator: Any, method: str, *args: Any, **options: Any) -> Result:  # type: ignore[type-var]
    """Call a method of an estimator on arrays of that library, or say that it cannot take them."""
    backend = importlib.import_module(f"workings.backends.{_BACKENDS[library]}")
    for kind in type(estimator).__mro__:
        place = backend.METHODS.get(kind.__name__, {}).get(method)
        if place is not None:
            module, function = place.split(":")
            found = getattr(importlib.import_module(f"{backend.__name__}.{module}"), function)
            result: Result = found(estimator, *args, **options)
            return result
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


def validate_data(estimator: Any, /, X: Any = "no_validation", *args: Any, **options: Any) -> Any:
    """Do what scikit-learn's `validate_data` does, for what is NumPy's or can become so; refuse what is not.

    Whoever takes other arrays has sent them elsewhere before this is called. NumPy arrays for an estimator that was
    fitted on others are refused as well: what it holds may lie on another device.
    """
    from sklearn.utils.validation import validate_data as of_scikit_learn

    library = library_of(X)
    if library is not None:
        refuse(library, estimator)
    fitted_on = vars(estimator).get("_array_library")
    if fitted_on is not None:
        if not options.get("reset", True):
            raise TypeError(
                f"{type(estimator).__name__} was fitted on arrays of {fitted_on}, and X is none. Try "
                f"{_FROM_NUMPY[fitted_on]}, or fit it on NumPy arrays."
            )
        del estimator._array_library
    return of_scikit_learn(estimator, X, *args, **options)
