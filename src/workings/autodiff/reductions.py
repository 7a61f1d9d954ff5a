"""Operations that make fewer numbers of many: sums, means, extremes, products of matrices, softmax."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings import special
from workings.autodiff._tape import Operation, Seen, Variable, ordinary, value_of
from workings.autodiff.elementwise import where
from workings.autodiff.shapes import broadcast_to, reshape, squeeze, swapaxes

Axis = int | tuple[int, ...] | None


def _with_axes(x: Any, seen: Seen) -> Any:
    """Return what was reduced (or its derivative) with the reduced axes as axes of length 1."""
    shape, axis = seen.inputs[0].shape, seen.settings["axis"]
    axes = range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    gone = {k % len(shape) for k in axes} if shape else set()
    return reshape(x, tuple(1 if k in gone else n for k, n in enumerate(shape)))


def _to_the_extreme(g: Any, s: Seen) -> Any:
    """Share the derivative equally among the entries that are equal to the extreme one."""
    chosen = value_of(s.inputs[0]) == value_of(_with_axes(s.out, s))
    share = chosen / chosen.sum(axis=s.settings["axis"], keepdims=True)
    return _with_axes(g, s) * share.astype(value_of(g).dtype)


_sum: Operation = Operation("sum", np.sum, (lambda g, s: broadcast_to(_with_axes(g, s), s.inputs[0].shape),))
_max: Operation = Operation("max", np.max, (_to_the_extreme,))
_min: Operation = Operation("min", np.min, (_to_the_extreme,))


def sum(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the sum over an axis, several or all."""
    return _sum(x, axis=axis, keepdims=keepdims)


