"""Day 48: fill gaps from each row's own group.

workings check exercise.py

fill_by_group(["a", "b", "a", "a"], [1, 5, nan, 3]) = [1, 5, 2, 3]
"""

import numpy as np


def fill_by_group(groups, values):
    """Return values, of shape (n,), each nan replaced by the mean of the numbers in its group; the order stays.

    groups has n labels: words or whole numbers. A group without a single number stays missing; a row whose own label
    is nan keeps its value.
    """
    # Your turn: which operation gives every row its group's mean, so that labels need not be searched?
    return np.zeros(len(values))
