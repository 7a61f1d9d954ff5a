"""The vote of several trees on each sample."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def _tied(column: Array) -> list[Any]:
    counts = Counter(column.tolist())
    most = max(counts.values())
    return sorted(label for label, count in counts.items() if count == most)


def exact(votes: Array) -> Any:
    """Count each label of each column; of equally frequent ones the smallest."""
    return np.array([_tied(column)[0] for column in votes.T])


def accepts(answer: Any, votes: Array) -> bool:
    """Any of the labels with the most votes."""
    labels = np.asarray(answer).ravel()
    return labels.shape == (votes.shape[1],) and all(
        label in _tied(column) for label, column in zip(labels.tolist(), votes.T, strict=True)
    )


def _each(vote: Any, axis: int = 0) -> Any:
    return lambda votes: np.apply_along_axis(vote, axis, votes)


def _rarest(column: Array) -> Any:
    labels, counts = np.unique(column, return_counts=True)
    return labels[counts.argmin()]


def _of_unique(column: Array) -> Any:
    return np.unique(column, return_counts=True)[1].argmax()


def _winner(column: Array) -> Any:
    return _tied(column)[0]


def _first_met(column: Array) -> Any:
    return Counter(column.tolist()).most_common(1)[0][0]


MISTAKES = (
    ("votes_of_one_tree", _each(_winner, 1)),
    ("votes_of_one_tree", _each(_first_met, 1)),
    ("mean_of_labels", _each(np.mean)),
    ("mean_of_labels", _each(lambda c: np.round(np.mean(c)))),
    ("mean_of_labels", _each(lambda c: int(np.mean(c)))),
    ("median_of_labels", _each(np.median)),
    ("most_votes_not_label", _each(lambda c: max(Counter(c.tolist()).values()))),
    ("place_not_label", _each(_of_unique)),
    ("place_not_label", _each(np.argmax)),
    ("rarest_label", _each(_rarest)),
    ("largest_label", _each(np.max)),
    ("largest_label", _each(np.min)),
    ("first_tree_decides", lambda votes: votes[0]),
    ("first_tree_decides", lambda votes: votes[-1]),
    ("one_vote_for_all", lambda votes: _winner(votes.ravel())),
    ("one_vote_for_all", lambda votes: np.full(votes.shape[1], _winner(votes.ravel()))),
    ("first_tree_has_no_vote", lambda votes: exact(votes[1:])),
    ("last_tree_has_no_vote", lambda votes: exact(votes[:-1])),
)

A = np.array([[2, 0, 1, 2], [2, 1, 1, 0], [0, 1, 2, 0], [2, 1, 2, 0], [1, 0, 1, 0], [1, 1, 0, 2], [2, 0, 1, 1]])
B = np.array([[3, 1, 0], [0, 1, 3], [3, 2, 3], [3, 1, 1], [1, 2, 3]])
C = np.array([[1, 2, 0, 0, 1], [1, 0, 0, 2, 2], [0, 2, 0, 2, 2], [1, 2, 1, 2, 0], [2, 0, 2, 1, 2], [1, 2, 0, 0, 2]])

TOPIC = Plain(
    name="majority_vote",
    formula="majority_vote(votes)_j = the most frequent label in column j of votes, of equals the smallest",
    names=r"majority|(^|_)(hard_?)?vot(e|es|ing)(_|$)|most_(common|frequent)_(label|vote|class)",
    given=(Given("votes", "tn", "predictions preds labels trees y p answers P V", [0, 1, 2, 1]),),
    exact=exact,
    readings=(Reading("columns", "the most frequent label of each column: rows are trees, columns samples"),),
    examples=(
        Example("usual", (A,)),
        Example("usual", (B,)),
        Example("usual", (C,)),
        Example("telling", (A[:, ::-1][[3, 0, 6, 1, 2]],)),
        Example("telling", (2 - C,)),
        Example("a single tree", (A[:1],), "fails_single_element"),
        Example("a single sample", (A[:, :1],), "fails_single_element"),
        Example("two labels equally frequent", (np.array([[0, 2], [0, 1], [3, 2], [3, 1], [1, 0]]),), "tied_vote"),
        Example("labels below 0", (2 * B - 5,), "labels_are_indices", "labels_are_indices"),
        Example("labels far apart", (np.where(B == 3, 2_000_000_000, B),), "labels_are_indices", "labels_are_indices"),
    ),
    mistakes=MISTAKES,
    accepts=accepts,
    causes={
        "votes_of_one_tree": Cause(
            "wrong", "The votes of a row are counted: those of one tree. A sample is a column: count along axis 0."
        ),
        "mean_of_labels": Cause(
            "wrong",
            "Labels are averaged. They are names: between class 0 and class 2 does not lie class 1. Count them.",
        ),
        "median_of_labels": Cause("wrong", "This is the median. Labels are names without an order: count them."),
        "most_votes_not_label": Cause("wrong", "This is how many votes the winner got; its label was asked for."),
        "place_not_label": Cause(
            "wrong", "This is the place of the largest count, not the label there: np.unique returns the labels, too."
        ),
        "rarest_label": Cause("wrong", "The rarest label wins; the most frequent should."),
        "largest_label": Cause("wrong", "The largest (or smallest) label wins, however few voted for it."),
        "first_tree_decides": Cause("wrong", "One tree decides alone; all of them have a vote."),
        "one_vote_for_all": Cause("wrong", "All votes are counted together; each sample has its own vote."),
        "first_tree_has_no_vote": Cause("wrong", "The first tree has no vote: count all rows."),
        "last_tree_has_no_vote": Cause("wrong", "The last tree has no vote: count all rows."),
        "tied_vote": Cause("fragile", "Where two labels are equally frequent, a label wins that is not among them."),
        "labels_are_indices": Cause(
            "fragile",
            "Labels are used as places in an array of counts (np.bincount), which holds for small numbers from 0 on "
            "only. np.unique(..., return_counts=True) counts any labels.",
        ),
    },
    everyday=lambda votes: bool(votes.min() >= 0 and votes.max() < 100) and all(len(_tied(c)) == 1 for c in votes.T),
    sizes={"t": (2, 5), "n": (1, 3)},
    cost=lambda n: (np.arange(3 * n).reshape(n, 3) % 4 % 3,),
    textbook=lambda votes: np.array([_winner(c) for c in votes.T]),
    grows_with="the number of trees",
).topic()
