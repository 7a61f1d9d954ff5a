"""The Taylor polynomial of the exponential."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def _sum(x: float, powers: Any, term: Any = None) -> float:
    term = term or (lambda t, k: t**k / math.factorial(k))
    total = sum((term(Fraction(float(x)), k) for k in powers), Fraction(0))
    try:
        return float(total)
    except OverflowError:
        return math.inf


def exact(x: float, n: int) -> float:
    """Add n + 1 fractions."""
    return _sum(x, range(n + 1))


def terms(x: float, n: int) -> float:
    """Add n fractions."""
    return _sum(x, range(n))


def _mistakes(more: int) -> tuple[tuple[str, Any], ...]:
    """Return the mistakes for a last power of n (more = 1), or of n - 1 (more = 0)."""

    def of(term: Any, start: int = 0) -> Any:
        return lambda x, n: _sum(x, range(start, n + more), term)

    return (
        ("one_step_too_few" if more else "one_step_too_many", lambda x, n: _sum(x, range(n + 1 - more))),
        ("one_step_too_many" if more else "one_step_too_few", lambda x, n: _sum(x, range(n + 2 * more - 1 + more))),
        ("starts_at_one", of(None, 1)),
        ("no_factorial", of(lambda t, k: t**k)),
        ("divides_by_k", of(lambda t, k: t**k / max(k, 1))),
        ("factorial_off_by_one", of(lambda t, k: t**k / math.factorial(k + 1))),
        ("factorial_off_by_one", of(lambda t, k: t**k / math.factorial(max(k - 1, 0)))),
        ("power_off_by_one", of(lambda t, k: t ** (k + 1) / math.factorial(k))),
        ("signs_alternate", of(lambda t, k: (-t) ** k / math.factorial(k))),
        ("odd_or_even_only", lambda x, n: _sum(x, range(0, n + more, 2))),
        ("odd_or_even_only", lambda x, n: _sum(x, range(1, n + more, 2))),
        ("last_term_only", lambda x, n: _sum(x, range(n + more - 1, n + more))),
        ("last_term_only", lambda x, n: 1.0 + _sum(x, range(n + more - 1, n + more))),
        ("a_step_behind", lambda x, n: 1.0 + _sum(x, range(n + more - 1))),
        ("the_function_itself", lambda x, n: math.exp(x)),
    )


def _sized(x: float) -> float:
    """Return what adding terms in float64 costs, with signs that alternate: some rounding of the largest."""
    return float(1e-14 * np.exp(abs(x)))


TOPIC = Plain(
    name="taylor_exp",
    formula="taylor_exp(x, n) = 1 + x + x**2 / 2! + ... + x**n / n!",
    names=r"taylor_?(series_?|poly\w*_?)?(of_?)?exp|exp_?(by_|with_)?(taylor|series)|(power_)?series_exp",
    given=(
        Given("x", also="t z at", values=[0.5, -1.25, 2.0, -0.75, 1.5]),
        Given("n", also="degree order terms n_terms n_max k", values=[3, 2, 5, 4]),
    ),
    exact=exact,
    readings=(
        Reading("degree n", "the last power is x**n", asks=r"degree|order n|n \+ 1 terms|up to x\*\*n"),
        Reading(
            "n terms",
            "the last power is x**(n - 1)",
            exact=terms,
            mistakes=_mistakes(0),
            asks=r"(?<!\+ 1 )n terms|n_terms|number of terms|first n",
        ),
    ),
    examples=(
        Example("usual", (0.5, 4)),
        Example("usual", (-1.25, 5)),
        Example("usual", (2.5, 3)),
        Example("telling", (1.0, 2)),
        Example("telling", (-0.75, 1)),
        Example("x = 0", (0.0, 4), "fails_at_zero"),
        Example("many terms", (1.5, 40), "differs", tolerance=1e-12),
        Example("the 200th power", (2.0, 200), "overflow", "overflow", tolerance=1e-12),
        Example("the 400th power of 30", (30.0, 400), "overflow", "overflow", tolerance=2e3),
    ),
    mistakes=_mistakes(1),
    causes={
        "starts_at_one": Cause("wrong", "The first term is x**0 / 0! = 1; here it is missing."),
        "no_factorial": Cause("wrong", "The powers are not divided by k!; 1 + x + x**2 + ... is 1 / (1 - x)."),
        "divides_by_k": Cause("wrong", "x**k is divided by k; it is k!, the product of all numbers up to k."),
        "factorial_off_by_one": Cause("wrong", "Power and factorial do not belong together: x**k / k!."),
        "power_off_by_one": Cause("wrong", "Power and factorial do not belong together: x**k / k!."),
        "signs_alternate": Cause("wrong", "The signs alternate: this is exp(-x)."),
        "odd_or_even_only": Cause("wrong", "Every other term is missing: this is cosh or sinh."),
        "last_term_only": Cause("wrong", "Only the last term comes back; add them up."),
        "a_step_behind": Cause(
            "wrong", "Each term is added before it is brought up to date: the first comes twice, the last never."
        ),
        "the_function_itself": Cause("wrong", "This is exp itself; asked for is the polynomial that comes near it."),
        "fails_at_zero": Cause("fragile", "At x = 0 the answer is 1, the first term."),
        "overflow": Cause(
            "fragile",
            "x**k or k! alone is beyond what a float holds, though the term is small. Make each term of the one "
            "before: term *= x / k.",
        ),
    },
    edits={"one_step_too_few": ("shift_range",), "starts_at_one": ("shift_range",)},
    valid=lambda x, n: int(n) == n and n >= 1,
    untried=("complex numbers", "arrays"),
).topic()
