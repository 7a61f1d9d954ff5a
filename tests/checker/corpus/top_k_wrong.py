"""The places of the k largest scores, wrong, or easily broken."""

import numpy as np


def top_k_smallest(scores, k):
    return np.argsort(scores)[:k]


def top_k_ascending(scores, k):
    return np.argsort(scores)[-k:]


def top_k_values(scores, k):
    return np.sort(scores)[::-1][:k]


def top_k_by_place(scores, k):
    return sorted(np.argsort(scores)[::-1][:k])


def top_k_absolute(scores, k):
    return np.argsort(np.abs(scores))[::-1][:k]


def top_k_too_few(scores, k):
    return np.argsort(scores)[:-k:-1]


def top_k_all(scores, k):
    return np.argsort(scores)[::-1]


def top_k_from_one(scores, k):
    return np.argsort(scores)[::-1][:k] + 1


def top_k_mask(scores, k):
    return scores >= np.sort(scores)[-k]


def top_k_partition_only(scores, k):
    return np.sort(np.argpartition(scores, -k)[-k:])


def top_k_by_value(scores, k):
    values = sorted(scores, reverse=True)[:k]
    return [list(scores).index(v) for v in values]


def top_k_negated(scores, k):
    return np.argsort(-scores)[:k]


def top_k_sorts_input(scores, k):
    order = np.argsort(scores)[::-1][:k]
    scores.sort()
    return order


CODES = {
    "top_k_smallest": "smallest_first",
    "top_k_ascending": "ascending",
    "top_k_values": "returns_scores",
    "top_k_by_place": "in_order_of_place",
    "top_k_absolute": "takes_absolute_values",
    "top_k_too_few": "one_too_few",
    "top_k_all": "returns_all",
    "top_k_from_one": "counts_from_one",
    "top_k_mask": "returns_mask",
    "top_k_partition_only": "in_order_of_place",
    "top_k_by_value": "fails_equal_scores",
    "top_k_negated": "negates_unsigned",
    "top_k_sorts_input": "mutates_input",
}
OUTCOMES = {"top_k_by_value": "fragile", "top_k_negated": "fragile", "top_k_sorts_input": "contract"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": [],
    }
    for name, code in CODES.items()
}
