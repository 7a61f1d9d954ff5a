"""A table of two classes as 0 and 1; of more classes, the most frequent one against the rest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workings.lessons.own_data import Table
from workings.lessons.page import Page


class TwoClasses(NamedTuple):
    """The answers as 0 and 1, and what to call each."""

    y: NDArray[np.int64]
    names: tuple[str, str]


def two_classes(table: Table) -> TwoClasses:
    """Return the table's target as 0 and 1.

    Of two classes the second in order is 1; of more, the most frequent one.
    """
    classes, counts = np.unique(table.y, return_counts=True)
    if len(classes) == 2:
        return TwoClasses((table.y == classes[1]).astype(np.int64), (str(classes[0]), str(classes[1])))
    chosen = classes[int(counts.argmax())]
    return TwoClasses((table.y == chosen).astype(np.int64), (f"not {chosen}", str(chosen)))


def say_table(page: Page, table: Table, found: TwoClasses) -> None:
    """Write what the table holds, and what is asked of it."""
    page.heading(
        f"Your data: {len(table.y):,} rows, {len(table.features)} features; is {table.target!r} {found.names[1]!r}?"
    )
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    if found.names[0].startswith("not "):
        page.say(
            f"There are more than two classes; today one stands against the rest: {found.names[1]}, the most frequent."
        )
