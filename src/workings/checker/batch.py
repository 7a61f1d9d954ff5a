"""Judges several functions of one file, each on its own, as many at a time as there are processors."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from workings.checker.subject import SubjectError
from workings.checker.topics import TOPICS, topic_of
from workings.checker.verdict import Verdict
from workings.checker.wall import Definition, discover, open_file
from workings.checker.wall.files import IMPORT_SECONDS, Start

AT_ONCE = 4


@dataclass(frozen=True)
class Judged:
    """A function of a file with its verdict, or the sentence that says why there is none."""

    name: str
    line: int
    verdict: Verdict | None = None
    problem: str = ""

    @property
    def outcome(self) -> str:
        """The verdict's outcome; "broken" without a verdict."""
        return self.verdict.outcome if self.verdict is not None else "broken"


@dataclass(frozen=True)
class Task:
    """A function to judge, and how."""

    path: str
    name: str
    line: int = 1
    topic: str | None = None
    intent: str | None = None
    seed: int = 0
    deadline: float = 10.0
    start: Start | None = None


def recognised(path: str, topic: str | None = None) -> list[Definition]:
    """Return the functions of a file whose names tell a topic; all of them if none does and the topic is given.

    Raises
    ------
    SubjectError
        If the file cannot be read, or has nothing to judge.
    """
    file = os.path.basename(path)
    found = discover(path)
    if not found:
        raise SubjectError(f"{file} defines no function.")
    if topic is not None:
        return [d for d in found if topic_of(d.name) == topic] or found
    known = [d for d in found if topic_of(d.name) is not None]
    if not known:
        names = ", ".join(d.name for d in found[:6]) + (" ..." if len(found) > 6 else "")
        raise SubjectError(
            f"{file}: no function's name tells what it is meant to compute ({', '.join(TOPICS)}). "
            f"It defines {names}; name one and say: workings check {path}::{found[0].name} --topic {TOPICS[0]}"
        )
    return known


def judge_one(task: Task) -> Judged:
    """Judge one function.

    Raises
    ------
    ValueError
        If the topic or the intent is unknown, or the name tells no topic.
    """
    from workings.checker.judge import check

    start = time.monotonic()
    try:
        subject = open_file(task.path, task.name, timeout=min(IMPORT_SECONDS, 0.8 * task.deadline), start=task.start)
    except SubjectError as problem:
        return Judged(task.name, task.line, problem=str(problem))
    try:
        if task.topic is None and topic_of(task.name) is None:
            raise ValueError(
                f"{task.name}: the name tells no topic. Say what it is meant to compute: --topic {' | '.join(TOPICS)}"
            )
        # What a file imports may take long, the first time above all; that must not be the function's fault.
        left = max(0.6 * task.deadline, task.deadline - (time.monotonic() - start))
        verdict = check(subject, task.topic, intent=task.intent, seed=task.seed, deadline=left)
        return Judged(task.name, subject.first_line, verdict)
    finally:
        subject.close()


def judge_all(tasks: list[Task], done: Callable[[], Any] = lambda: None) -> list[Judged]:
    """Judge several functions, and return them in the order given.

    Each is judged by one process from beginning to end, so the verdicts do not depend on how many run at a time.

    Parameters
    ----------
    tasks : list of Task
        What to judge.
    done : callable
        Called after each.
    """
    workers = min(AT_ONCE, os.cpu_count() or 1, len(tasks))
    if workers < 2 or not sys.platform.startswith("linux"):
        return list(_one_by_one(tasks, done))
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(workers, context, _ignore_interrupt) as pool:
        futures = [pool.submit(judge_one, task) for task in tasks]
        try:
            for _ in concurrent.futures.as_completed(futures):
                done()
        except BaseException:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return [future.result() for future in futures]


def _one_by_one(tasks: list[Task], done: Callable[[], Any]) -> Iterator[Judged]:
    for task in tasks:
        yield judge_one(task)
        done()


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the process that the user sees."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
