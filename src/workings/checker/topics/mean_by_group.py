"""The mean of each group of values, the groups in sorted order."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

NAN = np.nan


def _groups(keys: Array, values: Array) -> dict[Any, list[float]]:
    """Return each key's values, missing ones too, the keys as they first come."""
    found: dict[Any, list[float]] = {}
    for key, value in zip(keys.tolist(), np.asarray(values).tolist(), strict=True):
        found.setdefault(key, []).append(float(value))
    return found


def _mean(values: list[float]) -> float:
    known = [Fraction(v) for v in values if v == v]
    return float(sum(known) / len(known)) if known else NAN


def exact(keys: Array, values: Array) -> Array:
    """Add fractions, group by group; of a group without a known value nan."""
    found = _groups(keys, values)
    return np.array([_mean(found[key]) for key in sorted(found)])


def canonical(answer: Any, keys: Array, values: Array) -> Any:
    """Read a dict by its keys, in sorted order."""
    return [answer[key] for key in sorted(answer)] if isinstance(answer, Mapping) else answer


def _each(change: Any) -> Any:
    """Return the mistake of another summary of each group."""

    def answers(k: Array, v: Array) -> Array:
        found = _groups(k, v)
        return np.array([change(np.array(found[key])) for key in sorted(found)])

    return answers


def _runs(k: Array, v: Array) -> list[float]:
    """Begin a new group wherever the key changes, as itertools.groupby does."""
    pairs = list(zip(k.tolist(), v.tolist(), strict=True))
    return [_mean([value for _, value in run]) for _, run in groupby(pairs, key=lambda pair: pair[0])]


def _dense(empty: float) -> Any:
    """Return the mistake of a group for every number up to the largest key."""

    def answers(k: Array, v: Array) -> list[float]:
        found = _groups(k.astype(int), v)
        return [_mean(found[key]) if key in found else empty for key in range(int(k.max()) + 1)]

    return answers


def _as_text(k: Array, v: Array) -> list[float]:
    found = _groups(k.astype(int), v)
    return [_mean(found[key]) for key in sorted(found, key=str)]


def _running(k: Array, v: Array) -> Array:
    """Forget to begin a group's sum and count at 0."""
    order = np.argsort(k, kind="stable")
    running = np.cumsum(v[order]) / np.arange(1, len(v) + 1)
    return np.asarray(running[np.searchsorted(k[order], np.unique(k), side="right") - 1])


