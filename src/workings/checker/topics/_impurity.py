"""What the topics of trees share: impurities of counts, and every way to cut a feature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain_parts import wide

Impurity = Callable[[Array], Any]


def counts_of(labels: Array) -> Array:
    """Return how often each label occurs."""
    return np.array([np.sum(labels == one) for one in sorted(set(labels.tolist()))])


def shares(counts: Array) -> Array:
    """Return the counts that are not 0 as shares of their sum."""
    some = wide(counts)[np.asarray(counts) > 0]
    found: Array = some / some.sum()
    return found


def entropy(counts: Array) -> Any:
    """Return the entropy of counts in bits."""
    p = shares(counts)
    return -(p * np.log2(p)).sum()


def gini(counts: Array) -> Any:
    """Return the probability that two samples, drawn with replacement, differ in class; 0 of no samples."""
    p = shares(counts)
    return (p * (1 - p)).sum()


def as_labels(counts: Array) -> tuple[Array]:
    """Return labels 1, 2, ... with these counts, in descending order."""
    return (np.repeat(np.arange(1, len(counts) + 1), counts)[::-1],)


def cuts(x: Array, y: Array, impurity: Impurity) -> list[tuple[Any, float, float]]:
    """Return for every threshold the weighted impurity of the two sides, and the values below and above it."""
    values = sorted(set(np.asarray(x, dtype=float).tolist()))
    found = []
    for low, high in zip(values[:-1], values[1:], strict=True):
        left = np.asarray(x) <= low
        both = [wide(side.sum()) / len(y) * impurity(counts_of(y[side])) for side in (left, ~left)]
        found.append((both[0] + both[1], low, high))
    return found


def between(low: float, high: float) -> float:
    """Return the middle, or the lower value where the middle is rounded up to the upper one."""
    middle = low + (high - low) / 2.0
    return middle if middle < high else low
