"""Votes of trees, written in different styles, all right."""

from collections import Counter

import numpy as np


def majority_vote_unique(votes):
    winners = []
    for column in votes.T:
        labels, counts = np.unique(column, return_counts=True)
        winners.append(labels[counts.argmax()])
    return np.array(winners)


def majority_vote_counter(votes):
    return [Counter(column.tolist()).most_common(1)[0][0] for column in np.asarray(votes).T]


def majority_vote_scipy(votes):
    from scipy.stats import mode

    return mode(votes, axis=0, keepdims=False).mode


def majority_vote_along(votes):
    def winner(column):
        labels, counts = np.unique(column, return_counts=True)
        return labels[np.argmax(counts)]

    return np.apply_along_axis(winner, 0, votes)


def vote_table(predictions):
    labels = np.unique(predictions)
    counts = (predictions[None] == labels[:, None, None]).sum(axis=1)
    return labels[counts.argmax(axis=0)]


def majority_vote_dict(votes):
    out = []
    for j in range(len(votes[0])):
        counts = {}
        for row in votes:
            counts[row[j]] = counts.get(row[j], 0) + 1
        out.append(max(sorted(counts), key=counts.get))
    return out


def majority_vote_codes(votes):
    labels, codes = np.unique(votes, return_inverse=True)
    codes = codes.reshape(votes.shape)
    return labels[[np.bincount(column).argmax() for column in codes.T]]


def hard_vote_largest_of_equals(votes):
    return np.array([max(set(c.tolist()), key=lambda label: ((c == label).sum(), label)) for c in votes.T])


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in (
        "majority_vote_unique",
        "majority_vote_counter",
        "majority_vote_scipy",
        "majority_vote_along",
        "vote_table",
        "majority_vote_dict",
        "majority_vote_codes",
        "hard_vote_largest_of_equals",
    )
}
