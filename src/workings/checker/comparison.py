"""What `compare` found, as data and in words."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from workings.checker.render import WIDTH, number
from workings.checker.verdict import Cost, _plain


@dataclass(frozen=True)
class Difference:
    """An input on which two functions differ.

    Attributes
    ----------
    call : str
        The arguments, as Python that runs.
    first, second : object
        What each answers.
    expected : dict of str to object
        What is right, for each intent under which it was judged.
    right : {"first", "second", "both", "neither", "depends"}
        Which of the two is right there; "depends" where they were meant for different layouts and each has its own.
    """

    call: str
    first: Any
    second: Any
    expected: dict[str, Any]
    right: str


@dataclass(frozen=True)
class Comparison:
    """Two functions side by side.

    Attributes
    ----------
    first, second : str
        Their names.
    topic : str
        What both are meant to compute.
    intents, outcomes, codes, costs : tuple of two
        Of each function alone: what it was taken to accept, the outcome, the defects, what it costs.
    agree_on, differ_on : tuple of str
        Kinds of input on which they agreed throughout, and on which they differed at least once.
    same_on_vectors : bool
        Whether they agreed on all vectors of everyday numbers.
    differences : tuple of Difference
        The smallest of each sort, the smallest of all first.
    reasons : tuple of str
        The mathematical reasons, where they are known.
    tried : int
        How many inputs both were given.
    seed : int
        Of the random part of the search.
    seconds : float
        What the comparison took.
    """

    first: str
    second: str
    topic: str
    intents: tuple[str, str] = ("", "")
    outcomes: tuple[str, str] = ("", "")
    codes: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    costs: tuple[Cost | None, Cost | None] = (None, None)
    agree_on: tuple[str, ...] = ()
    differ_on: tuple[str, ...] = ()
    same_on_vectors: bool = False
    differences: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()
    tried: int = 0
    seed: int = 0
    seconds: float = 0.0

    @property
    def differ(self) -> bool:
        """Whether an input was found on which they differ."""
        return bool(self.differ_on)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {**asdict(self), "differ": self.differ}

    def to_json(self, **options: Any) -> str:
        """Return the comparison as JSON; nan and inf are written as strings."""
        return json.dumps(_plain(self.to_dict()), **{"indent": 2, **options})

    def render(self) -> str:
        """Return the comparison in words."""
        return "\n".join(self._lines())

    def __str__(self) -> str:
        return self.render()

    def _repr_html_(self) -> str:
        return f'<pre class="workings-comparison">{html.escape(self.render())}</pre>'

    def _lines(self) -> Iterator[str]:
        yield f"{self.first} and {self.second}: {self._headline()}"
        for name, intent, outcome, codes in zip(
            (self.first, self.second), self.intents, self.outcomes, self.codes, strict=True
        ):
            found = f" ({', '.join(codes)})" if codes else ""
            yield f"  {name} alone: {outcome}{found}, judged as {intent!r}"
        if self.agree_on:
            yield from _wrapped(f"  agree on   {'; '.join(self.agree_on)}", 13)
        if self.differ_on:
            yield from _wrapped(f"  differ on  {'; '.join(self.differ_on)}", 13)
        for position, difference in enumerate(self.differences):
            yield from self._difference(difference, "smallest input" if position == 0 else "also")
        for reason in self.reasons:
            yield from _wrapped(f"  why   {reason}", 8)
        for name, cost in zip((self.first, self.second), self.costs, strict=True):
            if cost is not None:
                yield from _wrapped(f"  cost  {name}: {cost.says}", 8)
        yield f"  {self.tried} inputs each, seed {self.seed}, {self.seconds:.1f} s"

    def _headline(self) -> str:
        if not self.tried:
            return "they could not be compared"
        return "they differ" if self.differ else "the same values on everything tried"

    def _difference(self, found: Difference, label: str) -> Iterator[str]:
        yield from _wrapped(f"  {label}: {found.call}", 6)
        answers = [(self.first, found.first), (self.second, found.second)]
        answers += [("right" if len(found.expected) < 2 else f"as {k!r}", v) for k, v in found.expected.items()]
        width = max(len(name) for name, _ in answers)
        for name, value in answers:
            yield from _wrapped(f"      {name:{width}}  {number(value)}", width + 8)
        yield {
            "first": f"      {self.first} is right there",
            "second": f"      {self.second} is right there",
            "both": "      both are right there, to within rounding",
            "neither": "      neither is right there",
            "depends": "      which is right depends on what is meant",
        }[found.right]


def _wrapped(text: str, indent: int = 6) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_long_words=False)
