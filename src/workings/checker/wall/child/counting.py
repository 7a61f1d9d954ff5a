"""Counts what a call does: elements of each operation, passes over the data, temporaries, memory, interpreted lines.

The call is made again, three times at most: once plainly to measure memory, once with its arrays replaced by
`CountingArray`, and (where that changes the result, or fails) with other, weaker means. A count is believed only if the
counted call returned the same as the plain one.
"""

from __future__ import annotations

import functools
import sys
import time
import tracemalloc
import types
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .results import plain

Array = np.ndarray[Any, Any]
_SMALL = 4  # an operation on fewer than 1/4 of the input's elements is small


@dataclass
class Tally:
    """What was counted so far.

    Attributes
    ----------
    size : int
        Elements of the largest argument: what "an array of the input's size" is measured by.
    """

    size: int
    elements: Counter[str] = field(default_factory=Counter)
    passes: int = 0
    temporaries: int = 0
    python_calls: int = 0
    line_events: int = 0

    def operation(self, name: str, read: list[int], made: list[int], work: int) -> None:
        """Note one operation: the sizes of the arrays that it read and made, and the elements it worked on."""
        self.elements[name] += work
        self.passes += sum(size >= self.size for size in read)
        self.temporaries += sum(size >= self.size for size in made)
        if work * _SMALL <= self.size:
            self.python_calls += 1


_current: list[Tally] = []


class CountingArray(np.ndarray[Any, Any]):
    """An array that notes every operation in which it takes part, and is otherwise like any array."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Do the operation on plain arrays, and note it."""
        given = tuple(bare(a) for a in inputs)
        out = kwargs.get("out", ())
        if out:
            kwargs["out"] = tuple(bare(a) for a in out)
        if "where" in kwargs:
            kwargs["where"] = bare(kwargs["where"])
        result = getattr(ufunc, method)(*given, **kwargs)
        note_ufunc(ufunc, method, given, result, bool(out))
        if out:
            return out[0] if len(out) == 1 else out
        return tuple(map(counting, result)) if isinstance(result, tuple) else counting(result)

    def __array_function__(self, func: Any, kinds: Any, args: Any, kwargs: Any) -> Any:
        """Let NumPy's own definition run on counting arrays; note those that are compiled through and through."""
        result = super().__array_function__(func, kinds, args, kwargs)
        name = getattr(func, "__name__", "")
        if name in _COMPILED and _current:
            sizes = [a.size for a in _flat(args) if isinstance(a, np.ndarray)]
            made = [result.size] if isinstance(result, np.ndarray) else []
            _current[-1].operation(name, sizes, made, max(sizes, default=0))
        return counting(result)

    def __iter__(self) -> Any:
        """Note that the entries are visited one by one."""
        if _current:
            _current[-1].elements["iterate"] += len(self)
        return super().__iter__()

    def copy(self, order: Any = "C") -> Any:
        """Copy, and note it."""
        _note_copy(self.size)
        return super().copy(order)

    def astype(self, *args: Any, **kwargs: Any) -> Any:
        """Convert, and note it if that made a copy."""
        result = super().astype(*args, **kwargs)
        if result is not self:
            _note_copy(self.size)
        return result


_COMPILED = {"dot", "vdot", "inner", "einsum", "concatenate", "where", "searchsorted", "lexsort", "bincount", "interp"}


def bare(value: Any) -> Any:
    """Return the plain array under a counting one."""
    return value.view(np.ndarray) if type(value) is CountingArray else value


def counting(value: Any) -> Any:
    """Return a plain array as a counting one, and anything else as it is."""
    return value.view(CountingArray) if type(value) is np.ndarray and value.dtype.kind in "biufc" else value


def note_ufunc(ufunc: np.ufunc, method: str, given: tuple[Any, ...], result: Any, has_out: bool) -> None:
    """Note an operation that has been done."""
    if not _current:
        return
    name = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
    read = [a.size for a in given if isinstance(a, np.ndarray) and a.ndim]
    made = [int(np.size(r)) for r in (result if isinstance(result, tuple) else (result,))]
    work = made[0] if method == "__call__" else max(read, default=1)
    _current[-1].operation(name, read, [] if has_out else made, work)


