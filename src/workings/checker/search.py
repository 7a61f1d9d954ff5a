"""Random inputs, drawn by Hypothesis, for what no directed case foresaw."""

from __future__ import annotations

import random
from functools import lru_cache
from typing import Any

import numpy as np

from workings.checker.causes import DIFFERS, Evidence, Named
from workings.checker.grading import Grade
from workings.checker.lab import Lab
from workings.checker.model import Case, Topic
from workings.checker.topics import get_topic

EXAMPLES = 120
# How many calls shrinking may take.
CALLS = 250


def random_failures(topic: Topic, evidence: Evidence, lab: Lab, seed: int) -> list[Named]:
    """Try random inputs; return a cause without a name if one of them fails, with its smallest form."""
    if lab.left() < 2.0:
        return []
    drawn = draw_cases(topic.name, evidence.intent.name, seed)
    failing = [case for case, grade in zip(drawn, lab.grade(drawn), strict=True) if plainly_wrong(case, grade)]
    if not failing:
        return []
    case = _shrunk(topic, evidence, lab, seed) or failing[0]
    evidence.cases.append(case)
    evidence.answers.append(lab.ask([case])[0])
    evidence.grades.append(lab.grade([case])[0])
    return [Named(DIFFERS, (len(evidence.cases) - 1,))]


def plainly_wrong(case: Case, grade: Grade) -> bool:
    """Whether an answer to a wild input is wrong beyond any doubt about rounding."""
    if grade.status == "right":
        return False
    if grade.status != "silent" or grade.got is None:
        return True
    with np.errstate(all="ignore"):
        return bool(np.any(np.abs(grade.got - case.expected) > 1e3 * case.tolerance + 1e-290))


@lru_cache(maxsize=32)
def draw_cases(topic_name: str, intent_name: str, seed: int) -> list[Case]:
    """Return random cases of the intent; the same ones for the same seed."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as with_seed

    topic = get_topic(topic_name)
    intent = topic.intent(intent_name)
    drawn: list[Case] = []

    @with_seed(seed)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(topic.draw(intent))
    def collect(args: Any) -> None:
        case = topic.build(intent, "drawn", *args)
        if case is not None:
            drawn.append(case)

    collect()
    return drawn


def _shrunk(topic: Topic, evidence: Evidence, lab: Lab, seed: int) -> Case | None:
    """Let Hypothesis find the smallest of the random failures."""
    from hypothesis import HealthCheck, find, settings
    from hypothesis.errors import HypothesisException

    most = lab.asked + CALLS

    def fails(args: Any) -> bool:
        case = topic.build(evidence.intent, "drawn", *args)
        if case is None or (lab.asked >= most and not lab.knows(case)):
            return False
        return plainly_wrong(case, lab.grade([case])[0])

    try:
        args = find(
            topic.draw(evidence.intent),
            fails,
            settings=settings(
                max_examples=4 * EXAMPLES, database=None, deadline=None, suppress_health_check=list(HealthCheck)
            ),
            random=random.Random(seed),
        )
    except HypothesisException:
        # None among those drawn here, or a function that answers differently each time.
        return None
    return topic.build(evidence.intent, "drawn", *args)
