"""The command `workings`: parses, calls, prints. Whatever is slow to import is imported when it is needed."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from workings.checker.batch import Judged, Task

RIGHT, DEFECTS, NOT_RUN, INTERRUPTED = 0, 1, 2, 130
PIPED_WIDTH = 120
_EXAMPLES = """\
examples:
  workings                           show the path of days, and where you are
  workings day 6                     run a day; --help tells how to run it on your own data
  workings start 7                   begin its exercise; `workings check` there judges it
  workings run                       walk the whole path, and write a report
  workings check mine.py             judge every function of mine.py whose name tells what it is
  workings check mine.py::softmax    judge one, and see the whole verdict

exit status: 0 right (or right but costly), 1 defects found, 2 could not be run
"""


class Refused(Exception):
    """The command cannot do what was asked; the message says why, in a sentence or two."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        if options.command is None:
            from workings.lessons.commands import show_path

            return show_path()
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except Refused as problem:
        print(f"workings {options.command}: {problem}", file=sys.stderr)
        return NOT_RUN
    except BrokenPipeError:
        # The reader has gone (`| head`). Python would complain about it once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return RIGHT
    except OSError as problem:
        # What a command can do about a file of its own it does itself; a disk without room may show anywhere.
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        print(f"workings {options.command or ''}: {problem}. Make room, or write elsewhere.", file=sys.stderr)
        return NOT_RUN
    except KeyboardInterrupt:
        print("workings: stopped.", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    from workings import __version__

    parser = argparse.ArgumentParser(
        prog="workings",
        description="Machine learning that shows its working, and checks yours.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"workings {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    check = commands.add_parser("check", help="is it right, where does it break, why, and what is the edit?")
    what = "a Python file, and a function in it; without it, the exercise in this folder"
    check.add_argument("target", metavar="FILE[::NAME]", nargs="?", help=what)
    check.add_argument("--topic", help="what it is meant to compute, if its name does not tell: softmax, ...")
    check.add_argument("--intent", help='what it is meant to accept: vector, rows, "last axis", ...')
    check.add_argument("--full", action="store_true", help="the whole verdict, however long")
    _add_common(check)
    check.set_defaults(run=_check)
    compare = commands.add_parser("compare", help="where do two functions differ, and which is right there?")
    compare.add_argument("first", metavar="A.py::f")
    compare.add_argument("second", metavar="B.py::g")
    compare.add_argument("--topic", help="what they are meant to compute, if their names do not tell")
    _add_common(compare)
    compare.set_defaults(run=_compare)
    from workings.lessons.commands import add_day_command
    from workings.lessons.practice import add_practice_commands
    from workings.lessons.report.command import add_run_command
    from workings.lessons.scaffold.command import add_new_command

    add_day_command(commands)
    add_practice_commands(commands)
    add_run_command(commands)
    add_new_command(commands)
    from workings.cli_grade import add_grade_command

    add_grade_command(commands)
    from workings.app.command import add_export_command, add_open_command

    add_open_command(commands)
    add_export_command(commands)
    return parser


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print data instead of words")
    command.add_argument("--seed", type=int, default=0, help="of the random part of the search (default 0)")
    command.add_argument("--deadline", type=_seconds, default=10.0, help="seconds per function (default 10)")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds between 0 and 3600")
    return value


def _target(text: str) -> tuple[str, str | None]:
    """Split FILE::NAME; say what is missing if there is no such file."""
    path, _, name = text.partition("::")
    if not os.path.exists(path):
        near = _nearest_file(path)
        raise Refused(f"there is no file {path!r}.{f' Did you mean {near!r}?' if near else ''}")
    if os.path.isdir(path):
        raise Refused(f"{path!r} is a folder; name a Python file in it.")
    return path, name or None


def _nearest_file(path: str) -> str | None:
    import difflib

    folder = os.path.dirname(path)
    if not os.path.isdir(folder or "."):
        return None
    files = [name for name in os.listdir(folder or ".") if name.endswith(".py")]
    near = difflib.get_close_matches(os.path.basename(path), files, n=1)
    return os.path.join(folder, near[0]) if near else None


def _check(options: argparse.Namespace) -> int:
    path, name = _target(options.target if options.target is not None else _exercise_here())
    start = time.monotonic()
    from workings.checker.batch import Task, recognised
    from workings.checker.subject import SubjectError
    from workings.checker.topics import get_topic

    try:
        if options.topic is not None:
            topic = get_topic(options.topic)
            options.topic = topic.name
            if options.intent is not None:
                topic.intent(options.intent)
        if name is not None:
            tasks = [Task(path, name)]
        else:
            tasks = [Task(path, d.name, d.line) for d in recognised(path, options.topic)]
        judged = _judged([_with_options(task, options) for task in tasks], quiet=options.json)
    except (SubjectError, ValueError) as problem:
        raise Refused(_in_words_of_the_command(str(problem))) from None
    problems = {one.problem for one in judged if one.verdict is None}
    if len(problems) == 1 and not any(one.verdict for one in judged):
        raise Refused(problems.pop())
    if options.json:
        _print_json(judged, single=name is not None)
    elif len(judged) == 1 and judged[0].verdict is not None:
        _print_verdict(judged[0], options.full)
    else:
        _print_table(judged, path, time.monotonic() - start, options.full)
    if not options.json:
        from workings.lessons.practice import after_check

        after_check(path, judged)
    return _status(judged)


def _exercise_here() -> str:
    from pathlib import Path

    from workings.lessons.exercises import exercise_here

    try:
        found = exercise_here(Path.cwd())
    except ValueError as problem:
        raise Refused(str(problem)) from None
    return os.path.relpath(found)


def _with_options(task: Task, options: argparse.Namespace) -> Task:
    from dataclasses import replace
    from pathlib import Path

    from workings.lessons.exercises import reading

    intent = options.intent
    if intent is None and options.topic is None:
        intent = reading(Path(task.path), task.name)
    return replace(task, topic=options.topic, intent=intent, seed=options.seed, deadline=options.deadline)


def _in_words_of_the_command(text: str) -> str:
    """Turn ``check(topic='x'): ...`` into ``--topic x: ...``.

    >>> _in_words_of_the_command("check(topic='relu'): the topics are 'softmax'.")
    "--topic 'relu': the topics are 'softmax'."
    """
    import re

    return re.sub(r"^check\((topic|intent)=(.*?)\):", r"--\1 \2:", text)


def _judged(tasks: list[Task], quiet: bool) -> list[Judged]:
    """Judge, with a progress bar on a terminal's standard error if there are several."""
    from workings.checker.batch import judge_all, judge_one

    if len(tasks) == 1:
        return [judge_one(tasks[0])]
    if quiet or not sys.stderr.isatty():
        return judge_all(tasks)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # Drawn when something has changed and not by a thread: the workers are copies of this process.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        bar = progress.add_task("", total=len(tasks))
        progress.refresh()

        def one_more() -> None:
            progress.advance(bar)
            progress.refresh()

        return judge_all(tasks, one_more)


def _status(judged: Sequence[Judged]) -> int:
    outcomes = {one.outcome for one in judged}
    if outcomes & {"contract", "fragile", "wrong"}:
        return DEFECTS
    return NOT_RUN if "broken" in outcomes else RIGHT


def _console() -> Console:
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(width=PIPED_WIDTH, highlight=False, force_terminal=False, no_color=True)


def _print_json(judged: Sequence[Judged], single: bool) -> None:
    import json

    data: list[dict[str, Any]] = []
    for one in judged:
        if one.verdict is not None:
            data.append(json.loads(one.verdict.to_json()))
        else:
            data.append({"name": one.name, "outcome": "broken", "codes": [], "problem": one.problem})
    print(json.dumps(data[0] if single else data, indent=2))


def _print_verdict(one: Judged, full: bool) -> None:
    assert one.verdict is not None
    if sys.stdout.isatty() and not full:
        _console().print(one.verdict)
    else:
        print(one.verdict.render(full=full))


def _print_table(judged: Sequence[Judged], path: str, seconds: float, full: bool) -> None:
    from workings.checker.table import summary, table

    console = _console()
    if full:
        for one in judged:
            text = one.verdict.render(full=True) if one.verdict is not None else f"{one.name}: {one.problem}"
            console.print(text, markup=False, soft_wrap=True)
            console.print()
    else:
        with console.capture() as captured:
            console.print(table(judged, console.width))
        lines = captured.get().rstrip().split("\n")
        print("\n".join(lines if console.is_terminal else [line.rstrip() for line in lines]), end="\n\n")
    console.print(summary(judged, seconds), markup=False)
    worst = next((one for one in judged if one.outcome == "wrong"), judged[0])
    if not full:
        console.print(f"One in full: workings check {path}::{worst.name}", markup=False, soft_wrap=True)


def _compare(options: argparse.Namespace) -> int:
    targets = [_target(text) for text in (options.first, options.second)]
    for text, (path, name) in zip((options.first, options.second), targets, strict=True):
        if name is None:
            raise Refused(f"{text!r} names no function; write {path}::NAME.")
    from workings.checker.compare import compare
    from workings.checker.subject import SubjectError
    from workings.checker.wall import open_file

    opened = []
    try:
        for path, name in targets:
            opened.append(open_file(path, str(name)))
        found = compare(opened[0], opened[1], options.topic, seed=options.seed, deadline=options.deadline)
    except (SubjectError, ValueError) as problem:
        raise Refused(_in_words_of_the_command(str(problem))) from None
    finally:
        for subject in opened:
            subject.close()
    print(found.to_json() if options.json else found.render())
    if not found.tried:
        return NOT_RUN
    return DEFECTS if found.differ else RIGHT


if __name__ == "__main__":
    sys.exit(main())
