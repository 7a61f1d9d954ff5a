"""Two series added by label, right, in several styles."""

import numpy as np
import pandas as pd


def align_and_add_series(index_a, a, index_b, b, fill):
    total = pd.Series(a, index_a).add(pd.Series(b, index_b), fill_value=fill).sort_index()
    return total.index, total


def align_and_add_arrays(index_a, a, index_b, b, fill):
    total = pd.Series(a, index=index_a).add(pd.Series(b, index=index_b), fill_value=fill).sort_index()
    return total.index.to_numpy(), total.to_numpy()


def align_and_add_aligned(index_a, a, index_b, b, fill):
    left, right = pd.Series(a, index_a).align(pd.Series(b, index_b), join="outer")
    total = (left.fillna(fill) + right.fillna(fill)).sort_index()
    return total.index.tolist(), total.tolist()


def align_and_add_reindexed(index_a, a, index_b, b, fill):
    labels = np.union1d(index_a, index_b)
    left = pd.Series(a, index_a).reindex(labels, fill_value=fill)
    right = pd.Series(b, index_b).reindex(labels, fill_value=fill)
    return labels, left + right


def align_and_add_dicts(index_a, a, index_b, b, fill):
    left, right = dict(zip(index_a, a)), dict(zip(index_b, b))
    labels = sorted(left.keys() | right.keys())
    return labels, [left.get(k, fill) + right.get(k, fill) for k in labels]


def align_and_add_concat(index_a, a, index_b, b, fill):
    both = pd.concat([pd.Series(a, index_a), pd.Series(b, index_b)], axis=1).fillna(fill).sort_index()
    return both.index.values, both.sum(axis=1).values


def align_and_add_searched(index_a, a, index_b, b, fill):
    labels = np.unique(np.concatenate([index_a, index_b]))
    out = np.zeros(len(labels))
    for index, values in ((index_a, a), (index_b, b)):
        column = np.full(len(labels), float(fill))
        column[np.searchsorted(labels, index)] = values
        out += column
    return labels, out


def align_and_add_merged(index_a, a, index_b, b, fill):
    left, right = pd.DataFrame({"k": index_a, "a": a}), pd.DataFrame({"k": index_b, "b": b})
    both = left.merge(right, on="k", how="outer").fillna({"a": fill, "b": fill}).sort_values("k")
    return both["k"], both["a"] + both["b"]


RIGHT = [name for name in dir() if name.startswith("align_and_add")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
