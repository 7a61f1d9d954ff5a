"""The sorted samples of one tree, out of those of all trees."""

from __future__ import annotations

from workings.kernels._jit import kernel


@kernel
def keep_members(order, members, kept):
    """Write into kept[f] those of order[f] that are members (1), in their order."""
    for f in range(order.shape[0]):
        row, out, at = order[f], kept[f], 0
        for i in range(row.shape[0]):
            if members[row[i]]:
                out[at] = row[i]
                at += 1
