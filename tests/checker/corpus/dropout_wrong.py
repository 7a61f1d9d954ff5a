"""Dropout that is wrong."""

import numpy as np


def dropout_plain(x, mask, rate):
    return x * mask


def dropout_down(x, mask, rate):
    return x * mask * (1 - rate)


def dropout_by_rate(x, mask, rate):
    return x * mask / rate if rate else x * mask


def dropout_inverted_mask(x, mask, rate):
    return x * (1 - mask) / (1 - rate)


def dropout_no_mask(x, mask, rate):
    return x / (1 - rate)


def dropout_mean_of_mask(x, mask, rate):
    return x * mask / max(mask.mean(), 1e-12)


def dropout_keeps_dropped(x, mask, rate):
    return np.where(mask == 1, x / (1 - rate), x)



CODES = {
    "dropout_plain": "not_scaled",
    "dropout_down": "scaled_down",
    "dropout_by_rate": "scaled_by_rate",
    "dropout_inverted_mask": "mask_inverted",
    "dropout_no_mask": "mask_left_out",
    "dropout_mean_of_mask": "scaled_by_what_was_drawn",
    "dropout_keeps_dropped": "dropped_are_not_0",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in () else "wrong",
        "codes": [code],
        "may": ['fails_rate_0', 'fails_nothing_kept'],
    }
    for name, code in CODES.items()
}
