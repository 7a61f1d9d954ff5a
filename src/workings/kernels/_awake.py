"""Helpers that stay awake for a moment: a task handed to one of them begins within microseconds.

To wake a sleeping thread takes some fifty microseconds, as long as many a kernel runs. So a thread of the pool that has
done its task looks out for another for a while, without Python's lock, before it goes to sleep; and so does whoever
waits for a task to end. To wait for Python's lock is to sleep as well. So the end of a task is told only after the lock
was let go, and who sees a new task gives whoever handed it over the time to do so.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

_CORES = os.cpu_count() or 1


class Task:
    """A call for another thread, and the news of its end."""

    def __init__(self, function: Callable[[], None]) -> None:
        self._function = function
        self._future: Future[None] = Future()
        self.ended = np.zeros(1, dtype=np.int64)

    def run(self) -> None:
        """Make the call, unless it has been cancelled; whoever does sees to it that `ended` becomes 1."""
        if not self._future.set_running_or_notify_cancel():
            return
        try:
            self._function()
        except BaseException as problem:
            self._future.set_exception(problem)
        else:
            self._future.set_result(None)

    def cancel(self) -> bool:
        """Return whether it had not begun; now it never will."""
        return self._future.cancel()

    def wait(self) -> None:
        """Return when it has ended; raise what it raised."""
        if not self._future.done():
            _look_out(self.ended, 0, np.zeros(1, dtype=np.int64), False)
        self._future.result()


class Helpers:
    """At most so many threads that take tasks.

    Parameters
    ----------
    most : int
    """

    def __init__(self, most: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=most, thread_name_prefix="workings")
        self._lock = threading.Lock()
        self._waiting: list[Task] = []
        self._looking_out = 0
        self._news = np.zeros(1, dtype=np.int64)

    def submit(self, function: Callable[[], None]) -> Task:
        """Hand over a call.

        Raises
        ------
        RuntimeError
            The interpreter is shutting down.
        """
        _prepare()
        task = Task(function)
        with self._lock:
            if self._looking_out > len(self._waiting):
                self._waiting.append(task)
                self._news[0] += 1
                return task
        self._pool.submit(self._serve, task)
        return task

    def _serve(self, task: Task | None) -> None:
        while task is not None:
            task.run()
            task = self._next(task.ended)

    def _next(self, ended: np.ndarray) -> Task | None:
        """Return the next task, or None after a while; tell that the one before has ended."""
        with self._lock:
            self._looking_out += 1
        while True:
            with self._lock:
                seen = int(self._news[0])
                if self._waiting:
                    self._looking_out -= 1
                    ended[0] = 1
                    return self._waiting.pop(0)
            if not _look_out(self._news, seen, ended, True):
                with self._lock:
                    self._looking_out -= 1
                    # A task may have come in the last moment, counting on this thread.
                    return self._waiting.pop(0) if self._waiting else None


_watch: Callable[[np.ndarray, int, np.ndarray, bool], bool] | None = None


def _prepare() -> None:
    """Load the kernel that looks out, in the thread that hands over a task.

    To import and to compile take locks. If a helper held them while the process forks, the child would wait for ever.
    """
    global _watch  # noqa: PLW0603
    # Where Numba is not loaded nobody is in such a hurry; and with one core, whoever looks out only stands in the way.
    if _watch is None and "numba" in sys.modules and _CORES >= 2:
        from workings.kernels._turns import look_out

        look_out(np.ones(1, dtype=np.int64), 0, np.zeros(1, dtype=np.int64), False)
        _watch = look_out


def _look_out(news: np.ndarray, seen: int, told: np.ndarray, patient: bool) -> bool:
    """Set told[0], and return whether the number in `news` is or soon becomes another than `seen`."""
    if _watch is None:
        told[0] = 1
        return int(news[0]) != seen
    return bool(_watch(news, seen, told, patient))
