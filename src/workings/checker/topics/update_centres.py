"""The second half of a round of k-means: each centre goes to the mean of its samples."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def moved(X: Any, labels: Any, C: Any) -> Array:
    """Return the mean of the samples of each centre; a centre without samples stays."""
    new = np.array(C, dtype=X.dtype)
    for j in range(len(C)):
        mine = X[labels == j]
        if len(mine):
            new[j] = mine.sum(axis=0) / len(mine)
    return new


def exact(X: Any, labels: Any, C: Any) -> Array:
    """Add in longdouble."""
    return moved(wide(X), labels, wide(C))


def _each(center: Any, empty: Any = lambda old: old) -> Any:
    """Return the mistake of another centre of a cluster, or of another place for an empty one."""

    def answer(X: Array, labels: Array, C: Array) -> Array:
        parts = [X[labels == j] for j in range(len(C))]
        return np.array([center(p, X, C, j) if len(p) else empty(C[j]) for j, p in enumerate(parts)])

    return answer


MISTAKES = (
    ("wrong_axis", _each(lambda p, X, C, j: p.mean())),
    ("wrong_axis", _each(lambda p, X, C, j: np.full(C.shape[1], p.mean()))),
    ("sums_instead_of_mean", _each(lambda p, X, C, j: p.sum(axis=0))),
    ("divides_by_all", _each(lambda p, X, C, j: p.sum(axis=0) / len(X))),
    ("divides_by_clusters", _each(lambda p, X, C, j: p.sum(axis=0) / len(C))),
    ("divides_by_features", _each(lambda p, X, C, j: p.sum(axis=0) / C.shape[1])),
    ("counts_wrongly", _each(lambda p, X, C, j: p.sum(axis=0) / (len(p) + 1))),
    ("includes_old_centre", _each(lambda p, X, C, j: (p.sum(axis=0) + C[j]) / (len(p) + 1))),
    ("moves_half_way", _each(lambda p, X, C, j: 0.5 * (p.mean(axis=0) + C[j]))),
    ("takes_median", _each(lambda p, X, C, j: np.median(p, axis=0))),
    ("takes_one_sample", _each(lambda p, X, C, j: p[0])),
    ("takes_one_sample", _each(lambda p, X, C, j: p[-1])),
    ("takes_one_sample", _each(lambda p, X, C, j: p[((p - p.mean(axis=0)) ** 2).sum(axis=1).argmin()])),
    ("mean_of_all", _each(lambda p, X, C, j: X.mean(axis=0))),
    ("middle_of_range", _each(lambda p, X, C, j: 0.5 * (p.min(axis=0) + p.max(axis=0)))),
    ("labels_shifted", lambda X, g, C: moved(X, g - 1, C)),
    ("keeps_old_centres", lambda X, g, C: C + 0.0),
    ("first_cluster_only", lambda X, g, C: np.vstack([moved(X, g, C)[:1], C[1:]])),
    ("last_cluster_only", lambda X, g, C: np.vstack([C[:-1], moved(X, g, C)[-1:]])),
    ("returns_moves", lambda X, g, C: moved(X, g, C) - C),
)

X = np.array(
    [
        *([3.375, -2.25], [-2.25, -0.25], [3.25, 1.625], [-1.0, 1.875], [-1.125, -2.625], [1.375, -2.125]),
        *([2.875, 2.125], [-1.25, -2.75], [1.75, 0.125], [0.625, 1.625], [-2.75, 1.375]),
    ]
)
G = np.array([0, 1, 0, 1, 2, 0, 0, 2, 0, 1, 1])
C = np.array([[2.5, 2.25], [-1.125, -0.375], [0.875, -3.0]])
X3 = np.column_stack([X[:9], X[:9, 0] ** 2 / 4])
C3 = np.column_stack([C, [0.5, 1.0, -0.25]])

TOPIC = Plain(
    name="update_centres",
    formula="update_centres(X, labels, centres)_j = mean of the X[i] with labels[i] = j; centres[j] if there are none",
    names=r"(^|_)(update|move|recompute|compute|new|next)_(the_)?(cent(re|er|roid)s?|means)(?!_of_mass)",
    given=(
        Given("X", "np", "x data points samples a"),
        Given("labels", "n", "y assignments assignment clusters label z r idx cluster_ids labels_ g", [0, 1]),
        Given("centres", "kp", "centers c centroids mu means cluster_centers old old_centres old_centers mus"),
    ),
    exact=exact,
    readings=(Reading("means", "the mean of each centre's samples; a centre without samples stays where it is"),),
    examples=(
        Example("usual", (X, G, C)),
        Example("usual", (X3, G[::-1][:9], C3)),
        Example("usual", (1.5 * X[:7] + 1.0, G[4:], C[[1, 2, 0]])),
        Example("telling", (X[:6], np.array([0, 1, 0, 1, 0, 1]), C[:2])),
        Example(
            "integer",
            (np.array([[0, 1], [7, 2], [5, 4], [2, 0]]), np.array([0, 1, 1, 0]), np.array([[1, 1], [6, 3]])),
        ),
        Example("centres that are whole numbers", (X[:4], np.array([0, 1, 0, 1]), np.array([[1, 1], [6, 3]])), "cuts"),
        Example("a cluster without samples", (X, np.where(G == 1, 2, G), C), "empty_moves", "empty_is_nan"),
        Example("the last cluster without samples", (X, np.minimum(G, 1), C), "empty_moves", "empty_is_nan"),
        Example("one sample in each cluster", (X[:3], np.array([2, 0, 1]), C), "fails_one_sample"),
    ),
    mistakes=MISTAKES,
    causes={
        "wrong_axis": Cause(
            "wrong", "The mean runs over the features, too: a centre has a number for each feature. Try mean(axis=0)."
        ),
        "divides_by_all": Cause("wrong", "The sum is divided by the number of all samples, not of the cluster's."),
        "divides_by_clusters": Cause("wrong", "The sum is divided by the number of clusters, not of its samples."),
        "counts_wrongly": Cause("wrong", "The sum is divided by one more than there are samples in the cluster."),
        "includes_old_centre": Cause("wrong", "The old centre is counted as one of its samples."),
        "moves_half_way": Cause("wrong", "The centre goes half way to the mean; it should go there."),
        "takes_median": Cause("wrong", "This is the median; k-means takes the mean, which makes the squares smallest."),
        "takes_one_sample": Cause("wrong", "One sample of the cluster comes back instead of their mean."),
        "mean_of_all": Cause("wrong", "Every centre gets the mean of all samples: take those with its label."),
        "middle_of_range": Cause("wrong", "Half way between the smallest and the largest is not the mean."),
        "labels_shifted": Cause("wrong", "Labels are taken to begin with 1; the first centre has the label 0."),
        "keeps_old_centres": Cause("wrong", "The old centres come back: nothing has moved."),
        "first_cluster_only": Cause("wrong", "Only the first centre moves: the return stands inside the loop?"),
        "last_cluster_only": Cause("wrong", "Only the last centre moves."),
        "returns_moves": Cause("wrong", "How far the centres move comes back, not where they are then."),
        "empty_moves": Cause(
            "fragile", "A centre without samples does not stay where it was. Its old place should come back."
        ),
        "empty_is_nan": Cause(
            "fragile",
            "A cluster without samples makes 0 / 0: nan (or an error), and from then on every distance is nan. Keep "
            "the old centre.",
        ),
        "cuts": Cause(
            "fragile",
            "Means are written into a copy of the centres, which holds whole numbers here, so their fractions are "
            "lost. Make the new array float.",
        ),
        "fails_one_sample": Cause("fragile", "A cluster of one sample has that sample for its mean."),
    },
    valid=lambda X, g, C: g.dtype.kind in "iu" and bool(np.all((g >= 0) & (g < len(C)))),
    everyday=lambda X, g, C: len(np.unique(g)) == len(C),
    sizes={"n": (2, 5), "k": (2, 2), "p": (1, 2)},
    cost=lambda n: (
        np.column_stack([np.linspace(0, 1, n), np.linspace(2, 1, n)]),
        np.arange(n) % 2,
        np.array([[0.1, 1.9], [0.8, 1.1]]),
    ),
).topic()
