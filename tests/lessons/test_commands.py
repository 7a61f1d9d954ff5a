import io
import time

import pytest
from rich.console import Console

from workings import cli
from workings.lessons import days
from workings.lessons import page as pages
from workings.lessons.page import Page


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        status = cli.main(list(arguments))
        out, err = capsys.readouterr()
        return status, out, err

    return call


def test_alone_it_shows_the_path_and_where_you_are(run):
    status, out, _ = run()
    assert status == 0
    first = next(day for day in days() if day.ready)
    assert f"▶ {first.number:3d}  {first.title}  (you are here)" in out
    assert " 54  Hierarchical clustering" in out
    assert f"workings day {first.number} " in out
    assert "\x1b" not in out, "no colours where nobody sees them"


def test_a_day_that_was_run_is_marked(run, tmp_path):
    status, out, _ = run("day", "6", "--out", "pictures")
    assert status == 0
    assert "for each year of age" in out
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 5
    assert "◐   6" in run()[1]


def test_a_damaged_record_is_said_and_set_aside(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "progress.sqlite3").write_text("no database")
    status, out, err = run()
    assert status == 0
    assert "damaged" in err
    assert "you are here" in out
    assert run()[2] == ""


def test_text_and_exercise(run, tmp_path):
    assert run("day", "6", "--text")[1].startswith("# Day 6")
    status, out, _ = run("day", "6", "--exercise")
    assert (status, "workings check day_006.py" in out) == (0, True)
    (tmp_path / "day_006.py").write_text("mine")
    status, _, err = run("day", "6", "--exercise")
    assert (status, "not overwritten" in err) == (2, True)
    assert (tmp_path / "day_006.py").read_text() == "mine"


@pytest.mark.parametrize("classes", [2, 3])
def test_own_data(run, tmp_path, classes):
    import numpy as np

    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 3))
    y = (X[:, :classes].argmax(axis=1) if classes > 2 else (X[:, 0] > 0).astype(int)) + 1
    lines = ["a,b,c,kind", *(",".join([*map(str, row), f"k{one}"]) for row, one in zip(X, y, strict=True))]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    status, out, _ = run("day", "6", "--data", "t.csv", "--target", "kind", "--out", "p")
    assert status == 0
    assert f"120 rows, 3 features, {classes} classes of 'kind'" in out
    assert {p.name for p in (tmp_path / "p").iterdir()} == {"your_loss.png", "your_confusion.png", "your_regions.png"}
    assert run("day", "6", "--data", "t.csv", "--target", "kind", "--features", "a")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("99",), "there is no day 99"),
        (("6", "--target", "y"), "--data"),
        (("6", "--data", "x.csv"), "--target"),
        (("6", "--data", "x.csv", "--target", "y"), "cannot read x.csv"),
        (("6", "--out", "file"), "is a file"),
    ],
)
def test_refusals_exit_with_2_and_a_sentence(run, tmp_path, arguments, words):
    (tmp_path / "file").write_text("")
    status, out, err = run("day", *arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_a_bar_moves_while_work_lasts(monkeypatch):
    """Nothing for quick work, a bar from `PATIENCE` on."""
    monkeypatch.setattr(pages, "PATIENCE", 0.05)
    written = io.StringIO()
    page = Page(console=Console(file=written, force_terminal=True, width=80))
    with page.working("quick work"):
        pass
    assert "quick work" not in written.getvalue()
    with page.working("slow work"):
        time.sleep(0.4)
    assert "slow work" in written.getvalue()
