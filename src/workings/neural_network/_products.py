"""Matrix products, the large ones cut into blocks of rows that run on the shared pool.

The blocks do not depend on the number of threads, so neither do the results.
"""

from __future__ import annotations

import numpy as np

from workings._validation import Array

# Multiplications below which a second thread does not pay, and rows of a block.
_WORTH, _ROWS = 4_000_000, 128


def product(a: Array, b: Array, out: Array | None = None) -> Array:
    """Return the matrix product of a and b; the fit that calls holds BLAS to one thread."""
    rows = a.shape[0]
    if out is None:
        out = np.empty((rows, b.shape[1]), dtype=np.result_type(a, b))
    if rows < 2 * _ROWS or rows * a.shape[1] * b.shape[1] < _WORTH:
        return np.matmul(a, b, out=out)
    from workings.kernels._threads import run_blocks

    def block(start: int, stop: int) -> None:
        for k in range(start, stop):
            part = slice(k * _ROWS, min(rows, (k + 1) * _ROWS))
            np.matmul(a[part], b, out=out[part])

    run_blocks(block, -(-rows // _ROWS), pieces=2)
    return out
