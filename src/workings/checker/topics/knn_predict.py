"""The vote of the k nearest neighbours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from workings.checker.causes import Evidence, Named
from workings.checker.lab import Lab
from workings.checker.model import Array, Intent
from workings.checker.properties import is_unsteady
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def _squares(X: Array, T: Array) -> Any:
    return ((np.asarray(T, dtype=float)[:, None] - np.asarray(X, dtype=float)[None]) ** 2).sum(axis=2)


def _winners(labels: Array) -> Array:
    classes, counts = np.unique(labels, return_counts=True)
    most: Array = classes[counts == counts.max()]
    return most


def exact(X: Array, y: Array, T: Array, k: int) -> Any:
    """Sort by distance, the first of equals first; of equally frequent labels the smallest."""
    nearest = np.argsort(_squares(X, T), axis=1, kind="stable")[:, : int(k)]
    return np.array([_winners(y[row])[0] for row in nearest])


def accepts(answer: Any, X: Array, y: Array, T: Array, k: int) -> bool:
    """Any of the labels that are most frequent, whichever of equally distant neighbours are counted."""
    labels = np.asarray(answer).ravel()
    if labels.shape != (len(T),):
        return False
    for label, row in zip(labels, _squares(X, T), strict=True):
        limit = np.sort(row)[int(k) - 1]
        inside, edge = y[row < limit], y[row == limit]
        places = int(k) - len(inside)
        if not _may_win(label, inside, edge, places):
            return False
    return True


def _may_win(label: Any, inside: Array, edge: Array, places: int) -> bool:
    """Whether a label can be among the most frequent for some choice of `places` of the equally distant ones."""
    own = min(int(np.sum(edge == label)), places)
    votes = int(np.sum(inside == label)) + own
    left = places - own
    for other in np.unique(np.concatenate([inside, edge])):
        if other != label:
            room = min(int(np.sum(edge == other)), max(0, votes - int(np.sum(inside == other))))
            left -= room
            if np.sum(inside == other) > votes:
                return False
    return left <= 0


def _of(order: Any = lambda d: np.argsort(d, kind="stable"), take: Any = lambda o, k: o[:k], vote: Any = None) -> Any:
    def answer(X: Array, y: Array, T: Array, k: int) -> Any:
        k = int(k)
        rows = [take(order(d), k) for d in _squares(X, T)]
        return np.array([(vote or (lambda found: _winners(found)[0]))(y[row]) for row in rows])

    return answer


def _by(distance: Any) -> Any:
    def answer(X: Array, y: Array, T: Array, k: int) -> Any:
        rows = [np.argsort(distance(X, t), kind="stable")[: int(k)] for t in T]
        return np.array([_winners(y[row])[0] for row in rows])

    return answer


def _weighted(X: Array, y: Array, T: Array, k: int) -> Any:
    found = []
    for d in np.sqrt(_squares(X, T)):
        near = np.argsort(d, kind="stable")[: int(k)]
        weights = {label: np.sum(1.0 / (d[near][y[near] == label] + 1e-12)) for label in np.unique(y[near])}
        found.append(max(weights, key=weights.__getitem__))
    return np.array(found)


MISTAKES = (
    ("takes_the_farthest", _of(lambda d: np.argsort(-d, kind="stable"))),
    ("takes_the_farthest", _of(take=lambda o, k: o[-k:])),
    ("nearest_only", _of(take=lambda o, k: o[:1])),
    ("one_neighbour_too_many", _of(take=lambda o, k: o[: k + 1])),
    ("one_neighbour_too_few", _of(take=lambda o, k: o[: max(1, k - 1)])),
    ("skips_the_nearest", _of(take=lambda o, k: o[1 : k + 1])),
    ("only_the_kth", _of(take=lambda o, k: o[k - 1 : k])),
    ("everyone_votes", _of(take=lambda o, k: o)),
    ("unsorted", _of(take=lambda o, k: np.arange(k))),
    ("averages_labels", _of(vote=np.mean)),
    ("averages_labels", _of(vote=lambda found: np.round(np.mean(found)))),
    ("averages_labels", _of(vote=np.median)),
    ("rarest_label", _of(vote=lambda found: min(np.unique(found), key=lambda c: np.sum(found == c)))),
    ("largest_label", _of(vote=np.max)),
    ("largest_label", _of(vote=np.min)),
    ("weights_by_distance", _weighted),
    ("not_a_distance", _by(lambda X, t: np.abs(X - t).sum(axis=1))),
    ("not_a_distance", _by(lambda X, t: (X - t).sum(axis=1))),
    ("not_a_distance", _by(lambda X, t: np.abs((X - t).sum(axis=1)))),
    ("not_a_distance", _by(lambda X, t: -(X @ t))),
    ("first_feature_only", _by(lambda X, t: np.abs(X[:, 0] - t[0]))),
    ("votes_of_one_query", lambda X, y, T, k: np.repeat(exact(X, y, T[:1], k), len(T))),
    ("returns_indices", lambda X, y, T, k: np.argmin(_squares(X, T), axis=1)),
)

# So that no two distances are alike, measured in whatever way.
_UNITS = np.array([1.01, 0.97])
X = _UNITS * np.array(
    [
        *([3.375, -2.25], [-2.25, -0.25], [3.25, -1.625], [-1.0, -1.875], [-1.125, -2.625], [1.375, -2.125]),
        *([2.875, -2.125], [-1.25, -2.75], [1.75, -0.125], [0.625, 1.625], [-2.75, -1.375], [-0.5, -2.5]),
    ]
)
Y = np.array([2, 1, 0, 2, 1, 0, 0, 0, 2, 2, 1, 2])
T = _UNITS * np.array([[2.25, -1.5], [2.375, -1.375], [0.25, 1.125], [1.625, -2.125], [2.25, -2.375], [1.25, 1.875]])
# Here votes by distance, and nearness by another distance, come to different labels.
MORE = (
    _UNITS
    * np.array(
        [[2.75, -1.25], [-1.5, -1.75], [1.75, -1.75], [1.75, 1.5], [-0.5, 0.0], [2.5, 1.75], [-2.0, 1.5], [-0.5, 3.0]]
    ),
    np.array([1, 0, 0, 1, 2, 2, 2, 1]),
    _UNITS * np.array([[1.5, 0.75], [-1.5, -2.75], [-2.5, -0.75], [-2.5, -2.0], [0.0, -0.75]]),
)
# Five neighbours of four classes: the middle one of their labels is not the most frequent.
LABELS_OF_FOUR = np.array([[0.0], [1.1], [2.3], [3.6], [5.0], [9.0]])
TIED = "two labels equally frequent"


def _by_luck(intent: Intent, lab: Lab, evidence: Evidence, causes: list[Named]) -> list[Named]:
    """Any of the most frequent labels is right, but each time the same."""
    tied = [i for i, case in enumerate(evidence.cases) if case.tag == TIED and not evidence.grades[i].fails]
    for i in () if causes else tied:
        if is_unsteady(lab, 3 * [evidence.cases[i]]):
            return [Named("ties_broken_by_luck", (i,))]
    return []


TOPIC = Plain(
    name="knn_predict",
    formula="knn_predict(X_train, y_train, X_test, k)_i = the most frequent label among the k nearest of X_test[i]",
    names=r"k_?nn|k_?nearest|nearest_?neighbou?rs?_?(predict|classif\w*|vote)",
    given=(
        Given("X_train", "np", "x_train X x data train points samples train_x features"),
        Given("y_train", "n", "y labels t classes train_y target targets train_labels", [0, 1, 2]),
        Given("X_test", "mp", "x_test test queries query Q q new X_new x_new T test_x"),
        Given("k", also="n_neighbors n neighbours neighbors num_neighbors", values=[3, 1, 2]),
    ),
    exact=exact,
    readings=(Reading("labels", "the label of each row of X_test"),),
    examples=(
        Example("usual", (X, Y, T, 3)),
        Example("usual", (1.5 * X[::-1], Y[::-1], T, 5)),
        Example("usual", (X[:9] + 1.0, Y[:9], T[:4], 3)),
        Example("usual", (*MORE, 3)),
        Example("telling", (X, Y, T, 1)),
        Example("telling", (X, Y, T, 7)),
        Example(
            "integer",
            (np.array([[0, 1], [2, 2], [5, 4], [1, 0]]), np.array([0, 1, 1, 0]), np.array([[1, 1], [4, 4]]), 3),
        ),
        Example("usual", (LABELS_OF_FOUR, np.array([0, 1, 0, 3, 2, 3]), np.array([[0.5], [4.1]]), 5)),
        Example(TIED, (X, Y, T, 7), "tied_vote"),
        Example(TIED, (LABELS_OF_FOUR, np.array([0, 2, 1, 1, 2, 0]), np.array([[0.4], [4.1]]), 2), "tied_vote"),
        Example(
            "neighbours at equal distances",
            (np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 1, 1, 0]), np.array([[1.5]]), 3),
            "tied_distance",
        ),
        Example("labels below 0", (X, Y * 2 - 3, T, 3), "labels_are_indices", "labels_are_indices"),
        Example("the query among the samples", (X, Y, X[:4], 1), "skips_the_nearest"),
        Example("points far from 0", (X + 1e9, Y, T + 1e9, 3), "cancellation", "cancellation"),
    ),
    mistakes=MISTAKES,
    accepts=accepts,
    causes={
        "takes_the_farthest": Cause("wrong", "The farthest vote instead of the nearest: sort in ascending order."),
        "nearest_only": Cause("wrong", "Only the nearest decides; k of them have a vote."),
        "one_neighbour_too_many": Cause("wrong", "k + 1 neighbours vote; take the first k: order[:k]."),
        "one_neighbour_too_few": Cause("wrong", "k - 1 neighbours vote; take the first k: order[:k]."),
        "skips_the_nearest": Cause(
            "wrong", "The nearest sample is left out, as if it were the query itself. Here queries are not samples."
        ),
        "only_the_kth": Cause(
            "wrong", "Only the k-th nearest decides; all k have a vote: order[:k], not order[k - 1]."
        ),
        "everyone_votes": Cause("wrong", "All samples vote, whatever k is: the most frequent label always wins."),
        "unsorted": Cause("wrong", "The first k samples vote, not the k nearest: sort the distances."),
        "averages_labels": Cause(
            "wrong",
            "Labels are averaged. They are names: between class 0 and class 2 does not lie class 1. Count them.",
        ),
        "rarest_label": Cause("wrong", "The rarest label wins; the most frequent should."),
        "largest_label": Cause("wrong", "The largest (or smallest) label wins, however few voted for it."),
        "weights_by_distance": Cause("wrong", "Near neighbours count more; here each of the k has one vote."),
        "not_a_distance": Cause("wrong", "This is not the Euclidean distance: square each difference, then add."),
        "first_feature_only": Cause("wrong", "Only one feature is looked at."),
        "votes_of_one_query": Cause("wrong", "Every query gets the answer of the first."),
        "returns_indices": Cause("wrong", "Places of samples come back; their labels were asked for."),
        "tied_vote": Cause("fragile", "Where two labels are equally frequent, a label wins that is not among them."),
        "tied_distance": Cause(
            "fragile", "Where neighbours are equally far, what comes back is not what any choice gives."
        ),
        "ties_broken_by_luck": Cause(
            "fragile",
            "Where two labels are equally frequent, luck decides: the same query gets another label next time, and no "
            "result can be repeated. Take the smallest label, or that of the nearest.",
        ),
        "labels_are_indices": Cause(
            "fragile",
            "Labels are used as places in an array of counts (np.bincount), which holds for 0, 1, 2, ... only. "
            "np.unique(..., return_counts=True) counts any labels.",
        ),
        "cancellation": Cause(
            "fragile",
            "|a|^2 - 2 a.b + |b|^2 loses all digits where the points lie far from 0, and others look nearest. Subtract "
            "the points first.",
        ),
    },
    everyday=lambda X, y, T, k: _clear(X, y, T, int(k)),
    valid=lambda X, y, T, k: 1 <= int(k) <= len(y),
    sizes={"n": (3, 6), "m": (1, 2), "p": (1, 2)},
    cost=lambda n: (np.column_stack([np.linspace(0, 1, n), np.linspace(2, 1, n)]), np.arange(n) % 2, T[:2], 3),
    grows_with="the number of samples",
).topic()
TOPIC = replace(TOPIC, extras=_by_luck)


def _clear(X: Array, y: Array, T: Array, k: int) -> bool:
    """Whether no distance and no vote is tied, and labels are 0, 1, 2."""
    for row in _squares(X, T):
        order = np.sort(row)
        if len(np.unique(order)) < len(order) or len(_winners(y[np.argsort(row)[:k]])) > 1:
            return False
    return bool(np.min(y) >= 0 and np.max(np.abs(X)) < 1e6)
