"""Day 16: write the matrix of the radial basis function kernel.

    workings check exercise.py

The samples of two sets lie in the rows of A, shape (n, p), and B, shape (m, p); gamma is a positive number:

    K_ij = exp(-gamma * sum over the features f of (A_if - B_jf)^2)

No loop over pairs is needed. If you expand the square, mind that rounding can make a distance of 0 negative.
"""

import numpy as np


def rbf_kernel(A, B, gamma):
    """Return the kernel of each row of A with each row of B, shape (n, m)."""
    products = np.dot(A, B.T)
    # Your turn: the squared distance of each pair; then the exponential of minus gamma times it.
    return gamma * products
