"""Labels as rows of one 1 among 0s."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, Symptom


def _rows(labels: Array, columns: Any) -> Array:
    return np.array([[float(label == column) for column in columns] for label in labels.tolist()])


def of_distinct(labels: Array, n_classes: Any = None) -> Array:
    """One column for each distinct label, in sorted order."""
    return _rows(labels, sorted(set(labels.tolist())))


def of_numbers(labels: Array, n_classes: Any = None) -> Array:
    """One column for each number from 0 on, up to the largest label or to what is asked."""
    return _rows(labels, range(int(n_classes or max(labels.tolist()) + 1)))


def _first_seen(labels: Array, n: Any) -> Array:
    return _rows(labels, dict.fromkeys(labels.tolist()))


def _places(labels: Array, n: Any) -> Array:
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=float)


def _wrapped(shift: int) -> Any:
    """Return the mistake of setting the wrong column, with Python's -1 for the last."""

    def rows(labels: Array, n: Any) -> Array:
        width = of_numbers(labels, n).shape[1]
        return np.asarray(np.eye(width)[(labels.astype(int) + shift) % width])

    return rows


def _widened(of: Any) -> Any:
    def rows(labels: Array, n: Any) -> Array:
        right = of(labels, n)
        return np.column_stack([right, np.zeros(len(right))])

    return rows


def _common(of: Any) -> tuple[tuple[str, Any], ...]:
    return (
        ("drops_a_column", lambda y, n: of(y, n)[:, 1:]),
        ("drops_a_column", lambda y, n: of(y, n)[:, :-1]),
        ("one_column_too_many", _widened(of)),
        ("one_column_too_many", lambda y, n: np.column_stack([np.zeros(len(y)), of(y, n)])),
        ("descending_order", lambda y, n: of(y, n)[:, ::-1]),
        ("ones_and_zeros_swapped", lambda y, n: 1.0 - of(y, n)),
        ("minus_one_for_zero", lambda y, n: 2.0 * of(y, n) - 1.0),
        ("counts_labels", lambda y, n: of(y, n).sum(axis=0)),
        ("keeps_the_label", lambda y, n: of(y, n) * y[:, None]),
        ("ordered_codes", lambda y, n: np.cumsum(of(y, n)[:, ::-1], axis=1)[:, ::-1]),
    )


OF_DISTINCT = (
    ("order_of_appearance", _first_seen),
    ("columns_for_gaps", of_numbers),
    ("columns_for_gaps", lambda y, n: _rows(y, range(int(y.min()), int(y.max()) + 1))),
    ("returns_codes", _places),
    ("returns_codes", lambda y, n: _places(y, n) + 1),
    ("last_column_only", lambda y, n: np.pad(of_distinct(y)[:, -1:], ((0, 0), (of_distinct(y).shape[1] - 1, 0)))),
    *_common(of_distinct),
)
OF_NUMBERS = (
    ("one_column_too_few", lambda y, n: np.eye(of_numbers(y, n).shape[1] - 1)[y.astype(int)]),
    ("counts_from_one", _wrapped(-1)),
    ("counts_from_one", lambda y, n: of_numbers(y + 1, (n or max(y) + 1) + 1)),
    ("counts_from_one", _wrapped(1)),
    ("n_classes_ignored", of_distinct),
    ("n_classes_ignored", lambda y, n: of_numbers(y)),
    *_common(of_numbers),
)


def _out_of_range(evidence: Evidence) -> bool:
    answers = [evidence.answers[i] for i in evidence.core()]
    return all(a.kind == "raised" and a.error_type == "IndexError" for a in answers)


GAPS = np.array([7, 3, 10, 3, 5, 10, 10])
UNSORTED = np.array([4, 2, 9, 4, 1])
FULL = np.array([2, 0, 1, 3, 3, 0])
WORDS = np.array(["red", "blue", "green", "blue"])
DISTINCT = (
    Example("usual", (GAPS, None)),
    Example("usual", (UNSORTED, None)),
    Example("telling", (FULL, None)),
    Example("words", (WORDS, None), "fails_on_words"),
    Example("words", (np.array(["no", "yes", "no"]), None), "fails_on_words"),
    Example("numbers below 0", (np.array([-1, 1, 1, -1, 0]), None), "fails_below_zero"),
    Example("labels as floats", (np.array([2.0, 0.5, 2.0, 1.5]), None), "fails_on_floats"),
    Example("all labels alike", (np.array([3, 3, 3]), None), "fails_single_label"),
)
NUMBERS = (
    Example("usual", (FULL, None)),
    Example("usual", (np.array([1, 2, 0, 2, 1]), None)),
    Example("usual", (np.array([0, 4, 2, 3, 1, 1, 4]), None)),
    Example("telling", (np.array([1, 0]), None)),
)
COUNTED = (
    Example("usual", (np.array([2, 0, 1, 0]), 5)),
    Example("usual", (np.array([1, 2, 0, 3, 3]), 4)),
    Example("usual", (np.array([3, 1, 1]), 6)),
    Example("telling", (np.array([2, 0, 1]), 3)),
    Example("all labels alike", (np.array([0, 0]), 2), "n_classes_ignored"),
)

