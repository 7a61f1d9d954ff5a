"""The columns of categories that an encoder reads, their categories, and the rare ones that share a place."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from numbers import Integral
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import check_array

from workings.preprocessing._numbering import Coded, Numbered, is_nan, number, positions

Array = NDArray[Any]
# How many unknown categories an error names.
_NAMED = 10


def refuse(problem: str, remedy: str, kind: type[Exception] = ValueError) -> NoReturn:
    """Raise an error of one or two sentences."""
    raise kind(f"{problem} {remedy}")


def column_name(estimator: Any, i: int) -> str:
    """Return how errors call a column: by its number, and by its name if it has one."""
    names = getattr(estimator, "feature_names_in_", None)
    return f"column {i}" if names is None or i >= len(names) else f"column {i} ({names[i]!r})"


def read_columns(X: Any) -> list[Array | Coded]:
    """Return the columns of X, each with its own type; infinite numbers are refused, NaN and None are categories."""
    if not (hasattr(X, "iloc") and getattr(X, "ndim", 0) == 2):
        table = check_array(X, dtype=None, ensure_all_finite="allow-nan")
        if not hasattr(X, "dtype") and table.dtype.kind == "U":  # a list of strings, or of strings and numbers
            table = check_array(X, dtype=object, ensure_all_finite="allow-nan")
        return [table[:, i] for i in range(table.shape[1])]
    if X.shape[1] == 0:
        raise ValueError("The data frame has no columns: there is nothing to encode. Did a selection find none?")
    return [_of_frame(X.iloc[:, i]) for i in range(X.shape[1])]


def _of_frame(series: Any) -> Array | Coded:
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(series.dtype, pandas.CategoricalDtype) and len(series):
        categories = np.asarray(series.cat.categories)
        if categories.dtype.kind == "O":
            return Coded(np.asarray(series.cat.codes), categories)
    column: Array = check_array(series, ensure_2d=False, dtype=None, ensure_all_finite="allow-nan")
    return column


def found_categories(values: Array, where: str) -> Array:
    """Return the values in order; None, then NaN, stand last."""
    if values.dtype.kind != "O":
        return values
    known = [value for value in values.tolist() if value is not None and not is_nan(value)]
    try:
        known.sort()
    except TypeError:
        refuse_mixture(values, where)
    known += [value for value in values.tolist() if value is None]
    known += [np.nan for value in values.tolist() if is_nan(value)][:1]
    found = np.empty(len(known), dtype=object)
    found[:] = known
    return found


def refuse_mixture(values: Array, where: str) -> NoReturn:
    """Say which types of objects a column holds that cannot be compared, or not even be told apart quickly."""
    types = sorted({type(value).__qualname__ for value in values.tolist()})
    refuse(
        f"Encoders require their input argument must be uniformly strings or numbers. Got {types} in {where}.",
        "Make them one type, for example by X.astype(str); mark what is missing by None or np.nan.",
        TypeError,
    )


def numbered_column(column: Array | Coded, where: str) -> Numbered:
    """Return the distinct values of a column and the numbers of its samples."""
    try:
        return number(column)
    except TypeError:  # an object that has no hash
        refuse_mixture(np.asarray(column), where)


def given_categories(wanted: Any, column: Array | Coded, where: str) -> Array:
    """Return the categories that the caller gave for a column, in the column's type."""
    kind = column.dtype.kind
    if kind == "S":
        categories = np.array(wanted, dtype="S")  # as wide as they are, which may be wider than the column's
    else:
        categories = np.array(wanted, dtype=object if kind == "U" else column.dtype)
        if kind in "iu" and not np.array_equal(categories, np.asarray(wanted)):
            refuse(f"In {where} X holds integers, and the predefined categories {wanted!r} do not.", "Give integers.")
    if categories.ndim != 1 or not len(categories):
        refuse(f"In {where} the predefined categories {wanted!r} are no list of values.", "Give one list per column.")
    if categories.dtype.kind == "O" and isinstance(categories[0], bytes) and kind != "S":
        came = type(column[0]).__name__ if isinstance(column, np.ndarray) else "str"
        refuse(
            f"In {where}, the predefined categories have type 'bytes' which is incompatible with values of type "
            f"'{came}'.",
            "Decode them: [category.decode() for category in categories].",
        )
    if any(is_nan(category) for category in categories[:-1]):
        refuse(
            f"Nan should be the last element in user provided categories, see categories {categories} in {where}.",
            "Put it there.",
        )
    if len(number(categories).values) != len(categories):
        refuse(f"In {where}, the predefined categories contain duplicate elements.", f"Got {categories.tolist()}.")
    if kind not in "OUS":
        known = categories[:-1] if is_nan(categories[-1]) else categories
        if np.any(known[1:] < known[:-1]):
            refuse(
                f"Unsorted categories are not supported for numerical categories, and those of {where} are.",
                f"Try {sorted(known.tolist())}.",
            )
    return categories


def refuse_unknown(unknown: Array, where: str, when: str, remedy: str) -> NoReturn:
    """Name the categories that a column should not have."""
    named = unknown.tolist()
    more = f" and {len(named) - _NAMED} others" if len(named) > _NAMED else ""
    seen = "which are not among the given ones" if when == "fit" else "which fit did not see"
    refuse(f"Found unknown categories {named[:_NAMED]}{more} in {where} during {when}, {seen}.", remedy)


@dataclass(frozen=True)
class Grouping:
    """Which categories of a column are infrequent, and where each category goes: these to one place, the last."""

    infrequent: Array | None
    to_group: Array
    groups: int

    @classmethod
    def of(cls, counts: Array, n: int, min_frequency: float | None, max_categories: int | None) -> Grouping:
        """Group the categories with these counts among n samples; equal counts: the later ones stay."""
        rare = np.zeros(len(counts), dtype=bool)
        if min_frequency is not None:
            rare = counts < (min_frequency if isinstance(min_frequency, Integral) else min_frequency * n)
        if max_categories is not None and max_categories < len(counts) - rare.sum() + 1:
            by_count = np.argsort(counts, kind="stable")
            rare[by_count[: len(counts) - (max_categories - 1)]] = True
        if not rare.any():
            return cls.none(len(counts))
        common = len(counts) - int(rare.sum())
        to_group = np.where(rare, common, np.cumsum(~rare) - 1)
        return cls(np.flatnonzero(rare), to_group, common + 1)

    @classmethod
    def none(cls, categories: int) -> Grouping:
        """Every category has a place of its own."""
        return cls(None, np.arange(categories), categories)


def counts_of(numbered: Numbered, categories: Array) -> Array:
    """Return how many samples have each category."""
    places, counts = positions(numbered.values, categories), numbered.counts()
    found = np.zeros(len(categories), dtype=np.int64)
    np.add.at(found, places[places >= 0], counts[places >= 0])
    return found
