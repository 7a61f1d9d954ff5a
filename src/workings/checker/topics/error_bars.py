"""Means of repeated measurements with their standard errors as bars, both axes named."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._figures import FIGURES, Seen, axes_of, fitted_to, in_view, is_figure, labels, own
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

SECOND = "time of the second call (s)"


def picture(
    x: Any,
    centres: Any,
    below: Any,
    above: Any,
    names: tuple[str, str],
    *,
    orderly: float = 1,
    view: float = 1,
    own: float = 1,
) -> Any:
    """Return what is compared: from left to right each mean, and how far its bar reaches below and above it."""
    x, centres, below, above = (np.asarray(v, dtype=float) for v in (x, centres, below, above))
    order = np.argsort(x, kind="stable")
    return {
        "x": x[order],
        "means": centres[order],
        "below": below[order],
        "above": above[order],
        "x label": names[0],
        "y label": names[1],
        "joined from left to right": orderly,
        "all in view": view,
        "a figure of its own": own,
    }


def exact(x: Array, samples: Array, x_name: str, y_name: str) -> Any:
    """Add fractions, row by row; of the sum of squares only the root is rounded."""
    means, errors = [], []
    for row in np.asarray(samples, dtype=float).tolist():
        n, total = len(row), sum(map(Fraction, row))
        squares = sum((Fraction(v) - total / n) ** 2 for v in row)
        means.append(float(total / n))
        errors.append(float(np.sqrt(float(squares / (n * (n - 1))))))
    return picture(x, means, errors, errors, (x_name, y_name))


def _upright(axes: Seen) -> Array:
    """Return x, lower and upper end of all upright pieces (error bars, vlines, lines of two points), from the left."""
    pieces = [piece for piece in axes["segments"] if piece[0] == piece[2]]
    pieces += [
        [one["x"][0], one["y"][0], one["x"][1], one["y"][1]]
        for one in axes["lines"]
        if len(one["x"]) == 2 and one["x"][0] == one["x"][1] and one["of data"]
    ]
    found = sorted((float(x), float(min(a, b)), float(max(a, b))) for x, a, _, b in pieces)
    return np.array(found, dtype=float).reshape(-1, 3)


def _centres(axes: Seen, bars: Array) -> tuple[Array, bool] | None:
    """Return the points beside the bars, from left to right, and whether what joins them runs to and fro."""
    for one in (*axes["lines"], *axes["points"]):
        if len(one["x"]) != len(bars):
            continue
        order = np.argsort(one["x"], kind="stable")
        y = np.ravel(one["y"])[order]
        cap = any(np.allclose(y, end, rtol=1e-12, atol=0) for end in (bars[:, 1], bars[:, 2]))
        if not cap and np.allclose(np.ravel(one["x"])[order], bars[:, 0], rtol=1e-9, atol=1e-12):
            return y, bool(one.get("joined", False)) and _turns(one["x"])
    return None


def canonical(answer: Any, x: Array, samples: Array, x_name: str, y_name: str) -> Any:
    """Read the figure: the bars are upright pieces, and the means the points in the same places."""
    if not is_figure(answer):
        return answer
    axes = axes_of(answer)
    if axes is None:
        raise ValueError("not one pair of axes")
    n, bars = len(x), _upright(axes)
    found = _centres(axes, bars) if len(bars) == n else None
    mine = own(answer, x_name == SECOND)
    nothing = np.full(n, np.nan)
    if len(bars) != n:
        candidates = [one for one in (*axes["lines"], *axes["points"]) if len(one["x"]) == n]
        across, up = (fitted_to(candidates[0][w], n) if candidates else nothing for w in "xy")
        return picture(across, up, nothing, nothing, labels(axes), own=mine)
    view = in_view(axes, bars[:, [0, 0]], bars[:, 1:])
    if found is None:
        return picture(bars[:, 0], nothing, nothing, nothing, labels(axes), view=view, own=mine)
    y, to_and_fro = found
    return picture(
        *(bars[:, 0], y, y - bars[:, 1], bars[:, 2] - y, labels(axes)),
        orderly=float(not to_and_fro),
        view=view,
        own=mine,
    )


def _bars(error: Callable[[Array], Array], mean: Callable[[Array], Array] | None = None, above: Any = None) -> Any:
    """Return the mistake of other bars, or other means."""

    def answer(x: Array, samples: Array, x_name: str, y_name: str) -> Any:
        centres = samples.mean(axis=1) if mean is None else mean(samples)
        below = error(samples)
        return picture(x, centres, below, below if above is None else above(samples), (x_name, y_name))

    return answer


def _rest(named: Any = lambda a, b: (a, b), **rest: float) -> Any:
    def answer(x: Array, samples: Array, x_name: str, y_name: str) -> Any:
        e = _error(samples)
        return picture(x, samples.mean(axis=1), e, e, named(x_name, y_name), **rest)

    return answer


def _to_and_fro(x: Array, samples: Array, x_name: str, y_name: str) -> Any:
    e = _error(samples)
    return picture(x, samples.mean(axis=1), e, e, (x_name, y_name), orderly=float(not _turns(x)))


def _turns(x: Array) -> bool:
    steps = np.diff(x)
    return bool((steps > 0).any() and (steps < 0).any())


def _error(samples: Array) -> Array:
    return np.asarray(samples.std(axis=1, ddof=1) / np.sqrt(samples.shape[1]))


def _nothing(samples: Array) -> Array:
    return np.full(len(samples), np.nan)


def _shuffled(x: Array, samples: Array, x_name: str, y_name: str) -> Any:
    e = _error(samples)
    return picture(np.sort(x), samples.mean(axis=1), e, e, (x_name, y_name))


MISTAKES = (
    ("standard_deviation", _bars(lambda s: s.std(axis=1, ddof=1))),
    ("standard_deviation", _bars(lambda s: s.std(axis=1))),
    ("divides_by_n", _bars(lambda s: s.std(axis=1) / np.sqrt(s.shape[1]))),
    ("variance", _bars(lambda s: s.var(axis=1, ddof=1))),
    ("variance", _bars(lambda s: s.var(axis=1))),
    ("variance", _bars(lambda s: s.var(axis=1, ddof=1) / s.shape[1])),
    ("variance", _bars(lambda s: s.var(axis=1) / s.shape[1])),
    ("no_root_of_n", _bars(lambda s: s.std(axis=1, ddof=1) / s.shape[1])),
    ("no_root_of_n", _bars(lambda s: s.std(axis=1) / s.shape[1])),
    ("counts_places", _bars(lambda s: s.std(axis=1, ddof=1) / np.sqrt(len(s)))),
    ("counts_places", _bars(lambda s: s.std(axis=1) / np.sqrt(len(s)))),
    ("counts_places", _bars(lambda s: s.std(axis=1, ddof=1) / np.sqrt(s.size))),
    ("one_error_for_all", _bars(lambda s: np.full(len(s), s.std(ddof=1) / np.sqrt(s.size)))),
    ("one_error_for_all", _bars(lambda s: np.full(len(s), s.std() / np.sqrt(s.size)))),
    ("one_error_for_all", _bars(lambda s: np.full(len(s), s.std(ddof=1)))),
    ("one_error_for_all", _bars(lambda s: np.full(len(s), _error(s).mean()))),
    ("twice_as_long", _bars(lambda s: 2 * _error(s))),
    ("twice_as_long", _bars(lambda s: 1.96 * _error(s))),
    ("half_as_long", _bars(lambda s: _error(s) / 2)),
    ("range_of_values", _bars(lambda s: s.mean(1) - s.min(1), None, lambda s: s.max(1) - s.mean(1))),
    ("range_of_values", _bars(lambda s: np.ptp(s, axis=1))),
    ("range_of_values", _bars(lambda s: np.ptp(s, axis=1) / 2)),
    ("one_sided", _bars(lambda s: 0 * _error(s), None, _error)),
    ("one_sided", _bars(_error, None, lambda s: 0 * _error(s))),
    ("medians", _bars(_error, lambda s: np.median(s, axis=1))),
    ("first_values", _bars(_error, lambda s: s[:, 0])),
    ("first_values", _bars(_error, lambda s: s.sum(axis=1))),
    ("no_bars", _bars(_nothing)),
    ("no_means", _bars(_nothing, _nothing)),
    ("sorts_x_alone", _shuffled),
    ("order_of_rows", _to_and_fro),
    ("no_labels", _rest(lambda a, b: ("", ""))),
    ("no_labels", _rest(lambda a, b: (a, ""))),
    ("no_labels", _rest(lambda a, b: ("", b))),
    ("labels_swapped", _rest(lambda a, b: (b, a))),
    ("cuts_off_data", _rest(view=0)),
)

X = np.array([3.0, 0.5, 2.25, 4.5])
S = np.array([[1.0, 2.5, 1.25], [3.0, 7.0, 4.0], [0.5, -2.0, 0.25], [6.0, 6.5, 8.25]])
T = np.array([[2.0, 0.5, 4.0, 3.25, 9.0], [1.0, 1.75, -1.0, 2.0, 0.0], [5.0, 5.5, 7.0, 4.0, 6.25]])
NAMES = ("time (s)", "voltage (V)")

TOPIC = Plain(
    name="error_bars",
    formula="error_bars(x, samples, x_name, y_name) = a figure: the mean of each row of samples at its x, "
    "with a bar of one standard error up and one down, both axes named",
    names=r"(^|_)error_?bars?(_|$)|(^|_)plot_(\w+_)?(standard_?)?errors?(_|$)",
    given=(
        Given("x", "n", "t time times xs places"),
        Given("samples", "nm", "Y y values measurements data repeats"),
        Given("x_name", also="xlabel x_label xname", values=["x", "time (s)"]),
        Given("y_name", also="ylabel y_label yname", values=["y", "length (m)"]),
    ),
    exact=exact,
    readings=(
        Reading("standard errors", "each row's mean at its x, with a bar of one standard error up and one down"),
    ),
    examples=(
        Example("usual", (X, S, *NAMES)),
        Example("usual", (X[[1, 0, 3]], T, "depth (m)", "pressure (bar)")),
        Example("usual", (np.sort(X), S[::-1, ::-1] * 1.5 + 0.25, *NAMES)),
        Example("integer", (np.array([5, 1, 3]), np.array([[2, 4], [7, 4], [0, 1]]), *NAMES)),
        Example("a second call", (X, S, SECOND, "voltage (V)"), "draws_on_the_last_figure"),
        Example("as many repeats as places", (X[:3], S[:3], *NAMES), "differs"),
        Example("many repeats", (X[:2], np.resize(T, (2, 40)) + np.arange(40) / 8, *NAMES), "differs"),
    ),
    mistakes=MISTAKES,
    causes={
        **FIGURES,
        "standard_deviation": Cause(
            "wrong",
            "The bars are standard deviations: where the next measurement will fall. How well the mean is known is the "
            "standard error, that divided by the square root of the number of measurements.",
        ),
        "divides_by_n": Cause(
            "wrong", "The spread divides by n; from a sample it is n - 1, as the mean is taken from the same: ddof=1."
        ),
        "variance": Cause("wrong", "The bars are made of the variance; its square root has the unit of y."),
        "no_root_of_n": Cause("wrong", "The spread is divided by n; the standard error divides by the root of n."),
        "counts_places": Cause(
            "wrong", "The number under the root is that of the places, or of all values; it is that of each row."
        ),
        "one_error_for_all": Cause("wrong", "All bars have the same length; each row has a spread of its own: axis=1."),
        "twice_as_long": Cause("wrong", "The bars are twice as long; one standard error up and one down is asked for."),
        "half_as_long": Cause(
            "wrong", "The bars are half as long: yerr is the length on each side, not the whole bar."
        ),
        "range_of_values": Cause("wrong", "The bars reach to the smallest and largest value, which grow with n."),
        "one_sided": Cause("wrong", "The bars go to one side only; the error is up and down."),
        "medians": Cause("wrong", "The points are medians; the standard error belongs to the mean."),
        "first_values": Cause("wrong", "The points are not the means of the rows."),
        "no_bars": Cause("wrong", "There are points, but no upright bars: ax.errorbar(x, y, yerr=...)."),
        "no_means": Cause("wrong", "There are bars, and no points at the means."),
        "sorts_x_alone": Cause(
            "wrong", "x is sorted and the rows are not, so means stand in other places: np.argsort."
        ),
        "order_of_rows": Cause(
            "wrong",
            "ax.errorbar joins the points in the order of the rows, so the line runs to and fro: sort by x, or leave "
            'the line away with fmt="o".',
        ),
    },
    everyday=lambda x, s, *names: (
        len(set(x.tolist())) == len(x)
        and bool(np.all(np.ptp(np.asarray(s, dtype=float), axis=1) > 0))
        and names[0] != names[1]
        and names[0] != SECOND
    ),
    valid=lambda x, s, *names: s.shape[1] > 1,
    canonical=canonical,
    sizes={"n": (2, 4), "m": (2, 4)},
    untried=(),
).topic()
