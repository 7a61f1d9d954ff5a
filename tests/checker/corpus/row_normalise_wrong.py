"""Rows divided by their totals, wrong, or easily broken."""

import numpy as np


def row_normalise_columns(X):
    return X / X.sum(axis=0)


def row_normalise_no_keepdims(X):
    return X / X.sum(axis=1)


def row_normalise_whole(X):
    return X / X.sum()


def row_normalise_mean(X):
    return X / X.mean(axis=1, keepdims=True)


def row_normalise_largest(X):
    return X / X.max(axis=1)[:, None]


def row_normalise_euclid(X):
    return X / np.linalg.norm(X, axis=1, keepdims=True)


def row_normalise_softmax(X):
    e = np.exp(X)
    return e / e.sum(axis=1, keepdims=True)


def row_normalise_not_assigned(X):
    X / X.sum(axis=1, keepdims=True)
    return X


def row_normalise_unguarded(X):
    return X / X.sum(axis=1, keepdims=True)


def row_normalise_in_place(X):
    total = X.sum(axis=1, keepdims=True)
    if X.dtype.kind != "f":
        return X / np.where(total == 0, 1, total)
    X /= np.where(total == 0, 1, total)
    return X


def row_normalise_epsilon(X):
    return X / (X.sum(axis=1, keepdims=True) + 1e-100)


def row_normalise_totals(X):
    return X.sum(axis=1)


CODES = {
    "row_normalise_columns": "columns_add_up",
    "row_normalise_no_keepdims": "missing_keepdims",
    "row_normalise_whole": "sums_whole_array",
    "row_normalise_mean": "divides_by_mean",
    "row_normalise_largest": "divides_by_largest",
    "row_normalise_euclid": "divides_by_length",
    "row_normalise_softmax": "applies_softmax",
    "row_normalise_not_assigned": "sum_not_assigned",
    "row_normalise_unguarded": "zero_row",
    "row_normalise_in_place": "mutates_input",
    "row_normalise_epsilon": "adds_a_constant",
    "row_normalise_totals": "returns_totals",
}
OUTCOMES = {
    "row_normalise_unguarded": "fragile",
    "row_normalise_in_place": "contract",
    "row_normalise_epsilon": "fragile",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": [] if name in OUTCOMES else ["zero_row"],
    }
    for name, code in CODES.items()
}
