"""Functions that live in this process: from a notebook, a test, a library."""

from __future__ import annotations

import ast
import inspect
import linecache
import os
import re
import sys
import textwrap
from collections.abc import Callable
from typing import Any

from workings.checker.subject import SubjectError
from workings.checker.wall.child.describe import core
from workings.checker.wall.link import Link
from workings.checker.wall.nursery import fork_answering
from workings.checker.wall.remote import Origin, RemoteSubject
from workings.checker.wall.source import with_written_defaults

START_SECONDS = 8.0


class FunctionSubject(RemoteSubject):
    """A function of this process, called in a copy of this process."""

    def __init__(self, function: Callable[..., Any], edit: str | None = None) -> None:
        self._function = function
        inner = core(function)
        code = getattr(inner, "__code__", None)
        path = code.co_filename if code is not None else ""
        source, line = source_of(inner)
        request = {
            "op": "load",
            "path": path,
            "text": edit,
            "first_line": line,
            "name": "",
            "timeout": START_SECONDS,
        }
        super().__init__(
            name_of(function),
            lambda: Link(lambda *descriptors: fork_answering(function, *descriptors)),
            Origin(request, START_SECONDS),
        )
        self.path = path if os.path.exists(path) else None
        self.source, self.first_line = (edit if edit is not None else source), line
        self.parameters = with_written_defaults(self.parameters, self.source)

    def edited(self, source: str) -> FunctionSubject:
        """Return the function with its definition replaced by `source`, in a new copy of this process."""
        if self.source is None:
            return super().edited(source)  # type: ignore[return-value]  # it raises
        text = textwrap.dedent(source).strip("\n")
        try:
            compile(text, "<edit>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise SubjectError(f"the edited definition of {self.name} is not valid Python: {error}") from None
        return FunctionSubject(self._function, text)


def name_of(function: Any) -> str:
    """Return what to call a function, whatever kind of callable it is.

    >>> import functools
    >>> name_of(functools.partial(sorted, reverse=True))
    'sorted'
    """
    for candidate in (function, core(function)):
        name = getattr(candidate, "__name__", None)
        if isinstance(name, str) and name not in ("__call__", "<lambda>"):
            return name
    return (
        "<lambda>" if inspect.isfunction(core(function)) and inspect.isfunction(function) else type(function).__name__
    )


def source_of(function: Any) -> tuple[str | None, int]:
    """Return the text of a function's definition, dedented, and its first line; None where there is none."""
    code = getattr(function, "__code__", None)
    line = code.co_firstlineno if code is not None else 1
    if not inspect.isfunction(function):
        return None, line
    linecache.checkcache(function.__code__.co_filename)
    try:
        lines, line = inspect.getsourcelines(function)
    except (OSError, TypeError, SyntaxError, IndexError):
        return None, line
    text = textwrap.dedent("".join(lines)).strip("\n")
    if function.__name__ == "<lambda>":
        return _lambda_in(text, function), max(line, 1)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return None, line
    # From 3.13 on Python takes the text of `python -c` for that of every function made by exec.
    own = inspect.unwrap(function).__code__.co_name
    if not any(isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == own for one in tree.body):
        return None, line
    return text, max(line, 1)


def _lambda_in(text: str, function: Any) -> str | None:
    """Return the statement ``name = lambda ...``, or else the lambda alone, cut out of the lines it stands in."""
    for cut in range(len(text), 0, -1):
        piece = text[:cut]
        for candidate in (piece, *(piece[match.start() :] for match in re.finditer(r"\blambda\b", piece))):
            try:
                tree = ast.parse(candidate.strip())
            except (SyntaxError, ValueError):
                continue
            only = tree.body[0] if len(tree.body) == 1 else None
            if isinstance(only, ast.Assign) and isinstance(only.value, ast.Lambda):
                return candidate.strip()
            inside = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
            same = [node for node in inside if _same_code(node, function)]
            if len(same) == 1:
                return ast.get_source_segment(candidate.strip(), same[0])
    return None


def _same_code(node: ast.Lambda, function: Any) -> bool:
    compiled = compile(ast.Expression(node), "<lambda>", "eval", dont_inherit=True)
    for constant in compiled.co_consts:
        if inspect.iscode(constant):
            theirs = function.__code__
            return bool(constant.co_code == theirs.co_code and constant.co_names == theirs.co_names)
    return False


def can_fork() -> bool:
    """Whether a copy of this process can answer calls."""
    return hasattr(os, "fork") and sys.platform != "emscripten"


def open_function(function: Callable[..., Any]) -> Any:
    """Return a function of this process as a subject: its calls are made in a copy of this process.

    Where the system cannot copy a process, the calls are made here, without protection.

    Parameters
    ----------
    function : callable
        Anything that can be called: a function, a method, a partial, a ufunc, an object with ``__call__``.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.checker.subject import Call
    >>> subject = open_function(lambda x, axis=-1: x.sum(axis))
    >>> subject.call(Call((np.ones((2, 3)),))).value
    array([3., 3.])
    >>> [p.name for p in subject.parameters]
    ['x', 'axis']
    >>> subject.close()
    """
    if not callable(function):
        raise SubjectError(f"{function!r:.80} is of type {type(function).__name__}, not a function.")
    if isinstance(function, type):
        raise SubjectError(f"{function.__name__} is a class; give an object or a method of it.")
    if not can_fork():
        from workings.checker.wall.local import LocalSubject

        return LocalSubject(function)
    return FunctionSubject(function)
