"""Hinge losses that are right, in many styles."""

import math

import numpy as np
import sklearn.metrics


def hinge_loss(w, b, X, y):
    return np.mean(np.maximum(0, 1 - y * (X @ w + b)))


def hinge_loss_loop(w, b, X, y):
    total = 0.0
    for x, label in zip(X, y):
        total += max(0.0, 1.0 - label * (np.dot(w, x) + b))
    return total / len(y)


def hinge_loss_mask(w, b, X, y):
    gaps = 1 - y * (X.dot(w) + b)
    gaps = np.asarray(gaps, dtype=float)
    gaps[gaps < 0] = 0
    return gaps.mean()


def hinge_loss_clip(w, b, X, y):
    return np.clip(1 - y * (X @ w + b), 0, None).sum() / X.shape[0]


def hinge_loss_where(weights, bias, X, y):
    margins = y * (X @ weights + bias)
    return np.average(np.where(margins < 1, 1 - margins, 0.0))


def hinge_loss_sum_of_inside(w, b, X, y):
    m = y * (X @ w + b)
    inside = m < 1
    return (inside.sum() - m[inside].sum()) / len(m)


def hinge_loss_lists(w, b, X, y):
    scores = [math.fsum(a * c for a, c in zip(row, w)) + b for row in X.tolist()]
    return math.fsum(max(0.0, 1.0 - t * s) for s, t in zip(scores, y.tolist())) / len(scores)


def hinge_loss_sklearn(w, b, X, y):
    if len(set(y.tolist())) < 2:
        return float(np.mean(np.maximum(0, 1 - y * (X @ w + b))))
    return sklearn.metrics.hinge_loss(y, X @ w + b)


def svm_loss(w, b, X, y):
    return ((d := 1 - y * (X @ w + b)) * (d > 0)).mean()


def hinge_loss_abs(w, b, X, y):
    m = 1 - y * (X @ w + b)
    return np.mean((np.abs(m) + m) / 2)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("hinge_", "svm_"))]
}
