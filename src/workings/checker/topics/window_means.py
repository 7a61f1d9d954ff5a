"""The mean of every window of neighbours along a vector."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def exact(x: Array, window: int) -> Array:
    """Add fractions, each window on its own."""
    w = int(window)
    numbers = np.isfinite(x)
    values = [Fraction(float(v)) if known else Fraction(0) for v, known in zip(x, numbers, strict=True)]
    starts = range(len(values) - w + 1)
    return np.array([float(sum(values[i : i + w]) / w) if numbers[i : i + w].all() else np.nan for i in starts])


def _sums(x: Array, w: int) -> Array:
    return np.array([x[i : i + w].sum() for i in range(len(x) - w + 1)])


def _each(change: Any) -> Any:
    """Return the mistake of another summary of each window."""
    return lambda x, w: np.array([change(x[i : i + int(w)]) for i in range(len(x) - int(w) + 1)])


def _growing(x: Array, w: int) -> Array:
    return np.array([x[max(0, i - w + 1) : i + 1].mean() for i in range(len(x))])


MISTAKES = (
    ("sums_instead_of_mean", lambda x, w: _sums(x, int(w))),
    ("last_window_missing", lambda x, w: _sums(x, int(w))[:-1] / w),
    ("first_window_missing", lambda x, w: _sums(x, int(w))[1:] / w),
    ("pads_the_ends", lambda x, w: np.convolve(x, np.ones(int(w)) / w, mode="same")),
    ("pads_the_ends", lambda x, w: np.convolve(x, np.ones(int(w)) / w, mode="full")),
    ("pads_the_ends", lambda x, w: np.convolve(x, np.ones(int(w)) / w, mode="full")[: len(x)]),
    ("shorter_windows_at_the_start", lambda x, w: _growing(x, int(w))),
    ("leaves_nan_at_the_start", lambda x, w: np.r_[np.full(int(w) - 1, np.nan), exact(x, w)]),
    ("windows_do_not_overlap", lambda x, w: exact(x, w)[:: int(w)]),
    ("one_too_wide", lambda x, w: exact(x, int(w) + 1)),
    ("one_too_narrow", lambda x, w: exact(x, int(w) - 1)),
    ("one_too_narrow", lambda x, w: np.array([x[i : i + int(w) - 1].mean() for i in range(len(x) - int(w) + 1)])),
    ("divides_by_all", lambda x, w: _sums(x, int(w)) / len(x)),
    ("divides_by_one_less", lambda x, w: _sums(x, int(w)) / (int(w) - 1)),
    ("takes_median", _each(np.median)),
    ("takes_extreme", _each(np.max)),
    ("takes_extreme", _each(np.min)),
    ("mean_of_all", lambda x, w: np.full(len(x) - int(w) + 1, x.mean())),
    ("running_mean_from_the_start", lambda x, w: np.cumsum(x) / np.arange(1, len(x) + 1)),
    ("whole_numbers", _each(lambda v: v.sum() // len(v))),
)

X = np.array([1.5, -2.0, 4.25, 0.5, 3.0, 7.5, -1.25, 2.0])

TOPIC = Plain(
    name="window_means",
    formula="window_means(x, window)_i = mean(x[i : i + window]), for every window that fits",
    names=r"windows?_means?|means?_of_windows|(sliding|rolling)_(window_)?(mean|average)|running_(mean|average)",
    given=(
        Given("x", "n", "values a arr v series signal data y"),
        Given("window", "", "w k n width size window_size length m", [2, 3, 4]),
    ),
    exact=exact,
    readings=(Reading("windows that fit", "the means of the n - window + 1 windows that fit"),),
    examples=(
        Example("usual", (X, 3)),
        Example("usual", (X[::-1] * 1.25 + 0.5, 4)),
        Example("usual", (np.array([2.0, 0.25, -3.5, 1.0, 6.0, 5.25, 0.75]), 2)),
        Example("telling", (np.array([1.0, 2.0, 4.0]), 2)),
        Example("integer", (np.array([1, 4, 2, 8, 5]), 2)),
        Example("one window", (X, 8), "fails_one_window"),
        Example("windows of one number", (X, 1), "fails_window_of_one"),
        Example("small whole numbers", (np.array([100, 120, 90, 110], np.int8), 3), "int8_wraps", "int8_wraps"),
        Example("one huge number", (np.array([1e16, 0.0, 1.0, 2.0, 4.0, 3.0]), 2), "cancellation", tolerance=1e-6),
        Example("nan in one window", (np.array([np.nan, 1.0, 2.0, 4.0, 3.0]), 2), "nan_spreads"),
        Example("numbers far from 0", (X + 1e8, 3), "loses_float64_precision", tolerance=1e-6),
    ),
    mistakes=MISTAKES,
    causes={
        "last_window_missing": Cause("wrong", "The last window is missing: n - window + 1 of them fit."),
        "first_window_missing": Cause(
            "wrong", "The first window is missing. With a cumulative sum, put a 0 before the sums."
        ),
        "pads_the_ends": Cause("wrong", "Windows hang over the ends, where zeros are added. Take those that fit only."),
        "shorter_windows_at_the_start": Cause("wrong", "The first windows are shorter; take those that fit only."),
        "leaves_nan_at_the_start": Cause("wrong", "nan come first, where no window fits: leave them out."),
        "windows_do_not_overlap": Cause("wrong", "The windows do not overlap: each begins one place after the last."),
        "one_too_wide": Cause("wrong", "The windows hold one number too many."),
        "one_too_narrow": Cause("wrong", "The windows hold one number too few: x[i : i + window] has window numbers."),
        "divides_by_all": Cause("wrong", "The sums are divided by the length of x; divide by the window's."),
        "divides_by_one_less": Cause("wrong", "The sums are divided by window - 1."),
        "takes_median": Cause("wrong", "The median of each window comes back, not its mean."),
        "takes_extreme": Cause("wrong", "The largest or smallest of each window comes back, not its mean."),
        "mean_of_all": Cause("wrong", "Every window gets the mean of all numbers."),
        "running_mean_from_the_start": Cause("wrong", "Each mean begins at the first number, not at the window's."),
        "whole_numbers": Cause("wrong", "// cuts to whole numbers; / divides."),
        "fails_one_window": Cause("fragile", "With a window as long as x, one mean should come back."),
        "fails_window_of_one": Cause("fragile", "With a window of 1 the numbers themselves should come back."),
        "int8_wraps": Cause(
            "fragile",
            "Small whole numbers are added in their own type, int8, which ends at 127: 100 + 120 is -36. Let sum or "
            "mean add (they take a wider type), or convert first: x.astype(float).",
        ),
        "cancellation": Cause(
            "fragile",
            "Sums of all numbers so far are subtracted from each other: one huge number, and the digits of all later "
            "windows are lost. Add each window on its own (sliding_window_view).",
        ),
        "nan_spreads": Cause(
            "fragile", "A nan in one window spoils windows that do not hold it: a cumulative sum does."
        ),
    },
    valid=lambda x, w: 1 <= int(w) <= len(x),
    everyday=lambda x, w: len(x) > int(w) > 1 and bool(np.max(np.abs(x)) < 1e6),
    sizes={"n": (3, 6)},
    cost=lambda n: (np.linspace(0.0, 1.0, n) ** 2, 5),
    textbook=lambda x, w: np.lib.stride_tricks.sliding_window_view(x, int(w)).mean(axis=1),
    grows_with="the number of values",
).topic()
