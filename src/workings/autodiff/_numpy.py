"""What NumPy's functions, and methods of arrays, do with a Variable: the tables, and errors for what is not in them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from workings.autodiff import elementwise, reductions, shapes
from workings.autodiff._tape import Variable, value_of

Function = Callable[..., Any]

_UFUNCS: dict[Any, Function] = {
    np.add: elementwise.add,
    np.subtract: elementwise.subtract,
    np.multiply: elementwise.multiply,
    np.divide: elementwise.divide,
    np.negative: elementwise.negative,
    np.positive: lambda x: x,
    np.power: elementwise.power,
    np.float_power: elementwise.power,
    np.square: elementwise.square,
    np.sqrt: elementwise.sqrt,
    np.exp: elementwise.exp,
    np.expm1: elementwise.expm1,
    np.log: elementwise.log,
    np.log1p: elementwise.log1p,
    np.sin: elementwise.sin,
    np.cos: elementwise.cos,
    np.tanh: elementwise.tanh,
    np.abs: elementwise.absolute,
    np.fabs: elementwise.absolute,
    np.maximum: elementwise.maximum,
    np.minimum: elementwise.minimum,
    np.matmul: reductions.matmul,
}
_FUNCTIONS: dict[Any, Function] = {
    np.sum: reductions.sum,
    np.mean: reductions.mean,
    np.var: reductions.var,
    np.max: reductions.max_,
    np.min: reductions.min_,
    np.clip: reductions.clip,
    np.dot: reductions.dot,
    np.where: elementwise.where,
    np.reshape: shapes.reshape,
    np.ravel: lambda x: shapes.reshape(x, -1),
    np.transpose: shapes.transpose,
    np.swapaxes: shapes.swapaxes,
    np.expand_dims: shapes.expand_dims,
    np.squeeze: shapes.squeeze,
    np.broadcast_to: shapes.broadcast_to,
    np.concatenate: shapes.concatenate,
    np.stack: shapes.stack,
}
# Constant but for jumps, or about shapes: plain arrays come back, and no derivative goes through.
_CONSTANT = {
    *(np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal, np.sign, np.floor, np.ceil),
    *(np.rint, np.isnan, np.isfinite, np.isinf, np.argmax, np.argmin, np.argsort, np.shape, np.ndim, np.size),
    *(np.zeros_like, np.ones_like, np.full_like, np.empty_like, np.allclose, np.isclose, np.array_equal, np.any),
    *(np.all, np.count_nonzero, np.result_type, np.logical_not, np.logical_and, np.logical_or),
}
_METHODS: dict[str, Function] = {
    "sum": reductions.sum,
    "mean": reductions.mean,
    "var": reductions.var,
    "max": reductions.max_,
    "min": reductions.min_,
    "clip": reductions.clip,
    "dot": reductions.dot,
    "astype": shapes.astype,
    "swapaxes": shapes.swapaxes,
    "squeeze": shapes.squeeze,
    "ravel": lambda x: shapes.reshape(x, -1),
    "flatten": lambda x: shapes.reshape(x, -1),
    "reshape": lambda x, *shape: shapes.reshape(x, shape[0] if len(shape) == 1 else shape),
    "transpose": lambda x, *axes: shapes.transpose(x, (axes[0] if len(axes) == 1 else axes) or None),
    "argmax": lambda x, axis=None: x.value.argmax(axis),
    "argmin": lambda x, axis=None: x.value.argmin(axis),
}


def of_ufunc(ufunc: Any, how: str, inputs: tuple[Any, ...], settings: Mapping[str, Any]) -> Any:
    """Do what NumPy asks for when a ufunc meets a Variable."""
    out = settings.get("out")
    if out is not None:
        # x += 1 on a single number makes a new number, as it does without derivatives.
        if out[0] is inputs[0] and isinstance(out[0], Variable) and out[0].ndim == 0 and len(settings) == 1:
            result = of_ufunc(ufunc, how, inputs, {})
            if result.ndim == 0:
                return result
        raise TypeError(
            f"np.{ufunc.__name__}(..., out=) or x += y: nothing can be changed in place by "
            "Variables, or to hold them. Write x = x + y."
        )
    if how != "__call__" or settings:
        asked = f"np.{ufunc.__name__}.{how}" if how != "__call__" else f"np.{ufunc.__name__} with {', '.join(settings)}"
        raise TypeError(f"{asked} is not differentiated here. Use sum, max, or where of workings.autodiff.")
    if ufunc in _CONSTANT:
        return ufunc(*(value_of(one) for one in inputs))
    if ufunc not in _UFUNCS:
        raise TypeError(_unknown(ufunc.__name__))
    return _UFUNCS[ufunc](*inputs)


def of_function(function: Any, args: tuple[Any, ...], settings: Mapping[str, Any]) -> Any:
    """Do what NumPy asks for when one of its other functions meets a Variable."""
    if function in _CONSTANT:
        return function(*(value_of(one) for one in args), **{k: value_of(one) for k, one in settings.items()})
    if function not in _FUNCTIONS:
        raise TypeError(_unknown(function.__name__))
    return _call(f"np.{function.__name__}", _FUNCTIONS[function], args, settings)


def method(x: Variable, name: str) -> Function:
    """Return a method of arrays, for a Variable."""
    if name in _METHODS:
        return partial(_method, name, x)
    if hasattr(np.ndarray, name) and not name.startswith("_"):
        near = ", ".join(sorted(_METHODS))
        raise AttributeError(f"x.{name}: a Variable has no such method or attribute; it has value, shape, T, {near}.")
    raise AttributeError(f"Variable has no attribute {name!r}.")


def _method(name: str, x: Variable, *args: Any, **settings: Any) -> Any:
    return _call(f"x.{name}", _METHODS[name], (x, *args), settings)


def _call(called: str, function: Function, args: tuple[Any, ...], settings: Mapping[str, Any]) -> Any:
    settings = {"low" if k == "a_min" else "high" if k == "a_max" else k: v for k, v in settings.items()}
    try:
        return function(*args, **settings)
    except TypeError as problem:
        if "argument" in str(problem) and "keyword" in str(problem):
            named = ", ".join(settings)
            raise TypeError(
                f"{called}({named}): not all of these options are differentiated here; {problem}."
            ) from None
        raise


def _unknown(name: str) -> str:
    known = sorted({one.__name__ for one in [*_UFUNCS, *_FUNCTIONS]})
    near = difflib.get_close_matches(name, known, n=1)
    place = "np." if hasattr(np, name) else ""
    hint = f" Did you mean np.{near[0]}?" if near else ""
    return (
        f"{place}{name}: its derivative is not known here.{hint} Those that are: {', '.join(known)}; and what "
        "workings.autodiff has. For a constant, take x.value."
    )
