"""From an array of any shape and order, and any axes, to groups that a kernel can walk: (outer, n, inner)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workings._validation import Array


@dataclass(frozen=True)
class Groups:
    """An array laid flat in C order, seen as `outer` stacks of (n, inner): groups run along the middle axis."""

    flat: Array
    outer: int
    n: int
    inner: int
    shape: tuple[int, ...]
    """The shape in which the flat array lies in memory."""
    order: tuple[int, ...] | None
    """``lain.transpose(order)`` has the original axes; None: they are in order."""

    def restore(self, flat: Array) -> Array:
        """Give an array of the same size the original axes back (a view)."""
        lain = flat.reshape(self.shape)
        return lain if self.order is None else lain.transpose(self.order)


def _inverse(order: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(np.argsort(order).tolist())


def lay_out(x: Array, axes: tuple[int, ...], dtype: np.dtype[np.generic]) -> Groups:
    """Lay `x` flat, as `dtype`, copying only if it must: another type, no memory order, or scattered axes."""
    ndim = x.ndim
    in_order = x.flags.c_contiguous
    order = tuple(range(ndim - 1, -1, -1)) if x.flags.f_contiguous and not in_order else tuple(range(ndim))
    places = axes if in_order else tuple(sorted(order.index(a) for a in axes))
    if places and places[-1] - places[0] + 1 != len(places):  # the axes are not neighbours: bring them to the end
        in_order = False
        order = (*(a for a in order if a not in axes), *(a for a in order if a in axes))
        places = tuple(range(ndim - len(axes), ndim))
    if not in_order or x.dtype != dtype:
        x = np.ascontiguousarray(x.transpose(order), dtype=dtype).reshape([x.shape[a] for a in order])
    shape = x.shape
    first, last = (places[0], places[-1] + 1) if places else (ndim, ndim)
    return Groups(
        x.reshape(-1),
        math.prod(shape[:first]),
        math.prod(shape[first:last]),
        math.prod(shape[last:]),
        shape,
        None if in_order else _inverse(order),
    )


def as_rows(groups: Groups) -> Groups:
    """Return the same groups each in one piece, (outer * inner, n), copying if inner > 1."""
    if groups.inner == 1:
        return groups
    flat = groups.flat.reshape(groups.outer, groups.n, groups.inner).swapaxes(1, 2).reshape(-1)
    return Groups(flat, groups.outer * groups.inner, groups.n, 1, groups.shape, groups.order)


def along_rows(groups: Groups, flat: Array, compute: Callable[[Groups, Array], None]) -> None:
    """Run a computation that knows only rows, and put its results into `flat`, in the order of `groups`."""
    if groups.inner == 1:
        compute(groups, flat)
        return
    rows = as_rows(groups)
    results = np.empty_like(flat)
    compute(rows, results)
    flat[:] = results.reshape(groups.outer, groups.inner, groups.n).swapaxes(1, 2).reshape(-1)


def overlaps(a: Array, b: Array) -> bool:
    """Say whether two arrays may share memory (a quick test of their bounds)."""
    return bool(np.may_share_memory(a, b))
