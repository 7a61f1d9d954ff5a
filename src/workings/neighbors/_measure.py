"""How far two samples lie apart: the metrics that we compute ourselves, each as a *rank* and what is reported for it.

The rank of a pair is what its distance grows with, and is cheaper: the square of the Euclidean distance. It is the sum
(or the maximum) of one term for each feature, added in the order of the features and rounded after each, so NumPy and
every kernel arrive at the same bits, and equal distances are equal whatever the algorithm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

SQUARES, ABSOLUTES, LARGEST, POWERS, UNEQUAL, PRODUCTS = range(6)


def _no_weights() -> Array:
    return np.empty(0)


@dataclass(frozen=True, eq=False)
class Measure:
    """A metric.

    Attributes
    ----------
    code : int
        The term of a feature: SQUARES |d|^2, ABSOLUTES |d|, LARGEST |d| (the largest counts), POWERS w |d|^power,
        UNEQUAL 1 where the values differ. PRODUCTS: the rank is 1 less the sum of products.
    report : {"root", "rank", "share"}
        What the distance is: the rank's root (of order `power`), the rank itself, its share of the number of features.
    power : float
    weights : ndarray of shape (n_features,) or (0,)
        Of the features, for POWERS; empty: all weigh 1.
    angular : bool
        Samples are brought to length 1 first, for the cosine distance; one of zeros stays, and is at 1 from all.
    """

    code: int
    report: str
    power: float = 2.0
    weights: Array = field(default_factory=_no_weights)
    angular: bool = False

    def distances(self, ranks: Array, features: int) -> Array:
        """Return the distances of these ranks."""
        found: Array
        if self.report == "root":
            found = np.sqrt(ranks) if self.power == 2.0 else ranks ** (1.0 / self.power)
        elif self.report == "share":
            found = ranks / features
        else:
            found = ranks
        return found

    def rank_within(self, radius: Array, features: int) -> Array:
        """Return a rank that no sample within the radius exceeds; a little more than the least such."""
        with np.errstate(over="ignore"):
            if self.report == "root":
                rank = radius**self.power
            elif self.report == "share":
                rank = radius * features
            else:
                rank = radius
            room: Array = rank * (1.0 + 1e-12 * max(1.0, self.power)) + 2.0**-1000
        return room


def measure_of(metric: Any, params: Mapping[str, Any], features: int) -> Measure | None:
    """Return the measure of a metric with these parameters, or None if it is not one of ours."""
    if not isinstance(metric, str):
        return None
    if metric in ("minkowski", "p"):
        return _minkowski(params, features)
    if params:
        return None
    return {
        "euclidean": Measure(SQUARES, "root"),
        "l2": Measure(SQUARES, "root"),
        "sqeuclidean": Measure(SQUARES, "rank"),
        "manhattan": Measure(ABSOLUTES, "rank", 1.0),
        "cityblock": Measure(ABSOLUTES, "rank", 1.0),
        "l1": Measure(ABSOLUTES, "rank", 1.0),
        "chebyshev": Measure(LARGEST, "rank", 1.0),
        "infinity": Measure(LARGEST, "rank", 1.0),
        "hamming": Measure(UNEQUAL, "share", 1.0),
        "cosine": Measure(PRODUCTS, "rank", 1.0, angular=True),
    }.get(metric)


def _minkowski(params: Mapping[str, Any], features: int) -> Measure | None:
    if set(params) - {"p", "w"}:
        return None
    power, given = float(params.get("p", 2.0)), params.get("w")
    if given is None:
        plain = {1.0: Measure(ABSOLUTES, "rank", 1.0), 2.0: Measure(SQUARES, "root"), np.inf: Measure(LARGEST, "rank")}
        return plain.get(power) or Measure(POWERS, "root", power)
    weights: Array = np.asarray(given, dtype=np.float64)
    if weights.shape != (features,):
        raise ValueError(f"metric_params: w has shape {weights.shape}, and X has {features} features: one for each.")
    if not (weights >= 0.0).all():
        raise ValueError("metric_params: w must not be negative.")
    if np.isinf(power):
        return None
    return Measure(POWERS, "root", power, weights)


def ranks_by_numpy(Q: Array, X: Array, measure: Measure) -> Array:
    """Return the ranks of every pair of rows, (len(Q), len(X))."""
    total = np.zeros((len(Q), len(X)))
    for j in range(X.shape[1]):
        d = Q[:, j, None] - X[:, j]
        if measure.code == SQUARES:
            total += d * d
        elif measure.code == PRODUCTS:
            total += Q[:, j, None] * X[:, j]
        elif measure.code == ABSOLUTES:
            total += np.abs(d)
        elif measure.code == LARGEST:
            np.maximum(total, np.abs(d), out=total)
        elif measure.code == UNEQUAL:
            total += d != 0.0
        else:
            term = np.abs(d) ** measure.power
            total += term * measure.weights[j] if len(measure.weights) else term
    return np.maximum(1.0 - total, 0.0) if measure.code == PRODUCTS else total


def smallest(values: Array, k: int) -> tuple[Array, Array]:
    """Return the k smallest entries of each row, in order, and their places; of equals the first."""
    n = values.shape[1]
    if n <= 4 * k or n < 64:
        at = np.argsort(values, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(values, at, axis=1), at
    at = np.sort(np.argpartition(values, k - 1, axis=1)[:, :k], axis=1)
    best = np.take_along_axis(values, at, axis=1)
    order = np.argsort(best, axis=1, kind="stable")
    at, best = np.take_along_axis(at, order, axis=1), np.take_along_axis(best, order, axis=1)
    last = best[:, -1]
    tied = np.flatnonzero(((values <= last[:, None]).sum(axis=1) > k) | np.isnan(last))
    if len(tied):
        at[tied] = np.argsort(values[tied], axis=1, kind="stable")[:, :k]
        best[tied] = np.take_along_axis(values[tied], at[tied], axis=1)
    return best, at
