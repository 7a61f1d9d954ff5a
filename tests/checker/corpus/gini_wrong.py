"""Gini impurities that are wrong."""

import numpy as np


def _shares(counts):
    return np.asarray(counts, dtype=float) / max(np.sum(counts), 1)


def gini_equals(counts):
    return np.sum(_shares(counts) ** 2)


def gini_counts(counts):
    return 1 - np.sum(np.asarray(counts) ** 2)


def gini_sum_squared(counts):
    return 1 - np.sqrt(np.sum(_shares(counts) ** 2)) if np.sum(counts) else 0.0


def gini_largest(counts):
    return 1 - np.max(_shares(counts)) if np.sum(counts) else 0.0


def gini_entropy(counts):
    p = _shares(counts)
    p = p[p > 0]
    return -np.sum(p * np.log2(p))


def gini_first(counts):
    p = _shares(counts)[0]
    return 2 * p * (1 - p)


def gini_each(counts):
    p = _shares(counts)
    return p * (1 - p)


def gini_half(counts):
    p = _shares(counts)
    return np.sum(p * (1 - p)) / 2


def gini_unbiased(counts):
    p, n = _shares(counts), np.sum(counts)
    return np.sum(p * (1 - p)) * n / (n - 1) if n > 1 else 0.0


def gini_empty(counts):
    return 1 - sum((int(c) / int(np.sum(counts))) ** 2 for c in counts)


CODES = {
    "gini_equals": "probability_of_equals",
    "gini_counts": "not_shares",
    "gini_sum_squared": "root_taken",
    "gini_largest": "share_of_the_largest",
    "gini_entropy": "entropy_instead",
    "gini_first": "one_class_only",
    "gini_each": "not_summed",
    "gini_half": "half_of_it",
    "gini_unbiased": "without_replacement",
    "gini_empty": "empty_node",
}
EXPECTED = {
    name: {
        "intent": None, "outcome": "fragile" if name == "gini_empty" else "wrong", "codes": [code],
        "may": ["all_outside"],
    }
    for name, code in CODES.items()
}  # fmt: skip
