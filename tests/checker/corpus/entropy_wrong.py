"""Entropies that are wrong."""

import numpy as np


def _shares(counts):
    p = np.asarray(counts, dtype=float)
    return p[p > 0] / max(p.sum(), 1.0)


def entropy_nats_for_bits(counts):
    """Return the entropy in bits."""
    p = _shares(counts)
    return -np.sum(p * np.log(p))


def entropy_positive(counts):
    p = _shares(counts)
    return np.sum(p * np.log2(p))


def entropy_of_counts(counts):
    return -sum(c * np.log2(c) for c in counts if c)


def entropy_unweighted(counts):
    return -np.sum(np.log2(_shares(counts)))


def entropy_gini(counts):
    return 1.0 - np.sum(_shares(counts) ** 2) if np.sum(counts) else 0.0


def entropy_mean(counts):
    p = _shares(counts)
    return -np.sum(p * np.log2(p)) / len(counts)


def entropy_relative(counts):
    p = _shares(counts)
    return -np.sum(p * np.log2(p)) / np.log2(len(counts)) if len(counts) > 1 else 0.0


def entropy_total(counts):
    p = _shares(counts)
    return -np.sum(p * np.log2(p)) * np.sum(counts)


def entropy_zeros(counts):
    p = np.asarray(counts) / max(np.sum(counts), 1)
    if p.sum() == 0:
        return 0.0
    return -np.sum(p * np.log2(p))


def entropy_empty(counts):
    p = np.asarray(counts) / np.sum(counts)
    if np.isnan(p).any():
        return float("nan")
    p = p[p > 0]
    return -np.sum(p * np.log2(p))


CODES = {
    "entropy_nats_for_bits": "other_base",
    "entropy_positive": "sign_forgotten",
    "entropy_of_counts": "not_shares",
    "entropy_unweighted": "logarithm_alone",
    "entropy_gini": "gini_instead",
    "entropy_mean": "mean_over_classes",
    "entropy_relative": "scaled_to_one",
    "entropy_total": "times_the_samples",
    "entropy_zeros": "log_of_zero",
    "entropy_empty": "empty_node",
}
FRAGILE = ("entropy_zeros", "entropy_empty")
EXPECTED = {
    name: {
        "intent": None, "outcome": "fragile" if name in FRAGILE else "wrong", "codes": [code],
        "may": ["all_outside", "returns_nan"],
    }
    for name, code in CODES.items()
}  # fmt: skip
