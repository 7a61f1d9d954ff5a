"""Makes the files of a new day, topic or estimator in a source checkout; nothing that is there is overwritten."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

_TEMPLATES = Path(__file__).parent / "templates"


def checkout(here: Path) -> Path:
    """Return the root of the source checkout that a folder lies in.

    Raises
    ------
    ValueError
        It lies in none.
    """
    for folder in (here, *here.parents):
        project = folder / "pyproject.toml"
        if project.is_file() and re.search(r'^name = "workings"$', project.read_text(encoding="utf-8"), flags=re.M):
            return folder
    raise ValueError(f"{here} is in no source checkout of workings. Go into one: `workings new` adds files to it.")


def new_day(root: Path, title: str) -> list[Path]:
    """Make a day: one that the path has by this title, slug or number and nobody wrote, or one after the last.

    It stays ``ready = false`` until somebody says otherwise.
    """
    import tomllib

    path = root / "src/workings/lessons/path.toml"
    text = path.read_text(encoding="utf-8")
    entries = tomllib.loads(text)["day"]
    wanted = title.strip().lower()
    known = [day for day in entries if wanted in (day["title"].lower(), day["slug"].lower(), str(day["number"]))]
    if known:
        day = known[0]
    elif wanted.isdigit():
        raise ValueError(f"the path has no day {wanted}. Name a new day by its title.")
    else:
        slug = "_".join(re.findall(r"[a-z0-9]+", title.lower()))
        if not slug:
            raise ValueError(f"{title!r} is no title: it has no letters.")
        title = title.strip().replace("_", " ")
        day = {"number": entries[-1]["number"] + 1, "title": title[0].upper() + title[1:], "slug": slug}
    # A day's folder is a package, and its name must be one that can be imported by name.
    if not re.fullmatch(r"\w+", day["slug"]):
        raise ValueError(
            f"day {day['number']} has the slug {day['slug']!r} in path.toml, and only a-z, 0-9 and _ will do."
        )
    folder = root / f"src/workings/lessons/day_{day['number']:03d}_{day['slug']}"
    names = ("__init__.py", "data.py", "exercise.py", "lesson.md", "lesson.py", "picture.py", "solution.py")
    words = {
        "NUMBER": str(day["number"]),
        "NNN": f"{day['number']:03d}",
        "TITLE": day["title"],
        "SLUG": day["slug"],
    }
    made = _written({folder / name: f"day/{name}.txt" for name in names}, words)
    if not known:
        title_as_toml = json.dumps(day["title"], ensure_ascii=False)
        entry = f'\n[[day]]\nnumber = {day["number"]}\ntitle = {title_as_toml}\nslug = "{day["slug"]}"\nready = false\n'
        path.write_text(text.rstrip("\n") + "\n" + entry, encoding="utf-8")
        made.append(path)
    return made


def new_topic(root: Path, name: str) -> list[Path]:
    """Make a topic of the checker with its corpus, and list it before the others."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no name for a topic. It is a function's name, such as mean_absolute_error.")
    topics, corpus = root / "src/workings/checker/topics", root / "tests/checker/corpus"
    listing = topics / "__init__.py"
    text = listing.read_text(encoding="utf-8")
    if f'    "{name}",\n' in text:
        raise ValueError(f"there is a topic {name} already: {topics / name}.py")
    words = {"NAME": name, "WORDS": name.replace("_", " ").capitalize()}
    made = _written(
        {
            topics / f"{name}.py": "topic/topic.py.txt",
            corpus / f"{name}_right.py": "topic/right.py.txt",
            corpus / f"{name}_wrong.py": "topic/wrong.py.txt",
        },
        words,
    )
    # First, so that no pattern of an older topic takes its name away.
    listing.write_text(text.replace("TOPICS = (\n", f'TOPICS = (\n    "{name}",\n', 1), encoding="utf-8")
    return [*made, listing]


def new_estimator(root: Path, name: str) -> list[Path]:
    """Make an estimator with a test, and export it from its package; the name is PACKAGE.CLASS."""
    package, _, cls = name.rpartition(".")
    home = root / f"src/workings/{package}/__init__.py"
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", cls) or not re.fullmatch(r"[a-z_]+", package):
        raise ValueError(f"{name!r} is no name for an estimator. Write package and class: linear_model.HuberRegressor.")
    if not home.is_file() or "__all__" not in home.read_text(encoding="utf-8"):
        there = sorted(
            path.parent.name for path in root.glob("src/workings/*/__init__.py") if "sklearn" not in path.name
        )
        raise ValueError(f"there is no package workings.{package}. There are {', '.join(there)}.")
    file = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", cls).lower()
    text = home.read_text(encoding="utf-8")
    if re.search(rf'"{cls}"', text):
        raise ValueError(f"workings.{package} has a {cls} already.")
    tests = root / f"tests/{package}/test_{file}.py"
    templates = {home.parent / f"{file}.py": "estimator/estimator.py.txt", tests: "estimator/test.py.txt"}
    made = _written(templates, {"NAME": cls, "PACKAGE": package})
    home.write_text(_exporting(text, package, file, cls), encoding="utf-8")
    return [*made, home]


def _exporting(text: str, package: str, file: str, cls: str) -> str:
    """Add a class to the imports and to `__all__` of a package, each in its order."""
    prefix = f"from workings.{package}."
    line = f"{prefix}{file} import {cls}"
    lines = text.split("\n")
    imports = [k for k, one in enumerate(lines) if one.startswith(prefix)]
    after = [k for k in imports if lines[k].partition(" import ")[0] < line.partition(" import ")[0]]
    place = (
        after[-1] + 1
        if after
        else imports[0]
        if imports
        else next(k for k, one in enumerate(lines) if one.startswith("__all__"))
    )
    while place > 0 and lines[place - 1].endswith("("):
        place = next(k for k in range(place, len(lines)) if lines[k] == ")") + 1
    lines.insert(place, line)
    text = "\n".join(lines)
    found = re.search(r"(__all__[^=]*= \[)(.*?)\]", text, flags=re.S)
    assert found is not None
    names = [*re.findall(r'"(\w+)"', found[2]), cls]
    # Classes first, then functions, as the linter wants it.
    names.sort(key=lambda one: (one[0].islower(), one))
    listed = "".join(f'    "{one}",\n' for one in names)
    return text[: found.start()] + f"{found[1]}\n{listed}]" + text[found.end() :]


def _written(files: Mapping[Path, str], words: Mapping[str, str]) -> list[Path]:
    """Write the templates with the words put in; refuse if one of the files is there."""
    there = [path for path in files if path.exists()]
    if there:
        raise ValueError(f"{there[0]} is there already, and is not overwritten.")
    for path, template in files.items():
        text = (_TEMPLATES / template).read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(f"@{word}@", value)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)
