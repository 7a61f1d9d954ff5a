"""Grow a decision tree to a depth, and predict with it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._impurity import between
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

_EQUAL = 1e-9
Impurity = Callable[[Counter[Any], int], float]


class _Grower:
    """Grows trees by one impurity; a mistake is another way to choose."""

    def __init__(
        self,
        impurity: Impurity,
        deeper: int = 0,
        choose: Any = min,
        leaf: Any = None,
        features: Any = None,
        turned: bool = False,
    ) -> None:
        self.impurity, self.deeper, self.choose = impurity, deeper, choose
        self.turned = turned
        self.leaf, self.features = leaf or _majority, features or range

    def __call__(self, X: Array, y: Array, T: Array, depth: int) -> Any:
        answers: list[Any] = [None] * len(T)
        self.fill(np.asarray(X, dtype=float), y, np.asarray(T, dtype=float), int(depth) + self.deeper, answers)
        return np.array(answers)

    def fill(
        self, X: Array, y: Array, T: Array, depth: int, answers: list[Any], asked: list[int] | None = None
    ) -> None:
        """Grow the part of the tree that some queries come to, and write what it answers them."""
        asked = list(range(len(T))) if asked is None else asked
        found = self.splits(X, y) if depth > 0 and len(set(y.tolist())) > 1 else []
        if not asked or not found:
            for i in asked:
                answers[i] = self.leaf(y)
            return
        _, f, low, high = self.choose(found, key=lambda one: one[0])
        left = X[:, f] <= low
        for side, goes in ((left, True), (~left, False)):
            here = [i for i in asked if ((T[i, f] <= between(low, high)) != self.turned) == goes]
            self.fill(X[side], y[side], T, depth - 1, answers, here)

    def splits(self, X: Array, y: Array) -> list[tuple[float, int, float, float]]:
        """Return every split of every feature: its weighted impurity, feature, and the values below and above."""
        found, labels, n = [], y.tolist(), len(y)
        for f in self.features(X.shape[1]):
            left, right = Counter[Any](), Counter(labels)
            pairs = sorted(zip(X[:, f].tolist(), labels, strict=True))
            for i in range(1, n):
                left[pairs[i - 1][1]] += 1
                right[pairs[i - 1][1]] -= 1
                if pairs[i - 1][0] < pairs[i][0]:
                    score = (i * self.impurity(left, i) + (n - i) * self.impurity(right, n - i)) / n
                    found.append((score, f, pairs[i - 1][0], pairs[i][0]))
        return found


def _gini(counts: Counter[Any], n: int) -> float:
    return 1.0 - sum(c * c for c in counts.values()) / n**2


def _entropy(counts: Counter[Any], n: int) -> float:
    return -sum(c / n * math.log2(c / n) for c in counts.values() if c)


def _majority(y: Array) -> Any:
    labels, counts = np.unique(y, return_counts=True)
    return labels[counts.argmax()]


def _rarest(y: Array) -> Any:
    labels, counts = np.unique(y, return_counts=True)
    return labels[counts.argmin()]


def _clear(X: Array, y: Array, depth: int, impurity: Impurity) -> bool:
    """Whether at every node one split is the best, and one label the most frequent."""
    counts = sorted(Counter(y.tolist()).values())
    if len(counts) > 1 and counts[-1] == counts[-2]:
        return False
    if depth == 0 or len(counts) == 1:
        return True
    found = sorted(_Grower(impurity).splits(np.asarray(X, dtype=float), y))
    if not found:
        return True
    if len(found) > 1 and found[1][0] <= found[0][0] + _EQUAL:
        return False
    _, f, low, _ = found[0]
    left = X[:, f] <= low
    return _clear(X[left], y[left], depth - 1, impurity) and _clear(X[~left], y[~left], depth - 1, impurity)


def _everyday(X: Array, y: Array, T: Array, depth: int) -> bool:
    return all(_clear(X, y, int(depth), impurity) for impurity in (_gini, _entropy))


def _mistakes(impurity: Impurity) -> Any:
    grow = _Grower(impurity)
    return (
        ("one_level_too_many", _Grower(impurity, deeper=1)),
        ("one_level_too_few", lambda X, y, T, d: _Grower(impurity)(X, y, T, max(0, int(d) - 1))),
        ("depth_ignored", _Grower(impurity, deeper=99)),
        ("one_split_only", lambda X, y, T, d: grow(X, y, T, min(1, int(d)))),
        ("majority_of_all", lambda X, y, T, d: grow(X, y, T, 0)),
        ("worst_split", _Grower(impurity, choose=max)),
        ("worst_split", _Grower(impurity, choose=lambda found, key: max(found))),
        ("worst_split", _Grower(impurity, choose=lambda found, key: max(reversed(found), key=key))),
        ("sides_swapped", _Grower(impurity, turned=True)),
        ("first_feature_only", _Grower(impurity, features=lambda p: range(1))),
        ("last_feature_left_out", _Grower(impurity, features=lambda p: range(max(1, p - 1)))),
        ("first_split", _Grower(impurity, choose=lambda found, key: found[0])),
        ("not_weighted", _Grower(_share_blind(impurity))),
        ("rarest_label", _Grower(impurity, leaf=_rarest)),
        ("leaf_of_one_sample", _Grower(impurity, leaf=lambda y: y[0])),
        ("leaf_of_one_sample", _Grower(impurity, leaf=lambda y: y[-1])),
        ("averages_labels", _Grower(impurity, leaf=np.mean)),
        ("largest_label", _Grower(impurity, leaf=np.max)),
        ("largest_label", _Grower(impurity, leaf=np.min)),
    )


def _share_blind(impurity: Impurity) -> Impurity:
    """Return the impurity divided by the number of samples, so that weighing by it cancels."""
    return lambda counts, n: impurity(counts, n) / n


def _data(seed: int, n: int, p: int, m: int) -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(seed)
    X = np.round(rng.normal(size=(n, p)), 3)
    score = np.abs(X[:, -1]) + 0.7 * X[:, 0] + 0.4 * rng.normal(size=n)
    return X, np.digitize(score, [0.3, 1.1]), np.round(1.3 * rng.normal(size=(m, p)), 3)


def _examples() -> tuple[Example, ...]:
    """Return data of which every node of every depth that is asked for has one best split."""
    drawn = ((0, 17, 2, 2, "usual"), (2, 22, 3, 3, "usual"), (0, 19, 2, 1, "usual"), (3, 23, 3, 2, "telling"))
    found = [Example(tag, (*_data(seed, n, p, 12), depth)) for seed, n, p, depth, tag in drawn]
    X, y, T, _ = found[0].args
    return (
        *found,
        Example("a depth of 0", (X, y, T, 0), "fails_depth_zero", "fails_depth_zero"),
        Example("a single class", (X, np.ones_like(y), T, 3), "fails_pure_node", "fails_pure_node"),
        Example(
            "samples that no question tells apart",
            (np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [3.0, 2.0]]), np.array([0, 0, 1, 2]), X[:3], 3),
            "fails_equal_samples",
            "fails_equal_samples",
        ),
        Example("labels that are no places", (X, 5 * y - 3, T, 2), "labels_are_indices", "labels_are_indices"),
    )


EXAMPLES = _examples()
TOPIC = Plain(
    name="grow_tree",
    formula="grow_tree(X, y, X_test, max_depth)_i = the most frequent label in the leaf of X_test[i]",
    names=r"(grow|build|fit|train|learn)_?(a_?)?(decision_?)?tree|decision_?tree|tree_?predict|cart(_|$)",
    given=(
        Given("X", "np", "x_train X_train train data points samples features"),
        Given("y", "n", "y_train labels t classes train_y target targets", [0, 1, 2]),
        Given("X_test", "mp", "x_test test queries query Q q new X_new x_new T test_x grid"),
        Given("max_depth", also="depth d levels maxdepth", values=[1, 2, 3]),
    ),
    exact=_Grower(_gini),
    readings=(
        Reading("gini", "the splits of least weighted gini", mistakes=_mistakes(_gini), asks=r"\bgini\b"),
        Reading(
            "entropy",
            "the splits of least weighted entropy",
            exact=_Grower(_entropy),
            mistakes=_mistakes(_entropy),
            asks=r"\bentropy\b|information gain",
        ),
    ),
    examples=EXAMPLES,
    causes={
        "one_level_too_many": Cause("wrong", "The tree is one level deeper than asked."),
        "one_level_too_few": Cause("wrong", "The tree is one level less deep than asked."),
        "depth_ignored": Cause("wrong", "The tree grows on beyond max_depth."),
        "one_split_only": Cause("wrong", "Only the root is split: call yourself on both sides."),
        "majority_of_all": Cause("wrong", "Every query gets the most frequent label of all samples."),
        "worst_split": Cause("wrong", "The worst split is taken: a comparison is turned round."),
        "sides_swapped": Cause("wrong", "Queries are sent to the wrong side of a threshold."),
        "first_feature_only": Cause("wrong", "Only the first feature is asked about: try all of them."),
        "last_feature_left_out": Cause("wrong", "The last feature is never asked about: off by one."),
        "first_split": Cause("wrong", "The first split is taken, not the best."),
        "not_weighted": Cause("wrong", "The two sides count alike; weigh each by its share of the samples."),
        "rarest_label": Cause("wrong", "A leaf answers its rarest label; the most frequent is meant."),
        "leaf_of_one_sample": Cause("wrong", "A leaf answers the label of one of its samples; let them vote."),
        "averages_labels": Cause("wrong", "A leaf averages its labels, which are names. Count them."),
        "largest_label": Cause("wrong", "A leaf answers its largest (or smallest) label, however few have it."),
        "fails_depth_zero": Cause("fragile", "max_depth=0 fails; it is one leaf with the most frequent label."),
        "fails_pure_node": Cause("fragile", "A node of one class fails; it is a leaf."),
        "fails_equal_samples": Cause(
            "fragile", "Where no feature tells the samples of a node apart there is no split: make it a leaf."
        ),
        "labels_are_indices": Cause(
            "fragile", "Labels are used as places (np.bincount), which holds for 0, 1, 2, ... only. Use np.unique."
        ),
    },
    valid=lambda X, y, T, d: int(d) >= 0,
    everyday=_everyday,
    sizes={"n": (4, 8), "m": (1, 2), "p": (1, 2)},
    cost=lambda n: (
        np.column_stack([np.linspace(0, 1, n), np.sin(np.arange(n))]),
        (np.arange(n) * 7 % 10 < np.linspace(0, 10, n)).astype(int),
        np.array([[0.3, 0.1], [0.8, -0.4]]),
        2,
    ),
).topic()
