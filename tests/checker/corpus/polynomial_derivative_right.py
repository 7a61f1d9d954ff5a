"""Derivatives of polynomials that are right, in several styles."""

import numpy as np


def poly_deriv_comprehension(c):
    return [k * a for k, a in enumerate(c)][1:] or [0]


def poly_deriv_arange(coefficients):
    c = np.asarray(coefficients, dtype=float)
    return np.arange(1, len(c)) * c[1:] if len(c) > 1 else np.zeros(1)


def poly_deriv_empty(c):
    return np.arange(len(c))[1:] * c[1:]


def poly_deriv_library(c):
    return np.polynomial.polynomial.polyder(c)


def poly_deriv_loop(coeffs):
    out = []
    for k in range(1, len(coeffs)):
        out.append(k * coeffs[k])
    return out


def poly_deriv_highest_first(c):
    """Coefficients, highest power first."""
    n = len(c) - 1
    return [(n - i) * a for i, a in enumerate(c[:-1])] or [0.0]


def poly_derivative_np_polyder(p):
    return np.polyder(p)


def poly_deriv_matrix(c):
    n = len(c)
    if n == 1:
        return np.array([0.0])
    D = np.diag(np.arange(1.0, n), 1)
    return (D @ c)[:-1]


def poly_derivative_poly1d(coefs):
    return np.poly1d(coefs).deriv().coeffs


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("poly")]
}
