"""Day 48: add two series by their labels, and fill gaps from each row's own group.

workings check exercise.py

align_and_add(["x", "y"], [1, 2], ["z", "x"], [5, 7], 10) = (["x", "y", "z"], [8, 12, 15])
fill_by_group(["a", "b", "a", "a"], [1, 5, nan, 3]) = [1, 5, 2, 3]
"""

import numpy as np


def align_and_add(index_a, a, index_b, b, fill):
    """Return (labels, sums): all labels of either side, sorted, and the sum of a and b at each of them.

    index_a has a label for each value of a, index_b for each of b; each label stands once on a side. fill stands for
    the value that one side lacks.
    """
    # Your turn: what does pandas do with labels when it adds two Series? And where one side has none?
    return np.zeros(len(index_a)), np.zeros(len(index_a))


def fill_by_group(groups, values):
    """Return values, of shape (n,), each nan replaced by the mean of the numbers in its group; the order stays.

    groups has n labels: words or whole numbers. A group without a single number stays missing; a row whose own label
    is nan keeps its value.
    """
    # Your turn: which operation gives every row its group's mean, so that labels need not be searched?
    return np.zeros(len(values))
