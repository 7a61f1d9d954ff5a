"""What is told of a model beside its loss: accuracy, errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workings._validation import Array
from workings.neural_network import losses
from workings.neural_network._naming import nearest


@dataclass(frozen=True)
class Metric:
    """A number for every sample, whose weighted mean is told.

    Attributes
    ----------
    name : str
    of : callable
        ``of(y_true, y_pred)``: an array with a number for each sample.
    """

    name: str
    of: Callable[[Array, Array], Array]


def _each(values: Array) -> Array:
    """Return the mean of each sample."""
    return np.asarray(values.reshape(len(values), -1).mean(axis=1))


def _sparse(y: Array, p: Array) -> Array:
    return _each(np.asarray(p.argmax(axis=-1) == y))


def _one_hot(y: Array, p: Array) -> Array:
    return _each(np.asarray(p.argmax(axis=-1) == y.argmax(axis=-1)))


def _binary(y: Array, p: Array) -> Array:
    return _each(np.asarray((p > 0.5) == (y > 0.5)))


def _squared(y: Array, p: Array) -> Array:
    return _each(np.square(p - y))


def _absolute(y: Array, p: Array) -> Array:
    return _each(np.abs(p - y))


_ACCURACIES: dict[type[losses.Loss], Callable[[Array, Array], Array]] = {
    losses.SparseCategoricalCrossentropy: _sparse,
    losses.CategoricalCrossentropy: _one_hot,
    losses.BinaryCrossentropy: _binary,
}
_ERRORS = {"mse": _squared, "mean_squared_error": _squared, "mae": _absolute, "mean_absolute_error": _absolute}


def get(metric: str | Callable[[Array, Array], Array], loss: losses.Loss) -> Metric:
    """Return the metric of that name, or of a function ``f(y_true, y_pred)`` with a number for each sample."""
    if callable(metric):
        return Metric(getattr(metric, "__name__", "metric"), metric)
    if metric in ("accuracy", "acc"):
        if type(loss) not in _ACCURACIES:
            raise ValueError(
                f"metrics={metric!r} counts right classes, and {type(loss).__name__} is a loss of numbers. Try 'mae'."
            )
        return Metric(metric, _ACCURACIES[type(loss)])
    if metric in _ERRORS:
        return Metric(metric, _ERRORS[metric])
    known = ("accuracy", *_ERRORS)
    raise ValueError(f"metrics={metric!r} is unknown; known are {', '.join(known)}.{nearest(metric, known)}")
