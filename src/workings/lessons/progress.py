"""How far somebody has come: the days run, the days done, and drafts of exercises, in one file in the data folder."""

from __future__ import annotations

import datetime
from typing import Any

from workings.lessons.path import days
from workings.lessons.store import (
    DamagedProgress,
    NewerProgress,
    ProgressError,
    data_folder,
    old_days_of,
    progress_file,
    reading,
    writing,
)

__all__ = [
    "DamagedProgress",
    "NewerProgress",
    "ProgressError",
    "data_folder",
    "delete_draft",
    "export_progress",
    "import_progress",
    "mark_done",
    "mark_run",
    "next_hint",
    "progress_file",
    "read_draft",
    "read_progress",
    "read_runs",
    "save_draft",
]
_FORM, _VERSION = "workings progress", 2


def read_progress() -> dict[int, str]:
    """Return the days that are done (their exercise passed), and when first (ISO dates).

    Raises
    ------
    DamagedProgress
        The record cannot be understood. It is set aside under another name, so nothing is lost and the next call
        starts anew.
    NewerProgress
        A newer version wrote it.
    ProgressError
        It cannot be read.
    """
    return _dates("done")


def read_runs() -> dict[int, str]:
    """Return the days that were run, whether or not their exercise passed, and when first; raises as above."""
    return _dates("run")


def _dates(column: str) -> dict[int, str]:
    with reading() as record:
        if record is None:
            return {}
        return dict(record.execute(f"SELECT day, {column} FROM days WHERE {column} IS NOT NULL ORDER BY day"))


def mark_done(day: int) -> None:
    """Write down that a day's exercise passed today; the first time counts.

    Raises
    ------
    ValueError
        The path has no such day.
    DamagedProgress
        An older record was damaged and is set aside; this day stands in the new one.
    ProgressError
        It could not be written, or (`NewerProgress`) a newer version wrote it.
    """
    _mark(day, "done")


def mark_run(day: int) -> None:
    """Write down that a day was run today; the first time counts. Raises as `mark_done`."""
    _mark(day, "run")


def _mark(day: int, column: str) -> None:
    _check_day(day)
    with writing() as record:
        record.execute(
            f"INSERT INTO days (day, {column}) VALUES (?, ?) "
            f"ON CONFLICT (day) DO UPDATE SET {column} = coalesce({column}, excluded.{column})",
            (day, datetime.date.today().isoformat()),
        )


def save_draft(day: int, text: str) -> None:
    """Keep what somebody has written for a day's exercise, in place of an earlier draft. Raises as `mark_done`."""
    _check_day(day)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
    with writing() as record:
        record.execute("INSERT OR REPLACE INTO drafts (day, text, saved) VALUES (?, ?, ?)", (day, text, now))


def read_draft(day: int) -> str | None:
    """Return the draft of a day's exercise, if there is one. Raises as `read_progress`."""
    with reading() as record:
        if record is None:
            return None
        found = record.execute("SELECT text FROM drafts WHERE day = ?", (day,)).fetchone()
        return None if found is None else str(found[0])


def delete_draft(day: int) -> None:
    """Forget the draft of a day's exercise, if there is one. Raises as `mark_done`."""
    with writing() as record:
        record.execute("DELETE FROM drafts WHERE day = ?", (day,))


def next_hint(day: int, most: int) -> int:
    """Count one more hint to a day as seen, `most` at most, and return how many are. Raises as `mark_done`."""
    _check_day(day)
    with writing() as record:
        record.execute(
            "INSERT INTO hints (day, seen) VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET seen = min(seen + 1, ?)",
            (day, most),
        )
        return int(record.execute("SELECT seen FROM hints WHERE day = ?", (day,)).fetchone()[0])


def export_progress() -> dict[str, Any]:
    """Return everything that is remembered, as data that JSON can hold. Raises as `read_progress`."""
    data: dict[str, Any] = {"form": _FORM, "version": _VERSION, "days": {}, "drafts": {}}
    with reading() as record:
        if record is not None:
            for day, run, done in record.execute("SELECT day, run, done FROM days ORDER BY day"):
                data["days"][str(day)] = {name: at for name, at in (("run", run), ("done", done)) if at is not None}
            for day, text, saved in record.execute("SELECT day, text, saved FROM drafts ORDER BY day"):
                data["drafts"][str(day)] = {"text": text, "saved": saved}
    return data


def import_progress(data: dict[str, Any]) -> None:
    """Add what `export_progress` returned, here or elsewhere: earlier dates win, and later drafts.

    The ``progress.json`` of earlier versions is understood too.

    Raises
    ------
    ValueError
        The data have another form; nothing is added.
    DamagedProgress, NewerProgress, ProgressError
        As `mark_done`.
    """
    marks, drafts = _understood(data)
    with writing() as record:
        record.executemany(
            "INSERT INTO days (day, run, done) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET "
            "run = min(coalesce(run, excluded.run), coalesce(excluded.run, run)), "
            "done = min(coalesce(done, excluded.done), coalesce(excluded.done, done))",
            marks,
        )
        record.executemany(
            "INSERT INTO drafts (day, text, saved) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET "
            "text = excluded.text, saved = excluded.saved WHERE excluded.saved > saved",
            drafts,
        )


_Mark = tuple[int, str | None, str | None]
_Draft = tuple[int, str, str]


def _understood(data: Any) -> tuple[list[_Mark], list[_Draft]]:
    """Return the rows of the two tables, or say what cannot be understood."""
    try:
        if "form" not in data:
            return [(_number(day), when, None) for day, when in old_days_of(data).items()], []
        if data["form"] != _FORM:
            raise ValueError(f"its form is {data['form']!r}, and {_FORM!r} was expected")
        if data["version"] != _VERSION:
            raise ValueError(f"its version is {data['version']!r}, and this program reads {_VERSION}")
        marks = [(_number(day), _date(at.get("run")), _date(at.get("done"))) for day, at in data["days"].items()]
        drafts = []
        for day, draft in data["drafts"].items():
            saved = datetime.datetime.fromisoformat(draft["saved"]).astimezone(datetime.UTC)
            drafts.append((_number(day), _text(draft["text"]), saved.isoformat(timespec="milliseconds")))
        return marks, drafts
    except KeyError as problem:
        raise ValueError(f"this is no export of progress: {problem} is missing.") from None
    except (ValueError, TypeError, AttributeError) as problem:
        raise ValueError(f"this is no export of progress: {problem}.") from None


def _number(day: Any) -> int:
    number = int(day)
    if number < 1:
        raise ValueError(f"there is no day {number}")
    return number


def _date(when: Any) -> str | None:
    return None if when is None else datetime.date.fromisoformat(when).isoformat()


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError(f"a draft is {type(text).__name__}, and text was expected")
    return text


def _check_day(day: int) -> None:
    last = days()[-1].number
    if not 1 <= day <= last:
        raise ValueError(f"there is no day {day}: the path has days 1 to {last}.")
