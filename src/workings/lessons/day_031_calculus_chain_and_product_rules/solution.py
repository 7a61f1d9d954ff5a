"""Day 31, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def bell_slope(x, m, s):
    """Return the derivative of the bell curve by x, at every place of the array x.

    In widths from the middle, t = (x - m) / s, the curve is exp(-t**2 / 2), with the derivative -t exp(-t**2 / 2) by t;
    and t itself changes by 1 / s.
    """
    t = (x - m) / s
    return -t * np.exp(-t * t / 2) / s
