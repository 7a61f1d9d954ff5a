"""What a node of a small tree is worth, and each way to cut it: the formulas of the kernels, on whole arrays.

Sums run in the kernels' order (`np.cumsum`, `np.bincount`, never `np.sum`, which adds in another one), and logarithms
are `math.log`, as theirs, because NumPy's may differ in the last digit. Formulas and sources stand in
`kernels/tree_counts.py`, `tree_sums.py`, `tree_random.py` and `tree_nodes.py`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels import tree_data as td

Array = NDArray[Any]

_log = np.frompyfunc(math.log, 1, 1)


def _total(values: Array) -> float:
    """Add the values in their order."""
    return float(np.cumsum(values)[-1])


def node_worth(data: td.Samples, rules: td.Rules, members: Array) -> tuple[float, float, Array]:
    """Return the weight of a node's samples, their impurity, and what the node predicts."""
    weights = data.weights[members]
    weight, impurity = _total(weights), 0.0
    if len(data.codes):
        totals = _class_sums(data, rules, members)
        for of_one in totals.reshape(len(data.codes), -1):
            shares = of_one / weight
            if rules.kind in (td.COUNT_LOGS, td.CLASS_LOGS):
                part = 0.0
                for share in shares[shares > 0.0].tolist():
                    part -= share * math.log2(share)
                impurity += part
            else:
                impurity += 1.0 - _total(of_one * of_one) / (weight * weight)
        return weight, impurity / len(data.codes), totals / weight
    value, terms = np.empty(len(data.targets)), []
    for o, y in enumerate(data.targets[:, members]):
        origin = 0.0 if rules.kind == td.TARGET_LOGS else y[0]
        mean = value[o] = origin + _total(weights * (y - origin)) / weight
        if rules.kind != td.TARGET_LOGS:
            terms.append(weights * (y - mean) * (y - mean))
        elif mean * weight <= td.EPSILON:
            terms.append(np.array([np.inf]))
        else:
            some = y > 0.0
            terms.append(weights[some] * y[some] * _logs(y[some] / mean))
    return weight, _total(np.concatenate(terms)) / (weight * len(data.targets)), value


def _logs(values: Array) -> Array:
    return np.asarray(_log(values), dtype=np.float64)


def _class_sums(data: td.Samples, rules: td.Rules, members: Array) -> Array:
    """Return the weight of each class of each output."""
    weights = data.weights[members]
    return np.concatenate([np.bincount(one[members], weights, minlength=rules.classes) for one in data.codes])


def sums_and_shift(data: td.Samples, rules: td.Rules, node: Any, members: Array) -> tuple[Array, Array]:
    """Return the sums over a node, of classes or targets, and what targets are counted from: their mean."""
    if len(data.codes):
        sums = _class_sums(data, rules, members)
        return sums, np.zeros(len(sums))
    if rules.kind != td.TARGET_LOGS and not len(rules.monotone):
        return np.zeros(len(data.targets)), node.value
    weights, y = data.weights[members], data.targets[:, members]
    sums, shift = np.zeros(len(y)), np.zeros(len(y))
    for o, one in enumerate(y):
        if rules.kind == td.TARGET_LOGS:
            sums[o] = _total(weights * one)
        else:  # what the node predicts may be held back by a constraint
            shift[o] = one[0] + _total(weights * (one - one[0])) / node.weight
    return sums, shift


def _running(data: td.Samples, rules: td.Rules, ways: Array, shift: Array) -> list[Array]:
    """Return the sums over the first samples of each way: of each class, or of each target."""
    w = data.weights[ways]
    if len(data.codes):
        return [
            np.cumsum(np.where(code[ways] == c, w, 0.0), axis=-1) for code in data.codes for c in range(rules.classes)
        ]
    return [np.cumsum(w * (y[ways] - s), axis=-1) for y, s in zip(data.targets, shift, strict=True)]


def scores_of_cuts(data: td.Samples, rules: td.Rules, node: Any, first: Array, ways: Array, tried: list[int]) -> Array:
    """Return how good it is to cut each way after each of its samples but the last; -inf where it is not allowed.

    ways: a row for each try, the samples in the order in which they go left; tried: the feature of each.
    """
    n_left = np.arange(1, node.size)
    n_right = node.size - n_left
    sums, shift = sums_and_shift(data, rules, node, first)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = [one[:, :-1] for one in _running(data, rules, ways, shift)]
        if rules.kind in (td.COUNTS, td.COUNT_LOGS):
            least = max(rules.min_leaf, math.ceil(rules.min_weight))
            scores = _scores_of_counts(data, rules, left, sums, n_left, n_right)
            return np.where((n_left >= least) & (n_right >= least), scores, -np.inf)
        w_left = np.cumsum(data.weights[ways], axis=1)[:, :-1]
        w_right = node.weight - w_left
        allowed = (n_left >= rules.min_leaf) & (n_right >= rules.min_leaf)
        allowed = allowed & (w_left >= rules.min_weight) & (w_right >= rules.min_weight)
        if rules.kind == td.VARIANCE:
            scores = left[0] * left[0] / (w_left * w_right)
            values = shift[0] + left[0] / w_left, shift[0] - left[0] / w_right
        else:
            scores = _scores_of_sums(rules.kind, left, sums, w_left, w_right, allowed)
            values = shift[0] + left[0] / w_left, shift[0] + (sums[0] - left[0]) / w_right
        if len(rules.monotone):
            allowed = allowed & _in_order(rules.monotone[tried].astype(int)[:, None], *values, node)
    return np.where(allowed, scores, -np.inf)


