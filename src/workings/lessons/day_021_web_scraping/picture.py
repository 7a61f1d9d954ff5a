"""The day's picture: when the crawler asks for which page, by its pause and the site's failures."""

from __future__ import annotations

from workings.lessons.day_021_web_scraping import crawl, site
from workings.show import Axis, Control, Line, Points, Scene, Text

CONTROLS = (
    Control("pause", 0.0, 2.0, 0.5, "pause between requests", "s", step=0.1),
    Control("failures", 0, 5, 2, "times that page 4 fails", step=1),
)

# A server of nearby takes about that long to answer (seconds).
ANSWER = 0.05
FIRST_WAIT = 0.5


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let that much time pass."""
        self.now += seconds


def crawled(pause: float, failures: int) -> crawl.Crawler:
    """Run the lesson's crawler on the lesson's site, without a network and on a clock of its own."""
    there, clock = site.Site(failures=failures), Clock()

    def get(path: str) -> site.Answer:
        clock.sleep(ANSWER)
        return there.answer(path)

    crawler = crawl.Crawler(get, pause, FIRST_WAIT, clock=clock, sleep=clock.sleep)
    crawler.crawl(site.path_of(1))
    return crawler


def scene(pause: float = 0.5, failures: float = 2) -> Scene:
    """Return the requests in time, those that failed and those that came through."""
    crawler = crawled(pause, int(failures))
    names = ("/robots.txt", *map(site.path_of, range(1, site.PAGES + 1)), "/private/owners.html")
    place = {name: float(len(names) - 1 - k) for k, name in enumerate(names)}
    sent = crawler.requests
    good = [one for one in sent if one.status == 200]
    bad = [one for one in sent if one.status != 200]
    end = sent[-1].when
    wide = max(1.0, end)
    got = sum(name in crawler.cache for name in names[1:-1])
    lost = (
        f"page {site.BUSY} was given up after {len(bad)} tries, and nothing behind it was found"
        if got < site.PAGES
        else ""
    )
    tail = lost or (f"page {site.BUSY} failed {len(bad)} times before it came" if bad else "nothing failed")
    return Scene(
        "A crawl, request by request",
        Axis("time since the start", "s", -0.06 * wide, 1.06 * wide),
        Axis("page", low=-0.6, high=len(names) - 0.4, ticks=tuple((place[n], n) for n in reversed(names))),
        (
            Line(tuple(r.when for r in sent), tuple(place[r.path] for r in sent), quiet=True),
            Points(tuple(r.when for r in good), tuple(place[r.path] for r in good), 0, "came (200)", strong=True),
            *(
                (Points(tuple(r.when for r in bad), tuple(place[r.path] for r in bad), 1, "busy (503)", strong=True),)
                if bad
                else ()
            ),
            Text(wide / 2, 0.0, "forbidden by robots.txt: never asked for", quiet=True),
        ),
        say=f"{len(sent)} requests in {end:.1f} s brought {got} of {site.PAGES} pages: {tail}.",
    )
