"""Votes of trees, wrong, or breaking easily."""

from collections import Counter

import numpy as np


def majority_vote_rows(votes):
    return np.array([Counter(row.tolist()).most_common(1)[0][0] for row in votes])


def majority_vote_mean(votes):
    return np.round(votes.mean(axis=0)).astype(int)


def majority_vote_median(votes):
    return np.median(votes, axis=0)


def majority_vote_count(votes):
    return np.array([Counter(column.tolist()).most_common(1)[0][1] for column in votes.T])


def majority_vote_place(votes):
    return np.array([np.unique(column, return_counts=True)[1].argmax() for column in votes.T])


def majority_vote_rarest(votes):
    out = []
    for column in votes.T:
        labels, counts = np.unique(column, return_counts=True)
        out.append(labels[counts.argmin()])
    return np.array(out)


def majority_vote_max(votes):
    return votes.max(axis=0)


def majority_vote_bincount(votes):
    return np.array([np.bincount(column).argmax() for column in votes.T])


def majority_vote_together(votes):
    labels, counts = np.unique(votes, return_counts=True)
    return np.full(votes.shape[1], labels[counts.argmax()])


def majority_vote_first(votes):
    return votes[0]


CODES = {
    "majority_vote_rows": "votes_of_one_tree",
    "majority_vote_mean": "mean_of_labels",
    "majority_vote_median": "median_of_labels",
    "majority_vote_count": "most_votes_not_label",
    "majority_vote_place": "place_not_label",
    "majority_vote_rarest": "rarest_label",
    "majority_vote_max": "largest_label",
    "majority_vote_bincount": "labels_are_indices",
    "majority_vote_together": "one_vote_for_all",
    "majority_vote_first": "first_tree_decides",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "labels_are_indices" else "wrong",
        "codes": [code],
        "may": [],
    }
    for name, code in CODES.items()
}
