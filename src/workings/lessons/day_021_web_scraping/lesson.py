"""Day 21: a site served on this machine, fetched politely, read in spite of its faults, and learned from."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
import pandas as pd
import sklearn.linear_model
from bs4 import BeautifulSoup

from workings.lessons.day_021_web_scraping import crawl, picture, site, solution
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.linear_model import LinearRegression

READS = Reads(target="any", texts=True, holes=True)
table_prices: Callable[[str], list[float]] = solution.table_prices
COLUMNS = ["number", "town", "age", "distance", "price"]


def run(page: Page) -> None:
    """Run the day on its own site."""
    with site.Site() as there, page.working("crawling"), client(there) as crawler:
        found = crawler.crawl(site.path_of(1))
        asked = len(there.log)
        crawler.crawl(site.path_of(1))
        again = len(there.log) - asked
    fetched(page, there, crawler, asked, again)
    answers = [crawler.cache[path] for path in found]
    letters(page, answers)
    broken(page, answers)
    learned(page, answers)
    page.picture(picture.scene(), "day_021_crawl")
    page.picture(picture.scene(failures=5), "day_021_given_up")


@contextmanager
def client(there: site.Site) -> Iterator[crawl.Crawler]:
    """Give a crawler that asks the site through httpx."""
    # trust_env: a proxy that the environment names would be asked, and could not reach this machine.
    with httpx.Client(
        base_url=there.address, headers={"user-agent": crawl.AGENT}, timeout=5.0, trust_env=False
    ) as http:

        def get(path: str) -> site.Answer:
            try:
                answer = http.get(path)
            except httpx.TransportError:
                # A lost connection is no answer at all; it may pass, like a busy server.
                return site.Answer(503, {}, b"")
            return site.Answer(answer.status_code, dict(answer.headers), answer.content)

        yield crawl.Crawler(get)


def fetched(page: Page, there: site.Site, crawler: crawl.Crawler, asked: int, again: int) -> None:
    """Show what the server saw."""
    page.heading(f"{asked} requests, as the server's log has them")
    rows = [[path, f"{status}", "yes" if status == 200 else "no"] for path, status in there.log[:asked]]
    page.table(["path", "status", "kept"], rows)
    private = sum(path.startswith("/private/") for path, _ in there.log)
    gaps = np.diff([one.when for one in crawler.requests])
    apart = bool(np.all(gaps > crawler.pause - 1e-3))
    forbidden = ", ".join(sorted(set(crawler.refused)))
    page.say(
        f"Linked, but forbidden by robots.txt: {forbidden}; the log has {private} requests for it. "
        f"No two requests came less than {crawler.pause:g} s apart: {apart}. "
        f"Crawled again, with the cache: {again} requests."
    )


def letters(page: Page, answers: list[site.Answer]) -> None:
    """Read the towns with and without a thought to the encoding."""
    page.heading("Bytes into letters: how many towns are there?")
    ways = {
        "all as UTF-8": [one.body.decode("utf-8", "replace") for one in answers],
        "all as Latin-1": [one.body.decode("latin-1") for one in answers],
        "as header, page, or bytes say": [crawl.decoded(one) for one in answers],
    }
    rows = []
    for name, texts in ways.items():
        towns = {row[1] for text in texts for row in crawl.rows(text)}
        rows.append([name, f"{len(towns)}", f"{len(towns & set(site.TOWNS))}"])
    page.table(["way", "spellings", f"right, of {len(site.TOWNS)}"], rows)


def broken(page: Page, answers: list[site.Answer]) -> None:
    """Count the rows that each way of reading finds on the page whose tags are not closed."""
    text = crawl.decoded(answers[site.BROKEN - 1])
    page.heading(f"{site.A_PAGE + site.REPEATED} bicycles on page {site.BROKEN}, tags left open: who finds them?")
    by_pattern = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", text, re.S)]
    soup = BeautifulSoup(text, "html.parser")
    naive = [[cell.get_text().strip() for cell in row.find_all("td")] for row in soup.find_all("tr")]
    truth = {(f"No. {b.number}", b.town, f"{b.age}", f"{b.distance}"): b.price for b in site.bicycles()}
    rows = []
    for name, found in (
        ("regular expression", by_pattern),
        ("all td of each tr", naive),
        ("nearest tr", crawl.rows(text)),
    ):
        right = sum(tuple(row[:4]) in truth and len(row) == len(COLUMNS) for row in found)
        rows.append([name, f"{sum(bool(row) for row in found)}", f"{right}"])
    page.table(["way", "rows", "right"], rows)


def frame(answers: list[site.Answer]) -> pd.DataFrame:
    """Return all rows of all pages as a table, as they stand there."""
    return pd.DataFrame([row for one in answers for row in crawl.rows(crawl.decoded(one))], columns=COLUMNS)


def tidied(raw: pd.DataFrame) -> pd.DataFrame:
    """Return the table with numbers for texts, each bicycle once."""
    table = raw.assign(
        number=raw["number"].str.extract(r"(\d+)", expand=False).astype(int),
        age=raw["age"].astype(float),
        distance=raw["distance"].astype(float),
        price=read_prices(raw["price"].tolist()),
    )
    return table.drop_duplicates("number").reset_index(drop=True)


def read_prices(texts: list[str]) -> list[float]:
    """Read prices by the day's own solution."""
    return table_prices(site.as_page(["price"], [[text] for text in texts]).decode())


