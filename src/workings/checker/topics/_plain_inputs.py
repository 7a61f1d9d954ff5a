"""The arguments of a plain topic: how they fit together, how a function takes them, random ones and plain ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from workings.checker.lab import Binding
from workings.checker.subject import Subject

Args = tuple[Any, ...]
# Irregular, small, of both signs, without ties: what plain inputs are filled with.
_PLAIN = (1.0, 2.0, 4.0, 0.0, -1.0, 3.0, -2.0, 5.0, 0.5, -3.0, 6.0, 1.5)


@dataclass(frozen=True)
class Given:
    """One argument of the function.

    Attributes
    ----------
    name : str
        As the formula has it.
    dims : str
        A letter for each axis: "np" is a matrix of n rows and p columns. Arguments that share a letter share a length.
        "" is a single number (or whatever `values` holds).
    also : str
        Other names under which functions take it, with blanks between them. Letters' case does not matter.
    values : (low, high) or list
        What random entries are drawn from: quarters between two bounds, or the members of a list.
    optional : bool
        A function may do without it.
    """

    name: str
    dims: str = ""
    also: str = ""
    values: tuple[float, float] | list[Any] = (-4.0, 4.0)
    optional: bool = False

    @property
    def known_as(self) -> frozenset[str]:
        """All names, in small letters."""
        return frozenset(f"{self.name} {self.also}".lower().split())


def lengths(given: Sequence[Given], args: Args) -> dict[str, int] | None:
    """Return the length that each letter stands for, or None if the arguments do not fit together."""
    found: dict[str, int] = {}
    for one, arg in zip(given, args, strict=True):
        if not one.dims or arg is None:
            continue
        if np.ndim(arg) != len(one.dims):
            return None
        for letter, length in zip(one.dims, np.shape(arg), strict=True):
            if found.setdefault(letter, length) != length:
                return None
    return found


def bind(given: Sequence[Given], subject: Subject) -> Binding | None:
    """Decide which parameter takes which argument: by its name if that is known, else by its place."""
    own = [p for p in subject.parameters if p.kind in ("positional", "keyword")]
    takes: dict[str, int] = {}
    for p in own:
        free = [k for k, one in enumerate(given) if k not in takes.values()]
        match = next((k for k in free if p.name.lower() in given[k].known_as), None)
        if match is not None:
            takes[p.name] = match
    wanted = [k for k, one in enumerate(given) if k not in takes.values() and not one.optional]
    open_places = [p for p in own if p.name not in takes]
    open_places.sort(key=lambda p: p.default is not None)
    # What must be given and has no known name gets the optional arrays once the others have their places.
    must = sum(p.default is None for p in open_places)
    spare = [k for k, one in enumerate(given) if k not in takes.values() and one.optional and one.dims]
    for p, k in zip(open_places, [*wanted, *spare[: max(0, must - len(wanted))]], strict=False):
        takes[p.name] = k
    missing = [k for k in wanted if k not in takes.values()]
    if any(p.default is None and p.name not in takes for p in own):
        return None
    if missing and not any(p.kind == "varargs" for p in subject.parameters):
        return None
    slots: list[tuple[str | None, int]] = []
    gap = False
    for p in own:
        gap |= p.name not in takes or p.kind == "keyword"
        if p.name in takes:
            slots.append((p.name if gap else None, takes[p.name]))
    slots += [(None, k) for k in missing]
    return Binding(slots=tuple(slots))


def draw(given: Sequence[Given], sizes: Mapping[str, tuple[int, int]]) -> Any:
    """Return a Hypothesis strategy for the arguments."""
    from hypothesis import strategies as st

    def entries(one: Given) -> Any:
        if isinstance(one.values, list):
            return st.sampled_from(one.values)
        low, high = one.values
        return st.integers(round(4 * low), round(4 * high)).map(lambda k: k / 4)

    # Made once: Hypothesis looks at each new strategy before it draws from it.
    letters = sorted({letter for one in given for letter in one.dims})
    of_length = {letter: st.integers(*sizes.get(letter, (1, 4))) for letter in letters}
    of_entry = [entries(one) for one in given]

    @cache
    def several(k: int, count: int) -> Any:
        return st.lists(of_entry[k], min_size=count, max_size=count)

    @st.composite
    def arguments(draw: Any) -> Args:
        length = {letter: draw(of_length[letter]) for letter in letters}
        made = []
        for k, one in enumerate(given):
            if not one.dims:
                made.append(draw(of_entry[k]))
                continue
            shape = tuple(length[letter] for letter in one.dims)
            made.append(np.array(draw(several(k, int(np.prod(shape))))).reshape(shape))
        return tuple(made)

    return arguments()


def simplest(given: Sequence[Given], sizes: Mapping[str, tuple[int, int]]) -> list[Args]:
    """Return plain arguments, the smallest first: short whole numbers, or the members of the lists in turn."""
    letters = sorted({letter for one in given for letter in one.dims})
    ranges = [range(low, min(low + 3, high + 1)) for low, high in (sizes.get(letter, (1, 4)) for letter in letters)]
    made: list[Args] = []
    for lengths_now in sorted(itertools.product(*ranges), key=sum):
        length = dict(zip(letters, lengths_now, strict=True))
        for start in range(3):
            made.append(tuple(_filled(one, length, start + 5 * k) for k, one in enumerate(given)))
    return made


def _filled(one: Given, length: Mapping[str, int], start: int) -> Any:
    pool: Sequence[Any] = one.values if isinstance(one.values, list) else _within(*one.values)
    if not one.dims:
        return pool[start % len(pool)]
    shape = tuple(length[letter] for letter in one.dims)
    return np.array([pool[(start + i) % len(pool)] for i in range(int(np.prod(shape)))]).reshape(shape)


def _within(low: float, high: float) -> list[float]:
    return [v for v in _PLAIN if low <= v <= high] or [low]


def smaller(given: Sequence[Given], args: Args) -> Iterator[Args]:
    """Yield arguments with one row, column or step less, taken from all arguments that share it."""
    length = lengths(given, args) or {}
    for letter, size in length.items():
        for i in range(min(size, 6)) if size > 1 else ():
            yield tuple(
                np.delete(arg, i, axis=one.dims.index(letter)) if letter in one.dims and arg is not None else arg
                for one, arg in zip(given, args, strict=True)
            )
    for k, (one, arg) in enumerate(zip(given, args, strict=True)):
        if not one.dims and isinstance(arg, int) and not isinstance(arg, bool) and arg > 1:
            for fewer in (1, arg - 1):
                yield (*args[:k], fewer, *args[k + 1 :])
