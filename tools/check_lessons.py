"""Lessons are code, and are held to it: every ready day is complete, runs, draws, and its exercise can be done.

For each day: the folder has its five files and nothing says `ready` without it; the page is headed by the path's
title, has at most 500 words, its mathematics is closed and its symbols are named in the words, its links and commands
lead somewhere; the picture draws at both ends of every control; the solution passes the checker on every function of
the exercise, and the exercise as handed out fails on each; the lesson runs as a script, warnings being errors.

    python tools/check_lessons.py          every ready day, and whether folders and path agree
    python tools/check_lessons.py 4 5      these days, ready or not: for whoever is writing them
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import runpy
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from workings.lessons.exercises import functions
from workings.lessons.path import FOLDER, Day, days
from workings.lessons.report.walk import walk
from workings.show import Control, Scene, draw

WORDS = 500
FILES = ("lesson.md", "lesson.py", "picture.py", "exercise.py", "solution.py")


def complaints(day: Day) -> Iterator[str]:
    missing = [name for name in FILES if not (day.folder / name).is_file()]
    if missing:
        yield f"has no {', '.join(missing)} in {day.folder.name}/"
        return
    yield from about_the_page(day)
    yield from about_the_picture(day)
    yield from about_the_exercise(day)
    yield from about_the_lesson(day)


def about_the_page(day: Day) -> Iterator[str]:
    text = day.text()
    heading = f"# Day {day.number}: {day.title[0].lower()}{day.title[1:]}"
    if text.split("\n", 1)[0].lower() != heading.lower():
        yield f'lesson.md must begin with "{heading}"'
    plain = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)
    if plain.count("$$") % 2 or re.sub(r"\$\$.*?\$\$", "", plain, flags=re.S).count("$") % 2:
        yield "lesson.md has a dollar sign that no other closes"
    yield from about_the_words(text)
    yield from about_the_links(day, text)
    for word in ("## Your turn", "## Sources", f"workings day {day.number} --exercise"):
        if word not in text:
            yield f"lesson.md does not have {word!r}"


def about_the_words(text: str) -> Iterator[str]:
    """Yield where a page is too long, or a formula has a letter that no sentence names."""
    body = re.sub(r"```.*?```", " ", re.sub(r"^## Sources.*", "", text, flags=re.S | re.M), flags=re.S)
    shown = re.findall(r"\$\$(.*?)\$\$", body, flags=re.S)
    rest = re.sub(r"\$\$.*?\$\$", " ", body, flags=re.S)
    named = {symbol for formula in re.findall(r"\$([^$]+)\$", rest) for symbol in symbols(formula)}
    named |= {s for formula in shown for left in re.findall(r"(?:^|\\\\|&|,)([^=,]+)=", formula) for s in symbols(left)}
    count = len(re.findall(r"[A-Za-z0-9][\w'’.-]*", re.sub(r"\$[^$]*\$", " ", rest)))
    if count > WORDS:
        yield f"lesson.md has {count} words (formulas, code and sources not counted), and {WORDS} is the most"
    unknown = sorted({symbol for formula in shown for symbol in symbols(formula)} - named)
    if unknown:
        yield f"lesson.md does not say in words what {', '.join(unknown)} is, which a formula uses"


GREEK = """alpha beta gamma delta epsilon varepsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi varphi chi
psi omega"""
# What needs no introduction: the number e, differentials, indices, and the transpose.
KNOWN = {"d", "e", "i", "j", "T"}


def symbols(formula: str) -> set[str]:
    r"""Return the letters that stand for something in a formula; what is summed over stands for nothing.

    >>> sorted(symbols(r"\hat y = \sigma(w_1 x_i) + \sum_m c_m + \text{noise}"))
    ['\\sigma', 'c', 'w', 'x', 'y']
    """
    bound = set(re.findall(r"\\(?:sum|prod|max|min|int)(?:\\limits)?_\{?([a-zA-Z])(?![a-zA-Z])", formula))
    plain = re.sub(r"\\(?:text|mathrm|operatorname|begin|end|mbox)\*?\{[^}]*\}(?:\{[a-z]*\})?", " ", formula)
    greek = {f"\\{name}" for name in re.findall(r"\\([a-zA-Z]+)", plain) if name.lower() in GREEK.split()}
    plain = re.sub(r"\\[a-zA-Z]+", " ", plain)
    return greek | (set(re.findall(r"[a-zA-Z]", plain)) - KNOWN - bound)


def about_the_links(day: Day, text: str) -> Iterator[str]:
    """Yield what leads nowhere: files, days, commands."""
    from workings.cli import _parser

    for target in re.findall(r"\]\(([^)\s]+)[^)]*\)", re.sub(r"\$[^$]*\$|`[^`]*`", "", text)):
        path = target.partition("#")[0]
        if not target.startswith("https://") and path and not (day.folder / path).exists():
            yield f"lesson.md links to {target}, and there is no such file"
    last = days()[-1].number
    for number in re.findall(r"\b[Dd]ays? (\d+)", text):
        if not 1 <= int(number) <= last:
            yield f"lesson.md speaks of day {number}, and the path has days 1 to {last}"
    commands = next(action.choices for action in _parser()._actions if action.dest == "command")
    for word in re.findall(r"^workings ([a-z]+)", text, flags=re.M):
        if word not in (commands or ()):
            yield f"lesson.md says `workings {word}`, and there is no such command"


def about_the_picture(day: Day) -> Iterator[str]:
    module = day.module("picture")
    controls: tuple[Control, ...] = module.CONTROLS
    if not controls:
        yield "picture.py has no CONTROLS: give the learner something to turn"
    usual = {control.name: control.default for control in controls}
    settings = [usual, *({**usual, c.name: end} for c in controls for end in (c.low, c.high))]
    for setting in settings:
        try:
            scene: Scene = module.scene(**setting)
            json.dumps(scene.to_dict(), allow_nan=False)
            if setting == usual:
                with tempfile.TemporaryDirectory() as folder:
                    draw(scene, path=Path(folder) / "picture.png")
            else:  # all but the dots, which take the time
                draw(scene).draw_without_rendering()
        except Exception as problem:
            yield f"picture.py does not draw at {setting}: {type(problem).__name__}: {problem}"
            continue
        if not scene.say.strip():
            yield f"picture.py says nothing at {setting}: a caption is what a screen reader reads"


def outcomes(path: Path) -> dict[str, str]:
    """Return what the checker says of each function of a file."""
    from workings import check
    from workings.checker.wall import open_file

    found = {}
    for name in functions(path):
        with contextlib.closing(open_file(str(path), name)) as subject:
            found[name] = check(subject).outcome
    return found


def about_the_exercise(day: Day) -> Iterator[str]:
    exercise, solution = day.folder / "exercise.py", day.folder / "solution.py"
    asked = functions(exercise)
    if not asked:
        yield "exercise.py asks for no function"
    if asked != functions(solution):
        yield f"exercise.py asks for {asked}, and solution.py gives {functions(solution)}"
        return
    for name, outcome in outcomes(solution).items():
        if outcome != "right":
            yield f"solution.py: the checker calls {name} {outcome}"
    for name, outcome in outcomes(exercise).items():
        if outcome in ("right", "costly"):
            yield f"exercise.py: {name} passes as it is handed out; there is nothing to do"


def about_the_lesson(day: Day) -> Iterator[str]:
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), contextlib.redirect_stdout(said):
        warnings.simplefilter("error")
        try:
            with mock.patch.object(sys, "argv", ["lesson.py", folder]):
                runpy.run_path(str(day.folder / "lesson.py"), run_name="__main__")
        except Exception as problem:
            yield f"lesson.py does not run: {type(problem).__name__}: {problem}"
            return
        if not list(Path(folder).glob("*.png")):
            yield "lesson.py draws no picture"
        elif len(said.getvalue()) < 200:
            yield "lesson.py says next to nothing"


def disagreements() -> Iterator[str]:
    """Yield where the folders and the path do not agree, or the path is out of order."""
    if [day.number for day in days()] != list(range(1, len(days()) + 1)):
        yield "path.toml: the days are not numbered 1, 2, 3, ..."
    for what in ("title", "slug"):
        values = [getattr(day, what) for day in days()]
        yield from (
            f"path.toml: two days have the {what} {one!r}" for one in sorted(set(values)) if values.count(one) > 1
        )
    folders = {day.folder.name for day in days()}
    yield from (f"{p.name}: the path does not know this day" for p in FOLDER.glob("day_*") if p.name not in folders)
    for day in days():
        if day.ready and not day.folder.is_dir():
            yield f"day {day.number}: is ready in path.toml, and has no folder"


def all_complaints(day: Day) -> list[str]:
    return list(complaints(day))


def judged(chosen: list[Day]) -> dict[int, list[str]]:
    """Return the complaints about each day; several days are judged in processes of their own."""
    if len(chosen) == 1:
        return {chosen[0].number: all_complaints(chosen[0])}
    done = walk(chosen, all_complaints)
    return {one.day.number: one.result if one.result is not None else [one.problem] for one in done}


def main(arguments: list[str]) -> int:
    known = {str(day.number): day for day in days()}
    strange = [word for word in arguments if word not in known]
    if strange:
        print(f"check_lessons: no day {', '.join(strange)} in path.toml; give numbers, such as 4 5, or nothing for all")
        return 2
    asked = [known[word] for word in arguments]
    ready = asked or [day for day in days() if day.ready]
    found = [] if asked else list(disagreements())
    found += [f"day {number}: {text}" for number, texts in sorted(judged(ready).items()) for text in texts]
    good = f"{len(ready)} of {len(known)} days {'asked for' if asked else 'ready'}, each complete"
    begun = [str(day.number) for day in days() if day.folder.is_dir() and not day.ready]
    if begun and not asked:
        good += f"; begun and not ready: {', '.join(begun)}"
    print("\n".join(found) if found else good)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
