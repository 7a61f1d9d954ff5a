r"""Cross-entropy and its gradient on dask arrays, lazily; classes may be cut into chunks, too.

With :math:`\log p` from the merged states of `workings.backends.dask.special`, each chunk holds the terms of its own
classes of

.. math:: \ell_i = -\sum_c w_c \, q_{ic} \log p_{ic}

and sums of chunks are added. Targets are looked at only when chunks are computed; what is wrong with them is said then.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings import _validation as validation
from workings.backends.dask.special import log_softmax, softmax
from workings.special import _targets

Array = NDArray[Any]


@dataclass(frozen=True)
class Task:
    """What is asked, as dask arrays of the scores' chunks; ``share`` is w q, and 0 for groups that do not count."""

    x: Any
    axis: int
    share: Any
    hit: Any
    """Where a class index is the target and has all of it; None where targets are probabilities or are smoothed."""
    norm: Any
    kind: np.dtype[Any]


def cross_entropy(
    logits: Any,
    target: Any,
    axis: int = -1,
    *,
    weight: Any = None,
    label_smoothing: float = 0.0,
    ignore_index: int = -100,
    reduction: str = "mean",
    dtype: Any = None,
) -> Any:
    """Return the cross-entropy, lazily; arguments as in `workings.cross_entropy`."""
    da: Any = importlib.import_module("dask.array")
    task = _read("cross_entropy", logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype)
    logs = log_softmax(task.x, task.axis, dtype=np.float64)
    losses = da.map_blocks(_terms, task.share, logs, dtype=np.float64, chunks=task.x.chunks).sum(axis=task.axis)
    if reduction != "none":
        losses = losses.sum()
    if reduction == "mean":
        losses = losses / task.norm
    return losses.astype(task.kind)


def cross_entropy_gradient(
    logits: Any,
    target: Any,
    axis: int = -1,
    *,
    weight: Any = None,
    label_smoothing: float = 0.0,
    ignore_index: int = -100,
    reduction: str = "mean",
    dtype: Any = None,
) -> Any:
    """Return the gradient, lazily; arguments as in `workings.cross_entropy_gradient`."""
    da: Any = importlib.import_module("dask.array")
    name = "cross_entropy_gradient"
    task = _read(name, logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype)
    total = task.share.sum(axis=task.axis, keepdims=True)
    p = softmax(task.x, task.axis, dtype=np.float64)
    if task.hit is None:
        gradient = da.where(total == 0, 0.0, total * p - task.share)
    else:  # p - 1 would lose the digits of a p near 1
        away = da.expm1(log_softmax(task.x, task.axis, dtype=np.float64))
        gradient = da.where(total == 0, 0.0, total * da.where(task.hit, away, p))
    if reduction == "mean":
        gradient = gradient / task.norm
    return gradient.astype(task.kind)


def _terms(share: Array, logs: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return np.where(share == 0.0, 0.0, share * -logs)


def _read(
    function: str,
    logits: Any,
    target: Any,
    axis: Any,
    weight: Any,
    smoothing: float,
    ignore: int,
    reduction: str,
    dtype: Any,
) -> Task:
    da: Any = importlib.import_module("dask.array")
    _targets.check_options(function, smoothing, reduction)
    x = logits.to_dask_array() if hasattr(logits, "to_dask_array") else logits
    if x.ndim == 0:
        raise ValueError(f"{function}: logits is a single number; give one score for each class, such as [0.2, 1.3].")
    kind = validation.formats(function, x.dtype, dtype).result
    (place,) = validation.axes_of(function, axis, x.ndim, "logits")
    classes = x.shape[place]
    if classes != classes:
        raise ValueError(f"{function}: dask does not know how many classes there are. Try x.compute_chunk_sizes().")
    t = target.to_dask_array() if hasattr(target, "to_dask_array") else da.asarray(target)
    across = tuple(-1 if i == place else 1 for i in range(x.ndim))
    weights = da.from_array(
        _targets.weights_of(function, weight, classes, np.dtype(np.float64)), chunks=(x.chunks[place],)
    )
    weights = weights.reshape(across)
    others = tuple(n for i, n in enumerate(x.shape) if i != place)
    if t.ndim == x.ndim and _alike(t.shape, x.shape):
        q = _cut(function, t, x.chunks).map_blocks(_probabilities, function, x.shape, others, dtype=np.float64)
        share = weights * (q * (1.0 - smoothing) + smoothing / max(classes, 1))
        groups = da.ones_like(x.astype(np.float64)).sum() / max(classes, 1)
        return Task(x, place, share, None, groups, kind)
    if t.dtype.kind not in "iu":
        _targets.refuse_kind(function, t, others)
    if t.ndim != x.ndim - 1 or not _alike(t.shape, others):
        _targets.refuse_shape(function, t, others, classes)
    t = _cut(function, t, tuple(c for i, c in enumerate(x.chunks) if i != place))
    t = t.map_blocks(_indices, function, classes, ignore, dtype=np.int64)[
        tuple(None if i == place else slice(None) for i in range(x.ndim))
    ]
    hit = t == da.arange(classes, chunks=(x.chunks[place],)).reshape(across)
    own = da.where(hit, weights, 0.0)
    share = own
    if smoothing:
        mixed = weights * (da.where(hit, 1.0 - smoothing, 0.0) + smoothing / max(classes, 1))
        share = da.where(t >= 0, mixed, 0.0)
    return Task(x, place, share, None if smoothing else hit, own.sum(), kind)


def _alike(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    """Whether shapes agree, as far as they are known."""
    return all(m == n or m != m or n != n for m, n in zip(a, b, strict=True))


def _cut(function: str, t: Any, chunks: Any) -> Any:
    """Return the target in the chunks of the scores."""
    if all(n == n for some in (*chunks, *t.chunks) for n in some):
        return t.rechunk(chunks)
    if t.numblocks != tuple(len(some) for some in chunks):
        raise ValueError(
            f"{function}: logits and target have chunks of unknown length, and not equally many. Try "
            "compute_chunk_sizes() on both."
        )
    return t


def _probabilities(block: Array, function: str, shape: tuple[float, ...], groups: tuple[float, ...]) -> Array:
    bad = block < 0
    if bad.any():
        _targets.refuse_negative(function, block[bad].min(), shape, groups)
    return block.astype(np.float64)


def _indices(block: Array, function: str, classes: int, ignore: int) -> Array:
    """Return the indices, -1 where a group does not count."""
    counted = block != ignore
    bad = counted & ((block < 0) | (block >= classes))
    if bad.any():
        _targets.refuse_index(function, block[bad][0], classes)
    return np.where(counted, block.astype(np.int64), -1)
