"""Best splits that are right, in many styles."""

import math

import numpy as np


def _gini(y):
    _, counts = np.unique(y, return_counts=True)
    return 1.0 - np.sum((counts / len(y)) ** 2)


def _entropy(y):
    _, counts = np.unique(y, return_counts=True)
    p = counts / len(y)
    return -np.sum(p * np.log2(p))


def _middle(low, high):
    t = (low + high) / 2
    return t if t < high else low


def best_split(x, y):
    values = np.unique(x)
    best = None
    for low, high in zip(values[:-1], values[1:], strict=False):
        left = x <= low
        score = np.mean(left) * _gini(y[left]) + np.mean(~left) * _gini(y[~left])
        if best is None or score < best[1]:
            best = _middle(low, high), score
    return best


def best_split_sweep(x, y):
    order = np.argsort(x, kind="stable")
    x, y, n = x[order], y[order], len(y)
    right = {label: int(np.sum(y == label)) for label in set(y.tolist())}
    left = dict.fromkeys(right, 0)
    best, threshold = math.inf, math.nan
    for i in range(n - 1):
        left[y[i]] += 1
        right[y[i]] -= 1
        if x[i] == x[i + 1]:
            continue
        k = i + 1
        score = (k - sum(c * c for c in left.values()) / k + (n - k) - sum(c * c for c in right.values()) / (n - k)) / n
        if score < best:
            best, threshold = score, _middle(float(x[i]), float(x[i + 1]))
    return threshold, best


def best_split_arrays(x, y):
    order = np.argsort(x, kind="stable")
    x, y = np.asarray(x, dtype=float)[order], y[order]
    hot = (y[:, None] == np.unique(y)).astype(float)
    left = hot.cumsum(axis=0)[:-1]
    right = hot.sum(axis=0) - left
    k = np.arange(1.0, len(y))
    score = (k - (left**2).sum(axis=1) / k + (len(y) - k) - (right**2).sum(axis=1) / (len(y) - k)) / len(y)
    score[x[:-1] == x[1:]] = np.inf
    i = int(score.argmin())
    return [_middle(x[i], x[i + 1]), score[i]]


def best_split_gain(feature, labels):
    values = sorted(set(feature.tolist()))
    best = (0.0, -1.0)
    for low, high in zip(values, values[1:], strict=False):
        yes, no = labels[feature <= low], labels[feature > low]
        gain = _gini(labels) - (len(yes) * _gini(yes) + len(no) * _gini(no)) / len(labels)
        if gain > best[1]:
            best = (_middle(low, high), gain)
    return best


def best_split_information_gain(x, y):
    values = np.unique(x)

    def gain(low):
        left = x <= low
        return _entropy(y) - left.mean() * _entropy(y[left]) - (1 - left.mean()) * _entropy(y[~left])

    gains = [gain(low) for low in values[:-1]]
    i = int(np.argmax(gains))
    return _middle(values[i], values[i + 1]), gains[i]


def best_split_entropy(x, y):
    return min(
        (
            (_middle(low, high), (x <= low).mean() * _entropy(y[x <= low]) + (x > low).mean() * _entropy(y[x > low]))
            for low, high in zip(np.unique(x)[:-1], np.unique(x)[1:], strict=False)
        ),
        key=lambda pair: pair[1],
    )


def best_split_last_of_equals(x, y):
    best = (None, np.inf)
    values = np.sort(np.unique(x))
    for i in range(1, len(values)):
        left = x < values[i]
        score = left.sum() / len(y) * _gini(y[left]) + (~left).sum() / len(y) * _gini(y[~left])
        if score <= best[1]:
            best = (_middle(values[i - 1], values[i]), score)
    return best


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": ["python_loop_slow", "quadratic_time"]}
    for name in [n for n in dir() if n.startswith("best_split")]
}
