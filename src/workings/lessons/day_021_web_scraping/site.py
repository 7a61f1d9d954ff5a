"""A small site of second-hand bicycles, made from a seed and served on this machine, with what real sites do wrong."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

import numpy as np

TOWNS = ("Zürich", "Genève", "Köln", "Málaga", "Bern")
PAGES, A_PAGE, REPEATED = 6, 20, 2
# What the law says of a price: new, lost in a year, lost for each 1,000 km; and the spread around it.
NEW, A_YEAR, A_THOUSAND, NOISE = 1800.0, 120.0, 25.0, 40.0
LATIN_1, NO_CHARSET, BUSY, BROKEN = 2, 3, 4, 5
ROBOTS = "User-agent: *\nDisallow: /private/\n"


@dataclass(frozen=True)
class Bicycle:
    """What one row of the table tells."""

    number: int
    town: str
    age: int
    distance: float
    price: float


@dataclass(frozen=True)
class Answer:
    """What a server sends back."""

    status: int
    headers: dict[str, str]
    body: bytes


@cache
def bicycles(seed: int = 21) -> tuple[Bicycle, ...]:
    """Return the bicycles as they truly are."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(1, PAGES * A_PAGE + 1):
        age, distance = int(rng.integers(0, 9)), round(float(rng.uniform(0.0, 20.0)), 1)
        price = NEW - A_YEAR * age - A_THOUSAND * distance + NOISE * float(rng.standard_normal())
        made.append(Bicycle(number, str(rng.choice(TOWNS)), age, distance, round(price, 2)))
    return tuple(made)


def written(price: float, way: int) -> str:
    """Write a price in one of four ways."""
    english = f"{price:,.2f}"
    other = english.translate(str.maketrans(",.", ".,"))
    return (f"EUR {english}", f"{other} &euro;", f"{other.replace('.', '&nbsp;')} &euro;", f"<b>{english}</b> EUR")[way]


def path_of(page: int) -> str:
    """Return where a page lies."""
    return f"/bicycles/{page}.html"


@cache
def page_bytes(page: int, seed: int = 21) -> bytes:
    """Return a page: its bicycles, the last two of the page before again, and links."""
    first = max(0, (page - 1) * A_PAGE - REPEATED)
    rows = []
    for one in bicycles(seed)[first : page * A_PAGE]:
        cells = (f"No. {one.number}", one.town, f"{one.age}", f"{one.distance}", written(one.price, one.number % 4))
        # What is never closed here, browsers close by themselves; and so must who reads it.
        closed = "" if page == BROKEN and one.number % 2 else "</td>"
        end = "" if page == BROKEN else "</tr>"
        rows.append("<tr>" + "".join(f'<td class="c{k}"> {cell} {closed}' for k, cell in enumerate(cells)) + end)
    further = f'<a rel="next" href="{page + 1}.html">next</a>' if page < PAGES else ""
    head = "<tr><th>number<th>town<th>age<th>1,000 km<th>price</tr>"
    meta = "" if page in (LATIN_1, NO_CHARSET) else '<meta charset="utf-8">'
    text = (
        f"<!doctype html>{meta}<title>Bicycles, page {page}</title><table>{head}\n" + "\n".join(rows) + "</table>\n"
        f'<p>{further} <a href="/private/owners.html">owners</a> <a href="http://elsewhere.example/">elsewhere</a>'
    )
    return text.encode("latin-1" if page in (LATIN_1, NO_CHARSET) else "utf-8")


@dataclass
class Site:
    """The site; `with Site() as site` serves it at `site.address` and closes it afterwards.

    Attributes
    ----------
    failures : int
        How often the busy page answers 503 before it answers at all; the first time it says how long to wait.
    log : list of (path, status)
        What was asked for, as the server saw it.
    extra : dict
        More pages, by path.
    """

    failures: int = 1
    extra: dict[str, bytes] = field(default_factory=dict)
    log: list[tuple[str, int]] = field(default_factory=list)
    address: str = ""

    def answer(self, path: str) -> Answer:
        """Answer a request, and write it into the log."""
        found = self._found(path)
        self.log.append((path, found.status))
        return found

    def _found(self, path: str) -> Answer:
        if path == "/robots.txt":
            return Answer(200, {"content-type": "text/plain; charset=utf-8"}, ROBOTS.encode())
        if path in self.extra:
            return Answer(200, {"content-type": "text/html; charset=utf-8"}, self.extra[path])
        if path.startswith("/private/"):
            return Answer(200, {"content-type": "text/html; charset=utf-8"}, b"<p>Nobody should have read this.")
        page = next((k for k in range(1, PAGES + 1) if path == path_of(k)), None)
        if page is None:
            return Answer(404, {"content-type": "text/plain"}, b"not found")
        before = sum(asked == path for asked, _ in self.log)
        if page == BUSY and before < self.failures:
            return Answer(503, {"retry-after": "1"} if before == 0 else {}, b"busy")
        kinds = {LATIN_1: "text/html; charset=iso-8859-1", NO_CHARSET: "text/html"}
        return Answer(200, {"content-type": kinds.get(page, "text/html; charset=utf-8")}, page_bytes(page))

    def __enter__(self) -> Site:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = site.answer(self.path)
                self.send_response(answer.status)
                for name, value in {**answer.headers, "content-length": str(len(answer.body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:
                """Leave the terminal to the lesson."""

        # Port 0: the system gives one that is free, so that many lessons can run at once.
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def as_page(columns: list[str], rows: list[list[str]]) -> bytes:
    """Return any table as a page."""
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<!doctype html><table><tr>{head}</tr>{body}</table>".encode()
