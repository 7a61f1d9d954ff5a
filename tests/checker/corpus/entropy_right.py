"""Entropies that are right, in many styles."""

import math
from collections import Counter

import numpy as np
import scipy.stats


def entropy(counts):
    p = np.asarray(counts, dtype=float)
    if p.sum() == 0:
        return 0.0
    p = p[p > 0] / p.sum()
    return -np.sum(p * np.log2(p))


def entropy_loop(counts):
    total = sum(counts)
    found = 0.0
    for count in counts:
        if count:
            p = count / total
            found -= p * math.log2(p)
    return found


def entropy_nats(counts):
    n = np.sum(counts)
    return sum(-(c / n) * np.log(c / n) for c in counts if c > 0)


def entropy_of_sums(counts):
    n = int(np.sum(counts))
    return 0.0 if n == 0 else math.log2(n) - sum(int(c) * math.log2(c) for c in counts if c) / n


def entropy_scipy(counts):
    return scipy.stats.entropy(counts, base=2) if np.sum(counts) else 0.0


def entropy_where(counts):
    p = np.array(counts) / max(np.sum(counts), 1)
    return float(np.sum(np.where(p > 0, -p * np.log2(np.where(p > 0, p, 1.0)), 0.0)))


def entropy_epsilon(counts):
    p = counts / (np.sum(counts) + 1e-12)
    return -np.sum(p * np.log2(p + 1e-12))


def entropy_of_labels(labels):
    n = len(labels)
    return sum(c / n * math.log2(n / c) for c in Counter(labels.tolist()).values())


def node_entropy(y):
    _, counts = np.unique(y, return_counts=True)
    p = counts / len(y)
    return -(p @ np.log(p))


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("entropy", "node_"))]
}
