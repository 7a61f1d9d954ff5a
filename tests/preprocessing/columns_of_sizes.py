"""Columns of very different sizes, for scalers."""

import numpy as np

SMALL, LARGE = (200, 4), (20_000, 4)


def data(shape, order="C", dtype=np.float64, holes=False):
    rng = np.random.default_rng(0)
    X = rng.normal(size=shape) * [1.0, 10.0, 1e-3, 5.0] + [0.0, 3.0, -1.0, 100.0]
    if holes:
        X[rng.random(shape) < 0.1] = np.nan
    return np.asarray(X, dtype=dtype, order=order)
