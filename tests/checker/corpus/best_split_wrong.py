"""Best splits that are wrong."""

import numpy as np


def _gini(y):
    _, counts = np.unique(y, return_counts=True)
    return 1.0 - np.sum((counts / max(len(y), 1)) ** 2)


def _middle(low, high):
    t = (low + high) / 2
    return t if t < high else low


def _search(x, y, score, middle=_middle, values=None, better=lambda a, b: a < b):
    values = np.unique(x) if values is None else values
    best = None
    for low, high in zip(values[:-1], values[1:], strict=False):
        found = score(y[x <= low], y[x > low])
        if best is None or better(found, best[1]):
            best = middle(low, high), found
    return best


def _weighted(left, right):
    return (len(left) * _gini(left) + len(right) * _gini(right)) / (len(left) + len(right))


def best_split_value(x, y):
    return _search(x, y, _weighted, middle=lambda low, high: low)


def best_split_upper(x, y):
    return _search(x, y, _weighted, middle=lambda low, high: high)


def best_split_unweighted(x, y):
    return _search(x, y, lambda a, b: (_gini(a) + _gini(b)) / 2)


def best_split_worst(x, y):
    return _search(x, y, _weighted, better=lambda a, b: a > b)


def best_split_labels_stay(x, y):
    return _search(np.sort(x), y, _weighted)


def best_split_unsorted(x, y):
    best = (None, np.inf)
    for i in range(1, len(x)):
        score = _weighted(y[:i], y[i:])
        if score < best[1]:
            best = (x[i - 1] + x[i]) / 2, score
    return best


def best_split_skips_first(x, y):
    values = np.unique(x)
    return _search(x, y, _weighted, values=values[1:] if len(values) > 2 else values)


def best_split_sum(x, y):
    return _search(x, y, lambda a, b: len(a) * _gini(a) + len(b) * _gini(b))


def best_split_negative(x, y):
    t, score = _search(x, y, _weighted)
    return t, -score


def best_split_ties(x, y):
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    best = (None, np.inf)
    for i in range(1, len(x)):
        score = _weighted(y[:i], y[i:])
        if score < best[1]:
            best = _middle(x[i - 1], x[i]), score
    return best


def best_split_rounds(x, y):
    return _search(x, y, _weighted, middle=lambda low, high: (low + high) / 2)


CODES = {
    "best_split_value": "not_half_way",
    "best_split_upper": "not_half_way",
    "best_split_unweighted": "not_weighted",
    "best_split_worst": "worst_split",
    "best_split_labels_stay": "labels_left_behind",
    "best_split_unsorted": "not_sorted",
    "best_split_skips_first": "misses_an_end",
    "best_split_sum": "times_the_samples",
    "best_split_negative": "sign_flipped",
    "best_split_ties": "splits_equal_values",
    "best_split_rounds": "middle_rounds_up",
}
FRAGILE = ("best_split_ties", "best_split_rounds")
EXPECTED = {
    name: {
        "intent": None, "outcome": "fragile" if name in FRAGILE else "wrong", "codes": [code],
        "may": ["all_outside", "python_loop_slow", "quadratic_time"],
    }
    for name, code in CODES.items()
}  # fmt: skip
