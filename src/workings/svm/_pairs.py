"""Small problems: pairs of variables, on the whole kernel matrix in float64.

The mathematics stand in `workings.kernels.pair_updates`. A few hundred samples are done with NumPy, one `Step` for
each pair; when that takes long, for more samples, and where nobody looks at single pairs, the kernel goes on, one
`Step` for as many pairs as samples. All round alike, so the result hangs on none of this.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._loaded import is_being_loaded, is_loaded, patience
from workings._step import Step
from workings.svm._problem import Limits, Outcome, Problem, intercept_of

Array = NDArray[Any]

# Up to here, and for this many pairs, each pair is a step, and NumPy is quicker than importing Numba.
_EACH_SAMPLES, _EACH_PAIRS = 500, 2000
# Pairs moved with NumPy in this process; from so many on Numba would have paid, and is loaded.
_ENOUGH = 20_000
_done = {"pairs": 0}
_TINY = 1e-12


def solve_by_pairs(K: Array, problem: Problem, limits: Limits, each: bool = True) -> Generator[Step, None, Outcome]:
    """Minimise with the whole kernel matrix at hand; `each` asks for a step for each pair while there are few."""
    n = problem.linear.shape[1]
    b = problem.start.copy()
    s = -problem.linear - (K @ b.sum(axis=0) if b.any() else 0.0)
    objective = 0.5 * float((b * (problem.linear - s)).sum())
    most = limits.pairs(n)
    yield Step(0, "the start", {"dual_coef": b.sum(axis=0)}, objective, {"pairs": 0})
    moved, gap = 0, np.inf
    if n <= _EACH_SAMPLES and (each or _plain()):
        at_most = min(most, _EACH_PAIRS)
        moved, gap, objective = yield from _each(K, problem, s, b, limits.tol, at_most, objective)
    if gap >= limits.tol and moved < most:
        moved, gap = yield from _many(K, problem, s, b, limits.tol, most, moved, objective)
    top, bottom = _extremes(s, b, problem)
    intercept = intercept_of(s, b, problem.low, problem.high, top, bottom)
    return Outcome(b.sum(axis=0), intercept, moved, float(gap), bool(gap < limits.tol))


def _plain() -> bool:
    """Whether NumPy moves the pairs, because the kernel is not loaded and would not have paid yet."""
    kernel = "pair_updates", "move_pairs"
    return not is_loaded(*kernel) and (is_being_loaded() or _done["pairs"] < patience(_ENOUGH, *kernel))


def _extremes(s: Array, b: Array, problem: Problem) -> tuple[float, float]:
    top = np.where(b < problem.high, s, -np.inf).max()
    return float(top), float(np.where(b > problem.low, s, np.inf).min())


def _each(
    K: Array, problem: Problem, s: Array, b: Array, tol: float, at_most: int, objective: float
) -> Generator[Step, None, tuple[int, float, float]]:
    """Move pairs one by one; `s` and `b` change. The kernel does it if it is there already, with the same roundings."""
    copies, n = s.shape
    plain = _plain()
    move = _plain_mover(K, problem, s, b, tol) if plain else _kernel_mover(K, problem, s, b, tol)
    moved = 0
    while True:
        top, bottom, fallen, i, j = move(moved < at_most)
        gap = float(top - bottom)
        if i < 0:
            _done["pairs"] += moved if plain else 0
            return moved, gap, objective
        moved, objective = moved + 1, objective - fallen
        chosen = problem.rows[[i % n, j % n]]
        yield Step(
            moved,
            f"samples {chosen[0]} and {chosen[1]} are moved",
            {"dual_coef": b[0] if copies == 1 else b.sum(axis=0), "working_set": chosen},
            objective,
            {"gap": gap, "pairs": moved, "intercept": 0.5 * float(top + bottom)},
        )


# Moves a pair, if it may and the gap is not below tol; returns the largest and the smallest score before, the decrease,
# and the pair, or -1.
_Mover = Callable[[bool], tuple[float, float, float, int, int]]


def _kernel_mover(K: Array, problem: Problem, s: Array, b: Array, tol: float) -> _Mover:
    from workings.kernels.pair_updates import move_pairs

    diagonal, gains = np.diag(K).copy(), np.empty(s.shape[1])
    low, high = problem.low, problem.high

    def move(may: bool) -> tuple[float, float, float, int, int]:
        _, top, bottom, fallen, i, j = move_pairs(K, diagonal, s, b, low, high, tol, int(may), gains)
        return top, bottom, fallen, i, j

    return move


def _plain_mover(K: Array, problem: Problem, s: Array, b: Array, tol: float) -> _Mover:
    copies, n = s.shape
    scores, at, floor, ceiling = (a.reshape(-1) for a in (s, b, problem.low, problem.high))
    wide, diagonal = np.tile(K, (1, copies)), np.tile(np.diag(K), copies)

    def move(may: bool) -> tuple[float, float, float, int, int]:
        up = np.where(at < ceiling, scores, -np.inf)
        i = len(up) - 1 - int(up[::-1].argmax())  # of equal candidates the last
        falling = at > floor
        top, bottom = up[i], np.where(falling, scores, np.inf).min()
        if not may or not top - bottom >= tol:
            return top, bottom, 0.0, -1, -1
        away = top - scores
        row = wide[i % n]
        curve = diagonal[i] + diagonal - 2.0 * row
        np.copyto(curve, _TINY, where=curve <= 0.0)
        gain = np.where(falling & (away > 0.0), away * away / curve, -1.0)
        j = len(gain) - 1 - int(gain[::-1].argmax())
        room_up, room_down = ceiling[i] - at[i], at[j] - floor[j]
        step = min(away[j] / curve[j], room_up, room_down)
        fallen = step * (away[j] - 0.5 * step * curve[j])
        at[i] = ceiling[i] if step == room_up else at[i] + step
        at[j] = floor[j] if step == room_down else at[j] - step
        np.subtract(scores, step * (row - wide[j % n]), out=scores)
        return top, bottom, float(fallen), i, j

    return move


def _many(
    K: Array, problem: Problem, s: Array, b: Array, tol: float, most: int, moved: int, objective: float
) -> Generator[Step, None, tuple[int, float]]:
    """Move pairs with the kernel, about as many at a time as there are samples; `s` and `b` change."""
    from workings.kernels.pair_updates import move_pairs

    n = s.shape[1]
    diagonal, gains = np.diag(K).copy(), np.empty(n)
    index = moved
    while True:
        at_most = min(most - moved, max(n, 1000))
        done, top, bottom, fallen, _, _ = move_pairs(K, diagonal, s, b, problem.low, problem.high, tol, at_most, gains)
        gap = float(top - bottom)
        moved, objective, index = moved + done, objective - fallen, index + 1
        facts = {"gap": gap, "pairs": moved, "intercept": 0.5 * float(top + bottom)}
        yield Step(index, f"{done} pairs are moved", {"dual_coef": b.sum(axis=0)}, objective, facts)
        if not gap >= tol or moved >= most or done == 0:
            return moved, gap
