"""Day 49: write a left join that keeps every row once, and the mean of each group.

workings check exercise.py

left_join([7, 5, 7], [7, 3, 7], [10, 20, 30], -1) = [30, -1, 30]
mean_by_group([7, 3, 7], [10, 20, 40]) = [20, 25]      (of key 3, then of key 7)
"""

import pandas as pd


def left_join(keys, right_keys, right_values, fill):
    """Return for each of the keys, in their order, the right value of the last row with that key; fill if none has it.

    A key that is nan has no partner.
    """
    # Your turn: which row counts if a key repeats on the right? How many rows must come back?
    return pd.Series(0.0, index=range(len(keys)))


def mean_by_group(keys, values):
    """Return the mean of the values of each distinct key, in the order of the sorted keys.

    Missing values (nan) are left out; a group that has no others gets nan.
    """
    # Your turn: split, apply, combine.
    return pd.Series(0.0, index=range(len(set(keys))))