def learned(page: Page, answers: list[site.Answer]) -> None:
    """Fit the price by age and distance, read carelessly and with care, and compare with the law."""
    raw = frame(answers)
    table = tidied(raw)
    truth = {one.number: one.price for one in site.bicycles()}
    right = sum(truth[n] == p for n, p in zip(table["number"].tolist(), table["price"].tolist(), strict=True))
    page.heading(f"{len(raw)} rows, {len(table)} bicycles, {right} prices as they were meant: what is a year worth?")
    commas = raw["price"].str.replace(",", "").str.extract(r"(\d+(?:\.\d+)?)", expand=False).astype(float)
    careless = table.assign(price=commas[~raw["number"].duplicated()].to_numpy())
    rng = np.random.default_rng(210)
    test = np.isin(np.arange(len(table)), rng.choice(len(table), len(table) // 4, replace=False))
    rows = []
    for name, one, kind in (
        ("ours, commas dropped", careless, LinearRegression),
        ("ours, prices read with care", table, LinearRegression),
        ("scikit-learn, with care", table, sklearn.linear_model.LinearRegression),
    ):
        X, y = one[["age", "distance"]].to_numpy(), one["price"].to_numpy()
        model = kind().fit(X[~test], y[~test])
        off = model.predict(X[test]) - table["price"].to_numpy()[test]
        values = (model.intercept_, *model.coef_, math.sqrt(float(np.mean(off**2))))
        rows.append([name, *(f"{value:,.1f}" for value in values)])
    rows.append(["the law", *(f"{v:,.1f}" for v in (site.NEW, -site.A_YEAR, -site.A_THOUSAND, site.NOISE))])
    page.table(["model", "new (EUR)", "each year", "each 1,000 km", "error on the test rows"], rows)


def run_on(page: Page, table: Table) -> None:
    """Publish the learner's own table on this machine, and scrape it back."""
    columns = [*table.features, *table.text_features, table.target]
    texts = table.texts if table.text_features else np.empty((len(table.y), 0), dtype=object)
    cells = [
        [*(str(v) for v in x), *("" if t is None else str(t) for t in words), str(y)]
        for x, words, y in zip(table.X[:500].tolist(), texts.tolist(), table.y.tolist(), strict=False)
    ]
    page.heading(f"Your data: {len(cells):,} rows as a page, fetched from this machine and read back")
    with site.Site(extra={"/yours.html": site.as_page(columns, cells)}) as there, client(there) as crawler:
        (path,) = crawler.crawl("/yours.html")
        back = crawl.rows(crawl.decoded(crawler.cache[path]))
    same = sum(one == [" ".join(cell.split()) for cell in row] for one, row in zip(back, cells, strict=True))
    page.say(f"{same:,} of {len(cells):,} rows came back as they were, {len(columns)} columns each.")
    page.picture(picture.scene(), "the_crawl")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
