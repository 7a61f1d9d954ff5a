"""The values of another table by key, right, in several styles."""

import numpy as np
import pandas as pd


def left_join_dict(keys, right_keys, right_values, fill):
    known = dict(zip(right_keys.tolist(), right_values.tolist(), strict=True))
    return [fill if key != key else known.get(key, fill) for key in keys.tolist()]


def left_join_backwards(keys, right_keys, right_values, fill):
    out = []
    for key in keys:
        for i in range(len(right_keys) - 1, -1, -1):
            if right_keys[i] == key:
                out.append(right_values[i])
                break
        else:
            out.append(fill)
    return out


def left_join_table_of_equals(keys, right_keys, right_values, fill):
    same = keys[:, None] == right_keys
    last = len(right_keys) - 1 - np.argmax(same[:, ::-1], axis=1)
    return np.where(same.any(axis=1), right_values[last], fill)


def left_join_searched(keys, right_keys, right_values, fill):
    order = np.argsort(right_keys, kind="stable")
    tidy = right_keys[order]
    places = np.clip(np.searchsorted(tidy, keys, side="right") - 1, 0, len(tidy) - 1)
    return np.where(tidy[places] == keys, right_values[order][places], fill)


def left_join_merged(keys, right_keys, right_values, fill):
    right = pd.DataFrame({"key": right_keys, "value": right_values, "known": True})
    right = right[right["key"].notna()].drop_duplicates("key", keep="last")
    both = pd.DataFrame({"key": keys}).merge(right, on="key", how="left", validate="many_to_one")
    return both["value"].where(both["known"].notna(), fill)


def left_join_mapped(keys, right_keys, right_values, fill):
    right = pd.Series(right_values, index=right_keys)
    right = right[right.index.notna() & ~right.index.duplicated(keep="last")]
    return pd.Series(keys).map(right).fillna(fill)


def left_join_reindexed(keys, right_keys, right_values, fill):
    right = pd.Series(right_values, index=right_keys)
    right = right[right.index.notna()]
    right = right[~right.index.duplicated(keep="last")]
    return right.reindex(keys, fill_value=fill).to_numpy()


def left_join_indexed(keys, right_keys, right_values, fill):
    left = pd.DataFrame({"key": keys})
    right = pd.DataFrame({"key": right_keys, "value": right_values}).dropna(subset="key")
    right = right.drop_duplicates(subset=["key"], keep="last").set_index("key")
    return left.join(right, on="key")["value"].fillna(fill)


RIGHT = [name for name in dir() if name.startswith("left_join")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
