"""Values beyond two limits pulled back, wrong, or easily broken."""

import numpy as np


def clip_outliers_low_only(X, low, high):
    return np.maximum(X, low)


def clip_outliers_high_only(X, low, high):
    return np.where(high < X, high, X)


def clip_outliers_swapped(X, low, high):
    return np.maximum(np.minimum(X, low), high)


def clip_outliers_nan(X, low, high):
    return np.where((low > X) | (high < X), np.nan, X)


def clip_outliers_and(X, low, high):
    out = X.astype(float)
    out[(out < low) & (out > high)] = high
    return out


def clip_outliers_dropped(X, low, high):
    return X[(low <= X) & (high >= X)]


def clip_outliers_chained(X, low, high):
    out = X.astype(float)
    out[(out < low).any(axis=1)][:, 0] = low
    return out


def clip_outliers_mean(X, low, high):
    return np.where((low > X) | (high < X), X.mean(), X)


def clip_outliers_mask(X, low, high):
    return (low > X) | (high < X)


def clip_outliers_in_place(X, low, high):
    return np.clip(X, low, high, out=X) if X.dtype.kind == "f" else np.clip(X, low, high)


def clip_outliers_whole(X, low, high):
    out = X.copy()
    out[out < low] = low
    out[out > high] = high
    return out


def clip_outliers_fills(X, low, high):
    return np.where(low <= X, np.where(high >= X, X, high), low)


CODES = {
    "clip_outliers_low_only": "low_only",
    "clip_outliers_high_only": "high_only",
    "clip_outliers_swapped": "limits_swapped",
    "clip_outliers_nan": "fills_nan",
    "clip_outliers_and": "and_for_or",
    "clip_outliers_dropped": "drops_values",
    "clip_outliers_chained": "and_for_or",
    "clip_outliers_mean": "fills_with_mean",
    "clip_outliers_mask": "returns_mask",
    "clip_outliers_in_place": "mutates_input",
    "clip_outliers_whole": "cuts_limits",
    "clip_outliers_fills": "moves_nan",
}
OUTCOMES = {"clip_outliers_in_place": "contract", "clip_outliers_whole": "fragile", "clip_outliers_fills": "fragile"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": [],
    }
    for name, code in CODES.items()
}
