"""Sweeps of coordinate descent over a quadratic model with an l1 penalty: the inner loop of a proximal Newton step."""

from __future__ import annotations

from workings.kernels._jit import helper, kernel


@helper
def _move(slopes, row, change):
    for i in range(slopes.shape[0]):
        slopes[i] += change * row[i]


@kernel
def model_sweeps(matrix, w, slopes, l1, sweeps, tol):
    """Minimise in place over one coordinate after the other; return the largest change of a slope in the last sweep.

    w (k,) are the coefficients, slopes (k,) the model's gradient there, matrix (k, k) its second derivatives, and l1
    (k,) the factor of each absolute value.
    """
    largest = 0.0
    for _ in range(sweeps):
        largest = 0.0
        for j in range(w.shape[0]):
            square = matrix[j, j]
            if square <= 0.0:
                continue
            free, threshold = w[j] - slopes[j] / square, l1[j] / square
            new = free - threshold if free > threshold else free + threshold if free < -threshold else 0.0
            if new != w[j]:
                change = new - w[j]
                w[j] = new
                _move(slopes, matrix[j], change)
                largest = max(largest, abs(change) * square)
        if largest <= tol:
            break
    return largest
