"""Updates of distances that are wrong, or that break easily."""

import math

import numpy as np


def lance_williams_no_squares(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward."""
    return ((n_i + n_k) * d_ik + (n_j + n_k) * d_jk - n_k * d_ij) / (n_i + n_j + n_k)


def lance_williams_no_root(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward's distance."""
    return ((n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j + n_k)


def lance_williams_plus(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward's distance."""
    return math.sqrt(((n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 + n_k * d_ij**2) / (n_i + n_j + n_k))


def lance_williams_two_terms(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    total = n_i + n_j + n_k
    return math.sqrt((n_i + n_k) / total * d_ik**2 + (n_j + n_k) / total * d_jk**2)


def lance_williams_swapped(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    square = ((n_j + n_k) * d_ik**2 + (n_i + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j + n_k)
    return np.sqrt(max(square, 0))


def lance_williams_divisor(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward's distance."""
    return math.sqrt(max(0, (n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j))


def lance_williams_of_centres(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward's distance."""
    n = n_i + n_j
    return math.sqrt(max(0, n_i / n * d_ik**2 + n_j / n * d_jk**2 - n_i * n_j / n**2 * d_ij**2))


def lance_williams_below_zero(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward's distance."""
    return math.sqrt(((n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j + n_k))


def lance_williams_nan(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    w = np.array([n_i + n_k, n_j + n_k, -n_k]) / (n_i + n_j + n_k)
    return np.sqrt(w[0] * d_ik**2 + w[1] * d_jk**2 + w[2] * d_ij**2)


def ward_update_of_means(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward."""
    return (n_i * d_ik + n_j * d_jk) / (n_i + n_j)


def average_linkage_update_halves(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    return (d_ik + d_jk) / 2


def average_linkage_update_all_sizes(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    return (n_i * d_ik + n_j * d_jk) / (n_i + n_j + n_k)


def lance_williams_single(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward."""
    return min(d_ik, d_jk)


CODES = {
    "lance_williams_no_squares": "distances_not_squared",
    "lance_williams_no_root": "root_missing",
    "lance_williams_plus": "last_term_added",
    "lance_williams_two_terms": "last_term_missing",
    "lance_williams_swapped": "sizes_swapped",
    "lance_williams_divisor": "wrong_divisor",
    "lance_williams_of_centres": "centroid",
    "lance_williams_below_zero": "root_of_negative",
    "lance_williams_nan": "root_of_negative",
    "ward_update_of_means": "average",
    "average_linkage_update_halves": "sizes_ignored",
    "average_linkage_update_all_sizes": "wrong_divisor",
    "lance_williams_single": "single",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "root_of_negative" else "wrong",
        "codes": [code],
        "may": [] if code == "root_of_negative" else ["root_of_negative"],
    }
    for name, code in CODES.items()
}
