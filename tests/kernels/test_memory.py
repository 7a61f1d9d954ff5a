"""Arrays in large pages are arrays like others."""

import numpy as np
import pytest

from workings.kernels._memory import in_large_pages


@pytest.mark.parametrize("shape", [(0,), (3, 4), (300_000, 1), (2_000, 700), (5, 1_000, 100)])
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.int64])
def test_every_entry_is_there_and_writable(shape, dtype):
    values = np.arange(np.prod(shape, dtype=int)).astype(dtype).reshape(shape)
    room = in_large_pages(shape, dtype)
    room[...] = values
    assert room.shape == shape
    assert room.dtype == dtype
    assert room.flags.c_contiguous
    np.testing.assert_array_equal(room, values)
    if room.nbytes > 1 << 20:
        assert room.ctypes.data % (1 << 21) == 0
