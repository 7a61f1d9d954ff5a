"""`workings` alone and `workings day N`: what is parsed, called and printed."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

RIGHT, NOT_RUN = 0, 2


def add_day_command(commands: Any) -> None:
    """Add `day` to the subcommands of the parser."""
    day = commands.add_parser("day", help="run a day of the path, on its own data or on yours")
    day.add_argument("number", type=int, metavar="N", help="the day's number")
    day.add_argument("--data", type=Path, metavar="FILE.csv", help="run it on your own table: a CSV file with a header")
    day.add_argument("--target", metavar="NAME", help="the column to predict (with --data)")
    day.add_argument("--features", metavar="A,B", help="the columns to predict it from; default: all with numbers")
    day.add_argument("--out", type=Path, metavar="DIR", help="draw the pictures into this folder")
    day.add_argument("--text", action="store_true", help="print the day's page instead (Markdown)")
    day.add_argument("--exercise", action="store_true", help="put the day's exercise into this folder instead")
    day.set_defaults(run=run_day)


def show_path() -> int:
    """Print the path and where you are on it."""
    from workings.lessons.path import days
    from workings.lessons.progress import ProgressError, read_progress, read_runs

    done: dict[int, str] = {}
    runs: dict[int, str] = {}
    try:
        done, runs = read_progress(), read_runs()
    except ProgressError as problem:
        print(problem, file=sys.stderr)
    print_in("workings: machine learning that shows its working, and checks yours.\n", "bold")
    upcoming = next((day.number for day in days() if day.ready and day.number not in done), None)
    for day in days():
        line = f"{day.number:3d}  {day.title}"
        if day.number in done:
            print_in(f" ✓ {line}  ({done[day.number]})", "green")
        elif day.number == upcoming:
            print_in(f" ▶ {line}  (you are here)", "bold")
        elif day.number in runs:
            print_in(f" ◐ {line}  (run {runs[day.number]})", "")
        else:
            print_in(f" {'○' if day.ready else '·'} {line}", "" if day.ready else "dim")
    print_in(f"\n ✓ {len(done)} of {len(days())} done   ▶ next   ◐ run   ○ ready   · not written yet\n", "dim")
    if upcoming is not None:
        print(f"workings day {upcoming:<15d} runs the next day")
        print(f"workings start {upcoming:<13d} begins its exercise; `workings check` there judges it")
    else:
        print("You have done every day that is ready.")
    print("workings check mine.py       judges the functions that you wrote there")
    print("workings --help              tells the rest")
    return RIGHT


_STYLES = {"bold": "\x1b[1m", "dim": "\x1b[2m", "green": "\x1b[32m"}


def print_in(text: str, style: str) -> None:
    """Print in a style if somebody sees it; rich would take a quarter of a second to import for this."""
    seen = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    print(f"{_STYLES[style]}{text}\x1b[0m" if seen and style else text)


def run_day(options: argparse.Namespace) -> int:
    """Run one day, print its text, or hand out its exercise."""
    from workings.lessons.own_data import DataError
    from workings.lessons.path import get_day

    try:
        day = get_day(options.number)
        _check_options(options)
        if options.text:
            print(day.text())
        elif options.exercise:
            _hand_out(day)
        else:
            _run(day, options)
    except (DataError, ValueError) as problem:
        print(f"workings day {options.number}: {problem}", file=sys.stderr)
        return NOT_RUN
    return RIGHT


def _check_options(options: argparse.Namespace) -> None:
    if options.data is None and (options.target or options.features):
        raise ValueError("--target and --features speak of your own table. Add --data FILE.csv.")
    if options.data is not None and not options.target:
        raise ValueError("--data needs --target NAME: which column is to be predicted?")
    if options.out is not None and options.out.exists() and not options.out.is_dir():
        raise ValueError(f"--out {options.out} is a file, and the pictures need a folder.")


def _hand_out(day: Any) -> None:
    target = Path(f"day_{day.number:03d}.py")
    if target.exists():
        raise ValueError(f"{target} is here already, and your work is not overwritten. Move it, or go on with it.")
    shutil.copyfile(day.folder / "exercise.py", target)
    print(f"The exercise lies in {target}. When you have written it: workings check {target}")


def _run(day: Any, options: argparse.Namespace) -> None:
    from workings.lessons.own_data import read_table
    from workings.lessons.page import Page
    from workings.lessons.progress import ProgressError, mark_run

    page = Page(options.out)
    lesson = day.module("lesson")
    table = None
    if options.data is not None:  # before anything is written: mistakes in the table are told at once
        with page.working("reading"):
            features = options.features.split(",") if options.features else None
            table = read_table(options.data, options.target, features, getattr(lesson, "READS", None))
    page.title(f"Day {day.number}: {day.title}")
    if table is None:
        lesson.run(page)
    else:
        lesson.run_on(page, table)
    _say_what_next(page, day)
    try:
        mark_run(day.number)
    except ProgressError as problem:
        print(problem, file=sys.stderr)


def _say_what_next(page: Any, day: Any) -> None:
    page.heading("Next")
    if page.pictures:
        page.say(f"Pictures: {', '.join(path.name for path in page.pictures)} in {page.out}.")
    else:
        page.say(f"The pictures:   workings day {day.number} --out pictures")
    page.say(f"The page:       workings day {day.number} --text")
    page.say(f"The exercise:   workings start {day.number}")
    page.say(f"Your own data:  workings day {day.number} --data FILE.csv --target NAME")
