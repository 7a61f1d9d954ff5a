"""k-means++ seeding by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse
from sklearn.utils import check_array, check_random_state
from sklearn.utils.validation import _check_sample_weight

from workings._validation import _refuse
from workings.cluster._k_means_rows import rows_for
from workings.cluster._k_means_seeds import plus_plus

Array = NDArray[Any]


def kmeans_plusplus(
    X: Any,
    n_clusters: int,
    *,
    sample_weight: Any = None,
    x_squared_norms: Any = None,
    random_state: Any = None,
    n_local_trials: int | None = None,
) -> tuple[Array, NDArray[np.int64]]:
    r"""Draw samples on which the centres of k-means may begin, each far from those before.

    The chance of sample i to be drawn next is proportional to :math:`w_i D_i^2`, D_i its distance to the nearest sample
    drawn so far; of several so drawn the one is taken that leaves the smallest sum of these.

    Parameters
    ----------
    X : array_like or sparse of shape (n_samples, n_features)
    n_clusters : int
        How many to draw.
    sample_weight : array_like of shape (n_samples,), optional
        How much each sample counts; not negative.
    x_squared_norms : array_like of shape (n_samples,), optional
        Only its length is looked at: distances are computed from differences here.
    random_state : int, RandomState instance or None, default=None
        What to draw from; the same draws as scikit-learn's.
    n_local_trials : int, optional
        Candidates for each sample but the first; 2 + int(log(n_clusters)) when not given.

    Returns
    -------
    centers : ndarray of shape (n_clusters, n_features)
        The samples.
    indices : ndarray of shape (n_clusters,)
        Their numbers: ``X[indices] = centers``.

    Raises
    ------
    ValueError
        There are fewer samples than centres, or an argument is not what it must be.

    Notes
    -----
    Cost: at most O(n_samples n_features n_clusters n_local_trials). Source: D. Arthur and S. Vassilvitskii,
    "k-means++: the advantages of careful seeding", SODA (2007).

    Examples
    --------
    >>> X = [[1.0, 2.0], [1.0, 4.0], [1.0, 0.0], [10.0, 2.0], [10.0, 4.0], [10.0, 0.0]]
    >>> centers, indices = kmeans_plusplus(X, n_clusters=2, random_state=0)
    >>> centers
    array([[10.,  2.],
           [ 1.,  0.]])
    >>> indices
    array([3, 2])
    """
    # Validate.
    X = check_array(X, accept_sparse="csr", dtype=[np.float64, np.float32], order="C")
    for name, value in (("n_clusters", n_clusters), ("n_local_trials", n_local_trials)):
        if value is not None and (not isinstance(value, int | np.integer) or value < 1):
            _refuse("kmeans_plusplus", f"{name} must be a positive integer, and it is {value!r}.", "", ValueError)
    if X.shape[0] < n_clusters:
        raise ValueError(f"n_samples={X.shape[0]} should be >= n_clusters={n_clusters}.")
    if x_squared_norms is not None and len(x_squared_norms) != X.shape[0]:
        raise ValueError(
            f"The length of x_squared_norms {len(x_squared_norms)} should be equal to the length of n_samples "
            f"{X.shape[0]}."
        )
    weights = None
    if sample_weight is not None:
        weights = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)

    # Compute.
    indices = plus_plus(rows_for(X, weights, n_clusters), n_clusters, check_random_state(random_state), n_local_trials)
    return (X[indices].toarray() if issparse(X) else X[indices]), indices
