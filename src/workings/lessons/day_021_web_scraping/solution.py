"""Day 21, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import re

from bs4 import BeautifulSoup


def table_prices(html):
    """Return the price in the last cell (td) of each row as a float, nan where there is none.

    Rows of headings (th) have no price. A point or comma before exactly two last digits begins the decimals; any
    other point, comma or blank parts thousands: 1,234.50 and 1.234,50 are the same, and 1.234 is 1234. Cells may have
    attributes, and tags inside them.
    """
    prices = []
    # A parser knows attributes, comments, entities and tags inside tags; a regular expression guesses.
    for row in BeautifulSoup(html, "html.parser").find_all("tr"):
        cells = row.find_all("td")
        if cells:
            # Currency and blanks go first, so that the number's end is the text's end.
            marked = re.sub(r"[^\d.,]", "", cells[-1].get_text())
            # Then two digits behind a last mark are decimals, whichever mark it is.
            cents = 100 if re.search(r"[.,]\d\d$", marked) else 1
            digits = re.sub(r"\D", "", marked)
            prices.append(int(digits) / cents if digits else float("nan"))
    return prices
