"""One quadratic problem with an l1 penalty, for which the Gram matrix is known: sweeps, Newton steps, duality gap.

The problem, for k columns and their Gram matrix G = X'X,

    minimise  1/2 ||y - Xw||^2 + l1 sum |w_j| + l2/2 sum w_j^2

has for one coordinate the solution ``w_j = S(g_j + G_jj w_j, l1) / (G_jj + l2)`` with the gradient g = X'(y - Xw) and
the soft threshold S(a, t) = sign(a) max(|a| - t, 0) (Friedman, Hastie and Tibshirani, Journal of Statistical Software
33 (2010), section 2). Sweeps find the support quickly and its values slowly where columns are correlated. Once a sweep
changes no sign, the values solve a linear system: a Newton step on the support.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

BY_HAND = 20_000  # coordinates visited before Numba is worth its import


@dataclass(frozen=True)
class Penalty:
    """The weights of both penalties beside half the sum of squares, and whether coefficients may be negative."""

    l1: float
    l2: float
    positive: bool = False

    def of(self, w: Array) -> float:
        """Return the penalty of the coefficients."""
        return self.l1 * float(np.abs(w).sum()) + 0.5 * self.l2 * float(w @ w)

    def gap(self, w: Array, gradient: Array, squares: float) -> float:
        """Return the duality gap of w, given X'(y - Xw) and the sum of squares of y - Xw.

        The dual point is the residual, scaled until no column correlates with it more than l1 (Fercoq, Gramfort and
        Salmon, ICML 2015, with l2 as further rows of X). Without l1 it is the residual itself (Dünner et al., ICML
        2016, section 5.2), and without l2 either, where there is no dual, the squared length of the gradient.
        """
        if self.l1 == 0.0:
            slope = gradient - self.l2 * w
            steepness = float(slope @ slope)
            return steepness if self.l2 == 0.0 else 0.5 * steepness / self.l2
        slope = gradient - self.l2 * w
        steepest = float(slope.max() if self.positive else np.abs(slope).max()) if len(slope) else 0.0
        scale = self.l1 / steepest if steepest > self.l1 else 1.0
        size = float(w @ w)
        # The residual times y is the residual times itself plus the part that the coefficients explain.
        explained = squares + float(w @ gradient)
        primal = 0.5 * (squares + self.l2 * size) + self.l1 * float(np.abs(w).sum())
        return primal + 0.5 * scale * scale * (squares + self.l2 * size) - scale * explained


class Sweeper:
    """Sweeps over coordinates: in Python while there are few, in a kernel from then on."""

    def __init__(self, penalty: Penalty, rng: np.random.RandomState | None, by_hand: list[int]) -> None:
        self.penalty = penalty
        self._rng = rng
        self._left = by_hand  # how many visits are still to be made in Python; several fits may share it

    def orders(self, k: int, sweeps: int) -> Array:
        """Return which coordinate is visited when, (sweeps, k): in turn, or drawn with replacement."""
        if self._rng is None:
            return np.broadcast_to(np.arange(k), (sweeps, k))
        return self._rng.randint(0, k, size=(sweeps, k))

    def sweep(self, gram: Array, w: Array, g: Array, sweeps: int, tol: float) -> tuple[int, float, float, int]:
        """Change w and g in place, as `workings.kernels.coordinate_descent.gram_sweeps` does."""
        penalty, orders = self.penalty, self.orders(len(w), sweeps)
        self._left[0] -= orders.size
        if self._left[0] >= 0:
            found = _sweep_by_hand(gram, w, g, orders, penalty, tol)
        else:
            from workings.kernels.coordinate_descent import gram_sweeps

            order = np.ascontiguousarray(orders, dtype=np.int64)
            found = gram_sweeps(gram, w, g, order, penalty.l1, penalty.l2, penalty.positive, tol)
        return found

    def sweep_some(
        self, gram: Array, part: Array, w: Array, g: Array, sweeps: int, tol: float
    ) -> tuple[int, float, float, int]:
        """Do so for the coordinates in `part` only; the gradient of all is kept up to date."""
        penalty, orders = self.penalty, self.orders(len(part), sweeps)
        self._left[0] -= orders.size
        if self._left[0] >= 0:
            some, start = w[part], w[part]
            found = _sweep_by_hand(gram[np.ix_(part, part)], some, g[part], orders, penalty, tol)
            w[part] = some
            g -= (some - start) @ gram[part]
        else:
            from workings.kernels.coordinate_descent import gram_sweeps_of_some

            order = np.ascontiguousarray(orders, dtype=np.int64)
            found = gram_sweeps_of_some(gram, part, w, g, order, penalty.l1, penalty.l2, penalty.positive, tol)
        return found


def _sweep_by_hand(
    gram: Array, w: Array, g: Array, orders: Array, penalty: Penalty, tol: float
) -> tuple[int, float, float, int]:
    """Sweep as the kernel does, for coordinates so few that importing Numba would take longer."""
    l1, l2 = penalty.l1, penalty.l2
    k = len(w)
    squares = gram.diagonal().tolist()
    move = largest = 0.0
    switched = 0
    for done, order in enumerate(orders.tolist(), start=1):
        move = largest = 0.0
        switched = 0
        for j in order:
            square = squares[j]
            if square <= 0.0:
                continue
            old = float(w[j])
            pull = float(g[j]) + old * square
            new = 0.0
            if pull > l1:
                new = (pull - l1) / (square + l2)
            elif pull < -l1 and not penalty.positive:
                new = (pull + l1) / (square + l2)
            if new != old:
                w[j] = new
                g -= (new - old) * gram[j, :k]
                move = max(move, abs(new - old))
                switched += (new > 0.0) != (old > 0.0) or (new < 0.0) != (old < 0.0)
            largest = max(largest, abs(new))
        if move <= tol * largest:
            return done, move, largest, switched
    return len(orders), move, largest, switched


def newton_step(gram: Array, w: Array, g: Array, penalty: Penalty) -> bool:
    """Go to where the problem would be solved if no sign changed, if that makes the objective smaller.

    A coefficient that would change its sign becomes 0. Returns whether w and g, changed in place, have moved.
    """
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    k = len(w)
    support = np.flatnonzero(w)
    signs = np.sign(w[support])
    hessian = gram[np.ix_(support, support)]
    np.einsum("ii->i", hessian)[:] += penalty.l2
    slope = g[support] - penalty.l2 * w[support] - penalty.l1 * signs
    try:
        full = cho_solve(cho_factor(hessian, overwrite_a=True, check_finite=False), slope, check_finite=False)
    except LinAlgError:  # columns repeat each other
        return False
    before = penalty.of(w)
    if not np.isfinite(full).all():
        return False
    crossing = np.where(full * signs < 0.0, -w[support] / np.where(full == 0.0, 1.0, full), np.inf)
    first = float(min(1.0, crossing.min()))
    for step in (1.0, first) if first < 1.0 else (1.0,):
        target = w[support] + step * full
        target[target * signs < 0.0] = 0.0
        moved = np.zeros(k)
        moved[support] = target - w[support]
        fresh = g - moved[support] @ gram[support, :k]
        candidate = w + moved
        if -0.5 * float(moved @ (g + fresh)) + penalty.of(candidate) < before:
            w[:], g[:] = candidate, fresh
            return True
    return False
