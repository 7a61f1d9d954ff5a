"""Functions in files."""

from __future__ import annotations

import os
from collections.abc import Callable

from workings.checker.subject import SubjectError
from workings.checker.wall import source as text_of
from workings.checker.wall.link import Link
from workings.checker.wall.nursery import Handle, nursery
from workings.checker.wall.remote import Origin, RemoteSubject
from workings.checker.wall.source import Definition

IMPORT_SECONDS = 8.0
Start = Callable[[int, int, int], Handle]


class FileSubject(RemoteSubject):
    """A function of a file, in a process of its own that imported the file."""

    def __init__(
        self, path: str, name: str, text: str, timeout: float = IMPORT_SECONDS, start: Start | None = None
    ) -> None:
        self._start_process = start or nursery.start
        self._definition = text_of.find(text, path, name)
        self._text = text
        request = {"op": "load", "path": path, "text": text, "name": name, "timeout": timeout}
        super().__init__(name, lambda: Link(self._start_process), Origin(request, timeout))
        self.path = path
        if self._definition is None and self.home is not None and self.home[0] == path:
            # Not under its own name: `softmax = my_softmax`, or something wrapped around a definition.
            self._definition = _at_line(text, path, self.home[1])
        if self._definition is not None:
            self.source, self.first_line = self._definition.source, self._definition.line
        self.parameters = text_of.with_written_defaults(self.parameters, self.source)

    def edited(self, source: str) -> FileSubject:
        """Return the function with its definition replaced by `source`, in a process that imported the edited file."""
        if self._definition is None or self.path is None:
            return super().edited(source)  # type: ignore[return-value]  # it raises
        text = text_of.replaced(self._text, self._definition, source, self.path)
        return FileSubject(self.path, self.name, text, self._origin.timeout, self._start_process)


def _at_line(text: str, path: str, line: int) -> Definition | None:
    for definition in text_of.definitions(text, path, methods=True):
        if definition.line == line:
            return definition
    return None


def open_file(
    path: str | os.PathLike[str], name: str, *, timeout: float = IMPORT_SECONDS, start: Start | None = None
) -> FileSubject:
    r"""Import a file in a process of its own, and return the function of that name in it.

    Parameters
    ----------
    path : str or path-like
        A Python file. Its folder is importable, as if it were run as a script; what stands under
        ``if __name__ == "__main__"`` is not run.
    name : str
        The function: ``"softmax"``, or a method ``"Model.predict"``, called on ``Model()``.
    timeout : float
        Seconds that importing the file may take.
    start : callable, optional
        Starts the process, given its three descriptors; by default a copy of a clean one, with the user's rights.

    Raises
    ------
    SubjectError
        If the file cannot be read or imported, or has no function of that name; with a sentence that says why.

    Examples
    --------
    >>> import tempfile, pathlib, numpy as np
    >>> from workings.checker.subject import Call
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "mine.py")
    ...     _ = file.write_text("def double(x):\n    return x * 2\n")
    ...     subject = open_file(file, "double")
    ...     answer = subject.call(Call((np.array([1.0, 2.0]),)))
    ...     subject.close()
    >>> answer.kind, answer.value
    ('value', array([2., 4.]))
    """
    full = os.path.abspath(os.fspath(path))
    if os.path.isdir(full):
        raise SubjectError(f"{path} is a folder, not a Python file.")
    return FileSubject(full, name, text_of.read_text(full), timeout, start)


def discover(path: str | os.PathLike[str], *, private: bool = False) -> list[Definition]:
    r"""Return the functions that a file defines at its top level, in order, without running it.

    Parameters
    ----------
    path : str or path-like
        A Python file.
    private : bool
        Whether to include names that begin with an underscore.

    Raises
    ------
    SubjectError
        If the file cannot be read, or is not valid Python.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "mine.py")
    ...     _ = file.write_text("def one(x):\n    return x\n\n\ntwo = lambda x: x\n")
    ...     [(d.name, d.line) for d in discover(file)]
    [('one', 1), ('two', 5)]
    """
    full = os.path.abspath(os.fspath(path))
    if os.path.isdir(full):
        raise SubjectError(f"{path} is a folder, not a Python file.")
    found = text_of.definitions(text_of.read_text(full), full)
    return [d for d in found if private or not d.name.startswith("_")]
