"""Areas by trapezoids that are right, in several styles."""

import numpy as np
from scipy import integrate


def trapezoid_slices(y, x):
    return np.sum((x[1:] - x[:-1]) * (y[1:] + y[:-1])) / 2


def trapezoid_numpy(y, x):
    return np.trapezoid(y, x)


def trapezoid_scipy(y, x):
    return integrate.trapezoid(y, x)


def trapezoid_loop(y, x):
    area = 0.0
    for i in range(len(x) - 1):
        area += (x[i + 1] - x[i]) * (y[i] + y[i + 1]) / 2
    return area


def trapezoid_x_first(x, y):
    return float(np.diff(x) @ (0.5 * y[1:] + 0.5 * y[:-1]))


def trapezoid_both_sides(y, x):
    gaps = np.diff(x)
    return 0.5 * (np.sum(gaps * y[:-1]) + np.sum(gaps * y[1:]))


def trapezoid_triangles(y, x):
    return sum((b - a) * p + (b - a) * (q - p) / 2 for a, b, p, q in zip(x, x[1:], y, y[1:]))


def trapezium_weights(y, x):
    w = np.zeros(len(x))
    w[:-1] += np.diff(x) / 2
    w[1:] += np.diff(x) / 2
    return w @ y


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("trap")]
}
