"""For each key the value that another table has for it: a left join that keeps every row once, and their order."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, Symptom

NAN = np.nan


def _rows(keys: Array, right_keys: Array, right_values: Array) -> list[list[float]]:
    """Return for each key the values of all rows of the right table that have it; nan is no key's equal."""
    pairs = list(zip(right_keys.tolist(), np.asarray(right_values).tolist(), strict=True))
    return [[float(value) for other, value in pairs if other == key] for key in keys.tolist()]


def exact(keys: Array, right_keys: Array, right_values: Array, fill: float) -> Array:
    """Compare every key with every other, as the objects that they are."""
    return np.array([found[-1] if found else float(fill) for found in _rows(keys, right_keys, right_values)])


def accepts(answer: Any, keys: Array, right_keys: Array, right_values: Array, fill: float) -> bool:
    """A value that is itself missing may be filled too."""
    given = np.asarray(answer, dtype=float).ravel()
    true = exact(keys, right_keys, right_values, fill)
    return given.shape == true.shape and bool(np.all((given == true) | (np.isnan(true) & (given == float(fill)))))


def _of_each(choose: Any) -> Any:
    """Return the mistake of making one value of a key's rows in another way."""
    return lambda k, r, v, f: np.array([choose(found) if found else f for found in _rows(k, r, v)])


def _joined(how: str) -> Any:
    """Return the values of a join that makes a row of every pair."""

    def values(k: Array, r: Array, v: Array, f: float) -> list[float]:
        return [value for found in _rows(k, r, v) for value in (found or [f] * (how == "left"))]

    return values


def _found(k: Array, r: Array, v: Array, f: float) -> list[float]:
    return [found[-1] for found in _rows(k, r, v) if found]


def _outer(keep: Any) -> Any:
    """Return an outer join as pandas makes it: in the order of the keys, those of both tables."""

    def values(k: Array, r: Array, v: Array, f: float) -> list[float]:
        found: list[tuple[float, float]] = []
        for key, mine in zip(k.tolist(), _rows(k, r, v), strict=True):
            found += [(key, value) for value in (keep(mine) or [f])]
        for key in sorted(set(r.tolist()) - set(k.tolist())):
            found += [(key, value) for value in keep(_rows(np.array([key]), r, v)[0])]
        return [value for _, value in sorted(found, key=lambda pair: pair[0])]

    return values


def _sorted(k: Array, r: Array, v: Array, f: float) -> Array:
    return exact(k[np.argsort(k, kind="stable")], r, v, f)


def _next_key(k: Array, r: Array, v: Array, f: float) -> Array:
    """Search in sorted keys, and do not look whether what is found is the key."""
    order = np.argsort(r, kind="stable")
    return np.asarray(v[order][np.clip(np.searchsorted(r[order], k, side="right") - 1, 0, len(r) - 1)])


def _by_place(k: Array, r: Array, v: Array, f: float) -> Array:
    return np.concatenate([v, np.full(len(k), f)])[: len(k)]


def _with(value: float) -> Any:
    return lambda k, r, v, f: exact(k, r, v, value)


def _last_row_alone(k: Array, r: Array, v: Array, f: float) -> Array:
    return np.where(k == r[-1], v[-1], f)


def _by_dict(k: Array, r: Array, v: Array, f: float) -> Array:
    known = dict(zip(r.tolist(), v.tolist(), strict=True))
    return np.array([known.get(key, f) for key in k.tolist()])


