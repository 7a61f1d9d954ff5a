"""Judges submissions side by side, each by a process of its own whose end is nobody else's."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from workings.checker.batch import Judged, Task, judge_one, recognised
from workings.checker.grade.submissions import Submission, read_submission
from workings.checker.subject import SubjectError
from workings.checker.topics import get_topic
from workings.checker.verdict import Verdict
from workings.checker.wall import Definition, sandbox
from workings.checker.wall.files import Start

# Beyond the time for judging: for starting processes, and for a machine that is busy.
_MORE_SECONDS = 45.0
# Of the process that judges: what comes out of a sandbox may be large on purpose.
_JUDGE_MEMORY = 4 << 30
# On a machine that has more to do than processors everybody gets more time, up to so many times as much.
_MOST_PATIENCE = 4.0


@dataclass(frozen=True)
class Mark:
    """What became of one submission.

    Attributes
    ----------
    submission : str
        Its label.
    name : str
        The function that was judged; "" if none was found.
    verdict : Verdict or None
        What the judge said; None if nothing could be judged, and then `problem` says why.
    seconds : float
        How long it took.
    """

    submission: str
    name: str = ""
    line: int = 0
    verdict: Verdict | None = None
    problem: str = ""
    seconds: float = 0.0

    @property
    def outcome(self) -> str:
        """The verdict's outcome; "broken" without a verdict."""
        return self.verdict.outcome if self.verdict is not None else "broken"

    @property
    def passed(self) -> bool:
        """Whether it is right; needless work is no reason to fail."""
        return self.outcome in ("right", "costly")


@dataclass(frozen=True)
class Assignment:
    """What is asked, the same for everybody."""

    topic: str
    intent: str | None = None
    seed: int = 0
    deadline: float = 10.0
    start: Start | None = None


def grade(
    topic: str,
    submissions: Sequence[Submission],
    *,
    intent: str | None = None,
    seed: int = 0,
    deadline: float = 10.0,
    jobs: int | None = None,
    unsafe: bool = False,
    done: Callable[[Mark], object] = lambda mark: None,
) -> list[Mark]:
    """Judge submissions, and return their marks in the order given.

    Parameters
    ----------
    topic : str
        What each is meant to compute: ``"softmax"``.
    submissions : sequence of Submission
        See `find_submissions`.
    intent : str, optional
        What each is meant to accept, where the topic leaves a choice.
    seed, deadline : int, float
        As of `workings.check`; the same for all. Where the machine has more to do than processors, more time is given,
        up to four times as much: a right function is not to fail because of what its neighbours do.
    jobs : int, optional
        How many at a time; by default one for each processor. The marks do not depend on it.
    unsafe : bool
        Judge without a sandbox, with your rights.
    done : callable
        Called with each mark as it is given.

    Raises
    ------
    ValueError
        If the topic or the intent is unknown.
    workings.checker.wall.sandbox.NoSandbox
        If no sandbox can be had, and `unsafe` is false.
    """
    known = get_topic(topic)
    if intent is not None:
        known.intent(intent)
    if not unsafe:
        sandbox.bwrap()
    assignment = Assignment(known.name, intent, seed, deadline, None if unsafe else sandbox.start)
    workers = max(1, jobs if jobs is not None else os.cpu_count() or 1)
    marks: dict[int, Mark] = {}
    with tempfile.TemporaryDirectory(prefix="workings-grade-") as folder:
        for index, mark in _side_by_side(assignment, submissions, workers, Path(folder)):
            marks[index] = mark
            done(mark)
    return [marks[index] for index in range(len(submissions))]


@dataclass
class _Running:
    index: int
    process: BaseProcess
    pipe: multiprocessing.connection.Connection
    since: float
    limit: float


def _side_by_side(
    assignment: Assignment, submissions: Sequence[Submission], workers: int, folder: Path
) -> Iterator[tuple[int, Mark]]:
    context = multiprocessing.get_context("fork")
    waiting = list(enumerate(submissions))[::-1]
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                index, submission = waiting.pop()
                try:
                    copy = _copied(submission, folder / str(index))
                except ValueError as problem:
                    yield index, Mark(submission.label, problem=f"{submission.path.name}: {problem}.")
                    continue
                ours, theirs = context.Pipe(duplex=False)
                given = replace(assignment, deadline=assignment.deadline * patience())
                process = context.Process(target=_judge, args=(given, copy, submission.label, theirs))
                process.start()
                theirs.close()
                running.append(_Running(index, process, ours, time.monotonic(), 2 * given.deadline + _MORE_SECONDS))
            multiprocessing.connection.wait([one.pipe for one in running], timeout=0.5)
            for one in list(running):
                late = time.monotonic() - one.since > one.limit
                if one.pipe.poll() or late:
                    running.remove(one)
                    yield one.index, _mark_of(one, submissions[one.index].label, late)
    finally:
        for one in running:
            _end(one)


def patience() -> float:
    """Return how many times longer everything may take on this machine, as busy as it is now."""
    try:
        waiting = os.getloadavg()[0]
    except (OSError, AttributeError):  # not every system counts
        return 1.0
    return min(max(waiting / (os.cpu_count() or 1), 1.0), _MOST_PATIENCE)


def _copied(submission: Submission, folder: Path) -> Path:
    """Copy a submission to a folder where nothing else is, so that it cannot change while it is judged."""
    data = read_submission(submission.path)
    folder.mkdir()
    copy = folder / submission.path.name
    copy.write_bytes(data)
    return copy


def _mark_of(one: _Running, label: str, late: bool) -> Mark:
    try:
        if one.pipe.poll():
            mark: Mark = one.pipe.recv()
            return mark
        says = "judging it did not end in time" if late else "the process that judged it ended"
    except (EOFError, OSError):
        one.process.join(2.0)
        says = f"the process that judged it ended (exit code {one.process.exitcode})"
    finally:
        _end(one)
    return Mark(label, problem=f"{says}.", seconds=time.monotonic() - one.since)


def _end(one: _Running) -> None:
    with contextlib.suppress(Exception):
        one.process.kill()
    one.process.join(5.0)
    one.pipe.close()


def _judge(assignment: Assignment, path: Path, label: str, pipe: multiprocessing.connection.Connection) -> None:
    """Judge one submission, and send its mark; runs in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (_JUDGE_MEMORY, _JUDGE_MEMORY))
    start = time.monotonic()
    try:
        definition = chosen(recognised(str(path), assignment.topic), assignment.topic)
        task = Task(
            str(path),
            definition.name,
            definition.line,
            assignment.topic,
            assignment.intent,
            assignment.seed,
            assignment.deadline,
            assignment.start,
        )
        judged = judge_one(task)
    except SubjectError as problem:
        judged = Judged("", 0, problem=str(problem))
    except (RecursionError, MemoryError) as problem:
        judged = Judged("", 0, problem=f"{path.name} cannot be taken apart ({type(problem).__name__}).")
    pipe.send(Mark(label, judged.name, judged.line, judged.verdict, judged.problem, time.monotonic() - start))
    pipe.close()


def chosen(found: Sequence[Definition], topic: str) -> Definition:
    """Return the function that is meant: the one of the topic's own name, else the last (it is the latest version)."""
    return next((definition for definition in found if definition.name == topic), found[-1])
