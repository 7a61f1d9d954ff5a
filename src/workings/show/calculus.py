"""Scenes of calculus: a tangent and a secant, two maps in a row, a series, strips under a curve, a tape with slopes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.autodiff import Variable, backward_steps, tape
from workings.show.scene import Area, Axis, Edges, Line, Mark, Points, Scene, Text, numbers

Array = NDArray[Any]
Function = Callable[[Any], Any]

_SAMPLES = 241  # of a curve
_ENDS = tuple[float, float]


def tangent(
    f: Function,
    slope: float,
    at: float,
    h: float,
    *,
    limits: tuple[_ENDS, _ENDS],
    axes: tuple[Axis, Axis] | None = None,
    title: str = "The tangent, and a secant",
) -> Scene:
    """Return a curve, its tangent at a place, and the secant through the places at a distance h to both sides.

    Parameters
    ----------
    f : callable
        Takes an array, and returns one of its shape.
    slope : float
        The derivative of f at the place.
    at, h : float
    limits : ((low, high), (low, high))
        Ends of the two axes.
    axes : tuple of two Axis, optional
        Names; their ends are the limits.
    title : str

    Examples
    --------
    >>> tangent(lambda x: x**2, 2.0, at=1.0, h=0.5, limits=((-1, 3), (-1, 5))).say
    'At 1 the tangent rises by 2; the secant from 0.5 to 1.5 by 2: 0 off.'
    """
    (x0, x1), (y0, y1) = limits
    x = np.linspace(x0, x1, _SAMPLES)
    here, left, right = (float(f(np.float64(v))) for v in (at, at - h, at + h))
    secant = (right - left) / (2 * h)
    middle = 0.5 * (left + right)
    marks: list[Mark] = [
        *_inside(x, np.asarray(f(x), dtype=float), (y0, y1), group=0, label="the function"),
        *_inside(x, middle + secant * (x - at), (y0, y1), group=4, label="secant", style="dashed"),
        *_inside(x, here + slope * (x - at), (y0, y1), group=1, label="tangent"),
        Points((at - h, at + h), (left, right), 4, strong=True),
        Points((at,), (here,), 1, strong=True),
    ]
    across, up = axes or (Axis("x"), Axis("f(x)"))
    say = (
        f"At {at:.3g} the tangent rises by {slope:.6g}; the secant from {at - h:.3g} to {at + h:.3g} by {secant:.6g}: "
        f"{abs(secant - slope):.2g} off."
    )
    return Scene(title, Axis(across.name, across.unit, x0, x1), Axis(up.name, up.unit, y0, y1), tuple(marks), say)


def stretched_lines(
    maps: Sequence[tuple[str, Function, float]],
    at: float,
    step: float,
    *,
    limits: _ENDS,
    start: str = "x",
    title: str = "One map after the other",
) -> Scene:
    """Return number lines, one under the other, and where maps in a row send a grid and a step.

    Parameters
    ----------
    maps : sequence of (str, callable, float)
        Name, map, and its derivative where the place has arrived by then.
    at, step : float
        The place on the first line, and the step from it.
    limits : (float, float)
        Ends of the first line.
    start : str, default "x"
        The name of the first line.
    title : str
    """
    grid = np.linspace(*limits, 15)
    lines = [(start, grid, at, at + step)]
    for name, f, _ in maps:
        _, before, a, b = lines[-1]
        lines.append((name, np.asarray(f(before), dtype=float), float(f(np.float64(a))), float(f(np.float64(b)))))
    low, high = (float(end([end(values) for _, values, _, _ in lines])) for end in (min, max))
    room = 0.12 * (high - low)
    marks: list[Mark] = []
    for k, (_, values, a, b) in enumerate(lines):
        level = -float(k)
        marks.append(Line((low, high), (level, level), quiet=True))
        if k + 1 < len(lines):
            _, after, c, d = lines[k + 1]
            down = (level,) * len(grid)
            marks.append(Edges(numbers(values), down, numbers(after), tuple(v - 1.0 for v in down)))
            marks.append(Area((a, b, d, c), (level, level, level - 1.0, level - 1.0), 1))
            marks.append(Text(high + 0.25 * room, level - 0.5, f"× {maps[k][2]:.3f}", "left"))
        marks += [Line((a, b), (level, level), 1), Points((a,), (level,), 1, strong=True), Points((b,), (level,), 4)]
    total = float(np.prod([slope for _, _, slope in maps]))
    moved = lines[-1][3] - lines[-1][2]
    factors = " times ".join(f"{slope:.3f}" for _, _, slope in maps)
    say = (
        f"At {at:.3g} the maps stretch by {factors}, together by {total:.4f}. The step of {step:.3g} really came out "
        f"{moved:.4g} long: {moved / step:.4f} times as long."
    )
    return Scene(
        title,
        Axis("value", low=low - 0.3 * room, high=high + 1.5 * room),
        Axis("", low=-len(lines) + 0.6, high=0.4, ticks=tuple((-float(k), line[0]) for k, line in enumerate(lines))),
        tuple(marks),
        say,
    )


def taylor(
    f: Function,
    coefficients: ArrayLike,
    centre: float,
    *,
    limits: tuple[_ENDS, _ENDS],
    reach: float | None = None,
    title: str = "A function and its Taylor polynomial",
) -> Scene:
    """Return a function, and the polynomial of ``coefficients[k] (x - centre)**k``.

    Parameters
    ----------
    f : callable
    coefficients : array_like of shape (degree + 1,)
    centre : float
    limits : ((low, high), (low, high))
    reach : float, optional
        How far from the centre the series converges, where that is known.
    title : str

    Examples
    --------
    >>> taylor(np.exp, [1.0, 1.0, 0.5], 0.0, limits=((-2, 2), (-1, 5))).say
    'The polynomial of degree 2 about 0 is within 0.01 of the function from -0.404 to 0.378.'
    """
    (x0, x1), (y0, y1) = limits
    c = np.asarray(coefficients, dtype=float)
    x = np.linspace(x0, x1, _SAMPLES)
    true, near = np.asarray(f(x), dtype=float), np.polynomial.polynomial.polyval(x - centre, c)
    marks: list[Mark] = []
    if reach is not None and np.isfinite(reach):
        a, b = max(x0, centre - reach), min(x1, centre + reach)
        marks.append(Area((a, b, b, a), (y0, y0, y1, y1), 2, "where the series converges"))
    marks += _inside(x, true, (y0, y1), group=0, label="the function")
    marks += _inside(x, near, (y0, y1), group=1, label="the polynomial", style="dashed")
    marks.append(Points((centre,), (float(f(np.float64(centre))),), 1, "centre", strong=True))
    fine = np.linspace(x0, x1, 20 * (_SAMPLES - 1) + 1)
    with np.errstate(all="ignore"):
        close = np.abs(np.polynomial.polynomial.polyval(fine - centre, c) - np.asarray(f(fine), dtype=float)) <= 0.01
    middle = int(np.abs(fine - centre).argmin())
    first, last = (
        int(np.argmin(side)) if not side.all() else len(side) for side in (close[middle::-1], close[middle:])
    )
    low, high = fine[max(0, middle - first + 1)], fine[min(len(fine) - 1, middle + last - 1)]
    say = (
        f"The polynomial of degree {len(c) - 1} about {centre:.3g} is within 0.01 of the function from {low:.3g} to "
        f"{high:.3g}."
    )
    return Scene(title, Axis("x", low=x0, high=x1), Axis("f(x)", low=y0, high=y1), tuple(marks), say)


def strips(
    f: Function, ends: _ENDS, count: int, exact: float, *, title: str = "The area under a curve, in strips"
) -> Scene:
    """Return a curve, and the trapezoids under it.

    Parameters
    ----------
    f : callable
    ends : (float, float)
        From where to where.
    count : int
        The number of strips, equally wide.
    exact : float
        The integral.
    title : str

    Examples
    --------
    >>> strips(lambda x: x**2, (0.0, 1.0), 4, 1 / 3).say
    '4 trapezoids hold 0.34375; the area is 0.333333: 0.01 off.'
    """
    x, cuts = np.linspace(*ends, _SAMPLES), np.linspace(*ends, count + 1)
    heights = np.asarray(f(cuts), dtype=float)
    area = float(np.sum(np.diff(cuts) * (heights[1:] + heights[:-1])) / 2)
    marks: list[Mark] = [Line(numbers(ends), (0.0, 0.0), quiet=True)]
    for k in range(count):
        a, b = cuts[k], cuts[k + 1]
        marks.append(Area(numbers([a, b, b, a]), numbers([0, 0, heights[k + 1], heights[k]]), 1))
    marks += [
        Edges(numbers(cuts), (0.0,) * len(cuts), numbers(cuts), numbers(heights)),
        Line(numbers(cuts), numbers(heights), 1, "trapezoids", "dashed"),
        Line(numbers(x), numbers(f(x)), 0, "the function"),
    ]
    say = f"{count} trapezoids hold {area:.6g}; the area is {exact:.6g}: {abs(area - exact):.1g} off."
    return Scene(title, Axis("x"), Axis("f(x)"), tuple(marks), say)


def computation_graph(
    result: Variable,
    names: Mapping[int, str],
    *,
    shown: int | None = None,
    title: str = "Forward the values, backward the derivatives",
) -> Scene:
    """Return what a number was computed from: each value, and the derivative of the result by it.

    Parameters
    ----------
    result : Variable
        One number, made of numbers.
    names : mapping of int to str
        What to call Variables, by their `number`; others are called by their operation.
    shown : int, optional
        So many derivatives are shown, from the result back; all by default.
    title : str

    Examples
    --------
    >>> x = Variable(3.0)
    >>> computation_graph(x * x, {x.number: "x"}).say
    'The result is 9. Its derivative by x is 6.'
    """
    nodes = tape(result)
    place = _places(nodes)
    steps = list(backward_steps(result))
    order = sorted(nodes, key=lambda node: -node.number)
    known = {
        node.number: float(step.arrays["derivative"]) for node, step in list(zip(order, steps, strict=True))[:shown]
    }
    marks: list[Mark] = []
    links = [(place[one.number], place[node.number]) for node in nodes for one in _inputs(node)]
    for done, group in ((False, None), (True, 1)):
        chosen = [
            link
            for link, (one, node) in zip(links, [(o, n) for n in nodes for o in _inputs(n)], strict=True)
            if (one.number in known) is done
        ]
        if chosen:
            starts, ends = zip(*chosen, strict=True)
            label = "way of the derivative, right to left" if done else ""
            marks.append(Edges(*_apart(starts), *_apart(ends), group, label))
    for done, group, label in ((False, 0, "value known"), (True, 1, "derivative known too")):
        at = [place[node.number] for node in nodes if (node.number in known) is done]
        if at:
            marks.append(Points(*_apart(at), group, label, strong=True))
    for node in nodes:
        x, y = place[node.number]
        called = names.get(node.number) or (node.operation.name if node.operation else "given")
        marks.append(Text(x, y + 0.3, f"{called} = {float(node.value):.3g}"))
        if node.number in known:
            marks.append(Text(x, y - 0.3, f"derivative {known[node.number]:.3g}", quiet=True))
    leaves = [f"{names[k]} is {known[k]:.4g}" for k in names if k in known and not _inputs_of(nodes, k)]
    say = f"The result is {float(result.value):.4g}."
    say += f" Its derivative by {', by '.join(leaves)}." if leaves else " No derivative has arrived at the start yet."
    right = max(x for x, _ in place.values())
    low, high = (end(y for _, y in place.values()) for end in (min, max))
    ends = Axis("", low=-0.6, high=right + 0.6, shown=False), Axis("", low=low - 0.7, high=high + 0.8, shown=False)
    return Scene(title, *ends, tuple(marks), say)


def _places(nodes: Sequence[Variable]) -> dict[int, tuple[float, float]]:
    """Return a place for each Variable: as far right as the longest way to it, evenly spread from top to bottom."""
    depth: dict[int, int] = {}
    for node in nodes:
        depth[node.number] = 1 + max((depth[one.number] for one in _inputs(node)), default=-1)
    for node in reversed(nodes):  # what is given stands right before its first use
        users = [depth[other.number] for other in nodes for one in _inputs(other) if one.number == node.number]
        if node.operation is None and users:
            depth[node.number] = min(users) - 1
    place = {}
    for level in sorted(set(depth.values())):
        column = [node.number for node in nodes if depth[node.number] == level]
        for k, number in enumerate(column):
            place[number] = (float(level), 1.3 * (0.5 * (len(column) - 1) - k) + 0.25 * (level % 2))
    return place


def _inputs(node: Variable) -> list[Variable]:
    return [one for one in node.inputs if isinstance(one, Variable)]


def _inputs_of(nodes: Sequence[Variable], number: int) -> list[Variable]:
    return next((_inputs(node) for node in nodes if node.number == number), [])


def _apart(places: Sequence[tuple[float, float]]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(x for x, _ in places), tuple(y for _, y in places)


def _inside(x: Array, y: Array, ends: _ENDS, *, group: int, label: str, style: Any = "solid") -> list[Mark]:
    """Return a curve as far as it stays in sight, in as many pieces as that takes."""
    with np.errstate(all="ignore"):
        seen = np.isfinite(y) & (y >= ends[0]) & (y <= ends[1])
    edges = np.flatnonzero(np.diff(np.r_[False, seen, False].astype(int)))
    pieces = [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]
    return [
        Line(numbers(x[piece]), numbers(y[piece]), group, label if k == 0 else "", style)
        for k, piece in enumerate(pieces)
    ]
