"""From an array of any shape and order, and any axes, to groups that a kernel can walk: (outer, n, inner)."""

from __future__ import annotations

import math
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
    order: tuple[int, ...]
    """``lain.transpose(order)`` has the original axes."""

    def restore(self, flat: Array) -> Array:
        """Give an array of the same size the original axes back (a view)."""
        return flat.reshape(self.shape).transpose(self.order)


def _inverse(order: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(np.argsort(order).tolist())


def lay_out(x: Array, axes: tuple[int, ...], dtype: np.dtype[np.generic]) -> Groups:
    """Lay `x` flat, as `dtype`, copying only if it must: another type, no memory order, or scattered axes."""
    ndim = x.ndim
    if x.flags.c_contiguous:
        order = tuple(range(ndim))
    elif x.flags.f_contiguous:
        order = tuple(range(ndim - 1, -1, -1))
    else:
        order = tuple(range(ndim))
    places = sorted(order.index(a) for a in axes)
    if places and places[-1] - places[0] + 1 != len(places):  # the axes are not neighbours: bring them to the end
        order = (*(a for a in order if a not in axes), *(a for a in order if a in axes))
        places = list(range(ndim - len(axes), ndim))
    lain = np.ascontiguousarray(x.transpose(order), dtype=dtype)
    shape = lain.shape if ndim else ()
    first, last = (places[0], places[-1] + 1) if places else (ndim, ndim)
    return Groups(
        lain.reshape(-1),
        math.prod(shape[:first]),
        math.prod(shape[first:last]),
        math.prod(shape[last:]),
        shape,
        _inverse(order),
    )


def as_rows(groups: Groups) -> Groups:
    """Return the same groups each in one piece, (outer * inner, n), copying if inner > 1."""
    if groups.inner == 1:
        return groups
    flat = groups.flat.reshape(groups.outer, groups.n, groups.inner).swapaxes(1, 2).reshape(-1)
    return Groups(flat, groups.outer * groups.inner, groups.n, 1, groups.shape, groups.order)


def from_rows(flat: Array, groups: Groups) -> Array:
    """Put what was computed for `as_rows(groups)` back into the order of `groups`."""
    if groups.inner == 1:
        return flat
    return flat.reshape(groups.outer, groups.inner, groups.n).swapaxes(1, 2).reshape(-1)


def overlaps(a: Array, b: Array) -> bool:
    """Say whether two arrays may share memory (a quick test of their bounds)."""
    return bool(np.may_share_memory(a, b))
