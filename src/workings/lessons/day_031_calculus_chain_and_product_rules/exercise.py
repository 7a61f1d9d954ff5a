"""Day 31: differentiate a bell curve by the chain rule.

    workings check exercise.py

The bell curve with middle m and width s is exp(-(x - m)**2 / (2 s**2)): exp of u, where u = -(x - m)**2 / (2 s**2).
The chain rule says that its derivative by x is exp(u) times that of u.
"""

import numpy as np


def bell_slope(x, m, s):
    """Return the derivative of the bell curve by x, at every place of the array x."""
    # Your turn: the derivative of u first, on paper.
    return np.zeros(len(x))
