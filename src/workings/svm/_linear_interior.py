r"""The interior point method for the losses with a corner: the hinge, and the distance from a band.

The multipliers have boxes, :math:`b_i \in [a_i, u_i]`, and the conditions of the optimum are, with slacks
:math:`s, r \ge 0`,

.. math:: v = \sum_i b_i x_i, \qquad v \cdot x_i - t_i = s_i - r_i, \qquad (b_i - a_i) s_i = (u_i - b_i) r_i = 0.

Instead of 0 the products shall be :math:`\mu`, which then goes to 0; Newton's method solves the equations, and leads
to one linear system with as many unknowns as there are coefficients, however many samples there are:

.. math:: \Bigl(I + \sum_i \theta_i^{-1} x_i x_i^\top\Bigr) \Delta v = \dots, \qquad
          \theta_i = \frac{s_i}{b_i - a_i} + \frac{r_i}{u_i - b_i}.

The number of steps, some 10 to 30, hardly depends on the data, while the time of coordinate-wise methods depends on the
costs and on the features' correlations without limit.

Sources: M. C. Ferris and T. S. Munson, "Interior-point methods for massive support vector machines", SIAM J. Optim. 13
(2002) 783; S. Mehrotra, SIAM J. Optim. 2 (1992) 575, for the prediction that chooses mu and corrects the step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from workings.svm._linear_band import Band, Fit, Outcome, at

Array = NDArray[Any]

# How much of the way to the walls a step goes.
_NEARLY = 0.995
# Steps without a smaller gap after which rounding has the last word.
_PATIENCE = 6


@dataclass(frozen=True, eq=False)
class _Boxes:
    """The multipliers' boxes and targets, each of shape (k, n): a band with two ends needs k = 2."""

    least: Array
    most: Array
    target: Array


@dataclass(eq=False)
class _State:
    v: Array
    z: Array
    below: Array  # b - a
    above: Array  # u - b
    s: Array
    r: Array

    @property
    def mu(self) -> float:
        return float((np.vdot(self.below, self.s) + np.vdot(self.above, self.r)) / (2 * self.s.size))


def _boxes(band: Band) -> _Boxes:
    c, none = band.cost, np.zeros_like(band.cost)
    if np.array_equal(band.low, band.high):
        return _Boxes(-c[None], c[None], band.low[None])
    rises, falls = np.isfinite(band.low), np.isfinite(band.high)
    if not np.any(rises & falls):
        target = np.where(rises, band.low, band.high)
        return _Boxes(np.where(falls, -c, 0.0)[None], np.where(rises, c, 0.0)[None], target[None])
    return _Boxes(np.stack([none, -c]), np.stack([c, none]), np.stack([band.low, band.high]))


def interior_point(band: Band, tol: float, max_iter: int) -> Fit:
    """Yield the steps to the optimum; the generator's value is the `Outcome`.

    The fit has converged when the duality gap is at most tol^2 times the objective, or when rounding stops it.
    """
    boxes = _boxes(band)
    here = _start(band, boxes)
    best, since = Outcome(here.v, 0, False, np.inf, np.inf), 0
    for taken in range(max_iter + 1):
        b = boxes.least + here.below
        multipliers = b.sum(axis=0)
        w = band.back(multipliers)
        value = band.value(here.v, here.z)
        gap = value - band.bound(multipliers, w)
        # Nearer to the optimum by what is proved, not by what is hoped.
        since = since + 1 if gap >= best.gap else 0
        done = gap <= tol * tol * value
        if gap < best.gap or done:
            best = Outcome(here.v, taken, done, gap, value)
        yield at(taken, "interior point step" if taken else "start", here.v, value, gap, mu=here.mu)
        if done or taken == max_iter or since > _PATIENCE:
            break
        moved = _step(band, boxes, here, w)
        if moved is None:
            break
        here = moved
    # Where a sum v . x is rounded, the objective moves by its cost.
    rounding = 1e-13 * float(band.cost @ np.abs(boxes.target).max(axis=0))
    enough = best.converged or (taken < max_iter and best.gap <= max(1e-9 * best.objective, rounding))
    return replace(best, n_iter=taken, converged=enough)


def _start(band: Band, boxes: _Boxes) -> _State:
    v = np.zeros(band.size)
    z = np.zeros(len(band.cost))
    width = 0.5 * (boxes.most - boxes.least)
    scale = max(float(np.abs(boxes.target).mean()), 1e-300)
    missed = z - boxes.target
    s, r = np.maximum(missed, 0.0) + scale, np.maximum(-missed, 0.0) + scale
    return _State(v, z, width, width.copy(), s, r)


def _step(band: Band, boxes: _Boxes, here: _State, w: Array) -> _State | None:
    below, above, s, r = here.below, here.above, here.s, here.r
    theta_inverse = 1.0 / (s / below + r / above)
    square = band.curvature(theta_inverse.sum(axis=0))
    scale = 1.0 / np.sqrt(np.diag(square))
    try:
        factor = cho_factor(square * scale[:, None] * scale, lower=True, check_finite=False)
    except LinAlgError:
        return None
    off = here.z - boxes.target - s + r

    def solve(cs: Array, cr: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Return the changes of v, z, b, s, r that take cs and cr off the products."""
        q = cr / above - cs / below - off
        rhs = w - here.v + band.back((q * theta_inverse).sum(axis=0))
        dv = scale * cho_solve(factor, scale * rhs, check_finite=False)
        dz = band.sums(dv)
        db = (q - dz) * theta_inverse
        return dv, dz, db, (-cs - s * db) / below, (-cr + r * db) / above

    mu = here.mu
    _, _, db, ds, dr = solve(below * s, above * r)
    far = min(_room(below, db), _room(above, -db), _room(s, ds), _room(r, dr), 1.0)
    after = float(np.vdot(below + far * db, s + far * ds) + np.vdot(above - far * db, r + far * dr)) / (2 * s.size)
    wanted = mu * (after / mu) ** 3
    dv, dz, db, ds, dr = solve(below * s - wanted + db * ds, above * r - wanted - db * dr)
    length = min(1.0, _NEARLY * min(_room(below, db), _room(above, -db), _room(s, ds), _room(r, dr)))
    if not (length > 1e-10):
        return None
    return _State(
        here.v + length * dv,
        here.z + length * dz,
        below + length * db,
        above - length * db,
        s + length * ds,
        r + length * dr,
    )


def _room(x: Array, dx: Array) -> float:
    """Return how many steps dx lead from x > 0 to 0."""
    worst = float((dx / x).min(initial=0.0))
    return -1.0 / worst if worst < 0.0 else np.inf
