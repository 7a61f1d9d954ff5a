"""Small pictures of the days for the path, kept on disk because drawing one imports half the library."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from functools import cache
from pathlib import Path

from workings.app import svg, ticks
from workings.lessons.path import Day
from workings.lessons.progress import data_folder
from workings.show import scene

_one_at_a_time = threading.Lock()


def thumbnail(day: Day) -> str:
    """Return a day's thumbnail: the one that was kept if its day has not changed since."""
    kept = data_folder() / "thumbnails" / f"{day.number}-{_fingerprint(day)}.svg"
    with contextlib.suppress(OSError):
        return kept.read_text(encoding="utf-8")
    with _one_at_a_time:
        made = svg.thumbnail(day.module("picture").scene())
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob(f"{day.number}-*.svg"):
            old.unlink()
        beside = kept.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(made, encoding="utf-8")
        beside.replace(kept)
    return made


@cache
def _fingerprint(day: Day) -> str:
    """Return what changes when the day, or the drawing of thumbnails, does."""
    files = [*sorted(day.folder.glob("*.py")), *(Path(str(module.__file__)) for module in (svg, ticks, scene))]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
