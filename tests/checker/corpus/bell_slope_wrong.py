"""Slopes of a bell curve that are wrong, or that break easily."""

import numpy as np


def _bell(x, m, s):
    return np.exp(-((x - m) ** 2) / (2 * s**2))


def bell_slope_itself(x, m, s):
    return np.exp(-((x - m) ** 2) / (2 * s**2))


def bell_slope_plus(x, m, s):
    return (x - m) / s**2 * np.exp(-((x - m) ** 2) / (2 * s**2))


def bell_slope_width(x, m, s):
    return -(x - m) / s * np.exp(-((x - m) ** 2) / (2 * s**2))


def bell_slope_two(x, m, s):
    return -2 * (x - m) / s**2 * np.exp(-((x - m) ** 2) / (2 * s**2))


def bell_slope_inner(x, m, s):
    return -(x - m) / s**2


def bell_slope_density(x, m, s):
    return -(x - m) / s**2 * np.exp(-((x - m) ** 2) / (2 * s**2)) / (s * np.sqrt(2 * np.pi))


def bell_slope_precedence(x, m, s):
    return -(x - m) / s**2 * np.exp(-((x - m) ** 2) / 2 * s**2)


def bell_slope_uncentred(x, m, s):
    return -x / s**2 * np.exp(-(x**2) / (2 * s**2))


def bell_slope_ratio(x, m, s):
    big = np.exp((x - m) ** 2 / (2 * s**2))
    return -(x - m) * big / (s**2 * big**2)


def bell_slope_forgot_two(x, m, s):
    return -(x - m) / s**2 * np.exp(-((x - m) ** 2) / s**2)


CODES = {
    "bell_slope_itself": "inner_derivative_missing",
    "bell_slope_plus": "sign_flipped",
    "bell_slope_width": "width_not_squared",
    "bell_slope_two": "two_left_over",
    "bell_slope_inner": "only_the_inner",
    "bell_slope_density": "normalised",
    "bell_slope_precedence": "exponent_precedence",
    "bell_slope_uncentred": "middle_missing",
    "bell_slope_ratio": "overflow",
    "bell_slope_forgot_two": "two_missing_in_exponent",
}
FRAGILE = {"overflow"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
