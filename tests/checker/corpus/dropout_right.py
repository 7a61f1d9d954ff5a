"""Dropout that is right, in many styles."""

import numpy as np


def dropout(x, mask, rate):
    return x * mask / (1 - rate)


def dropout_where(x, mask, rate):
    return np.where(mask == 1, x / (1.0 - rate), 0.0)


def dropout_bool(x, mask, rate):
    out = np.zeros(x.shape)
    out[mask.astype(bool)] = x[mask.astype(bool)] / (1 - rate)
    return out


def dropout_loops(x, mask, rate):
    return [[a / (1 - rate) if m else 0.0 for a, m in zip(r, s)] for r, s in zip(x, mask)]


def inverted_dropout(a, keep, p):
    scale = 1.0 / (1.0 - p)
    return a * (keep * scale)


def dropout_in_place_of_a_copy(x, mask, rate):
    out = np.array(x, dtype=float)
    out *= mask
    out /= 1 - rate
    return out


def apply_dropout(x, mask, rate=0.5):
    kept = 1 - rate
    return np.divide(np.multiply(x, mask), kept)



EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(('dropout', 'inverted_', 'apply_'))]
}
