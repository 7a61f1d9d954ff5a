"""Day 45, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def window_means(x, window):
    """Return the means of the windows that fit into x, of shape (len(x) - window + 1,)."""
    # Each row of the view is a window; its strides are both that of x, and nothing is copied. mean adds each window on
    # its own, in float64, so that a huge number spoils only the windows that hold it.
    return np.lib.stride_tricks.sliding_window_view(x, window).mean(axis=1)