def mean(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the mean over an axis, several or all."""
    total = sum(x, axis, keepdims)
    return total / (np.size(value_of(x)) // max(1, np.size(value_of(total))))


def var(x: Any, axis: Axis = None, keepdims: bool = False, ddof: int = 0) -> Any:
    """Return the mean of the squared deviations from the mean; `ddof` is subtracted from the count."""
    far = x - mean(x, axis, keepdims=True)
    total = sum(far * far, axis, keepdims)
    return total / (np.size(value_of(x)) // max(1, np.size(value_of(total))) - ddof)


def max_(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the largest entry; where several are, they share the derivative equally."""
    return _max(x, axis=axis, keepdims=keepdims)


def min_(x: Any, axis: Axis = None, keepdims: bool = False) -> Any:
    """Return the smallest entry; where several are, they share the derivative equally."""
    return _min(x, axis=axis, keepdims=keepdims)


_matmul: Operation = Operation(
    "matmul",
    np.matmul,
    (lambda g, s: matmul(g, swapaxes(s.inputs[1], -1, -2)), lambda g, s: matmul(swapaxes(s.inputs[0], -1, -2), g)),
)


def matmul(a: Any, b: Any) -> Any:
    """Return the matrix product, as ``a @ b`` does: of vectors, matrices and stacks of matrices."""
    a, b = (one if isinstance(one, Variable) else np.asarray(ordinary(one, "matmul(a, b)")) for one in (a, b))
    if not a.ndim or not b.ndim:
        raise ValueError("matmul(a, b): a or b is a single number. Use a * b.")
    left = reshape(a, (1, *a.shape)) if a.ndim == 1 else a
    right = reshape(b, (*b.shape, 1)) if b.ndim == 1 else b
    product = _matmul(left, right)
    gone = (*((-2,) if a.ndim == 1 else ()), *((-1,) if b.ndim == 1 else ()))
    return squeeze(product, gone) if gone else product


def dot(a: Any, b: Any) -> Any:
    """Return ``np.dot(a, b)``: of a single number the multiple, else the matrix product."""
    if not np.ndim(value_of(a)) or not np.ndim(value_of(b)):
        return a * b
    if np.ndim(value_of(b)) > 2:
        raise TypeError("np.dot(a, b): b has more than two axes, where dot and @ differ. Say which you mean: a @ b.")
    return matmul(a, b)


# ---- the softmax family: the exact kernels forward, and their exact derivatives back ----

_softmax: Operation = Operation(
    "softmax", special.softmax, (lambda g, s: _softmax_vjp(s.out, g, axis=s.settings["axis"]),)
)
_softmax_vjp: Operation = Operation(
    "softmax_vjp",
    special.softmax_vjp,
    (
        lambda g, s: (
            g * (s.inputs[1] - sum(s.inputs[0] * s.inputs[1], s.settings["axis"], True))
            - sum(g * s.inputs[0], s.settings["axis"], True) * s.inputs[1]
        ),
        lambda g, s: _softmax_vjp(s.inputs[0], g, axis=s.settings["axis"]),
    ),
)
_log_softmax: Operation = Operation(
    "log_softmax",
    special.log_softmax,
    (lambda g, s: g - softmax(s.inputs[0], s.settings["axis"]) * sum(g, s.settings["axis"], True),),
)
_logsumexp: Operation = Operation(
    "logsumexp",
    special.logsumexp,
    (lambda g, s: _with_axes(g, s) * softmax(s.inputs[0], s.settings["axis"]),),
)


def softmax(x: Any, axis: Axis = -1) -> Any:
    """Return exp(x) over its sum along an axis; see `workings.softmax`."""
    return _softmax(x, axis=axis)


def log_softmax(x: Any, axis: Axis = -1) -> Any:
    """Return the logarithm of softmax; see `workings.log_softmax`."""
    return _log_softmax(x, axis=axis)


def logsumexp(x: Any, axis: Axis = -1, keepdims: bool = False) -> Any:
    """Return log(sum(exp(x))) along an axis; see `workings.logsumexp`."""
    return _logsumexp(x, axis=axis, keepdims=keepdims)


def _slope_of_cross_entropy(g: Any, s: Seen) -> Any:
    """Return S softmax(x) - T, with what the kernel gives where x is now.

    T are the targets, with their weights, and S their sum in each group. Neither depends on x, so that the kernel's
    exact gradient plus S (softmax(x) - softmax of x as it is) has the right value and the right derivatives.
    """
    x, (target,) = s.inputs[0], s.inputs[1:]
    options = dict(s.settings)
    gradient = special.cross_entropy_gradient(value_of(x), target, **options)
    if options["reduction"] == "none":
        g = reshape(g, np.expand_dims(value_of(g), options["axis"]).shape)
    if isinstance(x, Variable):
        change = softmax(x, options["axis"]) - special.softmax(value_of(x), options["axis"])
        gradient = gradient + _total_of_targets(value_of(x), target, options) * change
    return g * gradient


def _total_of_targets(x: Any, target: Any, options: dict[str, Any]) -> Any:
    """Return S: with all scores 0 the loss of a group of C classes is S log C."""
    axis, classes = options["axis"], x.shape[options["axis"]]
    if classes < 2:
        return np.zeros_like(x)
    each = special.cross_entropy(np.zeros_like(x), target, **{**options, "reduction": "none"})
    total = np.sum(each)
    if options["reduction"] == "mean" and total:
        each = each * (special.cross_entropy(np.zeros_like(x), target, **options) / total)
    return np.expand_dims(each, axis) / np.log(classes)


_cross_entropy: Operation = Operation(
    "cross_entropy", special.cross_entropy, (_slope_of_cross_entropy, lambda g, s: _no_target_derivative())
)


def _no_target_derivative() -> Any:
    raise TypeError("cross_entropy: derivatives by the target are not taken. Use -(target * log_softmax(x)).sum().")


def cross_entropy(
    logits: Any,
    target: Any,
    axis: int = -1,
    *,
    weight: Any = None,
    label_smoothing: float = 0.0,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Any:
    """Return the cross-entropy of scores and target classes; see `workings.cross_entropy`."""
    if isinstance(target, Variable):
        _no_target_derivative()
    options = {"weight": weight, "label_smoothing": label_smoothing, "ignore_index": ignore_index}
    return _cross_entropy(logits, np.array(target), axis=axis, reduction=reduction, **options)


def clip(x: Any, low: Any, high: Any) -> Any:
    """Return x, no less than low and no more than high; outside the derivative is 0."""
    inside = (value_of(x) >= low) & (value_of(x) <= high)
    return where(inside, x, np.clip(value_of(x), low, high))
