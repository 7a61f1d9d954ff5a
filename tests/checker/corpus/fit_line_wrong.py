"""Line fits that are wrong, or that break easily."""

import numpy as np


def fit_line_one_pass(x, y):
    n = len(x)
    slope = (n * np.sum(x * y) - np.sum(x) * np.sum(y)) / (n * np.sum(x**2) - np.sum(x) ** 2)
    return slope, np.mean(y) - slope * np.mean(x)


def fit_line_mean_of_squares(x, y):
    slope = (np.mean(x * y) - np.mean(x) * np.mean(y)) / (np.mean(x * x) - np.mean(x) ** 2)
    return slope, np.mean(y) - slope * np.mean(x)


def fit_line_swapped(x, y):
    slope, intercept = np.polyfit(x - np.mean(x), y, 1)
    return intercept - slope * np.mean(x), slope


def fit_line_origin(x, y):
    return np.sum(x * y) / np.sum(x * x), 0.0


def fit_line_mixed_ddof(x, y):
    slope = np.cov(x, y)[0, 1] / np.var(x)
    return slope, np.mean(y) - slope * np.mean(x)


def fit_line_plus(x, y):
    dx = x - np.mean(x)
    slope = np.sum(dx * (y - np.mean(y))) / np.sum(dx**2)
    return slope, np.mean(y) + slope * np.mean(x)


def fit_line_of_x(x, y):
    dy = y - np.mean(y)
    slope = np.sum((x - np.mean(x)) * dy) / np.sum(dy**2)
    return slope, np.mean(y) - slope * np.mean(x)


def fit_line_correlation(x, y):
    slope = np.corrcoef(x, y)[0, 1]
    return slope, np.mean(y) - slope * np.mean(x)


def fit_line_ends(x, y):
    slope = (y[-1] - y[0]) / (x[-1] - x[0])
    return slope, y[0] - slope * x[0]


def fit_line_vertical_zero(x, y):
    dx = x - np.mean(x)
    total = np.sum(dx**2)
    if total == 0:
        return 0.0, 0.0
    slope = np.sum(dx * y) / total
    return slope, np.mean(y) - slope * np.mean(x)


def fit_line_slope_only(x, y):
    dx = x - np.mean(x)
    return np.sum(dx * y) / np.sum(dx**2)


def fit_line_sd(x, y):
    dx = x - np.mean(x)
    slope = np.sum(dx * y) / np.sqrt(np.sum(dx**2))
    return slope, np.mean(y) - slope * np.mean(x)


CODES = {
    "fit_line_one_pass": "cancellation",
    "fit_line_mean_of_squares": "cancellation",
    "fit_line_swapped": "parts_swapped",
    "fit_line_origin": "forgets_intercept",
    "fit_line_mixed_ddof": "mixes_ddof",
    "fit_line_plus": "sign_flipped",
    "fit_line_of_x": "regresses_x_on_y",
    "fit_line_correlation": "returns_correlation",
    "fit_line_ends": "end_points_only",
    "fit_line_vertical_zero": "vertical_data",
    "fit_line_slope_only": "returns_one_part",
    "fit_line_sd": "no_square_root",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if name == "fit_line_vertical_zero" else "wrong",
        "codes": [code],
        "may": [] if code == "vertical_data" else ["vertical_data"],
    }
    for name, code in CODES.items()
}
