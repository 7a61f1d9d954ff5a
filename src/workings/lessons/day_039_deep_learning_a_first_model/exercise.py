"""Day 39: write dropout, as it is in training.

    workings check exercise.py

x and mask have the same shape; mask is 1 where an entry is kept and 0 where it is dropped; rate is the share that is
dropped on average:

    x * mask / (1 - rate)

What is kept is enlarged, so that the next layer gets as much as it will in use, where nothing is dropped.
"""


def dropout(x, mask, rate):
    """Return x with the dropped entries 0 and the others enlarged."""
    kept = x * mask
    # Your turn: enlarge what is kept.
    return kept
