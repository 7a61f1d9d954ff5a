"""`workings new`: what is parsed, made and said."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

RIGHT, NOT_RUN = 0, 2
_NEXT = {
    "day": "Write over it, file by file, and hold it to: python tools/check_lessons.py N. When it is complete, "
    "path.toml may\nsay `ready = true`. More: docs/adding-a-day.md",
    "topic": "Write over it, and try it: python -m pytest tests/checker/test_corpus_verdicts.py -k NAME\n"
    "More: docs/writing-a-topic.md",
    "estimator": "Write over it, and try it: python -m pytest tests/contract -k NAME\n"
    "More: docs/adding-an-estimator.md",
}


def add_new_command(commands: Any) -> None:
    """Add `new` to the subcommands of the parser."""
    new = commands.add_parser("new", help="begin a day, a topic or an estimator in a source checkout")
    new.add_argument("kind", choices=("day", "topic", "estimator"))
    new.add_argument("name", metavar="NAME", help='"A title", function_name, or package.ClassName')
    new.set_defaults(run=run_new)


def run_new(options: argparse.Namespace) -> int:
    """Make the files, and say which and what to do next."""
    from workings.lessons.scaffold.make import checkout, new_day, new_estimator, new_topic

    make = {"day": new_day, "topic": new_topic, "estimator": new_estimator}[options.kind]
    try:
        root = checkout(Path.cwd())
        made = make(root, options.name)
    except (ValueError, OSError) as problem:
        print(f"workings new {options.kind}: {problem}", file=sys.stderr)
        return NOT_RUN
    _tidy([path for path in made if path.suffix == ".py"])
    for path in made:
        print(path.relative_to(root))
    print(_NEXT[options.kind])
    return RIGHT


def _tidy(files: list[Path]) -> None:
    """Let ruff break the lines anew, which are as long as the names are; where it is not installed they stay so."""
    if importlib.util.find_spec("ruff") is not None:
        command = [sys.executable, "-m", "ruff", "format", "--quiet", *map(str, files)]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
