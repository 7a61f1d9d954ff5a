"""Whether compiled code is there already: then small inputs, for which nobody would load it, use it too.

Where a thread in the background loads or compiles it, as for the page, nobody waits for that: what is small goes on by
NumPy meanwhile.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

_background = {"threads": 0}
# So many times sooner than Numba itself a kernel is read from the cache.
_SOONER = 20


def is_loaded(module: str, kernel: str) -> bool:
    """Return whether a kernel of `workings.kernels` has been compiled, or read from the cache, in this process."""
    return bool(getattr(getattr(sys.modules.get(f"workings.kernels.{module}"), kernel, None), "signatures", None))


@contextmanager
def loading_in_background() -> Iterator[None]:
    """Say that this thread is about to load what small inputs would else load when they have taken long enough."""
    _background["threads"] += 1
    try:
        yield
    finally:
        _background["threads"] -= 1


def is_being_loaded() -> bool:
    """Return whether another thread sees to it that compiled code will be there."""
    return _background["threads"] > 0


def patience(work: float, module: str, kernel: str) -> float:
    """Return how much work NumPy had better do in this process before a kernel of `workings.kernels` is called in.

    `work` is what takes it about a second, as long as loading Numba. Where Numba is there already, and the kernel in
    the cache, that comes down to the hundredths of a second that reading it takes.
    """
    if "numba" not in sys.modules or is_being_loaded():
        return work
    from workings.kernels._jit import is_kept

    kept = is_kept(getattr(import_module(f"workings.kernels.{module}"), kernel))
    return work / _SOONER if kept else work
