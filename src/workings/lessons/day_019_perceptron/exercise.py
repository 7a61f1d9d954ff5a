"""Day 19: write the perceptron.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); y, shape (n,), holds -1 or 1. Start with w = 0 (p numbers)
and b = 0. Go through the samples in their order, n_epochs times. Wherever

    y_i (x_i . w + b) <= 0

the sample is a mistake (a score of 0 is one for either class), and at once  w <- w + y_i x_i,  b <- b + y_i.
Nothing that is given may be changed.
"""

import numpy as np


def perceptron(X, y, n_epochs):
    """Return the pair (w, b) after n_epochs passes; y holds -1 and 1, w has shape (p,), b is a number."""
    w, b = np.zeros(X.shape[1]), 0.0
    # Your turn: n_epochs passes; in each, sample after sample, with the w and b of that moment.
    return w, b
