"""The day's picture: a matrix, an array of another shape stretched over it, and their sum."""

from __future__ import annotations

import numpy as np

from workings.show import Control, Scene
from workings.show.arrays import broadcasting

CONTROLS = (
    Control("rows", 1, 5, 4, "rows of a, n", step=1),
    Control("columns", 1, 5, 3, "columns of a, m", step=1),
    Control("shape", 0, 3, 0, "shape of b: (m,), (n, 1), (n,), ()", step=1),
)


def scene(rows: float = 4, columns: float = 3, shape: float = 0) -> Scene:
    """Return a + b for one of four shapes of b."""
    n, m = int(rows), int(columns)
    b = ((m,), (n, 1), (n,), ())[int(shape)]
    count = int(np.prod(b))
    return broadcasting(10 * np.arange(n * m).reshape(n, m), np.arange(1, count + 1).reshape(b))
