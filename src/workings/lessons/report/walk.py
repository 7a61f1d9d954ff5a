"""Walks days in processes, a fresh one for each: a day that dies takes nothing with it, and leaves nothing behind."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from workings.lessons.path import Day, days

PATIENCE = 150.0  # seconds that one day may take
_PRELOADED = [
    "workings.lessons.report.record",
    "workings.show.matplotlib",
    "workings.checker.batch",
    "workings.checker.judge",
    "matplotlib.backends.backend_svg",
    "numba",
    "rich.table",
    "scipy.sparse",
    "sklearn.model_selection",
    "sklearn.pipeline",
    "sklearn.linear_model",
]
_Running = dict[Connection, tuple[Day, BaseProcess, float]]


class Outcome(NamedTuple):
    """What came of a day: what the work returned, or the sentence that says why there is nothing."""

    day: Day
    result: Any
    problem: str = ""


def walk(
    todo: Sequence[Day],
    work: Callable[[Day], Any],
    jobs: int | None = None,
    begun: Callable[[Day], Any] = lambda day: None,
    patience: float = PATIENCE,
) -> Iterator[Outcome]:
    """Do some work on each day, several at a time, and yield what came of it as it comes.

    Parameters
    ----------
    todo : sequence of Day
    work : callable
        A function of a module, of the day; what it returns must be able to travel between processes.
    jobs : int, optional
        How many at a time; as many as there are processors by default.
    begun : callable, optional
        Called with each day that begins.
    patience : float
        Seconds after which a day is stopped.
    """
    jobs = jobs or processors()
    context = _context()
    waiting, running = list(reversed(todo)), _Running()
    try:
        while waiting or running:
            while waiting and len(running) < jobs:
                day = waiting.pop()
                begun(day)
                end, mine = context.Pipe(duplex=False)
                # Days share the processors evenly: a day's own threads would take them from the other days.
                threads = max(1, processors() // jobs)
                process = context.Process(target=_child, args=(mine, work, day.number, threads), daemon=False)
                process.start()
                mine.close()
                running[end] = (day, process, time.monotonic() + patience)
            yield from _ended(running)
    finally:
        for _, process, _ in running.values():
            process.kill()


def _ended(running: _Running) -> Iterator[Outcome]:
    """Wait until a day ends or is out of time, and take it off."""
    nearest = min(end for _, _, end in running.values())
    ready: Iterable[Any] = wait(list(running), timeout=max(0.0, nearest - time.monotonic()))
    for end in list(ready):
        day, process, _ = running.pop(end)
        try:
            result, problem = end.recv()
        except (EOFError, OSError):
            process.join()
            result, problem = None, f"the process of this day died (exit status {process.exitcode})"
        end.close()
        process.join(5.0)
        if process.is_alive():
            process.kill()
        yield Outcome(day, result, problem)
    for end, (day, process, last) in list(running.items()):
        if time.monotonic() >= last:
            del running[end]
            process.kill()
            end.close()
            yield Outcome(day, None, "it took too long, and was stopped")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> Any:
    """Return processes that are copies of one that has all imports behind it, where the system can copy."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _child(end: Connection, work: Callable[[Day], Any], number: int, threads: int) -> None:
    """Work on one day; what it prints is nobody's business."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    from threadpoolctl import threadpool_limits

    from workings.kernels._threads import set_num_threads

    set_num_threads(threads)
    day = next(day for day in days() if day.number == number)
    with threadpool_limits(threads):
        try:
            end.send((work(day), ""))
        except BaseException as problem:
            end.send((None, f"{type(problem).__name__}: {problem}"))
    end.close()
