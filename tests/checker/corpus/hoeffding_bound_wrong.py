"""Hoeffding's bound, wrong, or easily broken."""

import math

import numpy as np


def hoeffding_bound_one_side(n, epsilon, m):
    return m * math.exp(-2 * epsilon**2 * n)


def hoeffding_bound_no_two(n, epsilon, m):
    return 2 * m * math.exp(-(epsilon**2) * n)


def hoeffding_bound_linear(n, epsilon, m):
    return 2 * m * np.exp(-2 * epsilon * n)


def hoeffding_bound_no_n(n, epsilon, m):
    return 2 * m * np.exp(-2 * epsilon**2)


def hoeffding_bound_one_hypothesis(n, epsilon, m):
    return 2 * np.exp(-2 * epsilon**2 * n)


def hoeffding_bound_exponent(n, epsilon, m):
    return 2 * np.exp(-2 * epsilon**2 * n * m)


def hoeffding_bound_bracket(n, epsilon, m):
    return min(1, 2 * m * np.exp(-((2 * epsilon) ** 2) * n))


def hoeffding_bound_near(n, epsilon, m):
    return 1 - 2 * m * np.exp(-2 * epsilon**2 * n)


def hoeffding_bound_zero_above_one(n, epsilon, m):
    bound = 2 * m * np.exp(-2 * epsilon**2 * n)
    return bound if bound <= 1 else 0.0


CODES = {
    "hoeffding_bound_one_side": "one_side_only",
    "hoeffding_bound_no_two": "two_missing_in_exponent",
    "hoeffding_bound_linear": "epsilon_not_squared",
    "hoeffding_bound_no_n": "n_missing",
    "hoeffding_bound_one_hypothesis": "hypotheses_missing",
    "hoeffding_bound_exponent": "hypotheses_in_the_exponent",
    "hoeffding_bound_bracket": "all_squared",
    "hoeffding_bound_near": "chance_of_being_near",
    "hoeffding_bound_zero_above_one": "bound_above_one",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "bound_above_one" else "wrong",
        "codes": [code],
        "may": [] if code == "bound_above_one" else ["bound_above_one"],
    }
    for name, code in CODES.items()
}
