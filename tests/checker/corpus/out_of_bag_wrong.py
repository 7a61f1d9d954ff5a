"""Rows that a bootstrap left out, wrong."""

import numpy as np


def out_of_bag_drawn(indices, n):
    return sorted(set(indices.tolist()))


def out_of_bag_once(indices, n):
    counts = np.bincount(indices, minlength=n)
    return np.where(counts == 1)[0]


def out_of_bag_at_most_once(indices, n):
    counts = np.bincount(indices, minlength=n)
    return np.where(counts < 2)[0]


def out_of_bag_tail(indices, n):
    return np.arange(n)[len(indices) :]


def out_of_bag_no_last(indices, n):
    return [row for row in range(n - 1) if row not in indices]


def out_of_bag_from_one(indices, n):
    return [row for row in range(1, n + 1) if row not in indices]


def out_of_bag_largest(indices, n):
    return np.where(np.bincount(indices) == 0)[0]


def out_of_bag_share(indices, n):
    return 1 - len(np.unique(indices)) / n


def oob_counts(indices, n):
    return np.bincount(indices, minlength=n)


CODES = {
    "out_of_bag_drawn": "rows_that_were_drawn",
    "out_of_bag_once": "drawn_once_only",
    "out_of_bag_at_most_once": "drawn_at_most_once",
    "out_of_bag_tail": "duplicates_forgotten",
    "out_of_bag_no_last": "last_row_forgotten",
    "out_of_bag_from_one": "counts_from_one",
    "out_of_bag_largest": "up_to_the_largest_drawn",
    "out_of_bag_share": "share_of_rows",
    "oob_counts": "counts_draws",
}
EXPECTED = {name: {"intent": None, "outcome": "wrong", "codes": [code], "may": []} for name, code in CODES.items()}
