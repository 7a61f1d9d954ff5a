"""Day 17, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def neuron_gradients(w, b, X, y):
    """Return the pair (dw, db): the derivatives of the mean loss by the weights, shape (p,), and by the bias.

    dL/da = (a - y) / (a (1 - a)) and da/dz = a (1 - a), so dL/dz = a - y: nothing is left that could be 0 / 0.
    """
    z = X @ w + b
    e = np.exp(-np.abs(z))  # at most 1
    a = np.where(z >= 0, 1.0, e) / (1.0 + e)
    dz = a - y
    # A mean over the samples: the gradient must not grow because there are more of them.
    return X.T @ dz / len(y), np.mean(dz)
