"""The places of the k largest scores, right, in several styles."""

import heapq

import numpy as np


def top_k_turned(scores, k):
    return np.argsort(scores)[::-1][:k]


def top_k_sorted(scores, k):
    return sorted(range(len(scores)), key=lambda i: scores[i], reverse=True)[:k]


def top_k_from_the_end(scores, k):
    return np.argsort(scores)[-1 : -k - 1 : -1]


def top_k_partition(scores, k):
    some = np.argpartition(scores, len(scores) - k)[len(scores) - k :]
    return some[np.argsort(scores[some])[::-1]]


def top_k_one_by_one(scores, k):
    left = np.array(scores, dtype=float)
    taken = np.zeros(len(left), dtype=bool)
    places = []
    for _ in range(k):
        free = np.flatnonzero(~taken)
        best = free[np.argmax(left[free])]
        places.append(int(best))
        taken[best] = True
    return places


def top_k_heap(scores, k):
    return heapq.nlargest(k, range(len(scores)), key=scores.__getitem__)


def top_k_negated_floats(x, n):
    return np.argsort(-x.astype(float), kind="stable")[:n]


def top_k_lexsort(scores, k):
    order = np.lexsort((-np.arange(len(scores)), scores))
    return np.flip(order)[:k]


RIGHT = [name for name in dir() if name.startswith("top_k")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
