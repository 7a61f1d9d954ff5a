"""The path as a static site: every page, still pictures, no server."""

from __future__ import annotations

import shutil
from pathlib import Path

from workings.app import sources, svg
from workings.app.site import EXPORTED, STATIC, Writer

# What only a live page needs.
_LIVE = (".js",)


def export(folder: Path) -> int:
    """Write the site into a folder, and return how many pages it has.

    Raises
    ------
    OSError
        The folder cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True, ignore=lambda _, names: {
        name for name in names if name.endswith(_LIVE)
    })  # fmt: skip
    writer = Writer(EXPORTED)
    pages = {"index.html": writer.index()}
    files: set[str] = set()
    for day in sources.shown():
        scene = day.module("picture").scene()
        pages[EXPORTED.day(day.number)] = writer.day(day, scene)
        pages[EXPORTED.thumb(day.number)] = svg.thumbnail(scene)
        files.update(sources.behind(day))
    for path in sorted(files):
        pages[EXPORTED.source(path)] = writer.source(path, (sources.ROOT / path).read_text(encoding="utf-8"))
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return sum(name.endswith(".html") for name in pages)