def _scores_of_counts(
    data: td.Samples, rules: td.Rules, left: list[Array], sums: Array, n_left: Array, n_right: Array
) -> Array:
    ours: Any = 0.0
    theirs: Any = 0.0
    if rules.kind == td.COUNTS:
        for here, both in zip(left, sums, strict=True):
            ours, theirs = ours + here * here, theirs + (both - here) * (both - here)
        scores = ours * data.reciprocals[n_left] + theirs * data.reciprocals[n_right]
        # Both children pure: nothing is better.
        pure = (ours == n_left.astype(float) ** 2) & (theirs == n_right.astype(float) ** 2)
        return np.where(pure, np.inf, scores)
    for here, both in zip(left, sums, strict=True):
        ours = ours + data.logs[here.astype(int)]
        theirs = theirs + data.logs[(both - here).astype(int)]
    return (ours - data.logs[n_left]) + (theirs - data.logs[n_right])  # type: ignore[no-any-return]


def _scores_of_sums(kind: int, left: list[Array], sums: Array, w_left: Array, w_right: Array, wanted: Array) -> Array:
    """Return the score of weighted sums; logarithms are taken where they are `wanted`."""
    ours, theirs = np.zeros(w_left.shape), np.zeros(w_left.shape)
    if kind not in (td.CLASS_LOGS, td.TARGET_LOGS):
        for s, both in zip(left, sums, strict=True):
            t = both - s
            ours, theirs = ours + s * s, theirs + t * t
        return ours / w_left + theirs / w_right
    infinite = np.zeros(w_left.shape, bool)
    for s, both in zip(left, sums, strict=True):
        t = both - s
        if kind == td.TARGET_LOGS:
            infinite |= (s <= td.EPSILON) | (t <= td.EPSILON)
        for side, weight, total in ((s, w_left, ours), (t, w_right, theirs)):
            some = wanted & (side > 0.0) & ~infinite
            total[some] += side[some] * _logs(side[some] / weight[some])
    return np.where(infinite, -np.inf, ours + theirs)


def _in_order(direction: Array | int, left: Any, right: Any, node: Any) -> Any:
    """Whether two values keep within the node's bounds and in the order that a monotonic constraint asks for."""
    within = (node.lower <= left) & (left <= node.upper) & (node.lower <= right) & (right <= node.upper)
    return (direction == 0) | (within & ((left - right) * direction <= 0))


def scores_of_draws(
    data: td.Samples,
    rules: td.Rules,
    node: Any,
    rows: Array,
    visit: list[tuple[int, int]],
    words: list[tuple[int, int]],
) -> tuple[int, int, int, float] | None:
    """Return the best of one random threshold for each feature: feature, how many go left, missing ones, threshold.

    words: for each feature a random word for the threshold, and one for where its missing values go.
    """
    sums, shift = sums_and_shift(data, rules, node, rows[0])
    best, found = -np.inf, None
    for (f, absent), (word, coin) in zip(visit, words, strict=True):
        members, present = rows[f], node.size - absent
        values = data.columns[f, members[:present]].astype(np.float64)
        low, high = float(values[0]), float(values[-1])
        threshold = low + (high - low) * ((word >> 11) * 2.0**-53)
        threshold = low if threshold >= high else threshold
        nan_left = int(absent > 0 and coin & 1)
        n_left = int(np.count_nonzero(values <= threshold))
        goes = np.concatenate([members[:n_left], members[present:] if nan_left else members[:0]])
        n_left = len(goes)
        if n_left < rules.min_leaf or node.size - n_left < rules.min_leaf or n_left == node.size:
            continue
        w_left = _total(data.weights[goes])
        w_right = node.weight - w_left
        if w_left < rules.min_weight or w_right < rules.min_weight:
            continue
        left = [one[-1:] for one in _running(data, rules, goes, shift)]
        weights = np.array([w_left]), np.array([w_right])
        score = _scores_of_sums(rules.kind, left, sums, *weights, np.ones(1, bool))[0]
        if len(rules.monotone):
            a, b = shift[0] + left[0][0] / w_left, shift[0] + (sums[0] - left[0][0]) / w_right
            if not _in_order(int(rules.monotone[f]), a, b, node):
                continue
        if score - best > td.CLOSE_SCORES * abs(score):
            best, found = score, (f, n_left, nan_left, threshold)
    return found
