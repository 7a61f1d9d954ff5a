"""Day 26, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def coordinates(basis, v):
    """Return the weights c, of shape (n,); raise an error if the columns of `basis` are dependent."""
    # n equations, one for each number of v, and n unknown weights: a linear system. Projecting v on each vector alone
    # would do only if they stood at right angles.
    # Of dependent vectors `solve` meets a pivot of 0 and raises LinAlgError. A determinant near 0 would be no reason:
    # vectors a millimetre long are as good a basis as any.
    return np.linalg.solve(np.asarray(basis, dtype=float), v)
