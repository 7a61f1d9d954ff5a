"""Gini impurities that are right, in many styles."""

from collections import Counter
from fractions import Fraction
from itertools import permutations

import numpy as np


def gini(counts):
    n = np.sum(counts)
    return 1.0 - np.sum((np.asarray(counts) / n) ** 2) if n else 0.0


def gini_loop(counts):
    total = sum(counts)
    if total == 0:
        return 0
    found = 1.0
    for count in counts:
        found -= (count / total) ** 2
    return found


def gini_of_others(counts):
    p = np.asarray(counts, dtype=float) / max(sum(counts), 1)
    return np.sum(p * (1 - p))


def gini_fractions(counts):
    n = int(np.sum(counts))
    return float(1 - sum(Fraction(int(c), n) ** 2 for c in counts)) if n else 0.0


def gini_pairs(counts):
    n = float(np.sum(counts)) or 1.0
    return sum(a * b for a, b in permutations(np.asarray(counts, dtype=float) / n, 2))


def gini_dot(counts):
    n = np.sum(counts)
    if n == 0:
        return 0.0
    return 1 - np.dot(counts, counts) / n**2


def gini_of_labels(labels):
    n = len(labels)
    return 1 - sum((c / n) ** 2 for c in Counter(labels.tolist()).values())


def gini_unique(y):
    p = np.unique(y, return_counts=True)[1] / len(y)
    return 1 - p @ p


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("gini")]
}
