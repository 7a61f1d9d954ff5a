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
    """

    form: str = "array"
    axis_name: str | None = None
    by_position: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    def call(self, case: Case) -> Call:
        """Make the call that gives this case to the function."""
        args = tuple(np.array(a) if isinstance(a, np.ndarray) else a for a in case.args)
        if self.form == "list":
            args = tuple(a.tolist() if isinstance(a, np.ndarray) else a for a in args)
        kwargs = {**self.extra, **case.options}
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
        self._timeout = 2.0

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
            if self.left() <= 0:
                raise OutOfTime
            # After a call that never ended, the next journeys are short: two slow calls must not eat the deadline.
            block, pending = pending[:64], pending[64:]
            timeout = max(0.05, min(self._timeout, self.left() / 2))
            given = self.subject.call_many([call for _, call in block], timeout=timeout)
            self.asked += len(block)
            if any(answer.kind == "timeout" for answer in given):
                self._timeout = 0.3
            self.answers.update({key: answer for (key, _), answer in zip(block, given, strict=True)})
        return [self.answers[key] for key in keys]

    def grade(self, cases: Sequence[Case]) -> list[Grade]:
        """Grades of the answers to these cases."""
        return [grade(answer, case) for answer, case in zip(self.ask(cases), cases, strict=True)]
