"""Day 9, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def hinge_loss(w, b, X, y):
    """Return the mean hinge loss, one number.

    `np.maximum` compares entry by entry; `max` of Python would compare whole arrays, and fail.
    """
    # The maximum comes before the mean, or samples far on their own side would pay for the mistakes of others.
    return np.mean(np.maximum(0.0, 1.0 - y * (X @ w + b)))
