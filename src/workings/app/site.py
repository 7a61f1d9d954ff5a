"""What the pages say, from the path and its days; by templates, so that nothing is written into HTML by hand."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workings.app import sources, svg, text
from workings.lessons.exercises import asked
from workings.lessons.path import Day, days
from workings.show.scene import Scene

STATIC = Path(__file__).parent / "static"
# What the page has to know of samples that can be moved.
_TOLD = ("names", "most", "least", "seen_at", "features")


@cache
def environment() -> Environment:
    """Return the templates; whatever they are given is escaped."""
    return Environment(
        loader=PackageLoader("workings.app"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Links:
    """How pages name each other: by paths of the server, or by files of an exported site."""

    home: str = "/"
    static: str = "/static"
    day_form: str = "/day/{}"
    source_form: str = "/source/{}"
    thumb_form: str = "/thumb/{}.svg"

    def day(self, number: int) -> str:
        """Return where a day is."""
        return self.day_form.format(number)

    def source(self, path: str) -> str:
        """Return where the text of a file is."""
        return self.source_form.format(path.replace("/", "-") if self.source_form[0] != "/" else path)

    def thumb(self, number: int) -> str:
        """Return where a day's thumbnail is."""
        return self.thumb_form.format(number)


SERVED = Links()
# A folder of files, wherever it lies.
EXPORTED = Links("index.html", "static", "day-{}.html", "source-{}.html", "thumb-{}.svg")


@dataclass(frozen=True)
class Writer:
    """Writes pages.

    Attributes
    ----------
    links : Links
    done : frozenset of int
        The days whose exercise has passed.
    nonce : str
        What lets the editor's style sheets in.
    """

    links: Links = SERVED
    done: frozenset[int] = field(default_factory=frozenset)
    nonce: str = ""

    def _page(self, template: str, **more: Any) -> str:
        known = {"links": self.links, "days": days(), "done": self.done, "nonce": self.nonce, "today": None}
        known["shown"] = {day.number for day in sources.shown()}
        return environment().get_template(template).render({**known, **more})

    def index(self, notice: str = "") -> str:
        """Return the path."""
        questions = {day.number: text.first_question(day.text()) for day in sources.shown()}
        following = next((number for number in questions if number not in self.done), None)
        return self._page("index.html", questions=questions, following=following, notice=notice)

    def day(self, day: Day, scene: Scene | None = None, draft: str = "", notice: str = "") -> str:
        """Return the page of a day: live, or, given its scene, with a still picture for an exported site."""
        parts = text.parts(day.text())
        ready = [one.number for one in sources.shown()]
        place = ready.index(day.number)
        return self._page(
            "day.html",
            today=day,
            notice=notice,
            lead=Markup(text.to_html(parts.lead)),
            body=Markup(text.to_html(parts.body)),
            turn=Markup(text.to_html(parts.turn)),
            commands=parts.commands,
            references=Markup(text.to_html(parts.sources)),
            exercise=exercise(day),
            data=None if scene else Markup(_data(day, draft)),
            scene=scene,
            still=Markup(svg.still(scene)) if scene else None,
            legend=[(Markup(icon), label) for icon, label in svg.legend(scene)] if scene else [],
            files=sources.behind(day),
            before=ready[place - 1] if place else None,
            after=ready[place + 1] if place + 1 < len(ready) else None,
            titles={one.number: one.title for one in days()},
        )

    def source(self, path: str, code: str) -> str:
        """Return the page of a file's text."""
        return self._page("source.html", path=path, code=code)

    def problem(self, says: str) -> str:
        """Return the page for an address at which there is nothing."""
        return self._page("problem.html", says=says)


def exercise(day: Day) -> str:
    """Return the exercise as it is handed out."""
    return (day.folder / "exercise.py").read_text(encoding="utf-8")


def _data(day: Day, draft: str) -> str:
    """Return what the page's program has to know, as JSON that cannot end its element."""
    picture = day.module("picture")
    movable = getattr(picture, "POINTS", None)
    data = {
        "number": day.number,
        "controls": [asdict(control) for control in picture.CONTROLS],
        "steps": getattr(picture, "STEPS", None),
        "moves": getattr(picture, "MOVES", None),
        "points": movable and {name: getattr(movable, name) for name in _TOLD},
        "exercise": exercise(day),
        "draft": draft,
        "functions": asked(day),
    }
    return json.dumps(data).replace("<", "\\u003c")
