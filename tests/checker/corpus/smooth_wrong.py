"""Smoothed curves that are wrong."""

import numpy as np


def smooth_biased(values, weight):
    last, out = 0.0, []
    for v in values:
        last = weight * last + (1 - weight) * v
        out.append(last)
    return np.array(out)


def smooth_from_the_first(values, weight):
    out = [values[0]]
    for v in values[1:]:
        out.append(weight * out[-1] + (1 - weight) * v)
    return np.array(out)


def smooth_swapped(values, weight):
    last, out = 0.0, []
    for t, v in enumerate(values, 1):
        last = (1 - weight) * last + weight * v
        out.append(last / (1 - (1 - weight) ** t) if weight else v)
    return np.array(out)


def smooth_late(values, weight):
    last, out = 0.0, []
    for t, v in enumerate(values, 2):
        last = weight * last + (1 - weight) * v
        out.append(last / (1 - weight**t))
    return np.array(out)


def smooth_fed_back(values, weight):
    last, out = 0.0, []
    for t, v in enumerate(values, 1):
        last = (weight * last + (1 - weight) * v) / (1 - weight**t)
        out.append(last)
    return np.array(out)


def smooth_means(values, weight):
    return np.cumsum(values) / np.arange(1, len(values) + 1)



CODES = {
    "smooth_biased": "correction_forgotten",
    "smooth_from_the_first": "begins_at_the_first_value",
    "smooth_swapped": "weight_swapped",
    "smooth_late": "correction_one_step_off",
    "smooth_fed_back": "corrected_value_goes_on",
    "smooth_means": "does_not_forget",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in () else "wrong",
        "codes": [code],
        "may": ['fails_single_value', 'fails_flat_curve', 'fails_weight_0'],
    }
    for name, code in CODES.items()
}
