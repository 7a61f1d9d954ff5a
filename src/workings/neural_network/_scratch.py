"""Arrays that each thread uses again and again: fresh memory costs more than what is computed in it."""

from __future__ import annotations

import threading
from math import prod
from typing import Any

import numpy as np

from workings._validation import Array

_kept = threading.local()
# Bytes beyond which nothing is kept.
_MOST = 1 << 24


def scratch(slot: str, shape: tuple[int, ...], dtype: Any) -> Array:
    """Return an array of this shape, whose contents last until this thread asks for the same slot again."""
    size = prod(shape) * np.dtype(dtype).itemsize
    if size > _MOST:
        return np.empty(shape, dtype=dtype)
    buffers: dict[str, Array] = _kept.__dict__
    if slot not in buffers or buffers[slot].size < size:
        buffers[slot] = np.empty(max(size, 1), dtype=np.uint8)
    array: Array = buffers[slot][:size].view(dtype).reshape(shape)
    return array
