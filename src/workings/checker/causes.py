"""From which cases fail, and how, to the names of the mistakes.

Three ways, in this order. A *variant* is a mistake as code: if its answers equal the subject's on the inputs that tell
the variants apart, that is what the subject does. A *symptom* is a pattern of failures: right on small numbers and
nan on large ones is an overflow, whatever the code looks like. What neither names is said to differ, and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from workings.checker.grading import Grade, agrees, grade_array, grade_value
from workings.checker.model import Case, Intent, Symptom, Topic, Variant
from workings.checker.subject import Answer

DIFFERS = "differs"
# Cases of ordinary size: on these a variant must agree with the subject.
ORDINARY = frozenset(
    {"usual", "vector", "zero", "ties", "long", "single", "matrix", "square", "one row", "one column", "deep"}
)
NAMING = ORDINARY | {
    "telling",
    "middling",
    "spread",
    "small",
    "exact zero",
    "zero axis",
    "positive axis",
    "negative axis",
    "deep axis",
    "one row axis",
}


@dataclass
class Evidence:
    """The subject's answers to all cases of one intent."""

    intent: Intent
    cases: list[Case]
    answers: list[Answer]
    grades: list[Grade]
    explained: set[int] = field(default_factory=set)
    unsteady: bool = False
    slack: float = 4e-13
    leniency: float = 2e-8
    by_variant: bool = False

    def open_failures(self) -> list[int]:
        """Indices of the cases that fail and that no named cause explains yet."""
        return [i for i, g in enumerate(self.grades) if g.fails and i not in self.explained]

    def having(self, tags: Iterable[str], *, failing: bool = False) -> list[int]:
        """Indices of the cases with one of these tags ("rank 1", "rank 3+" are tags of every case of that rank)."""
        wanted = set(tags)
        return [
            i
            for i, case in enumerate(self.cases)
            if (case.tag in wanted or rank_tag(case) in wanted)
            and (not failing or (self.grades[i].fails and i not in self.explained))
        ]

    def ordinary(self) -> list[int]:
        """Indices of the cases of ordinary size."""
        return [i for i, case in enumerate(self.cases) if case.tag in ORDINARY]

    def core(self) -> list[int]:
        """Indices of the cases that decide whether the intent is followed at all."""
        return [i for i, case in enumerate(self.cases) if case.core]


@dataclass(frozen=True)
class Named:
    """One mistake, and the failing cases that it explains (indices into the evidence)."""

    code: str
    explains: tuple[int, ...]
    variant: Variant | None = None


def rank_tag(case: Case) -> str:
    """Return "rank 1", "rank 2" or "rank 3+"."""
    rank = np.ndim(case.args[0])
    return f"rank {rank}" if rank < 3 else "rank 3+"


@lru_cache(maxsize=64)
def standing(variants: Callable[[Intent], Sequence[Variant]], intent: Intent) -> tuple[Variant, ...]:
    """Return a topic's variants of an intent: the same objects each time, so that what they answer is remembered."""
    return tuple(variants(intent))


# A variant is asked about the same case by each of several questions, and again for each edit that is tried.
@lru_cache(maxsize=32768)
def predicted(variant: Variant, case: Case) -> Grade:
    """Grade what the variant answers to a case."""
    try:
        with np.errstate(all="ignore"):
            if case.form is not None:
                return grade_value(variant.answer(case), case)
            return grade_array(np.asarray(variant.answer(case), dtype=np.float64), case)
    except (ValueError, IndexError, ZeroDivisionError, OverflowError, np.exceptions.AxisError, TypeError, KeyError):
        return Grade("raised", error=np.inf)


def matching(variant: Variant, evidence: Evidence, indices: Sequence[int]) -> list[int]:
    """Return those of the cases on which the variant answers as the subject does."""
    same = []
    for i in indices:
        case = evidence.cases[i]
        foreseen = predicted(variant, case)
        # Where the mistake changes the answer visibly, a few lost digits do not hide it.
        slack = max(evidence.slack, evidence.leniency if foreseen.error > 1e-3 else 0.0)
        if agrees(evidence.grades[i], foreseen, case.tolerance, slack):
            same.append(i)
    return same


def _answers_alike(variant: Variant, evidence: Evidence, indices: Sequence[int]) -> bool:
    """Whether the variant answers all of these cases as the subject does."""
    return all(matching(variant, evidence, [i]) for i in indices)


