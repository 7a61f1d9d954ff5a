"""The smallest edit of a line that mends a defect: proposed from the syntax tree, applied, and judged again.

A recipe turns the tree of a function into texts that differ from it in one place. Which recipes are worth a try for
which defect, the topic says; whether one of them helps, only a trial does.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workings.checker.model import Intent

_MAX = {"max", "amax", "min", "amin", "mean", "nanmax"}
_SUM = {"sum", "nansum", "mean"}
_AXES = {
    "rows": "axis=1",
    "vector or rows": "axis=-1",
    "last axis": "axis=-1",
    "columns": "axis=0",
    "vector or columns": "axis=0",
    "first axis": "axis=0",
}


@dataclass(frozen=True)
class Edit:
    """A proposed change: the new text of the definition, and the lines that differ (line counted from 1 in it)."""

    source: str
    line: int
    before: str
    after: str


@dataclass(frozen=True)
class Text:
    """The definition of a function, its tree, and what recipes want to know of it."""

    source: str
    tree: ast.Module
    function: ast.FunctionDef
    intent: Intent
    axis_name: str | None
    takes_lists: bool

    @property
    def argument(self) -> str:
        """The name of the first parameter."""
        names = [*self.function.args.posonlyargs, *self.function.args.args]
        names = [a for a in names if a.arg not in ("self", "cls")]
        return names[0].arg if names else "x"

    @property
    def axis(self) -> str:
        """The axis, as an argument of a reduction: "axis=1, keepdims=True", or nothing for vectors."""
        given = f"axis={self.axis_name}" if self.axis_name else _AXES.get(self.intent.name, "")
        return f"{given}, keepdims=True" if given else ""

    def top(self, of: str) -> str:
        """An expression for the maximum of each group."""
        if "np." not in self.source:
            return f"max({of})"
        return f"np.max({of}{', ' + self.axis if self.axis else ''})"

    def piece(self, node: ast.AST) -> str:
        """The text of a node."""
        return ast.get_source_segment(self.source, node) or ""


Change = list[tuple[ast.AST, str]]
Recipe = Callable[[Text], Iterator[Change | str]]


def read(source: str | None, intent: Intent, axis_name: str | None, takes_lists: bool) -> Text | None:
    """Parse the text of a definition; None if there is none or it is not a plain function."""
    if not source:
        return None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    if not tree.body or not isinstance(tree.body[0], ast.FunctionDef) or not source.isascii():
        return None
    return Text(source, tree, tree.body[0], intent, axis_name, takes_lists)


def proposals(text: Text, names: tuple[str, ...]) -> Iterator[Edit]:
    """Yield the edits of these recipes, none twice."""
    from workings.checker.recipes import RECIPES

    seen = {text.source}
    for name in names:
        for change in RECIPES[name](text):
            made = _applied(text, change)
            if made is not None and made.source not in seen:
                seen.add(made.source)
                yield made


def _applied(text: Text, change: Change | str) -> Edit | None:
    """Make an edit of replacements, or of one line to insert at the top of the body."""
    if isinstance(change, str):
        return _inserted(text, change)
    lines = text.source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    spans = []
    for node, new in change:
        if not isinstance(node, ast.expr | ast.stmt) or node.end_lineno is None or node.end_col_offset is None:
            return None
        spans.append(
            (starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset, new)
        )
    spans.sort(reverse=True)
    source = text.source
    for (start, end, new), later in zip(spans, [None, *spans[:-1]], strict=True):
        if later is not None and end > later[0]:
            return None
        source = source[:start] + new + source[end:]
    return _difference(text.source, source)


def _inserted(text: Text, line: str) -> Edit | None:
    body = text.function.body
    is_doc = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    at = (body[1] if is_doc and len(body) > 1 else body[0]).lineno
    if at == text.function.lineno:
        return None
    lines = text.source.splitlines()
    indent = lines[at - 1][: len(lines[at - 1]) - len(lines[at - 1].lstrip())]
    lines.insert(at - 1, indent + line)
    return Edit("\n".join(lines) + "\n", at, "", line)


def _difference(old: str, new: str) -> Edit | None:
    """Return the edit with the first line that differs."""
    try:
        ast.parse(new)
    except SyntaxError:
        return None
    before, after = old.splitlines(), new.splitlines()
    for number, (a, b) in enumerate(zip(before, after, strict=False), start=1):
        if a != b:
            others = sum(x != y for x, y in zip(before[number:], after[number:], strict=False))
            more = f"   (and {others} more like it)" if others and len(before) == len(after) else ""
            return Edit(new, number, a.strip(), b.strip() + more)
    if len(after) > len(before):
        return Edit(new, len(before) + 1, "", after[len(before)].strip())
    return None


def calls(text: Text, names: set[str]) -> list[ast.Call]:
    """Return the calls of functions or methods of these names."""
    return [n for n in ast.walk(text.tree) if isinstance(n, ast.Call) and called(n) in names]


def called(node: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_method(node: ast.Call) -> bool:
    """Whether a call is `x.max()` rather than `np.max(x)`."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return False
    return not (isinstance(function.value, ast.Name) and function.value.id in ("np", "numpy", "math", "jnp"))
