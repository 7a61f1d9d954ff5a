"""k nearest neighbours on torch, JAX and CuPy arrays: by brute force, exactly, on their device."""

from __future__ import annotations

from typing import Any

from sklearn.utils.validation import check_is_fitted

from workings._other_arrays import library_of
from workings.backends.arrays import _read, _samples
from workings.backends.arrays.logistic_regression import as_classes, classes_of

# Distances, or differences, are held for so many pairs at once.
_PAIRS = 1 << 24
# So many neighbours more than wanted are compared exactly.
_SPARE = 16


def fit(model: Any, X: Any, y: Any = None) -> Any:
    """Keep the samples."""
    # Validate.
    model._validate_params()
    power = 2 if model.p is None else model.p
    if model.metric not in ("euclidean", "minkowski", "l2") or (model.metric == "minkowski" and power != 2):
        _samples.unsupported(model, X, f"metric={model.metric!r} with p={model.p}", "Try metric='euclidean'.")
    if model.metric_params:
        _samples.unsupported(model, X, "metric_params", "Scale the features instead.")
    if model.algorithm not in ("auto", "brute"):
        _samples.unsupported(model, X, f"algorithm={model.algorithm!r}", "Try algorithm='brute'.")
    _, X = _samples.samples(model, "fit", X, reset=True)

    # Store.
    model.effective_metric_, model.effective_metric_params_ = "euclidean", {}
    model.n_samples_fit_ = int(X.shape[0])
    model._fit_X, model._fit_method, model._searched = X, "brute", None
    return model


def fit_classes(model: Any, X: Any, y: Any) -> Any:
    """Keep the samples and the numbers of their classes."""
    fit(model, X)
    xp = _read.namespace(X)
    y = _samples.column(model, xp, X, y)
    if _read.kind_of(xp, y) not in ("integer", "bool"):
        raise ValueError(f"{type(model).__name__}.fit: y has dtype {y.dtype}; give the classes as integers.")
    y = xp.astype(y, xp.int32) if _read.kind_of(xp, y) == "bool" else y
    model.classes_, model._y = classes_of(xp, y)
    model.outputs_2d_ = False
    return model


def fit_numbers(model: Any, X: Any, y: Any) -> Any:
    """Keep the samples and their numbers."""
    fit(model, X)
    xp = _read.namespace(X)
    y, _ = _read.floating("KNeighborsRegressor.fit", xp, _samples.column(model, xp, X, y, flat=False), name="y")
    model._y = y
    return model


