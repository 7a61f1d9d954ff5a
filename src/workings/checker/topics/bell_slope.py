"""The slope of a bell curve: the chain rule, and the derivative of the exponential."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(x: Array, m: float, s: float) -> Array:
    """In longdouble."""
    t = (wide(x) - np.longdouble(m)) / np.longdouble(s)
    return np.asarray(-t / np.longdouble(s) * np.exp(-t * t / 2))


def _of(formula: Any) -> Any:
    """Return the mistake with the height of the curve, the way from the middle and the width."""
    return lambda x, m, s: formula(np.exp(-(((x - m) / s) ** 2) / 2), x - m, s)


MISTAKES = (
    ("inner_derivative_missing", _of(lambda e, d, s: e)),
    ("inner_derivative_missing", _of(lambda e, d, s: -e)),
    ("inner_derivative_missing", _of(lambda e, d, s: e * -(d**2) / (2 * s**2))),
    ("sign_flipped", _of(lambda e, d, s: e * d / s**2)),
    ("width_not_squared", _of(lambda e, d, s: -e * d / s)),
    ("width_not_squared", _of(lambda e, d, s: -e * d / (2 * s))),
    ("width_missing", _of(lambda e, d, s: -e * d)),
    ("width_missing", _of(lambda e, d, s: -2 * e * d)),
    ("width_missing", _of(lambda e, d, s: -e * d * s**2)),
    ("two_left_over", _of(lambda e, d, s: -2 * e * d / s**2)),
    ("two_left_over", _of(lambda e, d, s: -e * d / (2 * s**2))),
    ("power_rule_on_exp", _of(lambda e, d, s: -(d**2) / (2 * s**2) * e * np.exp(d**2 / (2 * s**2)))),
    ("only_the_inner", _of(lambda e, d, s: -d / s**2)),
    ("exp_of_the_inner", _of(lambda e, d, s: np.exp(-d / s**2))),
    ("exp_of_the_inner", _of(lambda e, d, s: np.exp(-d / s**2) * e)),
    ("normalised", _of(lambda e, d, s: -e * d / s**2 / (s * np.sqrt(2 * np.pi)))),
    ("second_derivative", _of(lambda e, d, s: e * (d**2 / s**4 - 1 / s**2))),
    ("middle_missing", lambda x, m, s: -(x - m) / s**2 * np.exp(-(x**2) / (2 * s**2))),
    ("middle_missing", lambda x, m, s: -x / s**2 * np.exp(-((x - m) ** 2) / (2 * s**2))),
    ("middle_missing", lambda x, m, s: -x / s**2 * np.exp(-(x**2) / (2 * s**2))),
    ("exponent_precedence", lambda x, m, s: -(x - m) / s**2 * np.exp(-((x - m) ** 2) * s**2 / 2)),
    ("two_missing_in_exponent", lambda x, m, s: -(x - m) / s**2 * np.exp(-((x - m) ** 2) / s**2)),
    ("two_missing_in_exponent", lambda x, m, s: -2 * (x - m) / s**2 * np.exp(-((x - m) ** 2) / s**2)),
)

X = np.array([-1.5, 0.25, 1.0, 2.75, 4.0])

TOPIC = Plain(
    name="bell_slope",
    formula="bell_slope(x, m, s) = -(x - m) / s**2 * exp(-(x - m)**2 / (2 s**2))",
    names=r"(bell|gauss\w*)_?(curve_?)?(slope|deriv\w*|grad\w*|prime)|(slope|deriv\w*)_(of_)?(the_|a_)?(bell|gauss)",
    given=(
        Given("x", "n", "xs at"),
        Given("m", also="mu mean centre center middle c", values=[0.5, -1.0, 0.25]),
        Given("s", also="sigma sd width scale w std", values=[1.5, 0.75, 2.0]),
    ),
    exact=exact,
    readings=(Reading("a bell curve of height 1", "the derivative by x of exp(-(x - m)**2 / (2 s**2))"),),
    examples=(
        Example("usual", (X, 0.5, 1.5)),
        Example("usual", (X[:3], -1.0, 0.75)),
        Example("usual", (X[::-1], 1.25, 3.0)),
        Example("telling", (X, 0.0, 2.0)),
        Example("integer", (np.array([0, 1, 3]), 1, 2)),
        Example("a single place", (X[:1], 0.5, 1.5), "fails_single_element"),
        Example("far out, where the curve is 0", (np.array([1e5, -1e8, 60.0]), 0.5, 1.0), "overflow", "overflow"),
    ),
    mistakes=MISTAKES,
    causes={
        "inner_derivative_missing": Cause(
            "wrong", "The chain rule asks for the derivative of the exponent as a factor: -(x - m) / s**2."
        ),
        "width_not_squared": Cause(
            "wrong", "The derivative of -(x - m)**2 / (2 s**2) is -(x - m) / s**2: s is squared."
        ),
        "width_missing": Cause("wrong", "The derivative of the exponent is divided by s**2; here it is not."),
        "two_left_over": Cause("wrong", "A 2 is left over: that of the square and that of 2 s**2 cancel."),
        "power_rule_on_exp": Cause("wrong", "exp is its own derivative; the power rule is for x**n."),
        "only_the_inner": Cause(
            "wrong", "This is the derivative of the exponent; exp of the exponent is a factor too."
        ),
        "exp_of_the_inner": Cause("wrong", "exp keeps its argument, (exp(u))' = exp(u) u'; here u' went into exp."),
        "normalised": Cause("wrong", "This is for the density, which is divided by s sqrt(2 pi); this curve is not."),
        "second_derivative": Cause("wrong", "This is the second derivative."),
        "middle_missing": Cause("wrong", "The middle m is not subtracted everywhere: x - m, in both places."),
        "two_missing_in_exponent": Cause(
            "wrong", "The exponent is -(x - m)**2 / (2 s**2); the 2 (or its brackets) is lost."
        ),
        "exponent_precedence": Cause("wrong", "a / 2 * s**2 multiplies by s**2: the exponent wants a / (2 * s**2)."),
        "overflow": Cause("fragile", "Far out something overflows; exp(-u) there is simply 0."),
        "fails_single_element": Cause("fragile", "A single place fails."),
    },
    edits={"sign_flipped": ("negate", "plus_minus", "swap_difference"), "two_left_over": ("drop_scale",)},
    valid=lambda x, m, s: s > 0,
    cost=lambda n: (np.linspace(-3.0, 3.0, n), 0.5, 1.5),
    textbook=lambda x, m, s: -(x - m) / s**2 * np.exp(-((x - m) ** 2) / (2 * s**2)),
    grows_with="the number of places",
).topic()
