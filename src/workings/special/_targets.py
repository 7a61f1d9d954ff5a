"""What cross-entropy is asked: targets, weights and options read, and refused in the same words for every library."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from workings import _validation as validation
from workings._validation import Array

_REDUCTIONS = ("mean", "sum", "none")


@dataclass(frozen=True)
class Task:
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


def refuse_negative(function: str, least: Any, shape: Any, groups: Any) -> NoReturn:
    """Refuse a negative probability: most often class indices that happen to have the logits' shape."""
    raise ValueError(
        f"{function}: target has the logits' shape {tuple(shape)}, so its entries are probabilities, and one is "
        f"{least}. Class indices have the shape {tuple(groups)}."
    )


def refuse_kind(function: str, target: Any, groups: Any, remedy: str = "target.astype(int)") -> NoReturn:
    """Refuse class indices that are no integers."""
    rule = f"indices of shape {tuple(groups)} are integers; probabilities have the logits' own shape"
    raise TypeError(
        f"{function}: target has dtype {target.dtype} and shape {tuple(target.shape)}, but {rule}. Try {remedy}."
    )


def refuse_shape(function: str, target: Any, groups: Any, classes: int) -> NoReturn:
    """Refuse class indices of another shape than the groups'."""
    raise ValueError(
        f"{function}: target has shape {tuple(target.shape)}, and the logits hold groups of shape {tuple(groups)} "
        f"with {classes} classes each. Give one class index for each group, or probabilities for each class."
    )


def refuse_index(function: str, index: Any, classes: int) -> NoReturn:
    """Refuse an index that names no class."""
    raise ValueError(
        f"{function}: target holds {int(index)}, and with {classes} classes an index lies in 0..{classes - 1}. "
        "Do your classes count from 1? Subtract 1."
    )


def read(
    function: str,
    logits: Any,
    target: Any,
    axis: Any,
    weight: Any,
    label_smoothing: float,
    ignore_index: int,
    reduction: str,
    dtype: Any,
) -> Task:
    check_options(function, label_smoothing, reduction)
    x = validation.as_numbers(function, logits, "logits")
    kinds = validation.formats(function, x.dtype, dtype)
    if x.ndim == 0:
        raise ValueError(f"{function}: logits is a single number; give one score for each class, such as [0.2, 1.3].")
    (place,) = validation.axes_of(function, axis, x.ndim, "logits")
    x = np.moveaxis(x, place, -1).astype(kinds.compute, copy=False)
    classes = x.shape[-1]
    weights = weights_of(function, weight, classes, kinds.compute)
    t = validation.as_numbers(function, target, "target")
    if t.ndim == x.ndim and np.moveaxis(t, place, -1).shape == x.shape:
        q = np.moveaxis(t, place, -1).astype(kinds.compute)
        if (q < 0).any():  # q.min() would be nan beside a nan
            refuse_negative(function, t[t < 0].min(), t.shape, x.shape[:-1])
        return Task(x, q, None, weights, label_smoothing, place, kinds.result)
    index, counted = _indices(function, t, x.shape[:-1], classes, ignore_index)
    return Task(x, index, counted, weights, label_smoothing, place, kinds.result)


def weights_of(function: str, weight: Any, classes: int, dtype: np.dtype[Any]) -> Array:
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
        refuse_kind(function, t, shape)
    if t.shape != shape:
        refuse_shape(function, t, shape, classes)
    counted = t != ignore
    bad = counted & ((t < 0) | (t >= classes))
    if bad.any():
        refuse_index(function, t[bad][0], classes)
    return np.where(counted, t, 0).astype(np.intp), counted
