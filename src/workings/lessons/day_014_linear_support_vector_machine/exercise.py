"""Day 14: write the hinge loss and one of its subgradients.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); y, shape (n,), holds -1 or 1; w, shape (p,), holds the
weights and b, one number, the intercept. With the margins m = y * (X @ w + b):

    loss          mean over the samples of  max(0, 1 - m_i)
    subgradient   by w:  -(sum of y_i x_i over the samples with m_i < 1) / n
                  by b:  -(sum of y_i     over the samples with m_i < 1) / n

A sample with m exactly 1 sits on the corner: it may count or not.
"""

import numpy as np


def hinge_loss(w, b, X, y):
    """Return the mean hinge loss, one number."""
    margins = y * (X @ w + b)
    # Your turn: what does each sample cost? Then the mean.
    return 0.0 * np.sum(margins)


def hinge_subgradient(w, b, X, y):
    """Return (dw, db), the slopes of the mean hinge loss: dw of shape (p,), db one number."""
    margins = y * (X @ w + b)
    # Your turn: who counts? Their labels times their features, together, divided by the number of all samples.
    return np.zeros_like(w), 0.0 * np.sum(margins)
