"""Day 30, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def polynomial_derivative(coefficients):
    """Return the coefficients of the derivative, one fewer than were given (of a constant: [0]).

    The coefficient of x**k, times k, belongs to x**(k - 1): one place to the left. That of the constant drops out.
    """
    c = np.asarray(coefficients, dtype=float)
    return np.arange(1, len(c)) * c[1:] if len(c) > 1 else np.zeros(1)


def central_differences(y, h):
    """Return the slope at every sample, as many as there are samples (at least two).

    The inside in one go, by two views of the array that are shifted by two places.
    """
    y = np.asarray(y, dtype=float)
    slopes = np.empty(len(y))
    slopes[1:-1] = (y[2:] - y[:-2]) / (2 * h)
    slopes[0] = (y[1] - y[0]) / h
    slopes[-1] = (y[-1] - y[-2]) / h
    return slopes
