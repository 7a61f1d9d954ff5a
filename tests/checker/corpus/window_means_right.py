"""The means of windows along a vector, right, in several styles."""

import numpy as np


def window_means_view(x, window):
    return np.lib.stride_tricks.sliding_window_view(x, window).mean(axis=1)


def window_means_loop(x, window):
    return [float(np.mean(x[i : i + window])) for i in range(len(x) - window + 1)]


def window_means_convolve(x, w):
    windows = [np.convolve(x[i : i + w].astype(float), np.ones(w), mode="valid")[0] for i in range(len(x) - w + 1)]
    return np.array(windows) / w


def window_means_plain(values, k):
    out = []
    for i in range(len(values) - k + 1):
        total = 0.0
        for j in range(k):
            total += float(values[i + j])
        out.append(total / k)
    return out


def window_means_indices(x, window):
    places = np.arange(len(x) - window + 1)[:, None] + np.arange(window)
    return x[places].mean(axis=1)


def window_means_slices(x, window):
    n = len(x) - window + 1
    return sum(x[i : i + n].astype(float) for i in range(window)) / window


def window_means_strided(x, window):
    step = x.strides[0]
    rows = np.lib.stride_tricks.as_strided(x, (len(x) - window + 1, window), (step, step))
    return rows.sum(axis=1) / window


RIGHT = [name for name in dir() if name.startswith("window_means")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
