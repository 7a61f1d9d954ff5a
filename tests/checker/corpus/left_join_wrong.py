"""The values of another table by key, wrong, or easily broken."""

import numpy as np
import pandas as pd


def left_join_repeats(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values})
    return pd.DataFrame({"key": keys}).merge(right, on="key", how="left")["value"].fillna(fill)


def left_join_plain_merge(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values})
    return pd.DataFrame({"key": keys}).merge(right, on="key")["value"].fillna(fill)


def left_join_inner(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values}).drop_duplicates("key", keep="last")
    return pd.DataFrame({"key": keys}).merge(right, on="key")["value"]


def left_join_drops_in_a_loop(keys, right_keys, right_values, fill):
    known = dict(zip(right_keys.tolist(), right_values.tolist(), strict=True))
    return [known[key] for key in keys.tolist() if key in known]


def left_join_first_row(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values}).drop_duplicates("key")
    return pd.DataFrame({"key": keys}).merge(right, on="key", how="left")["value"].fillna(fill)


def left_join_sorted(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values}).drop_duplicates("key", keep="last")
    return pd.DataFrame({"key": keys}).merge(right, on="key", how="left").sort_values("key")["value"].fillna(fill)


def left_join_added(keys, right_keys, right_values, fill):
    total = pd.Series(right_values).groupby(right_keys).sum()
    return pd.Series(keys).map(total).fillna(fill)


def left_join_next_key(keys, right_keys, right_values, fill):
    order = np.argsort(right_keys, kind="stable")
    places = np.searchsorted(right_keys[order], keys, side="right") - 1
    return right_values[order][np.clip(places, 0, len(order) - 1)]


def left_join_by_place(keys, right_keys, right_values, fill):
    return pd.Series(right_values).reindex(range(len(keys)), fill_value=fill)


def left_join_unfilled(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values}).drop_duplicates("key", keep="last")
    return pd.DataFrame({"key": keys}).merge(right, on="key", how="left")["value"]


def left_join_overwrites(keys, right_keys, right_values, fill):
    out = np.zeros(len(keys))
    for key, value in zip(right_keys, right_values, strict=True):
        for i in range(len(keys)):
            out[i] = value if keys[i] == key else fill
    return out


def left_join_unknown_matches(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values}).drop_duplicates("key", keep="last")
    return pd.DataFrame({"key": keys}).merge(right, on="key", how="left")["value"].fillna(fill)


def left_join_last_known(keys, right_keys, right_values, fill):
    last = pd.Series(right_values).groupby(right_keys).last()
    return pd.Series(keys).map(last).fillna(fill)


def left_join_float_keys(keys, right_keys, right_values, fill):
    known = {float(k): v for k, v in zip(right_keys, right_values, strict=True)}
    return [known.get(float(key), fill) for key in keys]


def left_join_outer(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values}).drop_duplicates("key", keep="last")
    return pd.DataFrame({"key": keys}).merge(right, how="outer", on="key")["value"].fillna(fill)


def left_join_side_by_side(keys, right_keys, right_values, fill):
    return pd.concat([pd.Series(keys), pd.Series(right_values)], axis=1)[1].fillna(fill)


def left_join_looked_up(keys, right_keys, right_values, fill):
    known = dict(zip(right_keys.tolist(), right_values.tolist(), strict=True))
    return [known[key] for key in keys.tolist()]


CODES = {
    "left_join_outer": "outer_join",
    "left_join_side_by_side": "joins_by_place",
    "left_join_looked_up": "unknown_key_raises",
    "left_join_repeats": "duplicates_rows",
    "left_join_plain_merge": "inner_join",
    "left_join_inner": "drops_unmatched",
    "left_join_drops_in_a_loop": "drops_unmatched",
    "left_join_first_row": "keeps_first_row",
    "left_join_sorted": "order_lost",
    "left_join_added": "adds_repeats",
    "left_join_next_key": "takes_next_key",
    "left_join_by_place": "joins_by_place",
    "left_join_unfilled": "fill_ignored",
    "left_join_overwrites": "last_row_alone",
    "left_join_unknown_matches": "missing_keys_match",
    "left_join_last_known": "skips_missing_value",
    "left_join_float_keys": "fails_on_words",
}
ALSO = {"left_join_float_keys": ["keys_as_floats"]}
FRAGILE = {"left_join_unknown_matches", "left_join_last_known", "left_join_float_keys"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if name in FRAGILE else "wrong",
        "codes": [code, *ALSO.get(name, [])],
        "may": ["missing_keys_match", "skips_missing_value", "fails_if_none_found"],
    }
    for name, code in CODES.items()
}
