"""Day 18: write the gradients of a network of two layers.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); y, shape (n,), holds class numbers 0, 1, ... With

    H = tanh(X @ W1 + b1)        scores = H @ W2 + b2        P = softmax of each row of the scores

the loss is the mean over the samples of -log(P of the true class). Nothing that is given may be changed.
"""

import numpy as np


def two_layer_gradients(X, y, W1, b1, W2, b2):
    """Return the derivatives of the loss by W1, b1, W2 and b2, each of the shape of what it belongs to."""
    H = np.tanh(X @ W1 + b1)
    # Your turn: the probabilities, without overflow; less 1 at the true class; then back, layer by layer.
    return 0.0 * W1, 0.0 * b1, 0.0 * W2, 0.0 * b2 * H.sum()
