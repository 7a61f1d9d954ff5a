"""What a further centre would save: the loops of k-means++.

A new centre cannot be nearer to a row than the row's own centre if it is at least twice as far from that centre as the
row is (the triangle inequality); squared, four times. Such rows are passed over.
"""

from __future__ import annotations

from workings.kernels._jit import kernel
from workings.kernels.k_means_assign import squared_distance


@kernel
def sums_with(X, weights, middle, scale, candidates, apart, nearest, owner, after):
    """Add up, for each candidate, the weighted squared distances of a block of rows if it were a centre.

    `apart` (candidates, centres) holds the squared distances between candidates and centres; `nearest` and `owner` the
    squared distance of each row to its centre, and which that is.
    """
    for i in range(len(X)):
        now = nearest[i]
        weight = weights[i] if len(weights) else 1.0
        for t in range(len(candidates)):
            best = now
            if apart.shape[1] == 0 or apart[t, owner[i]] < 4.0 * now:
                best = min(best, squared_distance(X, i, middle, scale, candidates, t))
            after[t] += weight * best


@kernel
def take(X, middle, scale, candidates, t, apart, number, nearest, owner):
    """Make candidate t the centre with this number."""
    for i in range(len(X)):
        if len(apart) == 0 or apart[owner[i]] < 4.0 * nearest[i]:
            distance = squared_distance(X, i, middle, scale, candidates, t)
            if distance < nearest[i]:
                nearest[i] = distance
                owner[i] = number
