"""Log-likelihoods of rows under each class, for naive Bayes."""

from __future__ import annotations

from workings.kernels._jit import kernel
from workings.kernels._sums import add


@kernel
def gaussian(X, mean, precision, constant, out):
    """Write constant[c] - sum((x - mean[c])^2 precision[c]) / 2 of each row into out (n, k)."""
    for i in range(X.shape[0]):
        x = X[i]
        for c in range(mean.shape[0]):
            middle, sharpness = mean[c], precision[c]
            total = 0.0
            for j in range(x.shape[0]):
                d = x[j] - middle[j]
                total = add(total, d * d * sharpness[j])
            out[i, c] = constant[c] - 0.5 * total


@kernel
def products(X, table, constant, out):
    """Write constant + X @ table.T of each row into out (n, k); for few classes, where BLAS does not do well."""
    for i in range(X.shape[0]):
        x = X[i]
        for c in range(table.shape[0]):
            logs = table[c]
            total = 0.0
            for j in range(x.shape[0]):
                total = add(total, x[j] * logs[j])
            out[i, c] = constant[c] + total


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


@kernel
def most_probable(joint, start, stop, best):
    """Write the number of the largest entry of each row, the first of equals."""
    for i in range(start, stop):
        row = joint[i]
        top = 0
        for c in range(1, row.shape[0]):
            top = c if row[c] > row[top] else top
        best[i] = top
