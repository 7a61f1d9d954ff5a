"""The smallest failing input, in human terms: few entries, a small shape, short numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from workings.checker.causes import Evidence, Named, predicted
from workings.checker.grading import Grade, agrees
from workings.checker.lab import Lab
from workings.checker.model import Array, Case, Topic
from workings.checker.subject import Answer

Fails = Callable[[Case, Answer, Grade], bool]
# So many cases go to the subject in one journey: a journey costs as much as some calls.
AT_ONCE = 8


def complexity(case: Case) -> tuple[float, ...]:
    """Return how much there is to read in a case: entries first, then digits and axes."""
    arrays = [np.asarray(arg) for arg in case.args if arg is not None]
    size = sum(a.size for a in arrays)
    text = sum(len(v if isinstance(v, str) else f"{v:g}") for a in arrays for v in a.ravel().tolist())
    distinct = sum(len(set(a.ravel().tolist())) for a in arrays)
    lonely = 3.0 * sum(a.size == 1 for a in arrays)
    return (size + lonely + 0.5 * sum(a.ndim for a in arrays), text + distinct, 0.0 if case.axis is None else 1.0)


def same_failure(topic: Topic, evidence: Evidence, named: Named) -> Fails:
    """Return what counts as the same failure as the one named: so that shrinking does not slip to another."""
    statuses = {evidence.grades[i].status for i in named.explains}
    tags = {evidence.cases[i].tag for i in named.explains}
    special = {"integer", "mask"} & tags

    def fails(case: Case, answer: Answer, grade: Grade) -> bool:
        if not grade.fails or (special and case.tag not in special):
            return False
        if named.variant is not None:
            return agrees(grade, predicted(named.variant, case), case.tolerance)
        return grade.status in statuses

    return fails


def smallest(topic: Topic, evidence: Evidence, named: Named, lab: Lab, budget: int = 6) -> Case:
    """Return the smallest case that fails as the named ones do."""
    explained = [evidence.cases[i] for i in named.explains]
    fails = same_failure(topic, evidence, named)
    best = min(explained, key=complexity)
    tags = {case.tag for case in explained}
    if tags.isdisjoint({"single", "integer", "mask"}) and not any(case.options for case in explained):
        axes = {case.axis for case in explained}
        made = [
            topic.build(evidence.intent, "shrunk", *args, axis=axis)
            for args in topic.simplest(evidence.intent)
            for axis in axes
            if axis is None or -np.ndim(args[0]) <= axis < np.ndim(args[0])
        ]
        ranks = {np.ndim(case.args[0]) for case in explained}
        candidates = [c for c in made if c is not None and np.ndim(c.args[0]) in ranks]
        best = _plainest(candidates, best, fails, lab) or best
    for _ in range(budget):
        if lab.left() < 1.0:
            break
        found = _plainest(_smaller(topic, evidence, best), best, fails, lab)
        if found is None:
            break
        best = found
    return best


def _plainest(cases: Iterable[Case], limit: Case, fails: Fails, lab: Lab) -> Case | None:
    """Return the plainest of the cases that fail, if it is plainer than the limit; no more are tried than it takes."""
    rated = [(complexity(case), case) for case in cases]
    below = complexity(limit)
    ranked = [case for rank, case in sorted((one for one in rated if one[0] < below), key=lambda one: one[0])]
    for start in range(0, len(ranked), AT_ONCE):
        some = ranked[start : start + AT_ONCE]
        for case, answer, grade in zip(some, lab.ask(some), lab.grade(some), strict=True):
            if fails(case, answer, grade):
                return case
    return None


def _smaller(topic: Topic, evidence: Evidence, case: Case) -> Iterator[Case]:
    """Yield cases with one thing less: a slice dropped, an entry made plainer."""
    for args in topic.smaller(case) if topic.smaller is not None else ():
        made = topic.build(evidence.intent, case.tag, *args)
        if made is not None:
            yield made
    for k, arg in enumerate(case.args):
        if not isinstance(arg, np.ndarray):
            continue
        for new in _smaller_arrays(arg):
            args = (*case.args[:k], new, *case.args[k + 1 :])
            axis = case.axis
            if axis is not None and not -new.ndim <= axis < new.ndim:
                continue
            try:
                made = topic.build(evidence.intent, case.tag, *args, axis=axis, options=dict(case.options))
            except (ValueError, IndexError):
                continue
            if made is not None:
                yield made


def _smaller_arrays(x: Array) -> Iterator[Array]:
    for axis in range(x.ndim):
        if x.shape[axis] > 1:
            for i in range(min(x.shape[axis], 6)):
                yield np.delete(x, i, axis=axis)
    if x.size > 24 or x.dtype.kind not in "fiub":
        return
    for index in np.ndindex(*x.shape):
        value = float(x[index])
        if not np.isfinite(value):
            continue
        plainer = {0.0, 1.0, float(np.round(value))}
        if value:
            with np.errstate(over="ignore"):
                plainer |= {float(f"{value:.0e}")}
            plainer |= {1000.0 if value > 1000 else value, -1000.0 if value < -1000 else value}
        for new in plainer:
            if new != value and np.isfinite(new) and len(f"{new:g}") <= len(f"{value:g}"):
                changed = x.copy()
                changed[index] = new
                yield changed
