"""Products of features, row by row: each degree is made of the one below it.

A list of segments says how: ``(column, start, count, feature)`` writes to `count` columns from `column` on those from
`start` on, times one feature. `workings.preprocessing._terms` makes the list.
"""

from __future__ import annotations

from workings.kernels._jit import exact_helper, kernel


@exact_helper
def _times(source, factor, out):
    for t in range(out.shape[0]):
        out[t] = source[t] * factor


@exact_helper
def _times_each(source, factor, out):
    for t in range(out.shape[0]):
        out[t] = source[t] * factor[t]


@kernel
def expand_rows(X, segments, powers, bias, skipped, out, row, first, last):
    """Write the terms of rows first..last of X to `out`, whose columns follow each other in memory.

    `row` has room for all terms: from column `skipped` on they are copied to `out`, unless none is skipped and they are
    made there; `powers` is the number of segments, `bias` 1 for a column of ones.
    """
    p = X.shape[1]
    for i in range(first, last):
        terms = row if skipped else out[i]
        if bias:
            terms[0] = 1.0
        for j in range(p):
            terms[bias + j] = X[i, j]
        for k in range(powers):
            column, start, count = segments[k, 0], segments[k, 1], segments[k, 2]
            _times(terms[start : start + count], X[i, segments[k, 3]], terms[column : column + count])
        if skipped:
            if bias:
                out[i, 0] = 1.0
            for t in range(bias, out.shape[1]):
                out[i, t] = terms[t + skipped]


@kernel
def expand_columns(X, segments, powers, bias, out, first, last):
    """Write the terms of samples first..last to `out` (terms, samples); X is (features, samples)."""
    part = slice(first, last)
    if bias:
        out[0, part] = 1.0
    for j in range(X.shape[0]):
        out[bias + j, part] = X[j, part]
    for k in range(powers):
        column, start = segments[k, 0], segments[k, 1]
        factor = X[segments[k, 3], part]
        for t in range(segments[k, 2]):
            _times_each(out[start + t, part], factor, out[column + t, part])
