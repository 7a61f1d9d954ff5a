"""Missing numbers replaced by the mean of their own group, right, in several styles."""

import numpy as np
import pandas as pd


def fill_by_group_transform(groups, values):
    s = pd.Series(values, dtype=float)
    return s.fillna(s.groupby(groups).transform("mean")).to_numpy()


def fill_by_group_series(groups, values):
    frame = pd.DataFrame({"g": groups, "v": values})
    return frame["v"].fillna(frame.groupby("g")["v"].transform("mean"))


def fill_by_group_map(groups, values):
    frame = pd.DataFrame({"g": groups, "v": values})
    means = frame.groupby("g")["v"].mean()
    frame["v"] = frame["v"].where(frame["v"].notna(), frame["g"].map(means))
    return frame["v"].tolist()


def fill_by_group_loc(keys, x):
    frame = pd.DataFrame({"k": keys, "x": np.array(x, dtype=float)})
    for key, part in frame.groupby("k"):
        gaps = part.index[part["x"].isna()]
        frame.loc[gaps, "x"] = part["x"].mean()
    return frame[["x"]]


def fill_by_group_lambda(groups, values):
    frame = pd.DataFrame({"g": groups, "v": values})
    return frame.groupby("g", dropna=False)["v"].transform(lambda one: one.fillna(one.mean())).to_numpy()


def fill_by_group_masks(groups, values):
    out = np.array(values, dtype=float)
    missing = np.isnan(out)
    for group in np.unique(groups):
        here = groups == group
        if (here & ~missing).any():
            out[here & missing] = out[here & ~missing].mean()
    return out


def fill_by_group_dicts(groups, values):
    sums, counts = {}, {}
    for g, v in zip(groups, values):
        if not np.isnan(v):
            sums[g] = sums.get(g, 0.0) + v
            counts[g] = counts.get(g, 0) + 1
    return [sums[g] / counts[g] if np.isnan(v) and g in counts else v for g, v in zip(groups, values)]


def fill_by_group_bincount(groups, values):
    _, codes = np.unique(groups, return_inverse=True)
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.bincount(codes[known], values[known], codes.max() + 1) / np.bincount(codes[known], minlength=codes.max() + 1)
    return np.where(known, values, means[codes])


def fill_by_group_concat(groups, values):
    s = pd.Series(values, dtype=float)
    codes = pd.factorize(pd.Series(groups), use_na_sentinel=False)[0]
    parts = [s[codes == code] for code in range(codes.max() + 1)]
    return pd.concat([part.fillna(part.mean()) for part in parts]).sort_index()


def fill_by_group_assign(groups, values):
    return (
        pd.DataFrame({"group": groups, "value": values})
        .assign(mean=lambda f: f.groupby("group")["value"].transform("mean"))
        .assign(value=lambda f: f["value"].combine_first(f["mean"]))
        .value.values
    )


RIGHT = [name for name in dir() if name.startswith("fill_by_group")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
