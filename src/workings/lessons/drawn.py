"""Figures that a lesson draws with matplotlib itself, kept beside the other pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workings.lessons.page import Page

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def keep(page: Page, figure: Figure, name: str, says: str) -> None:
    """Say what a figure shows, and save it as a PNG into the page's folder if there is one."""
    page.say(says)
    if page.out is not None:
        path = page.out / f"{name}.png"
        figure.savefig(path, dpi=150)
        page.pictures.append(path)
