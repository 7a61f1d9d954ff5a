"""The prices in a table of HTML, right, in several styles."""

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup


def table_prices_soup(html):
    out = []
    for row in BeautifulSoup(html, "html.parser").find_all("tr"):
        cells = row.find_all("td")
        if cells:
            marked = re.sub(r"[^\d.,]", "", cells[-1].get_text())
            cents = 100 if re.search(r"[.,]\d\d$", marked) else 1
            digits = re.sub(r"\D", "", marked)
            out.append(int(digits) / cents if digits else float("nan"))
    return out


def table_prices_select(html):
    soup = BeautifulSoup(html, "html.parser")
    texts = pd.Series([cell.get_text() for cell in soup.select("tr > td:last-of-type")], dtype=object)
    kept = texts.str.replace(r"[^0-9.,]", "", regex=True).str.replace(r"[.,](?=\d{3}(\D|$))", "", regex=True)
    return pd.to_numeric(kept.str.replace(",", "."), errors="coerce")


def table_prices_split(html):
    def read(text):
        text = "".join(c for c in text if c.isdigit() or c in ".,").replace(",", ".")
        if not text:
            return np.nan
        *front, last = text.split(".")
        if front and len(last) == 2:
            return float("".join(front) + "." + last)
        return float("".join(front) + last)

    rows = BeautifulSoup(html, "html.parser").find_all("tr")
    return np.array([read(row.find_all("td")[-1].text) for row in rows if row.td])


def table_prices_events(html):
    class Reader(HTMLParser):
        rows, inside = None, False

        def handle_starttag(self, tag, attrs):
            if tag == "tr":
                self.rows = [*(self.rows or []), None]
            if tag == "td":
                self.rows[-1], self.inside = "", True

        def handle_endtag(self, tag):
            if tag == "td":
                self.inside = False

        def handle_data(self, data):
            if self.inside:
                self.rows[-1] += data

    reader = Reader()
    reader.feed(html)
    prices = []
    for text in reader.rows:
        if text is not None:
            digits = re.findall(r"\d", text)
            number = float("".join(digits)) if digits else float("nan")
            prices.append(number / 100 if re.search(r"[.,]\d\d\D*$", text) else number)
    return prices


def table_prices_groups(html):
    prices = []
    for row in BeautifulSoup(html, "html.parser")("tr"):
        if not row("td"):
            continue
        text = "".join(row("td")[-1].strings)
        found = re.match(r"\D*([\d.,\s]*?)(?:[.,](\d\d))?\D*$", text)
        whole = re.sub(r"\D", "", found[1]) if found else ""
        prices.append(float(f"{whole}.{found[2] or 0}") if whole else np.nan)
    return pd.Series(prices)


def table_prices_tried(html):
    def price(text):
        for blank in ("\xa0", " ", "\n", "EUR", "USD", "€"):
            text = text.replace(blank, "")
        if text[-3:-2] in (",", "."):
            text = text[:-3].replace(",", "").replace(".", "") + "." + text[-2:]
        else:
            text = text.replace(",", "").replace(".", "")
        try:
            return float(text)
        except ValueError:
            return None

    soup = BeautifulSoup(html, "html.parser")
    last = [row.find_all("td")[-1] for row in soup.find_all("tr") if row.find("td") is not None]
    return np.array([price(cell.get_text(strip=True)) for cell in last], dtype=float)


def table_prices_patient_pattern(html):
    import html as entities

    html = re.sub(r"<!--.*?-->", "", html, flags=re.S)
    out = []
    for row in re.split(r"<tr\b[^>]*>", html, flags=re.I)[1:]:
        cells = re.findall(r"<td\b[^>]*>(.*?)</td>", row, flags=re.S | re.I)
        if cells:
            text = re.sub(r"[^\d.,]", "", entities.unescape(re.sub(r"<[^>]+>", "", cells[-1])))
            head, tail = (text[:-3], text[-2:]) if re.search(r"[.,]\d{2}$", text) else (text, "0")
            head = re.sub(r"\D", "", head)
            out.append(float(head + "." + tail) if head else float("nan"))
    return out


RIGHT = [name for name in dir() if name.startswith("table_prices")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
