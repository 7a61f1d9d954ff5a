"""Dual coordinate ascent: for many features, where no matrix of their second derivatives can be formed.

Each pass takes the samples in a new random order, drawn with a seed. Samples whose multipliers stand firmly at a limit
are left out for a while. Once it is known which these are, multipliers are moved farther than to the best place, which
takes fewer passes. The gap that a pass met on its way says when to measure it.

Source: O. Mangasarian, D. Musicant, "Successive overrelaxation for support vector machines", IEEE Trans. Neural Netw.
10 (1999) 1032.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.svm._linear_band import Band, Fit, Outcome, at

Array = NDArray[Any]


def ascend(band: Band, tol: float, max_iter: int, seed: int) -> Fit:
    """Yield the passes to the optimum; the generator's value is the `Outcome`.

    The fit has converged when the duality gap is at most tol^2 times the objective.
    """
    from workings.kernels import dual_ascent  # loads Numba

    n, p = len(band.cost), int(band.X.shape[1])
    rows = band.X
    X: tuple[Any, ...] = (rows.data, rows.indices, rows.indptr) if band.sparse else (rows,)
    squares = dual_ascent.row_squares(X[0], X[2]) if band.sparse else np.einsum("ij,ij->i", band.X, band.X)
    facts = np.zeros((n, dual_ascent.FACTS))
    facts[:, dual_ascent.LOW], facts[:, dual_ascent.HIGH], facts[:, dual_ascent.COST] = band.low, band.high, band.cost
    facts[:, dual_ascent.LIMIT] = np.inf if band.squared else band.cost
    diagonal = facts[:, dual_ascent.DIAGONAL] = 0.5 / band.cost if band.squared else 0.0
    facts[:, dual_ascent.NORM] = np.maximum(squares + band.constant**2 + diagonal, 1e-300)
    v, beta = np.zeros(p + 1), facts[:, dual_ascent.BETA]
    one_pass = dual_ascent.ascend_sparse if band.sparse else dual_ascent.ascend_dense
    words = np.random.default_rng(seed)
    objective = band.losses(band.excess(np.zeros(n)))
    yield at(0, "start", v[: band.size], objective, np.inf)
    order, margin, gap, asked, taken = np.arange(n), np.inf, np.inf, 0, 0
    for taken in range(1, max_iter + 1):
        whole = len(order) == n
        word = words.integers(2**64, dtype=np.uint64)
        further = 0.0 if taken < _PLAIN else _FURTHER
        kept, most, met = one_pass(*X, band.constant, facts, order, _FIRM * margin, further, word, v)
        order, margin = order[:kept], most if most > 0.0 else np.inf
        # The objective may be that of long ago; the bound is below today's, and near to it at the end.
        enough = 0.5 * tol * tol
        near = met <= enough * objective and met <= enough * band.bound(beta, v[: band.size])
        if near or taken - asked >= _LOOK or taken == max_iter or not kept:
            asked = taken
            objective, gap = _measured(band, v, beta)
            if gap <= tol * tol * objective or taken == max_iter:
                yield at(taken, "pass", v[: band.size], objective, gap, looked_at=float(kept))
                break
            if not whole and met <= 0.5 * gap:
                order, margin = np.arange(n), np.inf  # what is left to gain is where nobody looked
        yield at(taken, "pass", v[: band.size], objective, gap, looked_at=float(kept))
    return Outcome(v[: band.size].copy(), taken, gap <= tol * tol * objective, gap, objective)


# Passes after which the gap is measured anyway.
_LOOK = 100
# So many passes take each multiplier to its best place; the later ones by this share farther.
_PLAIN, _FURTHER = 8, 0.4
# A sample is left out if its sum is on the right side by this share of the last pass's largest violation.
_FIRM = 0.5


def _measured(band: Band, v: Array, beta: Array) -> tuple[float, float]:
    """Return the objective and the gap."""
    w = v[: band.size]
    value = band.value(w, band.sums(w))
    return value, value - band.bound(beta, w)
