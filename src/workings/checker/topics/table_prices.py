"""The prices in a table of HTML: whichever way they are written, and whatever tags they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

NAN = np.nan


class _Cells(HTMLParser):
    """Collects the texts of the cells, row by row, event by event: no tree is built."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open &= tag not in ("td", "tr")

    def handle_data(self, data: str) -> None:
        if self.open:
            self.rows[-1][-1] += data


def _rows(html: str) -> list[list[str]]:
    reader = _Cells()
    reader.feed(html)
    reader.close()
    return reader.rows


def price(text: str) -> float:
    """Read the digits from the left, in cents or not, as the last mark but two decides."""
    kept = [letter for letter in text if letter in "0123456789.,"]
    whole = 0
    for letter in kept:
        whole = whole * 10 + int(letter) if letter.isdigit() else whole
    if not any(letter.isdigit() for letter in kept):
        return NAN
    decimals = len(kept) > 2 and kept[-3] in ".," and all(letter.isdigit() for letter in kept[-2:])
    return whole / 100 if decimals else float(whole)


def exact(html: str) -> Array:
    """Read each last cell."""
    return np.array([price(row[-1]) for row in _rows(html) if row])


def _texts(read: Callable[[str], float], column: int = -1) -> Any:
    """Return the mistake of reading the right cells' texts wrongly, or another cell rightly."""
    return lambda html: np.array([read(row[column]) for row in _rows(html) if row])


