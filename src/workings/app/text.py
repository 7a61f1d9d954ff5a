"""A day's page: from Markdown with mathematics between dollar signs to HTML with MathML."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import Any, NamedTuple

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

_FIRST_HEADING = re.compile(r"\A# .*\n+")
_FENCED = re.compile(r"^```\n(.*?)^```\n?", re.M | re.S)
# latex2mathml sets the argument of a function right against its name; a bracket needs no room.
_BARE_ARGUMENT = re.compile(
    r"(\\(?:log|exp|max|min|sin|cos|tanh|det|ln))(?![a-zA-Z])(?=\s*[^\s(_^{|\[])(?!\s*\\(?:left|big|Big|,|;|!|\|))"
)


@cache
def _reader() -> MarkdownIt:
    # Raw HTML in a lesson is shown as text: what is not there cannot be a hole in the page.
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True})
    reader.enable(["table", "replacements", "smartquotes"])
    return reader.use(dollarmath_plugin, renderer=mathml, double_inline=True)


def to_html(text: str) -> str:
    """Return Markdown as HTML."""
    return str(_reader().render(text))


def mathml(formula: str, options: dict[str, Any]) -> str:
    r"""Return a formula as MathML; a formula that cannot be read is shown as it was written.

    >>> mathml("x^2", {"display_mode": False})[:40]
    '<math xmlns="http://www.w3.org/1998/Math'
    """
    block = bool(options.get("display_mode"))
    try:
        spaced = _BARE_ARGUMENT.sub(r"\1\\,", formula.strip())
        made = convert(spaced, display="block" if block else "inline")
    except Exception:  # latex2mathml raises what its parser happens to raise
        return f"<code>{escape(formula)}</code>"
    return f'<div class="formula" tabindex="0" role="group" aria-label="formula">{made}</div>' if block else str(made)


class Parts(NamedTuple):
    """A day's text in pieces: what comes before the first heading, the body, `## Your turn` and the sources."""

    lead: str
    body: str
    turn: str
    commands: str
    sources: str


def parts(text: str) -> Parts:
    """Return a day's text in pieces; the commands of `## Your turn` apart, for the page has an editor instead."""
    whole, _, rest = text.partition("\n## Your turn")
    turn, _, sources = rest.partition("\n## Sources")
    lead, heading, body = _FIRST_HEADING.sub("", whole).partition("\n## ")
    commands = "".join(_FENCED.findall(turn))
    return Parts(lead, heading + body, _FENCED.sub("", turn).strip(), commands.strip(), sources.strip())


def first_question(text: str) -> str:
    r"""Return the sentence that tells what a day is about: the first question of its text, else the first sentence.

    >>> first_question("# Day 1: x\n\nA shop has $n$ *customers*. Who will buy next? Nobody knows.")
    'Who will buy next?'
    """
    opening = _FIRST_HEADING.sub("", text).strip().split("\n## ")[0]
    plain = re.sub(r"\s+", " ", re.sub(r"[*`$]|\\[a-z]+", "", opening))
    sentences = re.split(r"(?<=[.?!:])\s+(?=[A-Z\"])", plain)
    short = [one for one in sentences if one.endswith("?") and len(one) < 160]
    return short[0] if short else sentences[0]
