"""Values beyond two limits pulled back, right, in several styles."""

import numpy as np


def clip_outliers_clip(X, low, high):
    return np.clip(X, low, high)


def clip_outliers_where(X, low, high):
    return np.where(low > X, low, np.where(high < X, high, X))


def clip_outliers_min_max(X, low, high):
    return np.minimum(np.maximum(X, low), high)


def clip_outliers_masks(X, low, high):
    out = X.astype(float)
    out[out < low] = low
    out[out > high] = high
    return out


def clip_outliers_lists(X, low, high):
    return [[low if v < low else high if v > high else v for v in row] for row in X]


def clip_outliers_putmask(data, lower, upper):
    out = np.array(data, dtype=float)
    np.putmask(out, out < lower, lower)
    np.putmask(out, out > upper, upper)
    return out


def clip_outliers_select(X, lo, hi):
    return np.select([lo > X, hi < X], [lo, hi], default=X)


RIGHT = [name for name in dir() if name.startswith("clip_outliers")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
