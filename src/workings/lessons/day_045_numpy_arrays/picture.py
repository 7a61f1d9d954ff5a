"""The day's picture: numbers in memory, and a view of them with strides to turn."""

from __future__ import annotations

from workings.show import Control, Scene
from workings.show.arrays import memory_view

CONTROLS = (
    Control("row_stride", 1, 8, 5, "stride of rows", step=1),
    Control("column_stride", 1, 4, 1, "stride of columns", step=1),
    Control("start", 0, 11, 2, "start", step=1),
    Control("columns", 1, 6, 4, "columns", step=1),
)


def scene(row_stride: float = 5, column_stride: float = 1, start: float = 2, columns: float = 4) -> Scene:
    """Return 24 numbers in memory, and up to four rows of a view of them."""
    return memory_view(24, int(start), (4, int(columns)), (int(row_stride), int(column_stride)))
