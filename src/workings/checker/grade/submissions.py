"""Finds and reads submissions without running, following or waiting for anything."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 1 << 20
MOST_FILES = 100_000


class NothingToGrade(ValueError):
    """The paths that were given lead to no Python file."""


@dataclass(frozen=True)
class Submission:
    """A file to grade: where it lies, and what it is called in the table."""

    path: Path
    label: str


def find_submissions(paths: Sequence[str | os.PathLike[str]]) -> list[Submission]:
    """Return the Python files that are named, and those in the folders that are named, in order.

    Folders are searched to their depth; hidden ones and ``__pycache__`` are left out. A symbolic link is listed, so
    that it gets a line in the table, and is never followed, so that nobody hands in somebody else's file.

    Raises
    ------
    NothingToGrade
        If a path does not exist, or a folder has no Python file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("ada", "bob"):
    ...         Path(folder, name).mkdir()
    ...         _ = Path(folder, name, "softmax.py").write_text("def softmax(x): ...")
    ...     [submission.label for submission in find_submissions([folder])]
    ['ada/softmax.py', 'bob/softmax.py']
    """
    found: dict[str, Submission] = {}
    for given in map(Path, paths):
        if given.is_dir() and not given.is_symlink():
            inside = [Submission(path, path.relative_to(given).as_posix()) for path in _python_files(given)]
            if not inside:
                raise NothingToGrade(f"{given} has no Python file in it.")
        elif given.is_symlink() or given.exists():
            inside = [Submission(given, given.name)]
        else:
            raise NothingToGrade(f"there is no file or folder {str(given)!r}.")
        for submission in inside:
            found.setdefault(os.path.abspath(submission.path), submission)
            if len(found) > MOST_FILES:
                raise NothingToGrade(f"more than {MOST_FILES:,} files: name the folders of the submissions.")
    return _with_distinct_labels(list(found.values()))


def _python_files(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        for name in sorted(files):
            if name.endswith(".py") and not name.startswith("."):
                yield Path(root, name)


def _with_distinct_labels(found: list[Submission]) -> list[Submission]:
    labels = [submission.label for submission in found]
    if len(set(labels)) == len(labels):
        return found
    return [Submission(s.path, s.path.as_posix()) for s in found]


def read_submission(path: Path) -> bytes:
    """Return what a submission holds.

    Raises
    ------
    ValueError
        If it is not an ordinary file of a sensible size; with a sentence that says what it is.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as problem:
        if path.is_symlink():
            raise ValueError("it is a symbolic link, which is not followed") from None
        raise ValueError(f"it cannot be read: {problem.strerror}") from None
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("it is not an ordinary file")
        if status.st_size > MOST_BYTES:
            raise ValueError(f"it has {status.st_size:,} bytes; a submission may have {MOST_BYTES:,}")
        return file.read(MOST_BYTES)
