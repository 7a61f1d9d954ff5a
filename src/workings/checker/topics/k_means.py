"""The loop of k-means: assign, move, and so on, for some rounds or until nothing changes."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide
from workings.checker.topics.assign import clear, squares
from workings.checker.topics.update_centres import moved

_ENOUGH = 200


def nearest(X: Any, C: Any) -> Array:
    """Return the nearest centre of each sample."""
    labels: Array = squares(X, C).argmin(axis=1)
    return labels


def walk(X: Any, C: Any, steps: int | None, assign: Any = nearest, move: Any = moved) -> tuple[Any, Any]:
    """Return the centres after so many rounds, and the labels of the last; None: until the labels stay."""
    labels = None
    for _ in range(_ENOUGH if steps is None else int(steps)):
        new = assign(X, C)
        if labels is not None and np.array_equal(new, labels):
            break
        labels, C = new, move(X, new, C)
    return C, nearest(X, C) if labels is None else labels


def last(X: Any, C: Any, steps: Any = None) -> tuple[Any, Any]:
    """Return the centres, and the labels that they were made of."""
    return walk(wide(X), wide(C), steps)


def anew(X: Any, C: Any, steps: Any = None) -> tuple[Any, Any]:
    """Return the centres, and the labels of the nearest of these."""
    centres, _ = walk(wide(X), wide(C), steps)
    return centres, nearest(wide(X), centres)


def settled(X: Any, C: Any, steps: Any = None) -> tuple[Any, Any]:
    """Go on until nothing changes."""
    return walk(wide(X), wide(C), None)


def _ordinary(X: Any, C: Any, steps: Any = None) -> bool:
    """Whether no round has a tie or an empty cluster, and the rounds asked for change something to the end."""
    X, C = wide(X), wide(C)
    before = None
    for k in range(_ENOUGH):
        labels = nearest(X, C)
        if not clear(X, C) or len(np.unique(labels)) < len(C):
            return False
        if before is not None and np.array_equal(labels, before):
            return steps is None or k >= 2
        before, C = labels, moved(X, labels, C)
    return False


def _one_by_one(X: Any, C: Any, steps: Any) -> tuple[Any, Any]:
    C = C.copy()
    for _ in range(_ENOUGH if steps is None else int(steps)):
        for j in range(len(C)):
            C = np.vstack([C[:j], moved(X, nearest(X, C), C)[j : j + 1], C[j + 1 :]])
    return C, nearest(X, C)


def _with(final: bool, **parts: Any) -> Any:
    def answer(X: Any, C: Any, steps: Any = None) -> Any:
        centres, labels = walk(X, C, steps, **parts)
        return centres, (parts.get("assign", nearest)(X, centres) if final else labels)

    return answer


def _steps(final: bool, change: Any) -> Any:
    def answer(X: Any, C: Any, steps: Any = None) -> Any:
        centres, labels = walk(X, C, change(steps))
        return centres, nearest(X, centres) if final else labels

    return answer


def _means(of: Any) -> Any:
    return lambda X, g, C: np.array([of(X[g == j], C[j]) if (g == j).any() else C[j] for j in range(len(C))])


def mistakes(final: bool, counted: bool) -> Any:
    """Return what goes wrong in such a loop; `final`: the labels are taken anew in the end."""
    found = [
        ("takes_the_farthest", _with(final, assign=lambda X, C: squares(X, C).argmax(axis=1))),
        ("not_a_distance", _with(final, assign=lambda X, C: np.abs(X[:, None] - C).sum(axis=2).argmin(axis=1))),
        ("not_a_distance", _with(final, assign=lambda X, C: (-(X @ C.T)).argmin(axis=1))),
        ("takes_median", _with(final, move=_means(lambda p, old: np.median(p, axis=0)))),
        ("wrong_axis", _with(final, move=_means(lambda p, old: np.full(len(old), p.mean())))),
        ("moves_half_way", _with(final, move=_means(lambda p, old: 0.5 * (p.mean(axis=0) + old)))),
        ("one_step_only", _steps(final, lambda n: 1)),
        ("never_moves", lambda X, C, n=None: (C, nearest(X, C))),
        ("labels_of_the_start", lambda X, C, n=None: (walk(X, C, n)[0], nearest(X, C))),
        ("moves_one_by_one", _one_by_one),
        ("counts_from_one", lambda X, C, n=None: ((f := _steps(final, lambda m: m)(X, C, n))[0], f[1] + 1)),
    ]
    if counted:
        found += [
            ("one_step_too_many", _steps(final, lambda n: n + 1)),
            ("one_step_too_few", _steps(final, lambda n: n - 1)),
            ("steps_ignored", _steps(final, lambda n: None)),
        ]
    return tuple(found)


# Three groups that overlap, and a start from which the centres need some rounds.
X = np.array(
    [
        *([0.25, 1.5], [1.0, 0.75], [1.625, 2.125], [2.25, 1.0], [0.5, 2.75], [1.875, 3.25], [2.75, 2.375]),
        *([4.0, 3.5], [5.125, 2.75], [4.625, 4.25], [5.5, 4.875], [3.5, 2.875], [6.125, 3.625], [3.25, 1.375]),
        *([3.0, 6.5], [2.125, 5.375], [3.75, 5.75], [2.5, 7.25], [4.375, 6.875], [1.5, 4.625], [3.375, 4.5]),
    ]
)
C = np.array([[0.3125, 1.4375], [1.125, 0.6875], [1.75, 2.3125]])
X3 = np.column_stack([X, (X[:, 0] - 2.0) ** 2 / 3.0])[::2]

TOPIC = Plain(
    name="k_means",
    formula="k_means(X, centres, n_steps) = (centres, labels) after n_steps rounds of assigning and moving",
    names=r"^(?!.*(silhouette|elbow|inertia|mini|batch|medoid|loss|cost|score|gap|init|seed|plus)).*"
    r"(k_?means|lloyds?(_|$))",
    given=(
        Given("X", "np", "x data points samples a"),
        Given("centres", "kp", "centers c centroids mu means init start cluster_centers initial_centres c0 mus"),
        Given(
            "n_steps",
            also="steps n_iter iterations max_iter n_iterations rounds n_rounds num_iters iters t",
            values=[2, 3],
            optional=True,
        ),
    ),
    exact=last,
    readings=(
        Reading(
            "labels of the last round",
            "n_steps rounds; the labels that the centres were made of",
            takes=("n_steps",),
            mistakes=mistakes(False, True),
        ),
        Reading(
            "labels of the final centres",
            "n_steps rounds; the labels of the final centres",
            exact=anew,
            takes=("n_steps",),
            mistakes=mistakes(True, True),
        ),
        Reading("to the end", "until nothing changes", exact=settled, takes=(), mistakes=mistakes(True, False)),
    ),
    examples=(
        Example("usual", (X, C, 2)),
        Example("usual", (X[::-1] * 1.5, 1.5 * C[[1, 2, 0]], 3)),
        Example("usual", (X3, X3[:3] + 0.0625, 2)),
        Example("telling", (X, C, 1)),
        Example("integer", (np.rint(2 * X).astype(int), np.array([[0, 3], [2, 2], [6, 5]]), 2)),
        Example("more rounds than are needed", (X, C, 60), "runs_on"),
        Example("one centre", (X[:5], C[:1], 2), "fails_one_centre"),
        Example(
            "a centre without samples",
            (X, np.vstack([C, [[90.0, 90.0]]]), 2),
            "empty_moves",
            "empty_is_nan",
        ),
    ),
    causes={
        "takes_the_farthest": Cause("wrong", "Samples go to the farthest centre; the nearest was asked for."),
        "not_a_distance": Cause("wrong", "This is not the Euclidean distance: square each difference, then add."),
        "takes_median": Cause("wrong", "Centres go to medians; k-means takes means, which make the squares smallest."),
        "wrong_axis": Cause("wrong", "The mean runs over the features, too: mean(axis=0) is a number a feature."),
        "moves_half_way": Cause("wrong", "The centres go half way to the means; they should go there."),
        "one_step_only": Cause(
            "wrong",
            "Only the first round counts: the return stands inside the loop, or the samples are assigned once, before "
            "it.",
        ),
        "never_moves": Cause("wrong", "The centres come back as they were given: they never move."),
        "labels_of_the_start": Cause("wrong", "The labels are those of the centres at the start."),
        "moves_one_by_one": Cause(
            "wrong", "The samples are assigned anew after each centre's move. Assign all, then move all."
        ),
        "counts_from_one": Cause("wrong", "The labels begin with 1; the first centre has the number 0."),
        "steps_ignored": Cause("wrong", "It goes on until nothing changes; asked for were n_steps rounds at most."),
        "runs_on": Cause("fragile", "Where nothing changes any more, the same centres and labels should come back."),
        "fails_one_centre": Cause("fragile", "A single centre goes to the mean of all samples."),
        "empty_moves": Cause("fragile", "A centre without samples does not stay where it was."),
        "empty_is_nan": Cause(
            "fragile",
            "A centre without samples makes 0 / 0: nan (or an error), and from then on every distance to it is nan. "
            "Keep the old centre.",
        ),
    },
    everyday=_ordinary,
    valid=lambda X, C, n=None: n is None or int(n) >= 1,
    sizes={"n": (4, 6), "k": (2, 2), "p": (1, 2)},
    cost=lambda n: (
        np.column_stack([np.linspace(0, 1, n), np.linspace(2, 1, n)]),
        np.array([[0.1, 1.9], [0.8, 1.1]]),
        1,
    ),
).topic()
