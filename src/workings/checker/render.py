"""The verdict in words: plain text, rich text and HTML from the same lines."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator
from typing import Any

from workings.checker.verdict import Defect, Verdict

WIDTH = 100
MOST_LINES = 25

_HEAD = {
    "right": "right",
    "costly": "right, but it does more work than it needs",
    "contract": "right values, but it does something to its caller",
    "fragile": "right on ordinary numbers, fragile on others",
    "wrong": "wrong",
    "broken": "could not be judged",
}
_STYLE = {
    "right": "bold green",
    "costly": "green",
    "contract": "bold yellow",
    "fragile": "bold yellow",
    "wrong": "bold red",
    "broken": "bold red",
}
Line = tuple[str, str]


def render(verdict: Verdict, *, full: bool = False) -> str:
    """Return the verdict as plain text."""
    return "\n".join(text for _, text in lines(verdict, full=full))


def lines(verdict: Verdict, *, full: bool = False) -> list[Line]:
    """Return the verdict's lines, each with its role: head, label, code, plain. At most 25 unless `full`."""
    made = list(_all_lines(verdict, full))
    if full or len(made) <= MOST_LINES:
        return made
    # The tail (what is fine, the cost, what was not tried) stays; the middle is cut.
    tail = list(_tail(verdict, full))
    return [*made[: MOST_LINES - len(tail) - 1], ("plain", "  ... more with verdict.render(full=True)"), *tail]


def _all_lines(verdict: Verdict, full: bool) -> Iterator[Line]:
    yield from _head(verdict)
    roots = verdict.defects if full else verdict.defects[:1]
    for defect in roots:
        yield from _defect(verdict, defect)
    if not full:
        yield from _others(verdict)
    yield from _tail(verdict, full)


def _head(verdict: Verdict) -> Iterator[Line]:
    code = f" ({', '.join(verdict.codes)})" if verdict.codes else ""
    yield "head", f"{verdict.name}: {_HEAD[verdict.outcome]}{code}"
    if verdict.outcome == "broken" and not verdict.intent_sentence:
        return
    how = "as asked" if verdict.intent_given else "assumed"
    name = f"{verdict.intent}: " if verdict.intent_sentence else verdict.intent
    yield from _wrapped(f"  judged as {name}{verdict.intent_sentence} ({how})", 4)
    others = _others_to_tell(verdict)
    if others:
        told = "; ".join(f"as {name}: {outcome}" for name, outcome in others)
        yield from _wrapped(f"  {told}   (intent={others[0][0]!r} asks for it)", 4)


def _others_to_tell(verdict: Verdict) -> list[tuple[str, str]]:
    """Return one or two other readings: those with another outcome first."""
    others = [(name, told) for name, told in verdict.outcomes.items() if name != verdict.intent]
    # The telling ones: another outcome than this one, and the best of those.
    others.sort(key=lambda pair: (pair[1].split(" ")[0] == verdict.outcome, pair[1] not in ("right", "costly")))
    return others[: 2 if others and others[0][1].split(" ")[0] != verdict.outcome else 1]


def _defect(verdict: Verdict, defect: Defect) -> Iterator[Line]:
    if defect.counterexample:
        yield "code", f"  {defect.counterexample}"
        digits = digits_to_tell(defect)
        yield from _aligned("yours", number(defect.got, digits))
        yield from _aligned("right", number(defect.expected, digits))
    if defect.boundary:
        yield from _wrapped(f"  where  {defect.boundary}", 9)
    yield from _wrapped(f"  why    {defect.code}: {defect.explanation}", 9)
    yield from _edit(verdict, defect)


def digits_to_tell(defect: Defect) -> int:
    """Return how many digits show that the answer is not the right one: a few, or all there are."""
    return 17 if number(defect.got) == number(defect.expected) else 6


