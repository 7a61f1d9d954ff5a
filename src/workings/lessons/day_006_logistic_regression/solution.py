"""Day 6, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def logistic_loss(w, X, y):
    """Return the mean logistic loss, one number.

    log(1 + exp(z)) is logaddexp(0, z), which never forms exp of a large number.
    """
    z = X @ w
    # For class 1 the loss is log(1 + exp(-z)), for class 0 log(1 + exp(z)): one sign tells them apart, and nothing
    # is subtracted that could cancel.
    return np.mean(np.logaddexp(0.0, (1 - 2 * y) * z))


def logistic_loss_gradient(w, X, y):
    """Return the derivatives of the mean logistic loss by the coefficients, shape (p,).

    exp(-|z|) is at most 1. Both 1 / (1 + e) and e / (1 + e) are probabilities: which is which, the sign of z says.
    """
    z = X @ w
    sign = 1 - 2 * y
    margin = sign * z  # large where the sample lies on the wrong side
    e = np.exp(-np.abs(margin))
    wrong = np.where(margin >= 0, 1.0, e) / (1.0 + e)  # probability of the other class
    return X.T @ (sign * wrong) / len(y)
