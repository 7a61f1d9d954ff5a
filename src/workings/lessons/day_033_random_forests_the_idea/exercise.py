"""Day 33: find the rows that a bootstrap left out.

    workings check exercise.py

A tree of a forest is grown on rows drawn with replacement: `indices` holds the numbers of the rows, 0 to n - 1, in the
order in which they were drawn. Some are there several times, and some are not: these are out of bag.

    out_of_bag([2, 0, 2, 4, 4], 6)  is  [1, 3, 5]
"""

import numpy as np


def out_of_bag(indices, n):
    """Return the rows 0, 1, ..., n - 1 that are not among indices, in ascending order."""
    # Your turn: n - len(indices) is not how many there are. Why?
    return np.arange(len(indices), n)
