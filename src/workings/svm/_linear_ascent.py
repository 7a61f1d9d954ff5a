"""Dual coordinate ascent: for many features, where no matrix of their second derivatives can be formed.

Each pass takes the samples in a new random order, drawn with a seed. Samples whose multipliers stand firmly at a limit
are left out for a while. The gap that a pass met on its way says when to measure it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.svm._linear_band import Band, Fit, Outcome, at

Array = NDArray[Any]


def ascend(band: Band, tol: float, max_iter: int, rng: np.random.Generator) -> Fit:
    """Yield the passes to the optimum; the generator's value is the `Outcome`.

    The fit has converged when the duality gap is at most tol^2 times the objective.
    """
    from workings.kernels import dual_ascent  # loads Numba

    n, p = len(band.cost), int(band.X.shape[1])
    diagonal = 0.5 / band.cost if band.squared else np.zeros(n)
    limit = np.full(n, np.inf) if band.squared else band.cost
    rows = band.X
    X: tuple[Any, ...] = (rows.data, _unsigned(rows.indices), _unsigned(rows.indptr)) if band.sparse else (rows,)
    squares = dual_ascent.row_squares(X[0], X[2]) if band.sparse else np.einsum("ij,ij->i", band.X, band.X)
    norms = np.maximum(squares + band.constant**2 + diagonal, 1e-300)
    v, beta = np.zeros(p + 1), np.zeros(n)
    facts = (band.constant, band.low, band.high, band.cost, limit, diagonal, norms)
    one_pass = dual_ascent.ascend_sparse if band.sparse else dual_ascent.ascend_dense
    objective = band.losses(band.excess(np.zeros(n)))
    yield at(0, "start", v[: band.size], objective, np.inf)
    order, margin, gap, asked, taken = np.arange(n), np.inf, np.inf, 0, 0
    for taken in range(1, max_iter + 1):
        whole = len(order) == n
        rng.shuffle(order)
        kept, most, met = one_pass(*X, *facts, order, margin, v, beta)
        order, margin = order[:kept], most if most > 0.0 else np.inf
        if met <= 0.5 * tol * tol * objective or taken - asked >= _LOOK or taken == max_iter or not kept:
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
_LOOK = 30


def _unsigned(numbers: Array) -> Array:
    return numbers.view(np.dtype(f"u{numbers.dtype.itemsize}"))


def _measured(band: Band, v: Array, beta: Array) -> tuple[float, float]:
    """Return the objective and the gap."""
    w = v[: band.size]
    value = band.value(w, band.sums(w))
    return value, value - band.bound(beta, w)
