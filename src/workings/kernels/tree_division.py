"""Divide the samples of a node between its children, in all columns at once, so that they stay sorted."""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper
from workings.kernels.tree_data import FEATURE, LEFT, N_LEFT, OPEN, RIGHT, SIZE, START


@bare_helper
def divide(members, side, spare):
    """Bring the members on side 1 before those on side 0, both in order."""
    size = members.shape[0]
    to_left, to_right = np.uint64(0), np.uint64(0)
    for i in range(size):
        k = members[i]
        goes = np.uint64(side[k])
        members[to_left] = k
        spare[to_right] = k
        to_left += goes
        to_right += np.uint64(1) - goes
    rest = members[np.int64(to_left) :]
    for i in range(np.int64(to_right)):
        rest[i] = spare[i]


@bare_helper
def _keep_left(members, side):
    """Bring the members on side 1 to the front, in order; the others are lost."""
    to = np.uint64(0)
    for i in range(members.shape[0]):
        k = members[i]
        members[to] = k
        to += np.uint64(side[k])


@bare_helper
def _keep_right(members, side):
    """Bring the members on side 0 to the end, in order; the others are lost."""
    to = np.uint64(members.shape[0] - 1)
    for i in range(members.shape[0] - 1, -1, -1):
        k = members[i]
        members[to] = k
        to -= np.uint64(1) - np.uint64(side[k])


@bare_helper
def divide_columns(data, scratch, start, size, skip, first, last, wanted):
    """Divide the columns first..last but `skip`: all samples (3), or those on the left (1) or the right (2) alone.

    The first column keeps all: `_steps` reads there which samples a node has.
    """
    for f in range(first, last):
        if f == skip:
            continue
        members = data.order[f, start : start + size]
        if wanted == 3 or f == 0:
            divide(members, scratch.side, scratch.spare)
        elif wanted == 1:
            _keep_left(members, scratch.side)
        else:
            _keep_right(members, scratch.side)


@bare_helper
def wanted_children(nodes, at):
    """Return which children of a split node may be split again: 1 the left one, 2 the right one, 3 both."""
    return nodes.ints[nodes.ints[at, LEFT], OPEN] + 2 * nodes.ints[nodes.ints[at, RIGHT], OPEN]


@bare_helper
def mark(data, scratch, nodes, at):
    """Write which side each sample of a split node goes to."""
    f, start, size, n_left = (
        nodes.ints[at, FEATURE],
        nodes.ints[at, START],
        nodes.ints[at, SIZE],
        nodes.ints[at, N_LEFT],
    )
    members, side = data.order[f, start : start + size], scratch.side
    for i in range(n_left):
        side[members[i]] = 1
    for i in range(n_left, size):
        side[members[i]] = 0