def best_variant(topic: Topic, evidence: Evidence) -> tuple[Variant, list[int]] | None:
    """Find the variant that answers as the subject does: on every core case, and on most others.

    Returns the variant and the failing cases that it explains.
    """
    naming = [i for i, case in enumerate(evidence.cases) if case.tag in NAMING and i not in evidence.explained]
    wrong = [i for i in naming if evidence.grades[i].fails]
    if not wrong:
        return None
    core = [i for i in evidence.core() if i in set(naming)]
    ordinary = {i for i in wrong if evidence.cases[i].tag in ORDINARY}
    right = [i for i in naming if not evidence.grades[i].fails]
    best: tuple[float, Variant, list[int]] | None = None
    for variant in [*topic.fitted(evidence), *standing(topic.variants, evidence.intent)]:
        # Of hundreds of variants few pass the first questions, so the shorter ones come first.
        if not _answers_alike(variant, evidence, core if len(core) < len(wrong) else core[:1]):
            continue
        failing = [i for i in matching(variant, evidence, wrong) if predicted(variant, evidence.cases[i]).fails]
        if not failing or len(ordinary.intersection(failing)) < 0.7 * len(ordinary):
            continue
        if not _answers_alike(variant, evidence, core[1:]):
            continue
        # An error of a few units of float32 looks like many a small constant: only the last digits tell which it is.
        small = max((predicted(variant, evidence.cases[i]).error for i in core), default=1.0) < 1e-6
        if small and not strictly(variant, evidence, core):
            continue
        # Where the mistake would show and the subject is right, the subject does not make it.
        foreseen = [predicted(variant, evidence.cases[i]) for i in right]
        if sum(g.status == "silent" and g.error > 1e-9 for g in foreseen) > 1:
            continue
        same = matching(variant, evidence, naming)
        score = len(same) - 0.5 * variant.faults - 0.4 * (not strictly(variant, evidence, core))
        if best is None or score > best[0] + 1e-9:
            best = (score, variant, failing)
    return None if best is None else (best[1], best[2])


def strictly(variant: Variant, evidence: Evidence, indices: Sequence[int]) -> bool:
    """Whether the variant answers as the subject does to the last digits."""
    strict = replace(evidence, slack=4e-13, leniency=0.0)
    return len(matching(variant, strict, indices)) == len(indices)


def name_causes(topic: Topic, evidence: Evidence) -> list[Named]:
    """Name the mistakes behind every failing case of the evidence, the root first."""
    # Whoever refuses a mask with an error says so: nobody is misled.
    evidence.explained |= {i for i in evidence.having(("mask",), failing=True) if evidence.grades[i].status == "raised"}
    named = _named_by_symptoms([s for s in topic.symptoms if "before types" in s.covers], evidence)
    named = named or _named_by_type(evidence)
    if named:
        return named
    causes: list[Named] = []
    early = [s for s in topic.symptoms if "before variants" in s.covers]
    causes += _named_by_symptoms(early, evidence)
    found = best_variant(topic, evidence)
    if found is not None:
        causes += _from_variant(*found, evidence)
    causes += _named_by_symptoms([s for s in topic.symptoms if s not in early], evidence)
    left = evidence.open_failures()
    everyday = [i for i in left if evidence.cases[i].core]
    if everyday:
        # Everyday numbers fail, and no cause explains it: that comes before whatever large numbers do.
        return [Named(DIFFERS, tuple(everyday)), *causes]
    if left and not any(topic.causes[c.code].cls == "wrong" for c in causes):
        causes.append(Named(DIFFERS, tuple(left)))
    return causes


def _from_variant(variant: Variant, failing: list[int], evidence: Evidence) -> list[Named]:
    """Name what a variant stands for: one mistake, or two at once."""
    causes = [Named(variant.code, tuple(failing), variant)]
    evidence.explained |= set(failing)
    evidence.by_variant = True
    # Larger numbers may fail for the same reason: they do if the variant foresees it.
    rest = [i for i in evidence.open_failures() if predicted(variant, evidence.cases[i]).fails]
    foreseen = matching(variant, evidence, rest)
    evidence.explained |= set(foreseen)
    if evidence.slack > 1e-9 and not strictly(variant, evidence, evidence.core()):
        sizes = [i for i in evidence.open_failures() if evidence.cases[i].tag not in ORDINARY]
        evidence.explained |= set(sizes)
        causes.append(Named("loses_float64_precision", tuple(sizes or failing)))
    for code in variant.also:
        loud = [i for i in foreseen if evidence.grades[i].is_loud]
        causes.append(Named(code, tuple(loud or failing), None if loud else variant))
    return causes


def _named_by_symptoms(symptoms: Sequence[Symptom], evidence: Evidence) -> list[Named]:
    causes = []
    for symptom in symptoms:
        if symptom.alone and evidence.by_variant:
            continue
        failing = [
            i
            for i in evidence.having(symptom.fails, failing=True)
            if not symptom.statuses or evidence.grades[i].status in symptom.statuses
        ]
        if not failing or evidence.having(symptom.passes, failing=True):
            continue
        if symptom.when is not None and not symptom.when(evidence):
            continue
        causes.append(Named(symptom.code, tuple(failing)))
        evidence.explained |= set(failing) | set(evidence.having(symptom.covers, failing=True))
    return causes


def _named_by_type(evidence: Evidence) -> list[Named]:
    """Name what is not a matter of numbers: nothing came back, or nothing that is a number, or not in time."""
    core = evidence.core() or list(range(len(evidence.cases)))
    names = {
        "none": "returns_none",
        "type": "returns_wrong_type",
        "timeout": "never_ends",
        "died": "kills_process",
        "raised": "always_raises",
    }
    for status, code in names.items():
        among = core if status != "raised" else evidence.ordinary() or core
        if among and all(evidence.grades[i].status == status for i in among):
            failing = evidence.open_failures()
            evidence.explained |= set(failing)
            return [Named(code, tuple(i for i in failing if evidence.grades[i].status == status))]
    for status, code in (("timeout", "never_ends"), ("died", "kills_process")):
        some = [i for i in evidence.open_failures() if evidence.grades[i].status == status]
        if some:
            evidence.explained |= set(some)
            return [Named(code, tuple(some))]
    return []
