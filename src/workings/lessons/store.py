"""The file of the learner's progress: one SQLite file, made, migrated, opened, and set aside if it is damaged."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

VERSION = 1
_PATIENCE = 10.0  # seconds to wait for another process that writes
_SCHEMA = """
CREATE TABLE days (
    day  INTEGER PRIMARY KEY CHECK (day >= 1),
    run  TEXT CHECK (run IS date(run)),
    done TEXT CHECK (done IS date(done))
);
CREATE TABLE drafts (
    day   INTEGER PRIMARY KEY CHECK (day >= 1),
    text  TEXT NOT NULL,
    saved TEXT NOT NULL
);
CREATE TABLE hints (
    day  INTEGER PRIMARY KEY CHECK (day >= 1),
    seen INTEGER NOT NULL
);
"""
_TABLES = {"days", "drafts", "hints"}


class ProgressError(Exception):
    """The record cannot be used; the message says why and what to do."""


class DamagedProgress(ProgressError):
    """The record could not be understood and was set aside; what was to be written stands in a new one."""


class NewerProgress(ProgressError):
    """The record was written by a newer version, and is left as it is."""


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
    return data_folder() / "progress.sqlite3"


def _old_file() -> Path:
    """Return where earlier versions kept the days that were run."""
    return data_folder() / "progress.json"


@contextmanager
def reading() -> Iterator[sqlite3.Connection | None]:
    """Open the record to read it; None where there is none yet (then none is made).

    Raises
    ------
    DamagedProgress, NewerProgress, ProgressError
        It is damaged (and now set aside), newer than this program, or cannot be read.
    """
    path = progress_file()
    with _in_words(path):
        if not path.exists() and not _old_file().exists():
            yield None
            return
        try:
            connection = _opened(path)
        except (OSError, sqlite3.OperationalError):
            if os.access(path.parent, os.W_OK) or not path.exists():
                raise
            # Nobody may write in the folder, so nobody does: the file can be read as it lies there.
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            _refuse_newer(connection, path)
        with closing(connection):
            yield connection


@contextmanager
def writing() -> Iterator[sqlite3.Connection]:
    """Open the record for one transaction; a damaged one is set aside first, and told once all is written.

    Raises
    ------
    DamagedProgress
        After the transaction, which went into a new record.
    NewerProgress, ProgressError
        Nothing was written.
    """
    path, damaged = progress_file(), None
    with _in_words(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = _opened(path)
        except (DamagedProgress, sqlite3.DatabaseError) as problem:
            if isinstance(problem, sqlite3.DatabaseError) and not _is_damage(problem):
                raise
            damaged = problem if isinstance(problem, DamagedProgress) else _set_aside(path, str(problem))
            connection = _opened(path)
        with closing(connection):
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                yield connection
    if damaged is not None:
        raise damaged


def _opened(path: Path) -> sqlite3.Connection:
    """Connect; make the tables if the file is new."""
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        _refuse_newer(connection, path)
        _refuse_others(connection)
        _use_wal(connection)
        if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            _make(connection)
        _examine(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerProgress(
            f"The record of your days, {path}, was written by a newer workings (its form is {version}, this one knows "
            f"{VERSION}). It was left as it is. Update: pip install --upgrade workings."
        )


def _refuse_others(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")  # both answers are of one moment, though another process may be making the tables
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    connection.execute("COMMIT")
    if version == 0 and tables:
        raise sqlite3.DatabaseError("it holds the tables of another program")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at once. Switching needs a moment alone, for which SQLite itself does not wait."""
    end = time.monotonic() + _PATIENCE
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def _make(connection: sqlite3.Connection) -> None:
    """Make the tables, with the days of an old progress.json; of several processes one does, the others wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != 0:
            return
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        old = _old_days()
        connection.executemany("INSERT INTO days (day, run) VALUES (?, ?)", old.items())
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
        if old:
            with suppress(OSError):  # it is read once only, wherever it lies
                _old_file().replace(_old_file().with_name("progress.migrated.json"))
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _old_days() -> dict[int, str]:
    path = _old_file()
    try:
        return old_days_of(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise _moved(path, f"{type(problem).__name__}: {problem}") from None


def old_days_of(data: Any) -> dict[int, str]:
    """Return the days of the old form, ``{"version": 1, "days": {"6": "2026-01-31"}}``, or fail."""
    if data["version"] != 1:
        raise ValueError(f"its version is {data['version']!r}")
    return {int(number): date.fromisoformat(when).isoformat() for number, when in data["days"].items()}


def _examine(connection: sqlite3.Connection) -> None:
    """Find damage now and not while something is read: the file is small."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found.splitlines()[-1])
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not there >= _TABLES:
        raise sqlite3.DatabaseError(f"it has no table of {' and '.join(sorted(_TABLES - there))}")


def _is_damage(problem: sqlite3.DatabaseError) -> bool:
    """Whether the file is at fault, and not its folder, its disk or another process."""
    code = getattr(problem, "sqlite_errorcode", None)
    return code is None or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        if isinstance(problem, sqlite3.IntegrityError):
            raise
        if _is_damage(problem):
            raise _set_aside(path, str(problem)) from None
        # SQLite says "disk I/O error" where its log finds no room.
        full = " Is the disk full?" if "disk" in str(problem) else ""
        raise ProgressError(f"The record of your days, {path}, cannot be used just now: {problem}.{full}") from None
    except OSError as problem:
        raise ProgressError(
            f"The record of your days, {path}, cannot be used: {problem.strerror or problem}. "
            "Set WORKINGS_DATA_DIR to a folder that you may write in."
        ) from None


def _set_aside(path: Path, reason: str) -> DamagedProgress:
    """Move a damaged record away, unless another process has done so meanwhile."""
    with _alone_in(path.parent):
        try:
            _opened(path).close()
        except sqlite3.DatabaseError as problem:
            if _is_damage(problem):
                return _moved(path, reason)
        except ProgressError:
            pass
    return DamagedProgress(f"The record of your days, {path}, was damaged ({reason}), and has been set aside.")


def _moved(path: Path, reason: str) -> DamagedProgress:
    aside = path.with_name(f"{path.stem}.damaged{path.suffix}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.stem}.damaged-{count}{path.suffix}")
    try:
        path.replace(aside)
        for suffix in ("-wal", "-shm"):  # belong to the file, under its name
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
    except OSError as problem:
        return DamagedProgress(
            f"The record of your days, {path}, cannot be read ({reason}) nor moved ({problem}). Delete it by hand."
        )
    return DamagedProgress(
        f"The record of your days, {path}, was damaged ({reason}). It now lies at {aside}, and a new one begins."
    )


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one process at a time move files of a folder, where the system can."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
