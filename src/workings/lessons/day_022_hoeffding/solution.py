"""Day 22, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def hoeffding_bound(n, epsilon, m):
    """Return a bound on the chance that any of m shares among n samples is off by more than epsilon."""
    # Too large or too small: two sides. The chances of m events add up at most, so m stands in front. The bound may be
    # above 1; it is true then, too, and says nothing.
    return 2.0 * m * np.exp(-2.0 * epsilon**2 * n)
