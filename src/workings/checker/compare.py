"""Two functions side by side: where they agree, where they differ, which is right there, what each costs, and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workings.checker import cost, search, shrink
from workings.checker.causes import Evidence
from workings.checker.comparison import Comparison, Difference
from workings.checker.grading import Grade, agrees
from workings.checker.intents import bind, choose_form
from workings.checker.judge import check
from workings.checker.kinds import Kind, in_words, kind_of
from workings.checker.lab import Lab, OutOfTime
from workings.checker.model import Case, Intent, Topic, as_expression
from workings.checker.reasons import reasons
from workings.checker.subject import Answer, Subject
from workings.checker.topics import TOPICS, get_topic, topic_of
from workings.checker.verdict import Cost, Verdict

MOST_DIFFERENCES = 3


@dataclass
class Side:
    """One of the two functions, with what is known of it."""

    subject: Subject
    verdict: Verdict
    lab: Lab


@dataclass(frozen=True, eq=False)
class Found:
    """An input on which the two differ, with the grades of both under the reading that the case belongs to."""

    case: Case
    intent: Intent
    grades: tuple[Grade, Grade]

    @property
    def statuses(self) -> tuple[str, str]:
        """How each of the two fares."""
        return self.grades[0].status, self.grades[1].status


def compare(
    first: Callable[..., Any] | Subject,
    second: Callable[..., Any] | Subject,
    topic: str | None = None,
    *,
    seed: int = 0,
    deadline: float = 10,
) -> Comparison:
    """Compare two functions that somebody wrote for the same purpose.

    Parameters
    ----------
    first, second : callable or Subject
        The functions. They are called in processes of their own.
    topic : str, optional
        What they are meant to compute. Taken from their names if not given.
    seed : int, default 0
        Of the random part of the search.
    deadline : float, default 10
        Seconds for all of it.

    Returns
    -------
    Comparison
        Print it, or ask it for `differ`, `differences`, `reasons`, `costs`, `to_dict()`.

    Raises
    ------
    TypeError
        If one of the two cannot be called.
    ValueError
        If neither name tells a topic, or there is no such topic.

    Examples
    --------
    >>> import numpy as np
    >>> def softmax(x):
    ...     return np.exp(x) / np.sum(np.exp(x))
    >>> def softmax_shifted(x):
    ...     e = np.exp(x - np.max(x))
    ...     return e / np.sum(e)
    >>> found = compare(softmax, softmax_shifted)
    >>> found.differ, found.differences[0].right
    (True, 'second')
    """
    start = time.monotonic()
    about = get_topic(topic) if topic is not None else _topic_of(first, second)
    opened: list[Subject] = []
    try:
        sides = [_side(function, about, seed, deadline, opened) for function in (first, second)]
        return _compared(sides[0], sides[1], about, seed, start, start + deadline)
    finally:
        for subject in opened:
            subject.close()


def _topic_of(first: Any, second: Any) -> Topic:
    names = [str(getattr(f, "name", None) or getattr(f, "__name__", type(f).__name__)) for f in (first, second)]
    for name in names:
        found = topic_of(name)
        if found is not None:
            return get_topic(found)
    raise ValueError(f"neither {names[0]} nor {names[1]} tells a topic by its name; say which of {', '.join(TOPICS)}.")


def _side(function: Any, about: Topic, seed: int, deadline: float, opened: list[Subject]) -> Side:
    """Open a function, and judge it alone first."""
    if hasattr(function, "call_many") and hasattr(function, "edited"):
        subject: Subject = function
    elif callable(function):
        from workings.checker.wall import open_function

        subject = open_function(function)
        opened.append(subject)
    else:
        raise TypeError(f"compare: expected a function, got {type(function).__name__}.")
    verdict = check(subject, about.name, seed=seed, deadline=0.35 * deadline)
    return Side(subject, verdict, Lab(subject, time.monotonic() + deadline))


def _compared(a: Side, b: Side, topic: Topic, seed: int, start: float, until: float) -> Comparison:
    names = _names(a.subject, b.subject)
    blank = Comparison(
        names[0],
        names[1],
        topic.name,
        intents=(a.verdict.intent, b.verdict.intent),
        outcomes=(a.verdict.outcome, b.verdict.outcome),
        codes=(a.verdict.codes, b.verdict.codes),
        seed=seed,
    )
    broken = tuple(
        f"{name} cannot be compared. {defect.explanation}"
        for name, side in zip(names, (a, b), strict=True)
        for defect in side.verdict.defects
        if defect.cls == "broken"
    )
    if broken:
        return replace(blank, reasons=broken, seconds=time.monotonic() - start)
    bindings = [bind(topic, side.subject) for side in (a, b)]
    if bindings[0] is None or bindings[1] is None:
        which = names[0] if bindings[0] is None else names[1]
        says = f"{which} cannot be called with the input alone, so the two cannot be compared."
        return replace(blank, reasons=(says,), seconds=time.monotonic() - start)
    for side, binding in zip((a, b), bindings, strict=True):
        side.lab.binding, side.lab.until = binding or side.lab.binding, until - 0.3
    readings = _readings(topic, a, b)
    tried: list[Case] = []
    found: list[Found] = []
    try:
        for side in (a, b):
            choose_form(topic, side.lab)
        for intent in readings:
            cases = _cases(topic, intent, seed)
            tried += cases
            found += _differing(cases, intent, a.lab, b.lab)
        shown = _smallest_of_each(topic, found, a.lab, b.lab)
    except OutOfTime:
        shown = _smallest_of_each(topic, found, None, None)
    kinds = [kind_of(case) for case in tried]
    bad = {kind_of(one.case) for one in found}
    everyday = Kind(1, 0)
    comparison = replace(
        blank,
        agree_on=in_words([kind for kind in kinds if kind not in bad], kinds),
        differ_on=in_words(list(bad), kinds),
        same_on_vectors=everyday in kinds and everyday not in bad,
        differences=_merged([_told(one, topic, readings) for one in shown]),
        costs=(_cost(a, topic), _cost(b, topic)),
        tried=len(tried),
    )
    comparison = replace(comparison, reasons=reasons(comparison, topic, (a.lab, b.lab)))
    return replace(comparison, seconds=time.monotonic() - start)


def _names(a: Subject, b: Subject) -> tuple[str, str]:
    """Return names that tell the two apart."""
    if a.name != b.name:
        return a.name, b.name
    files = [(s.path or "").rpartition("/")[2] for s in (a, b)]
    if files[0] != files[1] and all(files):
        return f"{files[0]}::{a.name}", f"{files[1]}::{b.name}"
    return f"{a.name} (first)", f"{b.name} (second)"


def _readings(topic: Topic, a: Side, b: Side) -> list[Intent]:
    """Return the intents whose inputs both are given: their own, without the axis unless both take one."""
    names = list(dict.fromkeys((a.verdict.intent, b.verdict.intent)))
    if len(names) == 2:
        names = [name for name in names if name != "axis argument"]
    return [topic.intent(name) for name in names]


def _cases(topic: Topic, intent: Intent, seed: int) -> list[Case]:
    return [*topic.cases(intent), *search.draw_cases(topic.name, intent.name, seed)[:60]]


def _differing(cases: Sequence[Case], intent: Intent, a: Lab, b: Lab) -> list[Found]:
    first, second = (list(zip(lab.ask(cases), lab.grade(cases), strict=True)) for lab in (a, b))
    found = []
    for case, one, other in zip(cases, first, second, strict=True):
        if _differ(case, one, other):
            found.append(Found(case, intent, (one[1], other[1])))
    return found


def _differ(case: Case, one: tuple[Answer, Grade], other: tuple[Answer, Grade]) -> bool:
    if not one[1].fails and not other[1].fails:
        return False
    return not agrees(one[1], other[1], 2.0 * case.tolerance)


def _smallest_of_each(topic: Topic, found: Sequence[Found], a: Lab | None, b: Lab | None) -> list[Found]:
    """Return the smallest difference of each sort; of all, the smallest first."""
    sorts: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        sorts.setdefault(one.statuses, []).append(one)
    best = []
    for group in sorts.values():
        least = min(group, key=lambda one: shrink.complexity(one.case))
        best.append(_shrunk(topic, least, group, a, b) if a is not None and b is not None else least)
    return sorted(best, key=lambda one: shrink.complexity(one.case))


def _shrunk(topic: Topic, least: Found, group: Sequence[Found], a: Lab, b: Lab) -> Found:
    """Make an input smaller as long as the two still differ in the same way."""
    made = [topic.build(least.intent, "shrunk", *args) for args in topic.simplest(least.intent)]
    ranks = {np.ndim(one.case.args[0]) for one in group}
    candidates = [case for case in made if case is not None and np.ndim(case.args[0]) in ranks]
    for attempt in range(6):
        if min(a.left(), b.left()) < 0.5:
            break
        same = [one for one in _differing(candidates, least.intent, a, b) if one.statuses == least.statuses]
        better = min([least, *same], key=lambda one: shrink.complexity(one.case))
        if better is least and candidates is not made and attempt > 0:
            break
        least = better
        evidence = Evidence(least.intent, [], [], [])
        size = shrink.complexity(least.case)
        candidates = [c for c in shrink._smaller(topic, evidence, least.case) if shrink.complexity(c) < size]
        if not candidates:
            break
    return least


def _told(one: Found, topic: Topic, readings: Sequence[Intent]) -> Difference:
    """Say what each answers, and which is right; where the readings differ, that may depend."""
    case = one.case
    right = [not grade.fails for grade in one.grades]
    who = {(True, False): "first", (False, True): "second", (True, True): "both", (False, False): "neither"}
    expected = {one.intent.name: case.told()}
    depends = False
    for other in readings:
        twin = topic.build(other, case.tag, *case.args) if other.name != one.intent.name else None
        if twin is not None and not np.array_equal(twin.expected, case.expected, equal_nan=True):
            expected[other.name] = twin.told()
            depends = True
    parts = [as_expression(arg) for arg in case.args if arg is not None]
    if case.axis is not None:
        parts.append(f"axis={case.axis}")
    return Difference(
        call=", ".join(parts),
        first=_answer(one.grades[0]),
        second=_answer(one.grades[1]),
        expected=expected,
        right="depends" if depends else who[right[0], right[1]],
    )


def _merged(told: Sequence[Difference]) -> tuple[Difference, ...]:
    """Keep each input once, and of those where it depends on the reading the smallest."""
    kept: list[Difference] = []
    for one in told:
        again = any(one.call == other.call for other in kept)
        if not again and not (one.right == "depends" and any(other.right == "depends" for other in kept)):
            kept.append(one)
    return tuple(kept[:MOST_DIFFERENCES])


def _cost(side: Side, topic: Topic) -> Cost | None:
    """Return what a call costs; it is counted now if the verdict had other things to tell."""
    if side.verdict.cost is not None:
        return side.verdict.cost
    try:
        return cost.measure(topic, topic.intent(side.verdict.intent), side.lab)[0]
    except OutOfTime:
        return None


def _answer(grade: Grade) -> Any:
    if grade.got is not None:
        return grade.got.tolist()
    says = {
        "raised": "an exception",
        "none": "None",
        "type": "neither a number nor an array",
        "died": "the process ended",
    }
    return says.get(grade.status, "no answer in time")
