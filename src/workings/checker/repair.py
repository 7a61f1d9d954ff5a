"""Tries the proposed edits: applies each, judges the edited function again, and keeps one only if it mends."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from workings.checker import boundary, edits
from workings.checker.lab import Lab, OutOfTime
from workings.checker.model import Case, Intent, Topic
from workings.checker.subject import SubjectError

# Given a lab for the edited function: the codes of what is still wrong with it.
Judge = Callable[[Lab], set[str]]

MOST = 14


@dataclass(frozen=True)
class Repair:
    """An edit that was tried and mends a defect, and the faults that come to light once it is made."""

    edit: edits.Edit
    left: frozenset[str]
    smaller: Repair | None = None
    """A smaller edit, tried before, that ends the defect but brings others to light: what was hidden behind it."""


def mend(
    topic: Topic, intent: Intent, code: str, known: set[str], cases: list[Case], lab: Lab, judge: Judge, until: float
) -> Repair | None:
    """Return the first proposed edit that ends a defect without starting another.

    Parameters
    ----------
    code : str
        The defect to end.
    known : set of str
        All codes that the function has now.
    cases : list of Case
        Cases that the mended function must get right: the counterexample, and everyday ones.
    judge : callable
        Judges the edited function in full.
    until : float
        `time.monotonic()` after which no further edit is tried.
    """
    subject = lab.subject
    text = edits.read(subject.source, intent, lab.binding.axis_name, lab.binding.form == "list")
    if text is None or code not in topic.edits:
        return None
    best: Repair | None = None
    for tried, edit in enumerate(edits.proposals(text, topic.edits[code])):
        if tried >= MOST or time.monotonic() > until:
            break
        repair = _tried(edit, code, known, cases, lab, judge, until)
        if repair is None:
            continue
        if not repair.left:
            return repair if best is None else replace(repair, smaller=best)
        if best is None or len(repair.left) < len(best.left):
            best = repair
    return best


def _tried(
    edit: edits.Edit, code: str, known: set[str], cases: list[Case], lab: Lab, judge: Judge, until: float
) -> Repair | None:
    try:
        subject = lab.subject.edited(edit.source)
    except SubjectError:
        return None
    trial = Lab(subject, min(lab.until, until + 0.5), lab.binding)
    try:
        if any(g.fails for g in trial.grade(cases)):
            return None
        left = judge(trial)
    except OutOfTime:
        return None
    finally:
        subject.close()
    # An edit may bring to light what the defect hid, but not what was there before and not the defect itself.
    if code in left or "differs" in left - known:
        return None
    return Repair(edit, frozenset(left))


def where_hidden(topic: Topic, intent: Intent, hidden: tuple[str, ...], repair: Repair, lab: Lab) -> str:
    """Find where the first hidden fault begins, on the function as it is once only the fault before it is mended."""
    if not hidden or lab.left() < 3.0:
        return ""
    subject = lab.subject.edited((repair.smaller or repair).edit.source)
    try:
        return boundary.describe(topic, intent, hidden[0], Lab(subject, lab.until, lab.binding))
    except OutOfTime:
        return ""
    finally:
        subject.close()
