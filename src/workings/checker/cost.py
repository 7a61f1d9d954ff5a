"""What a call costs: counted by an array that counts, not timed; the time beside it is a second opinion."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from workings.checker.lab import Lab
from workings.checker.model import Intent, Topic
from workings.checker.subject import Answer
from workings.checker.verdict import Cost

_EXPONENTIALS = ("exp", "exp2", "expm1", "math.exp", "exp.scalar")
SIZES = (64, 128, 256)


def measure(topic: Topic, intent: Intent, lab: Lab) -> tuple[Cost | None, list[str]]:
    """Count what calls of three sizes do; return the cost and the codes of what is wasteful."""
    answers: list[Answer] = []
    for n in SIZES:
        case = topic.cost_case(intent, n)
        if case is None:
            return None, []
        if lab.left() < 1.0:
            return None, []
        answers.append(lab.subject.call(lab.binding.call(case), timeout=max(0.2, min(2.0, lab.left())), count=True))
    if any(a.kind != "value" or a.ops is None for a in answers):
        return None, []
    # On shapes as tall as wide, a function that works on the other axis would look the same.
    works = [_work(a) for a in answers]
    exps = [_exponentials(a) / n for a, n in zip(answers, SIZES, strict=True)]
    growth = "quadratic" if _quadratic([*works], exps) else "linear"
    codes = []
    steps = [_steps(a) for a in answers]
    if growth == "quadratic":
        codes.append("quadratic_time")
    elif steps[2] - steps[0] >= 0.2 * (SIZES[2] - SIZES[0]):
        codes.append("python_loop_slow")
    if growth == "quadratic" and steps[2] - steps[0] >= 0.2 * (SIZES[2] - SIZES[0]):
        codes.append("python_loop_slow")
    if growth == "linear" and exps[2] >= 1.5:
        codes.append("recomputes_exp")
    return _told(topic, intent, lab, answers[2], exps[2], growth, codes), codes


def _exponentials(answer: Answer) -> float:
    ops = answer.ops
    return float(sum(ops.elements.get(name, 0) for name in _EXPONENTIALS)) if ops else 0.0


def _work(answer: Answer) -> float:
    """Elements that all array operations touched, and lines that the interpreter ran."""
    return float(sum(answer.ops.elements.values()) + answer.ops.line_events) if answer.ops else 0.0


def _steps(answer: Answer) -> float:
    return float(max(answer.ops.python_calls, answer.ops.line_events)) if answer.ops else 0.0


def _quadratic(works: list[float], exps: list[float]) -> bool:
    """Whether doubling the input quadruples the work, or nearly: three doublings of n make 4 and 4, not 2 and 2."""
    if works[0] <= 0:
        return False
    first, second = works[1] / works[0], works[2] / works[1]
    return (first > 2.6 and second > 2.9) or (exps[0] > 2 and exps[2] > 3 * exps[0])


def _told(
    topic: Topic, intent: Intent, lab: Lab, answer: Answer, exps: float, growth: str, codes: list[str]
) -> Cost:
    ops = answer.ops
    assert ops is not None
    mine, theirs = _times(topic, intent, lab)
    parts = []
    if exps:
        parts.append(f"{exps:.1f} exp per entry" + ("; 1 is enough" if exps > 1.4 else ""))
    if ops.passes:
        parts.append(f"{ops.passes} passes over the array, {ops.temporaries} temporaries")
    parts.append(f"{growth} in the length of a group")
    if "python_loop_slow" in codes:
        parts.append("an interpreted loop visits the entries")
    if mine and theirs:
        parts.append(f"{_time(mine)} for 10,000 entries beside {_time(theirs)} for the textbook form (timed, so noisy)")
    return Cost(exps or None, ops.passes, ops.temporaries, ops.peak_bytes, growth, mine, theirs, ", ".join(parts))


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.1f} ms"


def _times(topic: Topic, intent: Intent, lab: Lab) -> tuple[float, float]:
    """Time one input beside the textbook form: the best of three."""
    case = topic.cost_case(intent, 10_000)
    if case is None or lab.left() < 2.0:
        return 0.0, 0.0
    call = lab.binding.call(case)
    answers = lab.subject.call_many([call] * 3, timeout=0.5)
    if any(a.kind != "value" for a in answers):
        return 0.0, 0.0
    best: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        with np.errstate(all="ignore"):
            _consume(topic.textbook(*case.args))
        best.append(time.perf_counter() - start)
    return min(a.seconds for a in answers), min(best)


def _consume(value: Any) -> None:
    """Take a value, so that computing it cannot be left out."""
