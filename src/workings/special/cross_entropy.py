"""Cross-entropy of scores against targets, and its gradient."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workings import _other_arrays
from workings import _validation as validation
from workings._validation import Array
from workings.special._small import SMALL
from workings.special.log_softmax import log_softmax
from workings.special.softmax import softmax

_REDUCTIONS = ("mean", "sum", "none")


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
    task = _read("cross_entropy", logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype)
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
    task = _read(
        "cross_entropy_gradient", logits, target, axis, weight, label_smoothing, ignore_index, reduction, dtype
    )
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


@dataclass(frozen=True)
class _Task:
    """A call's arguments, read, with the classes along the last axis."""

    x: Array
    target: Array
    """Class indices, valid ones also where a group does not count; or probabilities, of x's shape."""
    counted: Array | None
    """Where a group counts; None if the target is probabilities."""
    weights: Array
    smoothing: float
    axis: int
    result: np.dtype[Any]

    @property
    def is_hard(self) -> bool:
        """Whether each group has one class for target, and that class has all the weight."""
        return self.counted is not None and self.smoothing == 0.0

    def hard_weights(self) -> Array:
        """Return the weight of each group's class, 0 where the group does not count."""
        return np.asarray(self.weights[self.target] * np.asarray(self.counted))

    def distribution(self) -> Array:
        """Return the target's probabilities times the class weights, of x's shape."""
        classes = self.x.shape[-1]
        if self.counted is None:
            q = self.target
        else:
            q = (self.target[..., None] == np.arange(classes)) & self.counted[..., None]
        spread = self.smoothing / max(classes, 1)
        mixed = self.weights * (q * (1 - self.smoothing) + spread)
        if self.counted is not None:
            mixed = np.where(self.counted[..., None], mixed, 0)
        return np.asarray(mixed, dtype=self.x.dtype)

    def norm(self) -> float:
        """Return what a mean divides by."""
        if self.counted is None:
            return float(self.x.size // max(self.x.shape[-1], 1))
        return float(self.hard_weights().sum())


def _losses_of_classes(task: _Task) -> Array:
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


def _gradient_of_classes(task: _Task) -> Array:
    """Return the gradient of each group's loss."""
    weight = task.hard_weights()[..., None]
    picked = task.target[..., None]
    gradient = softmax(task.x, -1)
    # At the target p - 1, where p near 1 has lost its digits: expm1(log p) has not.
    log_p = np.take_along_axis(log_softmax(task.x, -1), picked, axis=-1)
    np.put_along_axis(gradient, picked, np.expm1(log_p), axis=-1)
    return np.asarray(np.where(weight == 0, 0, weight * gradient))


def check_options(function: str, label_smoothing: float, reduction: str) -> None:
    """Refuse an unknown reduction, and a smoothing that is no share; for arrays of every library."""
    if reduction not in _REDUCTIONS:
        near = difflib.get_close_matches(str(reduction), _REDUCTIONS, n=1) or ["mean"]
        raise ValueError(
            f"{function}: reduction={reduction!r} is none of 'mean', 'sum', 'none'. Did you mean {near[0]!r}?"
        )
    if not 0.0 <= label_smoothing <= 1.0:
        raise ValueError(
            f"{function}: label_smoothing must lie between 0 and 1, and it is {label_smoothing!r}. Try 0.1."
        )


def _read(
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
    check_options(function, label_smoothing, reduction)
    x = validation.as_numbers(function, logits, "logits")
    kinds = validation.formats(function, x.dtype, dtype)
    if x.ndim == 0:
        raise ValueError(f"{function}: logits is a single number; give one score for each class, such as [0.2, 1.3].")
    (place,) = validation.axes_of(function, axis, x.ndim, "logits")
    x = np.moveaxis(x, place, -1).astype(kinds.compute, copy=False)
    classes = x.shape[-1]
    weights = _weights(function, weight, classes, kinds.compute)
    t = validation.as_numbers(function, target, "target")
    if t.ndim == x.ndim and np.moveaxis(t, place, -1).shape == x.shape:
        q = np.moveaxis(t, place, -1).astype(kinds.compute)
        if q.size and q.min() < 0:  # most often class indices that happen to have the logits' shape
            raise ValueError(
                f"{function}: target has the logits' shape {t.shape}, so its entries are probabilities, and one is "
                f"{t.min()}. Class indices have the shape {x.shape[:-1]}."
            )
        return _Task(x, q, None, weights, label_smoothing, place, kinds.result)
    index, counted = _indices(function, t, x.shape[:-1], classes, ignore_index)
    return _Task(x, index, counted, weights, label_smoothing, place, kinds.result)


def _weights(function: str, weight: Any, classes: int, dtype: np.dtype[Any]) -> Array:
    if weight is None:
        return np.ones(classes, dtype=dtype)
    weights = validation.as_numbers(function, weight, "weight")
    if weights.shape != (classes,):
        raise ValueError(
            f"{function}: weight has shape {weights.shape}, and there are {classes} classes. "
            f"Give one weight for each class: shape ({classes},)."
        )
    return weights.astype(dtype)


def _indices(function: str, t: Array, shape: tuple[int, ...], classes: int, ignore: int) -> tuple[Array, Array]:
    """Return valid class indices (0 where ignored), and where a group counts."""
    if t.dtype.kind not in "iu":
        remedy = f"indices of shape {shape} are integers; probabilities have the logits' own shape"
        raise TypeError(
            f"{function}: target has dtype {t.dtype} and shape {t.shape}, but {remedy}. Try target.astype(int)."
        )
    if t.shape != shape:
        raise ValueError(
            f"{function}: target has shape {t.shape}, and the logits hold groups of shape {shape} "
            f"with {classes} classes each. Give one class index for each group, or probabilities for each class."
        )
    counted = t != ignore
    bad = counted & ((t < 0) | (t >= classes))
    if bad.any():
        raise ValueError(
            f"{function}: target holds {int(t[bad][0])}, and with {classes} classes an index lies in 0..{classes - 1}. "
            "Do your classes count from 1? Subtract 1."
        )
    return np.where(counted, t, 0).astype(np.intp), counted
