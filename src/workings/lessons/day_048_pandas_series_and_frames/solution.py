"""Day 48, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np
import pandas as pd


def align_and_add(index_a, a, index_b, b, fill):
    """Return (labels, sums): all labels of either side, sorted, and the sum of a and b at each of them."""
    # add lays equal labels side by side, as + does; fill_value stands for the missing value, not for the missing sum.
    total = pd.Series(a, index=index_a).add(pd.Series(b, index=index_b), fill_value=fill)
    # Sides with the same labels in the same order are not sorted by add.
    total = total.sort_index()
    return total.index.to_numpy(), total.to_numpy()


def fill_by_group(groups, values):
    """Return values, of shape (n,), each nan replaced by the mean of the numbers in its group; the order stays."""
    # A Series of its own numbers the rows, and float makes room for nan. The caller's array is not touched.
    own = pd.Series(np.array(values, dtype=float))
    # transform gives a mean for every row, not for every group, so both sides have the same labels. fillna changes
    # gaps only: a row whose group is nan has no mean, and keeps its value.
    return own.fillna(own.groupby(np.asarray(groups)).transform("mean")).to_numpy()
