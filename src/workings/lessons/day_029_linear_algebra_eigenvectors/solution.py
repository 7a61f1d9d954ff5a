"""Day 29, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def power_iteration(A, v, n_steps):
    """Return the eigenvalue and the vector, of shape (n,) and length 1, that n_steps make of v; A has shape (n, n)."""
    A = np.asarray(A, dtype=float)
    # A new array at each step, so that the caller's v stays as it is.
    w = np.asarray(v, dtype=float)
    for _ in range(n_steps):
        w = A @ w
        # To length 1 at every step, or the numbers become infinite, or 0.
        w = w / np.linalg.norm(w)
    # Not the length of A w: an eigenvalue may be negative.
    return float(w @ A @ w), w
