"""Missing numbers replaced by the mean of their own group, the rows in the order in which they came."""

from __future__ import annotations

import math
from itertools import groupby
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

NAN = np.nan


def _known(groups: Array, values: Array) -> dict[Any, list[float]]:
    """Return the known values of each group, the groups as they first come; a group that is nan is none."""
    found: dict[Any, list[float]] = {}
    for group, value in zip(groups.tolist(), np.asarray(values).tolist(), strict=True):
        if group == group:
            found.setdefault(group, [])
            if value == value:
                found[group].append(float(value))
    return found


def _mean(values: list[float]) -> float:
    return math.fsum(values) / len(values) if values else NAN


def _of_each(make: Any) -> Any:
    """Return what fills each gap with `make(known values of its group)`."""

    def answers(groups: Array, values: Array) -> Array:
        made = {group: make(known) for group, known in _known(groups, values).items() if known}
        filled = [
            made.get(group, NAN) if value != value else float(value)
            for group, value in zip(groups.tolist(), np.asarray(values).tolist(), strict=True)
        ]
        return np.array(filled, dtype=np.float64)

    return answers


# Sums that are rounded once (fsum); what no group can tell stays missing.
exact = _of_each(_mean)


def _fill(value: Any) -> Any:
    """Return the mistake of filling every gap with `value(groups, values)`, whatever its group."""
    return lambda g, v: np.where(np.isnan(v), value(g, v), v)


def _forward(v: Array) -> Array:
    filled = v.copy()
    for i in range(1, len(v)):
        filled[i] = filled[i - 1] if np.isnan(filled[i]) else filled[i]
    return filled


def _forward_in_group(g: Array, v: Array) -> Array:
    filled = v.copy()
    for group in set(g.tolist()):
        filled[g == group] = _forward(v[g == group])
    return filled


def _between(v: Array) -> Array:
    known = np.flatnonzero(~np.isnan(v))
    return np.asarray(np.interp(np.arange(len(v)), known, v[known]))


def _by_row_number(g: Array, v: Array) -> Array:
    """Fill row i with the mean of the group that is called i, as pandas aligns labels."""
    means = {group: _mean(known) for group, known in _known(g, v).items()}
    return np.array([means.get(float(i), x) if np.isnan(x) else x for i, x in enumerate(v)])


def _by_place(g: Array, v: Array, of_sorted: bool) -> Array:
    """Take the means in one order of the groups, and the groups' places in the other."""
    found = _known(g, v)
    first, in_order = list(found), sorted(found)
    means = [_mean(found[key]) for key in (in_order if of_sorted else first)]
    meant = dict(zip(first if of_sorted else in_order, means, strict=True))
    return np.array([meant.get(group, NAN) if x != x else x for group, x in zip(g.tolist(), v.tolist(), strict=True)])


def _runs(g: Array, v: Array) -> Array:
    """Begin a new group wherever the group changes."""
    parts = []
    for _, run in groupby(zip(g.tolist(), v.tolist(), strict=True), key=lambda pair: pair[0]):
        x = np.array([value for _, value in run])
        parts.append(np.where(np.isnan(x), np.nanmean(x) if not np.isnan(x).all() else NAN, x))
    return np.concatenate(parts)


def _means_only(g: Array, v: Array) -> Array:
    found = _known(g, v)
    return np.array([_mean(found.get(group, [])) for group in g.tolist()])


def _over_all_rows(g: Array, v: Array) -> Array:
    found = _known(g, v)
    share = np.array([len(found.get(group, ())) / max(np.sum(g == group), 1) for group in g.tolist()])
    return np.where(np.isnan(v), _means_only(g, v) * share, v)


def _without_zeros(g: Array, v: Array) -> Array:
    return np.asarray(exact(g, np.where(v == 0, NAN, v)))


def _group_by_group(g: Array, v: Array, order: Any) -> Array:
    filled = exact(g, v)
    return np.concatenate([filled[g == group] for group in order(_known(g, v))])


