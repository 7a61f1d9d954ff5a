"""One BLAS thread for each of our own.

Blocks of rows run on the shared pool; a BLAS that starts threads of its own inside each would have more threads than
cores.
"""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    # Looking for the loaded libraries takes a millisecond or two, so it is done once.
    import scipy.linalg  # noqa: F401  (its BLAS must be loaded to be found)

    return ThreadpoolController()


class _OneThread(AbstractContextManager[None]):
    """A context that costs nothing when its thread is inside already: asking every BLAS takes 30 microseconds."""

    def __init__(self) -> None:
        self._own = threading.local()

    def __enter__(self) -> None:
        own = self._own
        own.depth = getattr(own, "depth", 0) + 1
        if own.depth == 1:
            own.limit = _controller().limit(limits=1, user_api="blas")
            own.limit.__enter__()

    def __exit__(self, *problem: Any) -> None:
        own = self._own
        own.depth -= 1
        if own.depth == 0:
            own.limit.__exit__(*problem)


_one_thread = _OneThread()


def one_blas_thread() -> AbstractContextManager[None]:
    """Return a context in which NumPy's and SciPy's BLAS use the calling thread only; it may be entered again."""
    return _one_thread
