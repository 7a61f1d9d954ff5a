"""Samples for stochastic gradient descent: X, numbers, two classes, three classes."""

import numpy as np
import scipy.sparse as sp


def samples(n, p, sparse=False, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    z = X @ rng.normal(size=p) + 0.5 * rng.normal(size=n)
    if sparse:
        X = sp.csr_matrix(np.where(rng.random((n, p)) < 0.4, X, 0.0))
    return X, z, (z > 0).astype(int), np.digitize(z, [-1, 1])


SHORT = samples(120, 5)
LONG = samples(250, 21)
SPARSE = samples(250, 60, sparse=True)
