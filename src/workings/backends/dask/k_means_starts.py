r"""Where k-means begins on data in blocks: the rows that the same draws give in memory.

A row is drawn with a chance proportional to its potential: its weight, for k-means++ times the squared distance to the
nearest centre so far. Blocks report the sums of their potentials; the running sum of these tells into which block a
drawn number falls, and that block alone looks for the row. Of several candidates that one is taken which leaves the
smallest sum. For k centres that makes 2k rounds of some numbers for each block; distances from the centres before are
computed anew in each.

Source: D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA (2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.backends.dask._kept import Kept
from workings.cluster._k_means_rows import Rows, _middle, rows_for

Array = NDArray[Any]
# Rows times centres times features from which on the kernels are used: there are many blocks, and many looks at them.
_LARGE = 500_000


@dataclass(frozen=True)
class Block:
    """Rows and their weights, None where all are 1."""

    X: Array
    weights: Array | None

    def weight(self) -> float:
        """Return the sum of the weights."""
        return float(len(self.X) if self.weights is None else self.weights.sum())


@dataclass(frozen=True)
class Rule:
    """Potentials: of the weights alone, without some rows of each block, or by the distances from `centres`."""

    around: Array
    centres: Array | None
    without: dict[int, list[int]]


def middle_of(around: Array) -> Array:
    """Return the point that all blocks subtract."""
    return _middle(around)


def placed(block: Block, around: Array, centres: Array) -> tuple[Rows, float]:
    """Return the rows with their nearest centres, and the factor by which they are scaled."""
    k = len(centres)
    if block.X.size * k > _LARGE:
        from workings.cluster._k_means_blocks import BlockRows

        found: Rows = BlockRows(block.X, block.weights, around, k)
    else:
        found = rows_for(block.X, block.weights, k, around)
    found.assign(centres * found.scale)
    return found, found.scale


def begin(blocks: Kept, around: Array, init: Any, k: int, random: np.random.RandomState) -> Array:
    """Return the first centres, less the middle."""
    middle = middle_of(around)
    if not isinstance(init, str):
        return np.asarray(init, dtype=np.float64) - middle
    return _plus_plus(blocks, around, k, random) if init == "k-means++" else _at_random(blocks, around, k, random)


def _plus_plus(blocks: Kept, around: Array, k: int, random: np.random.RandomState) -> Array:
    middle, trials = middle_of(around), 2 + int(np.log(k))
    rule = Rule(around, None, {})
    ((_, _, first),) = _drawn(blocks, rule, _totals(blocks, rule), random.random_sample(1), "right")
    centres = (first - middle)[None]
    sums = blocks.each(_offers, (around, None, centres))
    for _ in range(1, k):
        totals = np.array([0.0 if one is None else one[0] for one in sums])
        rule = Rule(around, centres, {})
        drawn = _drawn(blocks, rule, totals, random.uniform(size=trials), "left")
        offered = np.array([row - middle for _, _, row in drawn])
        sums = blocks.each(_offers, (around, centres, offered))
        best = int(np.argmin(np.sum([one for one in sums if one is not None], axis=0)))
        sums = [None if one is None else one[best : best + 1] for one in sums]
        centres = np.vstack([centres, offered[best]])
    return centres


def _at_random(blocks: Kept, around: Array, k: int, random: np.random.RandomState) -> Array:
    """Draw rows without replacement, as NumPy's RandomState.choice does: what came twice is drawn again."""
    found: dict[tuple[int, int], Array] = {}
    while len(found) < k:
        values = random.random_sample(k - len(found))
        without: dict[int, list[int]] = {}
        for b, i in found:
            without.setdefault(b, []).append(i)
        rule = Rule(around, None, without)
        totals = _totals(blocks, rule)
        if not totals.sum() > 0.0:
            raise ValueError(
                "Fewer non-zero entries in p than size: fewer samples with a positive weight than clusters."
            )
        for b, i, row in _drawn(blocks, rule, totals, values, "right"):
            found.setdefault((b, i), row)
    return np.array(list(found.values())) - middle_of(around)


