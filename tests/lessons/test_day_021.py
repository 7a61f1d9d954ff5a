"""Day 21: the crawler's manners, on a clock that only waiting moves; and what the pages hold, against who made them."""

import io
import threading

import httpx
import numpy as np
import pytest
from rich.console import Console

from workings.lessons.day_021_web_scraping import crawl, lesson, picture, site
from workings.lessons.own_data import Table
from workings.lessons.page import Page

PAGES = [site.path_of(k) for k in range(1, site.PAGES + 1)]


@pytest.fixture
def page():
    return Page(console=Console(file=io.StringIO(), width=100))


def said(page):
    return " ".join(page.console.file.getvalue().split())


def crawler_of(answers, **options):
    """Return a crawler of a site that answers from lists, one entry after the other, and its clock."""
    clock = picture.Clock()

    def get(path):
        left = answers.get(path, [])
        return (left.pop(0) if len(left) > 1 else left[0]) if left else site.Answer(404, {}, b"")

    return crawl.Crawler(get, clock=clock, sleep=clock.sleep, **options), clock


def good(text=""):
    return [site.Answer(200, {}, text.encode())]


def test_the_whole_day(page):
    before = threading.active_count()
    lesson.run(page)
    assert threading.active_count() == before
    text = said(page)
    assert "8 requests, as the server's log has them" in text
    assert "/private/owners.html; the log has 0 requests" in text
    assert "apart: True. Crawled again, with the cache: 0 requests" in text
    assert "as header, page, or bytes say 5 5" in text
    assert "nearest tr 22 22" in text
    assert "130 rows, 120 bicycles, 120 prices as they were meant" in text
    ours, theirs = (text.split(name)[1].split()[:4] for name in ("read with care ", "scikit-learn, with care "))
    assert ours == theirs


def test_the_site_is_closed_even_after_an_error():
    with pytest.raises(KeyError), site.Site() as there:
        raise KeyError
    with pytest.raises(httpx.TransportError):
        httpx.get(there.address, trust_env=False, timeout=2.0)


def test_two_sites_at_once():
    with site.Site() as one, site.Site() as other:
        assert one.address != other.address
        assert httpx.get(one.address + PAGES[0], trust_env=False).content == site.page_bytes(1)
        assert other.log == []


def test_a_lost_connection_is_tried_again(monkeypatch):
    real, lost = httpx.Client.get, []

    def get(self, path):
        if path == PAGES[0] and not lost:
            lost.append(path)
            raise httpx.ReadError("gone")
        return real(self, path)

    monkeypatch.setattr(httpx.Client, "get", get)
    with site.Site() as there, lesson.client(there) as crawler:
        assert crawler.fetch(PAGES[0]) is not None
    assert [one.status for one in crawler.requests] == [503, 200]


@pytest.mark.parametrize(("failures", "first_wait"), [(1, 0.5), (2, 0.5), (3, 2.0)])
def test_waits_double_unless_the_server_says_how_long(failures, first_wait):
    busy = [site.Answer(503, {}, b"")] * failures
    crawler, _ = crawler_of({"/robots.txt": good(), "/a": busy + good()}, pause=0.1, first_wait=first_wait)
    crawler.crawl("/a")
    when = [one.when for one in crawler.requests if one.path == "/a"]
    assert np.diff(when) == pytest.approx([first_wait * 2**k for k in range(failures)])
    crawler, _ = crawler_of({"/robots.txt": good(), "/a": [site.Answer(429, {"retry-after": "7"}, b""), *good()]})
    crawler.crawl("/a")
    assert crawler.requests[2].when - crawler.requests[1].when == pytest.approx(7.0)


def test_a_page_that_is_gone_is_not_asked_for_again():
    crawler, _ = crawler_of({"/robots.txt": good(), "/a": good('<a href="b">b</a>')})
    assert crawler.crawl("/a") == ["/a"]
    assert [(one.path, one.status) for one in crawler.requests] == [("/robots.txt", 200), ("/a", 200), ("/b", 404)]


@pytest.mark.parametrize(("robots", "found"), [(404, ["/a"]), (503, [])])
def test_no_robots_txt_allows_everything_and_a_broken_one_nothing(robots, found):
    crawler, _ = crawler_of({"/robots.txt": [site.Answer(robots, {}, b"")], "/a": good()})
    assert crawler.crawl("/a") == found


def test_pages_that_link_to_each_other_end():
    crawler, _ = crawler_of({"/robots.txt": good(), "/x/a": good('<a href="b">'), "/x/b": good('<a href="/x/a">')})
    assert crawler.crawl("/x/a") == ["/x/a", "/x/b"]
    assert len(crawler.requests) == 3


@pytest.mark.parametrize("pause", [0.0, 0.3, 2.0])
def test_the_pause_is_kept(pause):
    when = [one.when for one in picture.crawled(pause, 3).requests]
    assert min(np.diff(when)) >= max(pause, picture.ANSWER) - 1e-9


@pytest.mark.parametrize(
    ("header", "body", "text"),
    [
        ("text/html; charset=iso-8859-1", "Köln".encode("latin-1"), "Köln"),
        ("text/html; charset=utf-8", '<meta charset="latin-1">Köln'.encode(), '<meta charset="latin-1">Köln'),
        ("text/html", '<meta charset="latin-1">Köln'.encode("latin-1"), '<meta charset="latin-1">Köln'),
        ("text/html", "Köln".encode(), "Köln"),
        ("text/html", "Köln €".encode("cp1252"), "Köln €"),
        ("text/html; charset=nonsense", "Köln".encode("cp1252"), "Köln"),
    ],
)
def test_letters(header, body, text):
    assert crawl.decoded(site.Answer(200, {"content-type": header}, body)) == text


def test_every_row_of_every_page_is_what_was_published():
    there = site.Site(failures=0)
    for k, path in enumerate(PAGES):
        first = max(0, k * site.A_PAGE - site.REPEATED)
        wanted = site.bicycles()[first : (k + 1) * site.A_PAGE]
        found = crawl.rows(crawl.decoded(there.answer(path)))
        assert [row[:4] for row in found] == [[f"No. {b.number}", b.town, f"{b.age}", f"{b.distance}"] for b in wanted]
        assert lesson.read_prices([row[4] for row in found]) == [b.price for b in wanted]


def test_the_picture_says_what_the_site_does():
    assert "brought 6 of 6 pages: nothing failed" in picture.scene(failures=0).say
    assert "page 4 was given up after 4 tries" in picture.scene(failures=4).say
    assert picture.scene(pause=0.0, failures=0).say.startswith("7 requests in 0.3 s")


def test_a_table_of_ones_own(page):
    texts = np.array([["a <b> & c"], ["  two  words"], [None]], dtype=object)
    X = np.array([[1.5], [np.nan], [-2.0]])
    lesson.run_on(page, Table(X, np.array(["u", "v", "w"]), ("x",), "y", texts=texts, text_features=("t",)))
    assert "3 of 3 rows came back as they were, 3 columns each" in said(page)
