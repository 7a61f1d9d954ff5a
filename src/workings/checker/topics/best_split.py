"""The best threshold of one feature."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._impurity import Impurity, between, counts_of, cuts, entropy, gini
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide

_EQUAL = 1e-12


class _Measure:
    """What a split is judged by: the weighted impurity of the two sides, or what it takes off the node's."""

    def __init__(self, impurity: Impurity, gain: bool) -> None:
        self.impurity, self.gain = impurity, gain

    def told(self, score: Any, y: Array) -> Any:
        return self.impurity(counts_of(y)) - score if self.gain else score

    def best(self, x: Array, y: Array) -> list[tuple[Any, float, float]]:
        found = cuts(x, y, self.impurity)
        least = min(score for score, _, _ in found)
        return [one for one in found if one[0] <= least + _EQUAL]

    def exact(self, x: Array, y: Array) -> Any:
        """Try all; of equally good ones the lowest."""
        score, low, high = self.best(x, y)[0]
        return between(low, high), self.told(score, y)

    def accepts(self, answer: Any, x: Array, y: Array) -> bool:
        """Half-way between any two values that are separated as well as can be."""
        flat = np.asarray(answer, dtype=float).ravel()
        best = self.best(x, y)
        if flat.size != 2 or abs(flat[1] - float(self.told(best[0][0], y))) > 1e-9:
            return False
        scale = 1e-9 * max(1.0, float(np.abs(np.asarray(x, dtype=float)).max()))
        return any(low <= flat[0] < high and abs(flat[0] - between(low, high)) <= scale for _, low, high in best)

    def mistakes(self) -> Any:
        return tuple((code, lambda x, y, formula=formula: formula(self, x, y)) for code, formula in _MISTAKES)


def _pick(measure: _Measure, x: Array, y: Array, choose: Any) -> Any:
    score, low, high = choose(cuts(x, y, measure.impurity))
    return between(low, high), measure.told(score, y)


def _at(place: Any) -> Any:
    def answer(measure: _Measure, x: Array, y: Array) -> Any:
        score, low, high = measure.best(x, y)[0]
        return place(low, high), measure.told(score, y)

    return answer


def _as_it_stands(measure: _Measure, x: Array, y: Array, order: Any = None, kept: slice = slice(None)) -> Any:
    """Cut after every sample, in the order in which they stand, whether values are equal or not."""
    order = np.arange(len(x)) if order is None else order
    x, y = x[order], y[order]
    found = []
    for i in range(1, len(x))[kept]:
        parts = [wide(len(side)) / len(y) * measure.impurity(counts_of(side)) for side in (y[:i], y[i:])]
        found.append((parts[0] + parts[1], (x[i - 1] + x[i]) / 2))
    score, threshold = min(found, key=lambda one: one[0])
    return threshold, measure.told(score, y)


def _unweighted(measure: _Measure, x: Array, y: Array, weigh: Any = lambda share: 0.5) -> Any:
    found = []
    for _, low, high in cuts(x, y, measure.impurity):
        sides = [y[x <= low], y[x > low]]
        parts = [weigh(wide(len(side)) / len(y)) * measure.impurity(counts_of(side)) for side in sides]
        found.append((parts[0] + parts[1], between(low, high)))
    score, threshold = min(found, key=lambda one: one[0])
    return threshold, measure.told(score, y)


def _scaled(measure: _Measure, x: Array, y: Array) -> Any:
    score, low, high = measure.best(x, y)[0]
    return between(low, high), measure.told(score * len(y), y)


def _sorted_feature_only(measure: _Measure, x: Array, y: Array) -> Any:
    return measure.exact(np.sort(x), y)


