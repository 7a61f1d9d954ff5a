"""The parts of a topic: what the judge must be told about a function before it can judge somebody's attempt at it.

The engine (`judge`, `causes`, `shrink`, `boundary`, `edits`) knows nothing about softmax. It knows cases (inputs with
their right answers), variants (mistakes that people make, as code), symptoms (which cases fail tells which mistake
it is) and families (inputs with one dial to turn). A topic is one file that builds these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from workings.checker.causes import Evidence
    from workings.checker.forms import Form
    from workings.checker.lab import Binding
    from workings.checker.subject import Subject

Array = NDArray[Any]
Class = Literal["wrong", "fragile", "contract", "cost", "advisory", "broken"]

# From the mildest to the worst; the outcome of a verdict is the worst class among its defects.
OUTCOMES = ("right", "costly", "contract", "fragile", "wrong", "broken")
OUTCOME_OF_CLASS = {
    "cost": "costly",
    "contract": "contract",
    "fragile": "fragile",
    "wrong": "wrong",
    "broken": "broken",
}


@dataclass(frozen=True)
class Intent:
    """What the function is meant to accept, and along which axis it is meant to work.

    Attributes
    ----------
    name : str
        As the user writes it: ``"vector or rows"``.
    sentence : str
        The same in a sentence: "a function of one vector, or of a matrix with one sample per row".
    breadth : float
        How many kinds of input it covers; of two intents under which a function is right, the broader is assumed.
    short : str
        A word or two for the line that tells the outcome under other intents: "as a vector function".
    """

    name: str
    sentence: str
    breadth: float
    short: str


@dataclass(frozen=True, eq=False)
class Case:
    """One input with its exact answer.

    Attributes
    ----------
    tag : str
        What the case is for; `Symptom` refers to it.
    args : tuple
        The mathematical inputs, in the order in which the function takes them.
    axis : int or None
        The axis that is passed to the function, if one is passed.
    along : int or None
        The axis of the right answer (None: the whole array); variants use it.
    expected : ndarray
        The exact answer.
    tolerance : ndarray
        The largest absolute error, entry by entry, that an ordinary right implementation can make.
    core : bool
        Decides whether the function follows an intent at all.
    options : mapping
        Further keyword arguments of this call.
    loose : bool
        Axes of length one may be missing from or added to the answer.
    form : Form or None
        How answers are read, where they are something else than one array.
    accepts : callable or None
        Whether an answer that is not `expected` is right all the same, where several are.
    may_raise : bool
        Refusing this input with an error is right too.
    says : str
        What to show as the right answer, where it is not a number.
    """

    tag: str
    args: tuple[Any, ...]
    expected: Array
    tolerance: Array
    axis: int | None = None
    along: int | None = None
    core: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    loose: bool = False
    form: Form | None = None
    accepts: Callable[[Any], bool] | None = None
    may_raise: bool = False
    says: str = ""

    def told(self) -> Any:
        """Return the exact answer as lists and numbers, in the form in which the function should give it."""
        if self.says:
            return self.says
        return self.form.show(self.expected) if self.form is not None else self.expected.tolist()


@dataclass(frozen=True, eq=False)
class Variant:
    """A mistake as code: what the function answers if this one thing is wrong with it."""

    code: str
    answer: Callable[[Case], Array]
    faults: int = 1
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Symptom:
    """A mistake told by which cases fail.

    Attributes
    ----------
    code : str
        The mistake.
    fails : tuple of str
        Tags of the cases of which at least one fails.
    passes : tuple of str
        Tags of the cases of which none fails.
    covers : tuple of str
        Tags whose failures have the same root, and are not told again.
    statuses : tuple of str
        How the cases must fail to count; empty: in any way.
    when : callable, optional
        A further condition on all the evidence.
    alone : bool
        Looked for only if no variant was found: its pattern would also be the variant's own.
    """

    code: str
    fails: tuple[str, ...]
    passes: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    when: Callable[[Evidence], bool] | None = None
    alone: bool = False


@dataclass(frozen=True)
class Family:
    """Inputs with one dial, to find where along it the function begins to fail.

    Attributes
    ----------
    codes : tuple of str
        The defects whose boundary this family finds.
    dial : str
        How to say that a position is still right: "up to a gap of {} between groups".
    at : callable
        ``at(intent, t)`` gives the case at the dial's position `t`, or None outside the intent.
    largest : float
        How far to turn it.
    """

    codes: tuple[str, ...]
    dial: str
    at: Callable[[Intent, float], Case | None]
    largest: float = 1e306


@dataclass(frozen=True)
class Cause:
    """What a code means: its class, and what to tell the learner (`{}`-free plain sentences)."""

    cls: Class
    says: str


@dataclass(frozen=True)
class Topic:
    """Everything that the engine needs to judge attempts at one function. See docs/writing-a-topic.md."""

    name: str
    formula: str
    names: str
    intents: tuple[Intent, ...]
    build: Callable[..., Case | None]
    cases: Callable[[Intent], list[Case]]
    variants: Callable[[Intent], Sequence[Variant]]
    fitted: Callable[[Evidence], Sequence[Variant]]
    symptoms: tuple[Symptom, ...]
    families: tuple[Family, ...]
    causes: Mapping[str, Cause]
    edits: Mapping[str, tuple[str, ...]]
    draw: Callable[[Intent], Any]
    simplest: Callable[[Intent], list[tuple[Any, ...]]]
    infer: Callable[..., float]
    cost_case: Callable[[Intent, int, int], Case | None]
    textbook: Callable[..., Any]
    axis_names: tuple[str, ...] = ("axis", "dim", "ax", "axes", "dimension", "along")
    arity: int = 1
    keeps_shape: bool = True
    untried: tuple[str, ...] = ("complex numbers", "more than four axes", "several threads")
    advise: Callable[..., list[tuple[str, Case, float]]] | None = None
    extras: Callable[..., list[Any]] | None = None
    settle: Callable[..., Intent] | None = None
    bind: Callable[[Subject], Binding | None] | None = None
    possible: Callable[[Binding], list[Intent]] | None = None
    smaller: Callable[[Case], Iterator[tuple[Any, ...]]] | None = None
    fine: Mapping[str, str] = field(default_factory=dict)
    outright: bool = False
    grows_with: str = "the length of a group"

    def intent(self, name: str) -> Intent:
        """Return the intent of that name, or raise ValueError with a suggestion."""
        import difflib

        for one in self.intents:
            if one.name == name:
                return one
        known = [one.name for one in self.intents]
        near = difflib.get_close_matches(str(name), known, n=1, cutoff=0.4)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"check(intent={name!r}): {self.name} has the intents {', '.join(map(repr, known))}.{hint}")


def as_expression(value: Any) -> str:
    """Write an argument as Python that makes it again.

    >>> as_expression(np.array([1000.0, 0.0]))
    'np.array([1000.0, 0.0])'
    >>> as_expression(np.array([[1, 2]], dtype=np.int64))
    'np.array([[1, 2]])'
    """
    if isinstance(value, np.ndarray):
        if value.size == 0 and value.ndim != 1:
            return f"np.zeros({value.shape})"
        if value.size > 24:
            return f"<array of shape {value.shape}>"
        body = _entries(value.tolist())
        plain = value.dtype in (np.float64, np.int64, np.bool_) or value.dtype.kind == "U"
        return f"np.array({body})" if plain else f"np.array({body}, dtype=np.{value.dtype.name})"
    return _entries(value)


def _entries(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_entries(entry) for entry in value) + "]"
    if isinstance(value, float):
        if np.isnan(value):
            return "np.nan"
        if np.isinf(value):
            return "np.inf" if value > 0 else "-np.inf"
    return repr(value)
