"""Day 29: write power iteration.

workings check exercise.py

n_steps times:  v := A v / |A v|,   where |v| is the length, the root of the sum of squares.
Then            eigenvalue = v . A v
"""

import numpy as np


def power_iteration(A, v, n_steps):
    """Return the eigenvalue and the vector, of shape (n,) and length 1, that n_steps make of v; A has shape (n, n)."""
    # Your turn: what becomes of 30 ** 500 if the length is put right only at the end?
    return 0.0, np.zeros(len(v))
