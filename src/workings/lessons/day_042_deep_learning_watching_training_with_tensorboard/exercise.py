"""Day 42: write TensorBoard's smoothing.

    workings check exercise.py

values holds the n points of a curve, weight a number in 0 <= weight < 1. With t counted from 1 and m_0 = 0:

    m_t = weight * m_(t-1) + (1 - weight) * values_t
    smoothed_t = m_t / (1 - weight ** t)
"""

import numpy as np


def smooth(values, weight):
    """Return the smoothed curve, n numbers."""
    mean, out = 0.0, []
    for value in values:
        # Your turn: m_t is there; what makes a flat curve stay flat?
        mean = weight * mean + (1 - weight) * value
        out.append(mean)
    return np.array(out)
