"""The terms of a polynomial: which there are, in what order, and how each degree is made of the one below.

Terms of degree d are the products of d features, ordered as the tuples of their numbers, (0, 0), (0, 1), ..., (1, 1).
Those that begin with feature i are x_i times the terms of degree d - 1 that begin with feature i or a later one (with
a later one, if no feature may stand twice): a run of neighbours. So one multiplication makes each term, and a run of
terms is a run of memory times one number.
"""

from __future__ import annotations

from itertools import chain, combinations, combinations_with_replacement
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[Any]


def tuples_of(
    n_features: int, min_degree: int, max_degree: int, interaction_only: bool, include_bias: bool
) -> chain[tuple[int, ...]]:
    """Return the features of every term, in order, the constant first."""
    choose = combinations if interaction_only else combinations_with_replacement
    degrees = chain([0] if include_bias else [], range(max(1, min_degree), max_degree + 1))
    return chain.from_iterable(choose(range(n_features), degree) for degree in degrees)


def count_of_degree(features: int, degree: int, distinct: bool) -> int:
    """Return the number of terms of one degree."""
    if degree and not features:
        return 0
    return comb(features, degree) if distinct else comb(features + degree - 1, degree)


def count_terms(n_features: int, min_degree: int, max_degree: int, interaction_only: bool, include_bias: bool) -> int:
    """Return the number of terms."""
    if interaction_only:
        highest = min(max_degree, n_features)
        total = sum(comb(n_features, degree) for degree in range(max(1, min_degree), highest + 1))
    else:  # the sum of all degrees has a closed form
        total = comb(n_features + max_degree, max_degree) - 1
        if min_degree > 1:
            total -= comb(n_features + min_degree - 1, min_degree - 1) - 1
    return total + bool(include_bias)


def segments_of(features: int, most: int, distinct: bool, bias: bool) -> Array:
    """Return the runs (column, start, count, feature) that make the terms of degree 2 and more, (runs, 4)."""
    starts = [int(bias) + i for i in range(features)]
    end = int(bias) + features
    found = []
    for _ in range(2, most + 1):
        column, new_starts = end, []
        for i in range(features):
            new_starts.append(column)
            start = starts[i] if not distinct else (starts[i + 1] if i + 1 < features else end)
            if start < end:
                found.append((column, start, end - start, i))
                column += end - start
        if column == end:
            break
        starts, end = new_starts, column
    return np.array(found, dtype=np.int64).reshape(-1, 4)


def expand_small(X: Array, segments: Array, bias: bool, out: Array) -> None:
    """Write all terms to `out` (samples, terms) with NumPy."""
    if bias:
        out[:, 0] = 1.0
    out[:, int(bias) : int(bias) + X.shape[1]] = X
    for column, start, count, feature in segments.tolist():
        np.multiply(out[:, start : start + count], X[:, feature : feature + 1], out=out[:, column : column + count])


def expand_stored(X: Any, degrees: range, distinct: bool) -> list[Any]:
    """Return the terms of each of these degrees, 2 and more or none, of a sorted CSR matrix, as CSR matrices.

    In a row the terms of degree d - 1 that begin with feature i or a later one stand at its end, as they do among all
    terms. So each stored entry is paired with a tail of the row's terms of the degree below.
    """
    n, p = X.shape
    nnz = len(X.data)
    rows = np.repeat(np.arange(n), np.diff(X.indptr))
    features, where = np.unique(X.indices, return_inverse=True)
    # Terms of the degree below: their columns, values, where each row's begin, and for each entry of X the first of its
    # row's terms that begin with its feature.
    columns, values, indptr = X.indices.astype(np.int64), X.data, X.indptr.astype(np.int64)
    heads = np.arange(nnz)
    found = []
    for degree in range(2, degrees.stop):
        ends = indptr[rows + 1]
        tails = heads if not distinct else np.append(heads[1:], 0)
        if distinct:  # from the next entry's first term on; a row's last entry has none after it
            last = np.arange(nnz) + 1 == X.indptr[rows + 1]
            tails = np.where(last, ends, tails)
        counts = ends - tails
        total = int(counts.sum())
        firsts = np.cumsum(counts) - counts
        entry = np.repeat(np.arange(nnz), counts)
        term = np.arange(total) + (tails - firsts)[entry]
        columns = columns[term] + _offsets(p, degree, features.tolist(), distinct)[where][entry]
        values = values[term] * X.data[entry]
        heads = firsts
        indptr = np.concatenate([[0], np.cumsum(counts)])[X.indptr]
        if degree in degrees:
            width = count_of_degree(p, degree, distinct)
            if width:
                kind = np.int32 if max(width - 1, total) <= np.iinfo(np.int32).max else np.int64
                found.append(sparse.csr_array((values, columns.astype(kind), indptr.astype(kind)), shape=(n, width)))
    return found


def _offsets(p: int, degree: int, features: list[int], distinct: bool) -> Array:
    """Return what to add to the number of a term of degree - 1 for the number of its product with each feature."""
    found = []
    for i in features:
        from_i = count_of_degree(p - i, degree, distinct)  # terms of this degree that begin with i or later
        below = count_of_degree(p - i - distinct, degree - 1, distinct)
        ours = count_of_degree(p, degree, distinct) - from_i
        theirs = count_of_degree(p, degree - 1, distinct) - below
        found.append(ours - theirs)
    return np.array(found, dtype=np.int64)
