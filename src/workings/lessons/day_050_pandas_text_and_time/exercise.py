"""Day 50: write the total of each day, and the amounts that texts hold.

workings check exercise.py

daily_totals(["2024-03-03 00:00", "2024-03-01 23:59"], [5, 2]) = [2, 0, 5]
read_amounts(["EUR 1,234.50", "-3 EUR", "n/a"]) = [1234.5, -3, nan]
"""

import pandas as pd


def daily_totals(times, values):
    """Return the sum of the values on each calendar day, from the first to the last.

    Times are texts such as "2024-03-01 23:59", in any order. A day without any has the sum 0.
    """
    # Your turn: which days are there? To which of two days does midnight belong?
    return pd.Series([0.0])


def read_amounts(texts):
    """Return the number in each text as a float, nan where there is none.

    Commas part thousands, a point comes before decimals, a minus stands right before its number. Anything else may
    stand around it: blanks, a currency.
    """
    # Your turn: what comes off, and what must stay?
    return pd.Series(0.0, index=range(len(texts)))
