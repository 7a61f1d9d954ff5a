"""Rows of the kernel matrix that are kept, within a limit of bytes; the one longest not asked for goes first.

Memory that was never written costs time to write for the first time, more than a row costs to make, and most rows of
the first rounds are not asked for again before they can be much shorter. So the cache begins with a part of what it may
have, and takes twice as much whenever it has had to make as many rows again as it holds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_ROWS_AT_FIRST = 768


class RowCache:
    """Slots for rows of `width` columns, one column and at most one row for each sample.

    `capacity` is the number of slots that there may be, `in_use` the number that there are now.
    """

    def __init__(self, n_bytes: int, width: int, dtype: Any) -> None:
        fits = n_bytes // (width * np.dtype(dtype).itemsize)
        self._flat = np.empty(int(max(2, min(fits, width))) * width, dtype=dtype)
        self.empty(width)

    def empty(self, width: int) -> None:
        """Forget all rows, and be ready for those of `width` samples, no more than at first."""
        self._entries = _ROWS_AT_FIRST * width  # in use
        self._own(width)

    def _own(self, width: int) -> None:
        """Let there be `width` samples, whose rows are not known."""
        self.capacity = min(len(self._flat) // width, max(2, width))
        self.in_use = min(max(2, self._entries // width), self.capacity)
        self.rows = self._flat[: self.capacity * width].reshape(self.capacity, width)
        self._slot_of = np.full(width, -1, dtype=np.int64)
        self._known = np.zeros(width, dtype=bool)  # had a row at some time
        self._again = 0
        self._owner = np.full(self.capacity, -1, dtype=np.int64)
        self._used = np.full(self.capacity, -1, dtype=np.int64)
        self._filled = 0

    def find(self, samples: Array, now: int) -> tuple[Array, Array]:
        """Return the slot of each sample's row, and which of the samples have none yet and got one."""
        slots = self._slot_of[samples]
        missing = slots < 0
        self._used[slots[~missing]] = now
        newcomers = samples[missing]
        if len(newcomers):
            slots[missing] = self._give(newcomers, now)
        return slots, missing

    def _give(self, newcomers: Array, now: int) -> Array:
        self._again += int(self._known[newcomers].sum())
        if self._again > self.in_use or len(newcomers) > self.in_use // 2:
            self._entries *= 2
            self.in_use, self._again = min(2 * self.in_use, self.capacity), 0
        self._known[newcomers] = True
        last = min(self._filled + len(newcomers), self.in_use)
        given = np.arange(self._filled, last)
        self._filled = max(last, self._filled)
        more = len(newcomers) - len(given)
        if more > 0:
            self._used[given] = now  # not to be thrown out again
            oldest = np.argpartition(self._used[: self.in_use], more - 1)[:more]
            self._slot_of[self._owner[oldest]] = -1
            given = np.concatenate([given, oldest])
        self._owner[given], self._used[given], self._slot_of[newcomers] = newcomers, now, given
        return given

    def squeeze(self, keep: Array) -> None:
        """Keep the columns and rows of the samples `keep` alone, whose numbers become 0, 1, ..."""
        from workings.kernels._threads import run_blocks
        from workings.kernels.kernel_rows import keep_columns

        held = np.sort(self._slot_of[keep])
        held = held[held >= 0]
        owners, used = np.searchsorted(keep, self._owner[held]), self._used[held]
        known = self._known[keep]
        run_blocks(lambda a, z: keep_columns(self.rows, held[a:z], keep), len(held), pieces=4)
        stride = self.rows.shape[1]
        for k, slot in enumerate(held.tolist()):  # one after the other, so that shorter slots are more
            self._flat[k * len(keep) : (k + 1) * len(keep)] = self._flat[slot * stride : slot * stride + len(keep)]
        self._own(len(keep))
        slots = np.arange(len(held))
        self._owner[slots], self._used[slots], self._slot_of[owners] = owners, used, slots
        self._known, self._filled = known, len(held)
