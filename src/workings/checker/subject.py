"""What the judge knows of the function it judges: a thing that answers calls.

A `Subject` is a learner's function behind a wall. The judge hands it plain arguments and receives an `Answer` that
says everything observable about the call. Whether the function lives in this process, in a fork of it, or in a fresh
process that imported a file, the judge does not know and need not care; every judgement is made on this side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

# How a call ended. "value": it returned; "raised": an exception, SystemExit included; "timeout": it did not end in
# time; "died": its process ended under it; "unusable": it returned something that is neither number nor array.
Kind = Literal["value", "raised", "timeout", "died", "unusable"]


@dataclass(frozen=True)
class Call:
    """One call to make: positional and keyword arguments.

    Arguments are arrays, Python scalars, None, and lists or tuples of them: what can travel between processes as
    plain data, without pickle.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OpCounts:
    """What a call did, counted by an ndarray subclass: exact, and the same on every machine.

    Attributes
    ----------
    elements : dict of str to int
        Elements that each ufunc or reduction produced or consumed: ``{"exp": 12, "add.reduce": 12}``.
    passes : int
        How many times an array of at least the input's size was read.
    temporaries : int
        Arrays of at least the input's size that were allocated.
    peak_bytes : int
        The largest number of bytes allocated at one time during the call (tracemalloc).
    python_calls : int
        ufunc calls on scalars or arrays much smaller than the input: the mark of an interpreted loop.
    line_events : int
        Lines of the learner's file that the interpreter executed: the mark of a loop written with ``math.exp``.
    """

    elements: dict[str, int]
    passes: int = 0
    temporaries: int = 0
    peak_bytes: int = 0
    python_calls: int = 0
    line_events: int = 0


@dataclass(frozen=True)
class Answer:
    """What one call gave, as seen from outside.

    Attributes
    ----------
    kind : {"value", "raised", "timeout", "died", "unusable"}
    value : ndarray, float, int, bool, None, or tuple of these
        The result when `kind` is "value". Lists of numbers come as they are (nested lists).
    type_name : str
        The type of what was returned: ``"ndarray"``, ``"list"``, ``"float"``, ``"NoneType"``, ``"generator"`` ...
    error_type, error_message : str
        Of the exception, when `kind` is "raised".
    error_line : int or None
        The line of the learner's file that raised, counted from 1.
    args_after : tuple or None
        The positional arguments after the call, if the call changed any of them, else None.
    shares_input : bool
        The result shares memory with an argument.
    shares_previous : bool
        The result shares memory with an array that an earlier call of this subject returned.
    errstate_changed : bool
        NumPy's error state differs from what it was before the call (it is restored after each call).
    output : str
        What the call printed, cut to 2,000 characters.
    seconds : float
        Wall time of the call alone.
    ops : OpCounts or None
        Only when counting was asked for.
    """

    kind: Kind
    value: Any = None
    type_name: str = ""
    error_type: str = ""
    error_message: str = ""
    error_line: int | None = None
    args_after: tuple[Any, ...] | None = None
    shares_input: bool = False
    shares_previous: bool = False
    errstate_changed: bool = False
    output: str = ""
    seconds: float = 0.0
    ops: OpCounts | None = None


@dataclass(frozen=True)
class Parameter:
    """One parameter of the learner's function: its name, its kind as in `inspect`, and its default's source text."""

    name: str
    kind: Literal["positional", "keyword", "varargs", "varkw"]
    default: str | None = None


class SubjectError(Exception):
    """The function could not be reached at all: the file does not import, the name is not in it."""


class Subject(Protocol):
    """A function that can be called through a wall."""

    name: str
    """The function's name."""
    path: str | None
    """The file it came from, if any."""
    source: str | None
    """The text of the function's definition (dedented), if it can be had."""
    first_line: int
    """The line of `path` on which `source` begins, counted from 1."""
    parameters: tuple[Parameter, ...]

    def call(self, call: Call, *, timeout: float = 2.0, count: bool = False) -> Answer:
        """Make one call. Never raises for anything that the learner's code does."""
        ...

    def call_many(self, calls: Sequence[Call], *, timeout: float = 2.0) -> list[Answer]:
        """Make several calls with one journey through the wall; `timeout` is for each of them.

        After a call that timed out or died, the rest are still made, in a new process; but after three in a row that
        timed out, the rest are answered "timeout" at once.
        """
        ...

    def edited(self, source: str) -> Subject:
        """Return the same function with its definition replaced by `source` (the rest of its file unchanged).

        Used to prove that a proposed edit mends the function. Raises `SubjectError` if the text does not compile.
        """
        ...

    def close(self) -> None:
        """End the process behind the wall, if there is one."""
        ...