def _note_copy(size: int) -> None:
    if _current:
        _current[-1].operation("copy", [size], [size], size)


def _flat(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [entry for part in value for entry in _flat(part)]
    return [value]


def count(
    function: Callable[..., Any],
    arguments: Callable[[], tuple[tuple[Any, ...], dict[str, Any]]],
    expected: Any,
    path: str,
    budget: float,
    everywhere: bool,
) -> dict[str, Any]:
    """Count what a call does.

    Parameters
    ----------
    function : callable
        What to call.
    arguments : callable
        Makes fresh arguments for each attempt.
    expected : object
        What the plain call returned; a count is kept only if the counted call returns the same.
    path : str
        The file whose interpreted lines are counted.
    budget : float
        Seconds for all of it.
    everywhere : bool
        Whether NumPy and math may be replaced for the whole process while the call runs.
    """
    from .patching import counted_names

    end = time.perf_counter() + budget
    peak = _peak(function, arguments)
    size = max([1, *map(_size, arguments()[0])])
    ways: list[tuple[bool, bool]] = [(True, everywhere), (True, False), (False, everywhere)]
    tally = Tally(size)
    for wrap, patch in dict.fromkeys(ways):
        if time.perf_counter() > end:
            break
        attempt = Tally(size)
        _current.append(attempt)
        try:
            args, kwargs = arguments()
            if wrap:
                args, kwargs = _wrapped(args), {k: counting(v) for k, v in kwargs.items()}
            call = functools.partial(function, *args, **kwargs)
            with counted_names(function, path, wrap) if patch else nullcontext():
                value = _traced(call, path, attempt, end)
            same = equal(plain(_bare_result(value)), expected)
        except BaseException:
            same = False
        finally:
            _current.clear()
        tally.line_events = max(tally.line_events, attempt.line_events)
        if same:
            tally = attempt
            break
    return {
        "elements": {name: int(n) for name, n in tally.elements.items()},
        "passes": int(tally.passes),
        "temporaries": int(tally.temporaries),
        "peak_bytes": peak,
        "python_calls": int(tally.python_calls),
        "line_events": int(tally.line_events),
    }


def _wrapped(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_wrapped, value))
    return counting(value)


def _bare_result(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare_result(entry) for entry in value]
    return bare(value)


def _size(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, list | tuple):
        return sum(_size(entry) for entry in value)
    return 1 if isinstance(value, int | float | np.generic) else 0


def _peak(function: Callable[..., Any], arguments: Callable[[], tuple[tuple[Any, ...], dict[str, Any]]]) -> int:
    """Return the largest number of bytes that a plain call has allocated at one time."""
    args, kwargs = arguments()
    try:
        tracemalloc.start()
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        kept = function(*args, **kwargs)
        peak = tracemalloc.get_traced_memory()[1] - before
        del kept
        return max(0, peak)
    except BaseException:
        return 0
    finally:
        tracemalloc.stop()


class _TooLong(BaseException):
    """Counting takes longer than there is time for."""


def _traced(call: Callable[[], Any], path: str, tally: Tally, end: float) -> Any:
    """Call, counting the lines of the learner's file that the interpreter goes through."""

    def enter(frame: types.FrameType, event: str, _: Any) -> Any:
        return line if frame.f_code.co_filename == path else None

    def line(frame: types.FrameType, event: str, _: Any) -> Any:
        if event == "line":
            tally.line_events += 1
            if tally.line_events % 256 == 0 and time.perf_counter() > end:
                raise _TooLong
        return line

    sys.settrace(enter)
    try:
        return call()
    finally:
        sys.settrace(None)


def equal(first: Any, second: Any) -> bool:
    """Whether two results are the same, bit for bit except for the kind of nan."""
    if isinstance(first, list | tuple) or isinstance(second, list | tuple):
        if type(first) is not type(second) or len(first) != len(second):
            return False
        return all(map(equal, first, second))
    if isinstance(first, np.ndarray) != isinstance(second, np.ndarray):
        return False
    if first is None or second is None:
        return first is second
    a, b = np.asarray(first), np.asarray(second)
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    return bool(np.array_equal(a, b, equal_nan=a.dtype.kind in "fc"))
