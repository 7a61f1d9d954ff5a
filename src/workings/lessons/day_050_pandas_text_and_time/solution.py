"""Day 50, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import pandas as pd


def daily_totals(times, values):
    """Return the sum of the values on each calendar day, from the first to the last.

    Times are texts such as "2024-03-01 23:59", in any order. A day without any has the sum 0.
    """
    # resample makes every day from the first to the last, closed on the left: midnight begins the new day.
    return pd.Series(values, index=pd.to_datetime(times)).resample("D").sum()


def read_amounts(texts):
    """Return the number in each text as a float, nan where there is none.

    Commas part thousands, a point comes before decimals, a minus stands right before its number. Anything else may
    stand around it: blanks, a currency.
    """
    # Without commas the number is one piece: perhaps a minus, digits, perhaps a point and digits.
    bare = pd.Series(texts).str.replace(",", "", regex=False)
    # str.extract gives a missing value where nothing fits, which becomes nan.
    return bare.str.extract(r"(-?\d+(?:\.\d+)?)", expand=False).astype(float)
