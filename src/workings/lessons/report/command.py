"""`workings run`: what is parsed, walked, written and said."""

from __future__ import annotations

import argparse
import datetime
import platform
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workings.lessons.path import Day
    from workings.lessons.report.record import Record

RIGHT, FAILED, NOT_RUN = 0, 1, 2


def add_run_command(commands: Any) -> None:
    """Add `run` to the subcommands of the parser."""
    run = commands.add_parser("run", help="walk all days of the path, and write a report")
    run.add_argument("--days", metavar="1-10,12", help="which; default: every day that is ready")
    run.add_argument("--out", type=Path, metavar="DIR", default=Path("workings-out"), help="where report.html goes")
    run.add_argument("--jobs", type=int, metavar="N", help="how many at a time; default: one for each processor")
    run.set_defaults(run=run_path)


def run_path(options: argparse.Namespace) -> int:
    """Walk the days, write the report, and say what came of it."""
    try:
        todo, missing = _chosen(options.days)
        if options.jobs is not None and options.jobs < 1:
            raise ValueError(f"--jobs {options.jobs}: at least one day must run at a time.")
        target = options.out / "report.html"
        options.out.mkdir(parents=True, exist_ok=True)
        target.touch()  # what cannot be written is said now, and not when all days have run
    except (ValueError, OSError) as problem:
        print(f"workings run: {problem}", file=sys.stderr)
        return NOT_RUN
    from workings.lessons.report.html import Walked, page
    from workings.lessons.report.walk import processors

    jobs = min(options.jobs or processors(), len(todo))
    start = time.perf_counter()
    records = sorted(_records(todo, jobs), key=lambda record: record.number)
    seconds = time.perf_counter() - start
    walked = Walked(datetime.date.today().strftime("%-d %B %Y"), seconds, jobs, _machine())
    target.write_text(page(records, missing, walked), encoding="utf-8")
    bad = [record for record in records if not record.right]
    print(f"\n{len(records)} days in {seconds:.0f} s; {len(bad) or 'none'} failed. The report: {target}")
    return FAILED if bad else RIGHT


def _chosen(wish: str | None) -> tuple[list[Day], list[Day]]:
    """Return the days to run, and those wished for that are not written yet."""
    from workings.lessons.path import days

    numbers = [day.number for day in days()] if wish is None else sorted(_numbers(wish))
    known = {day.number: day for day in days()}
    strange = [number for number in numbers if number not in known]
    if strange:
        raise ValueError(f"--days {wish}: there is no day {strange[0]}; the path has days 1 to {max(known)}.")
    todo = [known[number] for number in numbers if known[number].ready]
    if not todo:
        raise ValueError(f"--days {wish}: none of these days is ready yet. `workings` shows which are.")
    return todo, [known[number] for number in numbers if not known[number].ready]


def _numbers(wish: str) -> set[int]:
    """Return the numbers that a text such as "1-10,12" names.

    >>> sorted(_numbers("1-3, 12"))
    [1, 2, 3, 12]
    """
    found: set[int] = set()
    for part in wish.split(","):
        match = re.fullmatch(r"\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?", part)
        if match is None or int(match[2] or match[1]) < int(match[1]):
            raise ValueError(f"--days {wish}: {part.strip()!r} names no days. Write it as 7, or 1-10, or 1-10,12.")
        found |= set(range(int(match[1]), int(match[2] or match[1]) + 1))
    return found


def _records(todo: Sequence[Day], jobs: int) -> Iterator[Record]:
    """Walk the days; say of each how it went as soon as it is known."""
    from workings.lessons.report.record import Record, record
    from workings.lessons.report.walk import walk

    with _bar(len(todo)) as (say, begun):
        for outcome in walk(todo, record, jobs, begun):
            day = outcome.day
            found = outcome.result or Record(day.number, day.title, problems=[outcome.problem])
            verdict = "right" if found.right else "; ".join(found.problems)
            say(f"day {day.number:2d}  {found.seconds:5.1f} s  {day.title}: {verdict}")
            yield found


@contextmanager
def _bar(total: int) -> Iterator[tuple[Any, Any]]:
    """Show a bar at a terminal, below the lines that are printed; elsewhere the lines alone."""
    if not sys.stderr.isatty():
        yield (lambda line: print(line, flush=True)), (lambda day: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.text import Text

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)

        def say(line: str) -> None:
            progress.console.print(Text(line), soft_wrap=True)
            progress.advance(task)

        yield say, lambda day: progress.update(task, description=f"day {day.number}: {day.title}")


def _machine() -> str:
    """Return the processor and the versions that matter, in a few words."""
    import numpy
    import sklearn

    from workings import __version__
    from workings.lessons.report.walk import processors

    name = platform.processor() or platform.machine()
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), flags=re.M)
        name = found[1] if found else name
    except OSError:
        pass
    cores = "a core" if processors() == 1 else f"{processors()} cores"
    return (
        f"{cores} of {name}, with Python {platform.python_version()}, NumPy {numpy.__version__}, scikit-learn "
        f"{sklearn.__version__}, workings {__version__}"
    )
