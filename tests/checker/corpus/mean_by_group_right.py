"""The mean of each group, right, in several styles."""

import itertools
import statistics
from fractions import Fraction

import numpy as np
import pandas as pd


def mean_by_group_pandas(keys, values):
    return pd.Series(values).groupby(keys).mean()


def mean_by_group_frame(keys, values):
    return pd.DataFrame({"key": keys, "value": values}).groupby("key")["value"].mean().to_numpy()


def mean_by_group_pivot(keys, values):
    table = pd.DataFrame({"key": keys, "value": values})
    return table.pivot_table(index="key", values="value", aggfunc="mean", dropna=False)["value"]


def mean_by_group_masks(keys, values):
    out = []
    for key in np.unique(keys):
        mine = values[keys == key].astype(float)
        mine = mine[~np.isnan(mine)]
        out.append(mine.mean() if len(mine) else np.nan)
    return out


def mean_by_group_dict(keys, values):
    found = {}
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        found.setdefault(key, [])
        if value == value:
            found[key].append(value)
    return {key: sum(group) / len(group) if group else float("nan") for key, group in found.items()}


def mean_by_group_bincount(keys, values):
    names, places = np.unique(keys, return_inverse=True)
    known = ~np.isnan(values.astype(float))
    total = np.bincount(places[known], weights=values[known], minlength=len(names))
    count = np.bincount(places[known], minlength=len(names))
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def mean_by_group_itertools(keys, values):
    rows = sorted(zip(keys.tolist(), values.tolist(), strict=True), key=lambda row: row[0])
    out = []
    for _, run in itertools.groupby(rows, key=lambda row: row[0]):
        mine = [value for _, value in run if value == value]
        out.append(statistics.fmean(mine) if mine else np.nan)
    return np.array(out)


def mean_by_group_fractions(keys, values):
    out = []
    for key in sorted(set(keys.tolist())):
        mine = [Fraction(v) for k, v in zip(keys.tolist(), values.tolist(), strict=True) if k == key and v == v]
        out.append(float(sum(mine) / len(mine)) if mine else float("nan"))
    return out


RIGHT = [name for name in dir() if name.startswith("mean_by_group")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
