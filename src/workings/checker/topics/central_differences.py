"""Slopes of a sampled function: central differences inside, one-sided ones at the ends."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(y: Array, h: float) -> Array:
    """Subtract and divide fractions."""
    v, n = [Fraction(float(one)) for one in y], len(y)
    ends = [(max(i - 1, 0), min(i + 1, n - 1)) for i in range(n)]
    return np.array([float((v[b] - v[a]) / ((b - a) * Fraction(float(h)))) for a, b in ends])


def _with(inside: Any, first: Any, last: Any) -> Any:
    """Return slopes put together of an inside and two ends."""
    return lambda y, h: np.r_[first(y, h), inside(y, h), last(y, h)]


def _in(y: Array, h: float) -> Any:
    return (y[2:] - y[:-2]) / (2 * h)


def _first(y: Array, h: float) -> Any:
    return (y[1] - y[0]) / h


def _last(y: Array, h: float) -> Any:
    return (y[-1] - y[-2]) / h


def curved(y: Array, h: float) -> Array:
    """Take the parabolas through three points at the ends; two samples have one slope."""
    v = wide(y)
    if len(v) < 3:
        return exact(y, h)
    first, last = -3 * v[0] + 4 * v[1] - v[2], 3 * v[-1] - 4 * v[-2] + v[-3]
    return np.asarray(np.r_[first, v[2:] - v[:-2], last] / (2 * np.longdouble(h)))


MISTAKES = (
    ("forgets_the_two", _with(lambda y, h: (y[2:] - y[:-2]) / h, _first, _last)),
    ("two_at_the_ends", _with(_in, lambda y, h: _first(y, h) / 2, lambda y, h: _last(y, h) / 2)),
    ("halves_wrongly", _with(lambda y, h: (y[2:] - y[:-2]) / 2 * h, _first, _last)),
    (
        "halves_wrongly",
        _with(lambda y, h: (y[2:] - y[:-2]) / 2 * h, lambda y, h: y[1] - y[0], lambda y, h: y[-1] - y[-2]),
    ),
    ("step_left_out", lambda y, h: exact(y, 1.0)),
    ("step_left_out", lambda y, h: exact(y, 1.0) * h),
    ("one_sided", lambda y, h: np.r_[np.diff(y), y[-1] - y[-2]] / h),
    ("one_sided", lambda y, h: np.r_[y[1] - y[0], np.diff(y)] / h),
    ("one_sided", lambda y, h: np.r_[np.diff(y) / h, 0.0]),
    ("one_sided", lambda y, h: np.r_[0.0, np.diff(y) / h]),
    ("one_sided", lambda y, h: np.diff(y) / h),
    ("wraps_round", lambda y, h: (np.roll(y, -1) - np.roll(y, 1)) / (2 * h)),
    ("wraps_round", _with(_in, lambda y, h: (y[1] - y[-1]) / (2 * h), _last)),
    ("ends_missing", _with(_in, lambda y, h: 0.0, lambda y, h: 0.0)),
    ("ends_missing", _in),
    ("ends_missing", _with(_in, lambda y, h: _in(y, h)[0], lambda y, h: _in(y, h)[-1])),
    ("ends_missing", _with(_in, _first, lambda y, h: 0.0)),
    ("ends_missing", _with(_in, lambda y, h: 0.0, _last)),
    ("sign_flipped", lambda y, h: -exact(y, h)),
    ("sign_flipped", _with(lambda y, h: -_in(y, h), _first, _last)),
    ("sign_flipped", _with(_in, lambda y, h: -_first(y, h), _last)),
    ("sign_flipped", _with(_in, _first, lambda y, h: -_last(y, h))),
    ("second_derivative", _with(lambda y, h: (y[2:] - 2 * y[1:-1] + y[:-2]) / h**2, _first, _last)),
)

Y = np.array([1.0, 1.75, 4.0, 3.5, -0.25])

TOPIC = Plain(
    name="central_differences",
    formula="central_differences(y, h)[i] = (y[i + 1] - y[i - 1]) / (2 h); at the ends (y[1] - y[0]) / h, and likewise",
    names=r"central_?diff|(numeric\w*|sampled|finite_diff\w*)_?(slopes?|deriv\w*|grad\w*)$",
    given=(
        Given("y", "n", "f values fx samples ys v"),
        Given("h", also="dx step spacing delta eps", values=[0.5, 0.25, 2.0, 0.75]),
    ),
    exact=exact,
    readings=(
        Reading("straight ends", "at the ends the slope of the last piece"),
        Reading(
            "curved ends",
            "at the ends the slope of the parabola through three points",
            exact=curved,
            asks=r"second.order|parabola|edge_order",
        ),
    ),
    examples=(
        Example("usual", (Y, 0.5)),
        Example("usual", (np.array([0.5, -1.0, 2.25, 2.0]), 0.25)),
        Example("usual", (np.array([3.0, 2.5, -1.0, 0.0, 4.5, 4.0]), 2.0)),
        Example("telling", (Y[:3], 0.75)),
        Example("integer", (np.array([1, 4, 9, 16]), 2)),
        Example("two samples", (Y[:2], 0.5), "fails_on_two", "fails_on_two"),
        Example("values far from 0", (Y + 2.0**40, 0.5), "cancellation", tolerance=1e-3),
        Example("a small step", (Y, 1e-12), "adds_to_the_step", tolerance=1e3),
    ),
    mistakes=MISTAKES,
    causes={
        "forgets_the_two": Cause("wrong", "From y[i - 1] to y[i + 1] it is two steps: divide by 2 h."),
        "two_at_the_ends": Cause(
            "wrong", "At the ends there is one step between the samples: divide by h, not by 2 h."
        ),
        "halves_wrongly": Cause("wrong", "a / 2 * h multiplies by h: write a / (2 * h)."),
        "step_left_out": Cause("wrong", "The differences are not divided by the step h."),
        "one_sided": Cause(
            "wrong", "Inside, these are differences to one neighbour; take both: they err by h**2, not h."
        ),
        "wraps_round": Cause("wrong", "At an end the other end is taken for a neighbour (np.roll, or y[-1])."),
        "ends_missing": Cause("wrong", "The two ends have no central difference; take their one-sided one."),
        "second_derivative": Cause("wrong", "This is how the slope changes, the second derivative."),
        "fails_on_two": Cause("fragile", "Two samples have one slope, at both: (y[1] - y[0]) / h."),
        "adds_to_the_step": Cause("fragile", "Something is added to the step; where h is small, that counts."),
    },
    edits={"forgets_the_two": ("drop_scale",), "sign_flipped": ("swap_difference", "plus_minus")},
    valid=lambda y, h: len(y) > 1 and h > 0,
    everyday=lambda y, h: len(y) > 2,
    sizes={"n": (3, 6)},
    cost=lambda n: (np.sin(np.linspace(0.0, 9.0, n)), 9.0 / n),
    textbook=lambda y, h: np.r_[(y[1] - y[0]) / h, (y[2:] - y[:-2]) / (2 * h), (y[-1] - y[-2]) / h],
    grows_with="the number of samples",
).topic()
