"""The k nearest samples of each query."""

from __future__ import annotations

from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import check_is_fitted

from workings._other_arrays import library_for, run_elsewhere
from workings.neighbors._base import Neighbors
from workings.neighbors._graphs import graph_of

Array = NDArray[Any]


class KSearch(Neighbors):
    """Adds `kneighbors` and `kneighbors_graph`."""

    n_neighbors: int

    def kneighbors(self, X: Any = None, n_neighbors: int | None = None, return_distance: bool = True) -> Any:
        """Return the nearest samples of each query.

        Parameters
        ----------
        X : array_like or sparse of shape (n_queries, n_features), optional
            The queries (with metric "precomputed": their distances to the samples). None: the samples themselves, each
            of which is not its own neighbour.
        n_neighbors : int, optional
            How many; the estimator's own if not given.
        return_distance : bool, default True

        Returns
        -------
        neigh_dist : ndarray of shape (n_queries, n_neighbors)
            Distances, ascending; only with `return_distance`.
        neigh_ind : ndarray of shape (n_queries, n_neighbors)
            Numbers of the samples; of equally distant ones the lower number comes first.

        Raises
        ------
        ValueError
            There are not so many samples, or a graph does not have so many neighbours.
        """
        if library := library_for(self, X):
            return run_elsewhere(library, self, "kneighbors", X, n_neighbors, return_distance)
        check_is_fitted(self, "_fit_method")
        k = self._count(n_neighbors)
        rows = self._queries(X)
        own = X is None
        if k + own > self.n_samples_fit_:
            raise ValueError(
                f"Expected n_neighbors {'<' if own else '<='} n_samples_fit, but n_neighbors = {k}, n_samples_fit = "
                f"{self.n_samples_fit_}, n_samples = {rows.shape[0]}"
            )
        dist, at = self._searched.nearest(rows, k + own, self._threads())
        if own:
            dist, at = without_themselves(dist, at)
        return (dist, at) if return_distance else at

    def _count(self, wanted: Any) -> int:
        if wanted is None:
            return self.n_neighbors
        if not isinstance(wanted, Integral):
            raise TypeError(f"n_neighbors does not take {type(wanted)} value, enter integer value")
        if wanted <= 0:
            raise ValueError(f"Expected n_neighbors > 0. Got {wanted}")
        return int(wanted)

    def kneighbors_graph(self, X: Any = None, n_neighbors: int | None = None, mode: str = "connectivity") -> Any:
        """Return the nearest samples of each query as a sparse matrix.

        Parameters
        ----------
        X, n_neighbors
            As for `kneighbors`.
        mode : {"connectivity", "distance"}
            Entries are 1, or distances.

        Returns
        -------
        CSR matrix of shape (n_queries, n_samples_fit)
        """
        check_is_fitted(self, "_fit_method")
        if mode not in ("connectivity", "distance"):
            raise ValueError(f'Unsupported mode, must be one of "connectivity", or "distance" but got "{mode}" instead')
        dist, at = self.kneighbors(X, n_neighbors)
        entries = dist.ravel() if mode == "distance" else np.ones(at.size)
        ends = np.arange(0, at.size + 1, at.shape[1])
        return graph_of(entries, at.ravel(), ends, (len(at), self.n_samples_fit_))


def without_themselves(dist: Array, at: Array, start: int = 0) -> tuple[Array, Array]:
    """Drop each sample's own number, from `start` on, from its row; without it (equals come first), the last entry."""
    n, k = at.shape
    keep = at != np.arange(start, start + n)[:, None]
    keep[keep.all(axis=1), -1] = False
    return dist[keep].reshape(n, k - 1), at[keep].reshape(n, k - 1)
