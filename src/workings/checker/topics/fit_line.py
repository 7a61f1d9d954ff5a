"""The least-squares line through points in the plane."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Dial, Example, Given, Plain, Reading


def exact(x: Array, y: Array) -> tuple[float, float]:
    """Solve the two normal equations in fractions; no rounding at all."""
    xs, ys = ([Fraction(float(v)) for v in part] for part in (x, y))
    n = len(xs)
    x_mean, y_mean = sum(xs) / n, sum(ys) / n
    spread = sum((v - x_mean) ** 2 for v in xs)
    if spread == 0:
        return np.nan, np.nan
    slope = sum((v - x_mean) * (u - y_mean) for v, u in zip(xs, ys, strict=True)) / spread
    return float(slope), float(y_mean - slope * x_mean)


def is_vertical(x: Array, y: Array) -> bool:
    """Whether no single line is the best."""
    return bool(np.ptp(x) == 0)


def accepts(answer: Any, x: Array, y: Array) -> bool:
    """Of vertical data: nan, inf, or any line through the mean point; all of them fit equally well."""
    if not is_vertical(x, y):
        return False
    slope, intercept = (float(np.squeeze(part)) for part in answer)
    if not np.isfinite(slope) or not np.isfinite(intercept):
        return True
    size = abs(slope * x[0]) + abs(intercept) + np.max(np.abs(y))
    return bool(abs(slope * x[0] + intercept - np.mean(y)) <= 1e-9 * size)


def _by_sums(x: Array, y: Array) -> tuple[float, float]:
    n = len(x)
    slope = (n * np.sum(x * y) - x.sum() * y.sum()) / (n * np.sum(x * x) - x.sum() ** 2)
    return slope, (y.sum() - slope * x.sum()) / n


def _with(slope: Any) -> Any:
    """Return the line of this slope through the mean point."""

    def line(x: Array, y: Array) -> tuple[float, float]:
        m = slope(x - x.mean(), y - y.mean())
        return m, y.mean() - m * x.mean()

    return line


def _intercept(of: Any) -> Any:
    """Return the right slope with another intercept."""

    def line(x: Array, y: Array) -> tuple[float, float]:
        m = exact(x, y)[0]
        return m, of(m, x, y)

    return line


def _through_origin(x: Array, y: Array) -> float:
    return float(np.sum(x * y) / np.sum(x * x))


MISTAKES = (
    ("forgets_intercept", lambda x, y: (_through_origin(x, y), 0.0)),
    ("forgets_intercept", lambda x, y: (exact(x, y)[0], 0.0)),
    ("forgets_intercept", lambda x, y: (_through_origin(x, y), y.mean() - _through_origin(x, y) * x.mean())),
    ("regresses_x_on_y", lambda x, y: exact(y, x)),
    ("regresses_x_on_y", _with(lambda u, v: np.sum(u * v) / np.sum(v * v))),
    ("mixes_ddof", _with(lambda u, v: np.sum(u * v) / np.sum(u * u) * len(u) / (len(u) - 1))),
    ("mixes_ddof", _with(lambda u, v: np.sum(u * v) / np.sum(u * u) * (len(u) - 1) / len(u))),
    ("mixes_ddof", _with(lambda u, v: np.sum(u * v) / np.sum(u * u) / len(u))),
    ("mixes_ddof", _with(lambda u, v: np.sum(u * v) / np.sum(u * u) * len(u))),
    ("mixes_ddof", _with(lambda u, v: np.sum(u * v) / np.sum(u * u) / (len(u) - 1))),
    ("returns_correlation", _with(lambda u, v: np.sum(u * v) / np.sqrt(np.sum(u * u) * np.sum(v * v)))),
    ("no_square_root", _with(lambda u, v: np.sum(u * v) / np.sqrt(np.sum(u * u)))),
    ("no_square_root", _with(lambda u, v: np.sum(u * v) / np.sqrt(np.sum(u * u) * len(u)))),
    ("no_square_root", _with(lambda u, v: np.sum(u * v) / (len(u) - 1) / np.std(u))),
    ("no_square_root", _with(lambda u, v: np.sum(u * v) / (len(u) - 1) / np.std(u, ddof=1))),
    ("ratio_of_spreads", _with(lambda u, v: np.std(v) / np.std(u))),
    ("sign_flipped", _with(lambda u, v: -np.sum(u * v) / np.sum(u * u))),
    ("sign_flipped", _intercept(lambda m, x, y: y.mean() + m * x.mean())),
    ("sign_flipped", _intercept(lambda m, x, y: m * x.mean() - y.mean())),
    ("wrong_intercept", _intercept(lambda m, x, y: y.mean())),
    ("wrong_intercept", _intercept(lambda m, x, y: y[0] - m * x[0])),
    ("wrong_intercept", _intercept(lambda m, x, y: y.sum() - m * x.sum())),
    ("wrong_intercept", _intercept(lambda m, x, y: x.mean() - m * y.mean())),
    ("end_points_only", lambda x, y: (s := (y[-1] - y[0]) / (x[-1] - x[0]), y[0] - s * x[0])),
    ("end_points_only", lambda x, y: (s := np.mean(np.diff(y) / np.diff(x)), y.mean() - s * x.mean())),
)

X = np.array([1.0, 2.5, 3.0, 4.75, 6.0])
Y = np.array([2.25, 3.0, 5.5, 6.25, 9.0])

TOPIC = Plain(
    name="fit_line",
    formula="fit_line(x, y) = (slope, intercept) of the least-squares line y = slope * x + intercept",
    names=r"fit_?(the_|a_)?(straight_)?line|(simple|univariate)_linear_regression|line_fit|least_squares_line|line_of_best",
    given=(
        Given("x", "n", "xs hours feature predictor xdata x_values x_train u"),
        Given("y", "n", "ys score scores target t response ydata y_values y_train v"),
    ),
    exact=exact,
    readings=(Reading("a line", "the slope and the intercept of the line that fits y by x"),),
    examples=(
        Example("usual", (X, Y)),
        Example("usual", (np.array([-2.0, 0.5, 1.0, 3.5]), np.array([4.0, 1.25, 1.5, -3.0]))),
        Example("usual", (np.array([3.0, -1.0, 0.25, 2.0, 5.5, -4.0]), np.array([0.5, 2.0, -1.75, 3.0, 2.25, 1.0]))),
        Example("telling", (np.array([1.0, 2.0]), np.array([3.0, 5.0]))),
        Example("telling", (np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 2.0]))),
        Example("integer", (np.array([1, 2, 4]), np.array([3, 5, 8]))),
        Example("x = 0 among the points", (np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.5, 2.5])), "differs"),
        Example("x far from 0", (X + 1e8, Y), "cancellation", tolerance=10.0),
        Example("y far from 0", (X, Y + 1e8), "cancellation", tolerance=1e-5),
        Example("all x equal", (np.full(4, 2.0), Y[:4]), "vertical_data"),
        Example("all x equal", (np.full(5, 0.1), Y), "vertical_data"),
        Example("all x equal", (np.full(3, 3.0), np.array([1.0, 2.0, 6.0])), "vertical_data"),
    ),
    mistakes=MISTAKES,
    causes={
        "regresses_x_on_y": Cause("wrong", "This is the line that predicts x from y: the two are swapped."),
        "mixes_ddof": Cause(
            "wrong", "The covariance is divided by n and the variance by n - 1 (or only one of them is divided at all)."
        ),
        "returns_correlation": Cause("wrong", "This is the correlation: divide by the variance of x alone."),
        "no_square_root": Cause("wrong", "Divide by the variance of x, not by its standard deviation."),
        "ratio_of_spreads": Cause("wrong", "The slope is taken for sd(y) / sd(x); the correlation is missing."),
        "wrong_intercept": Cause("wrong", "The slope is right; the intercept is mean(y) - slope * mean(x)."),
        "end_points_only": Cause("wrong", "The slope comes from some pairs of points, not from all deviations."),
        "vertical_data": Cause(
            "fragile",
            "Where all x are equal, infinitely many lines fit equally well. What comes back is none of them; raise "
            "ValueError, and say why.",
        ),
    },
    edits={
        "forgets_intercept": ("plus_minus",),
        "wrong_intercept": ("plus_minus",),
        "mixes_ddof": ("drop_ddof",),
        "regresses_x_on_y": ("other_argument",),
    },
    everyday=lambda x, y: len(x) > 1 and bool(np.ptp(x) > 0.2 * np.max(np.abs(x))),
    valid=lambda x, y: len(x) > 1,
    accepts=accepts,
    may_raise=is_vertical,
    instead="ValueError: no single line is the best",
    sizes={"n": (2, 5)},
    dials=(Dial(("cancellation",), "an offset of {} in x", lambda t: (X + t, Y), 1e12),),
    cost=lambda n: (np.linspace(-1.0, 2.0, n), np.linspace(0.0, 3.0, n) ** 2),
    textbook=lambda x, y: (
        s := np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2),
        y.mean() - s * x.mean(),
    ),
    grows_with="the number of points",
).topic()
