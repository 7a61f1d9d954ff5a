"""Day 9: write the hinge loss.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); y, shape (n,), holds -1 or 1; w, shape (p,), holds the
weights and b, one number, the intercept. With the scores f = X @ w + b:

    hinge loss = mean over the samples of  max(0, 1 - y_i f_i)
"""

import numpy as np


def hinge_loss(w, b, X, y):
    """Return the mean hinge loss, one number."""
    scores = X @ w + b
    # Your turn: what does each sample cost? A sample beyond its kerb costs nothing, however far beyond. Then the mean.
    return 0.0 * np.sum(scores)