MISTAKES = (
    ("nothing_filled", lambda g, v: v),
    ("overall_mean", _fill(lambda g, v: np.nanmean(v))),
    ("mean_of_means", _fill(lambda g, v: np.nanmean([_mean(known) for known in _known(g, v).values()]))),
    ("divides_by_all_rows", _over_all_rows),
    ("divides_by_all_rows", _fill(lambda g, v: np.nansum(v) / len(v))),
    ("fills_zero", _fill(lambda g, v: 0.0)),
    ("takes_median", _of_each(np.median)),
    ("takes_median", _fill(lambda g, v: np.nanmedian(v))),
    ("takes_extreme", _of_each(np.max)),
    ("takes_extreme", _of_each(np.min)),
    ("sums_instead_of_mean", _of_each(np.sum)),
    ("takes_one_row", _of_each(lambda known: known[0])),
    ("takes_one_row", _of_each(lambda known: known[-1])),
    ("whole_numbers", _of_each(lambda known: int(np.mean(known)))),
    ("whole_numbers", _of_each(lambda known: np.mean(known) // 1)),
    ("whole_numbers", _of_each(lambda known: round(np.mean(known)))),
    ("fills_with_neighbour", lambda g, v: _forward(v)),
    ("fills_with_neighbour", lambda g, v: _forward(v[::-1])[::-1]),
    ("fills_with_neighbour", lambda g, v: _between(v)),
    ("fills_with_neighbour", _forward_in_group),
    ("fills_with_neighbour", lambda g, v: _forward_in_group(g[::-1], v[::-1])[::-1]),
    ("aligned_by_row_number", _by_row_number),
    ("groups_in_another_order", lambda g, v: _by_place(g, v, True)),
    ("groups_in_another_order", lambda g, v: _by_place(g, v, False)),
    ("consecutive_runs", _runs),
    ("overwrites_numbers", _means_only),
    ("overwrites_numbers", lambda g, v: np.where(np.isnan(v), v, _means_only(g, v))),
    ("treats_zero_as_missing", _without_zeros),
    ("treats_zero_as_missing", lambda g, v: np.where(np.isnan(v), _without_zeros(g, v), v)),
    ("rows_reordered", lambda g, v: _group_by_group(g, v, sorted)),
    ("rows_reordered", lambda g, v: _group_by_group(g, v, list)),
    ("rows_reordered", lambda g, v: exact(g, v)[np.argsort(g.astype(np.int64))]),
    ("rows_reordered", lambda g, v: np.sort(exact(g, v))),
    ("one_groups_mean", _fill(lambda g, v: _mean(_known(g, v)[min(_known(g, v))]))),
    ("one_groups_mean", _fill(lambda g, v: _mean(_known(g, v)[max(_known(g, v))]))),
    ("one_groups_mean", _fill(lambda g, v: _mean(_known(g, v)[g[0]]))),
    ("one_groups_mean", _fill(lambda g, v: _mean(_known(g, v)[g[-1]]))),
    ("drops_rows", lambda g, v: v[~np.isnan(v)]),
    ("returns_means", lambda g, v: [_mean(_known(g, v)[group]) for group in sorted(_known(g, v))]),
    ("returns_means", lambda g, v: [_mean(known) for known in _known(g, v).values()]),
    ("returns_mask", lambda g, v: np.isnan(v)),
)

G, V = np.array([5, 0, 2, 5, 2, 0, 5, 2]), np.array([1.5, NAN, -2.0, NAN, 4.0, 7.25, 0.0, NAN])
H = np.array([1, 3, 1, 4, 3, 1, 3, 4, 1, 4])
W = np.array([2.0, NAN, 6.5, 0.5, -1.0, NAN, 3.25, NAN, 9.0, -4.0])
K = np.array([7, 7, 2, 7, 2, 2, 9, 7, 9, 2])
Z = np.array([NAN, 1.0, 0.0, 4.25, NAN, 3.5, -6.0, 2.0, NAN, -1.25])
WORDS = np.array(["pear", "fig", "pear", "apple", "fig", "pear"])


def _everyday(groups: Array, values: Array) -> bool:
    v = np.asarray(values, dtype=float)
    return (
        groups.dtype.kind == "i"
        and bool(np.isnan(v).any() and np.all(np.abs(v[~np.isnan(v)]) < 1e6))
        and all(_known(groups, v).values())
    )


TOPIC = Plain(
    name="fill_by_group",
    formula="fill_by_group(groups, values) = values, with every nan replaced by the mean of the numbers in its group",
    names=r"(fill|imput\w*|replac\w*)_(\w+_)?(by|per|with|within|from|in)_(\w+_)?groups?(_|$)|group_?wise_(fill|imput)"
    r"|(^|_)group_?(mean_?)?(fill|imput\w*)(_|$)",
    given=(
        Given("groups", "n", "group keys key labels by g k category categories", [3, 1, 4]),
        Given("values", "n", "v x y value data numbers column", [NAN, 1.0, -2.5, 0.0, 4.0, 3.25, NAN, 6.0]),
    ),
    exact=exact,
    readings=(Reading("the mean of its group", "the values in their order, every gap filled from its own group"),),
    examples=(
        Example("usual", (G, V)),
        Example("usual", (H, W)),
        Example("usual", (K, Z)),
        Example("telling", (H[::-1], W[::-1] + 0.25)),
        Example("telling", (np.array([1, 2, 1, 2]), np.array([0.0, 4.0, NAN, 1.0]))),
        Example("integer", (np.array([1, 2, 1]), np.array([3, 5, 8]))),
        Example("nothing missing", (G[:4], np.array([1.5, 0.0, -2.0, 4.0])), "fails_if_nothing_missing"),
        Example("one group", (np.array([4, 4, 4]), np.array([1.0, NAN, 4.0])), "fails_one_group"),
        Example("words as groups", (WORDS, np.array([1.5, 2.0, NAN, 4.5, NAN, 7.25])), "fails_on_words"),
        Example("groups below 0", (np.array([-1, 2, -1, -3, 2]), V[[0, 2, 1, 5, 7]]), "fails_below_zero"),
        Example("one number in a group", (np.array([1, 2, 1]), np.array([NAN, 2.0, 5.5])), "differs"),
        Example("a group without a number", (np.array([2, 1, 2, 1]), np.array([NAN, 4.0, NAN, NAN])), "invents_values"),
        Example(
            "rows without a group",
            (np.array([1.0, NAN, 2.0, 1.0, NAN, 2.0]), np.array([1.5, 6.0, NAN, NAN, -0.5, 4.25])),
            "loses_rows_without_group",
        ),
        Example("numbers far from 0", (G, V + 1e8), "loses_float64_precision", tolerance=1e-6),
        Example("groups beyond 2**53", (2**53 + np.array([1, 0, 1]), np.array([4.0, 9.0, NAN])), "keys_as_floats"),
    ),
    mistakes=MISTAKES,
    causes={
        "nothing_filled": Cause(
            "wrong",
            "The gaps are still there. df[mask][column] = ... writes into a copy that nobody keeps (chained "
            "assignment); one pair of brackets, df.loc[mask, column], writes into df. fillna returns a new Series. And "
            "x == np.nan is never true: isna asks.",
        ),
        "overall_mean": Cause("wrong", "The mean of all values fills every gap; each group has its own mean."),
        "one_groups_mean": Cause("wrong", "The mean of one group fills the gaps of all; each group has its own mean."),
        "mean_of_means": Cause("wrong", "The mean of the groups' means fills every gap; each group has its own."),
        "divides_by_all_rows": Cause(
            "wrong", "A sum is divided by the number of all rows; the missing ones must not be counted."
        ),
        "fills_zero": Cause("wrong", "The gaps are filled with 0, not with the mean of their group."),
        "takes_median": Cause("wrong", "The gaps are filled with a median, not with the mean."),
        "takes_extreme": Cause("wrong", "The gaps are filled with the smallest or largest of their group."),
        "takes_one_row": Cause("wrong", "The gaps are filled with one value of their group (first or last)."),
        "whole_numbers": Cause("wrong", "The means are cut or rounded to whole numbers."),
        "fills_with_neighbour": Cause(
            "wrong", "A gap is filled from the rows beside it (ffill, bfill, interpolate), not with its group's mean."
        ),
        "aligned_by_row_number": Cause(
            "wrong",
            "fillna goes by labels: row i is filled with the mean of the group that is called i. The means must stand "
            "beside the rows: groupby(...).transform('mean'), or groups.map(means).",
        ),
        "groups_in_another_order": Cause(
            "wrong",
            "The groups' means are in one order (sorted) and are looked up in another (as the groups first come): "
            "gaps get the mean of another group.",
        ),
        "consecutive_runs": Cause(
            "wrong",
            "A group ends where the next row has another one, so a group that comes back is taken for a new one: "
            "itertools.groupby wants sorted rows.",
        ),
        "overwrites_numbers": Cause(
            "wrong", "Known values are replaced by their group's mean; only gaps should change (where?)."
        ),
        "treats_zero_as_missing": Cause("wrong", "An observed 0 is a number, and is taken for a gap."),
        "rows_reordered": Cause(
            "wrong",
            "The rows come back group by group (concat of the groups?); keep the order in which they came.",
        ),
        "drops_rows": Cause("wrong", "Rows with a gap are left out (dropna?); they were to be filled."),
        "returns_means": Cause("wrong", "The groups' means come back, not the values filled with them."),
        "returns_mask": Cause("wrong", "The mask of the gaps comes back; use it to fill them."),
        "fails_if_nothing_missing": Cause("fragile", "Where nothing is missing, the values should come back."),
        "fails_one_group": Cause("fragile", "If all rows are of one group, its mean should fill the gaps."),
        "fails_on_words": Cause("fragile", "Groups that are words fail, or are filled with something else."),
        "fails_below_zero": Cause(
            "fragile", "Groups below 0 are taken for places counted from the end, or are refused."
        ),
        "invents_values": Cause(
            "fragile", "A group without a single number has no mean, yet it is filled, or fails. Leave nan there."
        ),
        "loses_rows_without_group": Cause(
            "fragile",
            "A row whose group is nan loses its value, or is gone: groupby leaves such rows out. Only gaps may change: "
            "values.fillna(means).",
        ),
        "keys_as_floats": Cause("fragile", "Whole groups beyond 2**53 become equal as floats, and flow together."),
    },
    edits={"nothing_filled": ("return_it",), "takes_median": ("mean_for_median",)},
    everyday=_everyday,
    instead="nan stays where nothing is known of the group",
    sizes={"n": (2, 6)},
    cost=lambda n: (np.arange(n) % 7, np.where(np.arange(n) % 5 == 3, NAN, np.linspace(0.0, 1.0, n))),
    textbook=lambda g, v: np.select(
        [~np.isnan(v), *[g == key for key in np.unique(g)]], [v, *[np.nanmean(v[g == key]) for key in np.unique(g)]]
    ),
    grows_with="the number of rows",
    untried=("complex numbers", "sparse matrices", "groups of several columns"),
).topic()
