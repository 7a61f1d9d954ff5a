"""What the file of a plain topic is written with: examples, readings and dials."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain_inputs import Args

Formula = Callable[..., Any]
Mistakes = tuple[tuple[str, Formula], ...]


def wide(x: Any) -> Array:
    """Return numbers with more digits than the function has: longdouble."""
    return np.asarray(x).astype(np.longdouble)


@dataclass(frozen=True)
class Example:
    """An input to try.

    Attributes
    ----------
    tag : str
        "usual": everyday numbers, which a function must get right to be right at all, and which tell the mistakes
        apart. "telling": everyday numbers on which only some mistakes show. "integer": whole numbers in an integer
        array. Anything else is an edge, in words that finish "fine: ...": "a constant column".
    args : tuple
        The arguments, all of them.
    code : str
        The defect of a function that fails here although it is right on everyday numbers.
    loud : str
        The same where it fails with an error or a nan, if that is another defect.
    tolerance : float, optional
        The largest error of an ordinary right implementation; else the topic's.
    """

    tag: str
    args: Args
    code: str = ""
    loud: str = ""
    tolerance: float | None = None


@dataclass(frozen=True)
class Reading:
    """One thing that a function of this name may be meant to do; the first reading of a topic is the one to prefer.

    Attributes
    ----------
    name, sentence : str
        "columns", "the mean of each column".
    exact, mistakes :
        Where they are not the topic's own.
    given : callable, optional
        Turns the topic's arguments into those of this reading (labels -1 and 1 into 0 and 1).
    takes : tuple of str or None
        The optional arguments that a function of this reading takes; None: any.
    asks : str
        A regular expression. A function whose text matches it asks for this reading, and for no other.
    examples : tuple of Example
        Further ones.
    only : bool
        Only the reading's own examples are tried.
    """

    name: str
    sentence: str
    exact: Formula | None = None
    mistakes: Mistakes | None = None
    given: Callable[..., Args] | None = None
    takes: tuple[str, ...] | None = None
    asks: str = ""
    examples: tuple[Example, ...] = ()
    only: bool = False


@dataclass(frozen=True)
class Dial:
    """Inputs with one number to turn, to find where some defects begin; `at(t)` gives the arguments."""

    codes: tuple[str, ...]
    words: str
    at: Callable[[float], Args]
    largest: float = 1e15
