"""Day 8, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def newton_step(w, X, y):
    """Return the coefficients after one step, shape (p,)."""
    z = X @ w
    e = np.exp(-np.abs(z))  # at most 1, so nothing overflows
    q = np.where(z >= 0, 1.0, e) / (1.0 + e)
    # q (1 - q) is e / (1 + e)^2 for either sign; 1 - q would be 0 already where q only rounds to 1.
    weight = e / (1.0 + e) ** 2
    gradient = X.T @ (q - y)
    # Rows times weights: X.T @ diag(weight) @ X without forming a matrix of n by n.
    H = X.T @ (weight[:, None] * X)
    # Both lack 1/n, which cancels.
    return w - np.linalg.solve(H, gradient)
