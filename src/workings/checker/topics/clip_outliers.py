"""Values beyond two limits pulled back to the limit, in a new array."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(X: Array, low: float, high: float) -> Array:
    """Look at each entry: one below low becomes low, one above high becomes high, nan stays."""
    flat = [low if v < low else high if v > high else v for v in np.asarray(X, dtype=np.float64).ravel().tolist()]
    return np.array(flat, dtype=np.float64).reshape(np.shape(X))


def _where(change: Any) -> Any:
    return lambda X, low, high: change(X, low, high, low > X, high < X)


MISTAKES = (
    ("low_only", _where(lambda X, low, high, below, above: np.where(below, low, X))),
    ("high_only", _where(lambda X, low, high, below, above: np.where(above, high, X))),
    ("limits_swapped", _where(lambda X, low, high, below, above: np.where(below, high, np.where(above, low, X)))),
    ("limits_swapped", lambda X, low, high: np.minimum(np.maximum(X, high), low)),
    ("limits_swapped", lambda X, low, high: np.maximum(np.minimum(X, low), high)),
    ("drops_values", _where(lambda X, low, high, below, above: X[~(below | above)])),
    ("drops_values", _where(lambda X, low, high, below, above: X[~(below | above).any(axis=1)])),
    ("fills_nan", _where(lambda X, low, high, below, above: np.where(below | above, np.nan, X))),
    ("fills_zero", _where(lambda X, low, high, below, above: np.where(below | above, 0.0, X))),
    ("fills_with_mean", _where(lambda X, low, high, below, above: np.where(below | above, X.mean(), X))),
    ("fills_with_mean", _where(lambda X, low, high, below, above: np.where(below | above, X.mean(axis=0), X))),
    ("returns_mask", _where(lambda X, low, high, below, above: below | above)),
    ("returns_mask", _where(lambda X, low, high, below, above: ~(below | above))),
    ("one_limit_for_both", _where(lambda X, low, high, below, above: np.where(below | above, low, X))),
    ("one_limit_for_both", _where(lambda X, low, high, below, above: np.where(below | above, high, X))),
    ("and_for_or", lambda X, low, high: X),
    ("moves_to_range", lambda X, low, high: np.clip((X - low) / (high - low), 0, 1)),
    ("limits_as_shares", lambda X, low, high: np.clip(X, *np.quantile(X, [0.05, 0.95]))),
)

A = np.array([[0.5, 7.25, -2.0, 1.5], [3.0, -4.5, 2.25, 9.0], [-0.25, 2.0, 5.5, 0.75]])

TOPIC = Plain(
    name="clip_outliers",
    formula="clip_outliers(X, low, high) = X with what is below low at low, and what is above high at high",
    names=r"clip_(the_)?(outlier|value|extreme|array|data|range)|winsori[sz]e_at|(cap|clamp)_(outlier|value|extreme|data)",
    given=(
        Given("X", "np", "x a data values arr array matrix"),
        Given("low", "", "lower lo min minimum a_min floor lower_limit lowest", (-3.0, -0.5)),
        Given("high", "", "upper hi max maximum a_max ceiling upper_limit highest", (0.5, 3.0)),
    ),
    exact=exact,
    readings=(Reading("a new array", "values beyond a limit at that limit, all others as they are"),),
    examples=(
        Example("usual", (A, -1.0, 4.0)),
        Example("usual", (A.T[::-1] * 1.5, 0.25, 6.5)),
        Example("usual", (np.array([[12.0, -7.5], [0.5, 1.25], [-1.0, 3.0]]), -2.0, 2.0)),
        Example("telling", (np.array([[-5.0, 1.0, 5.0]]), -1.0, 2.0)),
        Example("integer", (np.array([[-4, 2], [9, 1]]), 0, 5)),
        Example("nothing beyond the limits", (np.array([[0.5, 1.0], [1.5, 2.0]]), 0.0, 3.0), "fails_if_nothing_to_do"),
        Example("limits between whole numbers", (np.array([[-4, 2], [9, 1]]), -0.5, 5.5), "cuts_limits"),
        Example("nan among the values", (np.array([[np.nan, 5.0], [-5.0, 1.0]]), -1.0, 2.0), "moves_nan"),
        Example("infinite values", (np.array([[np.inf, 0.5], [-np.inf, 1.0]]), -1.0, 2.0), "leaves_infinite"),
    ),
    mistakes=MISTAKES,
    causes={
        "low_only": Cause("wrong", "Only the values below low are changed; those above high too should be."),
        "high_only": Cause("wrong", "Only the values above high are changed; those below low too should be."),
        "limits_swapped": Cause("wrong", "The two limits are swapped: minimum and maximum are mixed up?"),
        "drops_values": Cause("wrong", "Values (or rows) are left out; the shape should stay."),
        "fills_nan": Cause("wrong", "What is beyond the limits becomes nan; it should become the limit."),
        "fills_zero": Cause("wrong", "What is beyond the limits becomes 0; it should become the limit."),
        "fills_with_mean": Cause("wrong", "What is beyond the limits becomes a mean; it should become the limit."),
        "returns_mask": Cause("wrong", "A mask comes back; use it: np.where(mask, limit, X)."),
        "one_limit_for_both": Cause("wrong", "Values on both sides get the same limit."),
        "and_for_or": Cause(
            "wrong",
            "Nothing is changed. (X < low) & (X > high) is never true, each limit needs a mask of its own; and "
            "X[rows][mask] = value writes into a copy that is thrown away.",
        ),
        "moves_to_range": Cause("wrong", "The values are moved and stretched to 0..1; those between should stay."),
        "limits_as_shares": Cause("wrong", "The limits are taken from the data; they are given."),
        "fails_if_nothing_to_do": Cause("fragile", "Where nothing lies beyond, the values should come back."),
        "cuts_limits": Cause(
            "fragile",
            "Limits such as 5.5 are written into an array of whole numbers, which cuts them. np.where and np.clip "
            "make an array that can hold both.",
        ),
        "moves_nan": Cause("fragile", "nan is neither below nor above, and should stay nan."),
        "leaves_infinite": Cause("fragile", "An infinite value is beyond a limit too."),
    },
    edits={"limits_swapped": ("max_for_min",), "and_for_or": ("return_it",)},
    valid=lambda X, low, high: low < high,
    everyday=lambda X, low, high: bool(((low > X) | (high < X)).any()),
    sizes={"n": (1, 3), "p": (1, 3)},
    cost=lambda n: (np.linspace(-5.0, 5.0, 2 * n).reshape(n, 2), -1.0, 2.0),
    textbook=np.clip,
    grows_with="the number of rows",
).topic()
