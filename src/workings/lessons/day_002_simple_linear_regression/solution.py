"""Day 2, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def fit_line(x, y):
    """Return (slope, intercept) of the least-squares line.

    Two passes: the means first, then the distances from them. One pass, with the sums of x y and of x^2, would subtract
    two numbers that agree in nearly all digits as soon as the means are far from 0.
    """
    mean_x, mean_y = np.mean(x), np.mean(y)
    away = x - mean_x
    spread = np.sum(away * away)
    if spread == 0:
        raise ValueError("all x are equal: every line through (x, mean of y) fits as well as any other")
    slope = np.sum(away * (y - mean_y)) / spread
    return slope, mean_y - slope * mean_x
