"""The report as one page that needs nothing else: no script, no network, no other file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from workings.lessons.path import Day
from workings.lessons.report.record import Block, Judgement, Record
from workings.show.matplotlib import GROUPS, INK, PAPER, QUIET

_COLOURS = {INK: "ink", QUIET: "quiet", PAPER: "paper"} | {colour: f"group-{k}" for k, colour in enumerate(GROUPS)}
GOOD = ("right", "costly")


class Walked(NamedTuple):
    """When and where the days were run, for the page's first lines."""

    when: str
    seconds: float
    jobs: int
    machine: str


def page(records: Sequence[Record], missing: Sequence[Day], walked: Walked) -> str:
    """Return the report as HTML.

    Parameters
    ----------
    records : sequence of Record
        The days that were run, in order.
    missing : sequence of Day
        Days of the path that are not written yet, to be named.
    walked : Walked
    """
    style = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
    body = "\n".join([*_head(records, missing, walked), *(_day(record) for record in records), _foot(walked)])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>The path, walked on {escape(walked.when)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _head(records: Sequence[Record], missing: Sequence[Day], walked: Walked) -> Iterator[str]:
    yield "<h1>The path, walked</h1>"
    bad = [record for record in records if not record.right]
    functions = sum(len(record.verdicts) for record in records)
    went = "every one went well" if not bad else f"{_counted(len(bad), 'day')} did not go well"
    yield (
        f"<p>{_counted(len(records), 'day')} of machine learning by writing it, run on {escape(walked.when)} in "
        f"{walked.seconds:.0f} seconds: {went}. The checker judged {_counted(functions, 'function')} of the "
        "solutions.</p>"
    )
    if bad:
        named = ", ".join(f'<a class="bad" href="#day-{one.number}">day {one.number}</a>' for one in bad)
        yield f"<p>Look first at {named}.</p>"
    yield (
        '<div class="scroll"><table class="path"><thead><tr><th></th><th>day</th><th>fit, ours</th>'
        "<th>scikit-learn’s</th><th>solution</th></tr></thead><tbody>"
    )
    for record in records:
        yield _row(record)
    yield "</tbody></table></div>"
    if missing:
        numbers = _ranges([day.number for day in missing])
        yield f'<p class="quiet">Not written yet, and so not run: {numbers}.</p>'


def _row(record: Record) -> str:
    first = record.fits[0] if record.fits else None
    cells = [_seconds(first.ours), _seconds(first.theirs)] if first else ["", ""]
    if record.right:
        verdict = '<span class="good">right</span>'
    else:
        worst = next((one.outcome for one in record.verdicts if one.outcome not in GOOD), "failed")
        verdict = f'<span class="bad">{escape(worst)}</span>'
    link = f'<a href="#day-{record.number}">{escape(record.title)}</a>'
    return f"<tr><td>{record.number}</td><td>{link}</td><td>{cells[0]}</td><td>{cells[1]}</td><td>{verdict}</td></tr>"


def _day(record: Record) -> str:
    parts = [
        f'<section aria-labelledby="day-{record.number}">',
        f'<h2 id="day-{record.number}"><span class="day">{record.number}</span>{escape(record.title)}</h2>',
    ]
    if record.question:
        parts.append(f"<p>{_inline(record.question)}</p>")
    parts += [f'<p class="bad">{escape(problem[0].upper() + problem[1:])}.</p>' for problem in record.problems]
    if record.picture:
        name = f"Picture of day {record.number}"
        parts.append(
            f"<figure>{inline_svg(record.picture, f'd{record.number}-', name)}"
            f"<figcaption>{escape(record.caption)}</figcaption></figure>"
        )
    compared = _with_headings(record.blocks)
    if compared or record.fits:
        parts.append("<h3>Beside others</h3>")
        parts += [_block(block) for block in compared]
        parts.append(_fits(record))
    if record.verdicts:
        parts.append("<h3>The solution, judged</h3>")
        parts.append(_verdicts(record.verdicts))
    if record.blocks:
        blocks = "".join(_block(block) for block in record.blocks)
        parts.append(f"<details><summary>All that the lesson found</summary>{blocks}</details>")
    parts.append("</section>")
    return "\n".join(part for part in parts if part)


def _with_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return what compares, each under the last heading before it, as a sentence."""
    found: list[Block] = []
    heading: Block | None = None
    for block in blocks:
        if block.kind == "heading":
            heading = block
        elif block.compares:
            if heading is not None:
                found.append(Block("say", heading.text.rstrip(".:") + ("" if heading.text[-1] in "?!" else ":")))
                heading = None
            found.append(block)
    return found


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block.columns, block.rows)
    if block.kind == "heading":
        return f"<h3>{escape(block.text)}</h3>"
    kind = ' class="quiet"' if block.kind == "picture" else ""
    return f"<p{kind}>{escape(block.text)}</p>" if block.text else ""


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _fits(record: Record) -> str:
    rows = [
        (
            f"{fit.name}, {fit.rows:,}\u202f×\u202f{fit.features:,}",
            _seconds(fit.ours),
            _seconds(fit.theirs),
            fit.agreement,
        )
        for fit in record.fits
    ]
    return _table(("fit of", "ours", "scikit-learn’s", "and both give"), rows) if rows else ""


def _verdicts(verdicts: Sequence[Judgement]) -> str:
    lines = []
    for one in verdicts:
        kind = "good" if one.outcome in GOOD else "bad"
        said = f'{escape(one.name)} is <span class="{kind}">{escape(one.outcome)}</span>'
        said += f" on {_counted(one.tried, 'input')}" if one.tried else ""
        said += f": {escape(one.problem)}" if one.problem else ""
        if one.seconds and one.textbook:
            said += f"; a call takes {_seconds(one.seconds)}, the textbook form {_seconds(one.textbook)}"
        lines.append(f"{said}.")
    return f"<p>{'<br>'.join(lines)}</p>"


def _foot(walked: Walked) -> str:
    threads = "each with one thread" if walked.jobs > 1 else "one after the other"
    return (
        f'<p class="quiet" style="margin-top:5rem">Run on {escape(walked.machine)}, '
        f"{_counted(walked.jobs, 'day')} at a time, {threads}. Times of fits are the least of several by turns with "
        "scikit-learn’s on the same samples and with the same parameters, while other days ran: trust a factor of two, "
        "not a tenth. Nothing on this page is typed in by hand.</p>"
    )


def inline_svg(svg: str, prefix: str, name: str) -> str:
    """Return a picture of matplotlib's for use within a page: names of its own, colours of the page's, a label.

    >>> inline_svg('<?xml?><svg width="3pt" height="2pt"><g id="a"/><use href="#a" fill="#222222"/></svg>', "p-", "P")
    '<svg role="img" aria-label="P"><g id="p-a"/><use href="#p-a" fill="var(--ink)"/></svg>'
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    first, rest = svg.split(">", 1)
    first = re.sub(r' (width|height)="[^"]*"', "", first).removeprefix("<svg")
    svg = f'<svg role="img" aria-label="{escape(name)}"{first}>{rest}'
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", svg)
    for colour, variable in _COLOURS.items():
        svg = svg.replace(colour, f"var(--{variable})")
    # A style within would hold for the whole page.
    svg = re.sub(r"<style[^>]*>\*\{([^}]*)\}</style>", "", svg)
    return re.sub(r">\s+<", "><", svg).strip()


def _inline(text: str) -> str:
    """Return a paragraph of Markdown as HTML: emphasis and code; mathematics stays as it is written."""
    text = escape(text)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<em>\1</em>", text)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\$([^$]+)\$", r"<i>\1</i>", text)


def _seconds(value: float) -> str:
    """Return a time as people say it.

    >>> [_seconds(one).replace("\u202f", " ") for one in (0.0000123, 0.00123, 0.0456, 1.234)]
    ['12 µs', '1.2 ms', '46 ms', '1.2 s']
    """
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        scaled = value * factor
        if scaled >= 0.95 or unit == "µs":
            return f"{scaled:.0f}\u202f{unit}" if scaled >= 9.95 else f"{scaled:.1f}\u202f{unit}"
    raise AssertionError


def _counted(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _ranges(values: Sequence[int]) -> str:
    """Return numbers in order as ranges.

    >>> _ranges([18, 20, 21, 22])
    'day 18, days 20 to 22'
    """
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(f"day {run[0]}" if len(run) == 1 else f"days {run[0]} to {run[-1]}" for run in runs)
