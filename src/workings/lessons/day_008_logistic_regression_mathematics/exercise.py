"""Day 8: write one step of Newton's method.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); y, shape (n,), holds 0 or 1; w, shape (p,), holds the
coefficients. With z = X @ w and q_i = 1 / (1 + exp(-z_i)), the probability of class 1 for sample i:

    gradient  g_j  = mean over the samples of  (q_i - y_i) x_ij                     shape (p,)
    Hessian   H_jk = mean over the samples of  q_i (1 - q_i) x_ij x_ik              shape (p, p)
    the step  w - s,  where s solves  H s = g

Solve the equations; an inverse costs more and loses digits. w, X and y must stay as they are.
"""

import numpy as np


def newton_step(w, X, y):
    """Return the coefficients after one step, shape (p,)."""
    z = X @ w
    # Your turn: the probabilities, without overflow; gradient and Hessian; what numpy.linalg.solve makes of them.
    return np.zeros_like(w) * np.sum(z)
