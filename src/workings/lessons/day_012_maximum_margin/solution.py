"""Day 12, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def smo_step(alpha, i, j, y, E, K, C):
    """Return the multipliers after the step on the pair i, j: a new array.

    The walls are where the line, along which both multipliers move, leaves the square from 0 to C.
    """
    new = np.array(alpha, dtype=float)
    eta = K[i, i] + K[j, j] - 2 * K[i, j]
    if eta <= 0:  # the objective is no parabola along this line: nothing to divide by
        return new
    if y[i] != y[j]:
        low, high = max(0.0, new[j] - new[i]), min(C, C + new[j] - new[i])
    else:
        low, high = max(0.0, new[i] + new[j] - C), min(C, new[i] + new[j])
    old = new[j]
    new[j] = min(max(old + y[j] * (E[i] - E[j]) / eta, low), high)
    new[i] += y[i] * y[j] * (old - new[j])  # so that the sum of alpha y stays 0
    return new
