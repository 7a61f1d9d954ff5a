"""The first half of a round of k-means: which centre is nearest to each sample."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def squares(X: Any, C: Any) -> Array:
    """Return the squared distance of each sample to each centre."""
    return np.asarray(((X[:, None, :] - C) ** 2).sum(axis=2))


def exact(X: Any, C: Any) -> Array:
    """Measure in longdouble, and take the first of equally near centres."""
    labels: Array = squares(wide(X), wide(C)).argmin(axis=1)
    return labels


def accepts(answer: Any, X: Any, C: Any) -> bool:
    """Whether each label names a centre than which none is nearer."""
    labels, found = np.asarray(answer).ravel(), squares(wide(X), wide(C))
    if labels.shape != (len(X),) or not np.all(np.isin(labels, np.arange(len(C)))):
        return False
    return bool(np.all(found[np.arange(len(X)), labels.astype(int)] == found.min(axis=1)))


def clear(X: Any, C: Any) -> bool:
    """Whether no sample is about equally near to two centres, and none far from 0."""
    found = np.sort(squares(wide(X), wide(C)), axis=1)
    return bool(np.max(np.abs(X)) < 1e6 and (found.shape[1] == 1 or np.all(found[:, 1] > found[:, 0] + 1e-6)))


def _by(distance: Any) -> Any:
    """Return the mistake of measuring otherwise."""
    return lambda X, C: np.array([np.argmin([distance(x, c) for c in C]) for x in X])


MISTAKES = (
    ("takes_the_farthest", lambda X, C: squares(X, C).argmax(axis=1)),
    ("axes_swapped", lambda X, C: squares(X, C).argmin(axis=0)),
    ("axes_swapped", lambda X, C: ((X[:, None, :] - C) ** 2).sum(axis=1).argmin(axis=1)),
    ("axes_swapped", lambda X, C: np.linalg.norm(X[:, None, :] - C, axis=1).argmin(axis=1)),
    ("not_a_distance", _by(lambda x, c: np.abs(x - c).sum())),
    ("not_a_distance", _by(lambda x, c: np.abs(x - c).max())),
    ("not_a_distance", _by(lambda x, c: (x - c).sum())),
    ("not_a_distance", _by(lambda x, c: abs((x - c).sum()))),
    ("not_a_distance", _by(lambda x, c: ((x + c) ** 2).sum())),
    ("not_a_distance", _by(lambda x, c: -(x @ c))),
    ("not_a_distance", _by(lambda x, c: c @ c - x @ c)),
    ("not_a_distance", _by(lambda x, c: x @ x + c @ c + 2 * x @ c)),
    ("not_a_distance", _by(lambda x, c: -(x @ c) / np.sqrt((x @ x) * (c @ c)))),
    ("first_feature_only", _by(lambda x, c: abs(x[0] - c[0]))),
    ("returns_distances", lambda X, C: squares(X, C).min(axis=1)),
    ("returns_distances", lambda X, C: np.sqrt(squares(X, C).min(axis=1))),
    ("returns_distances", squares),
    ("returns_distances", lambda X, C: np.sqrt(squares(X, C))),
    ("counts_from_one", lambda X, C: exact(X, C) + 1),
    ("returns_centres", lambda X, C: C[exact(X, C)]),
    ("returns_members", lambda X, C: np.eye(len(C))[exact(X, C)]),
    ("label_of_one_sample", lambda X, C: np.repeat(exact(X[:1], C), len(X))),
    ("label_of_one_sample", lambda X, C: np.repeat(exact(X[-1:], C), len(X))),
)

X = np.array(
    [
        *([3.375, -2.25], [-2.25, -0.25], [3.25, 1.625], [-1.0, 1.875], [-1.125, -2.625], [1.375, -2.125]),
        *([2.875, 2.125], [-1.25, -2.75], [1.75, 0.125], [0.625, 1.625], [-2.75, 1.375], [-0.5, 2.5]),
    ]
)
C = np.array([[2.5, 2.25], [-1.125, -0.375], [0.875, -3.0]])
# One coordinate large, the other small: other distances come to other labels.
X3 = np.array([[0.5, 2.0, -1.0], [3.0, -1.5, 0.25], [-2.0, 0.5, 3.5], [1.0, 1.0, 1.25], [-0.75, -3.0, 0.0]])
C3 = np.array([[1.5, 1.75, 0.5], [-1.25, 0.25, 1.0], [4.5, -2.5, 2.0], [-0.5, -0.625, -2.25]])

TOPIC = Plain(
    name="assign",
    formula="assign(X, centres)_i = the number j of the centre with the smallest |X[i] - centres[j]|",
    names=r"(^|_)(assign(ments?|ed)?(_(labels?|clusters?|points|samples|to_\w+))?|"
    r"(closest|nearest)_(cent\w+|clusters?))\d*(_[a-z0-9]+)?$",
    given=(
        Given("X", "np", "x data points samples a"),
        Given("centres", "kp", "centers c centroids mu means cluster_centers centers_ mus"),
    ),
    exact=exact,
    readings=(Reading("labels", "the number of the nearest centre of each sample, from 0 on"),),
    examples=(
        Example("usual", (X, C)),
        Example("usual", (X3, C3)),
        Example("usual", (X[::-1] * 1.5, C[[1, 2, 0]] + 0.25)),
        Example("telling", (X[:, :1], C[:, :1])),
        Example("integer", (np.array([[0, 1], [7, 2], [5, 4], [1, 0]]), np.array([[1, 1], [6, 3]]))),
        Example("one centre", (X[:4], C[:1]), "fails_one_centre"),
        Example("one sample", (X[:1], C), "fails_one_sample"),
        Example("two centres equally near", (np.array([[0.0, 0.0], [1.0, 3.0]]), np.array([[1.0, 0], [-1, 0]])), "tie"),
        Example("points far from 0", (X + 1e9, C + 1e9), "cancellation", "cancellation"),
    ),
    mistakes=MISTAKES,
    accepts=accepts,
    causes={
        "takes_the_farthest": Cause("wrong", "The farthest centre is taken; the nearest has the smallest distance."),
        "axes_swapped": Cause(
            "wrong",
            "An axis is mixed up: differences have the shape (samples, centres, features). Add over the last, and take "
            "argmin over the centres.",
        ),
        "not_a_distance": Cause("wrong", "This is not the Euclidean distance: square each difference, then add."),
        "first_feature_only": Cause("wrong", "Only one feature is looked at."),
        "returns_distances": Cause("wrong", "Distances come back; asked for are the numbers of the centres (argmin)."),
        "counts_from_one": Cause(
            "wrong", "The centres are counted from 1; the first row of `centres` has the number 0."
        ),
        "returns_centres": Cause("wrong", "The centres themselves come back; asked for are their numbers."),
        "returns_members": Cause("wrong", "A table of zeros and ones comes back; asked for is a number a sample."),
        "label_of_one_sample": Cause("wrong", "Every sample gets the label of one of them."),
        "fails_one_centre": Cause("fragile", "With a single centre every sample belongs to it: 0."),
        "fails_one_sample": Cause("fragile", "A single sample has a label, too: an array of one number."),
        "tie": Cause("fragile", "Where two centres are equally near, neither of them comes back."),
        "cancellation": Cause(
            "fragile",
            "|x|^2 - 2 x.c + |c|^2 loses all digits where the points lie far from 0, and another centre looks nearest. "
            "Subtract the centre first.",
        ),
    },
    everyday=clear,
    sizes={"n": (1, 4), "k": (2, 3), "p": (1, 2)},
    cost=lambda n: (np.column_stack([np.linspace(0, 1, n), np.linspace(2, 1, n)]), np.array([[0.1, 1.9], [0.8, 1.1]])),
).topic()
