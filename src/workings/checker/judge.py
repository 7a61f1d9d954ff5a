"""`check`: from a function to a verdict. Every judgement is made here, on this side of the wall."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from workings.checker import cost, properties, search
from workings.checker import repair as repairs
from workings.checker.advice import advice
from workings.checker.causes import Evidence, Named, name_causes
from workings.checker.defects import from_finding, make_defect, what_is_fine
from workings.checker.grading import agrees
from workings.checker.intents import Clues, bind, choose_form, choose_intent, read_clues, suits
from workings.checker.lab import Lab, OutOfTime
from workings.checker.model import OUTCOME_OF_CLASS, OUTCOMES, Case, Intent, Topic
from workings.checker.subject import Subject
from workings.checker.topics import TOPICS, get_topic, topic_of
from workings.checker.verdict import Defect, Verdict


def check(
    fn: Callable[..., Any] | Subject,
    topic: str | None = None,
    *,
    intent: str | None = None,
    seed: int = 0,
    deadline: float = 10,
) -> Verdict:
    """Judge a function that somebody wrote: whether it is right, where it breaks, why, and which edit mends it.

    Parameters
    ----------
    fn : callable or Subject
        The function. It is called in a process of its own, many times, with small arrays.
    topic : str, optional
        What it is meant to compute: ``"softmax"``. Taken from the function's name if not given.
    intent : str, optional
        What it is meant to accept: ``"vector"``, ``"rows"``, ``"last axis"`` ... Taken from its text and from what it
        does if not given; the verdict says what was assumed.
    seed : int, default 0
        Of the random part of the search. The same seed gives the same verdict.
    deadline : float, default 10
        Seconds after which the judge says what it has found so far. A typical function takes less than 3.

    Returns
    -------
    Verdict

    Raises
    ------
    TypeError
        If `fn` is not callable, or `topic` or `intent` is not a string.
    ValueError
        If there is no such topic or intent, or the name of the function tells no topic.

    Examples
    --------
    >>> import numpy as np
    >>> def softmax(x):
    ...     return np.exp(x) / np.sum(np.exp(x))
    >>> verdict = check(softmax)
    >>> verdict.outcome, verdict.defects[0].code
    ('wrong', 'overflow')
    """
    for name, value in (("topic", topic), ("intent", intent)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"check({name}=...): expected a string, got {type(value).__name__}.")
    if not deadline > 0:
        raise ValueError(f"check(deadline={deadline!r}): expected a number of seconds above 0.")
    own = not _is_subject(fn)
    if own and not callable(fn):
        raise TypeError(f"check(fn): expected a function, got {type(fn).__name__}.")
    called = getattr(fn, "__name__" if own else "name", type(fn).__name__)
    about = get_topic(topic) if topic is not None else _topic_from(str(called))
    wanted = about.intent(intent) if intent is not None else None
    if own:
        from workings.checker.wall import open_function

        subject: Subject = open_function(cast(Callable[..., Any], fn))
    else:
        subject = cast(Subject, fn)
    try:
        return judge(subject, about, intent=wanted, seed=seed, deadline=deadline)
    finally:
        if own:
            subject.close()


def _is_subject(fn: Any) -> bool:
    return all(hasattr(fn, name) for name in ("call_many", "edited", "parameters", "close"))


def _topic_from(name: str) -> Topic:
    found = topic_of(name)
    if found is None:
        raise ValueError(
            f"check({name}): the name tells no topic. Say which of {', '.join(map(repr, TOPICS))} it is meant to be: "
            f"check({name}, {TOPICS[0]!r})."
        )
    return get_topic(found)


@dataclass
class Examination:
    """What was found under one intent."""

    intent: Intent
    evidence: Evidence
    causes: list[Named]
    outcome: str


def judge(subject: Subject, topic: Topic, *, intent: Intent | None, seed: int, deadline: float) -> Verdict:
    """Judge a subject. The arguments are those of `check`, already looked up."""
    start = time.monotonic()
    binding = bind(topic, subject)
    intent = intent if binding is None else suits(topic, intent, binding)
    blank = Verdict(
        "right",
        subject.name,
        topic.name,
        intent.name if intent else topic.intents[0].name,
        intent_given=intent is not None,
        seed=seed,
        path=subject.path,
        first_line=subject.first_line,
    )
    if binding is None:
        needed = ", ".join(p.name for p in subject.parameters if p.default is None) or "(none)"
        how = f"{topic.name} is called with its input alone" if topic.bind is None else topic.formula
        return _broken(blank, "cannot_be_called", f"It needs the arguments {needed}; {how}.", start)
    lab = Lab(subject, start + deadline * 0.9, binding)
    try:
        return _judge(lab, topic, intent, blank, seed, start)
    except OutOfTime:
        code = "never_ends" if lab.endless else "out_of_time"
        return _broken(blank, code, topic.causes[code].says, start)


def _broken(blank: Verdict, code: str, says: str, start: float) -> Verdict:
    defect = Defect(code, "broken", says)
    return replace(blank, outcome="broken", defects=(defect,), seconds=time.monotonic() - start)


def _judge(lab: Lab, topic: Topic, given: Intent | None, blank: Verdict, seed: int, start: float) -> Verdict:
    subject = lab.subject
    choose_form(topic, lab)
    clues = read_clues(subject)
    if given is None:
        intent, costs = choose_intent(topic, lab, clues)
    else:
        intent, costs = topic.settle(topic, given, lab, clues) if topic.settle else given, {}
    main = examine(lab, topic, intent, seed)
    if given is None and main.outcome == "wrong":
        main = _in_charity(lab, topic, main, clues, costs, seed)
        intent = main.intent
    defects = [make_defect(topic, main.evidence, named, lab) for named in main.causes]
    broken = any(d.cls == "broken" for d in defects)
    if not broken:
        found = properties.findings(topic, intent, lab, main.evidence.cases, main.evidence.answers)
        # What a wrong formula makes of nothing at all is no second fault.
        apart = [f for f in found if not (main.evidence.by_variant and f.code == "accepts_empty_wrongly")]
        defects += [from_finding(topic, f, lab) for f in apart]
    verdict = replace(
        blank,
        intent=intent.name,
        intent_sentence=intent.sentence,
        outcome=worst(defects),
        outcomes=_other_outcomes(lab, topic, main, costs),
        defects=tuple(_in_order(defects)),
    )
    if not broken:
        verdict = _finish(verdict, lab, topic, main)
    return replace(verdict, tried=lab.asked, seconds=time.monotonic() - start)


def _finish(verdict: Verdict, lab: Lab, topic: Topic, main: Examination) -> Verdict:
    """Add what depends on all the rest: cost, edits, what is fine."""
    counted, wasteful = cost.measure(topic, main.intent, lab)
    defects = [*verdict.defects]
    if verdict.outcome in OUTCOMES[: OUTCOMES.index("wrong")] or not verdict.defects:
        defects += [Defect(code, "cost", topic.causes[code].says) for code in wasteful]
    verdict = replace(verdict, defects=tuple(_in_order(defects)), outcome=worst(defects), cost=counted)
    verdict = _with_edits(verdict, lab, topic, main)
    slow = bool({"quadratic_time", "python_loop_slow"} & set(wasteful)) or max(lab.seconds()) > 0.02
    notes = advice(topic, main.intent, lab, long=not slow)
    return replace(verdict, fine=what_is_fine(main.evidence, topic.fine), notes=notes, untried=topic.untried)


def _with_edits(verdict: Verdict, lab: Lab, topic: Topic, main: Examination) -> Verdict:
    """Look for an edit of each defect, the root first, as long as there is time."""
    known = set(verdict.codes)
    everyday = [main.evidence.cases[i] for i in main.evidence.core() if not main.evidence.grades[i].fails]
    end = time.monotonic() + (0.0 if lab.is_slow() else min(1.5, lab.left() / 3))
    defects, hidden, where = [], verdict.hidden, ""
    for position, defect in enumerate(verdict.defects):
        examined = {c.code: c for c in main.causes}
        cases = list(everyday)
        if defect.code in examined and defect.cls in ("wrong", "fragile"):
            cases += [main.evidence.cases[i] for i in examined[defect.code].explains[:3]]

        def judged(trial: Lab, code: str = defect.code) -> set[str]:
            again = examine(trial, topic, main.intent, None)
            codes = {c.code for c in again.causes}
            if topic.causes[code].cls == "contract" or code.startswith("accepts"):
                found = properties.findings(topic, main.intent, trial, again.evidence.cases, again.evidence.answers)
                codes |= {f.code for f in found}
            return codes

        mended = defect
        repair = repairs.mend(topic, main.intent, defect.code, known, cases, lab, judged, end)
        if repair is not None:
            edit = repair.edit
            mended = replace(
                defect,
                line=lab.subject.first_line + edit.line - 1,
                edit=edit.after,
                edit_before=edit.before or None,
                edit_tried=True,
                edit_mends=True,
            )
            if position == 0:
                hidden = tuple(sorted((repair.smaller or repair).left - known))
                where = repairs.where_hidden(topic, main.intent, hidden, repair, lab)
        defects.append(mended)
    return replace(verdict, defects=tuple(defects), hidden=hidden, hidden_boundary=where)


def examine(lab: Lab, topic: Topic, intent: Intent, seed: int | None) -> Examination:
    """Try every case of an intent, and random ones if there is a seed; name what is wrong."""
    cases = _fewer(topic.cases(intent)) if lab.is_slow() else list(topic.cases(intent))
    answers = lab.ask(cases)
    evidence = Evidence(intent, cases, answers, lab.grade(cases))
    core = [cases[i] for i in evidence.core()]
    if seed is not None and core:
        evidence.unsteady = properties.is_unsteady(lab, core)
    _as_floats(topic, evidence, lab)
    evidence.slack = _slack(evidence)
    causes = name_causes(topic, evidence)
    if topic.extras is not None and not any(topic.causes[c.code].cls == "broken" for c in causes):
        causes += topic.extras(intent, lab, evidence, causes)
    if (
        seed is not None
        and not lab.is_slow()
        and not any(topic.causes[c.code].cls in ("wrong", "broken") for c in causes)
    ):
        causes += search.random_failures(topic, evidence, lab, seed)
    classes = [topic.causes[c.code].cls for c in causes]
    outcome = max((OUTCOME_OF_CLASS[c] for c in classes), key=OUTCOMES.index, default="right")
    return Examination(intent, evidence, causes, outcome)


def _fewer(cases: list[Case]) -> list[Case]:
    """Return two cases of each kind and rank: for functions so slow that there is no time for all."""
    kept: dict[tuple[str, int], list[Case]] = {}
    for case in cases:
        few = kept.setdefault((case.tag, np.ndim(case.args[0])), [])
        if len(few) < 2:
            few.append(case)
    return [case for few in kept.values() for case in few]


def _in_charity(
    lab: Lab, topic: Topic, main: Examination, clues: Clues, costs: dict[str, float], seed: int
) -> Examination:
    """Judge by a narrower intent if the function is right under it and nothing in its text asks for more."""
    for other in topic.intents:
        fits = other.breadth < main.intent.breadth and costs.get(other.name, 9.0) <= 0.0
        if fits and topic.infer(other, clues, 0.0) == 0.0:
            again = examine(lab, topic, other, seed)
            if again.outcome != "wrong":
                return again
    return main


def _as_floats(topic: Topic, evidence: Evidence, lab: Lab) -> None:
    """Set aside the integer inputs that fail just as the same numbers do as floats: integers are not the reason."""
    for i in evidence.having(("integer",), failing=True):
        case = evidence.cases[i]
        args = [a.astype(np.float64) if isinstance(a, np.ndarray) and a.dtype.kind != "U" else a for a in case.args]
        twins = [args, [args[0], *case.args[1:]], [*case.args[:-1], args[-1]]]
        made = [topic.build(evidence.intent, "integer", *given, axis=case.axis) for given in twins]
        twin = next((one for one in made if one is not None), None)
        if twin is not None and agrees(evidence.grades[i], lab.grade([twin])[0], case.tolerance, 1e-6):
            evidence.explained.add(i)


def _slack(evidence: Evidence) -> float:
    """Return how nearly a variant must agree: to float32's digits, if the answers have no more than those."""
    exact, worst = [], 0.0
    for i in evidence.ordinary():
        got = evidence.grades[i].got
        if got is not None and np.all(np.isfinite(got)):
            exact.append(bool(np.all(got.astype(np.float32) == got)))
            worst = max(worst, evidence.grades[i].error)
    return 1e-6 if exact and all(exact) and worst > 1e-6 else 4e-13