def kneighbors(model: Any, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any:
    """Return distances and numbers of the nearest samples; of equally distant ones the lower number comes first."""
    check_is_fitted(model, "_fit_method")
    if model._fit_method != "brute" or model.effective_metric_ != "euclidean":
        raise TypeError(
            f"{type(model).__name__}.kneighbors: the samples are NumPy's, searched with {model.effective_metric_!r} by "
            f"{model._fit_method!r}. Fit on arrays of {library_of(X)}, or with algorithm='brute'."
        )
    k, own = model._count(n_neighbors), X is None
    xp, X = _samples.samples(model, "kneighbors", model._fit_X if own else X)
    if k + own > model.n_samples_fit_:
        raise ValueError(
            f"Expected n_neighbors {'<' if own else '<='} n_samples_fit, but n_neighbors = {k}, n_samples_fit = "
            f"{model.n_samples_fit_}, n_samples = {X.shape[0]}"
        )
    queries = _samples.fixed(xp, X)
    points = _samples.carried(xp, queries, model._fit_X)
    dist, at = _nearest(xp, queries, points, k + own)
    if own:
        dist, at = _without_themselves(xp, dist, at)
    dist = xp.astype(dist, X.dtype)
    return (dist, at) if return_distance else at


def _nearest(xp: Any, queries: Any, points: Any, k: int) -> tuple[Any, Any]:
    """Return the k smallest distances of each query, and the numbers of the points."""
    mean = xp.mean(points, axis=0)
    queries, points = queries - mean, points - mean
    squares = xp.sum(points * points, axis=1)
    m, p = points.shape
    many = min(m, k + _SPARE)
    step = max(1, min(_PAIRS // m, _PAIRS // (many * p)))
    dists, numbers = [], []
    for a in range(0, queries.shape[0], step):
        rows = queries[a : a + step, :]
        dist, at = _screened(xp, rows, points, squares, k, many)
        dists.append(dist)
        numbers.append(at)
    return xp.concat(dists, axis=0), xp.concat(numbers, axis=0)


def _screened(xp: Any, rows: Any, points: Any, squares: Any, k: int, many: int) -> tuple[Any, Any]:
    """Search by a product of matrices, compare the best exactly, and search again where that could err."""
    near = squares - 2.0 * (rows @ points.T)
    at = xp.sort(_smallest(xp, near, many), axis=1)
    dist, at = _sorted_exactly(xp, rows, points, at, k)
    if many < points.shape[0]:
        # What was left out is no nearer than the worst that was kept, but for the rounding of the product.
        worst = xp.max(_gathered(xp, near, _smallest(xp, near, many)), axis=1)
        size = xp.sum(rows * rows, axis=1)
        eps = float(xp.finfo(rows.dtype).eps)
        slack = (4 * points.shape[1] + 16) * eps * (size + float(xp.max(squares)))
        doubtful = dist[:, -1] ** 2 >= worst + size - slack
        for i in [i for i, one in enumerate(_samples.on_host(doubtful).tolist()) if one]:
            every = xp.arange(points.shape[0], dtype=at.dtype, device=_read.place(rows))[None, :]
            one_dist, one_at = _sorted_exactly(xp, rows[i : i + 1, :], points, every, k)
            dist = xp.concat([dist[:i, :], one_dist, dist[i + 1 :, :]], axis=0)
            at = xp.concat([at[:i, :], one_at, at[i + 1 :, :]], axis=0)
    return dist, at


def _smallest(xp: Any, values: Any, k: int) -> Any:
    """Return the places of the k smallest entries of each row, in any order."""
    library = library_of(values)
    if library == "torch":
        return values.topk(k, dim=1, largest=False, sorted=False).indices
    if library == "jax":
        import jax

        return jax.lax.top_k(-values, k)[1]
    return xp.argpartition(values, min(k, values.shape[1] - 1), axis=1)[:, :k]


def _gathered(xp: Any, values: Any, at: Any) -> Any:
    return xp.take_along_axis(values, at, axis=1)


def _sorted_exactly(xp: Any, rows: Any, points: Any, at: Any, k: int) -> tuple[Any, Any]:
    """Return the k nearest of the points numbered by `at` (ascending), by distances of differences."""
    squares = xp.zeros_like(xp.astype(at, rows.dtype)) + xp.zeros_like(rows[:, :1])
    at = xp.broadcast_to(at, squares.shape)
    for j in range(points.shape[1]):  # in the order of the features, as everywhere in this library
        d = rows[:, j : j + 1] - xp.reshape(xp.take(points[:, j], xp.reshape(at, (-1,)), axis=0), at.shape)
        squares = squares + d * d
    order = xp.argsort(squares, axis=1, stable=True)[:, :k]
    return xp.sqrt(_gathered(xp, squares, order)), _gathered(xp, at, order)


def _without_themselves(xp: Any, dist: Any, at: Any) -> tuple[Any, Any]:
    """Drop each sample's own number from its row; from a row without it, the last entry."""
    n, k = at.shape
    place = _read.place(at)
    keep = at != xp.arange(n, dtype=at.dtype, device=place)[:, None]
    last = xp.arange(k, device=place)[None, :] == k - 1
    keep = xp.where(xp.all(keep, axis=1)[:, None], ~last, keep)
    return xp.reshape(dist[keep], (n, k - 1)), xp.reshape(at[keep], (n, k - 1))


def _votes(model: Any, X: Any) -> tuple[Any, Any, Any]:
    """Return the namespace, the numbers of the neighbours, and the weights of their votes."""
    if callable(model.weights):
        _samples.unsupported(model, model._fit_X if X is None else X, "a function as weights", "Try 'distance'.")
    dist, at = kneighbors(model, X)
    xp = _read.namespace(dist)
    if model.weights != "distance":
        return xp, at, xp.ones_like(dist)
    zero = dist == 0
    inverse = 1.0 / xp.where(zero, xp.ones_like(dist), dist)
    own = xp.astype(zero, dist.dtype)
    return xp, at, xp.where(xp.any(zero, axis=1)[:, None], own, inverse)


def predict_proba(model: Any, X: Any) -> Any:
    """Return each class's share of the votes."""
    xp, at, weights = _votes(model, X)
    y = _samples.carried(xp, at, model._y, at.dtype)
    labels = xp.reshape(xp.take(y, xp.reshape(at, (-1,)), axis=0), at.shape)
    zero = xp.zeros_like(weights)
    classes = range(model.classes_.shape[0])
    votes = xp.stack([xp.sum(xp.where(labels == c, weights, zero), axis=1) for c in classes], axis=1)
    return votes / xp.sum(votes, axis=1, keepdims=True)


def predict_class(model: Any, X: Any) -> Any:
    """Return the class with most votes; of equals the first."""
    shares = predict_proba(model, X)
    xp = _read.namespace(shares)
    return xp.take(as_classes(xp, shares, model.classes_), xp.argmax(shares, axis=1), axis=0)


def predict_number(model: Any, X: Any) -> Any:
    """Return the weighted mean of the neighbours' numbers."""
    xp, at, weights = _votes(model, X)
    y = _samples.carried(xp, weights, model._y)
    flat = y.ndim == 1
    y = xp.reshape(y, (y.shape[0], -1))
    numbers = xp.reshape(xp.take(y, xp.reshape(at, (-1,)), axis=0), (*at.shape, y.shape[1]))
    shares = weights / xp.sum(weights, axis=1, keepdims=True)
    means = xp.sum(numbers * shares[:, :, None], axis=1)
    return means[:, 0] if flat else means
