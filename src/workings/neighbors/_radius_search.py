"""All samples within a radius of each query."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import check_is_fitted

from workings.neighbors._base import Neighbors
from workings.neighbors._graphs import graph_of

Array = NDArray[Any]


class RadiusSearch(Neighbors):
    """Adds `radius_neighbors` and `radius_neighbors_graph`."""

    radius: float

    def radius_neighbors(
        self, X: Any = None, radius: Any = None, return_distance: bool = True, sort_results: bool = False
    ) -> Any:
        """Return the samples whose distance to a query is at most the radius.

        Parameters
        ----------
        X : array_like or sparse of shape (n_queries, n_features), optional
            The queries (with metric "precomputed": their distances to the samples). None: the samples themselves, each
            of which is not its own neighbour.
        radius : float or array_like of shape (n_queries,), optional
            The estimator's own if not given.
        return_distance : bool, default True
        sort_results : bool, default False
            Nearest first, of equally distant ones the lower number first; else in the order of the samples.

        Returns
        -------
        neigh_dist : ndarray of shape (n_queries,) of arrays
            Distances; only with `return_distance`.
        neigh_ind : ndarray of shape (n_queries,) of arrays
            Numbers of the samples.

        Raises
        ------
        ValueError
            `sort_results` without distances.
        """
        check_is_fitted(self, "_fit_method")
        if sort_results and not return_distance:
            raise ValueError("return_distance must be True if sort_results is True.")
        rows = self._queries(X)
        wanted = self.radius if radius is None else radius
        limits = np.broadcast_to(np.asarray(wanted, dtype=np.float64), (rows.shape[0],))
        dist, at = self._searched.within(rows, limits, self._threads())
        for i in range(len(at)):
            if X is None:
                others = at[i] != i
                dist[i], at[i] = dist[i][others], at[i][others]
            if sort_results:
                order = np.lexsort((at[i], dist[i]))
                dist[i], at[i] = dist[i][order], at[i][order]
        return (_of_arrays(dist), _of_arrays(at)) if return_distance else _of_arrays(at)

    def radius_neighbors_graph(
        self, X: Any = None, radius: Any = None, mode: str = "connectivity", sort_results: bool = False
    ) -> Any:
        """Return the samples within the radius of each query as a sparse matrix.

        Parameters
        ----------
        X, radius, sort_results
            As for `radius_neighbors`.
        mode : {"connectivity", "distance"}
            Entries are 1, or distances.

        Returns
        -------
        CSR matrix of shape (n_queries, n_samples_fit)
        """
        check_is_fitted(self, "_fit_method")
        if mode not in ("connectivity", "distance"):
            raise ValueError(f'Unsupported mode, must be one of "connectivity", or "distance" but got "{mode}" instead')
        dist, at = self.radius_neighbors(X, radius, sort_results=sort_results and mode == "distance")
        columns = np.concatenate(list(at))
        entries = np.concatenate(list(dist)) if mode == "distance" else np.ones(len(columns))
        ends = np.concatenate([[0], np.cumsum([len(one) for one in at])])
        return graph_of(entries, columns, ends, (len(at), self.n_samples_fit_))


def _of_arrays(parts: list[Array]) -> Array:
    whole: Array = np.empty(len(parts), dtype=object)
    for i, part in enumerate(parts):
        whole[i] = part
    return whole
