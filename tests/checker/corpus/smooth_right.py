"""Smoothed curves that are right, in many styles."""

import numpy as np


def smooth(values, weight):
    last, out = 0.0, []
    for t, value in enumerate(values, 1):
        last = weight * last + (1 - weight) * value
        out.append(last / (1 - weight**t))
    return np.array(out)


def smooth_sums(values, weight):
    above = below = 0.0
    out = []
    for v in values:
        above, below = weight * above + v, weight * below + 1
        out.append(above / below)
    return out


def smooth_matrix(v, w):
    n = len(v)
    ages = np.arange(n)[:, None] - np.arange(n)
    shares = np.where(ages >= 0, float(w) ** np.maximum(ages, 0), 0.0)
    return shares @ v / shares.sum(axis=1)


def exponential_moving_average(values, weight):
    m = np.zeros(len(values))
    m[0] = (1 - weight) * values[0]
    for t in range(1, len(values)):
        m[t] = weight * m[t - 1] + (1 - weight) * values[t]
    return m / (1 - weight ** np.arange(1, len(values) + 1))


def smooth_average(values, weight):
    return [float(np.average(values[: t + 1], weights=float(weight) ** np.arange(t, -1, -1))) for t in range(len(values))]


def ema(values, alpha):
    mean, product, out = 0.0, 1.0, []
    for v in values:
        mean += (1 - alpha) * (v - mean)
        product *= alpha
        out.append(mean / (1 - product))
    return np.array(out)



EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(('smooth', 'exponential_', 'ema'))]
}