def worst(defects: list[Defect]) -> str:
    """Return the outcome that a list of defects makes."""
    return max((OUTCOME_OF_CLASS[d.cls] for d in defects), key=OUTCOMES.index, default="right")


def _in_order(defects: list[Defect]) -> list[Defect]:
    """Return the worst class first; within a class, in the order in which they were named. No code twice."""
    seen: dict[str, Defect] = {}
    for defect in defects:
        seen.setdefault(defect.code, defect)
    return sorted(seen.values(), key=lambda d: -OUTCOMES.index(OUTCOME_OF_CLASS[d.cls]))


def _other_outcomes(lab: Lab, topic: Topic, main: Examination, costs: dict[str, float]) -> dict[str, str]:
    """Return the outcome under this intent, and under the others that the function may have been meant for."""
    outcomes = {main.intent.name: main.outcome}
    likely = sorted((cost, name) for name, cost in costs.items() if name != main.intent.name and cost < 8.0)
    for _, name in likely[:7]:
        if lab.left() < 2.0 or lab.is_slow():
            break
        other = examine(lab, topic, topic.intent(name), None)
        if any(other.evidence.grades[i].status == "raised" for i in other.evidence.core()):
            continue
        bad = [c.code for c in other.causes if topic.causes[c.code].cls in ("wrong", "broken")]
        codes = list(dict.fromkeys(bad))
        outcomes[name] = f"{other.outcome} ({', '.join(codes)})" if codes else other.outcome
    return outcomes