_MISTAKES = (
    ("not_half_way", _at(lambda low, high: low)),
    ("not_half_way", _at(lambda low, high: high)),
    ("labels_left_behind", _sorted_feature_only),
    ("not_sorted", _as_it_stands),
    ("not_weighted", _unweighted),
    ("not_weighted", lambda m, x, y: _unweighted(m, x, y, lambda share: 1.0)),
    ("worst_split", lambda m, x, y: _pick(m, x, y, lambda found: max(found, key=lambda one: one[0]))),
    ("first_split", lambda m, x, y: _pick(m, x, y, lambda found: found[0])),
    ("first_split", lambda m, x, y: _pick(m, x, y, lambda found: found[-1])),
    ("first_split", lambda m, x, y: _pick(m, x, y, lambda found: found[len(found) // 2])),
    ("misses_an_end", lambda m, x, y: _pick(m, x, y, lambda found: min(found[1:], key=lambda one: one[0]))),
    ("misses_an_end", lambda m, x, y: _pick(m, x, y, lambda found: min(found[:-1], key=lambda one: one[0]))),
    ("times_the_samples", _scaled),
    ("impurity_of_the_node", lambda m, x, y: (m.exact(x, y)[0], m.impurity(counts_of(y)))),
    ("sign_flipped", lambda m, x, y: (m.exact(x, y)[0], -m.exact(x, y)[1])),
    ("place_for_threshold", lambda m, x, y: (np.sum(x <= m.exact(x, y)[0]), m.exact(x, y)[1])),
    ("place_for_threshold", lambda m, x, y: (np.sum(x <= m.exact(x, y)[0]) - 1, m.exact(x, y)[1])),
)

_GINI = _Measure(gini, gain=False)
_KINDS = (
    ("weighted gini", "threshold, and the weighted gini of the two sides", _GINI, r"weighted (gini|impurity)"),
    ("gini gain", "threshold, and what it takes off the gini", _Measure(gini, gain=True), r"gain"),
    (
        "weighted entropy",
        "threshold, and the weighted entropy (bits) of the two sides",
        _Measure(entropy, False),
        "entr",
    ),
    (
        "information gain",
        "threshold, and what it takes off the entropy, in bits",
        _Measure(entropy, True),
        "entr|infor",
    ),
)


def _accepts(answer: Any, x: Array, y: Array) -> bool:
    return any(measure.accepts(answer, x, y) for _, _, measure, _ in _KINDS)


def _clear(x: Array, y: Array) -> bool:
    """Whether each measure has one best cut, the same for all ends of it, and no values are equal."""
    if len(set(x.tolist())) < len(x) or len(set(y.tolist())) < 2:
        return False
    return all(len(measure.best(x, y)) == 1 for _, _, measure, _ in _KINDS)


X = np.array([2.5, -1.0, 4.75, 0.25, 3.125, 7.5, 1.375, 5.0, -2.25, 6.125])
Y = np.array([1, 0, 1, 1, 2, 2, 0, 1, 0, 2])
LOW = np.nextafter(1.0, 2.0)
HIGH = np.nextafter(LOW, 2.0)

TOPIC = Plain(
    name="best_split",
    formula="best_split(x, y) = (t, g): x <= t goes left; t half-way between two values, g the least weighted gini",
    names=r"best_?(split|threshold|cut)|find_?(best_?)?(split|threshold)|split_?(one_?)?feature",
    given=(
        Given("x", "n", "feature column values X f data"),
        Given("y", "n", "labels t target targets classes", [0, 1, 2]),
    ),
    exact=_GINI.exact,
    readings=tuple(
        Reading(name, sentence, exact=measure.exact, mistakes=measure.mistakes(), asks=asks)
        for name, sentence, measure, asks in _KINDS
    ),
    examples=(
        Example("usual", (X, Y)),
        Example("usual", (X[::-1] * 1.5 + 10.0, np.array([0, 0, 1, 2, 1, 1, 0, 2, 2, 1]))),
        Example("usual", (np.array([3.0, 1.0, 2.25, 5.5, 4.75]), np.array([0, 1, 1, 0, 1]))),
        Example("telling", (np.array([4.0, 1.5, 3.25, 2.0, 6.0]), np.array([0, 1, 0, 0, 0]))),
        Example("telling", (np.array([4.0, 1.5, 3.25, 2.0, 6.0]), np.array([0, 0, 0, 0, 1]))),
        Example("integer", (np.array([3, 1, 8, 5, 2]), np.array([0, 1, 0, 0, 1]))),
        Example("equal values", (np.array([1.0, 2, 2, 2, 2, 3]), np.array([0, 0, 0, 1, 1, 1])), "splits_equal_values"),
        Example("equal values", (np.array([2.0, 1, 2, 5, 2, 5]), np.array([1, 0, 0, 1, 0, 1])), "splits_equal_values"),
        Example("two samples", (np.array([3.0, 1.0]), np.array([0, 1])), "fails_two_samples", "fails_two_samples"),
        Example(
            "neighbouring floats",
            (np.array([LOW, HIGH, LOW, HIGH]), np.array([0, 1, 0, 1])),
            "middle_rounds_up",
            tolerance=0.0,
        ),
    ),
    accepts=_accepts,
    causes={
        "not_half_way": Cause(
            "wrong", "The threshold is one of the values; half-way to the next it is as far from both as can be."
        ),
        "labels_left_behind": Cause("wrong", "The feature is sorted, the labels are not: sort both by the same order."),
        "not_sorted": Cause(
            "wrong", "Neighbours are taken in the order of the samples; sort them by the feature first."
        ),
        "not_weighted": Cause("wrong", "The two sides count alike; weigh each by its share of the samples."),
        "worst_split": Cause("wrong", "The worst split is returned: a comparison is turned round."),
        "first_split": Cause("wrong", "A split is returned without trying the others."),
        "misses_an_end": Cause(
            "wrong", "The split next to the smallest or the largest value is not tried: off by one."
        ),
        "times_the_samples": Cause("wrong", "Divide by the number of samples: the sides count by their share."),
        "impurity_of_the_node": Cause("wrong", "The number is the node's own impurity, before the split."),
        "place_for_threshold": Cause("wrong", "A place in the sorted samples comes back for the threshold."),
        "splits_equal_values": Cause(
            "fragile",
            "Samples of equal value are put on different sides, which no threshold can do. Cut only where the next "
            "value is larger.",
        ),
        "fails_two_samples": Cause("fragile", "Two samples fail; there is one split between them."),
        "middle_rounds_up": Cause(
            "fragile",
            "Between neighbouring floats the middle is rounded onto the upper value, and x <= t sends both left. Then "
            "take the lower value.",
        ),
    },
    edits={"worst_split": ("flip_comparison",)},
    digits=1e-9,
    valid=lambda x, y: len(set(np.asarray(x).tolist())) > 1,
    everyday=lambda x, y: _clear(np.asarray(x), np.asarray(y)),
    sizes={"n": (3, 7)},
    cost=lambda n: (np.linspace(0.0, 1.0, n), (np.arange(n) * 7 % 10 < np.linspace(0, 10, n)).astype(int)),
).topic()
