"""Before and after eight features are searched side by side: whether that pays, and whether a cut may be made."""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels._lanes import LANES
from workings.kernels.tree_data import BEST, CLOSE, CUT, GO_LEFT, NAN_LEFT, SCORE


@bare_helper
def begin_lanes(data, scratch, start, first, last):
    """Write where the sorted samples of visit[first:last] begin; return whether it pays to search them side by side.

    A feature with missing values is searched alone, and so is one of few distinct values, where most cuts are none.
    """
    width, count, starts = data.order.shape[1], 0, scratch.starts
    for lane in range(LANES):
        j = min(first + lane, last - 1)  # the last ones are looked at twice
        starts[lane] = scratch.visit[j] * width + start
        if first + lane < last and scratch.absent[j] == 0 and scratch.tied[scratch.visit[j]] == 0:
            count += 1
    return count > 1


@bare_helper
def take_lane(data, scratch, start, size, first, lane, found):
    """Write the best cut of visit[first + lane] into `found` if it is better; return False if it is not known."""
    f = scratch.visit[first + lane]
    if scratch.absent[first + lane] > 0:
        return False
    score, cut = scratch.scores[lane], scratch.cuts[lane]
    if not score > found[SCORE]:
        return True
    column, members = data.columns[f], data.order[f, start : start + size]
    if column[members[cut + 1]] <= column[members[cut]] + CLOSE:
        return False
    found[SCORE], found[BEST], found[GO_LEFT], found[NAN_LEFT], found[CUT] = score, f, cut + 1, np.int64(0), cut
    return True
