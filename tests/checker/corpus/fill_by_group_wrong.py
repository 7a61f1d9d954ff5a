"""Missing numbers replaced by the mean of their own group, wrong, or easily broken."""

import itertools
import warnings

import numpy as np
import pandas as pd


def fill_by_group_chained(groups, values):
    frame = pd.DataFrame({"g": groups, "v": values})
    means = frame.groupby("g")["v"].transform("mean")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame[frame["v"].isna()]["v"] = means
    return frame["v"].to_numpy()


def fill_by_group_forgotten(groups, values):
    s = pd.Series(values)
    s.fillna(s.groupby(groups).transform("mean"))
    return s


def fill_by_group_compares(groups, values):
    out = np.array(values, dtype=float)
    for g in set(groups.tolist()):
        out[(groups == g) & (out == np.nan)] = np.nanmean(out[groups == g])
    return out


def fill_by_group_overall(groups, values):
    s = pd.Series(values)
    return s.fillna(s.mean())


def fill_by_group_mean_of_means(groups, values):
    s = pd.Series(values)
    return s.fillna(s.groupby(groups).mean().mean())


def fill_by_group_median(groups, values):
    s = pd.Series(values)
    return s.fillna(s.groupby(groups).transform("median"))


def fill_by_group_all_means(groups, values):
    return pd.Series(values).groupby(groups).transform("mean")


def fill_by_group_aligned(groups, values):
    s = pd.Series(values)
    return s.fillna(s.groupby(groups).mean())


def fill_by_group_forward(groups, values):
    return pd.Series(values).groupby(groups).ffill()


def fill_by_group_interpolated(groups, values):
    return pd.Series(values).interpolate(limit_direction="both")


def fill_by_group_concatenated(groups, values):
    s = pd.Series(values)
    return pd.concat([part.fillna(part.mean()) for _, part in s.groupby(groups)])


def fill_by_group_dropped(groups, values):
    return pd.Series(values).dropna().to_numpy()


def fill_by_group_summary(groups, values):
    return pd.Series(values).groupby(groups).mean()


def fill_by_group_factorized(groups, values):
    s = pd.Series(values)
    means = s.groupby(groups).mean().to_numpy()
    codes = pd.factorize(groups)[0]
    return np.where(s.isna(), means[codes], s)


def fill_by_group_runs(groups, values):
    out = []
    for _, run in itertools.groupby(zip(groups, values), key=lambda pair: pair[0]):
        run = pd.Series([v for _, v in run])
        out += run.fillna(run.mean()).tolist()
    return out


def fill_by_group_zeros(groups, values):
    s = pd.Series(values).replace(0, np.nan)
    return s.fillna(s.groupby(groups).transform("mean"))


def fill_by_group_counted(groups, values):
    frame = pd.DataFrame({"g": groups, "v": values}).fillna({"v": 0.0})
    return np.where(np.isnan(values), frame.groupby("g")["v"].transform("mean"), values)


def fill_by_group_in_place(groups, values):
    for g in set(groups.tolist()):
        here = groups == g
        gaps = here & np.isnan(values)
        if gaps.any() and (here & ~gaps).any():
            values[gaps] = values[here & ~gaps].mean()
    return values


def fill_by_group_loses(groups, values):
    s = pd.Series(values, dtype=float)
    return s.groupby(groups).transform(lambda one: one.fillna(one.mean()))


def fill_by_group_invents(groups, values):
    s = pd.Series(values, dtype=float)
    return s.fillna(s.groupby(groups).transform("mean")).fillna(s.mean())


def fill_by_group_small_keys(groups, values):
    known = ~np.isnan(values)
    keys = groups.astype(int)
    sums, counts = np.bincount(keys[known], values[known]), np.bincount(keys[known])
    return [v if ok else sums[k] / counts[k] for k, v, ok in zip(keys, values, known)]


def fill_by_group_sorted(groups, values):
    frame = pd.DataFrame({"g": groups, "v": values}).sort_values("g", kind="stable")
    return frame["v"].fillna(frame.groupby("g")["v"].transform("mean")).to_numpy()


def fill_by_group_other_way_round(groups, values):
    s = pd.Series(values)
    return s.where(s.isna(), s.groupby(groups).transform("mean"))


def fill_by_group_first_mean(groups, values):
    s = pd.Series(values)
    return s.fillna(s.groupby(groups).mean().iloc[0])


CODES = {
    "fill_by_group_sorted": "rows_reordered",
    "fill_by_group_other_way_round": "overwrites_numbers",
    "fill_by_group_first_mean": "one_groups_mean",
    "fill_by_group_chained": "nothing_filled",
    "fill_by_group_forgotten": "nothing_filled",
    "fill_by_group_compares": "nothing_filled",
    "fill_by_group_overall": "overall_mean",
    "fill_by_group_mean_of_means": "mean_of_means",
    "fill_by_group_median": "takes_median",
    "fill_by_group_all_means": "overwrites_numbers",
    "fill_by_group_aligned": "aligned_by_row_number",
    "fill_by_group_forward": "fills_with_neighbour",
    "fill_by_group_interpolated": "fills_with_neighbour",
    "fill_by_group_concatenated": "rows_reordered",
    "fill_by_group_dropped": "drops_rows",
    "fill_by_group_summary": "returns_means",
    "fill_by_group_factorized": "groups_in_another_order",
    "fill_by_group_runs": "consecutive_runs",
    "fill_by_group_zeros": "treats_zero_as_missing",
    "fill_by_group_counted": "divides_by_all_rows",
    "fill_by_group_in_place": "mutates_input",
    "fill_by_group_loses": "loses_rows_without_group",
    "fill_by_group_invents": "invents_values",
    "fill_by_group_small_keys": "fails_on_words",
}
OUTCOMES = {
    "fill_by_group_in_place": "contract",
    "fill_by_group_loses": "fragile",
    "fill_by_group_invents": "fragile",
    "fill_by_group_small_keys": "fragile",
}
MAY = {"fill_by_group_small_keys": ["fails_below_zero", "keys_as_floats", "loses_rows_without_group", "invents_values"]}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": MAY.get(name, []),
    }
    for name, code in CODES.items()
}
