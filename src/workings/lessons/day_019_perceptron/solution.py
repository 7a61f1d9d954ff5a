"""Day 19, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def perceptron(X, y, n_epochs):
    """Return the pair (w, b) after n_epochs passes; y holds -1 and 1, w has shape (p,), b is a number.

    The loop over samples cannot become one product of matrices: each score needs what the last mistake changed.
    """
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(n_epochs):
        mistakes = 0
        for sample, answer in zip(X, y, strict=True):
            if answer * (sample @ w + b) <= 0:
                w = w + answer * sample
                b = b + answer
                mistakes += 1
        if mistakes == 0:  # further passes would change nothing
            break
    return w, b
