"""The form of an answer: one array, several, a dict, words; and how an attempt's answer is laid beside it.

The engine compares arrays of numbers. A form turns an answer of any other kind into one such array, entry by entry in
a fixed order, and back again for telling. What is equal for a reader is equal here: a list, a tuple and an array; a
vector and a matrix of one column; a pair and an array of two.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from workings.checker.model import Array


@dataclass(frozen=True)
class Form:
    """What an answer looks like.

    Attributes
    ----------
    shapes : tuple of tuple of int
        The shape of each part, in order.
    several : bool
        Whether the answer is a tuple of its parts (or a dict), rather than one part alone.
    keys : tuple
        The keys of the parts, where the answer is a dict.
    words : tuple of str
        The words that parts may hold, where the answer is made of words; they are compared by their places here.
    worded : tuple of bool
        Which parts are made of words.
    canonical : callable, optional
        Brings answers that are equal for this purpose to one form (sorts what has no order, say).
    """

    shapes: tuple[tuple[int, ...], ...]
    several: bool = False
    keys: tuple[Any, ...] = ()
    words: tuple[str, ...] = ()
    worded: tuple[bool, ...] = ()
    canonical: Callable[[Any], Any] | None = None

    @staticmethod
    def of(answer: Any) -> Form:
        """Return the form of an exact answer: a tuple or a dict has several parts, anything else is one."""
        if isinstance(answer, dict):
            keys = tuple(answer)
            parts = [np.asarray(answer[key]) for key in keys]
        else:
            keys = ()
            parts = [np.asarray(part) for part in (answer if isinstance(answer, tuple) else (answer,))]
        words = sorted({str(w) for part in parts if part.dtype.kind == "U" for w in part.ravel()})
        worded = tuple(part.dtype.kind == "U" for part in parts)
        return Form(tuple(part.shape for part in parts), isinstance(answer, tuple | dict), keys, tuple(words), worded)

    def read(self, answer: Any) -> tuple[Array | None, bool]:
        """Return an answer as one flat array, or None where it holds no numbers; and whether it has this form."""
        if self.canonical is not None:
            if isinstance(answer, Mapping) and self.several and not self.keys:
                answer = tuple(answer.values())
            try:
                answer = self.canonical(answer)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError):
                return self._as_it_is(answer), False
        parts = self._parts(answer)
        if parts is None:
            return self._as_it_is(answer), False
        laid = [self._laid(part, shape) for part, shape in zip(parts, self.shapes, strict=True)]
        if any(part is None for part, _ in laid):
            return None, False
        if not all(fits for _, fits in laid):
            if not self.several:
                return laid[0][0], False
            return self._as_it_is(answer), False
        if not self.several:
            return laid[0][0], True
        return np.concatenate([np.ravel(part) for part, _ in laid if part is not None]), True

    def _parts(self, answer: Any) -> list[Any] | None:
        """Return the parts of an answer, or None if it has not that many."""
        if not self.several:
            return [answer]
        if isinstance(answer, Mapping):
            if self.keys:
                return [answer[key] for key in self.keys] if set(answer) == set(self.keys) else None
            found = list(answer.values())
        elif isinstance(answer, list | tuple):
            found = list(answer)
        elif isinstance(answer, np.ndarray) and answer.ndim:
            found = list(np.atleast_1d(np.squeeze(answer)) if 1 in answer.shape and answer.ndim > 1 else answer)
        else:
            return None
        return found if len(found) == len(self.shapes) and not self.keys else None

    def _laid(self, part: Any, shape: tuple[int, ...]) -> tuple[Array | None, bool]:
        """Return a part as an array, in the right shape if it differs only by axes of length one."""
        numbers = self._numbers(part)
        if numbers is None:
            return None, False
        if numbers.shape == shape:
            return numbers, True
        if _without_ones(numbers.shape) == _without_ones(shape):
            return numbers.reshape(shape), True
        return numbers, False

    def _numbers(self, part: Any) -> Array | None:
        from workings.checker.grading import as_array

        if not self.words:
            return as_array(part)
        try:
            given = np.asarray(part)
        except ValueError:
            return None
        if given.dtype.kind not in "UO":
            return as_array(part)
        places = {word: float(i) for i, word in enumerate(self.words)}
        return np.array([places.get(str(word), -1.0) for word in given.ravel()]).reshape(given.shape)

    def _as_it_is(self, answer: Any) -> Array | None:
        """Return whatever numbers there are, one after the other: enough to compare two answers of the wrong form."""
        if isinstance(answer, Mapping):
            answer = list(answer.values())
        if not isinstance(answer, list | tuple):
            numbers = self._numbers(answer)
            return None if numbers is None else np.ravel(numbers)
        found = [self._as_it_is(part) for part in answer]
        if not found or any(part is None for part in found):
            return None
        return np.concatenate([np.ravel(part) for part in found if part is not None])

    def tell(self, answer: Any) -> Any:
        """Return an answer as lists and numbers; of a figure only what is compared."""
        if self.canonical is not None and isinstance(answer, Mapping) and "figure" in answer:
            with contextlib.suppress(ValueError, TypeError, IndexError, KeyError, AttributeError):
                answer = self.canonical(answer)
        return told(answer)

    def parts(self, flat: Array) -> list[Array]:
        """Return the parts that `read` laid one after the other."""
        ends = np.cumsum([int(np.prod(shape)) for shape in self.shapes])[:-1]
        return [
            np.reshape(part, shape) for part, shape in zip(np.split(np.ravel(flat), ends), self.shapes, strict=True)
        ]

    def spread(self, numbers: list[float]) -> Array:
        """Return one number for each part, repeated for all its entries, laid as `read` lays answers."""
        each = [np.full(shape, number) for number, shape in zip(numbers, self.shapes, strict=True)]
        return np.concatenate([np.ravel(part) for part in each]) if self.several else each[0]

    def show(self, flat: Array) -> Any:
        """Return a flat array as an answer in this form, made of lists and numbers."""
        made = self.parts(flat)
        worded = self.worded or (False,) * len(made)
        parts = [
            self._in_words(part) if of_words else part.tolist() for part, of_words in zip(made, worded, strict=True)
        ]
        if not self.several:
            return parts[0]
        if self.keys:
            return dict(zip(self.keys, parts, strict=True))
        return tuple(parts)

    def _in_words(self, part: Array) -> Any:
        known = {float(i): word for i, word in enumerate(self.words)}
        return np.array([known.get(float(i), "?") for i in part.ravel()]).reshape(part.shape).tolist()


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(n for n in shape if n != 1)


def told(answer: Any) -> Any:
    """Return an answer as lists and numbers, whatever arrays there are in it."""
    if isinstance(answer, np.ndarray | np.generic):
        return answer.tolist()
    if isinstance(answer, tuple):
        return tuple(told(part) for part in answer)
    if isinstance(answer, list):
        return [told(part) for part in answer]
    if isinstance(answer, dict):
        return {key: told(part) for key, part in answer.items()}
    return answer
