"""Coordinate descent on the data themselves, some columns at a time.

For the columns of one block the gradient comes from the data and the residual; among themselves they need only their
own small Gram matrix. So a sweep over all columns is exactly coordinate descent, costs two reads of X, most of the
second from the cache, and runs on all threads. It is the way where the full Gram matrix would cost more than a few
sweeps.

Dense data are read from a copy in float32, which halves the traffic that all the time goes to. Only *changes* of the
residual are multiplied with it: the gradient is the exact one of the start plus X'(r - r_start), so that each start
takes the error down by as many digits as float32 has.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels._threads import parts_for_sums, run_blocks
from workings.linear_model._centred import Centred
from workings.linear_model._sweeps import Sweeper

Array = NDArray[Any]
_WIDTH = 128
_INNER = 2  # sweeps over a block while it is at hand
_PARTS = 4  # of the rows, whose sums are added in order


class BlockSweeps:
    """Sweeps over all columns, block after block."""

    def __init__(self, data: Centred) -> None:
        p = data.shape[1]
        self._weights = data.weights
        self._edges = [(a, min(a + _WIDTH, p)) for a in range(0, p, _WIDTH)]
        self._chunks = data.chunks(self._edges)
        self.dense = isinstance(self._chunks[0][0], np.ndarray)
        self.dtype = self._chunks[0][0].dtype
        self._grams: list[Array] = [self._gram(data, i) for i in range(len(self._edges))]

    def _gram(self, data: Centred, i: int) -> Array:
        chunk, weights = self._chunks[i][0], self._weights
        if not self.dense:
            return data.gram(np.zeros(0, dtype=np.intp), np.arange(*self._edges[i]))[1]
        found: dict[int, Array] = {}

        def work(start: int, stop: int) -> None:
            rows = chunk[start:stop]
            if weights is not None:
                rows = rows * np.sqrt(weights[start:stop, np.newaxis]).astype(np.float32)
            found[start] = rows.T @ rows

        run_blocks(work, len(chunk), parts=parts_for_sums(chunk.shape[1] ** 2))
        return np.array(sum(found[start] for start in sorted(found)), dtype=np.float64)

    def sweep(self, w: Array, gradient: Array, change: Array, sweeper: Sweeper) -> tuple[float, float]:
        """Sweep once over all columns.

        Parameters
        ----------
        w : ndarray of shape (p,)
            Changed in place.
        gradient : ndarray of shape (p,)
            X'r at the start.
        change : ndarray of shape (n,)
            What has been added to r since then; changed in place.
        sweeper : Sweeper

        Returns
        -------
        tuple of two floats
            The largest move and the largest coefficient.
        """
        move = largest = 0.0
        behind: tuple[int, Array] | None = None
        for i, (a, b) in enumerate(self._edges):
            g = gradient[a:b] + self._advance(change, behind, i)
            part = w[a:b].copy()
            sweeper.sweep(self._grams[i], part, g, _INNER, 0.0)
            moved = part - w[a:b]
            w[a:b] = part
            behind = (i, moved) if moved.any() else None
            move = max(move, float(np.abs(moved).max()))
            largest = max(largest, float(np.abs(part).max()))
        self._advance(change, behind, None)
        return move, largest

    def _advance(self, change: Array, behind: tuple[int, Array] | None, ahead: int | None) -> Array:
        """Add what the last block moved to the change of the residual; return the change of the next gradient."""
        found: dict[int, Array] = {}

        def work(start: int, stop: int) -> None:
            rows = change[start:stop]
            if behind is not None:
                chunk, mean = self._chunks[behind[0]]
                moved = behind[1].astype(chunk.dtype)
                rows -= chunk[start:stop] @ moved
                if mean is not None:
                    rows += mean @ moved
            if ahead is not None:
                chunk, mean = self._chunks[ahead]
                v = rows if self._weights is None else rows * self._weights[start:stop]
                product = chunk[start:stop].T @ v.astype(chunk.dtype)
                found[start] = product if mean is None else product - mean * v.sum()

        if self.dense:
            run_blocks(work, len(change), parts=_PARTS)
        else:
            work(0, len(change))
        total: Any = sum(found[start] for start in sorted(found))
        return np.asarray(total, dtype=np.float64)
