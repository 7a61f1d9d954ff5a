"""Small problems: pairs of variables, on the whole kernel matrix in float64.

The mathematics stand in `workings.kernels.pair_updates`. A few hundred samples are done with NumPy, one `Step` for
each pair; when that takes long, and for more samples, the kernel goes on, one `Step` for as many pairs as samples.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.svm._problem import Limits, Outcome, Problem, intercept_of

Array = NDArray[Any]

# Up to here, and for this many pairs, NumPy is quicker than importing Numba.
_PLAIN_SAMPLES, _PLAIN_PAIRS = 500, 2000
_TINY = 1e-12


def solve_by_pairs(K: Array, problem: Problem, limits: Limits) -> Generator[Step, None, Outcome]:
    """Minimise with the whole kernel matrix at hand."""
    n = problem.linear.shape[1]
    b = problem.start.copy()
    s = -problem.linear - (K @ b.sum(axis=0) if b.any() else 0.0)
    objective = 0.5 * float((b * (problem.linear - s)).sum())
    most = limits.max_iter if limits.max_iter >= 0 else np.iinfo(np.int64).max
    yield Step(0, "the start", {"dual_coef": b.sum(axis=0)}, objective, {"pairs": 0})
    moved, gap = 0, np.inf
    if n <= _PLAIN_SAMPLES:
        moved, gap, objective = yield from _plainly(K, problem, s, b, limits.tol, min(most, _PLAIN_PAIRS), objective)
    if gap >= limits.tol and moved < most:
        moved, gap = yield from _quickly(K, problem, s, b, limits.tol, most, moved, objective)
    bounds = _extremes(s, b, problem)
    intercept = intercept_of(s, b, problem.low, problem.high, *bounds)
    return Outcome(b.sum(axis=0), intercept, moved, float(gap), bool(gap < limits.tol))


def _extremes(s: Array, b: Array, problem: Problem) -> tuple[float, float]:
    top = np.where(b < problem.high, s, -np.inf).max()
    return float(top), float(np.where(b > problem.low, s, np.inf).min())


def _plainly(
    K: Array, problem: Problem, s: Array, b: Array, tol: float, at_most: int, objective: float
) -> Generator[Step, None, tuple[int, float, float]]:
    """Move pairs one by one; `s` and `b` change."""
    copies, n = s.shape
    scores, at, floor, ceiling = (a.reshape(-1) for a in (s, b, problem.low, problem.high))
    wide = np.tile(K, (1, copies))
    diagonal = np.tile(np.diag(K), copies)
    moved = 0
    while True:
        rising, falling = at < ceiling, at > floor
        up = np.where(rising, scores, -np.inf)
        i = len(up) - 1 - int(up[::-1].argmax())  # of equal candidates the last
        top = up[i]
        bottom = np.where(falling, scores, np.inf).min()
        gap = float(top - bottom)
        if gap < tol or moved >= at_most:
            return moved, gap, objective
        away = top - scores
        row = wide[i % n]
        curve = diagonal[i] + diagonal - 2.0 * row
        np.copyto(curve, _TINY, where=curve <= 0.0)
        gain = np.where(falling & (away > 0.0), away * away / curve, -1.0)
        j = len(gain) - 1 - int(gain[::-1].argmax())
        room_up, room_down = ceiling[i] - at[i], at[j] - floor[j]
        step = min(away[j] / curve[j], room_up, room_down)
        objective -= step * (away[j] - 0.5 * step * curve[j])
        at[i] = ceiling[i] if step == room_up else at[i] + step
        at[j] = floor[j] if step == room_down else at[j] - step
        scores -= step * (row - wide[j % n])
        moved += 1
        chosen = problem.rows[[i % n, j % n]]
        yield Step(
            moved,
            f"samples {chosen[0]} and {chosen[1]} moved by {step:.4g}",
            {"dual_coef": b[0] if copies == 1 else b.sum(axis=0), "working_set": chosen},
            objective,
            {"gap": gap, "pairs": moved, "intercept": 0.5 * float(top + bottom)},
        )


def _quickly(
    K: Array, problem: Problem, s: Array, b: Array, tol: float, most: int, moved: int, objective: float
) -> Generator[Step, None, tuple[int, float]]:
    """Move pairs with the kernel, as many at a time as there are samples; `s` and `b` change."""
    from workings.kernels.pair_updates import move_pairs

    n = s.shape[1]
    diagonal, gains = np.diag(K).copy(), np.empty(n)
    index = moved
    while True:
        done, gap, fallen = move_pairs(
            K, diagonal, s, b, problem.low, problem.high, tol, min(most - moved, max(n, 1000)), gains
        )
        moved, objective, index = moved + done, objective - fallen, index + 1
        yield Step(index, f"{done} pairs moved", {"dual_coef": b.sum(axis=0)}, objective, {"gap": gap, "pairs": moved})
        if gap < tol or moved >= most or done == 0:
            return moved, gap
