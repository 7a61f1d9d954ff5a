"""Probabilities from decision values: scikit-learn's sigmoid calibration of each pair of classes, and their coupling.

The decision values that a sigmoid is fitted to come from five-fold cross-validation, so that no sample is judged by a
machine that has seen it. The probabilities r_ij of class i against class j are brought together by the p that minimises

    sum_i sum_{j != i} (r_ji p_i - r_ij p_j)^2    with sum p = 1,

which is one linear system for each sample.

Source: J. C. Platt, "Probabilistic outputs for support vector machines" (1999); T.-F. Wu, C.-J. Lin, R. C. Weng,
"Probability estimates for multi-class classification by pairwise coupling", JMLR 5 (2004) 975, section 4.3.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.special import sigmoid
from workings.svm._one_vs_one import pairs

Array = NDArray[Any]

_FOLDS = 5
_LEAST = 1e-7  # no probability of a pair is closer to 0 or 1


def fit_sigmoids(
    labels: Array,
    bounds: Array,
    n_classes: int,
    random: np.random.RandomState,
    judged: Callable[[Array, Array, Array], Array],
) -> tuple[Array, Array]:
    """Return slope and offset of each pair's sigmoid, 1 / (1 + exp(slope * f + offset)).

    ``judged(rows, signs, others)`` fits a machine on some samples and returns the decision values of others.
    """
    from sklearn.calibration import _sigmoid_calibration

    slopes, offsets = [], []
    for i, j in pairs(n_classes):
        rows = np.flatnonzero(((labels == i) | (labels == j)) & (bounds > 0.0))
        signs = np.where(labels[rows] == i, 1.0, -1.0)
        order = random.permutation(len(rows))
        values = np.empty(len(rows))
        for held in np.array_split(order, _FOLDS):
            rest = np.setdiff1d(order, held)
            if len(set(signs[rest])) < 2:  # nothing to tell apart
                values[held] = signs[rest[0]] if len(rest) else 0.0
            else:
                rest = rest[np.argsort(-signs[rest], kind="stable")]
                values[held] = judged(rows[rest], signs[rest], rows[held])
        slope, offset = _sigmoid_calibration(values, signs > 0)
        slopes.append(slope)
        offsets.append(offset)
    return np.array(slopes), np.array(offsets)


def coupled(decisions: Array, slopes: Array, offsets: Array, n_classes: int) -> Array:
    """Return the probability of each class, (n, n_classes), from the decision values of the pairs."""
    ratios = np.clip(sigmoid(-(decisions * slopes + offsets)), _LEAST, 1.0 - _LEAST)
    if n_classes == 2:
        return np.hstack([ratios, 1.0 - ratios])
    n = len(decisions)
    system = np.zeros((n, n_classes + 1, n_classes + 1))
    for column, (i, j) in enumerate(pairs(n_classes)):
        r = ratios[:, column]
        system[:, i, i] += (1.0 - r) ** 2
        system[:, j, j] += r**2
        system[:, i, j] = system[:, j, i] = -r * (1.0 - r)
    system[:, :n_classes, n_classes] = system[:, n_classes, :n_classes] = 1.0
    right = np.zeros((n, n_classes + 1, 1))
    right[:, n_classes] = 1.0
    found: Array = np.maximum(np.linalg.solve(system, right)[:, :n_classes, 0], 0.0)
    found /= found.sum(axis=1, keepdims=True)
    return found
