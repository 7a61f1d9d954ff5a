"""Slopes of samples that are right, in several styles."""

import numpy as np


def central_differences_slices(y, h):
    y = np.asarray(y, dtype=float)
    out = np.empty_like(y)
    out[1:-1] = (y[2:] - y[:-2]) / (2 * h)
    out[0], out[-1] = (y[1] - y[0]) / h, (y[-1] - y[-2]) / h
    return out


def central_differences_numpy(y, h):
    return np.gradient(y, h)


def central_differences_loop(f, dx):
    n = len(f)
    slopes = []
    for i in range(n):
        a, b = max(i - 1, 0), min(i + 1, n - 1)
        slopes.append((f[b] - f[a]) / ((b - a) * dx))
    return slopes


def central_differences_means(y, h):
    d = np.diff(y) / h
    return np.concatenate([d[:1], (d[1:] + d[:-1]) / 2, d[-1:]])


def central_differences_padded(y, h):
    p = np.concatenate([[2.0 * y[0] - y[1]], y, [2.0 * y[-1] - y[-2]]])
    return (p[2:] - p[:-2]) / (2 * h)


def central_differences_convolved(y, step):
    inside = np.convolve(y, [0.5, 0, -0.5], "valid") / step if len(y) > 2 else []
    return np.r_[(y[1] - y[0]) / step, inside, (y[-1] - y[-2]) / step]


def central_differences_second_order(y, h):
    """Second order at the ends as well."""
    return np.gradient(y, h, edge_order=2 if len(y) > 2 else 1)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("central")]
}
