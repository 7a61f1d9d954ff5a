"""Rows of the kernel matrix that are kept, within a limit of bytes; the one longest not asked for goes first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class RowCache:
    """Slots for rows of `width` columns, one column and at most one row for each sample."""

    def __init__(self, n_bytes: int, width: int, dtype: Any) -> None:
        fits = n_bytes // (width * np.dtype(dtype).itemsize)
        capacity = int(max(2, min(fits, width)))
        self._flat = np.empty(capacity * width, dtype=dtype)
        self._arrange(width)

    def _arrange(self, width: int) -> None:
        """Forget all rows; rows are `width` wide from now on."""
        self._width = width
        self.capacity = min(len(self._flat) // width, max(2, width))
        self.rows = self._flat[: self.capacity * width].reshape(self.capacity, width)
        self._slot_of = np.full(width, -1, dtype=np.int64)
        self._owner = np.full(self.capacity, -1, dtype=np.int64)
        self._used = np.full(self.capacity, -1, dtype=np.int64)
        self._filled = 0

    def find(self, samples: Array, now: int) -> tuple[Array, Array]:
        """Return the slot of each sample's row, and which of the samples have none yet and got one."""
        slots = self._slot_of[samples]
        missing = slots < 0
        self._used[slots[~missing]] = now
        wanted = int(missing.sum())
        if wanted:
            free = np.arange(self._filled, min(self._filled + wanted, self.capacity))
            self._filled += len(free)
            more = wanted - len(free)
            if more:
                self._used[free] = now  # not to be thrown out again
                oldest = np.argpartition(self._used, more - 1)[:more]
                self._slot_of[self._owner[oldest]] = -1
                free = np.concatenate([free, oldest])
            newcomers = samples[missing]
            self._owner[free], self._used[free], self._slot_of[newcomers] = newcomers, now, free
            slots[missing] = free
        return slots, missing

    def squeeze(self, keep: Array) -> None:
        """Keep the columns and rows of the samples `keep` alone, whose numbers become 0, 1, ..."""
        from workings.kernels.kernel_rows import keep_columns

        held = np.sort(self._slot_of[keep])
        held = held[held >= 0]
        owners, used = self._owner[held], self._used[held]
        keep_columns(self._flat, held, self._width, keep)
        self._arrange(len(keep))
        held_slots = np.arange(len(held))
        self._owner[held_slots] = np.searchsorted(keep, owners)
        self._used[held_slots] = used
        self._slot_of[self._owner[held_slots]] = held_slots
        self._filled = len(held)
