"""Day 3, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def normal_equations(X, y):
    """Return w, shape (p,), that makes the sum of squares of X @ w - y least.

    Solving costs a third of inverting, and keeps more digits. A singular matrix raises LinAlgError.
    """
    return np.linalg.solve(X.T @ X, X.T @ y)
