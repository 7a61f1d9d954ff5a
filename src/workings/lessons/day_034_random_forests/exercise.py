"""Day 34: let the trees vote.

    workings check exercise.py

votes has one row for each tree and one column for each sample: votes[t, j] is the label that tree t gives sample j.

    wanted: for each sample the label that most trees give; of equally frequent ones the smallest

Labels are names: 0 and 2 do not make 1, and they may be -5 or 2,000,000,000.
"""

import numpy as np


def majority_vote(votes):
    """Return the label that wins for each sample, shape (n_samples,)."""
    # Your turn: this lets the first tree decide alone.
    return np.array(votes[0])
