"""Lessons are code, and are held to it: every ready day is complete, runs, draws, and its exercise can be done.

For each day: the folder has its five files and nothing says `ready` without it; the page is headed by the path's
title and its mathematics is closed; the picture draws at both ends of every control; the solution passes the checker
on every function of the exercise, and the exercise as handed out fails on each; the lesson runs as a script.

    python tools/check_lessons.py          every ready day, and whether folders and path agree
    python tools/check_lessons.py 4 5      these days, ready or not: for whoever is writing them
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from workings.lessons.path import FOLDER, Day, days
from workings.show import Control, Scene, draw

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
    for word in ("## Your turn", "## Sources", f"workings day {day.number} --exercise"):
        if word not in text:
            yield f"lesson.md does not have {word!r}"


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
            with tempfile.TemporaryDirectory() as folder:
                draw(scene, path=Path(folder) / "picture.png")
        except Exception as problem:
            yield f"picture.py does not draw at {setting}: {type(problem).__name__}: {problem}"
            continue
        if not scene.say.strip():
            yield f"picture.py says nothing at {setting}: a caption is what a screen reader reads"


def functions(path: Path) -> list[str]:
    return re.findall(r"^def ([a-z]\w*)\(", path.read_text(encoding="utf-8"), flags=re.M)


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
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-W", "error", str(day.folder / "lesson.py"), folder]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            yield f"lesson.py does not run: {done.stderr.strip().splitlines()[-1]}"
        elif not list(Path(folder).glob("*.png")):
            yield "lesson.py draws no picture"
        elif len(done.stdout) < 200:
            yield "lesson.py says next to nothing"


def disagreements() -> Iterator[str]:
    """Yield where the folders and the path do not agree."""
    folders = {day.folder.name for day in days()}
    yield from (f"{p.name}: the path does not know this day" for p in FOLDER.glob("day_*") if p.name not in folders)
    for day in days():
        if day.folder.is_dir() and not day.ready:
            yield f"day {day.number}: is there, but not ready in path.toml"


def main(arguments: list[str]) -> int:
    known = {str(day.number): day for day in days()}
    strange = [word for word in arguments if word not in known]
    if strange:
        print(f"check_lessons: no day {', '.join(strange)} in path.toml; give numbers, such as 4 5, or nothing for all")
        return 2
    asked = [known[word] for word in arguments]
    ready = asked or [day for day in days() if day.ready]
    found = [] if asked else list(disagreements())
    for day in ready:
        found += [f"day {day.number}: {text}" for text in complaints(day)]
    good = f"{len(ready)} of {len(known)} days {'asked for' if asked else 'ready'}, each complete"
    print("\n".join(found) if found else good)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
