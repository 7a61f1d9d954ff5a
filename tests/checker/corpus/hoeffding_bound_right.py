"""Hoeffding's bound, right, in several styles."""

import math

import numpy as np


def hoeffding_bound_plain(n, epsilon, m):
    return 2 * m * math.exp(-2 * epsilon**2 * n)


def hoeffding_bound_capped(n, epsilon, m):
    return min(1.0, 2 * m * np.exp(-2 * n * epsilon * epsilon))


def hoeffding_bound_logs(n, eps, m):
    return np.exp(np.log(2.0) + np.log(m) - 2.0 * n * eps**2)


def hoeffding_bound_sum(n, epsilon, hypotheses):
    one = math.e ** (-2 * n * epsilon**2)
    total = 0.0
    for _ in range(2 * min(int(hypotheses), 1000)):
        total += one
    return total * (hypotheses / min(hypotheses, 1000))


def union_bound(m, n, epsilon):
    above = below = np.exp(-2 * epsilon**2 * n)
    return np.minimum(m * (above + below), 1)


def hoeffding_bound_power(n, epsilon, m=1):
    return 2 * m * np.power(np.exp(-2 * epsilon**2), n)


def hoeffding_of_sums(n, epsilon, m):
    t = n * epsilon
    return m * 2 * math.exp(-2 * t * t / n)


RIGHT = [name for name in dir() if name.startswith(("hoeffding_", "union_"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
