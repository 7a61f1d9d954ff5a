"""Keep files small enough to hold one idea: about 300 lines a file, about 60 a function (docstring not counted)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 330
FUNCTION_LINES = 66
ROOTS = ("src", "tests", "tools", "benchmarks")
# Sources of the page. What is built from them has no lines to speak of.
PAGE = ("frontend/src/*.js", "frontend/src/*.css", "src/workings/app/templates/*.html")
# Collections of other people's code, kept as data for the tests.
EXEMPT = ("tests/checker/corpus",)


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring and its decorators."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def complaints(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{path}: {lines} lines, more than {FILE_LINES}: two ideas, perhaps?"
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and code_lines(node) > FUNCTION_LINES:
            yield f"{path}:{node.lineno}: {node.name} has {code_lines(node)} lines, more than {FUNCTION_LINES}"


def main() -> int:
    files = [p for root in ROOTS for p in sorted(Path(root).rglob("*.py")) if not p.as_posix().startswith(EXEMPT)]
    files += [path for pattern in PAGE for path in sorted(Path().glob(pattern))]
    found = [line for path in files for line in complaints(path)]
    print("\n".join(found) if found else f"{len(files)} files, none too long")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
