"""Areas by trapezoids that are wrong, or that break easily."""

import numpy as np


def trapezoid_left(y, x):
    return np.sum(np.diff(x) * y[:-1])


def trapezoid_right(y, x):
    return np.diff(x) @ y[1:]


def trapezoid_whole(y, x):
    return np.sum(np.diff(x) * (y[1:] + y[:-1]))


def trapezoid_even(y, x):
    h = x[1] - x[0]
    return h * (y.sum() - (y[0] + y[-1]) / 2)


def trapezoid_mean(y, x):
    return y.mean() * (x[-1] - x[0])


def trapezoid_swapped(y, x):
    return np.trapezoid(x, y)


def trapezoid_short(y, x):
    return sum((x[i + 1] - x[i]) * (y[i] + y[i + 1]) / 2 for i in range(len(x) - 2))


def trapezoid_minus(y, x):
    return np.sum((x[:-1] - x[1:]) * (y[1:] + y[:-1])) / 2


def trapezoid_unsigned(y, x):
    return np.sum(np.abs(np.diff(x)) * (y[1:] + y[:-1])) / 2


def trapezoid_cumulative(y, x):
    return np.cumsum(np.diff(x) * (y[1:] + y[:-1]) / 2)


def trapezoid_difference(y, x):
    return np.sum(np.diff(x) * (y[1:] - y[:-1])) / 2


CODES = {
    "trapezoid_left": "left_rectangles",
    "trapezoid_right": "right_rectangles",
    "trapezoid_whole": "forgets_the_half",
    "trapezoid_even": "one_gap_for_all",
    "trapezoid_mean": "mean_times_width",
    "trapezoid_swapped": "integrates_x_by_y",
    "trapezoid_short": "one_piece_missing",
    "trapezoid_minus": "sign_flipped",
    "trapezoid_unsigned": "direction",
    "trapezoid_cumulative": "running_total",
    "trapezoid_difference": "differences_of_y",
}
FRAGILE = {"direction"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
