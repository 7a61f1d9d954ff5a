"""Day 14, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def hinge_loss(w, b, X, y):
    """Return the mean hinge loss, one number."""
    return np.mean(np.maximum(0.0, 1.0 - y * (X @ w + b)))


def hinge_subgradient(w, b, X, y):
    """Return (dw, db), the slopes of the mean hinge loss: dw of shape (p,), db one number.

    The labels of who counts, and 0 for the others: one product with X does all features at once.
    """
    counts = np.where(y * (X @ w + b) < 1.0, y, 0.0)
    # Divided by all samples, not by those that count: it is the slope of the mean over all.
    return -(X.T @ counts) / len(y), -np.sum(counts) / len(y)
