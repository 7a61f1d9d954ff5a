"""Samples behind a screen: bounds of all ranks by float32 products, exact ranks of the few that may be near enough.

With samples and queries counted from the samples' mean, and in a unit in which no coordinate exceeds 1,

    rank = |q|^2 - (2 q x - |x|^2),

and the second part comes from one matrix product. Rounded to float32, and summed in it, it is off by at most

    e (2 |q| |x| + |x|^2),    e = (p + 8) 2^-24,

so three columns more, |x|^2 and |x| against 1 and |q|, make the product an upper bound. Where it is less than |q|^2
less the k-th least rank so far, the sample is none of the nearest, and nothing else is done about it. Samples come in
a random order (always the same), so that a query takes about k (1 + log(n / k)) exact ranks; one that takes far more
(many samples at nearly the same distance) is searched without a screen.

Source of the bound: N. J. Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition (2002), section 3.1.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Of a tile.
_SAMPLES = 1024


class Screen:
    """Samples (n, p) prepared for the screen."""

    def __init__(self, X: Array) -> None:
        from workings.kernels import neighbour_tiles
        from workings.kernels._threads import run_blocks

        n, p = X.shape
        self.X = X
        self.order = np.random.default_rng(0).permutation(n)
        self.origin = X.mean(axis=0)
        farthest = np.zeros(n)
        run_blocks(lambda a, b: neighbour_tiles.reach(X[a:b], self.origin, farthest[a:b]), n)
        reach = float(farthest.max())
        self.unit = 2.0 ** -np.ceil(np.log2(reach)) if reach > 0.0 else 1.0
        self.error = 1.01 * (p + 8) * 2.0**-24
        columns = np.zeros((-(-n // _SAMPLES) * _SAMPLES, p + 2), dtype=np.float32)
        self.numbers = np.full(len(columns), -1)
        self.numbers[:n] = self.order
        columns[n:, p] = -1e38

        def fill(a: int, b: int) -> None:
            neighbour_tiles.fill_screen(X, self.order[a:b], self.origin, self.unit, self.error, columns[a:b])

        run_blocks(fill, n, pieces=2)
        self.longest = float(columns[:, p + 1].max()) / (2.0 * self.error)
        # Feature by feature within a tile, as the product takes them.
        self.tiles = np.ascontiguousarray(columns.reshape(-1, _SAMPLES, p + 2).transpose(0, 2, 1))

    def nearest(self, Q: Array, k: int, threads: int | None) -> tuple[Array, Array, Array]:
        """Return the k least squared distances of each query, the numbers of the samples, and which queries failed."""
        from workings.kernels import neighbour_tiles
        from workings.kernels._threads import run_blocks, spans

        (n, p), m = self.X.shape, len(Q)
        best, at = np.full((m, k), np.inf), np.full((m, k), n, dtype=np.int64)
        spent = np.zeros(m, dtype=np.int64)
        slack, allowance = (p + 16) * 2.0**-48, 64 + 24 * k + n // 8

        def work(start: int, stop: int) -> None:
            queries = Q[start:stop]
            rows, squares = self._rows(queries)
            # Twice the error of the farthest sample, and a little more.
            lengths = np.sqrt(squares)
            doubt = 2.1 * self.error * self.longest * (2.0 * lengths + self.longest) + 2.0**-100
            spent[start:stop][~(squares < 2.0**80)] = -1
            limits = np.full(stop - start, -np.inf, dtype=np.float32)
            # What many queries look at together is read once, so the samples are what is cut for Ctrl-C.
            for a, b in spans(len(self.tiles), (stop - start) * _SAMPLES * p / 4):
                neighbour_tiles.search_screened(
                    rows,
                    self.tiles[a:b],
                    self.numbers[a * _SAMPLES : b * _SAMPLES],
                    self.X,
                    queries,
                    squares,
                    self.unit * self.unit,
                    slack,
                    doubt,
                    allowance,
                    limits,
                    spent[start:stop],
                    best[start:stop],
                    at[start:stop],
                )

        run_blocks(work, m, threads=threads, pieces=4)
        return best, at, spent < 0

    def _rows(self, Q: Array) -> tuple[Array, Array]:
        """Return the queries' rows of the product, and their squares."""
        away = (Q - self.origin) * self.unit
        squares = np.einsum("ij,ij->i", away, away)
        rows = np.empty((len(Q), Q.shape[1] + 2), dtype=np.float32)
        with np.errstate(over="ignore"):
            rows[:, :-2] = away
            rows[:, -2] = 1.0
            rows[:, -1] = np.sqrt(squares)
        return rows, squares
