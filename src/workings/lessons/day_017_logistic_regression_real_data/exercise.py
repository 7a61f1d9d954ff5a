"""Day 17: write the backward pass of one neuron.

    workings check exercise.py

n samples with p features lie in the rows of X, shape (n, p); y, shape (n,), holds 0 or 1; w, shape (p,), holds the
weights, and b, a number, is the bias. The forward pass, with the mean cross-entropy as the loss:

    z = X @ w + b        a = 1 / (1 + exp(-z))        L = mean of  -y log(a) - (1 - y) log(1 - a)

The backward pass asks how L changes with w and with b. By the chain rule, for one sample:

    dL/dz = dL/da * da/dz        dL/dw_j = dL/dz * x_j        dL/db = dL/dz

Work the product dL/da * da/dz out on paper: formed by the computer it is 0 / 0 as soon as the neuron is sure.
"""

import numpy as np


def neuron_gradients(w, b, X, y):
    """Return the pair (dw, db): the derivatives of the mean loss by the weights, shape (p,), and by the bias."""
    z = X @ w + b
    # Your turn: the activation a, without overflow; what is left of dL/dz; its mean with the features, and alone.
    return np.zeros(X.shape[1]), 0.0 * np.sum(z)
