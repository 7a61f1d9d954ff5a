"""What came back from the learner's function, turned into plain data if there are numbers in it."""

from __future__ import annotations

import math
import numbers
from datetime import date
from typing import Any

import numpy as np

from .figures import described

MAX_ENTRIES = 2_000_000
MAX_BYTES = 256 << 20
# Types that hold numbers but are neither lists nor arrays, and whose conversion is their own business.
_CONVERTIBLE = ("__array__", "__array_interface__", "__dlpack__", "toarray")


class Unusable(Exception):
    """The result is neither a number nor an array of numbers; the message says what it is."""


def type_name(value: Any) -> str:
    """Return the name of a value's type, whatever its class claims.

    >>> type_name(3.0)
    'float'
    """
    return str(type.__dict__["__name__"].__get__(type(value)))[:100]


def plain(value: Any) -> Any:
    """Return a result as arrays, numbers, texts, None, and lists, tuples or dicts of them; a figure as its description.

    Raises
    ------
    Unusable
        If it is something else.
    """
    return _plain(described(value), 0, [MAX_ENTRIES])


def _plain(value: Any, depth: int, left: list[int]) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, float, complex):
        return value
    if kind is str or kind is np.str_:
        return _text(value, left)
    if kind is dict:
        return _named(value, depth, left)
    if kind is np.float64:
        # Inside a list a float64 and a float are the same number; on its own the type is worth keeping.
        return float(value) if depth else value
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        if value.dtype.kind not in "biufc":
            raise Unusable(f"it returned a NumPy scalar of type {value.dtype}, not a number")
        return value
    if isinstance(value, list | tuple | range):
        return _sequence(value, depth, left)
    if isinstance(value, str | bytes | dict | set):
        raise Unusable(f"it returned {_a(type_name(value))}, not numbers")
    if isinstance(value, numbers.Number):
        return _number(value)
    if type_name(value) == "NAType":  # what pandas' own types write for a missing value
        return math.nan
    if any(hasattr(type(value), name) for name in _CONVERTIBLE) or _is_buffer(value):
        return _converted(value)
    raise Unusable(f"it returned {_a(type_name(value))}, not numbers")


def _sequence(value: Any, depth: int, left: list[int]) -> Any:
    left[0] -= len(value)
    if depth > 8 or left[0] < 0:
        raise Unusable("it returned lists too deeply nested or too long to be compared")
    entries = [_plain(entry, depth + 1, left) for entry in value]
    return tuple(entries) if isinstance(value, tuple) else entries


def _text(value: str, left: list[int]) -> str:
    left[0] -= len(value)
    if left[0] < 0:
        raise Unusable("it returned texts too long to be compared")
    return str(value)


def _named(value: dict[Any, Any], depth: int, left: list[int]) -> dict[Any, Any]:
    """Return a dict of plain values under plain names; dates and timestamps are named as ISO 8601 writes them."""
    names = _sequence([key.isoformat() if isinstance(key, date) else key for key in value], depth, left)
    if not all(type(name) in (str, int, float, bool) for name in names):
        raise Unusable("it returned a dict whose keys are neither texts nor numbers")
    return dict(zip(names, _sequence(list(value.values()), depth, left), strict=True))


def _array(value: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if isinstance(value, np.ma.MaskedArray):
        value = value.filled(np.nan) if value.dtype.kind in "fc" else np.ma.getdata(value)
    base = np.asarray(value)
    if base.nbytes > MAX_BYTES:
        raise Unusable(f"it returned an array of shape {base.shape}, too large to be compared")
    if base.dtype.kind == "O":
        left = [MAX_ENTRIES]
        entries = [_plain(entry, 1, left) for entry in base.ravel().tolist()]
        if any(isinstance(entry, np.ndarray | list | tuple) for entry in entries):
            raise Unusable("it returned an array of objects that are not all numbers")
        result = np.empty(len(entries), object)
        result[:] = entries
        return result.reshape(base.shape)
    if base.dtype.kind not in "biufcU":
        if base.dtype.kind == "V" and base.dtype.names is None and base.dtype.name == "bfloat16":
            return base.astype(np.float32)
        raise Unusable(f"it returned an array of {base.dtype}, not numbers")
    return base


def _number(value: Any) -> Any:
    """Return a Decimal, a Fraction, or a subclass of a number, as the built-in number."""
    try:
        if isinstance(value, numbers.Integral):
            return int.__index__(int(value))
        if isinstance(value, numbers.Complex) and not isinstance(value, numbers.Real):
            return complex.__complex__(complex(value))
        return float.__float__(float(value))
    except Exception as problem:
        raise Unusable(f"it returned {_a(type_name(value))} that cannot be read as a number") from problem


def _converted(value: Any) -> Any:
    """Return a pandas Series, a torch Tensor and their like as an array."""
    try:
        if hasattr(type(value), "detach") and hasattr(type(value), "cpu"):
            value = value.detach().cpu()
        if hasattr(type(value), "toarray"):  # SciPy's sparse matrices
            value = value.toarray()
        array = np.asarray(value)
    except BaseException as problem:
        raise Unusable(f"it returned {_a(type_name(value))} that cannot be read as an array") from problem
    if type(array) is not np.ndarray or (array.dtype.kind == "O" and array.ndim == 0):
        raise Unusable(f"it returned {_a(type_name(value))}, not numbers")
    return _array(array)


def _is_buffer(value: Any) -> bool:
    try:
        memoryview(value).release()
    except TypeError:
        return False
    return True


def _a(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
