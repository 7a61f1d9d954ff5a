"""Log-likelihoods of rows under each class, for naive Bayes."""

from __future__ import annotations

from workings.kernels._jit import kernel, reordering_helper


@reordering_helper
def _distance(x, mean, precision):
    """Return the sum of (x - mean)^2 precision."""
    total = 0.0
    for j in range(x.shape[0]):
        d = x[j] - mean[j]
        total += d * d * precision[j]
    return total


@kernel
def gaussian(X, mean, precision, constant, out):
    """Write constant[c] - sum((x - mean[c])^2 precision[c]) / 2 of each row into out (n, k)."""
    for i in range(X.shape[0]):
        for c in range(mean.shape[0]):
            out[i, c] = constant[c] - 0.5 * _distance(X[i], mean[c], precision[c])


@kernel
def sparse_products(data, indices, indptr, table, constant, start, stop, out):
    """Write constant + X @ table of rows start..stop of the CSR matrix X; table (p, k), out (n, k)."""
    k = table.shape[1]
    for i in range(start, stop):
        row = out[i]
        for c in range(k):
            row[c] = constant[c]
        for t in range(indptr[i], indptr[i + 1]):
            v = data[t]
            logs = table[indices[t]]
            for c in range(k):
                row[c] += v * logs[c]


@kernel
def of_categories(X, first, table, constant, out):
    """Write constant + the sum of table[first[j] + X[i, j]] over j of each row i; X of intp, table (categories, k)."""
    k = table.shape[1]
    for i in range(X.shape[0]):
        row = out[i]
        for c in range(k):
            row[c] = constant[c]
        for j in range(X.shape[1]):
            logs = table[first[j] + X[i, j]]
            for c in range(k):
                row[c] += logs[c]


@kernel
def count_categories(X, first, labels, weights, counts):
    """Add each row's weight to counts[first[j] + X[i, j], class of i], for every feature j."""
    for i in range(X.shape[0]):
        w = weights[i] if weights.shape[0] > 0 else 1.0
        for j in range(X.shape[1]):
            counts[first[j] + X[i, j], labels[i]] += w
