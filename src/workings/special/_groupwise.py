"""Apply a formula to each group of an array: plain floats if it is small, NumPy if it is long double, else kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings import _validation as validation
from workings._validation import Array
from workings.special._call import Request, masked, read
from workings.special._layout import Groups, lay_out
from workings.special._small import SMALL

Formula = Callable[[list[float]], list[float]]


def small(formula: Formula, x: Array, axes: tuple[int, ...]) -> Array:
    """Apply a formula of one group of floats to every group of a small array; the result is float64."""
    groups = lay_out(x, axes, np.dtype(np.float64))
    values = groups.flat.tolist()
    stride, size = groups.inner, groups.n * groups.inner
    for start in range(0, len(values), size):
        for first in range(start, start + stride):
            values[first : start + size : stride] = formula(values[first : start + size : stride])
    return groups.restore(np.array(values))


def by_group(
    request: Request,
    axis: Any,
    where: Any,
    *,
    formula: Formula,
    kernel: Callable[[Groups, Array], None],
    long_double: Callable[[Array, tuple[int, ...]], Array],
    outside: float,
) -> Any:
    """Run the right computation for a function whose result has the shape of x.

    Parameters
    ----------
    request : Request
        The arguments, read.
    axis, where
        As the caller gave them.
    formula, kernel, long_double : callable
        The three computations: one group of floats; groups laid flat into a flat array; an array and its axes.
    outside : float
        The result where `where` is False.
    """
    function, x = request.function, request.x
    axes = () if x.ndim == 0 and axis in (-1, 0) else validation.axes_of(function, axis, x.ndim)
    wide = request.widened()
    wide, mask = masked(function, wide, where)
    if wide.size == 0:
        result = wide.copy()
    elif request.is_long:
        result = long_double(wide, axes)
    elif wide.size <= SMALL:
        result = small(formula, wide, axes)
    else:
        groups = lay_out(wide, axes, wide.dtype)
        target = request.target(wide) if mask is None and wide is x else None
        if target is not None:
            kernel(groups, target.reshape(-1, order="A"))
            return request.deliver(target)
        flat = np.empty(groups.flat.size, dtype=wide.dtype)
        kernel(groups, flat)
        result = groups.restore(flat)
    if mask is not None:
        result = np.where(mask, result, np.asarray(outside, dtype=result.dtype))
    return request.deliver(result)


def by_entry(
    function: str,
    x: Any,
    where: Any,
    dtype: Any,
    out: Any,
    *,
    formula: Callable[[float], float],
    kernel: Callable[[Array, Array], None],
    long_double: Callable[[Array], Array],
) -> Any:
    """Run the right computation for a function of single entries."""
    return by_group(
        read(function, x, dtype, out),
        None,
        where,
        formula=lambda values: [formula(v) for v in values],
        kernel=lambda groups, flat: kernel(groups.flat, flat),
        long_double=lambda array, _axes: long_double(array),
        outside=0.0,
    )
