"""Newton's method for the squared losses, whose second derivative is a matrix that only jumps.

Between two jumps, that is while no sample enters or leaves its band, the objective is a parabola and one step ends at
its lowest point: so the fit ends exactly, after a handful of steps. Many samples begin with a part of them.

Sources: O. L. Mangasarian, "A finite Newton method for classification", Optimization Methods and Software 17 (2002)
913; S. S. Keerthi and D. DeCoste, "A modified finite Newton method for fast solution of large scale linear SVMs", JMLR
6 (2005) 341, for the exact line search.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.svm._linear_band import Band, Fit, Outcome, at, divide

Array = NDArray[Any]

# A first part has so many samples, and so many for each coefficient; each next part is so many times larger.
_FIRST, _FIRST_EACH, _GROWTH = 2000, 16, 8


def newton(band: Band, v: Array, tol: float, max_iter: int) -> Fit:
    """Yield the steps from v to the optimum; the generator's value is the `Outcome`.

    The fit has converged when the duality gap is at most tol^2 times the objective, or when rounding leaves nothing to
    gain. `max_iter` counts steps on all samples.
    """
    n = band.X.shape[0]
    part, index = max(_FIRST, _FIRST_EACH * band.size), 0
    rng = np.random.default_rng(0)
    while 2 * part < n:
        which = np.sort(rng.integers(0, n, part))
        some = band.rows(which)
        some.cost[:] *= band.cost.sum() / some.cost.sum()
        there = yield from _descend(some, v, max(tol, 3e-2), 8, f"Newton step on {part:,} of {n:,} samples", index)
        v, index, part = there.v, index + there.n_iter + 1, part * _GROWTH
    return (yield from _descend(band, v, tol, max_iter, "Newton step", index))


def _descend(band: Band, v: Array, tol: float, max_iter: int, what: str, index: int) -> Fit:
    z = band.sums(v)
    exact, length = False, 0.0
    active = np.zeros(len(z), dtype=bool)
    for taken in range(max_iter + 1):
        e = band.excess(z)
        loss = 0.5 * float(v @ v)
        pull = band.cost * e
        g = v - 2.0 * band.back(pull)
        loss += float(pull @ e)
        gap = 0.5 * float(g @ g)  # with the multipliers 2 c e the gap is just this
        before, active = active, e != 0.0
        exact = exact or (length == 1.0 and np.array_equal(before, active))  # the lowest point of this very parabola
        yield at(index + taken, what if taken else f"{what}: start", v, loss, gap, outside=float(active.sum()))
        done = gap <= tol * tol * loss
        if done or exact or taken == max_iter:
            break
        d = -divide(band.curvature(2.0 * band.cost * active), g)
        dz = band.sums(d)
        length = _lowest(band, v, z, d, dz)
        v = v + length * d
        z += length * dz
    return Outcome(v, taken, bool(done or exact), gap, loss)


def _lowest(band: Band, v: Array, z: Array, d: Array, dz: Array) -> float:
    """Return where along d the objective is lowest: its slope is a broken line that rises."""

    def slope_and_rise(t: float) -> tuple[float, float]:
        e = band.excess(z + t * dz)
        turned = band.cost * dz
        rise = float(d @ d) + 2.0 * float(turned @ np.where(e != 0.0, dz, 0.0))
        return float((v + t * d) @ d) - 2.0 * float(turned @ e), rise

    first, _ = slope_and_rise(0.0)
    t, low, high = 1.0, 0.0, np.inf
    for _ in range(50):
        slope, rise = slope_and_rise(t)
        if abs(slope) <= 1e-2 * abs(first):
            break
        low, high = (t, high) if slope < 0.0 else (low, t)
        guess = t - slope / rise
        t = guess if low < guess < high else 0.5 * (low + high) if high < np.inf else 2.0 * t
    return t
