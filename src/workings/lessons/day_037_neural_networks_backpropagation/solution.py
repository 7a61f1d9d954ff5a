"""Day 37, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def relu_gradient(x, upstream):
    """Return the derivatives of the loss by x, of the shape of x.

    Where x is positive relu has the slope 1, elsewhere 0. What came from above decides nothing.
    """
    return np.where(x > 0, upstream, 0.0)


def dense_backward(X, W, upstream):
    """Return the derivatives of the loss by X, by W and by b, each of the shape of what it belongs to.

    Samples are added up where they share something: the weights and the biases.
    """
    return upstream @ W.T, X.T @ upstream, upstream.sum(axis=0)
