"""The path: which days there are, in which order, and which are ready."""

from __future__ import annotations

import difflib
import importlib
import threading
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent
# Days import half of what is installed. Threads that do so at once may be shown modules that are half made.
_importing = threading.RLock()


@dataclass(frozen=True)
class Day:
    """One day of the path.

    Attributes
    ----------
    number : int
    title, slug : str
        As read by people; as part of the folder's name.
    ready : bool
        Whether the day can be run.
    """

    number: int
    title: str
    slug: str
    ready: bool

    @property
    def folder(self) -> Path:
        """Where the day's text, lesson, picture, exercise and solution lie."""
        return FOLDER / f"day_{self.number:03d}_{self.slug}"

    def module(self, part: str) -> ModuleType:
        """Import one of the day's files: "lesson", "picture", "exercise", "solution"."""
        with _importing:
            return importlib.import_module(f"workings.lessons.{self.folder.name}.{part}")

    def text(self) -> str:
        """Return the day's page, Markdown with mathematics between dollar signs."""
        return (self.folder / "lesson.md").read_text(encoding="utf-8")


@cache
def days() -> tuple[Day, ...]:
    """Return all days in order.

    >>> len(days()), days()[5].title
    (54, 'Logistic regression')
    """
    entries = tomllib.loads((FOLDER / "path.toml").read_text(encoding="utf-8"))["day"]
    return tuple(sorted((Day(**entry) for entry in entries), key=lambda day: day.number))


def get_day(number: int) -> Day:
    """Return the day of that number, if it is ready.

    Raises
    ------
    ValueError
        There is no such day, or it is not ready, with one that is.
    """
    known = {day.number: day for day in days()}
    ready = [day.number for day in days() if day.ready]
    near = min(ready, key=lambda one: abs(one - number))
    if number not in known:
        raise ValueError(f"there is no day {number}: the path has days 1 to {max(known)}. Try day {near}.")
    if not known[number].ready:
        raise ValueError(f'day {number} ("{known[number].title}") is not ready yet. Try day {near}.')
    return known[number]


def find_day(title: str) -> Day | None:
    """Return the ready day whose title or slug is nearest to some words, if any is near."""
    names = {name: day for day in days() if day.ready for name in (day.title.lower(), day.slug)}
    found = difflib.get_close_matches(title.lower(), names, n=1, cutoff=0.5)
    return names[found[0]] if found else None