MISTAKES = (
    ("duplicates_rows", _joined("left")),
    ("inner_join", _joined("inner")),
    ("outer_join", _outer(lambda found: found)),
    ("outer_join", _outer(lambda found: found[-1:])),
    ("right_join", lambda k, r, v, f: v),
    ("drops_unmatched", _found),
    ("keeps_first_row", _of_each(lambda found: found[0])),
    ("adds_repeats", _of_each(sum)),
    ("averages_repeats", _of_each(np.mean)),
    ("takes_extreme", _of_each(max)),
    ("takes_extreme", _of_each(min)),
    ("counts_rows", lambda k, r, v, f: np.array([len(found) for found in _rows(k, r, v)])),
    ("order_lost", _sorted),
    ("one_row_a_key", lambda k, r, v, f: exact(np.array(list(dict.fromkeys(k.tolist()))), r, v, f)),
    ("one_row_a_key", lambda k, r, v, f: exact(np.unique(k), r, v, f)),
    ("takes_next_key", _next_key),
    ("joins_by_place", _by_place),
    ("joins_by_place", lambda k, r, v, f: np.r_[v, np.full(max(0, len(k) - len(v)), f)]),
    ("fill_ignored", _with(0.0)),
    ("fill_ignored", _with(NAN)),
    ("fill_ignored", _with(-1.0)),
    ("last_row_alone", _last_row_alone),
    ("nothing_matches", lambda k, r, v, f: np.full(len(k), f)),
    ("returns_places", lambda k, r, v, f: exact(k, r, np.arange(len(r)), f)),
    ("returns_places", lambda k, r, v, f: exact(k, r, np.arange(len(r)), -1)),
)

KEYS, OTHERS = np.array([7, 3, 9, 3, 12, 5]), np.array([5, 3, 8, 9, 3, 1, 5])
VALUES = np.array([1.5, 20.0, 4.0, -2.25, 6.5, 8.0, 3.25])


def _unknown_key(evidence: Evidence) -> bool:
    answers = [evidence.answers[i] for i in evidence.core()]
    return all(a.kind == "raised" and a.error_type == "KeyError" for a in answers)


