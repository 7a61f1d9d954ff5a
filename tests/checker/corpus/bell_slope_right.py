"""Slopes of a bell curve that are right, in several styles."""

import math

import numpy as np


def bell_slope_plain(x, m, s):
    return -(x - m) / s**2 * np.exp(-((x - m) ** 2) / (2 * s**2))


def bell_slope_scaled(x, mu, sigma):
    t = (np.asarray(x, dtype=float) - mu) / sigma
    return -t * np.exp(-0.5 * t * t) / sigma


def bell_slope_loop(x, m, s):
    return [(m - v) / (s * s) * math.exp(-((v - m) ** 2) / (2 * s * s)) for v in x]


def bell_slope_product(x, m, s):
    u = -((x - m) ** 2) / (2 * s**2)
    du = -(x - m) / s**2
    return np.exp(u) * du


def bell_slope_roots(x, centre, width):
    return np.sqrt(np.exp(-(((x - centre) / width) ** 2))) * (centre - x) / width**2


def bell_slope_scipy(x, m, s):
    from scipy.stats import norm

    return (m - x) / s * norm.pdf(x, m, s) * np.sqrt(2 * np.pi)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("bell")]
}
