"""Cross-entropy of scores against targets, and its gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workings import _other_arrays
from workings._validation import Array
from workings.special._small import SMALL
from workings.special._targets import Task, read
from workings.special.log_softmax import log_softmax
from workings.special.softmax import softmax


def cross_entropy(
    logits: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int = -100,
    reduction: str = "mean",
    dtype: Any = None,
) -> Any:
    r"""Return the cross-entropy between target classes and the softmax of scores.

    .. math:: \ell_i = -\sum_c w_c \, q_{ic} \log\mathrm{softmax}(x_i)_c

    q is 1 at the target class and 0 elsewhere, or the target's own probabilities.

    Parameters
    ----------
    logits : array_like of real numbers, any shape with at least one axis
        The scores, not probabilities: softmax is part of this function.
    target : array_like
        Class indices: integers 0..C-1, of the logits' shape without `axis`. Or probabilities, of the logits' shape.
    axis : int, default -1
        The axis of the C classes.
    weight : array_like of C numbers, optional
        A weight for each class, w above.
    label_smoothing : float in [0, 1], default 0.0
        The share of the target that is spread evenly over all classes.
    ignore_index : int, default -100
        Groups whose target index is this count for nothing.
    reduction : {"mean", "sum", "none"}, default "mean"
        "mean" divides the sum by the total weight of the targets (for probabilities by the number of groups), as
        PyTorch does.
    dtype : floating dtype, optional
        Type of the result.

    Returns
    -------
    float, or with "none" an ndarray of the logits' shape without `axis`
        In nats. A mean over no group at all is nan.

    Raises
    ------
    TypeError
        As `softmax` does; indices that are not integers.
    ValueError
        Shapes that do not match, an index outside 0..C-1, a negative probability, an unknown reduction, a smoothing
        outside [0, 1].

    Notes
    -----
    ``-log(softmax(x)[target])`` is inf as soon as the probability underflows, and 0 as soon as it rounds to 1; this is
    computed from `log_softmax` and keeps its digits. A class of probability 0 in the target contributes 0 even if its
    score is -inf. Cost: that of `log_softmax`.

    Examples
    --------
    >>> from workings import cross_entropy
    >>> float(round(cross_entropy([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], [0, 1]), 4))
    0.3185
    >>> cross_entropy([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], [0, 1], reduction="none").round(4)
    array([0.417, 0.22 ])
    >>> float(cross_entropy([0.0, 1000.0], 0))
    1000.0
    """
    if library := _other_arrays.library_of(logits):
        return _other_arrays.special(library, "cross_entropy")(
            logits,
            target,
            axis,
            weight=weight,
            label_smoothing=label_smoothing,
            ignore_index=ignore_index,
            reduction=reduction,
            dtype=dtype,
        )
    task = read("cross_entropy", logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype)
    if task.is_hard:
        losses = _losses_of_classes(task)
    else:
        q = task.distribution()
        with np.errstate(invalid="ignore"):
            losses = np.where(q == 0, 0, q * -log_softmax(task.x, -1)).sum(axis=-1)
    if reduction == "none":
        result = losses
    else:
        result = losses.sum()
        if reduction == "mean":
            with np.errstate(invalid="ignore"):
                result = np.divide(result, task.norm())
    result = np.asarray(result).astype(task.result, copy=False)
    return result if result.ndim else result[()]


def cross_entropy_gradient(
    logits: ArrayLike,
    target: ArrayLike,
    axis: int = -1,
    *,
    weight: ArrayLike | None = None,
    label_smoothing: float = 0.0,
    ignore_index: int = -100,
    reduction: str = "mean",
    dtype: Any = None,
) -> Any:
    r"""Return the gradient of `cross_entropy` with respect to the logits.

    .. math:: \frac{\partial \ell_i}{\partial x_{ic}} = \Bigl(\sum_k w_k q_{ik}\Bigr) \, p_{ic} - w_c \, q_{ic}

    with :math:`p = \mathrm{softmax}(x)`: without weights simply "what you said minus what is true".

    Parameters
    ----------
    logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype
        As for `cross_entropy`. With "mean" the gradient is divided by the same number as the loss; with "none" each
        group's gradient is that of its own loss.

    Returns
    -------
    ndarray of the logits' shape
        Along `axis` it sums to 0 up to rounding.

    Raises
    ------
    TypeError, ValueError
        As `cross_entropy` does.

    Notes
    -----
    At a single target class p - 1 would lose the digits of a p near 1; there it is computed as expm1(log p).
    Cost: one `softmax` and, for class indices, one `log_softmax`.

    Examples
    --------
    >>> from workings import cross_entropy_gradient
    >>> cross_entropy_gradient([[2.0, 1.0, 0.1]], [0]).round(4)
    array([[-0.341 ,  0.2424,  0.0986]])
    """
    if library := _other_arrays.library_of(logits):
        return _other_arrays.special(library, "cross_entropy_gradient")(
            logits,
            target,
            axis,
            weight=weight,
            label_smoothing=label_smoothing,
            ignore_index=ignore_index,
            reduction=reduction,
            dtype=dtype,
        )
    task = read("cross_entropy_gradient", logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype)
    if task.is_hard:
        gradient = _gradient_of_classes(task)
    else:
        q = task.distribution()
        total = q.sum(axis=-1, keepdims=True)
        gradient = np.where(total == 0, 0, total * softmax(task.x, -1) - q)
    if reduction == "mean":
        with np.errstate(invalid="ignore"):
            gradient = gradient / np.asarray(task.norm(), dtype=gradient.dtype)
    return np.ascontiguousarray(np.moveaxis(gradient, -1, task.axis)).astype(task.result, copy=False)


def _losses_of_classes(task: Task) -> Array:
    """Return the loss of each group's class."""
    x = task.x
    if x.size > SMALL and x.dtype.itemsize <= 8:
        from workings.special import _engine

        rows = np.ascontiguousarray(x.reshape(-1, x.shape[-1]))
        nll = _engine.losses(rows, task.target.reshape(-1)).reshape(x.shape[:-1])
    else:
        nll = -np.take_along_axis(log_softmax(x, -1), task.target[..., None], axis=-1)[..., 0]
    weight = task.hard_weights()
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(weight == 0, 0, weight * nll))


def _gradient_of_classes(task: Task) -> Array:
    """Return the gradient of each group's loss."""
    weight = task.hard_weights()[..., None]
    picked = task.target[..., None]
    gradient = softmax(task.x, -1)
    # At the target p - 1, where p near 1 has lost its digits: expm1(log p) has not.
    log_p = np.take_along_axis(log_softmax(task.x, -1), picked, axis=-1)
    np.put_along_axis(gradient, picked, np.expm1(log_p), axis=-1)
    return np.asarray(np.where(weight == 0, 0, weight * gradient))
