"""Day 45: write the mean of every window of neighbours.

workings check exercise.py

out[i] = mean(x[i], ..., x[i + window - 1]), for each of the len(x) - window + 1 windows that fit
"""

import numpy as np


def window_means(x, window):
    """Return the means of the windows that fit into x, of shape (len(x) - window + 1,)."""
    # Your turn: which view has a window in each row? No loop is needed, and no cumulative sum.
    return np.zeros(len(x) - window + 1)
