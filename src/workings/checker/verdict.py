"""The verdict: what was found, as data. `render` turns it into words."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


class Wrong(AssertionError):
    """Raised by `Verdict.raise_if_wrong`: the function has a defect."""


@dataclass(frozen=True)
class Defect:
    """One thing that is wrong with the function.

    Attributes
    ----------
    code : str
        The defect's name; docs/verdicts.md lists them all.
    cls : {"wrong", "fragile", "contract", "cost", "broken"}
        How bad it is.
    explanation : str
        What it is, and why it matters, in plain words.
    counterexample : str
        The smallest call that shows it, as Python that runs.
    inputs : tuple of str
        The arguments of that call, each as Python.
    got, expected : object
        What came back, and what is right (nested lists, numbers, or a sentence).
    line : int or None
        The line of the file (or of the source, for functions without a file) to change.
    edit : str or None
        The smallest edit known, as one line of Python.
    edit_before : str or None
        The line as it stands.
    edit_tried, edit_mends : bool
        Whether the edit was applied and the function judged again, and whether that was the end of this defect.
    boundary : str
        Where it begins to fail, silently wrong before loudly wrong.
    """

    code: str
    cls: str
    explanation: str
    counterexample: str = ""
    inputs: tuple[str, ...] = ()
    got: Any = None
    expected: Any = None
    line: int | None = None
    edit: str | None = None
    edit_before: str | None = None
    edit_tried: bool = False
    edit_mends: bool = False
    boundary: str = ""

    @property
    def class_(self) -> str:
        """The class, under the name that reads best after a dot."""
        return self.cls


@dataclass(frozen=True)
class Note:
    """Something worth telling that is no mark against the function: even the textbook form does this."""

    code: str
    says: str


@dataclass(frozen=True)
class Cost:
    """What a call costs, counted and not timed.

    Attributes
    ----------
    exp_per_entry : float or None
        How many exponentials are computed per entry; 1 is enough.
    passes, temporaries : int
        Times an array of the input's size was read, and arrays of that size that were made.
    peak_bytes : int
        Memory at the worst moment of the call.
    growth : str
        "linear", "quadratic", or "" where it was not measured.
    seconds, textbook_seconds : float
        One call on the same input, beside the textbook form: a second opinion, and noisy.
    says : str
        The same in a sentence.
    """

    exp_per_entry: float | None = None
    passes: int = 0
    temporaries: int = 0
    peak_bytes: int = 0
    growth: str = ""
    seconds: float = 0.0
    textbook_seconds: float = 0.0
    says: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the judge says of a function. Print it; or ask it for `outcome`, `defects`, `to_dict()`.

    Attributes
    ----------
    outcome : {"right", "costly", "contract", "fragile", "wrong", "broken"}
        The worst class among the defects.
    name, topic, intent : str
        The function, what it was taken for, and what it was taken to accept.
    intent_given : bool
        Whether the caller named the intent.
    outcomes : dict of str to str
        The outcome under this intent and under the others that the function may have been meant for.
    defects : tuple of Defect
        The root of the trouble first.
    hidden : tuple of str
        Codes of faults that come to light once the first defect alone is mended.
    hidden_boundary : str
        Where the first of them begins.
    notes : tuple of Note
        Advisory.
    cost : Cost or None
        What a call costs.
    fine : tuple of str
        What was tried and is right.
    untried : tuple of str
        What was not tried.
    tried : int
        How many inputs the function was given.
    seed : int
        Of the random part of the search.
    seconds : float
        What the check took.
    """

    outcome: str
    name: str
    topic: str
    intent: str
    intent_given: bool = False
    intent_sentence: str = ""
    outcomes: dict[str, str] = field(default_factory=dict)
    defects: tuple[Defect, ...] = ()
    hidden: tuple[str, ...] = ()
    hidden_boundary: str = ""
    notes: tuple[Note, ...] = ()
    cost: Cost | None = None
    fine: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()
    tried: int = 0
    seed: int = 0
    seconds: float = 0.0
    path: str | None = None
    first_line: int = 1

    @property
    def ok(self) -> bool:
        """Whether the function gives right values and leaves the caller alone: "right" or "costly"."""
        return self.outcome in ("right", "costly")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the defects."""
        return tuple(defect.code for defect in self.defects)

    def raise_if_wrong(self, allow: tuple[str, ...] = ("costly",)) -> None:
        """Raise `Wrong` (an AssertionError) with the whole verdict unless the outcome is "right" or allowed."""
        if self.outcome != "right" and self.outcome not in allow:
            raise Wrong("\n" + self.render())

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        data = asdict(self)
        data["codes"] = list(self.codes)
        return data

    def to_json(self, **options: Any) -> str:
        """Return the verdict as JSON; nan and inf are written as strings."""
        return json.dumps(_plain(self.to_dict()), **{"indent": 2, **options})

    def render(self, full: bool = False) -> str:
        """Return the verdict in words: at most 25 lines, or everything if `full`."""
        from workings.checker.render import render

        return render(self, full=full)

    def __str__(self) -> str:
        return self.render()

    def __rich__(self) -> Any:
        from workings.checker.render import to_rich

        return to_rich(self)

    def _repr_html_(self) -> str:
        from workings.checker.render import to_html

        return to_html(self)


def _plain(value: Any) -> Any:
    """Make nested data of numbers fit for strict JSON."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return str(value)
    return value
