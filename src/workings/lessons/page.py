"""What a lesson writes on: the terminal, and a folder for the pictures if there is one."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable
from rich.text import Text as RichText

from workings.show import Scene, draw

WIDTH = 100
# Work that takes longer than this (seconds) shows that it goes on.
PATIENCE = 2.0


class Page:
    """The terminal and the folder of pictures.

    Parameters
    ----------
    out : Path, optional
        Where pictures go; without it none are drawn.
    console : rich.console.Console, optional
    """

    def __init__(self, out: Path | None = None, console: Console | None = None) -> None:
        console = Console(highlight=False) if console is None else console
        if console.width > WIDTH or not console.is_terminal:
            console.width = WIDTH
        self.console = console
        self.out = out
        self.pictures: list[Path] = []

    def title(self, text: str) -> None:
        """Write the day's title."""
        self.console.print(RichText(text, style="bold"))

    def heading(self, text: str) -> None:
        """Write a heading."""
        self.console.print()
        self.console.print(RichText(text, style="bold cyan"))

    def say(self, text: str) -> None:
        """Write a paragraph."""
        self.console.print(RichText(text))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a small table: the first column are words, the others numbers."""
        table = RichTable(box=None, pad_edge=False, header_style="dim", padding=(0, 3, 0, 0))
        for j, name in enumerate(columns):
            table.add_column(RichText(name), justify="left" if j == 0 else "right", no_wrap=j > 0)
        for row in rows:
            table.add_row(*(RichText(cell) for cell in row))
        self.console.print(table)

    def picture(self, scene: Scene, name: str) -> None:
        """Say what a scene shows, and draw it into the folder if there is one."""
        self.say(scene.say)
        if self.out is not None:
            path = self.out / f"{name}.png"
            with self.working(f"drawing {name}"):
                draw(scene, path=path)
            self.pictures.append(path)

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Show a moving bar while the block runs, from `PATIENCE` seconds on."""
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=self.console, transient=True
        )
        lock = threading.Lock()
        state = "waiting"

        def show() -> None:
            nonlocal state
            with lock:
                if state == "waiting":
                    bar.add_task(what, total=None)
                    bar.start()
                    state = "shown"

        timer = threading.Timer(PATIENCE, show)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with lock:
                if state == "shown":
                    bar.stop()
                state = "over"
