"""Day 6: write the logistic loss and its gradient.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); y, shape (n,), holds 0 or 1; w, shape (p,), holds the
coefficients. With z = X @ w, the log-odds of class 1:

    loss      L(w) = mean over the samples of  log(1 + exp(z_i)) - y_i z_i
    gradient  dL/dw_j = mean over the samples of  (1 / (1 + exp(-z_i)) - y_i) x_ij

The formulas are the easy part: exp(z) overflows from z = 710 on, and log(1 + exp(z)) is then not infinite but z.
"""

import numpy as np


def logistic_loss(w, X, y):
    """Return the mean logistic loss, one number."""
    z = X @ w
    # Your turn: what does a sample with log-odds z and class y cost? The mean of that, without overflow.
    return 0.0 * np.sum(z)


def logistic_loss_gradient(w, X, y):
    """Return the derivatives of the mean logistic loss by the coefficients, shape (p,)."""
    z = X @ w
    # Your turn: the probability of class 1, without overflow; what is left of it when y is taken away; times X.
    return np.zeros_like(w) * np.sum(z)
