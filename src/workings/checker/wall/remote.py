"""A subject whose function lives in another process."""

from __future__ import annotations

import json
import math
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workings.checker.subject import Answer, Call, Kind, OpCounts, Parameter, SubjectError
from workings.checker.wall.child import wire
from workings.checker.wall.link import Allowance, Failure, Link, Reply

# After so many calls in a row that never ended, the rest of a batch is not waited for.
ENDLESS = 3
# For a function that compiles itself, or imports something, when it is first called.
SLOW_START = 6.0
_KINDS: tuple[Kind, ...] = ("value", "raised", "unusable")
_PARAMETER_KINDS = ("positional", "keyword", "varargs", "varkw")
_TEXT = 4000


@dataclass(frozen=True)
class Origin:
    """What is told to a new process so that it has the function, and how long that may take."""

    request: dict[str, Any]
    timeout: float


class RemoteSubject:
    """Answers calls by asking a process, and starts another when that one is gone. See `Subject`."""

    def __init__(self, name: str, open_link: Callable[[], Link], origin: Origin) -> None:
        self.name = name
        self.path: str | None = None
        self.source: str | None = None
        self.first_line = 1
        self.home: tuple[str, int] | None = None
        self._open_link = open_link
        self._origin = origin
        self._link: list[Link] = []
        self._allowance: Allowance | None = None
        self._finalizer = weakref.finalize(self, _close_all, self._link)
        self.parameters: tuple[Parameter, ...] = self._start()

    def _start(self) -> tuple[Parameter, ...]:
        """Start a process and give it the function; raises `SubjectError` if that cannot be done."""
        _close_all(self._link)
        try:
            link = self._open_link()
        except OSError as error:
            raise SubjectError(f"no process could be started for {self.name}: {error}") from None
        self._link.append(link)
        replies, failure = link.exchange([(self._origin.request, b"")], self._origin.timeout)
        if failure is not None:
            raise SubjectError(self._not_loaded(failure))
        try:
            header = json.loads(replies[0].header)
            if not header["ok"]:
                raise SubjectError(_text(header["error"]))
            if self._allowance is None:
                self._allowance = Allowance(SLOW_START if header["slow"] is True else 0.0)
            home = header["home"]
            self.home = (_text(home[0]), int(home[1])) if home else None
            return tuple(_parameter(entry) for entry in header["parameters"])
        except (ValueError, KeyError, TypeError, IndexError, RecursionError):
            raise SubjectError(f"{self.name}: its process wrote something that is not an answer") from None
        finally:
            if self._link and not self._is_ready(replies[0]):
                _close_all(self._link)

    @staticmethod
    def _is_ready(reply: Reply) -> bool:
        return reply.header.startswith(b'{"ok":true')

    def _not_loaded(self, failure: Failure) -> str:
        file = (self._origin.request.get("path") or "").rpartition("/")[2] or self.name
        if failure.kind == "timeout":
            return (
                f"importing {file} does not end within {self._origin.timeout:g} s. "
                "Put what need not run at import under if __name__ == '__main__'."
            )
        return f"importing {file} fails: {failure.says}."

    def call(self, call: Call, *, timeout: float = 2.0, count: bool = False) -> Answer:
        """Make one call. Never raises for anything that the learner's code does."""
        answer = self._ask([call], timeout, count)[0]
        if count and answer.kind in ("timeout", "died"):
            # Counting is slower, and more invasive, than the call itself, which decides.
            answer = self._ask([call], timeout, False)[0]
        return answer

    def call_many(self, calls: Sequence[Call], *, timeout: float = 2.0) -> list[Answer]:
        """Make several calls with one journey; see `Subject.call_many`."""
        return self._ask(list(calls), timeout, False)

    def _ask(self, calls: list[Call], timeout: float, count: bool) -> list[Answer]:
        requests = [_request(call, timeout, count) for call in calls]
        answers: list[Answer] = []
        endless = 0
        while len(answers) < len(calls):
            if endless >= ENDLESS:
                says = "not tried: the calls before it did not end either"
                answers.append(Answer("timeout", error_message=says))
                continue
            if not (self._link and self._link[0].alive):
                try:
                    self._start()
                except SubjectError as problem:
                    answers.append(Answer("died", error_message=str(problem)))
                    continue
            replies, failure = self._link[0].exchange(requests[len(answers) :], timeout, self._allowance)
            for reply in replies:
                answer = read_answer(reply)
                answers.append(
                    answer or Answer("died", error_message="its process wrote something that is not an answer")
                )
                if answer is None:
                    _close_all(self._link)
                    break
            else:
                if failure is not None:
                    answers.append(_answer_to_failure(failure, timeout))
            endless = endless + 1 if failure and failure.kind == "timeout" and not replies else bool(failure)
        return answers

    def edited(self, source: str) -> RemoteSubject:
        """Return the same function with its definition replaced; set by whoever made the subject."""
        raise SubjectError(f"the definition of {self.name} cannot be replaced: its source is not known")

    def close(self) -> None:
        """End the process."""
        _close_all(self._link)


