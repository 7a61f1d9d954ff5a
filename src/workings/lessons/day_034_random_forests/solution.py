"""Day 34, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def majority_vote(votes):
    """Return the label that wins for each sample, shape (n_samples,)."""
    # unique gives the labels sorted, so that the first of the largest counts belongs to the smallest label.
    labels = np.unique(votes)
    counts = np.array([(votes == label).sum(axis=0) for label in labels])
    return labels[counts.argmax(axis=0)]