def _totals(blocks: Kept, rule: Rule) -> Array:
    """Return the sum of the potentials of each block."""
    sums = blocks.each(_total, (rule, None))
    return np.array([0.0 if one is None else one for one in sums])


def _drawn(blocks: Kept, rule: Rule, totals: Array, shares: Array, side: Any) -> list[tuple[int, int, Array]]:
    """Return the rows at which the running sum reaches these shares: number of the block, number in it, row."""
    running = np.cumsum(totals)
    values = shares * running[-1]
    last = int(np.flatnonzero(totals)[-1]) if totals.any() else len(totals) - 1
    place = np.minimum(np.searchsorted(running, values, side=side), last).tolist()
    wanted: dict[int, list[float]] = {}
    for b, value in zip(place, values.tolist(), strict=True):
        wanted.setdefault(b, []).append(value - (float(running[b - 1]) if b else 0.0))
    found = blocks.some(_rows_at, {b: (rule, b, inside, side) for b, inside in wanted.items()})
    ready = {b: iter(rows) for b, rows in found.items()}
    return [(b, *next(ready[b])) for b in place]


def _potentials(block: Block, rule: Rule, number: int | None) -> Array:
    weights = np.ones(len(block.X)) if block.weights is None else block.weights.copy()
    if number is not None:
        weights[rule.without.get(number, [])] = 0.0
    return weights if rule.centres is None else weights * _nearest(block, rule.around, rule.centres)[1]


def _nearest(block: Block, around: Array, centres: Array) -> tuple[Rows, Array]:
    """Return the rows, and their squared distances from the nearest centre."""
    found, scale = placed(block, around, centres)
    return found, found.own_distances(centres * scale) / scale / scale


def _total(block: Block, about: tuple[Rule, Any], number: int = 0) -> float:
    return float(_potentials(block, about[0], number).sum())


def _rows_at(block: Block, about: tuple[Rule, int, list[float], Any]) -> list[tuple[int, Array]]:
    rule, number, values, side = about
    running = np.cumsum(_potentials(block, rule, number))
    # Rounding may lead beyond the last row that has a potential.
    at = np.minimum(np.searchsorted(running, values, side=side), np.searchsorted(running, running[-1]))
    return [(int(i), block.X[i].astype(np.float64)) for i in at]


def _offers(block: Block, about: tuple[Array, Array | None, Array], number: int = 0) -> Array:
    """Return the sums of the potentials that are left with each candidate."""
    around, centres, offered = about
    found, near = _nearest(block, around, offered[:1] if centres is None else centres)
    weights = np.ones(found.n) if block.weights is None else block.weights
    scale = found.scale
    left = [np.minimum(near, found.distances_to(one * scale) / scale / scale) @ weights for one in offered]
    return np.array(left)


def rows_by_number(blocks: Kept, at: NDArray[np.int64]) -> tuple[Array, Array | None]:
    """Return rows by their numbers among all, and their weights."""
    ends = np.cumsum([0 if one is None else one for one in blocks.each(_length, None)])
    place = np.searchsorted(ends, at, side="right")
    starts = np.concatenate([[0], ends[:-1]])
    wanted = {int(b): at[place == b] - starts[b] for b in np.unique(place)}
    found = blocks.some(_taken, wanted)
    X = np.concatenate([found[b][0] for b in wanted])
    if any(found[b][1] is None for b in wanted):
        return X, None
    weights = np.concatenate([found[b][1] for b in wanted])
    return X, weights if weights.any() else None


def _length(block: Block, about: Any, number: int) -> int:
    return len(block.X)


def _taken(block: Block, at: NDArray[np.int64]) -> tuple[Array, Array | None]:
    return block.X[at], None if block.weights is None else block.weights[at]