MISTAKES = (
    ("sums_instead_of_mean", _each(np.sum)),
    ("counts", _each(len)),
    ("takes_median", _each(np.median)),
    ("takes_extreme", _each(np.max)),
    ("takes_extreme", _each(np.min)),
    ("takes_one_row", _each(lambda v: v[0])),
    ("takes_one_row", _each(lambda v: v[-1])),
    ("measures_spread", _each(np.std)),
    ("measures_spread", _each(lambda v: np.std(v, ddof=1) if len(v) > 1 else 0.0)),
    ("whole_numbers", _each(lambda v: v.sum() // len(v))),
    ("distinct_values_only", _each(lambda v: np.mean(np.unique(v)))),
    ("divides_by_all", lambda k, v: _each(np.sum)(k, v) / len(v)),
    ("divides_by_groups", lambda k, v: _each(np.sum)(k, v) / len(set(k.tolist()))),
    ("order_of_appearance", lambda k, v: [_mean(group) for group in _groups(k, v).values()]),
    ("descending_order", lambda k, v: exact(k, v)[::-1]),
    ("ordered_by_mean", lambda k, v: np.sort(exact(k, v))),
    ("sorted_as_text", _as_text),
    ("consecutive_runs", _runs),
    ("groups_for_gaps", _dense(0.0)),
    ("groups_for_gaps", _dense(NAN)),
    ("one_value_a_row", lambda k, v: exact(k, v)[np.searchsorted(np.unique(k), k)]),
    ("one_mean_for_all", lambda k, v: np.full(len(set(k.tolist())), np.mean(v))),
    ("one_mean_for_all", lambda k, v: np.mean(v)),
    ("mean_of_means", lambda k, v: np.mean(exact(k, v))),
    ("last_group_missing", lambda k, v: exact(k, v)[:-1]),
    ("never_begins_anew", _running),
    ("returns_keys", lambda k, v: np.unique(k)),
    ("keys_beside_means", lambda k, v: np.column_stack([np.unique(k), exact(k, v)])),
    ("groups_by_value", lambda k, v: exact(v, k)),
)

KEYS, VALUES = np.array([9, 2, 10, 2, 9, 2, 4]), np.array([1.5, -2.0, 6.25, 0.5, 4.0, 7.0, 3.0])

TOPIC = Plain(
    name="mean_by_group",
    formula="mean_by_group(keys, values)_j = the mean of the values whose key is the j-th of the sorted distinct keys",
    names=r"(means?|averages?)_(by|per|of|for|in)(_each|_the)?_(groups?|keys?|labels?|categor\w+)(_|$)"
    r"|(^|_)group(ed|s|by|_by|wise)?_(means?|averages?)(_|$)",
    given=(
        Given("keys", "n", "groups labels group key k g by category", [9, 2, 10, 4, 2]),
        Given("values", "n", "v x y value data numbers"),
    ),
    exact=exact,
    canonical=canonical,
    readings=(Reading("sorted groups", "a mean for each distinct key, in the order of the sorted keys"),),
    examples=(
        Example("usual", (KEYS, VALUES)),
        Example("usual", (np.array([5, 3, 3, 12, 5, 3]), np.array([2.0, 0.25, 0.25, 1.0, 6.0, 5.5]))),
        Example("usual", (np.array([7, 1, 7, 1, 1, 11, 7, 7]), np.r_[VALUES[::-1] * 1.25 + 0.5, 8.0])),
        Example("telling", (np.array([2, 1, 2]), np.array([1.0, 4.0, 2.0]))),
        Example("integer", (np.array([3, 1, 3, 1]), np.array([1, 4, 2, 9]))),
        Example("one group", (np.array([4, 4, 4]), np.array([1.0, 2.5, 4.0])), "fails_one_group"),
        Example("a row for each group", (np.array([3, 1, 2]), np.array([1.5, 2.5, 0.5])), "fails_single_rows"),
        Example("words as keys", (np.array(["pear", "fig", "pear", "apple"]), VALUES[:4]), "fails_on_words"),
        Example("keys below 0", (np.array([-1, 2, -1, -3]), VALUES[:4]), "fails_below_zero"),
        Example(
            "a missing value", (np.array([2, 1, 2, 1]), np.array([1.0, 4.0, NAN, 8.0])), "counts_missing", "nan_spreads"
        ),
        Example("a group without values", (np.array([2, 1, 2, 3]), np.array([NAN, 4.0, NAN, 8.0])), "invents_values"),
        Example(
            "small whole numbers",
            (np.array([1, 1, 2, 1]), np.array([100, 120, 7, 90], dtype=np.int8)),
            "int8_wraps",
            "int8_wraps",
        ),
        Example(
            "one huge number",
            (np.array([1, 1, 2, 2, 2]), np.array([1e16, 0.0, 1.0, 2.0, 4.5])),
            "cancellation",
            tolerance=1e-6,
        ),
        Example("numbers far from 0", (KEYS, VALUES + 1e8), "loses_float64_precision", tolerance=1e-6),
    ),
    mistakes=MISTAKES,
    causes={
        "counts": Cause("wrong", "The rows of each group are counted; asked for is their mean."),
        "takes_median": Cause("wrong", "The median of each group comes back, not its mean."),
        "takes_extreme": Cause("wrong", "The largest or smallest of each group comes back, not its mean."),
        "takes_one_row": Cause("wrong", "One row of each group comes back (the loop overwrites it?), not the mean."),
        "measures_spread": Cause("wrong", "The standard deviation of each group comes back, not its mean."),
        "whole_numbers": Cause("wrong", "// cuts to whole numbers; / divides."),
        "distinct_values_only": Cause("wrong", "Values that repeat in a group count once (a set?); all should."),
        "divides_by_all": Cause("wrong", "Sums are divided by the number of all rows; divide by the group's."),
        "divides_by_groups": Cause("wrong", "Sums are divided by the number of groups; divide by the group's rows."),
        "order_of_appearance": Cause(
            "wrong", "The right means, in the order in which the keys happen to come (sort=False?). Sort the keys."
        ),
        "descending_order": Cause("wrong", "The right means, with the keys sorted downwards."),
        "ordered_by_mean": Cause("wrong", "The right means, sorted by themselves: nobody knows whose they are."),
        "sorted_as_text": Cause("wrong", "The keys are sorted as texts, where 10 comes before 9."),
        "consecutive_runs": Cause(
            "wrong",
            "A group ends where the key changes, so a key that comes back makes a second group: itertools.groupby "
            "wants sorted rows.",
        ),
        "groups_for_gaps": Cause(
            "wrong", "There is a group for every number up to the largest key; take those that occur."
        ),
        "one_value_a_row": Cause(
            "wrong", "Each row gets its group's mean: that is transform. One number for each group is asked for."
        ),
        "one_mean_for_all": Cause("wrong", "All values make one mean; each group has its own."),
        "mean_of_means": Cause("wrong", "One number comes back, the mean of the groups' means."),
        "last_group_missing": Cause("wrong", "The last group is missing: it ends where the rows end."),
        "never_begins_anew": Cause("wrong", "Sum and count go on from group to group; each begins at 0."),
        "returns_keys": Cause("wrong", "The keys come back; asked for are the means."),
        "keys_beside_means": Cause(
            "wrong", "The keys come too, in a column of their own (reset_index, as_index=False): return the means."
        ),
        "groups_by_value": Cause("wrong", "Keys and values are exchanged: the values make the groups."),
        "fails_one_group": Cause("fragile", "If all keys are alike, one mean should come back."),
        "fails_single_rows": Cause("fragile", "If each group has one row, its value is its mean."),
        "fails_on_words": Cause("fragile", "Keys that are words fail, or come out in another order."),
        "fails_below_zero": Cause("fragile", "Keys below 0 are taken for places counted from the end, or are refused."),
        "counts_missing": Cause(
            "fragile", "A missing value adds nothing, but its row is counted: divide by the known values only."
        ),
        "nan_spreads": Cause("fragile", "One missing value (nan) makes its group's mean nan: leave it out."),
        "invents_values": Cause("fragile", "A group without a known value has no mean; keep its place, with nan."),
        "int8_wraps": Cause(
            "fragile", "Small whole numbers are added in their own type, int8, which ends at 127. Convert first."
        ),
        "cancellation": Cause(
            "fragile",
            "Sums of all rows so far are subtracted from each other: one huge number, and the digits of other groups "
            "are lost. Add each group on its own.",
        ),
    },
    everyday=lambda k, v: k.dtype.kind == "i" and bool(np.all(np.abs(np.asarray(v, dtype=float)) < 1e6)),
    instead="nan",
    sizes={"n": (1, 6)},
    cost=lambda n: (np.arange(n) % 7, np.linspace(0.0, 1.0, n) ** 2),
    textbook=lambda k, v: np.array([v[k == key].mean() for key in np.unique(k)]),
    grows_with="the number of rows",
).topic()
