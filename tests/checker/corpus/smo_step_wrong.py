"""Steps of sequential minimal optimisation that are wrong, or that break easily."""

import numpy as np


def _bounds(alpha, i, j, y, C):
    if y[i] != y[j]:
        return max(0, alpha[j] - alpha[i]), min(C, C + alpha[j] - alpha[i])
    return max(0, alpha[i] + alpha[j] - C), min(C, alpha[i] + alpha[j])


def _eta(K, i, j):
    return K[i, i] + K[j, j] - 2 * K[i, j]


def smo_step_unclipped(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    if _eta(K, i, j) <= 0:
        return new
    new[j] += y[j] * (E[i] - E[j]) / _eta(K, i, j)
    new[i] += y[i] * y[j] * (alpha[j] - new[j])
    return new


def smo_step_box(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    if _eta(K, i, j) <= 0:
        return new
    new[j] = np.clip(alpha[j] + y[j] * (E[i] - E[j]) / _eta(K, i, j), 0, C)
    new[i] += y[i] * y[j] * (alpha[j] - new[j])
    return new


def smo_step_wrong_way(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    if _eta(K, i, j) <= 0:
        return new
    new[j] = np.clip(alpha[j] - y[j] * (E[i] - E[j]) / _eta(K, i, j), *_bounds(alpha, i, j, y, C))
    new[i] += y[i] * y[j] * (alpha[j] - new[j])
    return new


def smo_step_bounds_swapped(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    if _eta(K, i, j) <= 0:
        return new
    low, high = _bounds(alpha, i, j, y * np.where(np.arange(len(y)) == i, -1, 1), C)
    new[j] = min(max(alpha[j] + y[j] * (E[i] - E[j]) / _eta(K, i, j), low), high)
    new[i] += y[i] * y[j] * (alpha[j] - new[j])
    return new


def smo_step_one_moves(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    if _eta(K, i, j) <= 0:
        return new
    new[j] = np.clip(alpha[j] + y[j] * (E[i] - E[j]) / _eta(K, i, j), *_bounds(alpha, i, j, y, C))
    return new


def smo_step_partner(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    if _eta(K, i, j) <= 0:
        return new
    new[j] = np.clip(alpha[j] + y[j] * (E[i] - E[j]) / _eta(K, i, j), *_bounds(alpha, i, j, y, C))
    new[i] += alpha[j] - new[j]
    return new


def smo_step_curvature(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    new[j] = np.clip(alpha[j] + y[j] * (E[i] - E[j]) / (K[i, i] + K[j, j]), *_bounds(alpha, i, j, y, C))
    new[i] += y[i] * y[j] * (alpha[j] - new[j])
    return new


def smo_step_twins(alpha, i, j, y, E, K, C):
    new = alpha.astype(float).copy()
    new[j] = np.clip(alpha[j] + y[j] * (E[i] - E[j]) / _eta(K, i, j), *_bounds(alpha, i, j, y, C))
    new[i] += y[i] * y[j] * (alpha[j] - new[j])
    return new


def smo_step_in_place(alpha, i, j, y, E, K, C):
    old = alpha[j]
    if _eta(K, i, j) <= 0:
        return alpha
    alpha[j] = np.clip(old + y[j] * (E[i] - E[j]) / _eta(K, i, j), *_bounds(alpha, i, j, y, C))
    alpha[i] += y[i] * y[j] * (old - alpha[j])
    return alpha


CODES = {
    "smo_step_unclipped": "not_clipped",
    "smo_step_box": "box_only",
    "smo_step_wrong_way": "sign_flipped",
    "smo_step_bounds_swapped": "bounds_swapped",
    "smo_step_one_moves": "partner_not_moved",
    "smo_step_partner": "partner_forgets_labels",
    "smo_step_curvature": "wrong_curvature",
    "smo_step_twins": "divides_by_zero",
    "smo_step_in_place": "mutates_input",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": {"divides_by_zero": "fragile", "mutates_input": "contract"}.get(code, "wrong"),
        "codes": [code],
        "may": ["divides_by_zero"],
    }
    for name, code in CODES.items()
}
