"""The command `workings grade`: parses, calls, prints."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_EXAMPLES = """\
examples:
  workings grade softmax submissions/                    a folder, searched to its depth
  workings grade softmax submissions/ --csv marks.csv    and a table for a spreadsheet

Every file runs in a sandbox of its own: no network, no files but Python's own, limits on time, memory, processes and
output. Where no sandbox can be had the command refuses, unless told --unsafe.

exit status: 0 all are right, 1 some are not, 2 could not be run
"""


def add_grade_command(commands: Any) -> None:
    """Add `workings grade` to the commands."""
    parser = commands.add_parser(
        "grade",
        help="judge a folder of other people's files, each in a sandbox",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("topic", metavar="TOPIC", help="what each is meant to compute: softmax, ...")
    parser.add_argument("submissions", metavar="SUBMISSION", nargs="+", help="a Python file, or a folder of them")
    parser.add_argument("--intent", help='what each is meant to accept: vector, rows, "last axis", ...')
    parser.add_argument("--csv", metavar="OUT", type=Path, help="write the marks as CSV")
    parser.add_argument("--junit", metavar="OUT", type=Path, help="write the marks as JUnit's XML")
    parser.add_argument("--jobs", metavar="N", type=_count, help="how many at a time (default: one a processor)")
    parser.add_argument("--seed", type=int, default=0, help="of the random part of the search (default 0)")
    parser.add_argument("--deadline", type=_seconds, default=10.0, help="seconds for each (default 10)")
    parser.add_argument("--unsafe", action="store_true", help="judge without a sandbox, with your rights")
    parser.set_defaults(run=run)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 256")
    return int(text)


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds between 0 and 3600")
    return value


def run(options: argparse.Namespace) -> int:
    """Grade, print the table, write the files; return the exit status."""
    from workings.checker.grade.submissions import find_submissions
    from workings.checker.wall.sandbox import NoSandbox

    begun = time.monotonic()
    try:
        for out in (options.csv, options.junit):
            if out is not None and not out.absolute().parent.is_dir():
                raise ValueError(f"there is no folder {str(out.parent)!r} to write {out.name} into.")
        marks = _marked(options, find_submissions(options.submissions))
    except (ValueError, NoSandbox) as problem:
        print(f"workings grade: {problem}", file=sys.stderr)
        return 2
    _print(marks, time.monotonic() - begun)
    try:
        _write(options, marks)
    except OSError as problem:
        print(f"workings grade: the marks were not written: {problem}", file=sys.stderr)
        return 2
    return 0 if all(mark.passed for mark in marks) else 1


def _marked(options: argparse.Namespace, found: list[Any]) -> list[Any]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from workings.checker.grade.marks import grade

    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # Drawn when something has changed and not by a thread: the judges are copies of this process.
    with Progress(
        *columns, console=console, transient=True, auto_refresh=False, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=len(found))

        def one_more(mark: Any) -> None:
            bar.advance(task)
            bar.refresh()

        return grade(
            options.topic,
            found,
            intent=options.intent,
            seed=options.seed,
            deadline=options.deadline,
            jobs=options.jobs,
            unsafe=options.unsafe,
            done=one_more,
        )


def _print(marks: list[Any], seconds: float) -> None:
    from rich.console import Console

    from workings.checker.grade.reports import summary, table

    wide = {} if sys.stdout.isatty() else {"width": 120, "force_terminal": False, "no_color": True}
    console = Console(highlight=False, **wide)  # type: ignore[arg-type]
    console.print(table(marks, console.width))
    console.print(f"\n{summary(marks, seconds)}", markup=False)


def _write(options: argparse.Namespace, marks: list[Any]) -> None:
    from workings.checker.grade.reports import as_csv, as_junit

    if options.csv is not None:
        _write_whole(options.csv, as_csv(marks))
    if options.junit is not None:
        _write_whole(options.junit, as_junit(marks, options.topic))


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never seen half-written."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.absolute().parent, delete=False) as file:
        file.write(text)
    try:
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError:
        os.unlink(file.name)
        raise
