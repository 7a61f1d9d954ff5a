"""The distinct values of a column and, for each sample, which of them it has.

Each of these needs one pass over the samples, whatever the column holds:

- objects (strings in an object array, mixed values): a dictionary of Python objects. In a large column most objects
  are met many times, so their addresses are numbered by a kernel, and only one object for each address is looked at.
  Strings of which each is an object of its own are joined to one text, whose lines a kernel numbers.
- numbers and NumPy's strings: `numpy.unique`, and a kernel when there are many of them.

Objects are equal if Python says so; None is a value, and all NaN are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Shorter columns are numbered without Numba, whose import takes longer.
LARGE = 20_000
# Beyond this share of distinct addresses it is the contents that must be compared.
_SHARED = 16


def is_nan(value: Any) -> bool:
    """Whether a value is NaN: the only one that differs from itself, and a number."""
    return isinstance(value, float | np.floating) and value != value


@dataclass(frozen=True)
class Numbered:
    """The values of a column, and of each sample the number of its value.

    The samples are cut into blocks: in one with ``(start, stop, to_value)`` sample i has the value number
    ``to_value[codes[i]]``.
    """

    values: Array
    codes: Array
    blocks: list[tuple[int, int, Array]]

    def through(self, table: Array) -> Array:
        """Return ``table[number of its value]`` for each sample."""
        found = np.empty(len(self.codes), dtype=table.dtype)
        for start, stop, to_value in self.blocks:
            np.take(table[to_value], self.codes[start:stop], out=found[start:stop], mode="clip")
        return found

    def counts(self) -> Array:
        """Return how many samples have each value."""
        found = np.zeros(len(self.values), dtype=np.int64)
        for start, stop, to_value in self.blocks:
            np.add.at(found, to_value, np.bincount(self.codes[start:stop], minlength=len(to_value)))
        return found


@dataclass(frozen=True)
class Coded:
    """A column whose values are numbered already, as pandas keeps categories: -1 is missing."""

    codes: Array
    categories: Array
    dtype = np.dtype(object)

    def __len__(self) -> int:
        return len(self.codes)

    def numbered(self) -> Numbered:
        """Return the values that occur."""
        codes = self.codes.astype(np.int32) + 1
        present = np.bincount(codes, minlength=len(self.categories) + 1) > 0
        values = np.append(np.array([np.nan], dtype=object), self.categories)[present]
        return Numbered(values, codes, [(0, len(codes), np.maximum(np.cumsum(present) - 1, 0))])


def number(column: Array | Coded) -> Numbered:
    """Find the distinct values of a column, sorted (those of an object array: in the order in which they are met)."""
    if isinstance(column, Coded):
        return column.numbered()
    if len(column) >= LARGE:
        blocks = _by_kernel(column)
        if blocks is not None:
            return blocks
    if column.dtype.kind == "O":
        numbering = _Numbering()
        codes = np.fromiter(map(numbering.__getitem__, column.tolist()), dtype=np.intp, count=len(column))
        values, merged = numbering.values_and_merged()
        return Numbered(values, codes, [(0, len(column), merged)])
    values, codes = np.unique(column, return_inverse=True)
    return Numbered(values, codes, [(0, len(column), np.arange(len(values)))])


def positions(values: Array, categories: Array) -> Array:
    """Return where each value stands among the categories, -1 for one that is none of them."""
    if values.dtype.kind == categories.dtype.kind != "O" and not np.any(categories[1:] < categories[:-1]):
        places = np.searchsorted(categories, values).clip(max=len(categories) - 1)
        found = categories[places]
        return np.where((found == values) | ((found != found) & (values != values)), places, -1).astype(np.int32)
    known: dict[Any, int] = {}
    nan = -1
    for position, category in enumerate(_as_objects(categories)):
        if is_nan(category):
            nan = position
        else:
            known.setdefault(category, position)
    return np.array([nan if is_nan(one) else known.get(one, -1) for one in _as_objects(values)], dtype=np.int32)


def _as_objects(values: Array) -> list[Any]:
    """Return a list of Python objects; dates stay NumPy's, because Python has no nanoseconds."""
    objects: list[Any] = list(values) if values.dtype.kind in "mM" else values.tolist()
    return objects


