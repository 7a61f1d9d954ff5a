"""Results of unknown length: counted first, then written one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def counted_and_filled(
    n: int,
    count: Callable[[int, int, Array], None],
    fill: Callable[[int, int, Array, Array, Array], None],
    threads: int | None,
    cost: float,
) -> tuple[list[Array], list[Array]]:
    """Return the ranks and numbers that belong to each of n queries.

    ``count(a, b, counts)`` adds how many there are for the queries a..b; ``fill(a, b, ends, ranks, at)`` writes those
    of query a + i from ends[i] on. One query takes about as long as `cost` numbers do; 0 says that they cut the work
    for Ctrl-C themselves.
    """
    from workings.kernels._threads import pieces_of, run_blocks

    pieces = pieces_of(n, cost, least=4)
    counts = np.zeros(n, dtype=np.int64)
    run_blocks(lambda a, b: count(a, b, counts[a:b]), n, threads=threads, pieces=pieces)
    ends = np.concatenate([[0], np.cumsum(counts)])
    ranks, at = np.empty(ends[-1]), np.empty(ends[-1], dtype=np.intp)
    run_blocks(lambda a, b: fill(a, b, ends[a:b].copy(), ranks, at), n, threads=threads, pieces=pieces)
    parts = [slice(ends[i], ends[i + 1]) for i in range(n)]
    return [ranks[one] for one in parts], [at[one] for one in parts]
