"""Day 30: differentiate a polynomial exactly, and samples nearly.

    workings check exercise.py

A polynomial c[0] + c[1] x + c[2] x**2 + ... is given by its coefficients, the lowest power first. Its derivative is

    c[1] + 2 c[2] x + 3 c[3] x**2 + ...

Of another function only samples y[0], y[1], ... are known, at places that are h apart. Its slope is nearly

    (y[i + 1] - y[i - 1]) / (2 h)    inside,
    (y[1] - y[0]) / h                at the left end, and likewise at the right one.
"""

import numpy as np


def polynomial_derivative(coefficients):
    """Return the coefficients of the derivative, one fewer than were given (of a constant: [0])."""
    # Your turn: each exponent comes down as a factor, and each power falls by one.
    return np.zeros(len(coefficients))


def central_differences(y, h):
    """Return the slope at every sample, as many as there are samples (at least two)."""
    # Your turn: the neighbours' difference over their distance; the ends have one neighbour only.
    return np.zeros(len(y))