class _Numbering(dict[Any, int]):
    """A dictionary that gives each new key the next number."""

    def __missing__(self, key: Any) -> int:
        self[key] = new = len(self)
        return new

    def values_and_merged(self) -> tuple[Array, Array]:
        """Return the distinct values, all NaN as one, and the place of each key among them."""
        merged, nan = np.empty(len(self), dtype=np.intp), -1
        keys: list[Any] = []
        for position, key in enumerate(self):
            if is_nan(key) and nan >= 0:
                merged[position] = nan
                continue
            if is_nan(key):
                nan = len(keys)
            merged[position] = len(keys)
            keys.append(key)
        values = np.empty(len(keys), dtype=object)
        values[:] = keys
        return values, merged


def _by_kernel(column: Array) -> Numbered | None:
    """Number the blocks of a large column, each on a thread, and put their values together; None if no kernel fits."""
    kind = column.dtype.kind
    if kind == "O":
        return _in_blocks(column, _by_address, len(column) // _SHARED) or _in_blocks(column, _by_text, len(column))
    if kind in "iubf" and column.dtype.itemsize <= 8:
        return _in_blocks(_as_words(column), _by_word, len(column), column)
    if kind in "US" and column.dtype.itemsize:
        letters = np.uint32 if kind == "U" else np.uint8
        rows = np.ascontiguousarray(column).view(letters).reshape(len(column), -1)
        if column.dtype.isnative or kind == "S":
            return _in_blocks(rows, _by_row, len(column), column)
    return None


def _as_words(column: Array) -> Array:
    """Return numbers as uint64, equal where the numbers are: 0 for -0, one NaN for all."""
    if column.dtype.kind == "f":
        column = column.astype(np.float64) + 0.0
        column[np.isnan(column)] = np.nan
        words: Array = column.view(np.uint64)
        return words
    return column.astype(np.uint64)


def _in_blocks(entries: Array, kernel: Any, limit: int, column: Array | None = None) -> Numbered | None:
    """Number each block of entries by a kernel; None if it gives up on one."""
    from workings.kernels._threads import run_blocks

    column = entries if column is None else column
    codes = np.empty(len(entries), dtype=np.int32)
    firsts: dict[tuple[int, int], Array] = {}

    def work(start: int, stop: int) -> None:
        firsts[start, stop] = kernel(entries[start:stop], codes[start:stop], limit)

    run_blocks(work, len(entries))
    if any(len(places) == 0 for places in firsts.values()):
        return None
    edges = sorted(firsts)
    seen = np.concatenate([column[start:stop][firsts[start, stop]] for start, stop in edges])
    if column.dtype.kind == "O":
        numbering = _Numbering()
        numbers = np.array([numbering[one] for one in seen.tolist()])
        values, merged = numbering.values_and_merged()
        numbers = merged[numbers]
    else:
        values, numbers = np.unique(seen, return_inverse=True)
    ends = np.cumsum([len(firsts[edge]) for edge in edges])
    to_value = np.split(numbers, ends[:-1])
    return Numbered(values, codes, [(*edge, table) for edge, table in zip(edges, to_value, strict=True)])


class _Addresses:
    """The addresses of the objects of an array, as NumPy keeps them: the array's own memory, read as integers."""

    def __init__(self, objects: Array) -> None:
        known = objects.__array_interface__
        self.__array_interface__ = {**known, "typestr": np.dtype(np.uintp).str, "descr": [("", np.dtype(np.uintp).str)]}
        self.objects = objects  # which must live as long


def _by_address(block: Array, codes: Array, limit: int) -> Array:
    from workings.kernels.numbering import number_words

    found: Array = number_words(np.asarray(_Addresses(block)).astype(np.uint64, copy=False), codes, limit)
    return found


def _by_text(block: Array, codes: Array, limit: int) -> Array:
    from workings.kernels.numbering import PADDING, number_lines

    try:
        text = ("\0".join(block.tolist()) + "\0" * (1 + PADDING)).encode("utf-8", "surrogatepass")
    except TypeError:  # not all of them are strings
        return np.empty(0, dtype=np.int64)
    found: Array = number_lines(np.frombuffer(text, dtype=np.uint8), codes, limit)
    return found


def _by_word(block: Array, codes: Array, limit: int) -> Array:
    from workings.kernels.numbering import number_words

    found: Array = number_words(block, codes, limit)
    return found


def _by_row(block: Array, codes: Array, limit: int) -> Array:
    from workings.kernels.numbering import number_rows

    found: Array = number_rows(block, codes, limit)
    return found
