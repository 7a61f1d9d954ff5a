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
        self._flat = np.empty(int(max(2, min(fits, width))) * width, dtype=dtype)
        self.empty(width)

    def empty(self, width: int) -> None:
        """Forget all rows, and be ready for those of `width` samples, no more than at first."""
        self._arrange(width)
        self._own(width)

    def _arrange(self, stride: int) -> None:
        """Let slots be `stride` long."""
        self._stride = stride
        self.capacity = min(len(self._flat) // stride, max(2, stride))
        self.rows = self._flat[: self.capacity * stride].reshape(self.capacity, stride)

    def _own(self, width: int) -> None:
        """Forget whose the rows are; there are `width` samples."""
        self._slot_of = np.full(width, -1, dtype=np.int64)
        self._owner = np.full(self.capacity, -1, dtype=np.int64)
        self._used = np.full(self.capacity, -1, dtype=np.int64)
        self._free = np.arange(self.capacity)[::-1]

    def find(self, samples: Array, now: int) -> tuple[Array, Array]:
        """Return the slot of each sample's row, and which of the samples have none yet and got one."""
        slots = self._slot_of[samples]
        missing = slots < 0
        self._used[slots[~missing]] = now
        wanted = int(missing.sum())
        if wanted:
            room = max(0, len(self._free) - wanted)
            fresh, self._free = self._free[room:], self._free[:room]
            more = wanted - len(fresh)
            if more:
                self._used[fresh] = now  # not to be thrown out again
                oldest = np.argpartition(self._used, more - 1)[:more]
                self._slot_of[self._owner[oldest]] = -1
                fresh = np.concatenate([fresh, oldest])
            newcomers = samples[missing]
            self._owner[fresh], self._used[fresh], self._slot_of[newcomers] = newcomers, now, fresh
            slots[missing] = fresh
        return slots, missing

    def squeeze(self, keep: Array) -> None:
        """Keep the columns and rows of the samples `keep` alone, whose numbers become 0, 1, ..."""
        from workings.kernels._threads import run_blocks
        from workings.kernels.kernel_rows import keep_columns

        held = np.sort(self._slot_of[keep])
        held = held[held >= 0]
        owners, used = np.searchsorted(keep, self._owner[held]), self._used[held]
        run_blocks(lambda a, z: keep_columns(self.rows, held[a:z], keep), len(held), pieces=4)
        if self.capacity < len(keep) and len(held) > self.capacity // 2:  # shorter slots make room for more
            for k, slot in enumerate(held.tolist()):
                start = slot * self._stride
                self._flat[k * len(keep) : (k + 1) * len(keep)] = self._flat[start : start + len(keep)]
            self._arrange(len(keep))
            held = np.arange(len(held))
        self._own(len(keep))
        self._owner[held], self._used[held], self._slot_of[owners] = owners, used, held
        taken = np.zeros(self.capacity, dtype=bool)
        taken[held] = True
        self._free = np.flatnonzero(~taken)[::-1]
