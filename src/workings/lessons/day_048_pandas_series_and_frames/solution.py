"""Day 48, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np
import pandas as pd


def fill_by_group(groups, values):
    """Return values, of shape (n,), each nan replaced by the mean of the numbers in its group; the order stays."""
    # A Series of its own numbers the rows, and float makes room for nan. The caller's array is not touched.
    own = pd.Series(np.array(values, dtype=float))
    # transform gives a mean for every row, not for every group, so both sides have the same labels. fillna changes
    # gaps only: a row whose group is nan has no mean, and keeps its value.
    return own.fillna(own.groupby(np.asarray(groups)).transform("mean")).to_numpy()
