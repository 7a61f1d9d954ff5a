"""A histogram as a density: bars whose areas are the shares of the values, between edges that are given."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._figures import FIGURES, Seen, axes_of, is_figure, labels, own
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

SECOND = "time of the second call (s)"


def picture(edges: Any, heights: Any, name: str, upright: float = 1, floor: float = 1, own_figure: float = 1) -> Any:
    """Return what is compared."""
    edges = np.asarray(edges, dtype=float)
    return {
        "left": edges[:-1],
        "right": edges[1:],
        "heights": np.asarray(heights, dtype=float),
        "x label": name,
        "y axis has a name": upright,
        "bars begin at 0": floor,
        "a figure of its own": own_figure,
    }


def shares(values: Array, edges: Array, last: bool = True) -> list[Fraction]:
    """Return the share of the values in each bin; its right edge belongs to the last bin only."""
    ends = [Fraction(float(e)) for e in edges]
    given = [Fraction(float(v)) for v in values]
    count = [sum(a <= v < b for v in given) for a, b in zip(ends[:-1], ends[1:], strict=True)]
    if last:
        count[-1] += sum(v == ends[-1] for v in given)
    return [Fraction(k, len(given)) for k in count]


def exact(values: Array, edges: Array, name: str) -> Any:
    """Divide shares by widths, in fractions."""
    return picture(edges, _over_width(shares(values, edges), edges), name)


def _over_width(amounts: Any, edges: Array) -> list[float]:
    widths = [Fraction(float(b)) - Fraction(float(a)) for a, b in zip(edges[:-1], edges[1:], strict=True)]
    return [float(amount / width) for amount, width in zip(amounts, widths, strict=True)]


def canonical(answer: Any, values: Array, edges: Array, name: str) -> Any:
    """Read bars, steps or the outline of a histogram off the figure."""
    if not is_figure(answer):
        return answer
    axes = axes_of(answer)
    if axes is None:
        raise ValueError("not one pair of axes")
    left, right, heights = _bars(axes)
    across, up = labels(axes)
    low, high = sorted(axes["y limits"])
    whole = low <= 0.0 and high >= max(heights, default=0.0) and axes["y scale"] == "linear"
    return {
        "left": np.array(left),
        "right": np.array(right),
        "heights": np.array(heights),
        "x label": across,
        "y axis has a name": float(bool(up)),
        "bars begin at 0": float(whole),
        "a figure of its own": own(answer, name == SECOND),
    }


def _bars(axes: Seen) -> tuple[list[float], list[float], list[float]]:
    if axes["bars"]:
        rows = sorted([x, x + width, height] for x, _, width, height in axes["bars"])
        left, right, heights = map(list, zip(*rows, strict=True))
        return left, right, heights
    if axes["steps"]:
        edges, heights = (np.asarray(axes["steps"][0][part]).tolist() for part in ("edges", "heights"))
        return edges[:-1], edges[1:], heights
    for outline in axes["outlines"]:
        # Up, along, up or down, along ...: two corners for each bin.
        corners = np.asarray(outline)[1:-1].tolist()
        pairs = [(a, b) for a, b in zip(corners[:-1], corners[1:], strict=True) if a[1] == b[1] and a[0] < b[0]]
        return [a[0] for a, _ in pairs], [b[0] for _, b in pairs], [a[1] for a, _ in pairs]
    return [], [], []


def _spread(values: Array, edges: Array, name: str, **how: Any) -> Any:
    heights, found = np.histogram(values, **how)
    return picture(found, heights, name)


def _even(edges: Array) -> Array:
    return np.linspace(edges[0], edges[-1], len(edges))


def _counts(values: Array, edges: Array) -> Array:
    return np.array([float(share) for share in shares(values, edges)]) * len(values)


MISTAKES = (
    ("counts", lambda v, e, name: picture(e, _counts(v, e), name)),
    ("shares_not_density", lambda v, e, name: picture(e, _counts(v, e) / len(v), name)),
    ("own_edges", lambda v, e, name: _spread(v, e, name, bins=len(e) - 1, density=True)),
    ("own_edges", lambda v, e, name: _spread(v, e, name, bins=len(e) - 1)),
    ("own_edges", lambda v, e, name: _spread(v, e, name, density=True)),
    ("own_edges", _spread),
    ("even_edges", lambda v, e, name: picture(_even(e), np.histogram(v, _even(e), density=True)[0], name)),
    ("last_edge_lost", lambda v, e, name: picture(e, _over_width(shares(v, e, last=False), e), name)),
    ("no_labels", lambda v, e, name: picture(e, exact(v, e, name)["heights"], "", 0)),
    ("no_labels", lambda v, e, name: picture(e, exact(v, e, name)["heights"], name, 0)),
    ("no_labels", lambda v, e, name: picture(e, exact(v, e, name)["heights"], "", 1)),
    ("truncated_axis", lambda v, e, name: picture(e, exact(v, e, name)["heights"], name, 1, 0)),
)

V = np.array([0.5, 1.25, 1.5, 1.75, 2.0, 2.25, 3.5, 5.0, 6.0, 0.25, 1.0])
EDGES = np.array([0.0, 1.0, 1.5, 3.0, 6.0])

TOPIC = Plain(
    name="histogram",
    formula="histogram(values, edges, name) = a figure: bars between the edges, share of the values / width high",
    names=r"(^|_)(plot_?)?histogram(_of)?(_density)?(_|$)|(^|_)density_histogram(_|$)",
    given=(
        Given("values", "n", "x data v", (0.0, 4.0)),
        Given("edges", also="bins bin_edges", values=[np.array([0.0, 1.0, 4.0]), np.array([0.0, 0.5, 2.0, 4.0])]),
        Given("name", also="x_name xlabel label", values=["x", "time (s)"]),
    ),
    exact=exact,
    readings=(Reading("a density", "a figure, or its axes, or nothing if it is the current one: areas add up to 1"),),
    examples=(
        Example("usual", (V, EDGES, "time (s)")),
        Example("usual", (V[2:], np.array([0.0, 2.0, 2.5, 7.0]), "length (m)")),
        Example("telling", (V[:8], EDGES, "time (s)")),
        Example("integer", (np.array([1, 4, 2, 2, 3]), np.array([0, 2, 3, 5]), "children")),
        Example("an empty bin", (V[:6], np.array([0.0, 1.0, 2.5, 3.0, 9.0]), "time (s)"), "differs"),
        Example("a second call", (V, EDGES, SECOND), "draws_on_the_last_figure"),
    ),
    mistakes=MISTAKES,
    causes={
        **FIGURES,
        "counts": Cause(
            "wrong",
            "The bars are as high as there are values in them. Where bins differ in width, a wide one then looks full "
            "because it is wide: density=True divides by n and by the width.",
        ),
        "shares_not_density": Cause("wrong", "The shares are not divided by the widths of the bins: density=True."),
        "own_edges": Cause(
            "wrong", "The edges are made from the data; those that were given are not used: bins=edges."
        ),
        "even_edges": Cause("wrong", "The edges are spread evenly from the first to the last; use them as they are."),
        "last_edge_lost": Cause("wrong", "A value on the very last edge belongs to the last bin, and is not counted."),
        "truncated_axis": Cause(
            "wrong", "The axis does not begin at 0, or cuts off bars: their heights no longer compare."
        ),
    },
    everyday=lambda values, edges, name: name != SECOND,
    valid=lambda values, edges, name: (
        np.ndim(edges) == 1
        and len(edges) > 2
        and bool(np.all(np.diff(edges) > 0))
        and bool(np.all((values >= edges[0]) & (values <= edges[-1])))
    ),
    canonical=canonical,
    sizes={"n": (1, 6)},
    untried=(),
).topic()