TOPIC = Plain(
    name="left_join",
    formula="left_join(keys, right_keys, right_values, fill)_i = right_values of the last row whose key is keys[i]",
    names=r"left_?(outer_?)?(join|merge)|merge_left|(^|_)v?look_?up(_|$)",
    given=(
        Given("keys", "n", "left_keys left key k left_on ids wanted", [7, 3, 12, 5, 9]),
        Given("right_keys", "m", "right other_keys table_keys other r right_on known", [5, 3, 8, 9]),
        Given("right_values", "m", "values table_values v value other_values prices"),
        Given("fill", "", "default fill_value missing f otherwise", [-7.5, 99.0]),
    ),
    exact=exact,
    readings=(Reading("the last row counts", "one value for each key, in the keys' order"),),
    examples=(
        Example("usual", (KEYS, OTHERS, VALUES, -7.5)),
        Example("usual", (np.array([4, 2, 6, 2, 1]), np.array([2, 6, 3, 6]), np.array([10.0, 0.5, 7.0, -3.5]), 99.0)),
        Example("usual", (np.array([20, 10, 40]), np.array([10, 20, 10, 30]), np.array([4.0, 2.5, 1.25, 6.0]), -7.5)),
        Example("telling", (np.array([2, 1, 2]), np.array([1, 2]), np.array([5.0, 3.0]), -7.5)),
        Example("integer", (np.array([3, 1, 4]), np.array([1, 3]), np.array([30, 10]), 7)),
        Example(
            "no key that is known", (np.array([1, 2]), np.array([3, 4, 4]), VALUES[:3], 2.5), "fails_if_none_found"
        ),
        Example("one row each", (np.array([4]), np.array([4]), np.array([2.5]), -7.5), "fails_single_row"),
        Example(
            "words as keys",
            (np.array(["b", "a", "d", "b"]), np.array(["a", "b", "c", "a"]), VALUES[:4], -7.5),
            "fails_on_words",
        ),
        Example(
            "nan among the keys",
            (np.array([1.0, NAN, 2.0]), np.array([NAN, 2.0, 1.0]), np.array([8.0, 4.0, 2.0]), -7.5),
            "missing_keys_match",
        ),
        Example(
            "a missing value in the last row",
            (np.array([2, 1]), np.array([1, 2, 1]), np.array([5.0, 3.0, NAN]), -7.5),
            "skips_missing_value",
        ),
        Example(
            "keys beyond 2**53",
            (np.array([2**53 + 1, 2**53]), np.array([2**53, 2**53 + 3]), np.array([4.0, 9.0]), -7.5),
            "keys_as_floats",
        ),
    ),
    mistakes=MISTAKES,
    symptoms=(Symptom("unknown_key_raises", ("usual",), covers=("usual", "before types"), when=_unknown_key),),
    causes={
        "duplicates_rows": Cause(
            "wrong",
            "A key that stands twice on the right makes two rows of one on the left, and every sum after that counts "
            "it twice. Keep one row a key on the right first: drop_duplicates(key, keep='last'); and let "
            "merge(..., validate='many_to_one') refuse the rest.",
        ),
        "inner_join": Cause(
            "wrong",
            "This is an inner join, which is what merge does unless told otherwise: keys without a partner are gone, "
            "those with two stand twice. Keep one row a key on the right, and ask for how='left'.",
        ),
        "outer_join": Cause("wrong", "Rows that stand on the right only come too: an outer join. Ask for how='left'."),
        "right_join": Cause(
            "wrong", "The right table's values come back as they stand: one for each key is asked for."
        ),
        "drops_unmatched": Cause(
            "wrong", "Keys that the right table does not have are lost: an inner join. They should get fill."
        ),
        "keeps_first_row": Cause(
            "wrong", "Of several rows with one key the first counts here; the last should: keep='last'."
        ),
        "adds_repeats": Cause("wrong", "The values of a key that repeats are added; its last row should count."),
        "averages_repeats": Cause("wrong", "The values of a key that repeats are averaged; its last row should count."),
        "takes_extreme": Cause("wrong", "Of a key's values the largest or smallest counts here; the last should."),
        "counts_rows": Cause("wrong", "The rows with each key are counted; asked for is the last one's value."),
        "order_lost": Cause(
            "wrong",
            "The right values, in the order of the sorted keys; the rows of the left should stay as they stand. "
            "(An outer join sorts, and so does sort=True.)",
        ),
        "one_row_a_key": Cause("wrong", "Keys that repeat on the left come back once; each row needs a value."),
        "takes_next_key": Cause(
            "wrong",
            "searchsorted finds a place for every key, whether the table has it or not: compare what stands there.",
        ),
        "joins_by_place": Cause("wrong", "Rows are laid side by side as they stand; go by the keys."),
        "fill_ignored": Cause("wrong", "Keys without a partner do not get fill."),
        "unknown_key_raises": Cause(
            "wrong", "A key that the right table does not have is a KeyError: get(key, fill) and reindex look first."
        ),
        "last_row_alone": Cause("wrong", "Only the right table's last row is seen: the loop overwrites what it found."),
        "nothing_matches": Cause("wrong", "No key finds its partner: numbers compared with texts, or with places?"),
        "returns_places": Cause("wrong", "The row's place comes back; asked for is its value."),
        "fails_if_none_found": Cause("fragile", "Where no key is known to the right table, all should be fill."),
        "fails_single_row": Cause("fragile", "Tables of one row fail."),
        "fails_on_words": Cause("fragile", "Keys that are words fail, or find the wrong rows."),
        "missing_keys_match": Cause(
            "fragile",
            "nan is taken for a key: a row whose key is unknown gets the value of another whose key is unknown. "
            "pandas' merge, map and reindex do that, SQL does not. Set what has no key aside (isna).",
        ),
        "skips_missing_value": Cause(
            "fragile",
            "The last row's value is missing, and an older one comes back in its place: groupby(...).last() skips "
            "missing values, drop_duplicates(keep='last') does not.",
        ),
        "keys_as_floats": Cause(
            "fragile",
            "Whole numbers beyond 2**53 become equal as floats, and the wrong rows meet. Keep keys whole (a column "
            "with a gap turns into floats: Int64 does not).",
        ),
    },
    accepts=accepts,
    everyday=lambda k, r, v, f: k.dtype.kind == "i" and not np.isnan(np.asarray(v, dtype=float)).any(),
    sizes={"n": (1, 5), "m": (1, 5)},
    cost=lambda n: (np.arange(n) % 50, np.arange(60), np.linspace(0.0, 1.0, 60), -7.5),
    textbook=_by_dict,
    instead="the missing value (nan), or fill",
    grows_with="the number of keys",
    untried=("complex numbers", "sparse matrices", "keys of several columns"),
).topic()
