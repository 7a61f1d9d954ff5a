"""Which category of each column gets no column in a one-hot encoding, and how the encoding is read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from workings.preprocessing._categories import Grouping, refuse
from workings.preprocessing._encoder import widest
from workings.preprocessing._numbering import positions

Array = NDArray[Any]


def dropped_groups(drop: Any, categories: list[Array], groupings: list[Grouping]) -> Array | None:
    """Return for each column the group of categories to drop, or None; None if no column loses one."""
    if drop is None:
        return None
    if isinstance(drop, str):
        found = [0 if drop == "first" or one.groups == 2 else None for one in groupings]
        return np.array(found, dtype=object)
    wanted = np.asarray(drop, dtype=object)
    if wanted.ndim != 1 or len(wanted) != len(categories):
        refuse(
            f"`drop` should have length equal to the number of features ({len(categories)}), got {len(wanted)}.",
            "Name one category for each column, or use drop='first'.",
        )
    places = [int(positions(wanted[i : i + 1], known)[0]) for i, known in enumerate(categories)]
    missing = [f"Category: {wanted[i]}, Feature: {i}" for i, place in enumerate(places) if place < 0]
    if missing:
        refuse(
            "The following categories were supposed to be dropped, but were not found in the training data.\n"
            + "\n".join(missing),
            "\nUse categories as they stand in categories_.",
        )
    for i, (place, one) in enumerate(zip(places, groupings, strict=True)):
        if one.infrequent is not None and place in one.infrequent:
            refuse(
                f"Unable to drop category {wanted[i]!r} from feature {i} because it is infrequent: it has no column.",
                "Drop a frequent one, or raise max_categories or lower min_frequency.",
            )
    return np.array([one.to_group[place] for place, one in zip(places, groupings, strict=True)], dtype=object)


def first_of_groups(groups: Array | None, groupings: list[Grouping]) -> Array | None:
    """Return, for groups that are dropped, the first category of each: what `drop_idx_` tells."""
    if groups is None:
        return None
    firsts = np.empty(len(groups), dtype=object)
    for i, (group, one) in enumerate(zip(groups, groupings, strict=True)):
        firsts[i] = None if group is None else int(np.flatnonzero(one.to_group == group)[0])
    return firsts


def decoded(
    X: Any, all_groups: list[Array], drops: list[int | None], means_unknown: list[bool], handle_unknown: str
) -> Array:
    """Return the category that each feature of an encoded sample has.

    Parameters
    ----------
    X : ndarray or sparse matrix of shape (n_samples, n_encoded_features)
    all_groups : list of ndarray
        The categories of each feature, the infrequent ones as one, the dropped one included.
    drops : list of int or None
        The number of the dropped one.
    means_unknown : list of bool
        Whether all zeros mean an unknown category, where none is dropped.
    handle_unknown : str
        What an error tells.
    """
    X = X.tocsc() if sparse.issparse(X) else X
    found = np.empty((X.shape[0], len(all_groups)), dtype=widest(all_groups))
    nothing: list[tuple[int, Array]] = []
    start = 0
    for i, (groups, drop) in enumerate(zip(all_groups, drops, strict=True)):
        kept = groups if drop is None else np.delete(groups, drop)
        part = X[:, start : start + len(kept)]
        start += len(kept)
        if not len(kept):  # the only category is the dropped one
            found[:, i] = groups[0]
            continue
        found[:, i] = kept[np.asarray(part.argmax(axis=1)).ravel()]
        zero = np.asarray(part.sum(axis=1) == 0).ravel()
        if drop is not None:
            found[zero, i] = groups[drop]
        elif zero.any() and means_unknown[i]:
            nothing.append((i, zero))
        elif zero.any():
            refuse(
                f"Samples {np.flatnonzero(zero)} can not be inverted when drop=None and "
                f"handle_unknown={handle_unknown!r} because they contain all zeros.",
                "Fit with handle_unknown='ignore' to get None for them.",
            )
    if nothing:
        found = found.astype(object)
        for i, zero in nothing:
            found[zero, i] = None
    return found


def combiner(wanted: Any) -> Callable[[Any, Any], str]:
    """Return the function that makes a column's name of those of its feature and its category."""
    if not callable(wanted):
        return lambda feature, category: f"{feature}_{category}"
    tried = wanted("feature", "category")
    if not isinstance(tried, str):
        refuse(
            "When `feature_name_combiner` is a callable, it should return a Python string.",
            f"Got {type(tried).__name__}.",
            TypeError,
        )
    found: Callable[[Any, Any], str] = wanted
    return found
