"""Large problems: a working set at a time, on rows of the kernel matrix that come and go.

Each round chooses up to 256 variables, half of them kept from the round before, half those that violate the optimum's
condition most, on both sides; solves the small problem over them by pairs (`workings.kernels.pair_updates`); and
brings the gradient up to date, for which it needs a row of the kernel matrix for each sample whose coefficient has
changed. Rows are made in float32 by matrix products, on the pool, and kept within the limit of bytes. The gradient
is a sum in float64.

Variables that sit at a bound and will stay there are left out for a while (shrinking). When the gap of the others has
closed, the gradient of all variables is computed anew in float64, and only the gap found there counts; if it is not
below the tolerance, the work goes on from there.

Source: T. Joachims, "Making large-scale SVM learning practical" (1999); Z. Wen et al., "ThunderSVM", JMLR 19 (2018).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.svm._kernel_rows import FactorRows, MatrixRows
from workings.svm._problem import Limits, Outcome, Problem, intercept_of
from workings.svm._row_cache import RowCache

Array = NDArray[Any]

_WORKING_SET = 256
_TILE = 1024
_SHRINK_EVERY = 12  # rounds
_EPS32 = 6e-8


class _State:
    """The variables in play, and the gradient of their samples."""

    def __init__(self, problem: Problem, rows: FactorRows | MatrixRows, limits: Limits) -> None:
        self.problem, self.rows, self.limits = problem, rows, limits
        self.b = problem.start.copy()  # of all samples
        self.n = self.b.shape[1]
        self.objective = 0.0
        self.change = self.squares = 0.0  # sums of what variables have been moved by, and of the squares
        self.cache = RowCache(limits.cache_bytes, self.n, rows.dtype)
        self.restore(rows.sums(None, self.b.sum(axis=0)) if self.b.any() else np.zeros(self.n))
        self.objective = 0.5 * float((self.b * (self.f + 2.0 * problem.linear)).sum())

    def restore(self, f: Array) -> None:
        """Bring all samples into play, with this gradient."""
        p = self.problem
        self.active: Array = np.arange(self.n)
        # Who was left out, the gradient then, and the coefficients that it belongs to.
        self.left: list[tuple[Array, Array, Array]] = []
        self.f, self.linear, self.low, self.high = f, p.linear, p.low, p.high
        self.at = self.b
        self.rows.choose(None)
        if self.cache.rows.dtype != self.rows.dtype:
            del self.cache  # there is room for one
            self.cache = RowCache(self.limits.cache_bytes, self.n, self.rows.dtype)
        self.cache.empty(self.n)
        self.forget()

    def forget(self) -> None:
        """No working set came before."""
        from workings.kernels.pair_updates import extremes

        self.kept: Array = np.empty(0, dtype=np.int64)
        self.taken = np.zeros(self.at.shape, dtype=np.uint8)
        self.top, self.bottom = extremes(self.f, self.linear, self.at, self.low, self.high)

    def shrink(self) -> None:
        """Leave out samples whose variables sit at a bound and are pushed against it."""
        s = -(self.linear + self.f)
        idle = (self.at >= self.high) & (s > self.top)
        idle |= (self.at <= self.low) & (s < self.bottom)
        idle |= self.low == self.high
        keep = np.flatnonzero(~idle.all(axis=0))
        if len(keep) > 0.8 * len(self.active) or len(keep) < 2 * _WORKING_SET:
            return
        self.write_back()
        out = np.setdiff1d(np.arange(len(self.active)), keep, assume_unique=True)
        self.left.append((self.active[out], self.f[out], self.b.sum(axis=0)))
        self.active = self.active[keep]
        self.f = self.f[keep]
        self.linear, self.low, self.high, self.at = (
            np.ascontiguousarray(a[:, keep]) for a in (self.linear, self.low, self.high, self.at)
        )
        self.rows.choose(self.active)
        self.cache.squeeze(keep)
        self.forget()

    def look_closely(self, double: bool) -> None:
        """Bring all samples into play, with the gradient in float64 wherever that decides the gap."""
        self.write_back()
        coef = self.b.sum(axis=0)
        f = np.empty(self.n)
        f[self.active] = self.f
        for out, then, before in self.left:
            f[out] = then + self.rows.sums(out, coef - before, rough=True)
        # Neither sum is further from the truth than this, so who is further than twice that from the extremes is none.
        doubt = 2.0 * self.rows.error * (self.change + float(np.abs(coef).sum()))
        if double:
            self.rows.use_double()
        self.restore(f)
        p = self.problem
        s = -(p.linear + f)
        close = (self.b < p.high) & (s > self.top - doubt) | (self.b > p.low) & (s < self.bottom + doubt)
        near = np.flatnonzero(close.any(axis=0)) if not double else np.arange(self.n)
        f[near] = self.rows.sums(near, coef)
        self.change, self.squares = float(np.abs(coef).sum()), 0.0
        self.forget()

    def write_back(self) -> None:
        """Store the variables in play among those of all samples."""
        if self.at is not self.b:
            self.b[:, self.active] = self.at

    @property
    def in_doubt(self) -> bool:
        """Whether the roundings in the rows may have grown to a good part of the gap."""
        return bool(self.rows.dtype == np.float32 and self.rows.error * self.squares**0.5 > 4.0 * self.gap)

    @property
    def gap(self) -> float:
        return float(self.top - self.bottom)


def solve_by_rounds(problem: Problem, rows: FactorRows | MatrixRows, limits: Limits) -> Generator[Step, None, Outcome]:
    """Minimise without ever holding the kernel matrix."""
    state = _State(problem, rows, limits)
    most = limits.pairs(len(problem.rows))
    coef = state.b.sum(axis=0)
    yield Step(0, "the start", {"dual_coef": coef}, state.objective, {"gap": state.gap, "pairs": 0})
    moved, index, checks, exact = 0, 0, 0, True
    while True:
        closed = not state.gap >= limits.tol
        if closed or moved >= most or state.in_doubt:
            if exact:
                break
            state.look_closely(double=checks >= 3 and moved < most)
            checks, exact = checks + 1, True
            continue
        index += 1
        chosen, done = _round(state, index, most - moved)
        if done == 0:
            if exact:
                break
            state.top = state.bottom  # nothing moves in this arithmetic: look closer
            continue
        moved, exact = moved + done, False
        samples = state.active[chosen % len(state.active)]
        coef[samples] = state.at[:, chosen % len(state.active)].sum(axis=0)
        facts = {"gap": state.gap, "pairs": moved, "samples in play": len(state.active)}
        what = f"{done} pairs moved in a working set of {len(chosen)}"
        yield Step(index, what, {"dual_coef": coef, "working_set": problem.rows[samples]}, state.objective, facts)
        if limits.shrinking and index % _SHRINK_EVERY == 0:
            state.shrink()
    scores = -(problem.linear + state.f)
    intercept = intercept_of(scores, state.b, problem.low, problem.high, state.top, state.bottom)
    return Outcome(state.b.sum(axis=0), intercept, moved, state.gap, bool(state.gap < limits.tol))


def _choose(state: _State) -> Array:
    """Return the variables of the next working set; the new ones come last."""
    from workings.kernels.pair_updates import _BINS, most_violating

    size = min(_WORKING_SET, state.cache.capacity, state.at.size)
    kept = state.kept[max(0, len(state.kept) - size // 2) :]
    state.taken[:] = 0
    state.taken.reshape(-1)[kept] = 1
    half = max(1, (size - len(kept)) // 2)
    fresh = np.empty(2 * half, dtype=np.int64)
    number = most_violating(
        state.f, state.linear, state.at, state.low, state.high, state.top, state.bottom,
        state.taken, half, fresh, np.zeros((2, _BINS), dtype=np.int64),
    )  # fmt: skip
    state.kept = np.concatenate([kept, fresh[:number]])
    return state.kept


def _round(state: _State, index: int, most: int) -> tuple[Array, int]:
    """Choose, solve, and bring the gradient up to date; return the working set and how many pairs were moved."""
    from workings.kernels.pair_updates import move_pairs

    chosen = _choose(state)
    n = len(state.active)
    samples = chosen % n
    K = state.rows.local(state.active[samples])
    own = [a.reshape(-1)[chosen][None] for a in (state.at, state.low, state.high, state.linear)]
    at, low, high, linear = own
    scores = -(linear + state.f[samples])
    before = at.copy()
    tol = max(0.1 * state.gap, 0.5 * state.limits.tol)
    at_most = min(most, 20 * len(chosen))
    gains, diagonal = np.empty(len(chosen)), np.diag(K).copy()
    done, _, _, fallen, _, _ = move_pairs(K, diagonal, scores, at, low, high, tol, at_most, gains)
    if done:
        state.objective -= fallen
        state.at.reshape(-1)[chosen] = at[0]
        change = at[0] - before[0]
        moved = np.flatnonzero(change)
        _bring_up_to_date(state, samples[moved], change[moved], index)
    return chosen, int(done)


def _bring_up_to_date(state: _State, samples: Array, change: Array, now: int) -> None:
    """Add the changed samples' rows to the gradient, block by block on the pool; those not kept are made on the way."""
    from workings.kernels._threads import run_blocks
    from workings.kernels.kernel_rows import add_rows
    from workings.kernels.pair_updates import extremes

    if len(samples) != len(unique := np.unique(samples)):  # both variables of a sample have changed
        change = np.bincount(np.searchsorted(unique, samples), weights=change)
        samples = unique
    slots, missing = state.cache.find(samples, now)
    rows, kept = state.rows, state.cache.rows
    factor, fresh_slots = rows.factor(state.active[samples[missing]]), slots[missing]
    n = len(state.active)
    ends: list[tuple[float, float]] = []

    def block(start: int, stop: int) -> None:
        for a in range(start * _TILE, min(stop * _TILE, n), _TILE):
            z = min(a + _TILE, n)
            if len(fresh_slots):
                rows.write(factor, a, z, fresh_slots, kept)
            add_rows(kept, slots, change, a, state.f[a:z])
            views = (part[:, a:z] for part in (state.linear, state.at, state.low, state.high))
            ends.append(extremes(state.f[a:z], *views))

    tiles = -(-n // _TILE)
    run_blocks(block, tiles, parts=tiles)
    state.change += float(np.abs(change).sum())
    state.squares += float(change @ change)
    state.top = max(top for top, _ in ends)
    state.bottom = min(bottom for _, bottom in ends)
