"""Day 28: write the determinant by elimination.

workings check exercise.py

Adding a multiple of one row to another leaves the determinant as it is; swapping two rows turns its sign. Clear each
column below the diagonal in this way. Then

    determinant = (+1 or -1 for the swaps) * product of the diagonal
"""

import numpy as np


def determinant(A):
    """Return the determinant of A, a matrix of shape (n, n), as a number; A itself stays as it is."""
    # Your turn: what must not stand on the diagonal when you divide by it, and what if it does?
    return np.prod(np.zeros(len(A)))
