"""What one day comes to: its lesson as blocks, its picture, its fits beside the peer's, the verdict on its solution."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workings.lessons.exercises import asked
from workings.lessons.page import Page
from workings.lessons.path import Day
from workings.lessons.report.beside import Fit, compared, watching
from workings.show import Scene

PEERS = re.compile(
    r"scikit-learn|sklearn|scipy|numpy|np\.\w|pandas|pytorch|torch\b|\bjax\b|theirs|fastcluster|matplotlib|mpmath", re.I
)


@dataclass(frozen=True)
class Block:
    """One thing that a lesson wrote.

    Attributes
    ----------
    kind : {"heading", "say", "table", "picture"}
    text : str
        Of a picture, its sentence.
    columns : tuple of str
    rows : tuple of tuple of str
    """

    kind: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def compares(self) -> bool:
        """Whether it holds something beside what another library says."""
        if self.kind == "table":
            return any(PEERS.search(cell) for cell in (*self.columns, *(row[0] for row in self.rows if row)))
        return self.kind == "say" and PEERS.search(self.text) is not None


@dataclass(frozen=True)
class Judgement:
    """The verdict on one function of the solution; times in seconds, 0 where they were not taken."""

    name: str
    outcome: str
    problem: str = ""
    tried: int = 0
    seconds: float = 0.0
    textbook: float = 0.0


@dataclass
class Record:
    """All that the report says of a day; `problems` are sentences, and empty for a day that went well."""

    number: int
    title: str
    question: str = ""
    blocks: tuple[Block, ...] = ()
    picture: str = ""
    caption: str = ""
    fits: tuple[Fit, ...] = ()
    verdicts: tuple[Judgement, ...] = ()
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether the day ran, drew, and its solution passed."""
        return not self.problems


class _Recorder(Page):
    """A page that keeps what is written on it; pictures are not drawn, the day's own one is drawn once."""

    def __init__(self) -> None:
        from rich.console import Console

        super().__init__(None, Console(file=io.StringIO()))
        self.blocks: list[Block] = []

    def title(self, text: str) -> None:
        """Leave the title to the report."""

    def heading(self, text: str) -> None:
        """Keep a heading."""
        self.blocks.append(Block("heading", text))

    def say(self, text: str) -> None:
        """Keep a paragraph."""
        self.blocks.append(Block("say", text))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Keep a table."""
        self.blocks.append(Block("table", "", tuple(columns), tuple(tuple(row) for row in rows)))

    def picture(self, scene: Scene, name: str) -> None:
        """Keep what a picture shows."""
        self.blocks.append(Block("picture", scene.say))

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Show nothing: nobody looks."""
        yield


def record(day: Day) -> Record:
    """Run, draw and judge a day; what fails becomes a sentence, and the rest goes on."""
    found = Record(day.number, day.title)
    start = time.perf_counter()
    _try(found, "lesson.md", lambda: setattr(found, "question", _question(day.text())))
    _try(found, "the lesson", lambda: _run(day, found))
    _try(found, "the picture", lambda: _draw(day, found))
    _try(found, "the solution", lambda: _judge(day, found))
    found.seconds = time.perf_counter() - start
    return found


def _try(found: Record, what: str, part: Callable[[], Any]) -> None:
    try:
        part()
    except Exception as problem:
        said = str(problem).strip().split("\n")[0]
        found.problems.append(f"{what} fails: {type(problem).__name__}{': ' if said else ''}{said}")


def _question(page: str) -> str:
    """Return the first paragraph below the page's title."""
    below = page.partition("\n")[2].strip()
    return re.sub(r"\s+", " ", re.split(r"\n\s*\n|\n#", below)[0])


def _run(day: Day, found: Record) -> None:
    lesson, page = day.module("lesson"), _Recorder()
    try:
        with watching() as watch:
            lesson.run(page)
    finally:
        found.blocks = tuple(page.blocks)
    found.fits = tuple(compared(watch))


def _draw(day: Day, found: Record) -> None:
    from workings.show.matplotlib import figure

    scene = day.module("picture").scene()
    written = io.StringIO()
    figure(scene, width=6.6, height=4.4).savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    found.picture, found.caption = written.getvalue(), scene.say


def _judge(day: Day, found: Record) -> None:
    from workings.checker.batch import Task, judge_one

    names = asked(day)
    if not names:
        found.problems.append("the exercise asks for no function")
    judged = [judge_one(Task(str(Path(day.folder / "solution.py")), name)) for name in names]
    verdicts = []
    for one in judged:
        if one.verdict is None:
            verdicts.append(Judgement(one.name, one.outcome, one.problem))
        else:
            cost = one.verdict.cost
            times = (cost.seconds, cost.textbook_seconds) if cost is not None else (0.0, 0.0)
            verdicts.append(Judgement(one.name, one.outcome, "", one.verdict.tried, *times))
        if one.outcome not in ("right", "costly"):
            found.problems.append(f"the checker calls the solution's {one.name} {one.outcome}")
    found.verdicts = tuple(verdicts)
