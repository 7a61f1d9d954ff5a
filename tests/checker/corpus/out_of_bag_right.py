"""Rows that a bootstrap left out, written in different styles, all right."""

import numpy as np


def out_of_bag_setdiff(indices, n):
    return np.setdiff1d(np.arange(n), indices)


def out_of_bag_mask_rows(indices, n):
    drawn = np.zeros(n, dtype=bool)
    drawn[indices] = True
    return np.flatnonzero(~drawn)


def oob_set(drawn, n_samples):
    return sorted(set(range(n_samples)) - {int(i) for i in drawn})


def out_of_bag_loop(indices, n):
    seen = [0] * n
    for i in indices:
        seen[i] += 1
    return [row for row in range(n) if seen[row] == 0]


def oob_rows_bincount(sample, n):
    return np.where(np.bincount(sample, minlength=n) == 0)[0]


def out_of_bag_isin(indices, n):
    rows = np.arange(n)
    return rows[~np.isin(rows, indices)]


def oob_boolean(indices, n):
    """Return a boolean mask: True where a row was not drawn."""
    mask = np.ones(n, dtype=bool)
    mask[indices] = False
    return mask


def out_of_bag_delete(indices, n):
    return np.delete(np.arange(n), indices)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in (
        "out_of_bag_setdiff",
        "out_of_bag_mask_rows",
        "oob_set",
        "out_of_bag_loop",
        "oob_rows_bincount",
        "out_of_bag_isin",
        "oob_boolean",
        "out_of_bag_delete",
    )
}
