"""What a call costs: counted by an array that counts, not timed; the time beside it is a second opinion."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from workings.checker.lab import Lab
from workings.checker.model import Case, Intent, Topic
from workings.checker.subject import Answer
from workings.checker.verdict import Cost

_EXPONENTIALS = ("exp", "exp2", "expm1", "math.exp", "exp.scalar")
SIZES = (64, 128, 256)
SMALL_SIZES = (16, 32, 64)
# A computer that does something else meanwhile makes one time long; it seldom does so three times over.
ROUNDS = 3


def measure(topic: Topic, intent: Intent, lab: Lab) -> tuple[Cost | None, list[str]]:
    """Count what calls of three sizes do; return the cost and the codes of what is wasteful."""
    sizes = SIZES
    answers = _counted(topic, intent, lab, sizes, lambda n: 1)
    if answers is None:
        sizes = SMALL_SIZES
        answers = _counted(topic, intent, lab, sizes, lambda n: 1)
    if answers is None:
        return None, []
    exps = [_exponentials(a) / n for a, n in zip(answers, sizes, strict=True)]
    growth = "quadratic" if _quadratic(answers, exps, sizes) else "linear"
    loops = _loops(answers, sizes)
    if loops and growth == "linear" and _slows_down(topic, intent, lab):
        growth = "quadratic"
    codes = ["quadratic_time"] if growth == "quadratic" else []
    # Longer groups, and more of them: a loop may run over either.
    many = None if loops else _counted(topic, intent, lab, sizes, lambda n: n // 4)
    if loops or (many is not None and _loops(many, sizes)):
        codes.append("python_loop_slow")
    if growth == "linear" and exps[2] >= 1.5 and not _by_library(lab.subject.source):
        codes.append("recomputes_exp")
    return _told(topic, intent, lab, answers[2], exps[2], growth, codes), codes


def _by_library(source: str | None) -> bool:
    """Whether the exponentials are those of a library's function that is called: not the learner's to save."""
    body = (source or "").partition(":")[2]
    calls = re.search(r"\b(logsumexp|log_softmax|softmax|expit|logaddexp|log_expit)\b", body) is not None
    return calls and len(re.findall(r"\bexp[2m]?1?\(", body)) < 2


# The right answer to a long input is computed exactly, and may take longer than all calls of the subject.
@lru_cache(maxsize=32)
def standing(make: Callable[[Intent, int, int], Case | None], intent: Intent, n: int, groups: int) -> Case | None:
    """Return a topic's input of n samples, the same object each time."""
    return make(intent, n, groups)


def _counted(
    topic: Topic, intent: Intent, lab: Lab, sizes: tuple[int, ...], groups: Callable[[int], int]
) -> list[Answer] | None:
    """Count calls of the three sizes; None if there is no such input or a call did not end well, or soon."""
    answers: list[Answer] = []
    for n in sizes:
        case = standing(topic.cost_case, intent, n, groups(n))
        if case is None or lab.left() < 1.0:
            return None
        answer = lab.subject.call(lab.binding.call(case), timeout=max(0.2, min(1.0, lab.left())), count=True)
        if answer.seconds > 0.1 and sizes != SMALL_SIZES:
            return None
        if answer.kind != "value" or answer.ops is None:
            return None
        answers.append(answer)
    return answers


def _loops(answers: list[Answer], sizes: tuple[int, ...]) -> bool:
    """Whether the interpreter's own steps grow with the input."""
    steps = [_steps(a) for a in answers]
    return steps[2] - steps[0] >= 0.2 * (sizes[2] - sizes[0])


def _slows_down(topic: Topic, intent: Intent, lab: Lab) -> bool:
    """Whether four times the entries take far more than four times as long.

    What a builtin such as `sum` does inside a loop cannot be counted; this is the one place where only time tells.
    """
    best = [0.5, 0.5]
    for _ in range(ROUNDS):
        for k, n in enumerate((500, 2000)):
            case = standing(topic.cost_case, intent, n, 1)
            if case is None or lab.left() < 1.5:
                return False
            answers = lab.subject.call_many([lab.binding.call(case)] * 2, timeout=0.5)
            best[k] = min([best[k], *(a.seconds for a in answers if a.kind == "value")])
        if not (best[1] > 2e-3 and best[1] > 8.5 * best[0]):
            return False
    return True


def _exponentials(answer: Answer) -> float:
    ops = answer.ops
    return float(sum(ops.elements.get(name, 0) for name in _EXPONENTIALS)) if ops else 0.0


def _work(answer: Answer) -> float:
    """Elements that all array operations touched, and lines that the interpreter ran."""
    return float(sum(answer.ops.elements.values()) + answer.ops.line_events) if answer.ops else 0.0


def _steps(answer: Answer) -> float:
    return float(max(answer.ops.python_calls, answer.ops.line_events)) if answer.ops else 0.0


def _quadratic(answers: list[Answer], exps: list[float], sizes: tuple[int, ...]) -> bool:
    """Whether doubling the input quadruples the work or the memory, or nearly: not merely doubles it."""
    works = [_work(a) for a in answers]
    memory = [float(a.ops.peak_bytes) if a.ops else 0.0 for a in answers]
    many = exps[0] > 2 and exps[2] > 3 * exps[0]
    return many or _quadruples(works) or (_quadruples(memory) and memory[2] > 8 * sizes[2] ** 2)


def _quadruples(amounts: list[float]) -> bool:
    return amounts[0] > 0 and amounts[1] > 2.6 * amounts[0] and amounts[2] > 2.9 * amounts[1]


def _told(topic: Topic, intent: Intent, lab: Lab, answer: Answer, exps: float, growth: str, codes: list[str]) -> Cost:
    ops = answer.ops
    assert ops is not None
    mine, theirs = _times(topic, intent, lab) if growth == "linear" else (0.0, 0.0)
    parts = []
    if exps:
        parts.append(f"{exps:.1f} exp per entry" + ("; 1 is enough" if exps > 1.4 else ""))
    if ops.passes:
        parts.append(f"{ops.passes} passes over the array, {ops.temporaries} temporaries")
    parts.append(f"{growth} in {topic.grows_with}")
    if "python_loop_slow" in codes:
        parts.append("an interpreted loop visits the entries")
    if mine and theirs:
        parts.append(f"{_time(mine)} for 10,000 entries beside {_time(theirs)} for the textbook form (timed, so noisy)")
    return Cost(exps or None, ops.passes, ops.temporaries, ops.peak_bytes, growth, mine, theirs, ", ".join(parts))


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else f"{seconds * 1e3:.1f} ms"


def _times(topic: Topic, intent: Intent, lab: Lab) -> tuple[float, float]:
    """Time one input beside the textbook form: the best of three."""
    case = standing(topic.cost_case, intent, 10_000, 1)
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
