"""Day 37: hand the blame back through the two steps of which networks are made.

    workings check exercise.py

`upstream` holds the derivatives of the loss by every entry of a step's output; what is asked for are those by what went
in. The samples lie in rows.

    relu(x) = max(x, 0), entry by entry
    dense layer: Y = X @ W + b, X of shape (n, p), W of shape (p, k), b of shape (k,)

Nothing that is given may be changed.
"""

import numpy as np


def relu_gradient(x, upstream):
    """Return the derivatives of the loss by x, of the shape of x."""
    # Your turn: what passes, and what is stopped?
    return np.zeros(x.shape)


def dense_backward(X, W, upstream):
    """Return the derivatives of the loss by X, by W and by b, each of the shape of what it belongs to."""
    # Your turn: the shapes tell you which way round.
    return np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
