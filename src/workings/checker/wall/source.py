"""Reads a file's text without running it: which functions it defines, where, and the same text with one replaced."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace

from workings.checker.subject import Parameter, SubjectError


@dataclass(frozen=True)
class Definition:
    """A function found in a file.

    Attributes
    ----------
    name : str
        As the module knows it; methods have a dotted name.
    line, last_line : int
        The first (a decorator's, if there is one) and last line of its text, counted from 1.
    source : str
        Its text, dedented.
    """

    name: str
    line: int
    last_line: int
    source: str


def parse(text: str, path: str) -> ast.Module:
    """Return the syntax tree, or raise `SubjectError` with the line that is not Python."""
    file = path.rpartition("/")[2]
    try:
        return ast.parse(text, path)
    except SyntaxError as error:
        raise SubjectError(
            f"{file}, line {error.lineno}: {error.msg}. The file is not valid Python, so nothing in it can be called."
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise SubjectError(f"{file} cannot be read as Python: {error or type(error).__name__}") from None


def read_text(path: str) -> str:
    """Return a file's text in the encoding that it declares, or raise `SubjectError`."""
    import io
    import tokenize

    file = path.rpartition("/")[2]
    try:
        with open(path, "rb") as stream:
            data = stream.read(32 << 20)
    except OSError as error:
        raise SubjectError(f"{path} cannot be read: {error.strerror or error}.") from None
    try:
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        except SyntaxError:
            data.decode("utf-8")
            raise
        return io.TextIOWrapper(io.BytesIO(data), encoding).read()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SubjectError(
            f"{file}, line {line}: byte 0x{data[error.start]:02x} is not {error.encoding.upper()} text. "
            "Save the file as UTF-8, or declare its encoding in the first line."
        ) from None
    except (SyntaxError, LookupError) as error:
        raise SubjectError(f"{file}: {error}. Save the file as UTF-8.") from None


def definitions(text: str, path: str, methods: bool = False) -> list[Definition]:
    """Return the functions that the module level defines, in order; of two with one name the last, which counts."""
    tree = parse(text, path)
    lines = text.splitlines()
    found: dict[str, Definition] = {}
    for name, node in _named(tree.body, "", methods):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        last = node.end_lineno or node.lineno
        found.pop(name, None)
        found[name] = Definition(name, first, last, textwrap.dedent("\n".join(lines[first - 1 : last])))
    return list(found.values())


def _named(body: list[ast.stmt], prefix: str, methods: bool) -> Iterator[tuple[str, ast.stmt]]:
    """Yield what has a name and can be called, looking into if, try and with, and into classes if asked."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            if methods:
                yield prefix + node.name, node
                yield from _named(node.body, f"{prefix}{node.name}.", methods)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if isinstance(node.value, ast.Lambda):
                yield from ((prefix + t.id, node) for t in targets if isinstance(t, ast.Name))
        else:
            if isinstance(node, ast.If) and _is_main_guard(node.test):
                continue
            for part in ("body", "orelse", "finalbody"):
                inner = getattr(node, part, [])
                if isinstance(inner, list) and inner and isinstance(inner[0], ast.stmt):
                    yield from _named(inner, prefix, methods)
            for handler in getattr(node, "handlers", []):
                yield from _named(handler.body, prefix, methods)


def _is_main_guard(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def find(text: str, path: str, name: str) -> Definition | None:
    """Return the definition of a name; None if it is there by other means (an import, a partial)."""
    for definition in definitions(text, path, methods=True):
        if definition.name == name:
            return definition
    return None


def replaced(text: str, old: Definition, source: str, path: str) -> str:
    """Return the file's text with one definition replaced.

    Raises
    ------
    SubjectError
        If the new text is not valid Python.
    """
    lines = text.splitlines()
    first = lines[old.line - 1]
    indent = first[: len(first) - len(first.lstrip())]
    new = textwrap.indent(textwrap.dedent(source).strip("\n"), indent).split("\n")
    result = "\n".join([*lines[: old.line - 1], *new, *lines[old.last_line :]]) + "\n"
    try:
        compile(result, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise SubjectError(f"the edited definition of {old.name} is not valid Python: {error}") from None
    return result


def with_written_defaults(parameters: tuple[Parameter, ...], source: str | None) -> tuple[Parameter, ...]:
    """Return the parameters with each default as it stands in the source, where that can be read."""
    if not source:
        return parameters
    try:
        tree = ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError):
        return parameters
    written: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            given = node.args
            positional = [*given.posonlyargs, *given.args]
            pairs = list(zip(reversed(positional), reversed(given.defaults), strict=False))
            pairs += [(a, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d is not None]
            written = {a.arg: ast.unparse(d) for a, d in pairs}
            break
    return tuple(
        replace(p, default=written[p.name]) if p.default is not None and p.name in written else p for p in parameters
    )
