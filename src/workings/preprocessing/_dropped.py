"""Which category of each column gets no column in a one-hot encoding."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.preprocessing._categories import Grouping, refuse
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
