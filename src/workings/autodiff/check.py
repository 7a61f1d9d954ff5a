"""Derivatives by differences, and the comparison of derivatives with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workings.autodiff._tape import Array, Variable, floats
from workings.autodiff.derivatives import grad

Function = Callable[[Any], Any]

_FIRST = 2.0**-4  # the largest step, as a share of the entry (or of 1)
_HALVINGS = 18
_COLUMNS = 6  # of the extrapolation
_SURE = 1e-5  # differences that may be wrong by more than this share of the derivative decide nothing


@dataclass(frozen=True)
class GradientCheck:
    """What `check_gradient` found; true if no entry is wrong.

    Attributes
    ----------
    passed : bool
        Also false if differences decide nothing at any entry.
    worst : tuple of int
        The index of the entry whose derivative is furthest off, relative to what is allowed.
    derivative, difference : float
        The derivative of that entry, and what differences say.
    error : float
        Their difference, relative to the larger of the two (or to a thousandth of the largest derivative). What the
        differences themselves may be off by is not held against the derivative.
    tolerance : float
        The largest error that is allowed.
    entries : int
        How many entries were looked at.
    unsure : tuple of tuple of int
        Entries for which differences decide nothing: corners, jumps, noise.
    """

    passed: bool
    worst: tuple[int, ...]
    derivative: float
    difference: float
    error: float
    tolerance: float
    entries: int
    unsure: tuple[tuple[int, ...], ...] = ()

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        place = f"at {list(self.worst)}" if self.worst else "here"
        said = (
            f"{'agrees' if self.passed else 'WRONG'}: of {self.entries} entries the furthest off is {place}: "
            f"{self.derivative:.10g}, by differences {self.difference:.10g}, relative error {self.error:.1e} "
            f"(allowed {self.tolerance:.0e})"
        )
        if self.unsure:
            said += f"; differences decide nothing at {len(self.unsure)} entries, the first {list(self.unsure[0])}"
        return said + "."


def numerical_gradient(f: Function, x: ArrayLike, *, return_error: bool = False) -> Any:
    r"""Return the derivatives of f by central differences, with steps that are chosen entry by entry.

    .. math:: f'(x) \approx \frac{f(x + h) - f(x - h)}{2h}

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x (or a float if x is one), and returns one number.
    x : array_like of floats
    return_error : bool, default False
        Also return an estimate of each entry's error.

    Returns
    -------
    ndarray of float64 of the shape of x, or float
        The derivatives; nan where f has no finite value on both sides. With `return_error` a pair.

    Notes
    -----
    A large h errs by f's third derivative, a small one by rounding. Here h is halved again and again, the differences
    are extrapolated to h = 0 (their error is a series in the squares of h), and the member that changes least between
    neighbours is taken: C. J. F. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", Advances in Engineering
    Software 4 (1982), 75. Some 38 calls of f for each entry, in float64.

    Examples
    --------
    >>> from workings.autodiff import numerical_gradient
    >>> numerical_gradient(lambda x: (x**2).sum(), [1.0, 2.0]).round(9)
    array([2., 4.])
    """
    point = floats(x, "numerical_gradient(f, x)", "x").astype(np.float64)
    slopes, errors = np.empty(point.shape), np.empty(point.shape)
    for place in np.ndindex(point.shape):
        slopes[place], errors[place] = _slope(f, point, place)
    if point.ndim == 0:
        return (float(slopes), float(errors)) if return_error else float(slopes)
    return (slopes, errors) if return_error else slopes


def _slope(f: Function, x: Array, place: tuple[int, ...]) -> tuple[float, float]:
    """Return the derivative by one entry, and an estimate of its error."""
    scale = max(1.0, abs(float(x[place])))
    row: list[float] = []
    best = (float("nan"), float("inf"))
    for k in range(_HALVINGS + 1):
        h = _FIRST * scale / 2**k
        ends = []
        for side in (1.0, -1.0):
            moved = x.copy()
            moved[place] += side * h
            with np.errstate(all="ignore"):
                ends.append((_number(f, moved), float(moved[place])))
        (above, right), (below, left) = ends
        slope = (above - below) / (right - left)
        rounding = float(np.spacing(max(abs(above), abs(below)))) / (right - left)
        if not np.isfinite(slope):
            row = []
            continue
        last, row = row, [slope]
        for j, old in enumerate(last[:_COLUMNS]):
            row.append(row[j] + (row[j] - old) / (4.0 ** (j + 1) - 1.0))
            error = max(abs(row[j + 1] - row[j]), abs(row[j + 1] - old), rounding)
            if error < best[1]:
                best = (row[j + 1], error)
    return best


def _number(f: Function, x: Array) -> float:
    value = f(x if x.ndim else float(x))
    if isinstance(value, Variable):
        raise TypeError(
            "numerical_gradient(f, x): f depends on Variables from outside, and differences cannot be differentiated. "
            "Use grad for the inner derivative, or take their .value."
        )
    value = np.asarray(value)
    if value.ndim or value.dtype.kind not in "fiu":
        raise TypeError(
            f"numerical_gradient(f, x): f must return one number, and it returned shape {value.shape}, dtype "
            f"{value.dtype}. Return its sum or mean."
        )
    return float(value)


def check_gradient(
    f: Function,
    x: ArrayLike,
    *,
    gradient: Function | None = None,
    tolerance: float | None = None,
    entries: int | None = 200,
) -> GradientCheck:
    """Compare the derivatives of f with central differences, entry by entry.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of x, and returns one number.
    x : array_like of floats
        Where to compare. Choose irregular numbers: at 0 and at 1 many mistakes do not show.
    gradient : callable, optional
        What to check: takes x and returns the derivatives. By default ``grad(f)``.
    tolerance : float, optional
        The largest relative error; 1e-6, for float32 1e-3.
    entries : int or None, default 200
        Look at so many entries, spread over x; None: at all.

    Returns
    -------
    GradientCheck
        True if all agree; printed, it names the worst entry.

    Raises
    ------
    ValueError
        If `gradient` returns another shape than that of x.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.autodiff import check_gradient
    >>> bool(check_gradient(lambda x: np.exp(x).sum(), [0.5, 1.5]))
    True
    >>> print(check_gradient(lambda x: (x**3).sum(), [0.5, 2.0], gradient=lambda x: 2 * x))
    WRONG: of 2 entries the furthest off is at [1]: 4, by differences 12, relative error 6.7e-01 (allowed 1e-06).
    """
    point = floats(x, "check_gradient(f, x)", "x")
    if not point.size:
        raise ValueError("check_gradient(f, x): x has no entries, so there is nothing to compare.")
    found = np.asarray((grad(f) if gradient is None else gradient)(point.copy() if point.ndim else point[()]))
    if found.shape != point.shape:
        raise ValueError(
            f"check_gradient: gradient(x) has shape {found.shape}, and x has {point.shape}. There is one derivative "
            "for each entry of x."
        )
    allowed = tolerance if tolerance is not None else 1e-3 if point.dtype == np.float32 else 1e-6
    count = point.size if entries is None else min(max(1, entries), point.size)
    places = [np.unravel_index(i, point.shape) for i in np.linspace(0, point.size - 1, count).round().astype(int)]
    floor = 1e-3 * float(np.max(np.abs(found), initial=0.0, where=np.isfinite(found)))
    nothing = (float("inf"), float("inf"), tuple(int(k) for k in places[0]), float("nan"), float("nan"))
    compared, unsure = [], []
    for place in (tuple(int(k) for k in one) for one in places):
        slope, doubt = _slope(f, point.astype(np.float64), place)
        size = max(abs(float(found[place])), abs(slope), floor, 1e-12)
        off = abs(float(found[place]) - slope)
        doubtful = not doubt <= max(max(_SURE, allowed) * size, 1e-9)
        # A corner's differences are still right in the large: what lies beyond their doubt is wrong.
        if doubtful and not off > 10.0 * doubt:
            unsure.append(place)
            continue
        off = float("inf") if np.isnan(off) else off
        compared.append((max(0.0, off - 10.0 * doubt) / size, off / size, place, float(found[place]), slope))
    beyond, error, place, derivative, difference = max(compared, default=nothing)
    return GradientCheck(beyond <= allowed, place, derivative, difference, error, allowed, count, tuple(unsure))
