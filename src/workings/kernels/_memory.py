"""Large arrays for work that is soon done: fresh memory is dear, a page at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# The processor's large page; and what NumPy asks the system to give in large pages.
_PAGE, _ASKED = 1 << 21, 1 << 22


def in_large_pages(shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Return an array without values that begins at a large page, where it is large enough to be worth that.

    The system hands over memory when it is first written to. In pages of 4 KiB that takes as long as a sweep over the
    data or two; NumPy asks for large pages, but gets them only for the whole ones within an array.
    """
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    if size < _PAGE // 2:
        return np.empty(shape, dtype)
    room = np.empty(max(size + _PAGE, _ASKED), np.uint8)
    first = -room.ctypes.data % _PAGE
    return room[first : first + size].view(dtype).reshape(shape)
