"""Hoeffding's bound on how far a share among n samples is from the truth, for the worst of m hypotheses."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np

from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(n: int, epsilon: float, m: int) -> float:
    """In 40 digits."""
    with mpmath.workdps(40):
        return float(2 * int(m) * mpmath.exp(-2 * mpmath.mpf(float(epsilon)) ** 2 * int(n)))


def accepts(answer: Any, n: int, epsilon: float, m: int) -> bool:
    """Of a bound above 1, which says nothing, 1 is as right."""
    return exact(n, epsilon, m) > 1.0 and bool(np.all(np.asarray(answer, dtype=float) == 1.0))


MISTAKES = (
    ("one_side_only", lambda n, e, m: m * np.exp(-2 * e * e * n)),
    ("two_missing_in_exponent", lambda n, e, m: 2 * m * np.exp(-e * e * n)),
    ("two_missing_in_exponent", lambda n, e, m: m * np.exp(-e * e * n)),
    ("two_missing_in_exponent", lambda n, e, m: 2 * m * np.exp(-e * e * n / 2)),
    ("epsilon_not_squared", lambda n, e, m: 2 * m * np.exp(-2 * e * n)),
    ("epsilon_not_squared", lambda n, e, m: 2 * m * np.exp(-2 * np.sqrt(e) * n)),
    ("n_missing", lambda n, e, m: 2 * m * np.exp(-2 * e * e)),
    ("n_not_linear", lambda n, e, m: 2 * m * np.exp(-2 * e * e * np.sqrt(n))),
    ("n_not_linear", lambda n, e, m: 2 * m * np.exp(-2 * e * e / n)),
    ("n_not_linear", lambda n, e, m: 2 * m * np.exp(-2 * (e * n) ** 2 / 1e4)),
    ("all_squared", lambda n, e, m: 2 * m * np.exp(-((2 * e) ** 2) * n)),
    ("sign_flipped", lambda n, e, m: 2 * m * np.exp(2 * e * e * n)),
    ("hypotheses_missing", lambda n, e, m: 2 * np.exp(-2 * e * e * n)),
    ("hypotheses_in_the_exponent", lambda n, e, m: 2 * np.exp(-2 * e * e * n * m)),
    ("hypotheses_in_the_exponent", lambda n, e, m: 2 * np.exp(-2 * e * e * n / m)),
    ("hypotheses_in_the_exponent", lambda n, e, m: (2 * np.exp(-2 * e * e * n)) ** m),
    ("as_if_independent", lambda n, e, m: 1 - (1 - min(1.0, 2 * np.exp(-2 * e * e * n))) ** m),
    ("chance_of_being_near", lambda n, e, m: 1 - 2 * m * np.exp(-2 * e * e * n)),
)

TOPIC = Plain(
    name="hoeffding_bound",
    formula="hoeffding_bound(n, epsilon, m) = 2 m exp(-2 epsilon**2 n)",
    names=r"hoeffding|union_bound",
    given=(
        Given("n", also="n_samples samples size", values=[40, 75, 120]),
        Given("epsilon", also="eps e tolerance margin", values=[0.2, 0.25, 0.15]),
        Given("m", also="n_hypotheses hypotheses m_hypotheses k", values=[2, 3, 5]),
    ),
    exact=exact,
    readings=(Reading("both sides, m hypotheses", "how likely at most one of m shares is off by more than epsilon"),),
    examples=(
        Example("usual", (100, 0.15, 3)),
        Example("usual", (60, 0.25, 5)),
        Example("usual", (250, 0.1, 7)),
        Example("usual", (6, 0.5, 2)),
        Example("telling", (80, 0.2, 1)),
        Example("telling", (40, 0.25, 2)),
        Example("a bound above 1", (10, 0.05, 4), "bound_above_one"),
        Example("a million samples", (10**6, 0.1, 1000), "overflow", "overflow"),
        Example("a wide margin", (9, 1.0, 10**6), "differs"),
    ),
    mistakes=MISTAKES,
    causes={
        "one_side_only": Cause("wrong", "The 2 in front is missing: the share may be too large or too small."),
        "two_missing_in_exponent": Cause("wrong", "The exponent is -2 epsilon**2 n; the 2 is not there, or elsewhere."),
        "epsilon_not_squared": Cause("wrong", "epsilon is squared in the exponent."),
        "n_missing": Cause("wrong", "The number of samples does not enter: more samples make the bound smaller."),
        "n_not_linear": Cause("wrong", "n stands in the exponent as it is: neither its root, its square nor 1 / n."),
        "all_squared": Cause("wrong", "(2 epsilon)**2 is 4 epsilon**2; only epsilon is squared."),
        "hypotheses_missing": Cause(
            "wrong", "The union bound is missing: of m hypotheses any may be off, which is m times as likely at most."
        ),
        "hypotheses_in_the_exponent": Cause("wrong", "m stands in front, as a factor: the chances of m events add up."),
        "as_if_independent": Cause(
            "wrong", "1 - (1 - p)**m is for independent hypotheses; on the same data they are not. Take m times p."
        ),
        "chance_of_being_near": Cause("wrong", "This is 1 less the bound; wanted is the chance of being off."),
        "bound_above_one": Cause(
            "fragile", "Where the bound is above 1, return it or 1; here something else comes back."
        ),
        "overflow": Cause("fragile", "With many samples something overflows; exp(-20000) is simply 0."),
    },
    edits={"sign_flipped": ("negate", "plus_minus"), "two_missing_in_exponent": ("drop_scale",)},
    accepts=accepts,
    everyday=lambda n, epsilon, m: exact(n, epsilon, m) < 1.0,
    valid=lambda n, epsilon, m: n >= 1 and m >= 1 and 0 < epsilon <= 1,
).topic()