def _found(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    return float(found[0]) if found else NAN


def _or_nan(text: str) -> float:
    return float(text) if re.fullmatch(r"\s*\d+(\.\d+)?\s*", text) else NAN


def _english(text: str) -> float:
    return _found(r"\d+(\.\d+)?", re.sub(r"[^\d.]", "", text))


def _continental(text: str) -> float:
    return _found(r"\d+(\.\d+)?", re.sub(r"[^\d,]", "", text).replace(",", "."))


def _any_mark(text: str) -> float:
    """Take the last mark for that of decimals, however many digits follow."""
    whole, mark, rest = re.sub(r"[.,](?=.*[.,])", "", re.sub(r"[^\d.,]", "", text).replace(",", ".")).partition(".")
    return float(f"{whole}{mark}{rest}") if whole else NAN


def _before_blank(text: str) -> float:
    found = re.search(r"\d[\d.,]*", text)
    return price(found[0]) if found else NAN


def _pattern(cell: str, clean: Callable[[str], str] = lambda html: html, inner: bool = True) -> Any:
    """Return the mistake of finding cells by a regular expression."""

    def read(html: str) -> Array:
        found = []
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", clean(html), re.S):
            cells = re.findall(cell, row, re.S)
            if cells:
                found.append(price(unescape(re.sub(r"<[^>]*>", "", cells[-1]) if inner else cells[-1])))
        return np.array(found)

    return read


def _no_comments(html: str) -> str:
    return re.sub(r"<!--.*?-->", "", html, flags=re.S)


def _entities_left(html: str) -> Array:
    return np.array([price(row[-1]) for row in _rows(html.replace("&", "&amp;")) if row])


def _untagged(html: str) -> Array:
    """Read only the cells that hold text and nothing else, as `string` does."""
    rows = [row for row in re.split("<tr", _no_comments(html), flags=re.I) if re.search("<td", row, re.I)]
    plain = [re.search(r"<td[^>]*>[^<]*</td>\s*</tr>", row, re.I) is not None for row in rows]
    return np.where(plain, exact(html), NAN)


def _bare_once(gone: str) -> Any:
    """Return the mistake of taking away what one knows, and reading what is then a number."""
    return _texts(lambda text: _or_nan(re.sub(gone, "", text)))


MISTAKES = (
    ("header_counted", lambda html: np.array([price(row[-1]) if row else NAN for row in _rows(html)])),
    ("header_counted", lambda html: np.array([price(row[-1]) if row else 0.0 for row in _rows(html)])),
    ("first_row_lost", lambda html: exact(html)[1:]),
    ("marks_left", _texts(_or_nan)),
    ("every_cell", lambda html: np.array([price(text) for row in _rows(html) for text in row])),
    ("comma_always_thousands", _texts(_english)),
    ("comma_always_thousands", _texts(lambda text: _found(r"\d+(\.\d+)?", text.replace(",", "")))),
    ("comma_always_thousands", _texts(lambda text: _found(r"\d+(\.\d+)?", re.sub(r"[,\s]", "", text)))),
    *(
        ("marks_left", _bare_once(gone))
        for gone in (",", "EUR", "EUR|€|,", "EUR|€|USD|,", r"EUR|€|USD|,|\s", r"[^\d.,]")
    ),
    ("point_always_thousands", _texts(_continental)),
    ("thousands_as_decimals", _texts(_any_mark)),
    ("thousands_as_decimals", _texts(lambda text: _found(r"\d+(\.\d+)?", re.sub(r"\s", "", text).replace(",", ".")))),
    ("thousands_as_decimals", _texts(lambda text: _found(r"\d+(\.\d+)?", text.replace(",", ".")))),
    ("marks_dropped", _texts(lambda text: float(re.sub(r"\D", "", text) or "nan"))),
    ("always_cents", _texts(lambda text: float(re.sub(r"\D", "", text) or "nan") / 100)),
    ("stops_at_the_mark", _texts(lambda text: _found(r"\d+", text))),
    ("whole_numbers", lambda html: np.floor(exact(html))),
    ("whole_numbers", lambda html: np.round(exact(html))),
    ("stops_at_blank", _texts(_before_blank)),
    ("first_cell", _texts(price, 0)),
    ("attributes_missed", _pattern(r"<td>(.*?)</td>")),
    ("attributes_missed", _pattern(r"<td>(.*?)</td>", _no_comments)),
    ("tags_inside_missed", _untagged),
    ("tags_inside_missed", _pattern(r"<td[^>]*>([^<]*)</td>")),
    ("tags_inside_missed", _pattern(r"<td[^>]*>([^<]*)</td>", _no_comments)),
    ("comments_read", _pattern(r"<td[^>]*>(.*?)</td>")),
    ("attributes_read", _pattern(r"<td(.*?)</td>", _no_comments, inner=False)),
    ("entities_left", _entities_left),
    ("sums_all", lambda html: np.nansum(exact(html))),
)


def _table(*rows: str, head: str = "<tr><th>what</th><th>price</th></tr>") -> str:
    return f"<table>{head}{''.join(rows)}</table>"


def _row(cell: str, what: str = "bicycle 7", attributes: str = "") -> str:
    return f"<tr><td>{what}</td><td{attributes}>{cell}</td></tr>"


FIRST = _table(
    _row("EUR 1,234.50", attributes=' class="price"'),
    "<!-- " + _row("99.00") + " -->",
    _row("2.345,75 &euro;", "bell 3"),
    _row("<b>15.20</b> EUR", "lamp 12"),
    _row("1&#160;050,00 &#8364;", "trailer 2"),
    _row("1.800 EUR", "tandem 2", ' data-was="2400"'),
    _row("640", "pump 5"),
)
SECOND = _table(
    _row("<span>3.210</span>,<small>40</small> &euro;", "tricycle 9"),
    _row("85", "bag 4"),
    _row(" 12,90&nbsp;EUR ", "lock 3", ' id="c2"'),
    "<!-- " + _row("5.00") + " -->",
    _row("2,999.95", "frame 8"),
    _row("4,150 USD", "cargo 6"),
)
PLAIN = [
    _table(_row("15.20")),
    _table(_row("1,234.50 EUR"), _row("640")),
    _table(_row("7,25 &euro;"), _row("2.345,75 EUR")),
    _table(_row("1.800 EUR", attributes=' class="price"'), _row("12.50")),
    _table(_row("<b>85.00</b> EUR"), _row("1&nbsp;050,00")),
    _table(_row("3,400"), _row("9,99"), _row("27.10")),
]

TOPIC = Plain(
    name="table_prices",
    formula="table_prices(html)_i = the price in the last td of the i-th row that has one",
    names=r"(table|column)_(of_)?prices?(_|$)|prices?_(of|from|in)_(the_|a_)?(table|html|page)|(scrape|html)_(the_)?prices?(_|$)",
    given=(Given("html", "", "page text source table document markup s doc", PLAIN),),
    exact=exact,
    readings=(Reading("one number each", "the price in each row as a float; nan where there is none"),),
    examples=(
        Example("usual", (FIRST,)),
        Example("usual", (SECOND,)),
        Example("one row alone", (PLAIN[0],), "fails_single_row"),
        Example("no heading", (_table(_row("15.20"), _row("1.234,50"), head=""),), "fails_without_heading"),
        Example(
            "no price",
            (_table(_row("15.20"), _row("on request"), _row("7,25")),),
            "invents_price",
            "fails_without_price",
        ),
        Example("empty cell", (_table(_row("15.20"), _row(""), _row("8")),), "invents_price", "fails_without_price"),
        Example("millions", (_table(_row("1,234,567.50"), _row("2.345.678"), _row("9")),), "one_mark_only"),
        Example(
            "lines and capitals",
            (_table(_row("\n  15.20\n").upper(), "<TR>\n<TD>bell</TD>\n<TD CLASS='p'>\n 1,050.25\n</TD>\n</TR>\n"),),
            "lines_and_capitals",
        ),
    ),
    mistakes=MISTAKES,
    causes={
        "header_counted": Cause("wrong", "The row of headings gets a price: it has th and no td, so leave it out."),
        "first_row_lost": Cause("wrong", "The first row of data is left out, as if it were a second row of headings."),
        "marks_left": Cause(
            "wrong",
            "Only what is a number once a few known words are off is read; take off whatever is no digit and no mark.",
        ),
        "comma_always_thousands": Cause(
            "wrong",
            "Commas are always taken away, and a point always begins decimals: 2.345,75 becomes 2.34575. Which mark is "
            "which, the digits behind the last one tell.",
        ),
        "point_always_thousands": Cause(
            "wrong", "Points are always taken away: 15.20 becomes 1520. Two digits behind the last mark are decimals."
        ),
        "thousands_as_decimals": Cause(
            "wrong", "A mark that parts thousands is taken for the decimal one: 1.800 is 1800, as three digits follow."
        ),
        "marks_dropped": Cause("wrong", "All marks are dropped, those of decimals too: 15.20 becomes 1520."),
        "always_cents": Cause("wrong", "The last two digits are always taken for decimals: 640 becomes 6.4."),
        "stops_at_the_mark": Cause("wrong", "Reading stops at the first point or comma: 1,234.50 becomes 1."),
        "whole_numbers": Cause("wrong", "The decimals are lost."),
        "stops_at_blank": Cause(
            "wrong",
            "Reading stops at a blank between digits. A non-breaking one (&nbsp;, '\\xa0') parts thousands; take away "
            "whatever is no digit and no mark.",
        ),
        "first_cell": Cause("wrong", "The numbers are those of the first cell; prices stand in the last."),
        "every_cell": Cause("wrong", "All cells are read; each row's price is in its last one."),
        "attributes_missed": Cause(
            "wrong",
            "Cells with attributes (<td class=...>) are not found: the pattern knows a bare <td>. A parser finds all.",
        ),
        "tags_inside_missed": Cause(
            "wrong",
            "Cells with tags inside (<b>15.20</b>) are not found, or not read whole: take all the text of a cell "
            "(get_text).",
        ),
        "comments_read": Cause("wrong", "Rows inside a comment (<!-- -->) are read too; nobody sees them on the page."),
        "attributes_read": Cause("wrong", "Digits of the attributes get into the price: only a cell's text counts."),
        "entities_left": Cause("wrong", "Entities are not decoded: the digits of &#160; get into the price."),
        "sums_all": Cause("wrong", "One sum comes back; each row has its price."),
        "fails_single_row": Cause("fragile", "A table with one row of data fails."),
        "fails_without_heading": Cause(
            "fragile", "A table without headings loses its first row: look for td, do not count."
        ),
        "invents_price": Cause("fragile", "A row without a price needs nan in its place: not 0, and not left out."),
        "fails_without_price": Cause("fragile", "One row without a price stops it: give nan there."),
        "one_mark_only": Cause(
            "fragile", "Prices with two marks of thousands are not read: take away all but the last."
        ),
        "lines_and_capitals": Cause(
            "fragile", "Line breaks or capitals in the tags stop it; to HTML they are the same."
        ),
    },
    instead="nan",
    grows_with="the number of rows",
    untried=("other ways to write prices", "tables in tables", "tags that are never closed"),
).topic()
