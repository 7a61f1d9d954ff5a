"""A day's page: from Markdown with mathematics between dollar signs to HTML with MathML."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

_FIRST_HEADING = re.compile(r"\A# .*\n+")


@cache
def _reader() -> MarkdownIt:
    # Raw HTML in a lesson is shown as text: what is not there cannot be a hole in the page.
    return MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "replacements", "smartquotes"]).use(
        dollarmath_plugin, renderer=mathml, double_inline=True
    )  # fmt: skip


def to_html(text: str) -> str:
    """Return a day's text as HTML, without its first heading, which the page sets itself."""
    return str(_reader().render(_FIRST_HEADING.sub("", text)))


def mathml(formula: str, options: dict[str, Any]) -> str:
    r"""Return a formula as MathML; a formula that cannot be read is shown as it was written.

    >>> mathml("x^2", {"display_mode": False})[:40]
    '<math xmlns="http://www.w3.org/1998/Math'
    """
    block = bool(options.get("display_mode"))
    try:
        made = convert(formula.strip(), display="block" if block else "inline")
    except Exception:  # latex2mathml raises what its parser happens to raise
        return f"<code>{escape(formula)}</code>"
    return f'<div class="formula" tabindex="0" role="group" aria-label="formula">{made}</div>' if block else str(made)


def parts(text: str) -> tuple[str, str, str]:
    """Return a day's text cut in three: before `## Your turn`, that section, and the sources."""
    body, _, rest = text.partition("\n## Your turn")
    turn, _, sources = rest.partition("\n## Sources")
    return body, turn.strip(), sources.strip()


def first_question(text: str) -> str:
    """Return the sentence that tells what a day is about: the first question of its text, else the first sentence.

    >>> first_question("# Day 1: x\\n\\nA shop has $n$ *customers*. Who will buy next? Nobody knows.")
    'Who will buy next?'
    """
    opening = _FIRST_HEADING.sub("", text).strip().split("\n## ")[0]
    plain = re.sub(r"\s+", " ", re.sub(r"[*`$]|\\[a-z]+", "", opening))
    sentences = re.split(r"(?<=[.?!:])\s+(?=[A-Z\"])", plain)
    short = [one for one in sentences if one.endswith("?") and len(one) < 160]
    return short[0] if short else sentences[0]
