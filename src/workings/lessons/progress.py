"""How far somebody has come: one small file in the user's data folder."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

_VERSION = 1


class DamagedProgress(Exception):
    """The file is there and cannot be understood; the message says where it is and what was done."""


def data_folder() -> Path:
    """Return the folder for this user's data: ``WORKINGS_DATA_DIR`` if set, else where the system keeps such things."""
    wish = os.environ.get("WORKINGS_DATA_DIR")
    if wish:
        return Path(wish)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "workings"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "workings"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "workings"


def progress_file() -> Path:
    """Return the file that remembers the days."""
    return data_folder() / "progress.json"


def read_progress() -> dict[int, str]:
    """Return the days that were run, and when (ISO dates).

    Raises
    ------
    DamagedProgress
        The file cannot be understood. It is set aside under another name, so nothing is lost and the next call
        starts anew.
    """
    path = progress_file()
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        raise DamagedProgress(_set_aside(path, str(problem))) from None
    try:
        data = json.loads(text)
        if data["version"] != _VERSION:
            raise ValueError(f"its version is {data['version']!r}, and this program writes {_VERSION}")
        return {int(number): date.fromisoformat(when).isoformat() for number, when in data["days"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        reason = f"{type(problem).__name__}: {problem}"
        raise DamagedProgress(_set_aside(path, reason)) from None


def _set_aside(path: Path, reason: str) -> str:
    aside = path.with_name("progress.damaged.json")
    try:
        path.replace(aside)
    except OSError as problem:
        return f"The record of your days, {path}, cannot be read ({reason}) nor moved ({problem}). Delete it by hand."
    return f"The record of your days, {path}, was damaged ({reason}). It now lies at {aside}, and a new one begins."


def remember(number: int) -> None:
    """Write down that a day was run today; the first time counts. A folder that cannot be written to is no error."""
    known = read_progress()
    if number in known:
        return
    known[number] = date.today().isoformat()
    path = progress_file()
    content = json.dumps({"version": _VERSION, "days": {str(n): when for n, when in sorted(known.items())}}, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved into place, so that a crash cannot leave half a file.
        beside = path.with_name(f"progress.{os.getpid()}.tmp")
        beside.write_text(content + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError:
        pass
