"""Fetching: what robots.txt allows, one page after the other with a pause, again after a failure, and nothing twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from bs4 import BeautifulSoup, Tag

from workings.lessons.day_021_web_scraping.site import Answer

AGENT = "workings-day-21"


@dataclass(frozen=True)
class Request:
    """One request: when it was sent (seconds since the start), for what, and how it was answered."""

    when: float
    path: str
    status: int


@dataclass
class Crawler:
    """A polite crawler of one site.

    Attributes
    ----------
    get : callable
        Sends a request for a path and returns the answer.
    pause : float
        Seconds from one request to the next, at least.
    first_wait : float
        Seconds to wait after the first failure; each further failure doubles it.
    tries : int
        How often a page is asked for at most.
    cache : dict
        The pages that were fetched, by path; they are not asked for again.
    """

    get: Callable[[str], Answer]
    pause: float = 0.05
    first_wait: float = 0.1
    tries: int = 4
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    cache: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._begin = self._next = self.clock()

    def crawl(self, start: str) -> list[str]:
        """Return the pages that can be reached from `start`, in the order of their finding."""
        rules = RobotFileParser()
        robots = self.fetch("/robots.txt")
        # Without such a file everything is allowed; if the site is out of order, nothing is (RFC 9309, 2.3.1).
        shut = ["User-agent: *", "Disallow: /"] if robots is None and self.requests[-1].status != 404 else []
        rules.parse(robots.body.decode("utf-8", "replace").splitlines() if robots else shut)
        found, waiting, seen = [], [start], {start}
        while waiting:
            path = waiting.pop(0)
            if not rules.can_fetch(AGENT, path):
                self.refused.append(path)
                continue
            answer = self.fetch(path)
            if answer is None:
                continue
            found.append(path)
            new = [link for link in links(decoded(answer), path) if link not in seen]
            seen.update(new)
            waiting.extend(new)
        return found

    def fetch(self, path: str) -> Answer | None:
        """Return a page from the cache or from the site, or None if it cannot be had."""
        if path in self.cache:
            return self.cache[path]
        for k in range(self.tries):
            # The pause is kept between any two requests, repeated ones too.
            self.sleep(max(0.0, self._next - self.clock()))
            when = self.clock()
            answer = self.get(path)
            self.requests.append(Request(when - self._begin, path, answer.status))
            self._next = when + self.pause
            if answer.status == 200:
                self.cache[path] = answer
                return answer
            # Only what may pass is worth another try: 404 stays 404.
            if answer.status not in (429, 500, 502, 503, 504):
                return None
            self._next = max(self._next, self.clock() + wait(answer, k, self.first_wait))
        return None


def wait(answer: Answer, k: int, first_wait: float) -> float:
    """Return the seconds to wait after failure k (from 0): what the server asks for, else twice as long each time."""
    asked = answer.headers.get("retry-after", "")
    return float(asked) if asked.isdigit() else first_wait * 2**k


def links(html: str, path: str) -> list[str]:
    """Return the paths that a page links to on its own site, made whole."""
    whole = [
        urlsplit(urljoin(path, str(a["href"]))) for a in BeautifulSoup(html, "html.parser").find_all("a", href=True)
    ]
    return [one.path for one in whole if not one.netloc]


def decoded(answer: Answer) -> str:
    """Return the page's text: by the header's charset, the page's own, UTF-8 if that fits, else Windows' Latin."""
    header = re.search(r"charset=([\w-]+)", answer.headers.get("content-type", ""))
    meta = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", answer.body[:1024])
    named = header[1] if header else meta[1].decode() if meta else "utf-8"
    try:
        return answer.body.decode(named)
    except (LookupError, UnicodeDecodeError):
        return answer.body.decode("cp1252", "replace")


def rows(html: str) -> list[list[str]]:
    """Return the texts of a table's cells, row by row, without the header; tags that were never closed do no harm."""
    made = []
    for row in BeautifulSoup(html, "html.parser").find_all("tr"):
        # An open cell swallows those after it: each counts only what has no nearer row, and no nearer cell.
        cells = [cell for cell in row.find_all("td") if cell.find_parent("tr") is row]
        if cells:
            made.append([own_text(cell) for cell in cells])
    return made


def own_text(cell: Tag) -> str:
    """Return what stands in a cell itself, each run of blanks as one."""
    own = (str(text) for text in cell.find_all(string=True) if text.find_parent(("td", "tr")) is cell)
    return " ".join("".join(own).split())
