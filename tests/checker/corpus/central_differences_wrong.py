"""Slopes of samples that are wrong, or that break easily."""

import numpy as np


def central_differences_by_h(y, h):
    return np.r_[(y[1] - y[0]) / h, (y[2:] - y[:-2]) / h, (y[-1] - y[-2]) / h]


def central_differences_precedence(y, h):
    return np.r_[(y[1] - y[0]) / h, (y[2:] - y[:-2]) / 2 * h, (y[-1] - y[-2]) / h]


def central_differences_no_step(y, h):
    return np.gradient(y)


def central_differences_forward(y, h):
    d = np.diff(y) / h
    return np.append(d, d[-1])


def central_differences_roll(y, h):
    return (np.roll(y, -1) - np.roll(y, 1)) / (2 * h)


def central_differences_zero_ends(y, h):
    out = np.zeros(len(y))
    out[1:-1] = (y[2:] - y[:-2]) / (2 * h)
    return out


def central_differences_inside(y, h):
    return (y[2:] - y[:-2]) / (2 * h)


def central_differences_backwards(y, h):
    return np.gradient(y, h) * -1


def central_differences_half_ends(y, h):
    p = np.r_[y[0], y, y[-1]]
    return (p[2:] - p[:-2]) / (2 * h)


def central_differences_epsilon(y, h):
    return np.gradient(y, h + 1e-12)


def central_differences_three(y, h):
    out = np.empty(len(y))
    out[1:-1] = (y[2:] - y[:-2]) / (2 * h)
    out[0] = (y[1] - y[0]) / h + 0 * y[2]
    out[-1] = (y[-1] - y[-2]) / h
    return out


CODES = {
    "central_differences_by_h": "forgets_the_two",
    "central_differences_precedence": "halves_wrongly",
    "central_differences_no_step": "step_left_out",
    "central_differences_forward": "one_sided",
    "central_differences_roll": "wraps_round",
    "central_differences_zero_ends": "ends_missing",
    "central_differences_inside": "ends_missing",
    "central_differences_backwards": "sign_flipped",
    "central_differences_half_ends": "two_at_the_ends",
    "central_differences_epsilon": "adds_to_the_step",
    "central_differences_three": "fails_on_two",
}
FRAGILE = {"adds_to_the_step", "fails_on_two"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
