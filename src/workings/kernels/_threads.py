"""One pool of threads for all kernels, which release the GIL while they run.

`run_blocks(function, n, ...)` cuts ``range(n)`` into blocks and calls ``function(start, stop)`` on each. The caller's
own thread takes a share, so one core needs no pool at all. Ctrl-C reaches the caller's thread between two calls, and
the others where they `heed` it, so calls had better be short: see `spans`. The pool survives `fork` (a child starts its
own), may be used by many threads at once, and never has more threads than the process has cores, than the environment's
``WORKINGS_NUM_THREADS`` or `set_num_threads` allow, or than the caller asks for (an estimator's ``n_jobs``). A block
that itself calls `run_blocks` runs its blocks one after the other.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from itertools import pairwise
from typing import TypeVar

from workings.kernels._awake import Helpers, Task

Result = TypeVar("Result")
# Parts of the rows that have a sum of their own: so many at least and at most, or as many as have so many entries.
_FEWEST_PARTS, _MOST_PARTS, _SUMMED = 4, 16, 1 << 22

_pool: Helpers | None = None
_lock = threading.Lock()
_inside = threading.local()
# Entries that a kernel deals with in a tenth of a second or so, at some nanoseconds for each.
_SHORT = 2e7


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
    _inside.run = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_pool)


def _get_pool() -> Helpers:
    global _pool  # noqa: PLW0603
    with _lock:
        if _pool is None:
            _pool = Helpers(max(1, _cores - 1))
        return _pool


class _Run:
    """A call of `run_blocks`, and whether it was given up."""

    over = False


class _GivenUpError(Exception):
    """What ends the other threads' part of a call that Ctrl-C, or an error, has ended."""


def _run_inside(run: _Run, function: Callable[[int, int], object], start: int, stop: int) -> None:
    _inside.run = run
    try:
        function(start, stop)
    finally:
        _inside.run = None


def heed() -> None:
    """End this thread's part of a call of `run_blocks` that has been given up; for loops that take long."""
    run = getattr(_inside, "run", None)
    if run is not None and run.over:
        raise _GivenUpError


def spans(n: int, cost: float) -> Iterator[tuple[int, int]]:
    """Cut ``range(n)``, each item of which takes `cost` entries, into parts of a tenth of a second or so.

    Between two parts Ctrl-C is heard, in this thread or in another one that works for it.
    """
    step = max(1, int(_SHORT / max(cost, 1.0)))
    for start in range(0, n, step):
        heed()
        yield start, min(start + step, n)


def aside(call: Callable[[], Result]) -> Result:
    """Return what a call returns that cannot be stopped, such as a factorisation by LAPACK, but hear Ctrl-C meanwhile.

    Then the call goes on in a thread of its own until it has its result, which nobody takes.
    """
    if threading.current_thread() is not threading.main_thread():
        return call()
    found: Future[Result] = Future()

    def work() -> None:
        try:
            found.set_result(call())
        except BaseException as problem:
            found.set_exception(problem)

    threading.Thread(target=work, daemon=True, name="workings aside").start()
    return found.result()


def pieces_of(n: int, cost: float, least: int = 1) -> int:
    """Return into how many pieces for each thread n items are cut, `least` or more, so that each is short."""
    return max(least, int(n * cost / (_SHORT * num_threads())))


def parts_for_sums(entries: int) -> int:
    """Return into how many parts rows are cut, each of which has a sum of so many entries of its own.

    The sums are added in the order of the rows. As the parts are the same for any number of threads, so is the result.
    """
    return max(_FEWEST_PARTS, min(_MOST_PARTS, _SUMMED // max(1, entries)))


def run_blocks(
    function: Callable[[int, int], object],
    n: int,
    *,
    threads: int | None = None,
    pieces: int = 1,
    parts: int | None = None,
) -> None:
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
    parts : int, optional
        How many blocks there are, whatever the number of threads; in place of `pieces`.
    """
    wanted = num_threads() if threads is None else min(threads, num_threads())
    wanted = min(wanted, n if parts is None else min(n, parts))
    alone = wanted <= 1 or getattr(_inside, "run", None) is not None
    blocks = min(n, parts or (pieces if alone else wanted * pieces))
    edges = [n * i // blocks for i in range(blocks + 1)] if n > 0 else []
    if alone:
        for start, stop in pairwise(edges):
            heed()
            function(start, stop)
        return
    run = _Run()
    # Taking the next item of an iterator is one step to the interpreter: no two threads take the same.
    todo = iter(list(pairwise(edges)))

    def take() -> None:
        try:
            for start, stop in todo:
                _run_inside(run, function, start, stop)
        except _GivenUpError:
            pass
        except BaseException:
            # An error, or Ctrl-C: what nobody has begun is left alone, and what others have begun is ended if it heeds.
            run.over = True
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
