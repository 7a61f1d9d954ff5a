"""What neighbours say: the weights of their votes, and the sum of the votes for each class."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_ENTRIES = 1 << 21


def weights_of(dist: Array, weights: Any) -> Array | None:
    """Return the weight of each neighbour, or None if all weigh the same.

    By "distance" it is 1 / distance; where neighbours lie at distance 0 they alone count, and equally.
    """
    if weights in (None, "uniform"):
        return None
    if callable(weights):
        found: Array = weights(dist)
        return found
    if dist.dtype != object:
        return _inverse(dist)
    parts: Array = np.empty(len(dist), dtype=object)
    for i, one in enumerate(dist):
        parts[i] = _inverse(one[None, :])[0]
    return parts


def _inverse(dist: Array) -> Array:
    with np.errstate(divide="ignore", over="ignore"):
        inverse: Array = 1.0 / dist
    there = np.isinf(inverse)  # at distance 0, or so near that it makes no difference
    rows = there.any(axis=1)
    inverse[rows] = there[rows]
    return inverse


def sums_of_votes(labels: Array, at: Array, weights: Array | None, k: int) -> Array:
    """Return the sum of the votes for each of k classes, (n_queries, k), added in the order of the neighbours."""
    votes = np.zeros((len(at), k))
    rows = np.arange(len(at))
    for j in range(at.shape[1]):
        votes[rows, labels[at[:, j]]] += 1.0 if weights is None else weights[:, j]
    return votes


def winners(labels: Array, at: Array, weights: Array | None, k: int) -> Array:
    """Return the class with most votes for each query; of equals the first."""
    best = np.empty(len(at), dtype=np.intp)
    step = max(1, _ENTRIES // k)
    for a in range(0, len(at), step):
        rows = slice(a, a + step)
        best[rows] = sums_of_votes(labels, at[rows], None if weights is None else weights[rows], k).argmax(axis=1)
    return best


def refuse_silence(weights: Array | None) -> None:
    """Raise if all neighbours of a query weigh 0."""
    if weights is not None and len(weights) and (weights == 0).all(axis=1).any():
        raise ValueError(
            "All neighbors of some sample is getting zero weights. Please modify 'weights' to avoid this case if you "
            "are using a user-defined function."
        )


def numbered_targets(name: str, y: Array) -> tuple[list[Array], Array, bool]:
    """Return the classes of each output, the number of each sample's class (n, outputs), and whether y is a table."""
    import warnings

    from sklearn.exceptions import DataConversionWarning
    from sklearn.utils.multiclass import check_classification_targets

    from workings._validation import class_labels

    table = y.ndim == 2 and y.shape[1] > 1
    if y.ndim == 2 and not table:
        warnings.warn(
            "A column-vector y was passed when a 1d array was expected. Please change the shape of y to (n_samples,), "
            "for example using ravel().",
            DataConversionWarning,
            stacklevel=4,
        )
    columns = y.reshape((len(y), -1))
    check_classification_targets(columns if table else columns.ravel())
    classes: list[Array] = []
    numbers = np.empty(columns.shape, dtype=np.intp)
    for j in range(columns.shape[1]):
        found, numbers[:, j] = class_labels(name, columns[:, j], at_least=1)
        classes.append(found)
    return classes, numbers, table
