"""The coefficients of a polynomial's derivative."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(c: Array) -> Array:
    """Bring each exponent down as a factor; a constant has the derivative 0."""
    return np.arange(1, len(c)) * wide(c)[1:] if len(c) > 1 else np.zeros(1)


def falling(c: Array) -> Array:
    """The same with the highest power first."""
    return exact(c[::-1])[::-1]


def accepts(answer: Any, c: Array) -> bool:
    """Highest powers with coefficient 0 may be left out, and all of them of a constant."""
    got = np.ravel(np.asarray(answer, dtype=float))
    room = max(1, len(c) - 1) - len(got)
    if room <= 0:
        return False
    nothing = np.zeros(room)
    return np.array_equal(np.r_[got, nothing], exact(c)) or np.array_equal(np.r_[nothing, got], falling(c))


def _mistakes(turned: bool) -> tuple[tuple[str, Any], ...]:
    """Return the mistakes for the lowest power first, or for the highest."""

    def of(formula: Any) -> Any:
        return (lambda c: formula(c[::-1])[::-1]) if turned else formula

    return (
        ("keeps_the_place", of(lambda c: np.arange(len(c)) * c)),
        ("keeps_the_place", of(lambda c: (np.arange(len(c)) * c)[:-1])),
        ("forgets_the_exponent", of(lambda c: c[1:])),
        ("wrong_exponent", of(lambda c: np.arange(len(c) - 1) * c[1:])),
        ("wrong_exponent", of(lambda c: np.arange(2, len(c) + 1) * c[1:])),
        ("drops_the_wrong_end", of(lambda c: np.arange(1, len(c)) * c[:-1])),
        ("drops_the_wrong_end", of(lambda c: np.arange(len(c) - 1, 0, -1) * c[1:])),
        ("integrates", of(lambda c: np.r_[0.0, c / np.arange(1, len(c) + 1)])),
        ("integrates", of(lambda c: c / np.arange(1, len(c) + 1))),
        ("integrates", of(lambda c: c[1:] / np.arange(1, len(c)))),
        ("loses_a_term", of(lambda c: (np.arange(1, len(c)) * c[1:])[:-1])),
        ("pads_with_zero", of(lambda c: np.r_[np.arange(1, len(c)) * c[1:], 0.0])),
        ("other_order", exact if turned else falling),
    )


C = np.array([4.0, -3.0, 2.5, 0.75])

TOPIC = Plain(
    name="polynomial_derivative",
    formula="polynomial_derivative(c) = [1 c[1], 2 c[2], 3 c[3], ...], for c[0] + c[1] x + c[2] x**2 + ...",
    names=r"poly(nomial)?_?(deriv|diff|der(_|$)|slope|prime)|(deriv\w*|differentiate|diff)_?(of_)?(a_|the_)?poly",
    given=(Given("coefficients", "n", "c coeffs coef coefs a p poly coefficient"),),
    exact=exact,
    readings=(
        Reading(
            "lowest power first", "coefficients[k] belongs to x**k", asks=r"lowest|ascending|increasing|c\[k\]|x\^k"
        ),
        Reading(
            "highest power first",
            "the last coefficient is the constant",
            exact=falling,
            mistakes=_mistakes(True),
            asks=r"highest|descending|decreasing|leading|np\.poly(der|val)",
        ),
    ),
    examples=(
        Example("usual", (C,)),
        Example("usual", (np.array([0.5, 2.0, -1.5, 3.0, -0.25]),)),
        Example("usual", (np.array([-2.0, 1.25, 5.0]),)),
        Example("telling", (np.array([1.5, -2.0]),)),
        Example("telling", (np.array([0.0, 0.0, 0.0, 1.0]),)),
        Example("integer", (np.array([3, 1, 2]),)),
        Example("a constant", (np.array([7.0]),), "fails_on_constants", "fails_on_constants"),
    ),
    mistakes=_mistakes(False),
    causes={
        "keeps_the_place": Cause("wrong", "The exponents come down, but do not fall: k c[k] belongs to x**(k - 1)."),
        "forgets_the_exponent": Cause("wrong", "The powers fall by one, but k does not come down as a factor."),
        "wrong_exponent": Cause("wrong", "The factor is off by one: x**k gives k x**(k - 1), with k from 0 for c[0]."),
        "drops_the_wrong_end": Cause("wrong", "Factors and coefficients do not belong together: the constant must go."),
        "integrates": Cause("wrong", "Dividing by exponents is the way back, an integral."),
        "loses_a_term": Cause("wrong", "The highest term is left out: n coefficients have a derivative with n - 1."),
        "pads_with_zero": Cause("wrong", "A zero is added for a power that the derivative does not have."),
        "other_order": Cause("wrong", "The coefficients are taken in the opposite order."),
        "fails_on_constants": Cause("fragile", "The derivative of a constant is 0: return [0] (or nothing at all)."),
    },
    edits={"wrong_exponent": ("shift_range", "plus_minus"), "loses_a_term": ("shift_range",)},
    accepts=accepts,
    everyday=lambda c: len(c) > 1,
    sizes={"n": (2, 5)},
    cost=lambda n: (np.linspace(-1.0, 1.0, n),),
    grows_with="the number of coefficients",
).topic()
