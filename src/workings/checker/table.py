"""The table of verdicts of a file: a few lines for each function, readable from 80 columns on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from workings.checker.batch import Judged
from workings.checker.model import OUTCOMES
from workings.checker.render import digits_to_tell, number
from workings.checker.verdict import Defect

STYLES = {
    "right": "green",
    "costly": "green",
    "contract": "yellow",
    "fragile": "yellow",
    "wrong": "red",
    "broken": "red",
}
_MEANINGS = {
    "right": "right",
    "costly": "right, does needless work",
    "contract": "right, but changes something of the caller's",
    "fragile": "right on everyday numbers only",
    "wrong": "wrong",
    "broken": "could not be judged",
}
_LONGEST = 90


def table(judged: Sequence[Judged], width: int) -> Any:
    """Return the table for a console of that many columns.

    Parameters
    ----------
    judged : sequence of Judged
        The functions, in order.
    width : int
        Columns of the console.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, width=width, leading=1)
    longest = max((len(one.name) for one in judged), default=8)
    made.add_column("function", width=min(longest, width // 4), overflow="fold")
    made.add_column("line", justify="right", no_wrap=True)
    made.add_column("verdict", ratio=2, min_width=20)
    made.add_column("smallest input that shows it", ratio=3, min_width=26)
    for one in judged:
        style = STYLES[one.outcome]
        says = Text(one.outcome, style=f"bold {style}")
        defect = one.verdict.defects[0] if one.verdict is not None and one.verdict.defects else None
        if one.verdict is None:
            says.append(f"\n{one.problem}", style="default")
        elif defect is not None:
            says.append(f" {', '.join(one.verdict.codes)}", style=f"not bold {style}")
            says.append(f"\n{first_sentence(defect.explanation)}", style="not bold default")
        made.add_row(Text(one.name, style="bold"), str(one.line), says, _shown(defect, one))
    return made


def _shown(defect: Defect | None, one: Judged) -> Any:
    """Return the input, the learner's answer and the right one, each on a line of its own."""
    from rich.table import Table
    from rich.text import Text

    if defect is None or not defect.counterexample:
        cost = one.verdict.cost if one.verdict is not None else None
        return Text(_brief(cost.says), style="dim") if cost is not None and one.outcome == "costly" else ""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=5, style="dim")
    grid.add_column(overflow="fold")
    grid.add_row("input", Text(_arguments(defect.counterexample), style="cyan"))
    digits = digits_to_tell(defect)
    grid.add_row("yours", Text(_brief(number(defect.got, digits))))
    grid.add_row("right", Text(_brief(number(defect.expected, digits))))
    return grid


def _arguments(call: str) -> str:
    """Return what stands between the parentheses of a call.

    >>> _arguments("f(np.array([1.0]), axis=0)")
    'np.array([1.0]), axis=0'
    """
    return call[call.index("(") + 1 : -1] if call.endswith(")") and "(" in call else call


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 4] + " ..."


def first_sentence(text: str) -> str:
    """Return a text's first sentence.

    >>> first_sentence("Divides by x.sum(). That is wrong.")
    'Divides by x.sum().'
    """
    match = re.match(r"(.+?[.!?])(?=\s+[A-Z(]|$)", text, re.DOTALL)
    return match[1] if match else text


def summary(judged: Sequence[Judged], seconds: float) -> str:
    """Return how many functions had each outcome, in a line."""
    counts = Counter(one.outcome for one in judged)
    parts = [f"{counts[outcome]} {_MEANINGS[outcome]}" for outcome in OUTCOMES if counts[outcome]]
    noun = "function" if len(judged) == 1 else "functions"
    return f"{len(judged)} {noun} in {seconds:.1f} s: {'; '.join(parts)}."
