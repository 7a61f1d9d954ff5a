"""Draw a scene with matplotlib: one function for each kind of mark.

Colours are those of Okabe and Ito, which people with any kind of colour vision can tell apart; each group also has a
marker of its own. Figures are made without pyplot, so drawing needs no display and leaves no global state.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from workings.show.scene import Area, Axis, Bars, Edges, Line, Mark, Numbers, Points, Regions, Scene, Text

INK, QUIET, PAPER = "#222222", "#6b6b6b", "#ffffff"
# Okabe and Ito: blue, vermilion, green, purple, amber, sky.
GROUPS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
MARKERS = ("o", "^", "s", "D", "v", "P")
_DASHES: dict[str, Any] = {"solid": "solid", "dashed": (0, (5, 3)), "dotted": (0, (1, 2))}


def figure(scene: Scene, *, width: float = 6.4, height: float = 4.6, caption: bool = False) -> Figure:
    """Return the scene as a matplotlib figure of width x height inches, with its sentence below if asked for."""
    drawn = Figure(figsize=(width, height), layout="constrained", facecolor=PAPER)
    FigureCanvasAgg(drawn)
    axes = drawn.add_subplot()
    for depth, mark in enumerate(scene.marks):
        _DRAW[type(mark)](axes, mark, depth)
    _dress(axes, scene)
    if caption and scene.say:
        lines = textwrap.fill(scene.say, int(width * 14.5))
        drawn.supxlabel(lines, x=0.02, ha="left", fontsize=9, color=QUIET)
    return drawn


def colour(group: int | None) -> str:
    """Return the colour of a group; of None, ink."""
    return INK if group is None else GROUPS[group % len(GROUPS)]


def _tint(group: int, strength: float) -> tuple[float, float, float]:
    red, green, blue = (1.0 - strength * (1.0 - part) for part in to_rgb(colour(group)))
    return red, green, blue


def _points(axes: Axes, mark: Mark, depth: int) -> None:
    mark = cast(Points, mark)
    size = 26 if len(mark.x) <= 150 else 20 if len(mark.x) <= 1000 else 7
    axes.scatter(
        mark.x,
        mark.y,
        s=size * (2.2 if mark.strong else 1.0),
        marker=MARKERS[mark.group % len(MARKERS)],
        color=colour(mark.group),
        edgecolors=INK if mark.strong else PAPER,
        linewidths=1.2 if mark.strong else 0.5 if size > 7 else 0.0,
        alpha=1.0 if size > 7 else 0.6,
        label=mark.label or None,
        zorder=3 + 0.01 * depth,
    )


def _line(axes: Axes, mark: Mark, depth: int) -> None:
    mark = cast(Line, mark)
    axes.plot(
        mark.x,
        mark.y,
        color=QUIET if mark.quiet else colour(mark.group),
        linestyle=_DASHES[mark.style],
        linewidth=0.7 if mark.quiet else 1.8,
        label=mark.label or None,
        zorder=(0.5 if mark.quiet else 4) + 0.01 * depth,
    )


def _regions(axes: Axes, mark: Mark, depth: int) -> None:
    mark = cast(Regions, mark)
    cells = np.array(mark.cells)
    if mark.scale == "classes":
        colours = np.array([_tint(k, 0.22) for k in range(int(cells.max(initial=0)) + 1)])
        axes.pcolormesh(mark.x_edges, mark.y_edges, colours[cells.astype(int)], zorder=0.01 * depth, rasterized=True)
        return
    if mark.scale == "share":
        shades = LinearSegmentedColormap.from_list(
            "share", [_tint(0, 0.5), _tint(0, 0.14), _tint(1, 0.14), _tint(1, 0.5)]
        )
        low, high = 0.0, 1.0
    else:
        shades = LinearSegmentedColormap.from_list("amount", [_tint(0, 0.04), _tint(0, 0.75)])
        low, high = 0.0, float(cells.max(initial=0.0)) or 1.0
    mesh = axes.pcolormesh(
        mark.x_edges, mark.y_edges, cells, cmap=shades, vmin=low, vmax=high, zorder=0.01 * depth, rasterized=True
    )
    if mark.scale == "share" and mark.label:
        bar = axes.figure.colorbar(mesh, ax=axes, ticks=[0, 0.25, 0.5, 0.75, 1], pad=0.02, aspect=30)
        bar.outline.set_visible(False)
        bar.ax.tick_params(length=0, labelsize=9, colors=QUIET)
        bar.set_label(mark.label, fontsize=9, color=QUIET)


def _bars(axes: Axes, mark: Mark, depth: int) -> None:
    mark = cast(Bars, mark)
    draw, thick = (axes.barh, "height") if mark.lying else (axes.bar, "width")
    look: dict[str, Any] = {thick: 0.7, "color": colour(mark.group), "label": mark.label or None}
    draw(mark.x, mark.height, zorder=2 + 0.01 * depth, **look)


def _text(axes: Axes, mark: Mark, depth: int) -> None:
    mark = cast(Text, mark)
    look: dict[str, Any] = {"color": QUIET, "fontsize": 8} if mark.quiet else {"color": INK, "fontsize": 10}
    if mark.quiet:  # a halo, for it may lie on its contour
        look["path_effects"] = [withStroke(linewidth=2.5, foreground=PAPER, alpha=0.75)]
    axes.text(mark.x, mark.y, mark.text, ha=mark.align, va="center", zorder=5 + 0.01 * depth, **look)


def _edges(axes: Axes, mark: Mark, depth: int) -> None:
    mark = cast(Edges, mark)
    # All pieces as one line with gaps: one artist, one entry of the legend.
    x, y = ([v for a, b in zip(*ends, strict=True) for v in (a, b, np.nan)] for ends in _ends(mark))
    ink = QUIET if mark.group is None else colour(mark.group)
    axes.plot(x, y, color=ink, linewidth=1.0, label=mark.label or None, zorder=1 + 0.01 * depth)


def _ends(mark: Edges) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    return (mark.x0, mark.x1), (mark.y0, mark.y1)


def _area(axes: Axes, mark: Mark, depth: int) -> None:
    mark = cast(Area, mark)
    look: dict[str, Any] = {"facecolor": colour(mark.group), "edgecolor": "none", "alpha": 0.18}
    axes.fill(mark.x, mark.y, label=mark.label or None, zorder=0.3 + 0.01 * depth, **look)


_DRAW: dict[type[Mark], Callable[[Axes, Mark, int], None]] = {
    Points: _points,
    Line: _line,
    Regions: _regions,
    Bars: _bars,
    Text: _text,
    Edges: _edges,
    Area: _area,
}


def _dress(axes: Axes, scene: Scene) -> None:
    """Write the names, set the ends, and take away every line that says nothing."""
    labels = axes.get_legend_handles_labels()[1]
    axes.set_title(scene.title, loc="left", fontsize=12, fontweight="bold", color=INK, pad=26 if labels else 10)
    if labels:
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.012, 1.0), ncols=min(len(labels), 5), frameon=False, fontsize=9,
            handletextpad=0.4, columnspacing=1.4, borderaxespad=0.1, labelcolor=INK,
        )  # fmt: skip
    axes.set_xlabel(scene.x.label, color=INK, fontsize=10)
    axes.set_ylabel(scene.y.label, color=INK, fontsize=10)
    _scale(scene.x, axes.set_xscale, axes.set_xlim, axes.set_xticks)
    _scale(scene.y, axes.set_yscale, axes.set_ylim, axes.set_yticks)
    cells = any(isinstance(mark, Regions) for mark in scene.marks)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom") and not cells)
        spine.set_color(QUIET)
    categories = bool(scene.x.ticks or scene.y.ticks)
    axes.tick_params(labelsize=9, colors=QUIET, length=0 if categories else 3)
    if not (scene.x.shown or scene.y.shown):
        axes.set_axis_off()


def _scale(axis: Axis, set_scale: Any, set_limits: Any, set_ticks: Any) -> None:
    if axis.scale == "log":
        set_scale("log")
    if axis.ticks:
        set_ticks([place for place, _ in axis.ticks], [name for _, name in axis.ticks])
    if axis.low is not None or axis.high is not None:
        set_limits(axis.low, axis.high)
