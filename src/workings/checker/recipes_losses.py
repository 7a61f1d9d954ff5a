"""Recipes for edits of sigmoids and losses."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workings.checker.edits import Change, Text, calls


def where_sign(text: Text) -> Iterator[Change | str]:
    """Compute a sigmoid from the side on which exp is small."""
    x = text.argument
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Return) and n.value is not None:
            if "np." in text.source:
                e = f"np.exp(-np.abs({x}))"
                yield [(n.value, f"np.where({x} >= 0, 1, {e}) / (1 + {e})")]
            yield [(n.value, f"1 / (1 + math.exp(-{x})) if {x} >= 0 else math.exp({x}) / (1 + math.exp({x}))")]


def add_minus(text: Text) -> Iterator[Change | str]:
    """Add the minus sign that is missing in exp."""
    for c in calls(text, {"exp"}):
        if c.args and isinstance(c.args[0], ast.Name):
            yield [(c.args[0], f"-{text.piece(c.args[0])}")]


def parentheses(text: Text) -> Iterator[Change | str]:
    """Put the sum under the line: a / b + c becomes a / (b + c)."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add) and isinstance(n.left, ast.BinOp):
            inner = n.left
            if isinstance(inner.op, ast.Div):
                yield [(n, f"{text.piece(inner.left)} / ({text.piece(inner.right)} + {text.piece(n.right)})")]


def drop_keepdims(text: Text) -> Iterator[Change | str]:
    """Let the reduced axis go."""
    for c in calls(text, {"sum", "max"}):
        for k in c.keywords:
            if k.arg == "keepdims":
                yield [(c, text.piece(c).replace(", keepdims=True", ""))]
