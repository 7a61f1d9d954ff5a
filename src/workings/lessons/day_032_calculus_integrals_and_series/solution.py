"""Day 32, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def trapezoid(y, x):
    """Return the area under the points; the places x need not be evenly spaced.

    Widths times mean heights, all strips at once.
    """
    y, x = np.asarray(y, dtype=float), np.asarray(x, dtype=float)
    return np.sum((x[1:] - x[:-1]) * (y[1:] + y[:-1])) / 2


def taylor_exp(x, n):
    """Return the polynomial of degree n at the number x; n may be some hundreds.

    Each term is the one before times x / k, so that nothing large is ever formed.
    """
    total = term = 1.0
    for k in range(1, n + 1):
        term *= x / k
        total += term
    return total
