"""Day 26: find how much of each basis vector leads to a place.

    workings check exercise.py

The basis vectors are the columns of `basis`, n of them with n numbers each. Wanted are the weights c with

    c[0] * basis[:, 0] + c[1] * basis[:, 1] + ... = v

which is basis @ c = v. There is one such c, unless the vectors are dependent.
"""

import numpy as np


def coordinates(basis, v):
    """Return the weights c, of shape (n,); raise an error if the columns of `basis` are dependent."""
    # Your turn: basis @ c takes weights to a place. Which way is asked for here?
    return np.zeros(len(v))
