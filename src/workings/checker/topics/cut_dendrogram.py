"""Flat clusters from a tree of merges: the last k - 1 merges are undone."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading


def tree(*merges: tuple[int, int, float]) -> Array:
    """Return a tree in SciPy's format; the sizes follow."""
    n = len(merges) + 1
    size = [1] * n
    for one, other, _ in merges:
        size.append(size[one] + size[other])
    return np.array([[a, b, h, size[n + k]] for k, (a, b, h) in enumerate(merges)], dtype=float)


def in_order(labels: Any) -> Array:
    """Return labels numbered 0, 1, 2 ... in the order in which they first come."""
    numbers: dict[Any, int] = {}
    found: Array = np.array([numbers.setdefault(one, len(numbers)) for one in labels])
    return found


def after(Z: Array, merges: int) -> Array:
    """Return the labels after so many merges, by sets of samples."""
    n = len(Z) + 1
    members = {i: {i} for i in range(n)}
    for row in range(max(0, min(merges, n - 1))):
        members[n + row] = members.pop(int(Z[row, 0])) | members.pop(int(Z[row, 1]))
    label = np.empty(n)
    for node, own in members.items():
        label[list(own)] = node
    return in_order(label)


def exact(Z: Array, k: int) -> Array:
    """Make n - k merges, which leave k clusters."""
    return after(Z, len(Z) + 1 - int(k))


def canonical(answer: Any, Z: Array, k: int) -> Any:
    """Names of clusters do not matter, only who is with whom."""
    labels = np.asarray(answer)
    return in_order(labels.ravel().tolist()) if labels.shape in ((len(Z) + 1,), (len(Z) + 1, 1)) else answer


def _below(Z: Array, height: float) -> Array:
    return after(Z, int(np.sum(Z[:, 2] <= height)))


def _joined(Z: Array, merges: int, rows: Any = None, own: bool = True) -> Array:
    """Return the labels by renaming, where the merge's own number is given to the samples or not."""
    n = len(Z) + 1
    label = np.arange(n)
    for row in range(merges) if rows is None else rows:
        a, b = int(Z[row, 0]), int(Z[row, 1])
        label[(label == a) | (label == b)] = n + row if own else a
    return in_order(label)


def is_tree(Z: Any) -> bool:
    """Whether each row merges two clusters that are there."""
    if np.ndim(Z) != 2 or np.shape(Z)[1] != 4:
        return False
    there = set(range(len(Z) + 1))
    for row, pair in enumerate(np.asarray(Z)[:, :2].tolist()):
        if pair[0] == pair[1] or not there.issuperset(pair):
            return False
        there -= set(pair)
        there.add(len(Z) + 1 + row)
    return True


MISTAKES = (
    ("one_merge_too_many", lambda Z, k: after(Z, len(Z) + 2 - k)),
    ("one_merge_too_few", lambda Z, k: after(Z, len(Z) - k)),
    ("undoes_the_first", lambda Z, k: _joined(Z, 0, range(k - 1, len(Z)))),
    ("merges_k_times", after),
    ("merges_k_times", lambda Z, k: after(Z, k - 1)),
    ("k_taken_for_a_height", lambda Z, k: _below(Z, float(k))),
    ("k_taken_for_a_height", lambda Z, k: _below(Z, np.nextafter(float(k), 0.0))),
    ("clusters_of_clusters_lost", lambda Z, k: _joined(Z, len(Z) + 1 - k, own=False)),
    ("all_alone", lambda Z, k: np.arange(len(Z) + 1.0)),
)

# Heights far from the numbers of clusters, members of a cluster not side by side, merges of merges.
SEVEN = tree((2, 5, 0.25), (0, 3, 0.5), (1, 7, 2.25), (4, 6, 2.5), (8, 10, 3.75), (9, 11, 6.5))
SIX = tree((1, 4, 1.5), (0, 5, 1.75), (2, 7, 2.0), (3, 6, 4.5), (8, 9, 5.25))
EIGHT = tree((3, 6, 0.5), (0, 7, 1.0), (2, 8, 1.25), (1, 9, 3.5), (4, 10, 3.75), (5, 11, 4.25), (12, 13, 9.0))
TIES = tree((0, 2, 1.0), (1, 3, 1.0), (5, 6, 1.0), (4, 7, 1.0))
FALLING = tree((0, 3, 2.0), (1, 4, 1.75), (2, 5, 3.0))
PAIR = tree((0, 1, 1.0))

TOPIC = Plain(
    name="cut_dendrogram",
    formula="cut_dendrogram(Z, k) = the label of each sample when the last k - 1 merges of Z are undone",
    names=r"cut_?(the_)?(dendro|tree|linkage)|flat_clusters|dendrogram_(cut|labels)|labels_(from|of)_(linkage|tree|dendro)",
    given=(
        Given("Z", also="tree linkage merges dendrogram linkage_matrix", values=[SEVEN, SIX, EIGHT]),
        Given("k", also="n_clusters n k_clusters num_clusters", values=[2, 3, 4]),
    ),
    exact=exact,
    readings=(Reading("k clusters", "a label for each of the n samples, k different ones, named in any way"),),
    examples=(
        Example("usual", (SEVEN, 3)),
        Example("usual", (EIGHT, 3)),
        Example("usual", (SIX, 4)),
        Example("usual", (EIGHT, 4)),
        Example("telling", (SEVEN, 2)),
        Example("telling", (SIX, 2)),
        Example("one cluster", (SIX, 1), "one_cluster"),
        Example("as many clusters as samples", (SEVEN, 7), "all_samples"),
        Example("merges of equal height", (TIES, 2), "cuts_by_height"),
        Example("merges of equal height", (TIES, 3), "cuts_by_height"),
        Example("heights that fall", (FALLING, 2), "cuts_by_height"),
        Example("heights that fall", (FALLING, 3), "cuts_by_height"),
        Example("a single merge", (PAIR, 1), "one_cluster"),
    ),
    mistakes=MISTAKES,
    causes={
        "one_merge_too_many": Cause("wrong", "There are k - 1 clusters: n - k merges leave k, and one more was made."),
        "one_merge_too_few": Cause("wrong", "There are k + 1 clusters: n - k merges leave k, and one is missing."),
        "undoes_the_first": Cause("wrong", "The first merges are left out; undo the last k - 1, the highest."),
        "merges_k_times": Cause("wrong", "k says how many clusters are left, not how many merges are made: n - k."),
        "k_taken_for_a_height": Cause("wrong", "k is taken for a height; it is the number of clusters to leave."),
        "clusters_of_clusters_lost": Cause(
            "wrong",
            "Row i of Z makes the cluster n + i, and later rows call it so. Here it keeps another name, and what "
            "should merge with it does not.",
        ),
        "all_alone": Cause(
            "wrong",
            "Every sample has a label of its own: no merge was made, or only one of the two clusters was renamed.",
        ),
        "one_cluster": Cause("fragile", "One cluster takes all n - 1 merges; that fails."),
        "all_samples": Cause("fragile", "As many clusters as samples take no merge at all; that fails."),
        "cuts_by_height": Cause(
            "fragile",
            "The merges are chosen by their heights, which need not tell them apart: equal ones, or in centroid "
            "linkage falling ones, give another number of clusters than k. Count rows instead.",
        ),
    },
    edits={"one_merge_too_many": ("shift_range",), "one_merge_too_few": ("shift_range",)},
    valid=lambda Z, k: is_tree(Z) and 1 <= int(k) <= len(Z) + 1,
    canonical=canonical,
).topic()
