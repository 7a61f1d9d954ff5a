"""What `workings new` makes passes the linters, runs, and spoils nothing, seen in a copy of the checkout."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from workings import cli

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A copy of all that the commands change, or that what they make needs."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copytree(ROOT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests" / "checker" / "corpus").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def python(checkout, *arguments):
    """Run Python on the copy; return its exit status and all that it said."""
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def lint(checkout, files):
    """Hold files to the linters of the project."""
    names = [name for name in files if name.endswith(".py")]
    for command in (["ruff", "format", "--check"], ["ruff", "check", "--no-cache"]):
        status, said = python(checkout, "-m", *command, *names)
        assert status == 0, said


def made(capsys):
    return [line for line in capsys.readouterr().out.splitlines() if (Path.cwd() / line).is_file()]


@pytest.mark.parametrize(
    "title",
    [
        "Running times",
        pytest.param("A title so long that no line of a file could ever hold all of it", marks=pytest.mark.slow),
    ],
)
def test_a_new_day_passes_the_linter_of_lessons_and_is_not_ready(checkout, capsys, title):
    before = (checkout / "src/workings/lessons/path.toml").read_text()
    last = tomllib.loads(before)["day"][-1]["number"]
    assert cli.main(["new", "day", title]) == 0
    files = made(capsys)
    assert len(files) == 8
    lint(checkout, files)
    after = (checkout / "src/workings/lessons/path.toml").read_text()
    assert after.startswith(before.rstrip("\n"))
    day = tomllib.loads(after)["day"][-1]
    assert (day["number"], day["title"], day["ready"]) == (last + 1, title, False)
    status, said = python(checkout, "tools/check_lessons.py", str(last + 1))
    assert status == 0, said
    assert "each complete" in said
    assert cli.main(["new", "day", title]) == 2, "nothing is overwritten"
    assert "not overwritten" in capsys.readouterr().err


def test_a_day_that_the_path_knows_keeps_its_place(checkout, capsys):
    path = checkout / "src/workings/lessons/path.toml"
    entry = '\n[[day]]\nnumber = 70\ntitle = "Seen from afar"\nslug = "seen_from_afar"\nready = false\n'
    path.write_text(path.read_text() + entry)
    before = path.read_text()
    assert cli.main(["new", "day", "70"]) == 0
    assert "src/workings/lessons/day_070_seen_from_afar/lesson.md" in made(capsys)
    assert path.read_text() == before


def test_a_new_topic_judges(checkout, capsys):
    assert cli.main(["new", "topic", "mean_gap"]) == 0
    files = made(capsys)
    assert len(files) == 4
    lint(checkout, files)
    for side, outcome in (("right", 0), ("wrong", 1)):
        status, said = python(checkout, "-m", "workings.cli", "check", f"tests/checker/corpus/mean_gap_{side}.py")
        assert status == outcome, said
    assert "squares" in said
    assert "sums_instead_of_mean" in said


@pytest.mark.parametrize("name", ["linear_model.MeanRegressor", "tree.ATreeOfOneLeafOnly"])
def test_a_new_estimator_is_exported_and_passes(checkout, capsys, name):
    assert cli.main(["new", "estimator", name]) == 0
    files = made(capsys)
    assert len(files) == 3
    lint(checkout, files)
    status, said = python(checkout, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir=.", *files)
    assert status == 0, said


@pytest.mark.slow
def test_a_new_estimator_passes_all_of_check_estimator(checkout):
    assert cli.main(["new", "estimator", "linear_model.MeanRegressor"]) == 0
    code = (
        "from sklearn.utils.estimator_checks import check_estimator\n"
        "from workings.linear_model import MeanRegressor\n"
        "check_estimator(MeanRegressor())"
    )
    status, said = python(checkout, "-c", code)
    assert status == 0, said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("day", "???"), "no letters"),
        (("day", "999"), "no day 999"),
        (("topic", "Softmax!"), "no name for a topic"),
        (("topic", "softmax"), "already"),
        (("estimator", "Ridge"), "Write package and class"),
        (("estimator", "linear_model.Ridge"), "already"),
        (("estimator", "cooking.Stove"), "no package workings.cooking"),
    ],
)
def test_refusals_are_a_sentence_and_change_nothing(checkout, capsys, arguments, words):
    before = sorted(checkout.rglob("*"))
    assert cli.main(["new", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert words in err
    assert sorted(checkout.rglob("*")) == before


def test_elsewhere_it_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "topic", "mean_gap"]) == 2
    assert "no source checkout" in capsys.readouterr().err
