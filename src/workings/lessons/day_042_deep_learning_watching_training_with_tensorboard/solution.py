"""Day 42, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def smooth(values, weight):
    """Return the smoothed curve, n numbers."""
    mean, out = 0.0, []
    for t, value in enumerate(values, start=1):
        mean = weight * mean + (1 - weight) * value
        # The uncorrected mean goes on to the next step; only what is told is corrected.
        out.append(mean / (1 - weight**t))
    return np.array(out)
