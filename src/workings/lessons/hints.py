"""Hints to a day's exercise, each telling more than the one before: from the page, the solution, and its comments."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from workings.lessons.exercises import asked
from workings.lessons.path import Day


def hints(day: Day) -> tuple[str, ...]:
    """Return the hints to a day's exercise, the gentlest first.

    They are: the ``HINTS`` of the exercise, if its author wrote some; what the page says under "Your turn"; the
    library's functions that one solution gets by with; and that solution's comments, one at a time.

    >>> from workings.lessons.path import get_day
    >>> print(hints(get_day(7))[1])
    The solution at hand uses np.argmax, np.argsort, np.array, np.sum and np.unique.
    """
    solution = (day.folder / "solution.py").read_text(encoding="utf-8")
    exercise = (day.folder / "exercise.py").read_text(encoding="utf-8")
    several = len(asked(day)) > 1
    found = [*_written(exercise), _your_turn(day.text()), _tools(solution), *_reasons(solution, several)]
    return tuple(dict.fromkeys(one for one in found if one))


def _written(exercise: str) -> tuple[str, ...]:
    for node in ast.parse(exercise).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["HINTS"]:
            return tuple(ast.literal_eval(node.value))
    return ()


def _your_turn(page: str) -> str:
    """Return what stands under the page's heading "Your turn", before the commands."""
    found = re.search(r"^## Your turn\n(.*?)(?:^```|^## |\Z)", page, flags=re.M | re.S)
    return _plain(re.sub(r"\s+", " ", found[1])).strip() if found else ""


def _plain(text: str) -> str:
    r"""Take the signs of TeX out of a text.

    >>> _plain(r"$e^{z}$ and $\log(1 + \|a\|^2)$")
    'e^z and log(1 + |a|^2)'
    """
    text = re.sub(r"\^\{(\w)\}", r"^\1", text.replace("$", ""))
    text = text.replace(r"\cdot", "·").replace(r"\|", "|")
    return re.sub(r"\\(?=[a-zA-Z])|\\[,;!]", "", text)


def _tools(solution: str) -> str:
    """Name the functions of imported libraries that a solution calls."""
    tree = ast.parse(solution)
    names = {
        (alias.asname or alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    used = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if re.fullmatch(r"\w+(\.\w+)*", called) and called.split(".")[0] in names:
                used.add(called)
    if not used:
        return ""
    *most, last = sorted(used)
    return f"The solution at hand uses {', '.join(most)}{' and ' if most else ''}{last}."


def _reasons(solution: str, several: bool) -> Iterator[str]:
    """Yield what a solution says about itself: what its docstrings add, and its comments, in order."""
    spans = [node for node in ast.parse(solution).body if isinstance(node, ast.FunctionDef)]
    said: list[tuple[int, str]] = list(_comments(solution))
    for node in spans:
        more = (ast.get_docstring(node) or "").partition("\n\n")[2]
        if more:
            said.append((node.lineno, re.sub(r"\s+", " ", more).strip()))
    for line, text in sorted(said):
        owner = next((node.name for node in spans if node.lineno <= line <= (node.end_lineno or line)), None)
        yield f"{owner}: {text}" if several and owner else text


def _comments(solution: str) -> Iterator[tuple[int, str]]:
    """Yield the comments with their lines; what stands on lines of its own, one below the other, is one comment."""
    block: list[str] = []
    begin = last = 0
    for token in tokenize.generate_tokens(io.StringIO(solution).readline):
        if token.type != tokenize.COMMENT:
            continue
        line, text = token.start[0], token.string.lstrip("# ").rstrip()
        alone = token.line.lstrip().startswith("#")
        if block and not (alone and line == last + 1):
            yield begin, " ".join(block)
            block = []
        if re.match(r"(type:|noqa|fmt:|ruff:)", text):
            continue
        if not alone:
            code = token.line[: token.start[1]].strip()
            yield line, f"`{code}`: {text}"
            continue
        begin = begin if block else line
        block.append(text)
        last = line
    if block:
        yield begin, " ".join(block)
