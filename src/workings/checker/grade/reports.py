"""Marks as a table for people, CSV for spreadsheets and JUnit's XML for machines.

What strangers wrote (names, messages, numbers) is data here and nothing else: control characters do not reach the
terminal or the XML, and no cell begins as a formula does.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from workings.checker.grade.marks import Mark

COLUMNS = ("submission", "function", "line", "outcome", "passed", "defects", "says", "input", "seconds")
# Everything that XML 1.0 or a terminal would not take as text, lone surrogates included.
_NOT_TEXT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    r"""Return text without what could command a terminal or spoil a file.

    >>> plain("all\x1b[2J right")
    'all[2J right'
    """
    return _TURNS.sub("", _NOT_TEXT.sub("", text))


def says(mark: Mark) -> str:
    """Return in a sentence what is to be known of a mark."""
    from workings.checker.table import first_sentence

    if mark.verdict is None:
        return plain(mark.problem)
    if not mark.verdict.defects:
        return ""
    return plain(first_sentence(mark.verdict.defects[0].explanation))


def _input(mark: Mark) -> str:
    return plain(mark.verdict.defects[0].counterexample) if mark.verdict is not None and mark.verdict.defects else ""


def row(mark: Mark) -> tuple[str, ...]:
    """Return a mark's cells, one for each of `COLUMNS`."""
    codes = " ".join(mark.verdict.codes) if mark.verdict is not None else ""
    line = str(mark.line) if mark.line else ""
    passed = "yes" if mark.passed else "no"
    cells = (mark.submission, mark.name, line, mark.outcome, passed, codes, says(mark), _input(mark))
    return (*map(plain, cells), f"{mark.seconds:.1f}")


def as_csv(marks: Sequence[Mark]) -> str:
    """Return the marks as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(COLUMNS)
    for mark in marks:
        writer.writerow("'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in row(mark))
    return made.getvalue()


def as_junit(marks: Sequence[Mark], topic: str) -> str:
    """Return the marks as a suite of tests: one for each submission, failed if not right, an error if not judged."""
    suite = ElementTree.Element("testsuite", name=f"workings grade {topic}", tests=str(len(marks)))
    suite.set("failures", str(sum(not mark.passed and mark.verdict is not None for mark in marks)))
    suite.set("errors", str(sum(mark.verdict is None for mark in marks)))
    suite.set("time", f"{sum(mark.seconds for mark in marks):.3f}")
    for mark in marks:
        case = ElementTree.SubElement(suite, "testcase", classname=topic, name=plain(mark.submission))
        case.set("time", f"{mark.seconds:.3f}")
        if mark.passed:
            continue
        tag, what = ("error", "broken") if mark.verdict is None else ("failure", " ".join(mark.verdict.codes))
        problem = ElementTree.SubElement(case, tag, type=plain(what), message=says(mark))
        problem.text = plain(mark.verdict.render(full=False)) if mark.verdict is not None else plain(mark.problem)
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def table(marks: Sequence[Mark], width: int) -> Any:
    """Return the table for a console of that many columns."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from workings.checker.table import STYLES

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, width=width)
    made.add_column("submission", ratio=3, overflow="fold")
    made.add_column("function", ratio=2, overflow="fold")
    made.add_column("verdict", no_wrap=True)
    made.add_column("why", ratio=6, overflow="fold")
    for mark in marks:
        cells = row(mark)
        why = f"{cells[5]}: {cells[6]}" if cells[5] else cells[6]
        made.add_row(
            Text(cells[0]), Text(cells[1]), Text(mark.outcome, style=f"bold {STYLES[mark.outcome]}"), Text(why)
        )
    return made


def summary(marks: Sequence[Mark], seconds: float) -> str:
    """Return the last line: how many passed."""
    passed = sum(mark.passed for mark in marks)
    unjudged = sum(mark.verdict is None for mark in marks)
    more = f", {unjudged} could not be judged" if unjudged else ""
    noun = "submission" if len(marks) == 1 else "submissions"
    return f"{passed} of {len(marks)} {noun} right{more}, in {seconds:.1f} s"
