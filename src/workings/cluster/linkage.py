"""Hierarchical clustering in SciPy's format: which clusters merge, and at which height."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings._validation import as_numbers
from workings.cluster._linkage_tree import tree_of
from workings.cluster._merges import merges_of_pairs, merges_of_vectors
from workings.kernels.linkage_methods import MAY_FALL, METHODS, OF_CENTRES

Array = NDArray[Any]

# Differences of numbers within these bounds can be squared and added without overflow or a loss of digits.
_GREAT, _TINY = 1e100, 1e-100


def linkage(y: ArrayLike, method: str = "single", metric: Any = "euclidean", optimal_ordering: bool = False) -> Array:
    """Merge the two closest clusters until one is left.

    ``scipy.cluster.hierarchy.linkage`` has the same arguments and the same result, to rounding; SciPy's ``dendrogram``
    and ``fcluster`` take it.

    Parameters
    ----------
    y : array_like of shape (n, p) or (n (n - 1) / 2,)
        Samples, one a row; or the distance of every pair in the order of ``scipy.spatial.distance.pdist``.
    method : {"single", "complete", "average", "weighted", "ward", "centroid", "median"}
        How far a union u of clusters i and j, of sizes a and b, is from a third cluster k of size c:

        - single: ``min(d_ik, d_jk)``; complete: ``max(d_ik, d_jk)``;
        - average: ``(a d_ik + b d_jk) / (a + b)``; weighted: ``(d_ik + d_jk) / 2``;
        - ward: the root of ``((a + c) d_ik^2 + (b + c) d_jk^2 - c d_ij^2) / (a + b + c)``, which for vectors is
          ``sqrt(2 |u| |k| / (|u| + |k|))`` times the distance of the centres;
        - centroid: the distance of the centres; median: the same, with the centre of u half way between the two.
    metric : str or callable, default "euclidean"
        Between samples, as for ``pdist``; not looked at when y holds distances.
    optimal_ordering : bool, default False
        Turn the branches so that neighbouring leaves are close, by SciPy's ``optimal_leaf_ordering``.

    Returns
    -------
    ndarray of shape (n - 1, 4), float64
        A merge a row: the numbers of the two clusters, the lower first; the height; the size of the union. Samples are
        0 to n - 1, and row k makes cluster n + k. Heights never fall, but in centroid and median linkage.

    Raises
    ------
    TypeError
        y is not numbers.
    ValueError
        y has no such shape or is not finite; ward, centroid or median with a metric that is not Euclidean.

    Notes
    -----
    Where several pairs are equally close, any of them may merge first. Single linkage has the same heights whichever
    it is; the other trees may differ from SciPy's, and are as right.

    Of vectors under Euclidean distance, ward, single, centroid and median take O(n p) memory; everything else takes
    the square matrix, 8 n^2 bytes. Time is O(n^2 p): Ward merges all clusters at once that are each other's nearest,
    single linkage grows a spanning tree (Prim 1957), centroid and median keep nearest neighbours and lower bounds
    (Müllner 2011, arXiv:1109.2378), the others follow chains of nearest neighbours (Murtagh 1983). The formulas are
    those of Lance and Williams (1967, The Computer Journal 9).

    Examples
    --------
    >>> linkage([[0.0], [1.0], [5.0]], "complete")
    array([[0., 1., 1., 2.],
           [2., 3., 5., 3.]])
    """
    number = METHODS.get(method)
    if number is None:
        raise ValueError(f"linkage(method={method!r}): the methods are {', '.join(map(repr, METHODS))}.")
    data = np.ascontiguousarray(as_numbers("linkage", y, "y"), dtype=np.float64)
    _check(data, method, metric)
    in_order = number in MAY_FALL
    if data.ndim == 1:
        tree = tree_of(*merges_of_pairs(data, samples_of(len(data)), number), in_order)
    elif isinstance(metric, str) and metric.lower() in ("euclidean", "l2"):
        scaled, scale = _scaled(data)
        firsts, seconds, heights = merges_of_vectors(scaled, number)
        tree = tree_of(firsts, seconds, heights * scale, in_order)
    else:
        from scipy.spatial.distance import pdist

        pairs = pdist(data, metric)
        _refuse_nonfinite(pairs, f"the distances by metric={metric!r}")
        tree = tree_of(*merges_of_pairs(pairs, len(data), number), in_order)
    if optimal_ordering:
        from scipy.cluster.hierarchy import optimal_leaf_ordering

        ordered: Array = optimal_leaf_ordering(tree, data, metric=metric)
        return ordered
    return tree


def samples_of(pairs: int) -> int:
    """Return how many samples have so many pairs, or say that none have."""
    n = round((1.0 + math.sqrt(1.0 + 8.0 * pairs)) / 2.0)
    if pairs < 1 or n * (n - 1) // 2 != pairs:
        raise ValueError(
            f"linkage: y has {pairs} entries, and no number of samples has so many pairs (1, 3, 6, 10, ...). "
            "One feature? Then try y.reshape(-1, 1)."
        )
    return n


def _check(data: Array, method: str, metric: Any) -> None:
    if data.ndim not in (1, 2):
        raise ValueError(f"linkage: y has {data.ndim} axes; samples have two, distances of pairs have one.")
    if data.ndim == 2 and (len(data) < 2 or data.shape[1] < 1):
        raise ValueError(f"linkage: y has shape {data.shape}; it takes two samples and one feature at least.")
    _refuse_nonfinite(data, "y")
    euclidean = isinstance(metric, str) and metric.lower() in ("euclidean", "l2")
    if data.ndim == 2 and METHODS[method] in OF_CENTRES and not euclidean:
        raise ValueError(
            f"linkage(method={method!r}, metric={metric!r}): centres belong to Euclidean distance. "
            "Try method='average', or metric='euclidean'."
        )
    if data.ndim == 2 and data.shape[0] == data.shape[1] and not np.diag(data).any() and (data >= 0).all():
        if np.array_equal(data, data.T):
            from scipy.cluster.hierarchy import ClusterWarning

            warnings.warn(
                "linkage: y looks like a square matrix of distances, and is taken for samples. If it holds distances, "
                "try linkage(scipy.spatial.distance.squareform(y)).",
                ClusterWarning,
                stacklevel=3,
            )
    elif data.ndim == 1 and (data < 0).any():
        raise ValueError(f"linkage: y holds a negative distance, {data.min()}. Similarities? Try 1 - y.")


def _refuse_nonfinite(values: Array, what: str) -> None:
    if not np.isfinite(values).all():
        raise ValueError(
            f"linkage: {what} must be finite, and {np.count_nonzero(~np.isfinite(values))} entries are not."
        )


def _scaled(X: Array) -> tuple[Array, float]:
    """Return X, brought by a power of 2 to where squares neither overflow nor vanish, and the factor back."""
    most = float(np.abs(X).max())
    if _TINY < most < _GREAT or most == 0.0:
        return X, 1.0
    scale = 2.0 ** (math.frexp(most)[1] - 1)
    return X / scale, scale
