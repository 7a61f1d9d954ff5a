"""Missing numbers replaced by the mean of their column."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._exact import mean_and_variance
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

NAN = np.nan


def exact(X: Array) -> Array:
    """Take the mean of what each column has, in fractions."""
    filled = np.array(X, dtype=np.float64)
    for column in filled.T:
        missing = np.isnan(column)
        if missing.any() and not missing.all():
            column[missing] = float(mean_and_variance(column[~missing])[0])
    return filled


def _has_empty_column(X: Array) -> bool:
    return bool(np.isnan(np.asarray(X, dtype=np.float64)).all(axis=0).any())


def accepts(answer: Any, X: Array) -> bool:
    """A column without any number may be left out."""
    kept = exact(X)[:, ~np.isnan(X).all(axis=0)]
    return _has_empty_column(X) and np.shape(answer) == kept.shape and np.allclose(answer, kept, rtol=1e-11, atol=1e-11)


def _fill(value: Any) -> Any:
    """Return the mistake of filling with `value(X)`."""
    return lambda X: np.where(np.isnan(X), value(X), X)


def _forward(X: Array) -> Array:
    filled = X.copy()
    for i in range(1, len(X)):
        filled[i] = np.where(np.isnan(filled[i]), filled[i - 1], filled[i])
    return filled


def _without_zeros(X: Array) -> Array:
    return np.asarray(np.nanmean(np.where(X == 0, NAN, X), axis=0))


MISTAKES = (
    ("nan_left", lambda X: X),
    ("mean_of_rows", _fill(lambda X: np.nanmean(X, axis=1, keepdims=True))),
    ("mean_of_everything", _fill(np.nanmean)),
    ("mean_of_everything", _fill(lambda X: np.mean(np.nanmean(X, axis=0)))),
    ("divides_by_all_rows", _fill(lambda X: np.nansum(X, axis=0) / len(X))),
    ("divides_by_all_rows", _fill(lambda X: np.nansum(X) / X.size)),
    ("fills_zero", np.nan_to_num),
    ("takes_median", _fill(lambda X: np.nanmedian(X, axis=0))),
    ("treats_zero_as_missing", lambda X: np.where(np.isnan(X) | (X == 0), _without_zeros(X), X)),
    ("treats_zero_as_missing", lambda X: np.where(np.isnan(X) | (X == 0), np.nanmean(X, axis=0), X)),
    ("treats_zero_as_missing", lambda X: np.where(X == 0, _without_zeros(X), X)),
    ("treats_zero_as_missing", _fill(_without_zeros)),
    ("fills_with_neighbour", _forward),
    ("overwrites_numbers", lambda X: np.broadcast_to(np.nanmean(X, axis=0), X.shape)),
    ("drops_rows", lambda X: X[~np.isnan(X).any(axis=1)]),
    ("drops_columns", lambda X: X[:, ~np.isnan(X).any(axis=0)]),
    ("complete_rows_only", _fill(lambda X: X[~np.isnan(X).any(axis=1)].mean(axis=0))),
    ("returns_means", lambda X: np.nanmean(X, axis=0)),
    ("fills_with_extreme", _fill(lambda X: np.nanmin(X, axis=0))),
    ("fills_with_extreme", _fill(lambda X: np.nanmax(X, axis=0))),
    ("fills_with_sum", _fill(lambda X: np.nansum(X, axis=0))),
)

A = np.array([[1.0, NAN, 0.0], [2.5, 4.0, NAN], [NAN, -1.0, 3.5], [7.0, 2.25, 6.0], [0.0, 0.5, 1.25]])
B = np.array([[0.0, 2.0, 5.0, NAN], [3.0, NAN, -1.5, 8.0], [4.0, 7.0, 0.0, 1.0]])

TOPIC = Plain(
    name="impute_mean",
    formula="impute_mean(X) = X with every nan replaced by the mean of the numbers in its column",
    names=r"imput|fill_?(in_?)?(the_?)?(missing|na(ns?)?(_|$))|mean_fill|replace_(missing|nan)",
    given=(Given("X", "np", "x data a arr matrix table values", [NAN, 1.0, -2.5, 0.0, 4.0, 3.25, -1.0, 6.0]),),
    exact=exact,
    readings=(Reading("columns", "every nan becomes the mean of the numbers in its column"),),
    examples=(
        Example("usual", (A,)),
        Example("usual", (B,)),
        Example("usual", (-A[::-1, ::-1] + 0.5,)),
        Example("telling", (np.array([[NAN, 1.0], [2.0, NAN], [4.0, 5.0]]),)),
        Example("square", (np.array([[1.0, NAN, 2.0], [NAN, 3.0, 7.0], [4.0, 5.0, NAN]]),)),
        Example("integer", (np.array([[1, 0], [3, 4], [5, -2]]),)),
        Example("nothing missing", (np.array([[1.5, 0.0], [3.0, -4.0], [2.0, 2.0]]),), "fails_if_nothing_missing"),
        Example("one number in a column", (np.array([[NAN, 1.0], [NAN, 2.0], [3.0, NAN]]),), "differs"),
        Example("a single column", (np.array([[1.0], [NAN], [4.0]]),), "fails_single_column"),
        Example("numbers far from 0", (A + 1e8,), "loses_float64_precision", tolerance=1e-6),
        Example("infinite numbers", (np.array([[NAN, 1.0], [2.0, np.inf], [4.0, 5.0]]),), "treats_inf_as_missing"),
        Example("a column of nan", (np.array([[NAN, 1.0], [NAN, NAN], [NAN, 4.0]]),), "invents_values"),
    ),
    mistakes=MISTAKES,
    causes={
        "nan_left": Cause(
            "wrong",
            "The nan are still there: nothing was filled in, or the mean itself is nan because a mean over numbers "
            "and nan is nan. np.nanmean leaves nan out; x == np.nan is never true, np.isnan(x) is what asks.",
        ),
        "mean_of_rows": Cause("wrong", "The mean runs along the row; a feature is a column: axis=0."),
        "mean_of_everything": Cause("wrong", "One mean of the whole array fills every gap; each column has its own."),
        "divides_by_all_rows": Cause(
            "wrong", "The sum is divided by the number of all rows; the missing ones must not be counted."
        ),
        "fills_zero": Cause("wrong", "The gaps are filled with 0, not with the mean."),
        "takes_median": Cause("wrong", "The gaps are filled with the median, not with the mean."),
        "treats_zero_as_missing": Cause("wrong", "An observed 0 is a number, and is taken for a gap."),
        "fills_with_neighbour": Cause("wrong", "A gap gets the value from the row above it, not the column's mean."),
        "overwrites_numbers": Cause("wrong", "Numbers that were there are replaced as well."),
        "drops_rows": Cause("wrong", "Rows with a gap are left out; they were to be filled."),
        "drops_columns": Cause("wrong", "Columns with a gap are left out; they were to be filled."),
        "complete_rows_only": Cause(
            "wrong", "The mean is taken over the rows without any gap; a column's mean takes all the numbers it has."
        ),
        "returns_means": Cause("wrong", "The means come back, not the matrix that is filled with them."),
        "fills_with_extreme": Cause("wrong", "The gaps are filled with the smallest or largest number of the column."),
        "fills_with_sum": Cause("wrong", "The gaps are filled with the sum of the column; divide by the count."),
        "fails_if_nothing_missing": Cause("fragile", "A matrix without any gap does not come back as it is."),
        "fails_single_column": Cause("fragile", "A matrix of one column fails."),
        "treats_inf_as_missing": Cause("fragile", "An infinite number is replaced, or spoils another column's mean."),
        "invents_values": Cause(
            "fragile",
            "A column without a single number has no mean, yet it is filled. Leave nan there, or raise.",
        ),
    },
    edits={
        "nan_left": ("skip_nan", "return_it"),
        "mean_of_rows": ("add_axis",),
        "mean_of_everything": ("add_axis",),
        "takes_median": ("mean_for_median",),
    },
    everyday=lambda X: not _has_empty_column(X) and not np.isinf(X).any(),
    accepts=accepts,
    may_raise=lambda X: _has_empty_column(X) or bool(np.isinf(X).any()),
    instead="the column as it is, all nan; or ValueError",
    sizes={"n": (2, 4), "p": (1, 3)},
    cost=lambda n: (np.where(np.arange(2 * n) % 7 == 3, NAN, np.linspace(0.0, 1.0, 2 * n)).reshape(n, 2),),
    textbook=lambda X: np.where(np.isnan(X), np.nanmean(X, axis=0), X),
    grows_with="the number of rows",
).topic()
