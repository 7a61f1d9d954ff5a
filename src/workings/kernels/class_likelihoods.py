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
def most_probable(joint, start, stop, best):
    """Write the number of the largest entry of each row, the first of equals."""
    for i in range(start, stop):
        row = joint[i]
        top = 0
        for c in range(1, row.shape[0]):
            top = c if row[c] > row[top] else top
        best[i] = top
