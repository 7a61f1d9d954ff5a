"""Taylor polynomials of exp that are right, in several styles."""

import math

import numpy as np


def taylor_exp_running(x, n):
    total = term = 1.0
    for k in range(1, n + 1):
        term *= x / k
        total += term
    return total


def taylor_exp_horner(x, n):
    total = 1.0
    for k in range(n, 0, -1):
        total = 1.0 + x / k * total
    return total


def taylor_exp_products(x, degree):
    return float(np.sum(np.cumprod(np.r_[1.0, x / np.arange(1, degree + 1)])))


def taylor_exp_fsum(x, n):
    terms = [1.0]
    for k in range(1, n + 1):
        terms.append(terms[-1] * x / k)
    return math.fsum(terms)


def taylor_exp_n_terms(x, n_terms):
    """Sum of the first n terms."""
    total, term = 0.0, 1.0
    for k in range(n_terms):
        total += term
        term *= x / (k + 1)
    return total


def taylor_exp_while(x, n):
    k, term, total = 0, 1.0, 1.0
    while k < n:
        k += 1
        term = term * x / k
        total = total + term
    return total


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("taylor")]
}
