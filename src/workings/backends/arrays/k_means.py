"""KMeans on torch, JAX and CuPy arrays: Lloyd's rounds as products of matrices, on their device."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from workings.backends.arrays import _read, _samples

# Distances are computed for so many pairs at once.
_PAIRS = 1 << 24


def _squares(xp: Any, data: Any, centres: Any) -> Any:
    """Return squared distances less the squares of data, (n, k)."""
    return xp.sum(centres * centres, axis=1) - 2.0 * (data @ centres.T)


def _assign(xp: Any, data: Any, centres: Any) -> tuple[Any, Any]:
    """Return the nearest centre of each sample, and the squared distance to it."""
    step = max(1, _PAIRS // centres.shape[0])
    parts = [xp.argmin(_squares(xp, data[a : a + step, :], centres), axis=1) for a in range(0, data.shape[0], step)]
    labels = xp.concat(parts) if len(parts) > 1 else parts[0]
    d = data - xp.take(centres, labels, axis=0)
    return labels, xp.sum(d * d, axis=1)


def fit(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Find the centres."""
    # Validate.
    model._validate_params()
    if callable(model.init):
        _samples.unsupported(model, X, "a function as init", "Give the centres as an array.")
    xp, X = _samples.samples(model, "fit", X, reset=True)
    n, k = X.shape[0], model.n_clusters
    if n < k:
        raise ValueError(f"n_samples={n} should be >= n_clusters={k}.")
    weights = _samples.weights(model, xp, X, sample_weight)
    given = not isinstance(model.init, str)
    starts = model.n_init
    if starts == "auto":
        starts = 1 if given or model.init == "k-means++" else model._starts
    random = check_random_state(model.random_state)

    # Compute.
    data = _samples.fixed(xp, X)
    mean = xp.mean(data, axis=0)
    data = data - mean
    weights = xp.ones_like(data[:, 0]) if weights is None else weights
    tol = model.tol * float(xp.mean(xp.mean(data * data, axis=0)))
    best: Any = None
    for _ in range(1 if given else starts):
        centres = _begin(model, xp, data, mean, weights, random)
        found = _lloyd(xp, data, weights, centres, model.max_iter, tol)
        if best is None or found[2] < best[2]:
            best = found

    # Store.
    labels, centres, inertia, rounds = best
    distinct = int(xp.unique_values(labels).shape[0])
    if distinct < k:
        warnings.warn(
            f"Number of distinct clusters ({distinct}) found smaller than n_clusters ({k}). Possibly due to duplicate "
            "points in X.",
            ConvergenceWarning,
            stacklevel=5,
        )
    model.cluster_centers_ = xp.astype(centres + mean, X.dtype)
    model._n_features_out = k
    model.labels_ = xp.astype(labels, xp.int32)
    model.inertia_ = inertia
    model.n_iter_ = rounds
    return model


def _begin(model: Any, xp: Any, data: Any, mean: Any, weights: Any, random: Any) -> Any:
    """Return the first centres."""
    k = model.n_clusters
    if not isinstance(model.init, str):
        centres = _samples.carried(xp, data, model.init)
        if tuple(centres.shape) != (k, data.shape[1]):
            raise ValueError(
                f"The shape of the initial centers {tuple(centres.shape)} does not match n_clusters and the features "
                f"of the data, {(k, data.shape[1])}."
            )
        return centres - mean
    chances = _samples.on_host(weights).astype(np.float64)
    chances = chances / chances.sum()
    if model.init == "random":
        return _rows(xp, data, random.choice(data.shape[0], size=k, replace=False, p=chances))
    return _plus_plus(xp, data, weights, k, random, chances)


def _rows(xp: Any, data: Any, numbers: Any) -> Any:
    return xp.take(data, xp.asarray(np.asarray(numbers), device=_read.place(data)), axis=0)