TOPIC = Plain(
    name="one_hot",
    formula="one_hot(labels)[i, j] = 1 if label i is the j-th of the distinct labels, in sorted order, else 0",
    names=r"(^|_)one_?hot|onehot|dummy_?(var|encod|code)|(get|make|to|create)_dumm|to_categorical|indicator_matrix",
    given=(
        Given("labels", "n", "y label classes x values categories column targets a data series", [2, 0, 1, 3, 0, 5]),
        Given(
            "n_classes",
            also="num_classes k c nclasses classes_count n_labels depth size num_labels n_categories",
            values=[6],
            optional=True,
        ),
    ),
    exact=of_distinct,
    readings=(
        Reading(
            "distinct labels",
            "a column for each distinct label, in sorted order",
            mistakes=OF_DISTINCT,
            takes=(),
            asks=r"\bdistinct\b|\bstrings?\b|\bwords\b|categories",
            examples=DISTINCT,
        ),
        Reading(
            "class numbers",
            "labels 0, 1, ..., a column for each number up to the largest",
            exact=of_numbers,
            mistakes=OF_NUMBERS,
            given=lambda labels, n: (labels, None),
            takes=(),
            asks=r"class(es)? (numbers|indices|ids)|0\s?(\.\.|to|,\s?1)|integer (class|label)",
            examples=NUMBERS,
        ),
        Reading(
            "class numbers, counted",
            "labels 0, 1, ..., and the number of classes: a column for each class",
            exact=of_numbers,
            mistakes=OF_NUMBERS,
            takes=("n_classes",),
            examples=COUNTED,
        ),
    ),
    examples=(),
    symptoms=(Symptom("one_column_too_few", ("usual",), covers=("usual", "before types"), when=_out_of_range),),
    causes={
        "order_of_appearance": Cause(
            "wrong",
            "The columns stand in the order in which the labels happen to appear (or in a set's order), so the same "
            "label lands in another column on other data. Sort the distinct labels.",
        ),
        "columns_for_gaps": Cause(
            "wrong",
            "There is a column for every number up to the largest label, also for numbers that never occur. Take the "
            "distinct labels: np.unique(labels, return_inverse=True).",
        ),
        "returns_codes": Cause(
            "wrong", "The place of each label comes back: one number, where a row of 0 and 1 is meant."
        ),
        "last_column_only": Cause("wrong", "Only the last label is marked: the loop overwrites what it wrote before."),
        "drops_a_column": Cause(
            "wrong",
            "A column is left out. (For regression with an intercept that is wise, the dummy-variable trap; but then "
            "it is no longer one-hot.)",
        ),
        "one_column_too_many": Cause("wrong", "There is a column that belongs to no label: off by one."),
        "one_column_too_few": Cause(
            "wrong", "There are too few columns: the largest label has none, and indexing it fails (IndexError)."
        ),
        "descending_order": Cause("wrong", "The columns are in descending order of the labels."),
        "ones_and_zeros_swapped": Cause("wrong", "0 stands where 1 belongs, and 1 where 0 does."),
        "minus_one_for_zero": Cause("wrong", "-1 stands where 0 belongs."),
        "counts_labels": Cause("wrong", "The labels are counted; each sample needs a row of its own."),
        "keeps_the_label": Cause("wrong", "The label itself stands where 1 belongs."),
        "ordered_codes": Cause("wrong", "Several 1s stand in a row; exactly one is meant."),
        "counts_from_one": Cause("wrong", "The 1 stands one column beside its own: the labels begin at 0."),
        "n_classes_ignored": Cause(
            "wrong", "The width comes from the labels that happen to occur; it was given: n_classes columns."
        ),
        "fails_on_words": Cause("fragile", "Labels that are strings fail, or come out wrong."),
        "fails_below_zero": Cause("fragile", "Labels below 0 are taken for places counted from the end."),
        "fails_on_floats": Cause("fragile", "Labels that are no whole numbers fail, or are cut to whole numbers."),
        "fails_single_label": Cause("fragile", "Where all labels are alike, it fails; the answer is one column of 1s."),
    },
    edits={
        "order_of_appearance": ("sort_it",),
        "ones_and_zeros_swapped": ("flip_comparison",),
        "one_column_too_few": ("plus_one",),
        "counts_from_one": ("plus_one", "drop_term"),
        "one_column_too_many": ("drop_term",),
    },
    valid=lambda labels, n: n is None or max(labels.tolist()) < n,
    may_raise=lambda labels, n: labels.dtype.kind == "f" and bool(np.any(labels % 1)),
    everyday=lambda labels, n: n is not None or len(set(labels.tolist())) > 1,
    sizes={"n": (1, 6)},
    cost=lambda n: (np.arange(n) % 5, 6),
    textbook=lambda labels, n: (labels[:, None] == np.unique(labels)).astype(float),
).topic()
