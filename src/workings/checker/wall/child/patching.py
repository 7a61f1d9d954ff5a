"""Puts counting stand-ins in the place of functions of NumPy and `math`, wherever the learner's code will find them.

`CountingArray` sees what is done to arrays, but `np.asarray(x)` gives a plain array back, and `math.exp(v)` has never
seen an array. So while a call is counted, what makes arrays is replaced by what makes counting arrays, and what works
on single numbers by what counts them. A stand-in that is given a counting array counts nothing itself: the array does.
"""

from __future__ import annotations

import builtins
import cmath
import functools
import inspect
import math
import os
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from .counting import CountingArray, bare, counting, note_ufunc
from .counting import _current as current
from .describe import core

# What returns a plain array even when it is given a counting one, or makes one out of nothing.
_MAKERS = (
    "array",
    "asarray",
    "asanyarray",
    "ascontiguousarray",
    "asfortranarray",
    "asarray_chkfinite",
    "require",
    "zeros",
    "ones",
    "empty",
    "full",
    "fromiter",
)
# Functions of whole arrays that compute entry by entry, worth counting when given plain numbers and lists.
_UFUNCS = (
    "exp",
    "exp2",
    "expm1",
    "log",
    "log2",
    "log10",
    "log1p",
    "power",
    "float_power",
    "sqrt",
    "tanh",
    "sinh",
    "cosh",
    "logaddexp",
    "logaddexp2",
    "maximum",
    "minimum",
    "add",
    "subtract",
    "multiply",
    "divide",
    "negative",
)
_REDUCTIONS = {
    "sum": "add",
    "max": "maximum",
    "amax": "maximum",
    "min": "minimum",
    "amin": "minimum",
    "prod": "multiply",
}
_SCALARS = {"exp": "exp", "exp2": "exp2", "expm1": "expm1", "pow": "power", "log": "log", "log1p": "log1p"}
_SCALARS |= {"log2": "log2", "log10": "log10", "tanh": "tanh", "sqrt": "sqrt"}


class CountedUfunc:
    """Stands in for a ufunc, for the sake of calls on plain numbers."""

    def __init__(self, ufunc: np.ufunc) -> None:
        self._ufunc = ufunc

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the ufunc; note the call unless a counting array does."""
        result = self._ufunc(*args, **kwargs)
        if current and not any(isinstance(a, CountingArray) for a in (*args, *_as_tuple(kwargs.get("out")))):
            given = tuple(a if isinstance(a, np.ndarray) else np.asarray(a) for a in args[: self._ufunc.nin])
            note_ufunc(self._ufunc, "__call__", given, result, kwargs.get("out") is not None)
            return counting(result)
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ufunc, name)


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _maker(real: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(real)
    def make(*args: Any, **kwargs: Any) -> Any:
        result = real(*args, **kwargs)
        if type(result) is not np.ndarray:
            return result
        source = args[0] if args else None
        if isinstance(source, np.ndarray) and not np.may_share_memory(bare(source), result) and current:
            current[-1].operation("copy", [source.size], [result.size], result.size)
        return counting(result)

    return make


def _reduction(real: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(real)
    def reduce(*args: Any, **kwargs: Any) -> Any:
        if args and current and not isinstance(args[0], CountingArray | types.GeneratorType):
            size = int(np.size(args[0]))
            is_array = isinstance(args[0], np.ndarray)
            current[-1].operation(f"{name}.reduce", [size] if is_array else [], [], size)
        return counting(real(*args, **kwargs))

    return reduce


def _scalar(real: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(real)
    def compute(*args: Any) -> Any:
        if current:
            current[-1].operation(name, [], [], 1)
        return real(*args)

    return compute


def _float_sum(real: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(real)
    def add_up(values: Any) -> Any:
        values = list(values)
        if current:
            current[-1].elements["fsum"] += len(values)
        return real(values)

    return add_up


def _stand_ins(makers: bool) -> list[tuple[Any, str, Any, Any]]:
    """Return (owner, name, original, stand-in) for everything that is replaced."""
    found: list[tuple[Any, str, Any, Any]] = []
    for name in _MAKERS if makers else ():
        if hasattr(np, name):
            found.append((np, name, getattr(np, name), _maker(getattr(np, name))))
    for name in _UFUNCS:
        found.append((np, name, getattr(np, name), CountedUfunc(getattr(np, name))))
    for name, operation in _REDUCTIONS.items():
        found.append((np, name, getattr(np, name), _reduction(getattr(np, name), operation)))
    for module in (math, cmath):
        for name, operation in _SCALARS.items():
            if hasattr(module, name):
                found.append((module, name, getattr(module, name), _scalar(getattr(module, name), operation)))
    found.append((math, "fsum", math.fsum, _float_sum(math.fsum)))
    found.append((builtins, "pow", builtins.pow, _scalar(builtins.pow, "power")))
    return found


@contextmanager
def counted_names(function: Any, path: str, makers: bool) -> Iterator[None]:
    """Replace the originals in their modules, in the learner's modules, and inside the function itself.

    Parameters
    ----------
    function : callable
        The function about to be called.
    path : str
        Its file; modules of the same folder are the learner's too.
    makers : bool
        Whether new arrays shall be counting arrays.
    """
    undo: list[Callable[[], None]] = []
    stand_ins = _stand_ins(makers)
    by_identity = {id(original): new for _, _, original, new in stand_ins}
    try:
        for owner, name, original, new in stand_ins:
            setattr(owner, name, new)
            undo.append(functools.partial(setattr, owner, name, original))
        for namespace in _namespaces(function, path):
            _rebind(namespace, by_identity, undo)
        inner = core(function)
        if inspect.isfunction(inner):
            _rebind_defaults(inner, by_identity, undo)
        yield
    finally:
        for step in reversed(undo):
            step()


def _namespaces(function: Any, path: str) -> list[dict[str, Any]]:
    folder = os.path.dirname(path) + os.sep
    found = [vars(m) for m in list(sys.modules.values()) if str(getattr(m, "__file__", "")).startswith(folder)]
    inner = core(function)
    if inspect.isfunction(inner):
        found.append(inner.__globals__)
    return list({id(namespace): namespace for namespace in found}.values())


def _rebind(namespace: dict[str, Any], new: dict[int, Any], undo: list[Callable[[], None]]) -> None:
    """Replace what was imported by name: ``from math import exp``; also the inside of a ``np.vectorize(math.exp)``."""
    for name, value in list(namespace.items()):
        if id(value) in new:
            namespace[name] = new[id(value)]
        elif isinstance(value, np.vectorize) and id(value.pyfunc) in new:
            namespace[name] = np.vectorize(new[id(value.pyfunc)], otypes=value.otypes)
        else:
            continue
        undo.append(functools.partial(namespace.__setitem__, name, value))


def _rebind_defaults(function: Any, new: dict[int, Any], undo: list[Callable[[], None]]) -> None:
    """Replace originals that the function holds as defaults or in its closure."""
    defaults = function.__defaults__ or ()
    if any(id(value) in new for value in defaults):
        undo.append(functools.partial(setattr, function, "__defaults__", defaults))
        function.__defaults__ = tuple(new.get(id(value), value) for value in defaults)
    for cell in function.__closure__ or ():
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        if id(value) in new:
            undo.append(functools.partial(setattr, cell, "cell_contents", value))
            cell.cell_contents = new[id(value)]
