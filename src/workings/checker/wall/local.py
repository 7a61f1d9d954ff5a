"""A function called in this very process: for systems that cannot copy a process, and without its protection."""

from __future__ import annotations

import ctypes
import json
import sys
import textwrap
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from workings.checker.subject import Answer, Call, SubjectError
from workings.checker.wall.child.answer import Worker
from workings.checker.wall.child.describe import core
from workings.checker.wall.child.describe import parameters as describe_parameters
from workings.checker.wall.child.load import LoadError, edited
from workings.checker.wall.child.printing import Printer
from workings.checker.wall.child.wire import WireError
from workings.checker.wall.functions import name_of, source_of
from workings.checker.wall.link import Reply
from workings.checker.wall.remote import _parameter, _request, read_answer
from workings.checker.wall.source import with_written_defaults


class TimeLimit(BaseException):
    """Raised inside a call that takes too long; not an Exception, so that ``except Exception`` lets it pass."""


class LocalSubject:
    """Answers calls in this process. It cannot survive a crash, and ends only endless loops written in Python."""

    def __init__(self, function: Callable[..., Any], edit: str | None = None) -> None:
        self.name = name_of(function)
        inner = core(function)
        code = getattr(inner, "__code__", None)
        self.path: str | None = code.co_filename if code is not None else None
        self.source, self.first_line = source_of(inner)
        self._original = function
        if edit is not None:
            function, self.source = edited(function, edit, self.path or "<edit>", self.first_line), edit
        self._worker = Worker(Printer(), function, isolated=False)
        self._worker.path = self.path or ""
        found = tuple(_parameter(entry) for entry in describe_parameters(function))
        self.parameters = with_written_defaults(found, self.source)

    def call(self, call: Call, *, timeout: float = 2.0, count: bool = False) -> Answer:
        """Make one call."""
        header, body = _request(call, timeout, count)
        try:
            with _visitor(), _time_limit(timeout):
                reply, numbers = self._worker.handle(header, body)
        except TimeLimit:
            return Answer("timeout", error_message=f"it did not end within {timeout:g} s", seconds=timeout)
        if reply.get("error_type") == TimeLimit.__name__:
            return Answer("timeout", error_message=f"it did not end within {timeout:g} s", seconds=timeout)
        try:
            answer = read_answer(Reply(json.dumps(reply).encode(), numbers))
        except WireError:
            answer = None
        return answer or Answer("unusable", error_message="its result cannot be read")

    def call_many(self, calls: Sequence[Call], *, timeout: float = 2.0) -> list[Answer]:
        """Make several calls, one after the other."""
        return [self.call(call, timeout=timeout) for call in calls]

    def edited(self, source: str) -> LocalSubject:
        """Return the function with its definition replaced by `source`."""
        if self.source is None:
            raise SubjectError(f"the definition of {self.name} cannot be replaced: its source is not known")
        try:
            return LocalSubject(self._original, textwrap.dedent(source).strip("\n"))
        except (LoadError, SyntaxError, ValueError) as problem:
            raise SubjectError(f"the edited definition of {self.name} is not valid Python: {problem}") from None

    def close(self) -> None:
        """Do nothing: there is no process to end."""


@contextmanager
def _visitor() -> Iterator[None]:
    """Leave this process's output, tracing and warnings as they were found."""
    out, err, trace = sys.stdout, sys.stderr, sys.gettrace()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.stdout, sys.stderr = out, err
        sys.settrace(trace)


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeLimit` in this thread when the time is over; compiled code is not interrupted."""
    thread = threading.get_ident()
    lock = threading.Lock()
    over = False

    def interrupt() -> None:
        with lock:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimeLimit))

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()
