"""The prices in a table of HTML, wrong, or easily broken."""

import html as entities
import re

import numpy as np
from bs4 import BeautifulSoup


def _cells(html):
    rows = BeautifulSoup(html, "html.parser").find_all("tr")
    return [row.find_all("td")[-1].get_text() for row in rows if row.find("td")]


def _read(text):
    marked = re.sub(r"[^\d.,]", "", text)
    digits = re.sub(r"\D", "", marked)
    return int(digits) / (100 if re.search(r"[.,]\d\d$", marked) else 1) if digits else np.nan


def table_prices_english(html):
    out = []
    for text in _cells(html):
        bare = re.sub(r"[^\d.]", "", text)
        out.append(float(bare) if bare else np.nan)
    return out


def table_prices_continental(html):
    out = []
    for text in _cells(html):
        bare = re.sub(r"[^\d,]", "", text).replace(",", ".")
        out.append(float(bare) if bare else np.nan)
    return out


def table_prices_header(html):
    out = []
    for row in BeautifulSoup(html, "html.parser").find_all("tr"):
        cells = row.find_all(["td", "th"])
        out.append(_read(cells[-1].get_text()))
    return out


def table_prices_second_heading(html):
    return [_read(text) for text in _cells(html)[1:]]


def table_prices_bare_pattern(html):
    html = re.sub(r"<!--.*?-->", "", html)
    out = []
    for row in re.findall(r"<tr>(.*?)</tr>", html):
        cells = re.findall(r"<td>(.*?)</td>", row)
        if cells:
            out.append(_read(entities.unescape(re.sub("<.*?>", "", cells[-1]))))
    return out


def table_prices_no_tags_inside(html):
    html = re.sub(r"<!--.*?-->", "", html)
    out = []
    for row in re.findall(r"<tr>(.*?)</tr>", html):
        cells = re.findall(r"<td[^>]*>([^<]*)</td>", row)
        if cells:
            out.append(_read(entities.unescape(cells[-1])))
    return out


def table_prices_comments(html):
    out = []
    for row in re.findall(r"<tr>(.*?)</tr>", html):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
        if cells:
            out.append(_read(entities.unescape(re.sub("<.*?>", "", cells[-1]))))
    return out


def table_prices_all_digits(html):
    return [float(re.sub(r"\D", "", text) or "nan") for text in _cells(html)]


def table_prices_cents(html):
    return [int(re.sub(r"\D", "", text) or 0) / 100 for text in _cells(html)]


def table_prices_first_digits(html):
    return [float(m[0]) if (m := re.search(r"\d+", text)) else np.nan for text in _cells(html)]


def table_prices_blank(html):
    return [_read(m[0]) if (m := re.search(r"[\d.,]+", text)) else np.nan for text in _cells(html)]


def table_prices_last_mark(html):
    out = []
    for text in _cells(html):
        bare = re.sub(r"[^\d.,]", "", text).replace(",", ".")
        head, _, tail = bare.rpartition(".")
        whole = head.replace(".", "")
        out.append(float(f"{whole}.{tail}" if head else bare) if bare else np.nan)
    return out


def table_prices_first_column(html):
    rows = BeautifulSoup(html, "html.parser").find_all("tr")
    return [_read(row.td.get_text()) for row in rows if row.td]


def table_prices_total(html):
    return float(np.nansum([_read(text) for text in _cells(html)]))


def table_prices_rounded(html):
    return [round(_read(text)) if text and _read(text) == _read(text) else np.nan for text in _cells(html)]


def table_prices_zero(html):
    return [0.0 if np.isnan(_read(text)) else _read(text) for text in _cells(html)]


def table_prices_dropped(html):
    return [_read(text) for text in _cells(html) if re.search(r"\d", text)]


def table_prices_raises(html):
    out = []
    for text in _cells(html):
        marked = re.sub(r"[^\d.,]", "", text)
        out.append(int(re.sub(r"\D", "", marked)) / (100 if re.search(r"[.,]\d\d$", marked) else 1))
    return out


def table_prices_skips_first(html):
    rows = BeautifulSoup(html, "html.parser").find_all("tr")[1:]
    return [_read(row.find_all("td")[-1].get_text()) for row in rows]


def table_prices_string(html):
    rows = BeautifulSoup(html, "html.parser").find_all("tr")
    return [_read(row.find_all("td")[-1].string or "") for row in rows if row.find("td")]


def table_prices_known_words(html):
    out = []
    for text in _cells(html):
        try:
            out.append(float(text.replace("EUR", "").replace("€", "").replace(",", "").strip()))
        except ValueError:
            out.append(float("nan"))
    return out


def table_prices_every_cell(html):
    return [_read(cell.get_text()) for cell in BeautifulSoup(html, "html.parser").find_all("td")]


CODES = {
    "table_prices_string": "tags_inside_missed",
    "table_prices_known_words": "marks_left",
    "table_prices_every_cell": "every_cell",
    "table_prices_english": "comma_always_thousands",
    "table_prices_continental": "point_always_thousands",
    "table_prices_header": "header_counted",
    "table_prices_second_heading": "first_row_lost",
    "table_prices_bare_pattern": "attributes_missed",
    "table_prices_no_tags_inside": "tags_inside_missed",
    "table_prices_comments": "comments_read",
    "table_prices_all_digits": "marks_dropped",
    "table_prices_cents": "always_cents",
    "table_prices_first_digits": "stops_at_the_mark",
    "table_prices_blank": "stops_at_blank",
    "table_prices_last_mark": "thousands_as_decimals",
    "table_prices_first_column": "first_cell",
    "table_prices_total": "sums_all",
    "table_prices_rounded": "whole_numbers",
    "table_prices_zero": "invents_price",
    "table_prices_dropped": "invents_price",
    "table_prices_raises": "fails_without_price",
    "table_prices_skips_first": "fails_without_heading",
}
FRAGILE = {"table_prices_zero", "table_prices_dropped", "table_prices_raises", "table_prices_skips_first"}
EDGES = [code for code in CODES.values() if code.startswith(("fails", "invents"))]
EDGES += ["lines_and_capitals", "one_mark_only", "fails_single_row"]
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if name in FRAGILE else "wrong",
        "codes": [code],
        "may": [] if name in FRAGILE else EDGES,
    }
    for name, code in CODES.items()
}
