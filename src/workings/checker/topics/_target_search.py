"""Plain and random inputs for the losses, the dials to turn, and the inputs for counting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings.checker.model import Case, Family, Intent
from workings.checker.topics._targets import TargetMaths, arguments


def simplest(intent: Intent) -> list[tuple[Any, ...]]:
    """Return small plain calls, the simplest first."""
    if intent.name.startswith("probabilities"):
        rows = [([[0.5, 0.5]], [0]), ([[0.25, 0.75]], [0]), ([[0.0, 1.0]], [1]), ([[1.0, 0.0]], [0])]
        rows += [([[0.5, 0.5], [0.25, 0.75]], [0, 1]), ([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]], [0, 2])]
    else:
        rows = [([[0.0, 0.0]], [0]), ([[1.0, 0.0]], [0]), ([[0.0, 1.0]], [0]), ([[0.0, 1000.0]], [0])]
        rows += [([[1000.0, 1000.0]], [0]), ([[-1000.0, -1000.0]], [0]), ([[0.0, 0.0], [1.0, 0.0]], [0, 1])]
        rows += [([[1000.0, 1000.0], [0.0, 0.0]], [0, 1]), ([[1.0, 2.0, 0.0], [0.0, 0.0, 1.0]], [0, 2])]
    return [args for scores, labels in rows for args in arguments(intent, np.array(scores), labels)]


def draw(intent: Intent) -> Any:
    """Return a Hypothesis strategy for the arguments of a call."""
    from hypothesis import strategies as st

    sizes = st.tuples(st.integers(1, 4), st.integers(2, 4))

    def fill(size: tuple[int, int]) -> Any:
        n, k = size
        entry = st.one_of(st.floats(-10, 10), st.floats(-1e3, 1e3))
        if intent.name.startswith("probabilities"):
            entry = st.floats(0.01, 1.0)
        values = st.lists(entry, min_size=n * k, max_size=n * k)
        labels = st.lists(st.integers(0, k - 1), min_size=n, max_size=n)
        return st.tuples(values, labels).map(lambda pair: _args(intent, np.reshape(pair[0], (n, k)), pair[1]))

    return sizes.flatmap(fill)


def _args(intent: Intent, scores: Any, labels: list[int]) -> tuple[Any, ...]:
    if intent.name.startswith("probabilities"):
        scores = scores / scores.sum(axis=1, keepdims=True)
    return arguments(intent, scores, labels)[0]


def families(maths: TargetMaths) -> tuple[Family, ...]:
    """Return the dials whose turning shows where a defect begins."""

    def of(rows: Callable[[float], list[list[float]]], labels: list[int]) -> Callable[[Intent, float], Case | None]:
        def at(intent: Intent, t: float) -> Case | None:
            if intent.name.startswith("probabilities"):
                return None
            return maths.build(intent, "dial", *arguments(intent, np.array(rows(t)), labels)[-1])

        return at

    return (
        Family(("overflow",), "up to logits of {}", of(lambda t: [[t, t], [t, t - 1.0]], [0, 1])),
        Family(
            ("underflow",),
            "up to a gap of {} between the target's logit and the largest",
            of(lambda t: [[0.0, t]], [0]),
        ),
        Family(
            ("underflow_global_max",), "up to a gap of {} between samples", of(lambda t: [[t, t], [0.0, -1.0]], [0, 1])
        ),
    )


def cost_case(maths: TargetMaths, intent: Intent, n: int, groups: int) -> Case | None:
    """Return scores of n entries for counting: so many samples."""
    rows = max(groups, 4 if ", one" not in intent.name.replace(", one-hot", "") else 1)
    if rows > 1 and ", one" in intent.name.replace(", one-hot", ""):
        return None
    scores = np.round(2.0 * np.sin(np.arange(n) ** 2.0), 2).reshape(rows, -1)
    if intent.name.startswith("probabilities"):
        scores = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    labels = [i % scores.shape[1] for i in range(rows)]
    return maths.build(intent, "cost", *arguments(intent, scores, labels)[0])
