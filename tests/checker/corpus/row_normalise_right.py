"""Rows divided by their totals, right, in several styles."""

import numpy as np


def row_normalise_where(X):
    X = np.asarray(X, dtype=float)
    total = X.sum(axis=1, keepdims=True)
    return np.divide(X, total, out=np.zeros_like(X), where=total != 0)


def row_normalise_one_for_zero(X):
    total = X.sum(axis=1)
    total = np.where(total == 0, 1.0, total)
    return X / total[:, None]


def row_normalise_transposed(X):
    total = X.sum(axis=1).astype(float)
    total[total == 0] = 1
    return (X.T / total).T


def row_normalise_loop(X):
    out = []
    for row in X:
        total = sum(row)
        out.append([v / total if total else 0.0 for v in row])
    return out


def row_normalise_einsum(X):
    total = np.einsum("ij->i", X.astype(float))
    inverse = np.array([1.0 / t if t else 0.0 for t in total])
    return np.where(total[:, None] > 0, X / np.where(total > 0, total, 1)[:, None], 0) if inverse.size else X


def row_normalise_nan_to_zero(X):
    with np.errstate(invalid="ignore"):
        shares = X / X.sum(axis=1, keepdims=True)
    shares[np.isnan(shares)] = 0.0
    return shares


def row_normalise_apply(X):
    return np.apply_along_axis(lambda row: row / row.sum() if row.any() else row * 0.0, 1, X)


RIGHT = [name for name in dir() if name.startswith("row_normalise")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
