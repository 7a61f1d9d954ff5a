"""Day 28, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def determinant(A):
    """Return the determinant of A, a matrix of shape (n, n), as a number; A itself stays as it is."""
    # A copy, in floats: in an array of integers every quotient would be cut off.
    U = np.array(A, dtype=float)
    product = 1.0
    for k in range(len(U)):
        # The largest number of the column, so that no factor below exceeds 1.
        pivot = k + int(np.argmax(np.abs(U[k:, k])))
        if U[pivot, k] == 0:
            # The column adds no direction: everything is flat.
            return 0.0
        if pivot != k:
            U[[k, pivot]] = U[[pivot, k]]
            product = -product
        product *= U[k, k]
        U[k + 1 :] -= np.outer(U[k + 1 :, k] / U[k, k], U[k])
    return float(product)