def _edit(verdict: Verdict, defect: Defect) -> Iterator[Line]:
    if defect.edit is None:
        if defect.line is not None:
            yield "plain", f"  line {defect.line}; no small edit is known"
        return
    where = f"line {defect.line}"
    if defect.edit_before:
        yield "plain", f"  edit   {where}: {_short(defect.edit_before)}"
        yield "code", f"      -> {_short(defect.edit)}"
    else:
        yield "plain", f"  edit   add before {where}:"
        yield "code", f"      -> {_short(defect.edit)}"
    if defect.edit_mends:
        yield "plain", "         applied and judged again: this defect is gone"


def _others(verdict: Verdict) -> Iterator[Line]:
    for defect in verdict.defects[1:]:
        shown = f": {defect.counterexample} gives {number(defect.got)}" if defect.counterexample else ""
        yield from _wrapped(f"  also   {defect.code}{shown}", 9)
    if verdict.hidden:
        where = f": {verdict.hidden_boundary}" if verdict.hidden_boundary else ""
        yield from _wrapped(f"  behind {', '.join(verdict.hidden)}, once only that is mended{where}", 9)


def _tail(verdict: Verdict, full: bool) -> Iterator[Line]:
    if verdict.fine:
        yield from _wrapped(f"  fine   {', '.join(verdict.fine)}", 9)
    for note in verdict.notes if full or verdict.ok else ():
        yield from _wrapped(f"  note   {note.code}: {note.says}", 9)
    if verdict.cost is not None and verdict.cost.says:
        yield from _wrapped(f"  cost   {verdict.cost.says}", 9)
    untried = f"not tried: {', '.join(verdict.untried)}; " if verdict.untried else ""
    yield from _wrapped(f"  {untried}{verdict.tried} inputs, seed {verdict.seed}, {verdict.seconds:.1f} s", 4)


def _wrapped(text: str, indent: int) -> Iterator[Line]:
    """Yield a long line in pieces; the first keeps its leading spaces and the gap after its label."""
    head = text[:9] if indent == 9 else text[: len(text) - len(text.lstrip())]
    rest = text[len(head) :]
    for line in textwrap.wrap(rest, WIDTH, initial_indent=head, subsequent_indent=" " * indent, break_long_words=False):
        yield "plain", line.rstrip()


def _aligned(label: str, text: str) -> Iterator[Line]:
    if len(text) > 4 * WIDTH:
        text = text[: 4 * WIDTH] + " ..."
    first = True
    for line in textwrap.wrap(text, WIDTH - 12, break_long_words=False) or [""]:
        yield "plain", f"      {label if first else '     '} {line}"
        first = False


def number(value: Any, digits: int = 6) -> str:
    """Write an answer briefly, to so many digits.

    >>> number([0.26894142136999512, float("nan")])
    '[0.268941, nan]'
    """
    if isinstance(value, list | tuple):
        return "[" + ", ".join(number(entry, digits) for entry in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {number(entry, digits)}" for key, entry in value.items()) + "}"
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 4] + " ..."


def to_rich(verdict: Verdict) -> Any:
    """Return the verdict as rich text, coloured by outcome."""
    from rich.text import Text

    text = Text()
    for role, line in lines(verdict):
        style = {"head": _STYLE[verdict.outcome], "code": "cyan"}.get(role, "")
        text.append(line + "\n", style=style)
    text.rstrip()
    return text


_COLOURS = {"right": "#1a7f37", "costly": "#1a7f37", "contract": "#9a6700", "fragile": "#9a6700"}


def to_html(verdict: Verdict) -> str:
    """Return the verdict as HTML; everything that came from the learner is escaped."""
    rows = []
    for role, line in lines(verdict):
        safe = html.escape(line)
        if role == "head":
            safe = f'<b style="color:{_COLOURS.get(verdict.outcome, "#cf222e")}">{safe}</b>'
        elif role == "code":
            safe = f'<span style="color:#0550ae">{safe}</span>'
        rows.append(safe)
    return '<pre class="workings-verdict" style="line-height:1.35">' + "\n".join(rows) + "</pre>"
