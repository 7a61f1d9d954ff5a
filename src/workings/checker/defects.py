"""From a named cause to a defect that can be told: its smallest input, both answers, and where it begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workings.checker import boundary, shrink
from workings.checker.causes import ORDINARY, Evidence, Named
from workings.checker.grading import as_array
from workings.checker.lab import Binding, Lab
from workings.checker.model import Case, Topic, as_expression
from workings.checker.properties import Finding
from workings.checker.verdict import Defect


def make_defect(topic: Topic, evidence: Evidence, named: Named, lab: Lab) -> Defect:
    """Make the defect of a named cause: shrink its input, and find where it begins."""
    cause = topic.causes[named.code]
    case = shrink.smallest(topic, evidence, named, lab)
    answer = lab.ask([case])[0]
    if answer.kind == "raised":
        got: Any = f"{answer.error_type}: {answer.error_message}".strip(": ")[:160]
    elif answer.kind == "value":
        # The answer as it came: a grade forgives axes of length one, which may be the very defect.
        own = as_array(answer.value) if case.form is None else None
        got = (
            own.tolist() if own is not None else case.form.tell(answer.value) if case.form else repr(answer.value)[:160]
        )
    else:
        got = {"timeout": "no answer in time", "died": "the process ended"}.get(answer.kind, answer.type_name)
    where = boundary.describe(topic, evidence.intent, named.code, lab) if lab.left() > 2.0 else ""
    says = cause.says
    return Defect(
        named.code,
        cause.cls,
        says,
        counterexample=expression(lab.subject.name, lab.binding, case),
        inputs=tuple(_inputs(lab.binding, case)),
        got=got,
        expected=case.told(),
        boundary=where,
    )


def from_finding(topic: Topic, finding: Finding, lab: Lab) -> Defect:
    """Make the defect of a broken promise."""
    cause = topic.causes[finding.code]
    return Defect(
        finding.code,
        cause.cls,
        cause.says,
        counterexample=expression(lab.subject.name, lab.binding, finding.case),
        inputs=tuple(_inputs(lab.binding, finding.case)),
        got=finding.got,
        expected=finding.expected,
    )


def _inputs(binding: Binding, case: Case) -> list[str]:
    return [as_expression(arg) for arg in binding.call(case).args]


def expression(name: str, binding: Binding, case: Case) -> str:
    """Write the call of a case as Python."""
    call = binding.call(case)
    parts = [as_expression(arg) for arg in call.args]
    parts += [f"{key}={as_expression(value)}" for key, value in call.kwargs.items()]
    return f"{name}({', '.join(parts)})"


def what_is_fine(evidence: Evidence, more: Mapping[str, str]) -> tuple[str, ...]:
    """Say which kinds of input were all right; `more` are the topic's own tags, each with its words."""
    names: dict[str, Iterable[str]] = {
        "everyday numbers": ORDINARY,
        "large numbers": ("big", "big tie", "huge", "offset"),
        "numbers far below 0": ("low",),
        "groups far apart": ("apart, first high", "apart, last high", "apart, middle high"),
        "integers": ("integer",),
        "-inf as a mask": ("mask",),
        **{words: (tag,) for tag, words in more.items()},
    }
    fine = []
    for name, tags in names.items():
        tried = evidence.having(tags)
        if tried and not any(evidence.grades[i].fails for i in tried):
            fine.append(name)
    return tuple(fine)
