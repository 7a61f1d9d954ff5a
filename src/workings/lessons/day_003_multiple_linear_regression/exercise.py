"""Day 3: write the normal equations.

    workings check exercise.py

n samples lie in the rows of X, shape (n, p), with the intercept's column of ones already in it; y has shape (n,). The
least-squares coefficients w, shape (p,), solve

    (X.T @ X) @ w = X.T @ y

X is used as it is given and not changed. If X.T @ X is singular, raise, or return any w that fits best.
"""

import numpy as np


def normal_equations(X, y):
    """Return w, shape (p,), that makes the sum of squares of X @ w - y least."""
    # Your turn: a system of linear equations is solved, not inverted.
    return np.zeros(X.shape[1])
