"""k-means++: how likely each sample is to be the next centre."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide
from workings.checker.topics.assign import squares


def share(weights: Any) -> Array:
    """Return weights divided by their sum."""
    return np.asarray(weights / weights.sum())


def exact(X: Any, C: Any) -> Array:
    """Measure in longdouble; where every sample is a centre, all are equally likely."""
    found = squares(wide(X), wide(C)).min(axis=1)
    return share(found) if found.any() else np.full(len(X), 1.0 / len(X))


def all_taken(X: Any, C: Any) -> bool:
    """Whether every sample lies on a centre."""
    return not squares(wide(X), wide(C)).min(axis=1).any()


def accepts(answer: Any, X: Any, C: Any) -> bool:
    """Whether these are chances at all, where no sample is more likely than another."""
    chances = np.asarray(answer, dtype=float).ravel()
    return bool(
        all_taken(X, C) and chances.shape == (len(X),) and np.all(chances >= 0) and abs(chances.sum() - 1) < 1e-9
    )


def _near(X: Any, C: Any) -> Array:
    return np.asarray(squares(X, C).min(axis=1))


MISTAKES = (
    ("not_squared", lambda X, C: share(np.sqrt(_near(X, C)))),
    ("squared_twice", lambda X, C: share(_near(X, C) ** 2)),
    ("not_normalised", _near),
    ("not_normalised", lambda X, C: np.sqrt(_near(X, C))),
    ("not_normalised", lambda X, C: _near(X, C) / _near(X, C).max()),
    ("not_normalised", lambda X, C: _near(X, C) / len(X)),
    ("prefers_the_near", lambda X, C: share(1.0 / (_near(X, C) + 1e-12))),
    ("prefers_the_near", lambda X, C: share(_near(X, C).max() - _near(X, C))),
    ("prefers_the_near", lambda X, C: 1.0 - share(_near(X, C))),
    ("farthest_centre", lambda X, C: share(squares(X, C).max(axis=1))),
    ("adds_all_centres", lambda X, C: share(squares(X, C).sum(axis=1))),
    ("adds_all_centres", lambda X, C: share(np.sqrt(squares(X, C)).sum(axis=1))),
    ("adds_all_centres", lambda X, C: share(((X - C.mean(axis=0)) ** 2).sum(axis=1))),
    ("one_centre_only", lambda X, C: share(squares(X, C)[:, 0])),
    ("one_centre_only", lambda X, C: share(squares(X, C)[:, -1])),
    ("softmax", lambda X, C: share(np.exp(_near(X, C) - _near(X, C).max()))),
    ("uniform", lambda X, C: np.full(len(X), 1.0 / len(X))),
    ("takes_the_farthest", lambda X, C: np.eye(len(X))[_near(X, C).argmax()]),
    ("cumulative", lambda X, C: np.cumsum(share(_near(X, C)))),
    ("not_a_distance", lambda X, C: share(np.abs(X[:, None] - C).sum(axis=2).min(axis=1))),
    ("not_a_distance", lambda X, C: share(np.abs(X[:, None] - C).sum(axis=2).min(axis=1) ** 2)),
    ("axes_swapped", lambda X, C: share(squares(X, C).min(axis=0))),
)

X = np.array([[3.375, -2.25], [-2.25, -0.25], [3.25, 1.625], [-1.0, 1.875], [-1.125, -2.625], [1.375, -2.125]])
C = np.array([[2.5, 2.25], [-1.125, -0.375], [0.875, -3.0]])
X3 = np.array([[0.5, 2.0, -1.0], [3.0, -1.5, 0.25], [-2.0, 0.5, 3.5], [1.0, 1.0, 1.25], [-0.75, -3.0, 0.0]])

TOPIC = Plain(
    name="plus_plus_probabilities",
    formula="plus_plus_probabilities(X, centres)_i = D_i^2 / sum of all D^2, D_i the distance to the nearest centre",
    names=r"plus_?plus|k_?means_?pp|(^|_)(seed\w*|d2|d_squared)_(prob|chance|weight)\w*",
    given=(
        Given("X", "np", "x data points samples a"),
        Given("centres", "kp", "centers c centroids mu means chosen seeds cluster_centers mus"),
    ),
    exact=exact,
    readings=(Reading("chances", "the chance of each sample to be the next centre; they sum to 1"),),
    examples=(
        Example("usual", (X, C)),
        Example("usual", (X3, X3[[1, 3]] + 0.25)),
        Example("usual", (1.5 * X[::-1], C[:2])),
        Example("telling", (X, X[2:3])),
        Example("telling", (X, X[[0, 4]])),
        Example("integer", (np.array([[0, 1], [7, 2], [5, 4], [1, 0]]), np.array([[1, 1], [6, 3]]))),
        Example("every sample on a centre", (X[:3], X[:3]), "all_taken", "all_taken"),
        Example("points far from 0", (X + 2.0**30, C + 2.0**30), "cancellation", "cancellation"),
    ),
    mistakes=MISTAKES,
    accepts=accepts,
    may_raise=all_taken,
    causes={
        "not_squared": Cause("wrong", "The distance is not squared: k-means++ draws by the squared distance."),
        "squared_twice": Cause("wrong", "The distance is squared twice."),
        "not_normalised": Cause("wrong", "These do not sum to 1: divide by the sum over all samples."),
        "prefers_the_near": Cause("wrong", "Near samples are the likelier ones; far ones should be."),
        "farthest_centre": Cause("wrong", "The distance to the farthest centre is taken: min, not max, over centres."),
        "adds_all_centres": Cause("wrong", "All centres count; only the nearest of each sample should."),
        "one_centre_only": Cause("wrong", "Only one of the centres counts; take each sample's nearest."),
        "softmax": Cause("wrong", "A softmax of the squared distances; divide them by their sum."),
        "uniform": Cause("wrong", "All samples are equally likely; far ones should be likelier."),
        "takes_the_farthest": Cause(
            "wrong", "The farthest sample is certain to be drawn, an outlier mostly; chances were asked for."
        ),
        "cumulative": Cause("wrong", "The running sum comes back, not the chances themselves."),
        "not_a_distance": Cause("wrong", "This is not the Euclidean distance: square each difference, then add."),
        "axes_swapped": Cause("wrong", "The nearest is looked for among the samples: min over the centres, axis 1."),
        "all_taken": Cause(
            "fragile",
            "Where every sample lies on a centre, all distances are 0, and 0 / 0 is nan. Draw any, or raise an error.",
        ),
        "cancellation": Cause(
            "fragile",
            "|x|^2 - 2 x.c + |c|^2 loses all digits where the points lie far from 0. Subtract the centre first.",
        ),
    },
    everyday=lambda X, C: not all_taken(X, C) and bool(np.max(np.abs(X)) < 1e6),
    sizes={"n": (2, 4), "k": (1, 2), "p": (1, 2)},
    cost=lambda n: (np.column_stack([np.linspace(0, 1, n), np.linspace(2, 1, n)]), np.array([[0.1, 1.9], [0.8, 1.1]])),
    textbook=lambda X, C: share(_near(X, C)),
).topic()
