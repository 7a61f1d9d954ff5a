"""Metrics that scikit-learn computes for us, distances that come computed, and graphs of neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse

from workings.neighbors._measure import smallest

Array = NDArray[Any]

_ENTRIES = 1 << 22


class Pairs:
    """Samples whose distances another library computes, block by block."""

    def __init__(self, X: Any, metric: Any, params: Mapping[str, Any]) -> None:
        self.X, self.metric, self.params = X, metric, dict(params)

    def nearest(self, Q: Any, k: int, threads: int | None) -> tuple[Array, Array]:
        """Return distances and places of the k nearest samples of each row of Q, nearest first, of equals the first."""
        n = Q.shape[0]
        dist, at = np.empty((n, k)), np.empty((n, k), dtype=np.intp)
        for a, b, block in self._blocks(Q):
            dist[a:b], at[a:b] = smallest(block, k)
        return dist, at

    def within(self, Q: Any, radius: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        """Return distances and places of the samples within each query's radius, in the order of the samples."""
        dist: list[Array] = []
        at: list[Array] = []
        for a, _, block in self._blocks(Q):
            for i, row in enumerate(block):
                near = np.flatnonzero(row <= radius[a + i])
                at.append(near)
                dist.append(row[near])
        return dist, at

    def _blocks(self, Q: Any) -> Iterator[tuple[int, int, Array]]:
        step = max(1, _ENTRIES // max(1, self.X.shape[0]))
        for a in range(0, Q.shape[0], step):
            b = min(a + step, Q.shape[0])
            yield a, b, np.asarray(self._distances(Q[a:b]), dtype=np.float64)

    def _distances(self, Q: Any) -> Any:
        from sklearn.metrics import DistanceMetric, pairwise_distances
        from sklearn.neighbors import VALID_METRICS

        if isinstance(self.metric, DistanceMetric):
            return self.metric.pairwise(*self._alike(Q))
        if isinstance(self.metric, str) and self.metric not in VALID_METRICS["brute"]:
            name = {"infinity": "chebyshev", "p": "minkowski"}.get(self.metric, self.metric)
            return DistanceMetric.get_metric(name, **self.params).pairwise(*self._alike(Q))
        given = {name: value for name, value in self.params.items() if not (name == "w" and value is None)}
        extra = {"ensure_all_finite": False} if self.metric == "nan_euclidean" else {}
        return pairwise_distances(Q, self.X, metric=self.metric, **extra, **given)

    def _alike(self, Q: Any) -> tuple[Any, Any]:
        """Return both sides as a DistanceMetric reads them: of one type."""
        if issparse(Q) or issparse(self.X) or Q.dtype == self.X.dtype:
            return Q, self.X
        return np.asarray(Q, dtype=np.float64), np.asarray(self.X, dtype=np.float64)


class Given(Pairs):
    """Distances that come computed: the rows of Q are distances to the samples."""

    def __init__(self, D: Any) -> None:
        super().__init__(D, "precomputed", {})

    def nearest(self, Q: Any, k: int, threads: int | None) -> tuple[Array, Array]:
        """Return the k smallest distances of each row; of a graph, of those that are stored."""
        if not issparse(Q):
            return super().nearest(Q, k, threads)
        stored = np.diff(Q.indptr)
        if stored.min() < k:
            raise ValueError(
                f"{k} neighbors per samples are required, but some samples have only {stored.min()} neighbors in "
                "precomputed graph matrix. Decrease number of neighbors used or recompute the graph with more "
                "neighbors."
            )
        first = Q.indptr[:-1, None] + np.arange(k)
        return np.asarray(Q.data[first], dtype=np.float64), Q.indices[first].astype(np.intp)

    def within(self, Q: Any, radius: Array, threads: int | None) -> tuple[list[Array], list[Array]]:
        """Return the distances up to the radius; of a graph, of those that are stored."""
        if not issparse(Q):
            return super().within(Q, radius, threads)
        dist: list[Array] = []
        at: list[Array] = []
        for i in range(Q.shape[0]):
            row = slice(Q.indptr[i], Q.indptr[i + 1])
            inside = Q.data[row] <= radius[i]
            dist.append(Q.data[row][inside])
            at.append(Q.indices[row][inside].astype(np.intp))
        return dist, at

    def _distances(self, Q: Any) -> Any:
        if Q.shape[1] != self.X.shape[0]:
            raise ValueError(
                f"Precomputed metric requires shape (n_queries, n_indexed). Got ({Q.shape[0]}, {Q.shape[1]}) for "
                f"{self.X.shape[0]} indexed."
            )
        return Q


def checked_distances(X: Any) -> Any:
    """Return distances that came computed, refusing negative ones; a graph as CSR, each row sorted by distance."""
    from sklearn.neighbors import sort_graph_by_row_values
    from sklearn.utils import check_array

    if not issparse(X):
        return check_array(X, ensure_non_negative=True, input_name="X")
    if X.format not in ("csr", "csc", "coo", "lil"):
        raise TypeError(
            f"Sparse matrix in {X.format!r} format is not supported due to its handling of explicit zeros. "
            "Try X.tocsr()."
        )
    graph = check_array(X, accept_sparse="csr", ensure_non_negative=True, input_name="precomputed distance matrix")
    return sort_graph_by_row_values(graph, copy=graph is X or X.format == "csr", warn_when_not_sorted=True)