def _close_all(links: list[Link]) -> None:
    while links:
        links.pop().close()


def _request(call: Call, timeout: float, count: bool) -> tuple[dict[str, Any], bytes]:
    writer = wire.Writer()
    header = {
        "op": "call",
        "args": writer.write(tuple(call.args)),
        "kwargs": writer.write(tuple(call.kwargs.values())),
        "names": list(call.kwargs),
        "timeout": timeout,
        "count": count,
    }
    return header, writer.body()


def _answer_to_failure(failure: Failure, timeout: float) -> Answer:
    kind: Kind = "timeout" if failure.kind == "timeout" else "died"
    seconds = timeout if kind == "timeout" else 0.0
    return Answer(kind, error_message=failure.says, output=failure.output, seconds=seconds)


def read_answer(reply: Reply) -> Answer | None:
    """Return the answer in a message, None if the message is not one. Every field is checked: it comes from outside."""
    try:
        header = json.loads(reply.header)
        kind = header["kind"]
        if kind not in _KINDS:
            return None
        reader = wire.Reader(reply.body)
        after = header.get("args_after")
        args_after = None if after is None else reader.read(after)
        if args_after is not None and not isinstance(args_after, tuple):
            return None
        line = header.get("error_line")
        return Answer(
            kind,
            value=reader.read(header["value"]) if kind == "value" else None,
            type_name=_text(header.get("type_name", "")),
            error_type=_text(header.get("error_type", "")),
            error_message=_text(header.get("error_message", "")),
            error_line=line if type(line) is int and 0 < line < 10**7 else None,
            args_after=args_after,
            shares_input=header.get("shares_input") is True,
            shares_previous=header.get("shares_previous") is True,
            errstate_changed=header.get("errstate_changed") is True,
            output=_text(header.get("output", ""))[:2000],
            seconds=_number(header.get("seconds", 0.0)),
            ops=_ops(header.get("ops")),
        )
    except (wire.WireError, ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        return None


def _ops(given: Any) -> OpCounts | None:
    if given is None:
        return None
    elements = {_text(name)[:60]: int(n) for name, n in list(given["elements"].items())[:200]}
    fields = ("passes", "temporaries", "peak_bytes", "python_calls", "line_events")
    return OpCounts(elements, **{field: int(given[field]) for field in fields})


def _parameter(entry: list[Any]) -> Parameter:
    name, kind, default = entry
    if kind not in _PARAMETER_KINDS:
        raise ValueError("an unknown kind of parameter")
    return Parameter(_text(name), kind, None if default is None else _text(default))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value[:_TEXT]


def _number(value: Any) -> float:
    number = float(value)
    return number if math.isfinite(number) and number >= 0 else 0.0
