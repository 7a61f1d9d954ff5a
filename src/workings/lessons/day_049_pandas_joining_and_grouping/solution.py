"""Day 49, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import pandas as pd


def left_join(keys, right_keys, right_values, fill):
    """Return for each of the keys, in their order, the right value of the last row with that key; fill if none has it.

    A key that is nan has no partner.
    """
    right = pd.DataFrame({"key": right_keys, "value": right_values, "known": True})
    # One row for each key, the last; and none for nan, which merge would take for a key like others.
    right = right[right["key"].notna()].drop_duplicates("key", keep="last")
    # validate= raises an error should a key stand twice on the right, before rows are doubled in silence.
    both = pd.DataFrame({"key": keys}).merge(right, on="key", how="left", validate="many_to_one")
    return both["value"].where(both["known"].notna(), fill)


def mean_by_group(keys, values):
    """Return the mean of the values of each distinct key, in the order of the sorted keys.

    Missing values (nan) are left out; a group that has no others gets nan.
    """
    # groupby sorts the keys, and mean leaves nan out of the sum and of the count.
    return pd.Series(values).groupby(keys).mean()
