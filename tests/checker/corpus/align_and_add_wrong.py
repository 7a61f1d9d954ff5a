"""Two series added by label, wrong, or easily broken."""

import numpy as np
import pandas as pd


def _pair(total):
    return total.index.to_numpy(), total.to_numpy()


def align_and_add_fillna(index_a, a, index_b, b, fill):
    return _pair((pd.Series(a, index_a) + pd.Series(b, index_b)).fillna(fill).sort_index())


def align_and_add_zero(index_a, a, index_b, b, fill):
    return _pair(pd.Series(a, index_a).add(pd.Series(b, index_b), fill_value=0).sort_index())


def align_and_add_dropped(index_a, a, index_b, b, fill):
    return _pair((pd.Series(a, index_a) + pd.Series(b, index_b)).dropna().sort_index())


def align_and_add_inner(index_a, a, index_b, b, fill):
    both = pd.concat([pd.Series(a, index_a), pd.Series(b, index_b)], axis=1, join="inner").sort_index()
    return _pair(both.sum(axis=1))


def align_and_add_left(index_a, a, index_b, b, fill):
    left = pd.Series(a, index_a)
    return _pair((left + pd.Series(b, index_b).reindex(left.index, fill_value=fill)).sort_index())


def align_and_add_combined(index_a, a, index_b, b, fill):
    return _pair(pd.Series(a, index_a).combine_first(pd.Series(b, index_b)).sort_index())


def align_and_add_stacked(index_a, a, index_b, b, fill):
    return _pair(pd.concat([pd.Series(a, index_a), pd.Series(b, index_b)]))


def align_and_add_places(index_a, a, index_b, b, fill):
    n = min(len(a), len(b))
    return index_a[:n], a[:n] + b[:n]


def align_and_add_sorted_labels(index_a, a, index_b, b, fill):
    return _pair(pd.Series(a, np.sort(index_a)).add(pd.Series(b, np.sort(index_b)), fill_value=fill).sort_index())


def align_and_add_appearing(index_a, a, index_b, b, fill):
    left, right = dict(zip(index_a, a)), dict(zip(index_b, b))
    labels = list(dict.fromkeys([*index_a, *index_b]))
    return labels, [left.get(k, fill) + right.get(k, fill) for k in labels]


def align_and_add_sums_only(index_a, a, index_b, b, fill):
    return pd.Series(a, index_a).add(pd.Series(b, index_b), fill_value=fill).sort_index()


def align_and_add_subtracted(index_a, a, index_b, b, fill):
    return _pair(pd.Series(a, index_a).sub(pd.Series(b, index_b), fill_value=fill).sort_index())


def align_and_add_unsorted_if_equal(index_a, a, index_b, b, fill):
    return _pair(pd.Series(a, index_a).add(pd.Series(b, index_b), fill_value=fill))


def align_and_add_in_place(index_a, a, index_b, b, fill):
    order = np.argsort(index_a)
    index_a[:], a[:] = index_a[order], a[order]
    return _pair(pd.Series(a, index_a).add(pd.Series(b, index_b), fill_value=fill).sort_index())


CODES = {
    "align_and_add_fillna": "fills_the_sum",
    "align_and_add_zero": "ignores_fill",
    "align_and_add_dropped": "common_labels_only",
    "align_and_add_inner": "common_labels_only",
    "align_and_add_left": "labels_of_one_side",
    "align_and_add_combined": "takes_one_of_both",
    "align_and_add_stacked": "listed_twice",
    "align_and_add_places": "by_place",
    "align_and_add_sorted_labels": "sorts_labels_alone",
    "align_and_add_appearing": "order_of_appearance",
    "align_and_add_sums_only": "returns_one_part",
    "align_and_add_subtracted": "other_operation",
    "align_and_add_unsorted_if_equal": "keeps_order_of_equal_labels",
    "align_and_add_in_place": "mutates_input",
}
OUTCOMES = {"align_and_add_unsorted_if_equal": "fragile", "align_and_add_in_place": "contract"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": [],
    }
    for name, code in CODES.items()
}
