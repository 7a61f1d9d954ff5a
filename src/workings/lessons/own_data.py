"""The learner's own table: a CSV file with a header; what a day can read of it, the day says."""

from __future__ import annotations

import csv
import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray


class DataError(ValueError):
    """The file cannot be used; the message says why, and what to do."""


@dataclass(frozen=True)
class Reads:
    """What a day can read: a lesson says it as `READS`; without it numbers, and a target of classes.

    Attributes
    ----------
    target : {"classes", "numbers", "any"}
    texts : bool
        Whether columns of text are features too.
    holes : bool
        Whether values may be missing: nan in `Table.X`, None in `Table.texts`.
    """

    target: Literal["classes", "numbers", "any"] = "classes"
    texts: bool = False
    holes: bool = False


@dataclass(frozen=True, eq=False)
class Table:
    """Samples and classes read from a file.

    Attributes
    ----------
    X : ndarray of shape (rows, features)
    y : ndarray of shape (rows,)
        The target's texts; numbers if all of them are.
    features : tuple of str
    target : str
    left_out : tuple of str
        Columns that were not chosen because they hold text.
    texts : ndarray of shape (rows, text features), object
        Columns of text, where the day reads them.
    text_features : tuple of str
    """

    X: NDArray[np.float64]
    y: NDArray[Any]
    features: tuple[str, ...]
    target: str
    left_out: tuple[str, ...] = ()
    texts: NDArray[Any] = field(default_factory=lambda: np.empty((0, 0), dtype=object))
    text_features: tuple[str, ...] = ()


def read_table(
    path: str | Path, target: str, features: Sequence[str] | None = None, reads: Reads | None = None
) -> Table:
    """Read a CSV file.

    Parameters
    ----------
    path : str or Path
        Comma, semicolon or tab between the columns; the first line names them; UTF-8.
    target : str
        The column to predict.
    features : sequence of str, optional
        The columns to predict it from; without them, all other columns that hold numbers only.
    reads : Reads, optional
        What the day can read.

    Raises
    ------
    DataError
        No such file, no such column, text or missing values in a feature, one class only.
    """
    reads = reads or Reads()
    names, rows = _rows(Path(path))
    _column(names, target, "--target")
    left_out: list[str] = []
    if features is None:
        others = [name for name in names if name != target]
        chosen = [name for name in others if _is_numeric(names, rows, name)]
        left_out = [name for name in others if name not in chosen]
        if not chosen and not (reads.texts and left_out):
            raise DataError(f"no column of {path} but {target!r} holds numbers. Name some with --features A,B.")
    else:
        chosen = [name.strip() for name in features]
        for name in chosen:
            _column(names, name, "--features")
        if target in chosen:
            raise DataError(f"--features names the target {target!r} itself: the answer would be in the question.")
        left_out = [name for name in chosen if reads.texts and not _is_numeric(names, rows, name)]
        chosen = [name for name in chosen if name not in left_out]
    columns = [(names.index(name), name) for name in chosen]
    X = np.array([[_number(row[j], name, line, reads.holes) for j, name in columns] for line, row in rows])
    y = _numbers_of(names, rows, target) if reads.target == "numbers" else _classes(names, rows, target, reads)
    if not reads.texts:
        return Table(X, y, tuple(chosen), target, tuple(left_out))
    texts = [[_text(row[names.index(name)], name, line, reads.holes) for name in left_out] for line, row in rows]
    held = np.array(texts, dtype=object).reshape(len(rows), len(left_out))
    return Table(X, y, tuple(chosen), target, (), held, tuple(left_out))


def _text(cell: str, name: str, line: int, holes: bool) -> str | None:
    missing = not cell or cell.lower() in _HOLES
    if missing and not holes:
        raise DataError(f"column {name!r} has no value in line {line}. Fill the hole or delete the row.")
    return None if missing else cell


