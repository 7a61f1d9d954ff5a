"""Derivatives of polynomials that are wrong, or that break easily."""

import numpy as np


def poly_deriv_unshifted(c):
    return [k * a for k, a in enumerate(c)]


def poly_deriv_no_factor(c):
    return list(c[1:])


def poly_deriv_index(c):
    return np.array([k * a for k, a in enumerate(c[1:])])


def poly_deriv_wrong_end(c):
    return np.arange(1, len(c)) * c[:-1]


def poly_integral(c):
    return np.append(0.0, c / np.arange(1, len(c) + 1))


def poly_deriv_short(c):
    return [k * c[k] for k in range(1, len(c) - 1)]


def poly_deriv_padded(c):
    return np.append(np.arange(1, len(c)) * c[1:], 0)


def poly_deriv_other(c):
    """Coefficients, highest power first."""
    return np.arange(1, len(c)) * c[1:]


def poly_deriv_constant(c):
    out = [c[1]]
    for k in range(2, len(c)):
        out.append(k * c[k])
    return out


CODES = {
    "poly_deriv_unshifted": "keeps_the_place",
    "poly_deriv_no_factor": "forgets_the_exponent",
    "poly_deriv_index": "wrong_exponent",
    "poly_deriv_wrong_end": "drops_the_wrong_end",
    "poly_integral": "integrates",
    "poly_deriv_short": "loses_a_term",
    "poly_deriv_padded": "pads_with_zero",
    "poly_deriv_other": "other_order",
    "poly_deriv_constant": "fails_on_constants",
}
FRAGILE = {"fails_on_constants"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
