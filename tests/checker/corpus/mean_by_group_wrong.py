"""The mean of each group, wrong, or easily broken."""

import itertools

import numpy as np
import pandas as pd


def mean_by_group_sum(keys, values):
    return pd.Series(values).groupby(keys).sum()


def mean_by_group_unsorted(keys, values):
    return pd.Series(values).groupby(keys, sort=False).mean()


def mean_by_group_runs(keys, values):
    pairs = zip(keys.tolist(), values.tolist(), strict=True)
    return [np.nanmean([v for _, v in run]) for _, run in itertools.groupby(pairs, key=lambda pair: pair[0])]


def mean_by_group_transform(keys, values):
    return pd.Series(values).groupby(keys).transform("mean")


def mean_by_group_dense(keys, values):
    return [values[keys == k].mean() if np.any(keys == k) else 0.0 for k in range(int(np.max(keys)) + 1)]


def mean_by_group_as_text(keys, values):
    return pd.Series(values).groupby(keys.astype(str)).mean()


def mean_by_group_last_row(keys, values):
    found = {}
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        found[key] = value
    return [found[key] for key in sorted(found)]


def mean_by_group_set(keys, values):
    return [np.mean(list(set(values[keys == key].tolist()))) for key in np.unique(keys)]


def mean_by_group_all_rows(keys, values):
    return [values[keys == key].sum() / len(values) for key in np.unique(keys)]


def mean_by_group_median(keys, values):
    return pd.Series(values).groupby(keys).median()


def mean_by_group_floor(keys, values):
    return [values[keys == key].sum() // np.sum(keys == key) for key in np.unique(keys)]


def mean_by_group_spreads(keys, values):
    return np.array([np.mean(values[keys == key]) for key in np.unique(keys)])


def mean_by_group_counts_missing(keys, values):
    return np.array([np.nansum(values[keys == key], dtype=float) / np.sum(keys == key) for key in np.unique(keys)])


def mean_by_group_drops_empty(keys, values):
    table = pd.DataFrame({"key": keys, "value": values}).dropna()
    return table.groupby("key")["value"].mean()


def mean_by_group_cumulative(keys, values):
    order = np.argsort(keys, kind="stable")
    total = np.concatenate([[0.0], np.cumsum(values[order], dtype=float)])
    counts = np.unique(keys, return_counts=True)[1]
    ends = np.concatenate([[0], np.cumsum(counts)])
    return np.diff(total[ends]) / counts


def mean_by_group_with_keys(keys, values):
    return pd.DataFrame({"key": keys, "value": values}).groupby("key", as_index=False).mean()


CODES = {
    "mean_by_group_with_keys": "keys_beside_means",
    "mean_by_group_sum": "sums_instead_of_mean",
    "mean_by_group_unsorted": "order_of_appearance",
    "mean_by_group_runs": "consecutive_runs",
    "mean_by_group_transform": "one_value_a_row",
    "mean_by_group_dense": "groups_for_gaps",
    "mean_by_group_as_text": "sorted_as_text",
    "mean_by_group_last_row": "takes_one_row",
    "mean_by_group_set": "distinct_values_only",
    "mean_by_group_all_rows": "divides_by_all",
    "mean_by_group_median": "takes_median",
    "mean_by_group_floor": "whole_numbers",
    "mean_by_group_spreads": "nan_spreads",
    "mean_by_group_counts_missing": "counts_missing",
    "mean_by_group_drops_empty": "invents_values",
    "mean_by_group_cumulative": "cancellation",
}
FRAGILE = {
    "mean_by_group_spreads",
    "mean_by_group_counts_missing",
    "mean_by_group_drops_empty",
    "mean_by_group_cumulative",
}
EDGES = ["nan_spreads", "counts_missing", "invents_values", "fails_on_words", "fails_below_zero", "int8_wraps"]
EXPECTED = {
    name: {"intent": None, "outcome": "fragile" if name in FRAGILE else "wrong", "codes": [code], "may": EDGES}
    for name, code in CODES.items()
}
