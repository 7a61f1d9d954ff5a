"""Operations that move numbers without changing them: shapes, indices, joining, broadcasting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from workings.autodiff._tape import FLOATS, Array, Operation, Seen, Variable, value_of

# The derivative of copying is summing, and that of summing is copying; of moving, moving back.


def _sum_to(x: Array, shape: tuple[int, ...]) -> Array:
    extra = x.ndim - len(shape)
    stretched = tuple(extra + k for k, n in enumerate(shape) if n == 1 and x.shape[extra + k] != 1)
    return np.asarray(x.sum(axis=(*range(extra), *stretched), keepdims=True)).reshape(shape)


_identity: Operation = Operation("identity", lambda x: x, (lambda g, s: g,))
_sum_to_operation: Operation = Operation("sum_to", _sum_to, (lambda g, s: broadcast_to(g, s.inputs[0].shape),))
_broadcast: Operation = Operation("broadcast_to", np.broadcast_to, (lambda g, s: g,))
_reshape: Operation = Operation("reshape", np.reshape, (lambda g, s: reshape(g, s.inputs[0].shape),))
_astype: Operation = Operation("astype", lambda x, dtype: x.astype(dtype), (lambda g, s: astype(g, s.inputs[0].dtype),))
_transpose: Operation = Operation(
    "transpose", np.transpose, (lambda g, s: transpose(g, None if s.settings["axes"] is None else _back(s)),)
)


def _back(seen: Seen) -> tuple[int, ...]:
    axes = seen.settings["axes"]
    return tuple(int(k) for k in np.argsort([k % len(axes) for k in axes]))


def identity(x: Any) -> Any:
    """Return a new Variable that equals x: what is differentiated by it is not differentiated by x itself."""
    return _identity(x)


def sum_to(x: Any, shape: tuple[int, ...]) -> Any:
    """Return the sums of x over the axes along which `shape` would be broadcast to x's own."""
    return _sum_to_operation(x, shape=shape)


def broadcast_to(x: Any, shape: int | Sequence[int]) -> Any:
    """Return x repeated to a shape, as `numpy.broadcast_to` does."""
    return _broadcast(x, shape=shape)


def reshape(x: Any, shape: int | Sequence[int]) -> Any:
    """Return the same numbers in another shape, as `numpy.reshape` does."""
    return _reshape(x, shape=shape)


def astype(x: Any, dtype: Any) -> Any:
    """Return x in float32 or float64."""
    if np.dtype(dtype) not in FLOATS:
        raise TypeError(
            f"astype({np.dtype(dtype)}): whole numbers have no derivative, and others than float32 and float64 are "
            "not computed with here. To use the numbers as constants, take x.value."
        )
    return _astype(x, dtype=np.dtype(dtype))


def transpose(x: Any, axes: Sequence[int] | None = None) -> Any:
    """Return x with its axes in another order, the opposite one by default."""
    return _transpose(x, axes=None if axes is None else tuple(axes))


def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """Return x with two axes exchanged."""
    axes = list(range(x.ndim))
    axes[axis1], axes[axis2] = axes[axis2], axes[axis1]
    return transpose(x, axes)


def expand_dims(x: Any, axis: int | Sequence[int]) -> Any:
    """Return x with axes of length 1 put in."""
    return reshape(x, np.expand_dims(value_of(x), axis).shape)


def squeeze(x: Any, axis: int | tuple[int, ...] | None = None) -> Any:
    """Return x without its axes of length 1."""
    return reshape(x, np.squeeze(value_of(x), axis).shape)


# ---- indices ----


def _put(g: Array, index: Any, shape: tuple[int, ...]) -> Array:
    """Add each entry of g to the place that it was taken from: an entry may have been taken several times."""
    out = np.zeros(shape, dtype=g.dtype)
    parts = index if isinstance(index, tuple) else (index,)
    if any(isinstance(part, np.ndarray) and part.dtype.kind != "b" for part in parts):
        np.add.at(out, index, g)
    else:
        out[index] = g
    return out


_take: Operation = Operation(
    "take",
    lambda x, index: x[index],
    (lambda g, s: _put_operation(g, index=s.settings["index"], shape=s.inputs[0].shape),),
)
_put_operation: Operation = Operation("put", _put, (lambda g, s: take(g, s.settings["index"]),))


def take(x: Any, index: Any) -> Any:
    """Return ``x[index]``: slices, whole numbers, masks, arrays of indices (an entry may be taken several times)."""
    parts = tuple(_fixed(part) for part in (index if isinstance(index, tuple) else (index,)))
    return _take(x, index=parts if isinstance(index, tuple) else parts[0])


def _fixed(part: Any) -> Any:
    if isinstance(part, Variable):
        raise TypeError("x[index]: an index cannot be a Variable, as there is no derivative by it. Take index.value.")
    return np.array(part) if isinstance(part, (list, np.ndarray)) else part


# ---- joining ----


def _share(k: int) -> Any:
    """Return the rule of the k-th of the arrays that were joined: its own stretch of the derivative."""

    def rule(g: Any, seen: Seen) -> Any:
        axis = seen.settings["axis"]
        axis += g.ndim if axis < 0 else 0
        start = sum(np.shape(value_of(one))[axis] for one in seen.inputs[:k])
        stop = start + np.shape(value_of(seen.inputs[k]))[axis]
        return take(g, (slice(None),) * axis + (slice(start, stop),))

    return rule


_concatenate: Operation = Operation("concatenate", lambda *parts, axis: np.concatenate(parts, axis), _share)


def concatenate(parts: Sequence[Any], axis: int | None = 0) -> Any:
    """Return arrays joined along an axis that they have (with None, end to end), as `numpy.concatenate` does."""
    if axis is None:
        return concatenate([reshape(part, -1) for part in parts])
    return _concatenate(*parts, axis=axis)


def stack(parts: Sequence[Any], axis: int = 0) -> Any:
    """Return arrays of one shape joined along a new axis, as `numpy.stack` does."""
    parts = [part if isinstance(part, Variable) else np.asarray(part) for part in parts]
    return concatenate([expand_dims(part, axis) for part in parts], axis)
