"""Cross-entropy and its gradient on torch, JAX and CuPy arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workings.backends.arrays import _read
from workings.special import _targets


@dataclass(frozen=True)
class _Task:
    """The arguments, read: the classes lie along the last axis of `x`, `q` says how much each class is the target."""

    xp: Any
    x: Any
    q: Any
    norm: Any
    result: Any
    place: int


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
    """Return the cross-entropy of scores against targets; as `workings.cross_entropy`."""
    from workings.backends.arrays.special import log_softmax

    task = _task("cross_entropy", logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype)
    xp, q = task.xp, task.q
    log_p = log_softmax(task.x, -1)
    # A class of probability 0 counts for nothing, even at a score of -inf; its derivative is no nan either.
    log_p = xp.where(q == 0, xp.zeros_like(log_p), log_p)
    found = -xp.sum(q * log_p, axis=-1)
    if reduction != "none":
        found = xp.sum(found)
    if reduction == "mean":
        found = found / task.norm
    return xp.astype(found, task.result)


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
    """Return the gradient of `cross_entropy` with respect to the scores; as `workings.cross_entropy_gradient`."""
    from workings.backends.arrays.special import log_softmax

    task = _task(
        "cross_entropy_gradient", logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype
    )
    xp, q = task.xp, task.q
    total = xp.sum(q, axis=-1, keepdims=True)
    log_p = log_softmax(task.x, -1)
    # Where p is near 1, p - 1 has lost its digits, and expm1(log p) has not.
    near = (total - q) + xp.expm1(log_p) * total
    found = xp.where(log_p > -0.5, near, xp.exp(log_p) * total - q)
    found = xp.where(total == 0, xp.zeros_like(found), found)
    if reduction == "mean":
        found = found / task.norm
    return xp.moveaxis(xp.astype(found, task.result), -1, task.place)


def _task(
    function: str,
    logits: Any,
    target: Any,
    axis: Any,
    weight: Any,
    label_smoothing: float,
    ignore_index: int,
    reduction: str,
    dtype: Any,
) -> _Task:
    _targets.check_options(function, label_smoothing, reduction)
    xp = _read.namespace(logits)
    x, result = _read.floating(function, xp, logits, dtype, "logits")
    if x.ndim == 0:
        raise ValueError(f"{function}: logits is a single number; give one score for each class, such as [0.2, 1.3].")
    (place,) = _read.axes(function, axis, x.ndim, "logits")
    x = xp.moveaxis(x, place, -1)
    classes = x.shape[-1]
    t = _read.beside(function, xp, x, target, "target", "logits")
    weights = _weights(function, xp, x, weight, classes)
    groups = tuple(x.shape[:-1])
    if t.ndim == x.ndim and tuple(xp.moveaxis(t, place, -1).shape) == tuple(x.shape):
        q = xp.astype(_read.floating(function, xp, xp.moveaxis(t, place, -1), name="target")[0], x.dtype)
        bad = q < 0
        if _read.is_traced(q):  # no entry can be looked at: one that is no probability makes its loss nan instead
            q = xp.where(bad, xp.full_like(q, float("nan")), q)
        elif bool(xp.any(bad)):
            _targets.refuse_negative(function, float(xp.min(q[bad])), t.shape, groups)
        count = 1
        for n in groups:
            count *= n
        norm: Any = float(count) if count else float("nan")
        counted = None
    else:
        q, counted = _one_hot(function, xp, x, t, ignore_index)
        norm = xp.sum(weights * q)
    q = q * (1.0 - label_smoothing) + label_smoothing / max(classes, 1)
    q = q * weights
    if counted is not None:
        q = xp.where(xp.expand_dims(counted, axis=-1), q, xp.zeros_like(q))
    return _Task(xp, x, q, norm, result, place)


def _weights(function: str, xp: Any, x: Any, weight: Any, classes: int) -> Any:
    if weight is None:
        return 1.0
    weights = _read.beside(function, xp, x, weight, "weight", "logits")
    if tuple(weights.shape) != (classes,):
        raise ValueError(
            f"{function}: weight has shape {tuple(weights.shape)}, and there are {classes} classes. "
            f"Give one weight for each class: shape ({classes},)."
        )
    return xp.astype(weights, x.dtype)


def _one_hot(function: str, xp: Any, x: Any, t: Any, ignore: int) -> tuple[Any, Any]:
    """Return 1 at the target class of each group and 0 elsewhere, and which groups count."""
    groups, classes = tuple(x.shape[:-1]), x.shape[-1]
    if _read.kind_of(xp, t) != "integer":
        _targets.refuse_kind(function, t, groups, "a target of dtype int64")
    if tuple(t.shape) != groups:
        _targets.refuse_shape(function, t, groups, classes)
    counted = t != ignore
    bad = counted & ((t < 0) | (t >= classes))
    if not _read.is_traced(bad) and bool(xp.any(bad)):
        _targets.refuse_index(function, t[bad][0], classes)
    device = _read.place(x)
    numbers = xp.arange(classes, dtype=t.dtype) if device is None else xp.arange(classes, dtype=t.dtype, device=device)
    hot = xp.astype((xp.expand_dims(t, axis=-1) == numbers) & xp.expand_dims(counted, axis=-1), x.dtype)
    # Under a transformation no index can be looked at: one that names no class makes its loss nan instead.
    return xp.where(xp.expand_dims(bad, axis=-1), xp.full_like(hot, float("nan")), hot), counted
