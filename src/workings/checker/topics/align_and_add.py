"""Two series added by their labels, not by their places; what one of them lacks counts as a given number."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

Sides = tuple[dict[Any, float], dict[Any, float]]


def _sides(index_a: Array, a: Array, index_b: Array, b: Array) -> Sides:
    left, right = (
        dict(zip(index.tolist(), map(float, np.asarray(values).tolist()), strict=True))
        for index, values in ((index_a, a), (index_b, b))
    )
    return left, right


def exact(index_a: Array, a: Array, index_b: Array, b: Array, fill: float) -> Any:
    """Look every label up on both sides."""
    left, right = _sides(index_a, a, index_b, b)
    return _listed(sorted({*left, *right}), lambda label: left.get(label, fill) + right.get(label, fill))


def _listed(labels: Any, value: Any) -> Any:
    chosen = list(labels)
    return np.array(chosen), np.array([value(label) for label in chosen], dtype=float)


def _each(value: Any, order: Any = sorted) -> Any:
    """Return the mistake of another value: `value(label, left, right, fill)`, for the labels in another order."""

    def answer(index_a: Array, a: Array, index_b: Array, b: Array, fill: float) -> Any:
        left, right = _sides(index_a, a, index_b, b)
        return _listed(order({**left, **right}), lambda label: value(label, left, right, fill))

    return answer


def _sum(label: Any, left: Any, right: Any, fill: float) -> float:
    return float(left.get(label, fill) + right.get(label, fill))


def _only(which: str) -> Any:
    """Return the mistake of keeping some labels only."""

    def answer(index_a: Array, a: Array, index_b: Array, b: Array, fill: float) -> Any:
        left, right = _sides(index_a, a, index_b, b)
        kept = {"both": left.keys() & right.keys(), "left": left, "right": right, "alone": left.keys() ^ right.keys()}
        return _listed(sorted(kept[which]), lambda label: _sum(label, left, right, fill))

    return answer


def _by_place(labels: str) -> Any:
    """Return the mistake of adding what stands in the same place; the longer one is added to fill."""

    def answer(index_a: Array, a: Array, index_b: Array, b: Array, fill: float) -> Any:
        n = max(len(a), len(b))
        one, other = (np.concatenate([v, np.full(n - len(v), fill)]) for v in (a, b))
        index = index_a if len(index_a) == n else index_b
        if labels == "shorter":
            n = min(len(a), len(b))
            return index_a[:n], a[:n] + b[:n]
        return (np.sort(index) if labels == "sorted" else index), one + other

    return answer


def _sorted_places(index_a: Array, a: Array, index_b: Array, b: Array, fill: float) -> Any:
    """Sort the labels, and leave the values where they were."""
    return exact(np.sort(index_a), a, np.sort(index_b), b, fill)


def _listed_twice(index_a: Array, a: Array, index_b: Array, b: Array, fill: float) -> Any:
    return np.concatenate([index_a, index_b]), np.concatenate([a, b])


MISTAKES = (
    ("by_place", _by_place("first")),
    ("by_place", _by_place("sorted")),
    ("by_place", _by_place("shorter")),
    ("sorts_labels_alone", _sorted_places),
    ("fills_the_sum", _each(lambda k, a, b, f: a[k] + b[k] if k in a and k in b else f)),
    ("ignores_fill", _each(lambda k, a, b, f: a.get(k, 0.0) + b.get(k, 0.0))),
    ("zero_for_the_sum", _each(lambda k, a, b, f: a[k] + b[k] if k in a and k in b else 0.0)),
    ("fills_one_side", _each(lambda k, a, b, f: a.get(k, f) + b.get(k, 0.0))),
    ("fills_one_side", _each(lambda k, a, b, f: a.get(k, 0.0) + b.get(k, f))),
    ("takes_one_of_both", _each(lambda k, a, b, f: a.get(k, b.get(k)))),
    ("takes_one_of_both", _each(lambda k, a, b, f: b.get(k, a.get(k)))),
    ("takes_one_of_both", _each(lambda k, a, b, f: a.get(k, f))),
    ("takes_one_of_both", _each(lambda k, a, b, f: b.get(k, f))),
    ("fills_every_sum", _each(lambda k, a, b, f: a.get(k, 0.0) + b.get(k, 0.0) + f)),
    ("other_operation", _each(lambda k, a, b, f: a.get(k, f) - b.get(k, f))),
    ("other_operation", _each(lambda k, a, b, f: a.get(k, f) * b.get(k, f))),
    ("other_operation", _each(lambda k, a, b, f: (a.get(k, f) + b.get(k, f)) / 2)),
    ("common_labels_only", _only("both")),
    ("labels_of_one_side", _only("left")),
    ("labels_of_one_side", _only("right")),
    ("labels_of_one_side", lambda i, a, j, b, f: _listed(i.tolist(), lambda k: _sum(k, *_sides(i, a, j, b), f))),
    ("labels_of_one_side", lambda i, a, j, b, f: _listed(j.tolist(), lambda k: _sum(k, *_sides(i, a, j, b), f))),
    ("common_labels_missing", _only("alone")),
    ("order_of_appearance", _each(_sum, list)),
    ("order_of_appearance", lambda i, a, j, b, f: _each(_sum, list)(j, b, i, a, f)),
    ("descending_order", _each(_sum, lambda labels: sorted(labels, reverse=True))),
    ("sorted_by_value", lambda i, a, j, b, f: (exact(i, a, j, b, f)[0], np.sort(exact(i, a, j, b, f)[1]))),
    ("listed_twice", _listed_twice),
)

IA, A = np.array([7, 2, 10, 4]), np.array([1.5, -2.0, 6.25, 0.5])
IB, B = np.array([10, 3, 7, 1, 9]), np.array([4.0, 7.5, -3.25, 2.0, 5.0])
WORDS = np.array(["pear", "fig", "apple"]), np.array(["fig", "plum", "pear"])

TOPIC = Plain(
    name="align_and_add",
    formula="align_and_add(index_a, a, index_b, b, fill) = (all labels, sorted; a + b at each, where fill stands for "
    "what one side lacks)",
    names=r"(^|_)align(ed)?_(and_)?(add|sum|plus)|(^|_)(add|sum)_(aligned|(by|on|with)_(labels?|index(es)?|keys?))(_|$)"
    r"|(^|_)add_(two_)?series(_|$)",
    given=(
        Given("index_a", "n", "labels_a ia a_index left_index keys_a index1", [7, 2, 10, 4, 3]),
        Given("a", "n", "values_a left x va"),
        Given("index_b", "m", "labels_b ib b_index right_index keys_b index2", [10, 3, 7, 1]),
        Given("b", "m", "values_b right y vb"),
        Given("fill", also="fill_value default missing", values=[0.0, 10.0, -1.5]),
    ),
    exact=exact,
    readings=(Reading("all labels", "all labels, sorted, and the sum at each; fill stands for what one side lacks"),),
    examples=(
        Example("usual", (IA, A, IB, B, 10.0)),
        Example("usual", (IB, B, IA, A, -1.5)),
        Example("usual", (IA, A[::-1] + 0.25, IB[1:], B[1:], 2.5)),
        Example("telling", (IA, A, IB[:4], B[:4], 0.0)),
        Example("integer", (np.array([2, 1]), np.array([5, 7]), np.array([3, 1, 2]), np.array([1, 2, 4]), 100)),
        Example("the same labels in the same order", (IA, A, IA, A[::-1] * 2, 1.0), "keeps_order_of_equal_labels"),
        Example("the same labels in another order", (IA, A, IA[::-1], A * 2, 1.0), "differs"),
        Example("no label in common", (IA[:2], A[:2], IB[1:2], B[1:2], 1.5), "fails_if_nothing_in_common"),
        Example("words as labels", (WORDS[0], A[:3], WORDS[1], B[:3], 0.5), "fails_on_words"),
        Example("labels below 0", (-IA, A, -IB, B, 0.5), "fails_below_zero"),
        Example(
            "labels beyond 2**53",
            (2**53 + np.array([1, 0]), A[:2], 2**53 + np.array([0, 2]), B[:2], 0.5),
            "keys_as_floats",
        ),
    ),
    mistakes=MISTAKES,
    causes={
        "by_place": Cause(
            "wrong",
            "Values that stand in the same place are added, whatever their labels. Series with an index go by label.",
        ),
        "sorts_labels_alone": Cause("wrong", "The labels are sorted and the values are not: they belong together."),
        "fills_the_sum": Cause(
            "wrong",
            "Where one side lacks a label, the sum itself becomes fill, and the other side's value is lost: "
            "(a + b).fillna(fill). a.add(b, fill_value=fill) puts fill in the place of the missing value.",
        ),
        "ignores_fill": Cause("wrong", "What is missing counts as 0; it was given: fill."),
        "zero_for_the_sum": Cause(
            "wrong", "Where one side lacks a label, the sum is 0; the other side's value is lost."
        ),
        "fills_one_side": Cause(
            "wrong", "fill stands in for what one of the sides lacks, and 0 for what the other does."
        ),
        "takes_one_of_both": Cause(
            "wrong", "One side's value comes back where both have one (combine_first, update?): they are to be added."
        ),
        "fills_every_sum": Cause("wrong", "fill is added everywhere; it stands for missing values only."),
        "other_operation": Cause("wrong", "The values are not added."),
        "common_labels_only": Cause(
            "wrong", "Only labels of both sides are kept (inner, dropna?); all were asked for."
        ),
        "labels_of_one_side": Cause("wrong", "Only the labels of one side are kept (a join on the left?)."),
        "common_labels_missing": Cause("wrong", "Labels that both sides have are missing."),
        "order_of_appearance": Cause("wrong", "The right sums, the labels as they first come: sort them (sort_index)."),
        "descending_order": Cause("wrong", "The right sums, with the labels sorted downwards."),
        "sorted_by_value": Cause("wrong", "The sums are sorted by themselves, and stand beside other labels."),
        "listed_twice": Cause(
            "wrong", "Both series are put under each other (concat); labels of both are to be added."
        ),
        "keeps_order_of_equal_labels": Cause(
            "fragile",
            "Where both sides have the same labels in the same order, pandas keeps that order, and sorts otherwise. "
            "sort_index() sorts always.",
        ),
        "fails_if_nothing_in_common": Cause("fragile", "Where no label stands on both sides, it fails."),
        "fails_on_words": Cause("fragile", "Labels that are words fail, or come out in another order."),
        "fails_below_zero": Cause(
            "fragile", "Labels below 0 are taken for places counted from the end, or are refused."
        ),
        "keys_as_floats": Cause(
            "fragile", "Whole labels beyond 2**53 become equal as floats, and the wrong rows meet."
        ),
    },
    valid=lambda i, a, j, b, fill: len(set(i.tolist())) == len(i) and len(set(j.tolist())) == len(j),
    everyday=lambda i, a, j, b, fill: (
        i.dtype.kind == "i" and bool(np.max(np.abs(i)) < 1e6) and i.tolist() != j.tolist()
    ),
    sizes={"n": (1, 3), "m": (1, 3)},
    cost=lambda n: (np.arange(n), np.linspace(0.0, 1.0, n), np.arange(n) + n // 2, np.linspace(1.0, 0.0, n), 0.5),
    textbook=None,
    grows_with="the number of labels",
    untried=("complex numbers", "sparse matrices", "labels that come twice"),
).topic()
