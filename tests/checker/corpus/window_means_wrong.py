"""The means of windows along a vector, wrong, or easily broken."""

import numpy as np


def window_means_sums(x, window):
    return np.lib.stride_tricks.sliding_window_view(x, window).sum(axis=1)


def window_means_last_missing(x, window):
    return np.array([x[i : i + window].mean() for i in range(len(x) - window)])


def window_means_same(x, window):
    return np.convolve(x, np.ones(window) / window, mode="same")


def window_means_blocks(x, window):
    return np.array([x[i : i + window].mean() for i in range(0, len(x) - window + 1, window)])


def window_means_short(x, window):
    return np.array([x[max(0, i - window + 1) : i + 1].mean() for i in range(len(x))])


def window_means_first_missing(x, window):
    total = np.cumsum(x)
    return (total[window:] - total[:-window]) / window


def window_means_median(x, window):
    return np.median(np.lib.stride_tricks.sliding_window_view(x, window), axis=1)


def window_means_narrow(x, window):
    return np.array([x[i : i + window - 1].mean() for i in range(len(x) - window + 1)])


def window_means_growing(x, window):
    return np.cumsum(x) / np.arange(1, len(x) + 1)


def window_means_cumsum(x, window):
    total = np.concatenate([[0.0], np.cumsum(x, dtype=float)])
    return (total[window:] - total[:-window]) / window


def window_means_narrow_type(x, window):
    n = len(x) - window + 1
    return sum(x[i : i + n] for i in range(window)) / window


def window_means_all_numbers(x, window):
    return np.full(len(x) - window + 1, np.mean(x))


CODES = {
    "window_means_sums": "sums_instead_of_mean",
    "window_means_last_missing": "last_window_missing",
    "window_means_same": "pads_the_ends",
    "window_means_blocks": "windows_do_not_overlap",
    "window_means_short": "shorter_windows_at_the_start",
    "window_means_first_missing": "first_window_missing",
    "window_means_median": "takes_median",
    "window_means_narrow": "one_too_narrow",
    "window_means_growing": "running_mean_from_the_start",
    "window_means_cumsum": "cancellation",
    "window_means_narrow_type": "int8_wraps",
    "window_means_all_numbers": "mean_of_all",
}
OUTCOMES = {"window_means_cumsum": "fragile", "window_means_narrow_type": "fragile"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": ["cancellation", "nan_spreads"],
    }
    for name, code in CODES.items()
}
