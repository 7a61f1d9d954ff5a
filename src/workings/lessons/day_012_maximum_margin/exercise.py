"""Day 12: write one step of sequential minimal optimisation.

    workings check exercise.py

alpha, y and E, of shape (n,), hold the multipliers, the labels (-1 or 1) and the errors f(x) - y of n samples; K, of
shape (n, n), their products; C is the most that a multiplier may be. For the pair i, j:

    curvature   eta = K_ii + K_jj - 2 K_ij
    top         alpha_j + y_j (E_i - E_j) / eta
    walls       y_i != y_j:  L = max(0, alpha_j - alpha_i),      H = min(C, C + alpha_j - alpha_i)
                y_i == y_j:  L = max(0, alpha_i + alpha_j - C),  H = min(C, alpha_i + alpha_j)
    then        the new alpha_j is the top, brought between L and H, and
                the new alpha_i is alpha_i + y_i y_j (old alpha_j - new alpha_j)

Where eta is not positive (the same sample twice), leave the pair as it is.
"""

import numpy as np


def smo_step(alpha, i, j, y, E, K, C):
    """Return the multipliers after the step on the pair i, j: a new array."""
    new = np.array(alpha, dtype=float)
    # Your turn: the curvature, the top, the two walls; then alpha_j, and what alpha_i must make good.
    return new
