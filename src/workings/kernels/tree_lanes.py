"""Before and after eight features are searched side by side: whether that pays, and whether a cut may be made."""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels._lanes import LANES
from workings.kernels.tree_data import BEST, CLOSE, CUT, GO_LEFT, NAN_LEFT, SCORE

# What `begin_lanes` advises: to search the features one by one; together; together, with an eye on equal values.
ALONE, TOGETHER, TIED = range(3)


@bare_helper
def begin_lanes(data, scratch, start, first, last):
    """Write where the sorted samples of visit[first:last] begin, and their columns; return how to search them.

    A feature with missing values is searched alone. Where many values are equal, most cuts are none.
    """
    width, n, count, starts, found = data.order.shape[1], data.columns.shape[1], 0, scratch.starts, TOGETHER
    for lane in range(LANES):
        j = min(first + lane, last - 1)  # the last ones are looked at twice
        f = scratch.visit[j]
        starts[lane], starts[LANES + lane] = f * width + start, f * n
        if first + lane < last and scratch.absent[j] == 0:
            count += 1
            found = max(found, TIED if scratch.tied[f] else TOGETHER)
    return found if count > 1 else ALONE


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
