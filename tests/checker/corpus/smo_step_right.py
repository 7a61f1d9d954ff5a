"""Steps of sequential minimal optimisation that are right, in several styles."""

import numpy as np


def smo_step(alpha, i, j, y, E, K, C):
    alpha = alpha.astype(float).copy()
    eta = K[i, i] + K[j, j] - 2 * K[i, j]
    if eta <= 0:
        return alpha
    if y[i] != y[j]:
        low, high = max(0, alpha[j] - alpha[i]), min(C, C + alpha[j] - alpha[i])
    else:
        low, high = max(0, alpha[i] + alpha[j] - C), min(C, alpha[i] + alpha[j])
    old = alpha[j]
    alpha[j] = np.clip(old + y[j] * (E[i] - E[j]) / eta, low, high)
    alpha[i] += y[i] * y[j] * (old - alpha[j])
    return alpha


def smo_step_by_direction(alpha, i, j, y, E, K, C):
    """Move along the line on which sum alpha y stays the same, as far as the box allows."""
    new = np.array(alpha, dtype=float)
    curvature = K[i][i] - 2 * K[i][j] + K[j][j]
    if curvature <= 1e-300:
        return new
    t = (E[i] - E[j]) / curvature
    slope_i, slope_j = -y[i], y[j]
    lowest, highest = -np.inf, np.inf
    for a, s in ((new[i], slope_i), (new[j], slope_j)):
        ends = sorted(((0 - a) / s, (C - a) / s))
        lowest, highest = max(lowest, ends[0]), min(highest, ends[1])
    t = min(max(t, lowest), highest)
    new[i] += slope_i * t
    new[j] += slope_j * t
    return new


def smo_step_raises(alpha, i, j, y, E, K, C):
    eta = 2 * K[i, j] - K[i, i] - K[j, j]
    if eta >= 0:
        raise ValueError("the two samples are the same to the kernel")
    s = y[i] * y[j]
    gamma = alpha[i] + s * alpha[j]
    if s > 0:
        L, H = max(0, gamma - C), min(C, gamma)
    else:
        L, H = max(0, -gamma), min(C, C - gamma)
    a2 = min(H, max(L, alpha[j] - y[j] * (E[i] - E[j]) / eta))
    result = list(map(float, alpha))
    result[j] = a2
    result[i] = alpha[i] + s * (alpha[j] - a2)
    return result


def smo_update(alphas, i, j, y, errors, K, C):
    a = np.copy(alphas).astype(np.float64)
    eta = K[i, i] + K[j, j] - 2.0 * K[i, j]
    if not eta > 0:
        return a
    total = y[i] * a[i] + y[j] * a[j]
    wanted = a[j] + y[j] * (errors[i] - errors[j]) / eta
    wanted = min(max(wanted, 0.0), C)
    partner = y[i] * (total - y[j] * wanted)
    partner = min(max(partner, 0.0), C)
    a[i] = partner
    a[j] = y[j] * (total - y[i] * partner)
    return a


def smo_step_minus_eta(alpha, i, j, y, E, K, C):
    a = list(map(float, alpha))
    eta = 2 * K[i][j] - K[i][i] - K[j][j]
    if eta >= 0: return a
    ai, aj = a[i], a[j]
    if y[i] != y[j]: L, H = max(0.0, aj - ai), min(C, C + aj - ai)
    else: L, H = max(0.0, ai + aj - C), min(C, ai + aj)
    n = aj - y[j] * (E[i] - E[j]) / eta
    n = H if n > H else L if n < L else n
    a[j] = n
    a[i] = ai + y[i] * y[j] * (aj - n)
    return a


def smo_step_on_the_line(alpha, i, j, y, E, K, C):
    out = np.array(alpha, dtype=float)
    d = np.zeros(len(out)); d[i], d[j] = y[i], -y[j]
    curv = K[i, i] - 2 * K[i, j] + K[j, j]
    if curv <= 0: return out
    t = -(E[i] - E[j]) / curv
    # along d: alpha_i + y_i t, alpha_j - y_j t
    lo, hi = -np.inf, np.inf
    for q in (i, j):
        b = sorted(((0 - out[q]) / d[q], (C - out[q]) / d[q]))
        lo, hi = max(lo, b[0]), min(hi, b[1])
    t = min(max(t, lo), hi)
    return np.clip(out + t * d, 0, C)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in [n for n in dir() if n.startswith("smo_")]
}
