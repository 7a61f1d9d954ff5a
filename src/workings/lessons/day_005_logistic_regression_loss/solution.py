"""Day 5, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def logistic_loss_gradient(w, X, y):
    """Return the derivatives of the mean logistic loss by the coefficients, shape (p,).

    The sign tells the classes apart: what is left is the probability of the wrong class, and nothing cancels.
    """
    sign = 1 - 2 * y
    margin = sign * (X @ w)  # large where the sample lies on the wrong side
    e = np.exp(-np.abs(margin))
    wrong = np.where(margin >= 0, 1.0, e) / (1.0 + e)
    return X.T @ (sign * wrong) / len(y)


def gradient_descent(X, y, learning_rate, n_steps):
    """Return w, shape (p,), after n_steps steps down the mean logistic loss, the first from w = 0.

    The whole gradient is computed before any entry of w moves.
    """
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * logistic_loss_gradient(w, X, y)
    return w
