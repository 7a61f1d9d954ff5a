"""Chances of k-means++ that are wrong, and why."""

import numpy as np


def _squares(X, centres):
    return ((X[:, None, :] - centres) ** 2).sum(axis=2)


def _share(d2):
    return d2 / d2.sum() if d2.any() else np.full(len(d2), 1 / len(d2))


def plus_plus_probabilities_not_squared(X, centres):
    return _share(np.sqrt(_squares(X, centres).min(axis=1)))


def plus_plus_probabilities_squares_only(X, centres):
    return _squares(X, centres).min(axis=1)


def plus_plus_probabilities_farthest_centre(X, centres):
    return _share(_squares(X, centres).max(axis=1))


def plus_plus_probabilities_last_centre(X, centres):
    return _share(((X - centres[-1]) ** 2).sum(axis=1))


def plus_plus_probabilities_sums(X, centres):
    return _share(_squares(X, centres).sum(axis=1))


def plus_plus_probabilities_divides_by_zero(X, centres):
    d2 = _squares(X, centres).min(axis=1)
    with np.errstate(invalid="ignore"):
        return d2 / d2.sum()


def plus_plus_probabilities_cumulative(X, centres):
    return np.cumsum(_share(_squares(X, centres).min(axis=1)))


def plus_plus_probabilities_expanded(X, centres):
    d2 = (X**2).sum(1)[:, None] - 2 * X @ centres.T + (centres**2).sum(1)
    return _share(np.maximum(d2, 0).min(axis=1))


def plus_plus_probabilities_uniform(X, centres):
    return np.ones(len(X)) / len(X)


CODES = {
    "plus_plus_probabilities_not_squared": "not_squared",
    "plus_plus_probabilities_squares_only": "not_normalised",
    "plus_plus_probabilities_farthest_centre": "farthest_centre",
    "plus_plus_probabilities_last_centre": "one_centre_only",
    "plus_plus_probabilities_sums": "adds_all_centres",
    "plus_plus_probabilities_divides_by_zero": "all_taken",
    "plus_plus_probabilities_cumulative": "cumulative",
    "plus_plus_probabilities_expanded": "cancellation",
    "plus_plus_probabilities_uniform": "uniform",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in ("all_taken", "cancellation") else "wrong",
        "codes": [code],
        "may": ["all_taken", "cancellation"],
    }
    for name, code in CODES.items()
}
