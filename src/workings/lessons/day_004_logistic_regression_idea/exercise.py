"""Day 4: write the sigmoid.

    workings check exercise.py

    sigmoid(z) = 1 / (1 + exp(-z)),  for each entry of an array z of any shape

It turns log-odds into a probability. The formula is one line; but what is exp(-z) for z = -1000?
"""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + exp(-z)) for each entry, exactly and without a warning, however large z is."""
    z = np.asarray(z, dtype=float)
    # Your turn: which of exp(z) and exp(-z) is at most 1 depends on the sign of z.
    return np.zeros_like(z)
