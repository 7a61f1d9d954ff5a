"""Day 22: write Hoeffding's bound for the worst of m hypotheses.

    workings check exercise.py

    2 m exp(-2 epsilon^2 n)

n is the number of samples, epsilon how far the share in the sample may be from the truth, m the number of hypotheses.
"""

import numpy as np


def hoeffding_bound(n, epsilon, m):
    """Return a bound on the chance that any of m shares among n samples is off by more than epsilon."""
    # Your turn: what is squared, and where does m stand? A bound above 1 says nothing; leave it, or return 1.
    return np.zeros(())
