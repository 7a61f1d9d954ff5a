"""What every function owes its caller, whatever it computes: tried on inputs that no formula is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workings.checker.grading import as_array
from workings.checker.lab import Binding, Lab
from workings.checker.model import Array, Case, Intent, Topic, as_expression
from workings.checker.subject import Answer


@dataclass(frozen=True)
class Finding:
    """A broken promise: the code, the case that shows it, and both sides in words or numbers."""

    code: str
    case: Case
    got: Any
    expected: Any


def findings(topic: Topic, intent: Intent, lab: Lab, cases: list[Case], answers: list[Answer]) -> list[Finding]:
    """Return the promises that the function does not keep."""
    found = []
    usable = [(c, a) for c, a in zip(cases, answers, strict=True) if a.kind == "value"]
    usable.sort(key=lambda pair: (pair[0].tag != "vector", np.size(pair[0].args[0])))
    for case, answer in usable:
        if answer.args_after is not None and case.tag != "integer":
            found.append(
                Finding("mutates_input", case, f"{_changed(lab.binding, case, answer)} after the call", "as it was")
            )
            break
    for case, answer in usable:
        if answer.shares_previous and np.size(case.args[0]):
            says = "the array that an earlier call returned, overwritten"
            found.append(Finding("reuses_output_buffer", case, says, "an array of its own"))
            break
    for case, answer in usable:
        if answer.errstate_changed:
            found.append(Finding("changes_global_errstate", case, "np.geterr() differs after the call", "unchanged"))
            break
    found += _nan(topic, intent, lab)
    found += _empty(topic, intent, lab)
    return found


def _changed(binding: Binding, case: Case, answer: Answer) -> str:
    """Say which argument is not as it was, and what it is now."""
    names = ("the first argument is", "the second argument is", "the third argument is")
    for name, before, after in zip(names, binding.call(case).args, answer.args_after or (), strict=False):
        was, now = np.asarray(before), np.asarray(after)
        if not np.array_equal(was, now, equal_nan=was.dtype.kind == now.dtype.kind == "f"):
            return f"{name} {_short(after)}"
    return "an argument is changed"


def _short(value: Any) -> str:
    return as_expression(value) if isinstance(value, np.ndarray) else repr(value)


def _built(topic: Topic, intent: Intent, tag: str, x: Array) -> Case | None:
    """Make a case of one array, if the topic takes one."""
    return topic.build(intent, tag, x) if topic.arity == 1 else None


def _nan(topic: Topic, intent: Intent, lab: Lab) -> list[Finding]:
    """Return where a nan goes in and only confident numbers come out."""
    sources = [np.array([1.0, np.nan, 2.0]), np.array([[1.0, np.nan, 2.0], [np.nan, 1.0, 0.5]])]
    for x in sources:
        case = _built(topic, intent, "nan", x)
        if case is None:
            continue
        answer = lab.ask([case])[0]
        got = as_array(answer.value) if answer.kind == "value" and answer.value is not None else None
        if got is not None and got.size and np.all(np.isfinite(got)):
            return [Finding("hides_nan", case, got.tolist(), "nan, or an error")]
    return []


def _empty(topic: Topic, intent: Intent, lab: Lab) -> list[Finding]:
    """Return where nothing goes in and a number comes out."""
    made = _built(topic, intent, "vector", np.array([1.0, 2.0]))
    if made is None:
        return []
    empty: Array = np.zeros(0)
    case = replace(made, args=(empty, *made.args[1:]), tag="empty", expected=empty)
    answer = lab.ask([case])[0]
    got = as_array(answer.value) if answer.kind == "value" and answer.value is not None else None
    # Where the result has no axis of its own, an empty sum has a value that says so: -inf, or nan.
    if got is not None and got.size and (topic.keeps_shape or np.all(np.isfinite(got))):
        return [Finding("accepts_empty_wrongly", case, got.tolist(), "an error, or an empty array")]
    return []


def is_unsteady(lab: Lab, cases: list[Case]) -> bool:
    """Whether the same call gives different answers."""
    calls = [lab.binding.call(case) for case in cases[:4]]
    first = lab.ask(cases[:4])
    for _ in range(3):
        again = lab.subject.call_many(calls, timeout=1.0)
        for a, b in zip(first, again, strict=True):
            if a.kind == b.kind == "value" and not _same(a.value, b.value):
                return True
    return False


def _same(a: Any, b: Any) -> bool:
    one, two = as_array(a), as_array(b)
    if one is None or two is None:
        return True
    return one.shape == two.shape and bool(np.all((one == two) | (np.isnan(one) & np.isnan(two))))
