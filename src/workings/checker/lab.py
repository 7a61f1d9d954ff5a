"""Asks the subject, remembers every answer, and keeps the time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from workings.checker.grading import Grade, grade
from workings.checker.model import Case
from workings.checker.subject import Answer, Call, Subject


class OutOfTime(Exception):
    """The deadline of the check has come."""


@dataclass(frozen=True)
class Binding:
    """How a case becomes a call of this particular function.

    Attributes
    ----------
    form : {"array", "list"}
        What the function wants to be given.
    axis_name : str or None
        The name of its axis parameter.
    axis_position : int
        Where that parameter stands, if it can only be given by position.
    extra : dict
        Values for parameters that have no default.
    slots : tuple of (str or None, int), or None
        For each argument that is passed, its keyword (None: by position) and its place among the case's arguments;
        None: all of them, by position, in order.
    """

    form: str = "array"
    axis_name: str | None = None
    by_position: bool = False
    extra: dict[str, Any] = field(default_factory=dict)
    slots: tuple[tuple[str | None, int], ...] | None = None

    def call(self, case: Case) -> Call:
        """Make the call that gives this case to the function."""
        args = tuple(np.array(a) if isinstance(a, np.ndarray) else a for a in case.args)
        if self.form == "list":
            args = tuple(a.tolist() if isinstance(a, np.ndarray) else a for a in args)
        kwargs = {**self.extra, **case.options}
        if self.slots is not None:
            kwargs |= {name: args[k] for name, k in self.slots if name is not None}
            args = tuple(args[k] for name, k in self.slots if name is None)
        if case.axis is not None and self.axis_name is not None:
            if self.by_position:
                args = (*args, case.axis)
            else:
                kwargs[self.axis_name] = case.axis
        return Call(args, kwargs)


def _key(call: Call) -> tuple[Any, ...]:
    def freeze(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return (value.dtype.str, value.shape, value.tobytes())
        return repr(value)

    return (*map(freeze, call.args), *((k, freeze(v)) for k, v in sorted(call.kwargs.items())))


class Lab:
    """A subject with a memory and a clock.

    Parameters
    ----------
    subject : Subject
        The function behind its wall.
    until : float
        `time.monotonic()` after which `OutOfTime` is raised.
    """

    def __init__(self, subject: Subject, until: float, binding: Binding | None = None) -> None:
        self.subject = subject
        self.until = until
        self.binding = binding or Binding()
        self.asked = 0
        self.answers: dict[tuple[Any, ...], Answer] = {}
        self.endless = 0

    def left(self) -> float:
        """Seconds until the deadline."""
        return self.until - time.monotonic()

    def ask(self, cases: Sequence[Case]) -> list[Answer]:
        """Answers to these cases, asking only what was not asked before."""
        calls = [self.binding.call(case) for case in cases]
        keys = [_key(call) for call in calls]
        new = {key: call for key, call in zip(keys, calls, strict=True) if key not in self.answers}
        pending = list(new.items())
        while pending:
            if self.left() <= 0 or self.endless >= 6:
                raise OutOfTime
            size = 1 if not self.answers else 6 if self.endless else 32
            block, pending = pending[:size], pending[size:]
            given = self._journey([call for _, call in block])
            self.answers.update({key: answer for (key, _), answer in zip(block, given, strict=True)})
        return [self.answers[key] for key in keys]

    def _journey(self, calls: list[Call]) -> list[Answer]:
        """Make some calls at once; a call that seems not to end gets a second, longer chance, alone."""
        self.asked += len(calls)
        longest = min(2.0, self.left() / 4)
        timeout = longest if len(calls) == 1 else max(0.05, min(longest, self.left() / (2 * len(calls))))
        answers = list(self.subject.call_many(calls, timeout=timeout))
        for i, answer in enumerate(answers):
            if answer.kind != "timeout":
                continue
            if len(calls) > 1 and self.endless < 2 and self.left() > 0:
                answers[i] = self.subject.call_many([calls[i]], timeout=min(1.0, self.left() / 3))[0]
            self.endless += answers[i].kind == "timeout"
            if self.endless >= 6 or (self.endless >= 2 and not self.answers):
                raise OutOfTime
        return answers

    def is_slow(self) -> bool:
        """Whether an ordinary small call takes so long that there is no time for hundreds."""
        times = sorted(self.seconds())
        return times[len(times) // 2] > 0.005

    def knows(self, case: Case) -> bool:
        """Whether the answer to a case is remembered."""
        return _key(self.binding.call(case)) in self.answers

    def seconds(self) -> list[float]:
        """Times of all calls so far."""
        return [0.0, *(answer.seconds for answer in self.answers.values())]

    def grade(self, cases: Sequence[Case]) -> list[Grade]:
        """Grades of the answers to these cases."""
        return [grade(answer, case) for answer, case in zip(self.ask(cases), cases, strict=True)]
