"""Matrix products: small ones by NumPy, others by the kernel, the large among them on the shared pool.

Which it is depends on the sizes alone, and an entry on its row and column alone; so the number of threads changes none.
"""

from __future__ import annotations

import numpy as np

from workings._validation import Array

# Multiplications below which NumPy does it, and below which a second thread does not pay.
_WORTH, _WORTH_THREADS = 1_000_000, 4_000_000


def product(a: Array, b: Array, out: Array | None = None) -> Array:
    """Return the matrix product of a and b; the fit that calls holds BLAS to one thread."""
    rows, kind = a.shape[0], np.result_type(a, b)
    if out is None:
        out = np.empty((rows, b.shape[1]), dtype=kind)
    work = rows * a.shape[1] * b.shape[1]
    if work < _WORTH or kind not in (np.float32, np.float64) or not a.dtype == b.dtype == out.dtype:
        return np.matmul(a, b, out=out)
    from workings.kernels._threads import run_blocks
    from workings.kernels.matrix_product import multiply, multiply_turned

    if b.T.flags.c_contiguous and not b.flags.c_contiguous:
        # Each thread turns the columns that it multiplies.
        turned, threads = b.T, 1 if work < _WORTH_THREADS else None
        run_blocks(lambda start, stop: multiply_turned(a, turned, out, start, stop), b.shape[1], threads=threads)
        return out
    b = np.ascontiguousarray(b)
    if work < _WORTH_THREADS:
        multiply(a, b, out)
    else:
        # Each entry is the same sum wherever its row is done.
        run_blocks(lambda start, stop: multiply(a[start:stop], b, out[start:stop]), rows)
    return out


def products_back(x: Array, u: Array, weights: Array, of_weights: Array, wanted: bool) -> Array | None:
    """Write x^T u into of_weights, and return u weights^T if it is wanted: what goes back through a dense layer.

    Both have a line for each feature of x, so large ones are shared out by features, once for the two of them.
    """
    kinds = {one.dtype for one in (x, u, weights, of_weights)}
    if not wanted or x.size * u.shape[1] < _WORTH_THREADS or kinds not in ({np.dtype("f4")}, {np.dtype("f8")}):
        product(x.T, u, out=of_weights)
        return product(u, weights.T) if wanted else None
    from workings.kernels._threads import run_blocks
    from workings.kernels.matrix_product import multiply, multiply_turned

    u, weights, dx = np.ascontiguousarray(u), np.ascontiguousarray(weights), np.empty(x.shape, dtype=x.dtype)

    def features(start: int, stop: int) -> None:
        multiply(x[:, start:stop].T, u, of_weights[start:stop])
        multiply_turned(u, weights, dx, start, stop)

    run_blocks(features, x.shape[1])
    return dx