def _numbers_of(names: list[str], rows: list[tuple[int, list[str]]], target: str) -> NDArray[np.float64]:
    j = names.index(target)
    values = []
    for line, row in rows:
        value = _float(row[j])
        if value is None or not math.isfinite(value):
            raise DataError(
                f"the target {target!r} is {row[j]!r} in line {line}, and this day predicts a number. "
                "Delete the row, or choose another column."
            )
        values.append(value)
    if min(values) == max(values):
        raise DataError(f"the target {target!r} is {values[0]:g} in every row: there is nothing to predict.")
    return np.array(values)


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the names of the columns, and the rows with the numbers of their lines."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            separator = max(",;\t", key=first.count)
            reader = csv.reader(file, delimiter=separator)
            names = [name.strip() for name in next(reader, [])]
            rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(map(str.strip, row))]
    except OSError as problem:
        raise DataError(f"cannot read {path}: {problem.strerror or problem}.") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is not text in UTF-8. Save it as CSV in UTF-8.") from None
    except csv.Error as problem:
        raise DataError(f"{path} is no CSV file ({problem}).") from None
    if not rows:
        raise DataError(f"{path} has no rows below its first line, which should name the columns.")
    double = {name for name in names if names.count(name) > 1}
    if double:
        raise DataError(f"{path} has more than one column named {sorted(double)[0]!r}. Rename one.")
    for line, row in rows:
        if len(row) != len(names):
            raise DataError(f"line {line} of {path} has {len(row)} columns, and the first line names {len(names)}.")
    return names, rows


def _column(names: list[str], name: str, option: str) -> int:
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise DataError(f"{option}: there is no column {name!r}; the columns are {', '.join(map(repr, names))}.{hint}")
    return names.index(name)


def _is_numeric(names: list[str], rows: list[tuple[int, list[str]]], name: str) -> bool:
    """Whether a column holds a number somewhere and no text: holes are told later, with their lines."""
    j = names.index(name)
    cells = [row[j] for _, row in rows if row[j] and row[j].lower() not in _HOLES]
    return bool(cells) and all(_float(cell) is not None for cell in cells)


_HOLES = ("na", "n/a", "nan", "null", "none", "?", "-")


def _float(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _number(cell: str, name: str, line: int, holes: bool = False) -> float:
    if not cell or cell.lower() in _HOLES:
        if holes:
            return math.nan
        raise DataError(
            f"column {name!r} has no value in line {line}. Fill the hole or delete the row, "
            "or leave the column out with --features."
        )
    value = _float(cell)
    if value is None:
        raise DataError(
            f"column {name!r} holds text ({cell!r} in line {line}), and a feature must be a number. "
            "Leave it out with --features, or give each text a column of 0 and 1."
        )
    if not math.isfinite(value):
        raise DataError(f"column {name!r} is {cell} in line {line}, and a feature must be finite.")
    return value


def _classes(names: list[str], rows: list[tuple[int, list[str]]], target: str, reads: Reads) -> NDArray[Any]:
    j = names.index(target)
    for line, row in rows:
        if not row[j] or row[j].lower() in _HOLES:
            raise DataError(f"the target {target!r} has no value in line {line}. Delete the row.")
    y = _as_numbers_or_text([row[j] for _, row in rows])
    if reads.target == "any":
        return y
    classes, counts = (found.tolist() for found in np.unique(y, return_counts=True))
    if len(classes) < 2:
        raise DataError(f"the target {target!r} is {classes[0]!r} in every row: there is nothing to tell apart.")
    if len(classes) > 20 and len(classes) > len(y) / 10:
        raise DataError(
            f"the target {target!r} has {len(classes)} different values in {len(y)} rows: it measures something, "
            "and this day tells classes apart. Choose a column of classes."
        )
    rare = [one for one, count in zip(classes, counts, strict=True) if count < 2]
    if rare:
        raise DataError(
            f"the target {target!r} is {rare[0]!r} in a single row, which cannot be both learned and tested. "
            "Delete the row."
        )
    return y


def _as_numbers_or_text(cells: list[str]) -> NDArray[Any]:
    """Return whole numbers as integers ("1" and "1.0" are one class), all else as it stands."""
    values = [_float(cell) for cell in cells]
    whole = [int(value) for value in values if value is not None and math.isfinite(value) and value == int(value)]
    return np.array(whole) if len(whole) == len(cells) else np.array(cells)
