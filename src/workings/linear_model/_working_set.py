"""Lasso and the elastic net by coordinate descent on the few columns that matter, certified on all.

The columns with a coefficient, and those whose gradient exceeds l1, form the working set. Its Gram matrix is computed
once, by blocks; on it a sweep costs no look at the data (`workings.linear_model._sweeps`). Then one pass over the data
gives the true residual and the gradient of every column, with them the duality gap, and the columns still missing. The
gradient starts afresh from each pass, so rounding errors of the Gram matrix do not stay.

Where the samples are many and most columns matter, the Gram matrix costs more than the few sweeps that are needed;
there the sweeps go over the data (`workings.linear_model._block_sweeps`) until they turn out to be slow.

Working sets: Johnson and Guestrin, "Blitz", ICML 2015; Massias, Gramfort and Salmon, "Celer", ICML 2018.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.linear_model._block_sweeps import BlockSweeps
from workings.linear_model._centred import CentredDense
from workings.linear_model._penalised_problem import Control, Problem, Solution, State, Workspace
from workings.linear_model._sweeps import Penalty, Sweeper, newton_step

Array = NDArray[Any]
ALL = 256  # up to so many columns there is nothing to choose
_WATCHED = 128  # up to so many columns every sweep is a step of its own
_SMALL_GRAM = 512  # a Gram matrix of this size costs no more than a few sweeps
_LARGEST_GRAM = 6000
_EXACT = 1e-5  # share of y'y from which the residual's sum of squares may come from differences
_DIGITS = 1e-5  # what float32 is trusted with before the exact gradient is asked for again
_ROUGH_SWEEPS = 300  # with a Gram matrix of float32, before the exact gradient is asked for again
_FAR = 20.0  # times l1: how steep the gradient is where a way by larger penalties is shorter
_LOOSE = 1e-2  # tol of the fits on the way to a small penalty
_PRICE = 80.0  # sweeps over p columns that cost as much as a Gram matrix of k columns: k^2 / (80 p)
_AT_ONCE = 1200.0  # k^2 / p up to which the Gram matrix of dense data costs no more than sweeps over the data
_ROUGH = 300.0  # k^2 / p from which float32 saves more than the look at all columns that it may need besides
_NEARLY = 0.75  # share of the columns from which on the working set is all of them
_MARGIN = 0.8  # of l1: columns whose gradient is as large may matter soon
_FEW = 300_000  # entries of X from which a fit takes so long that Numba may be imported for it
_BURST = 10  # sweeps between two looks at the gap
_PATIENCE = 3  # sweeps over the data before their pace is judged


class _Fit:
    """One penalty, from a state to its solution."""

    def __init__(
        self, problem: Problem, penalty: Penalty, state: State, control: Control, workspace: Workspace
    ) -> None:
        self.problem, self.penalty, self.state = problem, penalty, state
        self.control, self.workspace = control, workspace
        n, p = problem.data.shape
        by_hand = control.by_hand if n * p <= _FEW else [0]
        self.sweeper = Sweeper(penalty, control.rng, by_hand)
        self.wanted = control.tol * problem.squares
        self.n_iter = 0
        self.stuck = False
        self.shown, self.suffix = penalty, ""  # whose objective the steps tell, and what else
        self.slow = False  # sweeps over the data turned out to be
        self.gap = self._gap()

    def _gap(self) -> float:
        return self.penalty.gap(self.state.w, self.state.gradient, self.state.squares)

    def step(self, what: str, w: Array, squares: float, gap: float, **facts: float) -> Step:
        total = self.problem.total
        objective = (0.5 * squares + self.shown.of(w)) / total
        facts = {"dual_gap": max(gap, 0.0) / total, **facts}
        return Step(next(self.control.numbers), what + self.suffix, {"coef_": w}, objective, facts)

    def _forget_rough(self) -> None:
        """Give up a Gram matrix of float32 that does not lead on."""
        self.workspace.columns, self.workspace.gram = Workspace().columns, Workspace().gram
        self.workspace.sweeps, self.workspace.rough, self.workspace.exact = None, False, True
        self.slow, self.stuck = True, False

    def run(self) -> Generator[Step, None, Solution]:
        yield self.step("start", self.state.w, self.state.squares, self.gap)
        while self.gap > self.wanted and self.n_iter < self.control.max_iter and not self.stuck:
            missing = self._missing()
            if self._data_are_quicker(missing):
                yield from self._on_data()
                continue
            self.workspace.extend(self.problem.data, missing, self._roughly(len(missing)))
            before = self.gap
            yield from self._on_gram()
            if self.workspace.rough and not len(missing) and self.gap > max(self.wanted, 0.3 * before):
                self._forget_rough()
        return Solution(self.state, self.gap, self.n_iter, self.wanted)

    def _missing(self) -> Array:
        """Return the columns that belong in the working set and are not there yet, the most urgent first."""
        p = len(self.state.w)
        known = np.zeros(p, dtype=bool)
        known[self.workspace.columns] = True
        if self.control.gram or p <= ALL or self.penalty.l1 == 0.0:
            return np.flatnonzero(~known)
        slope = self.state.gradient - self.penalty.l2 * self.state.w
        urgency = slope if self.penalty.positive else np.abs(slope)
        urgency = np.where(self.state.w != 0.0, np.inf, urgency)
        urgency[known] = 0.0
        wanted = np.flatnonzero(urgency > self.penalty.l1)
        if len(wanted) > 0 and len(self.workspace.columns) + len(wanted) <= _SMALL_GRAM // 2:
            wanted = np.flatnonzero(urgency > _MARGIN * self.penalty.l1)
        n = self.problem.data.shape[0]
        if n >= p and not len(self.workspace.columns) and len(wanted) > _NEARLY * p:
            return np.flatnonzero(~known)
        wanted = wanted[np.argsort(-urgency[wanted], kind="stable")]
        # The support has at most n columns: with more features than samples, most that look urgent at first are not.
        return wanted if n >= p else wanted[: max(n // 2, int(np.count_nonzero(self.state.w)) // 2, ALL)]

    def _data_are_quicker(self, missing: Array) -> bool:
        n, p = self.problem.data.shape
        size = len(self.workspace.columns) + len(missing)
        if self.control.gram or self.slow or size <= _SMALL_GRAM:
            return size > _LARGEST_GRAM and not self.control.gram
        dense = isinstance(self.problem.data, CentredDense)
        return size > _LARGEST_GRAM or (n >= p and not (dense and size * size <= _AT_ONCE * p))

    def _roughly(self, new: int) -> bool:
        return not self.control.gram and new * new > _ROUGH * self.problem.data.shape[1]

    def _on_data(self) -> Generator[Step, None, None]:
        """Sweep over the data until nothing moves, or until a Gram matrix promises to be quicker."""
        problem, control = self.problem, self.control
        w, start = self.state.w.copy(), self.state.w
        if self.workspace.sweeps is None:
            self.workspace.sweeps = BlockSweeps(problem.data)
        change = np.zeros(len(problem.y), dtype=self.workspace.sweeps.dtype)
        last, first = math.inf, 0.0
        for done in range(1, control.max_iter - self.n_iter + 1):
            move, largest = self.workspace.sweeps.sweep(w, self.state.gradient, change, self.sweeper)
            self.n_iter += 1
            yield self.step("sweep over all columns", w, self._squares_after(start, w, change), self.gap)
            goal = control.tol * largest
            first = max(first, move)
            if move <= max(goal, _DIGITS * first):
                break
            if done >= _PATIENCE and self._gram_promises_more(done, move / last, goal / move, w):
                self.slow = True
                break
            last = move
        self.stuck = np.array_equal(w, start)
        yield from self._certify(w)

    def _squares_after(self, start: Array, w: Array, change: Array) -> float:
        """Return the sum of squares of the residual, from what it was and what has changed."""
        change = change.astype(np.float64, copy=False)
        weighted = change if self.problem.data.weights is None else change * self.problem.data.weights
        return self.state.squares - 2.0 * float(self.state.gradient @ (w - start)) + float(weighted @ change)

    def _gram_promises_more(self, done: int, pace: float, wanted: float, w: Array) -> bool:
        """Return whether this many sweeps, and as many as are still to come, cost more than a Gram matrix."""
        support = int(np.count_nonzero(w))
        if support > _LARGEST_GRAM:
            return False
        price = 2.0 + support * support / (_PRICE * len(w))
        remaining = math.log(max(wanted, 1e-300)) / math.log(pace) if pace < 1.0 else math.inf
        return done > price and remaining > price

    def _on_gram(self) -> Generator[Step, None, None]:
        """Sweep over the working set until it is solved as well as it is worth, then look at all columns."""
        columns, gram = self.workspace.columns, self.workspace.gram
        w, g = self.state.w[columns], self.state.gradient[columns]
        w0, g0 = w.copy(), g.copy()
        whole = len(columns) == len(self.state.w)
        goal = 0.9 * self.wanted if whole else max(0.3 * self.wanted, 0.03 * self.gap)
        burst, patience, since = (1 if len(w) <= _WATCHED else _BURST), _BURST, 0
        first = self.n_iter
        full = self.state.w.copy()
        tol = self.control.tol
        while self.n_iter < self.control.max_iter:
            turns = min(burst, self.control.max_iter - self.n_iter)
            done, move, largest, switched = self._sweep(gram, w, g, turns, tol)
            self.n_iter += done
            since += done
            squares = self.state.squares - float((w - w0) @ (g0 + g))
            gap = self.penalty.gap(w, g, squares)
            full[columns] = w
            what = "sweep" if done == 1 else f"{done} sweeps"
            what += "" if whole else f" over a working set of {len(w)} columns"
            yield self.step(what, full, squares, gap, largest_move=move, columns=float(len(w)))
            still = move <= self.control.tol * largest
            if gap <= goal and (still or not (whole or goal <= 0.3 * self.wanted)):
                break
            if move == 0.0 or not np.isfinite(gap):
                break
            if self.workspace.rough and self.n_iter - first >= _ROUGH_SWEEPS:
                break
            if still:  # and yet the gap is too large: sweep on
                tol *= 0.1
            # A Newton step costs about as much as a tenth of the support in sweeps.
            if switched <= since // 50 and since >= max(patience, int(np.count_nonzero(w)) // 10) and w.any():
                since = 0
                patience = _BURST if newton_step(gram, w, g, self.penalty) else 2 * patience
        self.stuck = self.n_iter - first <= 1 and np.array_equal(w, w0)
        full[columns] = w
        squares = self.state.squares - float((w - w0) @ (g0 + g))
        if whole and self.control.trust and not self.workspace.rough and squares > _EXACT * self.problem.squares:
            gradient = np.empty_like(full)
            gradient[columns] = g
            self.state = State(full, gradient, squares)
            self.gap = self._gap()
            return
        yield from self._certify(full)

    def _sweep(self, gram: Array, w: Array, g: Array, turns: int, tol: float) -> tuple[int, float, float, int]:
        """Sweep over the columns that may move, if they are few among those of the Gram matrix, else over all."""
        slope = g - self.penalty.l2 * w
        part = np.flatnonzero((w != 0.0) | ((slope if self.penalty.positive else np.abs(slope)) > self.penalty.l1))
        if len(w) <= ALL or turns == 1 or len(part) > 0.6 * len(w):
            return self.sweeper.sweep(gram, w, g, turns, tol)
        return self.sweeper.sweep_some(gram, part, w, g, turns, tol)

    def _certify(self, w: Array) -> Generator[Step, None, None]:
        """Look at all columns: the true residual, gradient and gap."""
        missing_before = self.stuck
        self.state = State.at(self.problem, w)
        self.gap = self._gap()
        if missing_before and len(self._missing()):
            self.stuck = False
        if not np.isfinite(self.gap):
            self.stuck = True
        yield self.step("gap on all columns", w, self.state.squares, self.gap)


def solve(
    problem: Problem, penalty: Penalty, state: State, control: Control, workspace: Workspace
) -> Generator[Step, None, Solution]:
    """Yield the steps from a state to the solution for a penalty, and return it; the state is not changed."""
    used = 0
    for factor in _way(problem, penalty, state, control):
        easier = Penalty(penalty.l1 * factor, penalty.l2 * factor, penalty.positive)
        loose = replace(control, tol=max(control.tol, _LOOSE), max_iter=control.max_iter - used)
        fit = _Fit(problem, easier, state, loose, workspace)
        fit.shown, fit.suffix = penalty, f", on the way with {factor:.3g} times the penalty"
        solution = yield from fit.run()
        state, used = solution.state, used + solution.n_iter
    last = _Fit(problem, penalty, state, replace(control, max_iter=control.max_iter - used), workspace)
    solution = yield from last.run()
    return replace(solution, n_iter=solution.n_iter + used)


def _way(problem: Problem, penalty: Penalty, state: State, control: Control) -> list[float]:
    """Return by which factors to strengthen the penalty first, where that shortens the way.

    With more features than samples nearly all columns look urgent under a small penalty, and sweeps over them are slow.
    From one alpha to the next smaller the working set stays as small as the support.
    """
    n, p = problem.data.shape
    if n >= p or p <= ALL or penalty.l1 == 0.0 or control.gram or control.tol >= _LOOSE:
        return []
    slope = state.gradient - penalty.l2 * state.w
    far = float(slope.max() if penalty.positive else np.abs(slope).max()) / penalty.l1
    if not _FAR < far < 1e12:
        return []
    count = math.ceil(4.0 * math.log10(far))
    return [far ** (1.0 - i / count) for i in range(1, count)]
