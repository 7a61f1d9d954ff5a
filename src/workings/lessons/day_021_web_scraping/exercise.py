"""Day 21: read the prices in a table of HTML.

workings check exercise.py

table_prices("<table><tr><th>price</th></tr><tr><td>1.234,50 &euro;</td></tr></table>") = [1234.5]
"""


def table_prices(html):
    """Return the price in the last cell (td) of each row as a float, nan where there is none.

    Rows of headings (th) have no price. A point or comma before exactly two last digits begins the decimals; any
    other point, comma or blank parts thousands: 1,234.50 and 1.234,50 are the same, and 1.234 is 1234. Cells may have
    attributes, and tags inside them.
    """
    # Your turn: Beautiful Soup finds the cells. What is left of a price without everything that is no digit?
    return [0.0]
