import os
import re
import shutil
import time
from html.parser import HTMLParser

import numpy as np
import pytest

from workings import cli
from workings.lessons import days, get_day
from workings.lessons.report import beside, html
from workings.lessons.report.record import Block, Judgement, Record, record
from workings.lessons.report.walk import walk
from workings.linear_model import LogisticRegression


def work(day):
    if day.number == 1:
        raise ValueError("no")
    if day.number == 2:
        os._exit(7)
    if day.number == 3:
        time.sleep(60)
    return day.number


def test_a_day_that_fails_dies_or_hangs_does_not_stop_the_others():
    begun = []
    found = {one.day.number: one for one in walk(days()[:6], work, jobs=2, begun=begun.append, patience=3.0)}
    assert [day.number for day in begun] == [1, 2, 3, 4, 5, 6]
    assert [found[number].result for number in range(1, 7)] == [None, None, None, 4, 5, 6]
    assert found[1].problem == "ValueError: no"
    assert "exit status 7" in found[2].problem
    assert "too long" in found[3].problem


def test_a_day_is_recorded():
    found = record(get_day(6))
    assert (found.right, found.problems) == (True, [])
    assert "Who will buy next?" in found.question
    assert found.picture.startswith("<?xml")
    assert found.caption
    assert [(one.name, one.outcome) for one in found.verdicts] == [
        ("logistic_loss", "right"),
        ("logistic_loss_gradient", "right"),
    ]
    assert {block.kind for block in found.blocks} == {"heading", "say", "table", "picture"}
    fit = next(one for one in found.fits if one.name == "LogisticRegression")
    assert fit.agreement == "same answers"
    assert min(fit.ours, fit.theirs) > 0


def test_what_fails_is_said_and_the_rest_goes_on(tmp_path, monkeypatch):
    day = get_day(6)
    shutil.copytree(day.folder, tmp_path / "day")
    monkeypatch.setattr(type(day), "folder", tmp_path / "day")
    shutil.copyfile(tmp_path / "day" / "exercise.py", tmp_path / "day" / "solution.py")

    def module(self, part):
        raise RuntimeError(f"no {part}")

    monkeypatch.setattr(type(day), "module", module)
    found = record(day)
    assert not found.right
    assert found.problems[:2] == [
        "the lesson fails: RuntimeError: no lesson",
        "the picture fails: RuntimeError: no picture",
    ]
    assert all(text.startswith("the checker calls the solution's logistic_loss") for text in found.problems[2:])
    assert len(found.problems) == 4


def test_a_watch_leaves_no_trace():
    X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 1, 0, 1])
    before = LogisticRegression.fit
    with beside.watching() as watch:
        assert LogisticRegression.fit is not before
        LogisticRegression(C=3.0).fit(X[:2], y[:2])
        LogisticRegression(C=2.0).fit(X, y)
        LogisticRegression(C=4.0).fit(X[:3], y=y[:3])
    assert LogisticRegression.fit is before
    assert watch.ours["LogisticRegression"].model.C == 2.0, "the largest counts"
    (fit,) = beside.compared(watch)
    assert (fit.rows, fit.features, fit.agreement) == (4, 1, "same answers")


def test_a_fit_without_counterpart_is_left_out():
    X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 1, 0, 1])
    with beside.watching() as watch:
        LogisticRegression(solver="gradient descent", max_iter=3000).fit(X, y)
    assert beside.compared(watch) == []


def made_up():
    table = Block("table", "", ("what", "scikit-learn's"), (("<b>", "1 & 2"), ("other", "3")))
    good = Record(1, "First <day>", "Is 1 < 2?", (Block("heading", "One"), Block("say", "Words"), table))
    good.verdicts = (Judgement("f", "right", "", 12, 1e-5, 2e-5),)
    good.fits = (beside.Fit("Ridge", 1000, 20, 0.001, 0.002, "same predictions"),)
    good.picture = '<?xml?><svg width="3pt"><g id="a"/><use xlink:href="#a" style="fill: #222222"/></svg>'
    bad = Record(2, "Second", verdicts=(Judgement("g", "wrong"),), problems=["the lesson fails: ValueError: <no>"])
    bad.picture = good.picture
    return html.page([good, bad], [days()[4], days()[5]], html.Walked("1 May 2026", 12.3, 2, "2 cores"))


def test_what_compares_is_found():
    assert Block("say", "scikit-learn says 3").compares
    assert Block("table", "", ("k", "SciPy's"), (("1", "2"),)).compares
    assert Block("table", "", ("what", "right"), (("ours", "2"), ("PyTorch", "2"))).compares
    assert not Block("table", "", ("k", "right"), (("1", "2"),)).compares
    assert not Block("heading", "Beside NumPy").compares


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links = [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.handle_startendtag(tag, attributes)

    def handle_startendtag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("href", "src", "xlink:href"):
                self.links.append(value)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else():
    text = made_up()
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)
    assert all(link.startswith("#") and link[1:] in reader.ids for link in reader.links)
    assert "<script" not in text
    assert not re.search(r"url\((?!#)|@import|https?://", text)


def test_the_page_says_what_went_well_and_what_did_not():
    text = made_up()
    assert "1 day did not go well" in text
    assert "The lesson fails: ValueError: &lt;no&gt;." in text
    assert "First &lt;day&gt;" in text
    assert "<td>&lt;b&gt;</td><td>1 &amp; 2</td>" in text
    assert (
        'f is <span class="good">right</span> on 12 inputs; a call takes 10\u202fµs, the textbook form 20\u202fµs.'
        in text
    )
    assert '<span class="bad">wrong</span>' in text
    assert "Not written yet, and so not run: days 5 to 6." in text
    assert "fill: var(--ink)" in text
    assert "1.0\u202fms" in text
    assert "One:" in text, "a table stands under its heading"


def test_the_command_walks_writes_and_says(tmp_path, capsys):
    status = cli.main(["run", "--days", "3,9-9", "--out", str(tmp_path / "out"), "--jobs", "2"])
    out = capsys.readouterr().out
    assert status == 0
    assert "Multiple linear regression: right" in out
    assert "2 days in" in out
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(text)
    assert len(set(reader.ids)) == len(reader.ids)
    assert text.count("<svg") == 2
    assert not re.search(r"(href|src)=\"(?!#)", text)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--days", "x"], "'x' names no days"),
        (["--days", "5-2"], "'5-2' names no days"),
        (["--days", "1,99"], "there is no day 99"),
        (["--jobs", "0"], "--jobs 0"),
        (["--out", "file"], "File exists"),
    ],
)
def test_refusals_are_a_sentence(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    assert cli.main(["run", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
