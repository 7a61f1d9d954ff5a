"""Updates of distances that are right, in several styles."""

import math
from fractions import Fraction

import numpy as np


def lance_williams_plain(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """Ward's distance."""
    square = ((n_i + n_k) * d_ik**2 + (n_j + n_k) * d_jk**2 - n_k * d_ij**2) / (n_i + n_j + n_k)
    return max(0.0, square) ** 0.5


def lance_williams_weights(dik, djk, dij, ni, nj, nk):
    """Ward."""
    total = ni + nj + nk
    alpha_i, alpha_j, beta = (ni + nk) / total, (nj + nk) / total, -nk / total
    return math.sqrt(max(alpha_i * dik * dik + alpha_j * djk * djk + beta * dij * dij, 0.0))


def lance_williams_dot(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    weights = np.array([n_i + n_k, n_j + n_k, -n_k])
    squares = np.array([d_ik, d_jk, d_ij], dtype=float) ** 2
    return np.sqrt(np.clip(weights @ squares / (n_i + n_j + n_k), 0, None))


def lance_williams_fractions(a, b, c, ni, nj, nk):
    a, b, c = (Fraction(float(one)) for one in (a, b, c))
    square = (int(ni + nk) * a**2 + int(nj + nk) * b**2 - int(nk) * c**2) / int(ni + nj + nk)
    return math.sqrt(square)


def lance_williams_sizes_first(n_i, n_j, n_k, d_ik, d_jk, d_ij):
    """Ward's method, sizes first."""
    value = d_ik**2 * (n_i + n_k) + d_jk**2 * (n_j + n_k)
    value -= d_ij**2 * n_k
    return 0.0 if value <= 0 else math.sqrt(value / (n_i + n_j + n_k))


def ward_update(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    terms = [(n_i + n_k, d_ik), (n_j + n_k, d_jk), (-n_k, d_ij)]
    total = sum(weight * d * d for weight, d in terms)
    return abs(total / (n_i + n_j + n_k)) ** 0.5


def average_linkage_update(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    return (n_i * d_ik + n_j * d_jk) / (n_i + n_j)


def lance_williams_average(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    """UPGMA: the mean over all pairs."""
    share = n_i / (n_i + n_j)
    return share * d_ik + (1 - share) * d_jk


def lance_williams_mean(d_ik, d_jk, d_ij, n_i, n_j, n_k):
    return np.average([d_ik, d_jk], weights=[n_i, n_j])


RIGHT = [name for name in dir() if name.startswith(("lance_williams_", "ward_", "average_"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
