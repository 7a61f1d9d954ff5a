"""`workings start`, `hint`, `solution`, `progress`, and what `check` says of a day: parsed, called, printed."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workings.checker.batch import Judged
    from workings.lessons.path import Day

RIGHT, NOT_RUN = 0, 2


def add_practice_commands(commands: Any) -> None:
    """Add `start`, `hint`, `solution` and `progress` to the subcommands of the parser."""
    start = commands.add_parser("start", help="copy a day's exercise into ./workings-path/, to be written there")
    start.add_argument("number", type=int, metavar="N", nargs="?", help="the day's number; default: the next day")
    start.set_defaults(run=_refusing(_start))
    hint = commands.add_parser("hint", help="a hint to a day's exercise; each time one more")
    hint.add_argument("number", type=int, metavar="N", help="the day's number")
    hint.add_argument("--all", action="store_true", help="all hints at once")
    hint.set_defaults(run=_refusing(_hint))
    solution = commands.add_parser("solution", help="print one way to do a day's exercise (asks first)")
    solution.add_argument("number", type=int, metavar="N", help="the day's number")
    solution.add_argument("--yes", action="store_true", help="do not ask")
    solution.set_defaults(run=_refusing(_solution))
    progress = commands.add_parser("progress", help="where your progress is kept; carry it to another computer")
    which = progress.add_mutually_exclusive_group()
    which.add_argument("--export", type=Path, metavar="FILE.json", help="write all of it into a file")
    which.add_argument("--import", type=Path, metavar="FILE.json", dest="source", help="add what such a file holds")
    progress.set_defaults(run=_refusing(_progress))


def _refusing(command: Any) -> Any:
    """Let a command say what cannot be done in a sentence, with exit status 2."""

    def run(options: argparse.Namespace) -> int:
        from workings.lessons.store import ProgressError

        try:
            return int(command(options))
        except (ValueError, OSError, ProgressError) as problem:
            print(f"workings {options.command}: {problem}", file=sys.stderr)
            return NOT_RUN

    return run


def _start(options: argparse.Namespace) -> int:
    from workings.lessons.exercises import asked, start

    day = _day(options.number)
    draft = _draft(day)
    path, new = start(day, Path.cwd(), draft)
    shown = _shown(path)
    if new:
        print(f"Day {day.number}: {day.title}. Write {_listed(asked(day))} in\n\n    {shown}\n")
        if draft is not None:
            print("It begins with what you wrote on the page (workings open).\n")
    else:
        print(f"Day {day.number} was begun already, and your work is kept:\n\n    {shown}\n")
    print(f"workings check          in that folder judges it (or: workings check {shown})")
    print(f"workings hint {day.number:<9d} tells a little more each time")
    print(f"workings day {day.number} --text   is the day's page")
    return RIGHT


def _draft(day: Day) -> str | None:
    """Return what was written for the day on the page, where that is more than nothing.

    A record that cannot be read is told, and is no obstacle.
    """
    from workings.lessons.progress import ProgressError, read_draft

    try:
        draft = read_draft(day.number)
    except ProgressError as problem:
        print(problem, file=sys.stderr)
        return None
    # The page, too, begins anew where its text was cleared.
    return draft if draft and draft.strip() else None


def _day(number: int | None) -> Day:
    from workings.lessons.path import days, get_day
    from workings.lessons.progress import read_progress

    if number is not None:
        return get_day(number)
    done = read_progress()
    upcoming = next((day for day in days() if day.ready and day.number not in done), None)
    if upcoming is None:
        raise ValueError("you have done every day that is ready. Name one: workings start 6")
    return upcoming


def _shown(path: Path) -> str:
    """Return a path as short as it can be typed from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)}{' and ' if most else ''}{last}"


def after_check(path: str, judged: Sequence[Judged]) -> None:
    """Mark the day done if the file that was judged is its exercise and everything asked for is right, and say so."""
    from workings.lessons.exercises import asked, day_of, is_done
    from workings.lessons.progress import ProgressError, mark_done

    day = day_of(Path(path))
    if day is None:
        return
    outcomes = {one.name: one.outcome for one in judged}
    if not is_done(day, outcomes):
        missing = [name for name in asked(day) if name not in outcomes]
        if missing and all(one in ("right", "costly") for one in outcomes.values()):
            print(f"Day {day.number} asks for {_listed(missing)} too.")
        else:
            print(f"Day {day.number} is not done yet. A hint: workings hint {day.number}")
        return
    try:
        mark_done(day.number)
    except ProgressError as problem:
        print(problem, file=sys.stderr)
    print(f"Day {day.number} is done. One way to do it: workings solution {day.number}. The next day: workings start")


def _hint(options: argparse.Namespace) -> int:
    from workings.lessons.hints import hints
    from workings.lessons.path import get_day
    from workings.lessons.progress import ProgressError, next_hint

    day = get_day(options.number)
    found = hints(day)
    last, new = len(found), len(found) + 1
    if not options.all:
        try:
            new = next_hint(day.number, last + 1)
        except ProgressError as problem:  # without a record all hints are told, and none is kept back
            print(problem, file=sys.stderr)
    for k in range(1, last + 1) if new > last else [new]:
        print(textwrap.fill(f"{k} of {last}  {found[k - 1]}", 100, subsequent_indent="        "))
    if new >= last:
        print(f"\nThat was the last hint. One way to do it: workings solution {day.number}")
    return RIGHT


def _solution(options: argparse.Namespace) -> int:
    from workings.lessons.path import get_day
    from workings.lessons.progress import ProgressError, read_progress

    day = get_day(options.number)
    done = False
    try:
        done = day.number in read_progress()
    except ProgressError as problem:
        print(problem, file=sys.stderr)
    if not (options.yes or done):
        if not sys.stdin.isatty():
            raise ValueError(f"day {day.number} is not done yet. To see its solution all the same, add --yes.")
        answer = input(f"Day {day.number} is not done yet. Show its solution all the same? [y/N] ")
        if answer.strip().lower() not in ("y", "yes"):
            print(f"Good. A hint: workings hint {day.number}")
            return RIGHT
    print((day.folder / "solution.py").read_text(encoding="utf-8"), end="")
    return RIGHT


def _progress(options: argparse.Namespace) -> int:
    from workings.lessons.path import days
    from workings.lessons.progress import (
        export_progress,
        import_progress,
        progress_file,
        read_progress,
        read_runs,
    )

    if options.export is not None:
        if options.export.exists():
            raise ValueError(f"{options.export} is there already, and is not overwritten.")
        options.export.write_text(json.dumps(export_progress(), indent=1) + "\n", encoding="utf-8")
        print(f"Your progress is in {options.export}. Elsewhere: workings progress --import {options.export.name}")
        return RIGHT
    if options.source is not None:
        try:
            data = json.loads(options.source.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError) as problem:
            raise ValueError(f"{options.source} is no export of progress: {problem}.") from None
        import_progress(data)
    done, runs = read_progress(), read_runs()
    print(f"{len(done)} of {len(days())} days done, {len(runs)} run. Kept in {progress_file()}")
    return RIGHT
