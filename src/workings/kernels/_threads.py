"""One pool of threads for all kernels, which release the GIL while they run.

`run_blocks(function, n, ...)` cuts ``range(n)`` into blocks and calls ``function(start, stop)`` on each. The caller's
own thread takes a share, so one core needs no pool at all. The pool survives `fork` (a child starts its own), may be
used by many threads at once, and never has more threads than the process has cores, than the environment's
``WORKINGS_NUM_THREADS`` or `set_num_threads` allow, or than the caller asks for (an estimator's ``n_jobs``). A block
that itself calls `run_blocks` runs its blocks one after the other.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from itertools import pairwise

from workings.kernels._awake import Helpers, Task

_pool: Helpers | None = None
_lock = threading.Lock()
_inside = threading.local()


def available_cores() -> int:
    """Return the number of cores that this process may use, or the smaller ``WORKINGS_NUM_THREADS`` if set."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cores = os.cpu_count() or 1
    wish = os.environ.get("WORKINGS_NUM_THREADS", "")
    return max(1, min(cores, int(wish))) if wish.isdigit() else cores


_cores = available_cores()
_limit: int | None = None


def set_num_threads(n: int | None) -> None:
    """Use at most `n` threads from now on; None lifts the limit."""
    global _limit  # noqa: PLW0603
    if n is not None and n < 1:
        raise ValueError(f"set_num_threads(n={n}): n must be at least 1, or None for all cores.")
    _limit = n


def num_threads() -> int:
    """Return how many threads a kernel may use now."""
    return _cores if _limit is None else min(_limit, _cores)


def _forget_pool() -> None:
    """In a forked child the pool's threads do not exist: start anew when one is wanted."""
    global _pool, _lock  # noqa: PLW0603
    _pool = None
    _lock = threading.Lock()
    _inside.busy = False


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_pool)


def _get_pool() -> Helpers:
    global _pool  # noqa: PLW0603
    with _lock:
        if _pool is None:
            _pool = Helpers(max(1, _cores - 1))
        return _pool


def _run_inside(function: Callable[[int, int], object], start: int, stop: int) -> None:
    _inside.busy = True
    try:
        function(start, stop)
    finally:
        _inside.busy = False


def run_blocks(function: Callable[[int, int], object], n: int, *, threads: int | None = None, pieces: int = 1) -> None:
    """Call ``function(start, stop)`` on blocks that cover ``range(n)``, and wait for all.

    Parameters
    ----------
    function : callable
        Usually a kernel with its arrays bound; it must not depend on the order of the blocks.
    n : int
        How many items there are.
    threads : int, optional
        At most this many threads; `num_threads()` when not given.
    pieces : int, default 1
        Blocks for each thread. Whoever is free takes the next, so with several a thread that wakes late, or not at all,
        holds nobody up.
    """
    wanted = num_threads() if threads is None else min(threads, num_threads())
    wanted = min(wanted, n)
    if wanted <= 1 or getattr(_inside, "busy", False):
        if n > 0:
            function(0, n)
        return
    blocks = min(n, wanted * pieces)
    edges = [n * i // blocks for i in range(blocks + 1)]
    # Taking the next item of an iterator is one step to the interpreter: no two threads take the same.
    todo = iter(list(pairwise(edges)))

    def take() -> None:
        try:
            for start, stop in todo:
                _run_inside(function, start, stop)
        except BaseException:
            # An error, or Ctrl-C: what nobody has begun is left alone.
            for _ in todo:
                pass
            raise

    pool = _get_pool()
    try:
        others: list[Task] = [pool.submit(take) for _ in range(wanted - 1)]
    except RuntimeError:  # the interpreter is shutting down: no new work is taken
        others = []
    try:
        take()
    finally:
        for other in others:
            if not other.cancel():  # it has begun
                other.wait()