def _plus_plus(xp: Any, data: Any, weights: Any, k: int, random: Any, chances: Any) -> Any:
    """Return k samples far from each other: each the best of a few, drawn by their squared distance to the others."""
    trials = 2 + int(np.log(k))
    centres = _rows(xp, data, [random.choice(data.shape[0], p=chances)])
    nearest = xp.sum((data - centres) ** 2, axis=1)
    for _ in range(1, k):
        sums = xp.cumulative_sum(weights * nearest)
        drawn = _samples.carried(xp, data, random.uniform(size=trials)) * sums[-1]
        numbers = xp.clip(xp.searchsorted(sums, drawn), 0, data.shape[0] - 1)
        tried = xp.take(data, numbers, axis=0)
        # Differences, not products: a sample must be at distance 0 from itself.
        to_each = [xp.minimum(nearest, xp.sum((data - tried[j, :]) ** 2, axis=1)) for j in range(trials)]
        j = int(np.argmin([float(xp.sum(weights * one)) for one in to_each]))
        centres, nearest = xp.concat([centres, tried[j : j + 1, :]], axis=0), to_each[j]
    return centres


def _moved(xp: Any, data: Any, weights: Any, labels: Any, distances: Any, centres: Any) -> Any:
    """Return the means of the clusters; an empty one goes to the sample that is farthest from its centre."""
    k = centres.shape[0]
    numbers = xp.arange(k, dtype=labels.dtype, device=_read.place(data))
    sums, counts = xp.zeros_like(centres), xp.zeros_like(centres[:, 0])
    step = max(1, _PAIRS // k)
    for a in range(0, data.shape[0], step):
        hot = xp.astype(labels[a : a + step, None] == numbers, data.dtype) * weights[a : a + step, None]
        sums, counts = sums + hot.T @ data[a : a + step, :], counts + xp.sum(hot, axis=0)
    empty = [i for i, count in enumerate(_samples.on_host(counts).tolist()) if count == 0.0]
    if empty:
        order = _samples.on_host(xp.argsort(xp.where(weights > 0, distances, -1.0)))[::-1]
        sums_of, counts_of = _samples.on_host(sums).copy(), _samples.on_host(counts).copy()
        for i, far in zip(empty, order, strict=False):
            row, weight = _samples.on_host(data[int(far), :]), float(weights[int(far)])
            old = int(labels[int(far)])
            sums_of[old] -= weight * row
            counts_of[old] -= weight
            sums_of[i], counts_of[i] = weight * row, weight
        sums, counts = _samples.carried(xp, data, sums_of), _samples.carried(xp, data, counts_of)
    there = counts > 0
    means = sums / xp.where(there, counts, xp.ones_like(counts))[:, None]
    return xp.where(there[:, None], means, centres)


def _lloyd(xp: Any, data: Any, weights: Any, centres: Any, max_iter: int, tol: float) -> tuple[Any, Any, float, int]:
    """Return labels, centres, the weighted sum of squares, and the number of rounds."""
    before, rounds = None, 0
    while rounds < max_iter:
        rounds += 1
        labels, distances = _assign(xp, data, centres)
        new = _moved(xp, data, weights, labels, distances, centres)
        shift = float(xp.sum((new - centres) ** 2))
        centres = new
        if before is not None and bool(xp.all(labels == before)):
            break
        before = labels
        if shift <= tol:
            break
    labels, distances = _assign(xp, data, centres)
    return labels, centres, float(xp.sum(weights * distances)), rounds


def _centred(model: Any, X: Any, method: str) -> tuple[Any, Any, Any, Any]:
    check_is_fitted(model)
    xp, X = _samples.samples(model, method, X)
    data = _samples.fixed(xp, X)
    centres = _samples.carried(xp, data, model.cluster_centers_)
    mean = xp.mean(centres, axis=0)
    return xp, X, data - mean, centres - mean


def predict(model: Any, X: Any) -> Any:
    """Return the number of the nearest centre of each sample."""
    xp, _, data, centres = _centred(model, X, "predict")
    return xp.astype(_assign(xp, data, centres)[0], xp.int32)


def transform(model: Any, X: Any) -> Any:
    """Return the distance of each sample to each centre."""
    xp, X, data, centres = _centred(model, X, "transform")
    columns = [xp.sqrt(xp.sum((data - centres[j, :]) ** 2, axis=1)) for j in range(centres.shape[0])]
    return xp.astype(xp.stack(columns, axis=1), X.dtype)


def score(model: Any, X: Any, y: Any = None, sample_weight: Any = None) -> float:
    """Return minus the sum of squared distances to the nearest centres."""
    xp, X, data, centres = _centred(model, X, "score")
    weights = _samples.weights(model, xp, X, sample_weight)
    distances = _assign(xp, data, centres)[1]
    return -float(xp.sum(distances if weights is None else weights * distances))
