import json
import os
import shutil

import pytest

from workings import cli
from workings.checker.batch import Task, judge_one
from workings.lessons import days, get_day, progress
from workings.lessons.exercises import READINGS, asked, workspace
from workings.lessons.hints import hints

SEVENTH = "day_007_nearest_neighbours_idea"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def call(*arguments):
        status = cli.main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return call


def solve(folder, day=7):
    shutil.copyfile(get_day(day).folder / "solution.py", folder / "exercise.py")


def test_an_exercise_from_beginning_to_end(run, tmp_path, monkeypatch):
    status, out, _ = run("start", "7")
    folder = tmp_path / "here" / "workings-path" / SEVENTH
    assert status == 0
    assert f"workings-path/{SEVENTH}/exercise.py" in out
    assert (folder / "exercise.py").read_text() == (get_day(7).folder / "exercise.py").read_text()
    monkeypatch.chdir(folder)
    status, out, _ = run("check")
    assert status == 1
    assert "Day 7 is not done yet. A hint: workings hint 7" in out
    assert progress.read_progress() == {}
    solve(folder)
    status, out, _ = run("check")
    assert status == 0
    assert "Day 7 is done." in out
    assert list(progress.read_progress()) == [7]
    assert progress.read_runs() == {}
    assert "✓   7" in run()[1]


def test_what_was_written_on_the_page_is_where_one_begins(run, tmp_path):
    progress.save_draft(7, "# begun on the page: größer\n")
    exercise = tmp_path / "here" / "workings-path" / SEVENTH / "exercise.py"
    status, out, _ = run("start", "7")
    assert (status, "what you wrote on the page" in out) == (0, True)
    assert exercise.read_text(encoding="utf-8") == "# begun on the page: größer\n"
    exercise.write_text("mine")
    assert "what you wrote on the page" not in run("start", "7")[1]
    assert exercise.read_text() == "mine"


@pytest.mark.parametrize("cleared", ["", " \n"])
def test_a_page_that_was_cleared_begins_with_the_exercise(run, tmp_path, cleared):
    progress.save_draft(7, cleared)
    status, out, _ = run("start", "7")
    exercise = tmp_path / "here" / "workings-path" / SEVENTH / "exercise.py"
    assert (status, "what you wrote on the page" in out) == (0, False)
    assert exercise.read_text() == (get_day(7).folder / "exercise.py").read_text()


def test_an_exercise_begins_though_the_record_is_damaged(run, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "progress.sqlite3").write_bytes(b"no record" * 100)
    status, _, err = run("start", "7")
    assert (status, "damaged" in err) == (0, True)
    assert (tmp_path / "here" / "workings-path" / SEVENTH / "exercise.py").is_file()


def test_nobodys_work_is_overwritten(run, tmp_path):
    run("start", "7")
    exercise = tmp_path / "here" / "workings-path" / SEVENTH / "exercise.py"
    exercise.write_text("mine")
    status, out, _ = run("start", "7")
    assert (status, "your work is kept" in out) == (0, True)
    assert exercise.read_text() == "mine"


def test_start_without_a_number_begins_the_next_day(run):
    first, second = [day for day in days() if day.ready][:2]
    assert f"Day {first.number}: {first.title}" in run("start")[1]
    progress.mark_done(first.number)
    assert f"Day {second.number}: {second.title}" in run("start")[1]


def test_days_are_begun_beside_each_other_wherever_one_stands(run, tmp_path, monkeypatch):
    run("start", "7")
    monkeypatch.chdir(tmp_path / "here" / "workings-path" / SEVENTH)
    assert run("start", "6")[0] == 0
    root = tmp_path / "here" / "workings-path"
    assert sorted(path.name for path in root.iterdir()) == [get_day(6).folder.name, SEVENTH]
    assert workspace(root / SEVENTH) == root


def test_above_the_days_the_one_worked_on_last_is_judged(run, tmp_path):
    for day in (7, 16):
        run("start", str(day))
    root = tmp_path / "here" / "workings-path"
    solve(root / SEVENTH)
    os.utime(root / SEVENTH / "exercise.py", (2e9, 2e9))
    assert "Day 7 is done" in run("check")[1]


def test_a_part_of_the_exercise_is_not_the_day(run, tmp_path):
    run("start", "14")
    exercise = tmp_path / "here" / "workings-path" / get_day(14).folder.name / "exercise.py"
    solve(exercise.parent, 14)
    assert asked(get_day(14)) == ["hinge_loss", "hinge_subgradient"]
    status, out, _ = run("check", f"{exercise}::hinge_loss")
    assert (status, "Day 14 asks for hinge_subgradient too" in out) == (0, True)
    assert progress.read_progress() == {}
    status, out, _ = run("check", str(exercise), "--json")
    assert [one["outcome"] for one in json.loads(out)] == ["right", "right"]


SQUARES = """
import numpy as np


def gradient_descent(X, y, learning_rate, n_steps):
    w = np.zeros(X.shape[1])
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (X @ w - y) / len(y)
    return w
"""
WITH_START = """
import numpy as np
from scipy.special import expit


def gradient_descent(X, y, learning_rate=0.1, n_steps=10, w0=None):
    w = np.zeros(X.shape[1]) if w0 is None else np.array(w0, dtype=float)
    for _ in range(n_steps):
        w = w - learning_rate * X.T @ (expit(X @ w) - y) / len(y)
    return w
"""


@pytest.mark.parametrize(("text", "outcome"), [(SQUARES, "wrong"), (WITH_START, "right")])
def test_an_exercise_asks_for_what_it_says_and_not_for_a_namesake(run, tmp_path, text, outcome):
    """Day 5 asks for the logistic loss; a file of one's own may mean another loss by the same name."""
    run("start", "5")
    exercise = tmp_path / "here" / "workings-path" / get_day(5).folder.name / "exercise.py"
    exercise.write_text(text)
    mine = tmp_path / "here" / "mine.py"
    mine.write_text(text)
    (judged,) = json.loads(run("check", str(exercise), "--json")[1])
    assert judged["outcome"] == outcome
    (judged,) = json.loads(run("check", str(mine), "--json")[1])
    assert judged["outcome"] == "right"


@pytest.mark.parametrize(
    ("number", "name", "text"),
    [
        (23, "gini", "def gini(labels):\n    p = np.unique(labels, return_counts=True)[1] / len(labels)\n"
         "    return 1 - p @ p"),
        (26, "coordinates", "def coordinates(basis, v):\n    return np.linalg.solve(np.transpose(basis), v)"),
        (32, "taylor_exp", "def taylor_exp(x, n):\n    term = total = 1.0\n    for k in range(1, n):\n"
         "        term *= x / k\n        total += term\n    return total"),
        (36, "momentum_step", "def momentum_step(w, velocity, gradient, learning_rate, momentum):\n"
         "    velocity = momentum * velocity + gradient\n    return w - learning_rate * velocity, velocity"),
    ],
)  # fmt: skip
def test_what_is_right_elsewhere_does_not_pass_an_exercise(run, tmp_path, number, name, text):
    run("start", str(number))
    exercise = tmp_path / "here" / "workings-path" / get_day(number).folder.name / "exercise.py"
    exercise.write_text(f"import numpy as np\n\n\n{text}\n")
    judged = json.loads(run("check", f"{exercise}::{name}", "--json")[1])
    assert judged["outcome"] == "wrong"
    mine = tmp_path / "here" / "mine.py"
    mine.write_text(exercise.read_text())
    judged = json.loads(run("check", f"{mine}::{name}", "--json")[1])
    assert judged["outcome"] in ("right", "fragile", "costly")


def test_every_reading_that_an_exercise_asks_for_is_one_that_its_solution_has():
    names = {name: day for day in days() if day.ready for name in asked(day)}
    for name, reading in READINGS.items():
        solution = names[name].folder / "solution.py"
        judged = judge_one(Task(str(solution), name, intent=reading, deadline=60.0))
        assert judged.outcome == "right", name


def test_a_file_of_ones_own_is_no_day(run, tmp_path):
    solve(tmp_path / "here")
    assert "Day" not in run("check", "exercise.py")[1]
    shutil.copyfile("exercise.py", "day_007.py")
    assert "Day 7 is done" in run("check", "day_007.py")[1]


def test_hints_come_one_at_a_time_and_then_all(run):
    found = hints(get_day(7))
    assert len(found) >= 4
    for k in range(1, len(found) + 1):
        out = run("hint", "7")[1]
        assert f"{k} of {len(found)}  {found[k - 1][:40]}" in out
        assert f"{k - 1} of" not in out
    assert "That was the last hint" in out
    assert run("hint", "7") == run("hint", "7", "--all")


def test_every_ready_day_has_hints():
    for day in days():
        if day.ready:
            assert len(hints(day)) >= 2, day.number


def test_an_exercise_may_bring_hints_of_its_own(tmp_path, monkeypatch):
    day = get_day(7)
    shutil.copytree(day.folder, tmp_path / "day")
    monkeypatch.setattr(type(day), "folder", tmp_path / "day")
    with (tmp_path / "day" / "exercise.py").open("a") as file:
        file.write('\n\nHINTS = ("Count.", "Use " "a sort.")\n')
    assert hints(day)[:2] == ("Count.", "Use a sort.")


def test_the_solution_is_asked_for(run, monkeypatch):
    status, out, err = run("solution", "7")
    assert (status, out, "--yes" in err) == (2, "", True)
    answers = iter(["n", "y"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert "def knn_predict" not in run("solution", "7")[1]
    assert "def knn_predict" in run("solution", "7")[1]
    assert "def knn_predict" in run("solution", "7", "--yes")[1]
    monkeypatch.setattr("builtins.input", lambda question: pytest.fail("the day is done"))
    progress.mark_done(7)
    assert "def knn_predict" in run("solution", "7")[1]


def test_progress_is_carried_elsewhere(run, tmp_path, monkeypatch):
    progress.mark_done(7)
    assert run("progress", "--export", "p.json")[0] == 0
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "elsewhere"))
    assert "1 of 54 days done" in run("progress", "--import", "p.json")[1]
    assert list(progress.read_progress()) == [7]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("start", "99"), "there is no day 99"),
        (("hint", "0"), "there is no day 0"),
        (("solution", "99", "--yes"), "there is no day 99"),
        (("check",), "no exercise here"),
        (("progress", "--export", "there"), "not overwritten"),
        (("progress", "--import", "nowhere"), "No such file"),
        (("progress", "--import", "there"), "no export of progress"),
    ],
)
def test_refusals_are_a_sentence(run, arguments, words):
    with open("there", "w") as file:
        file.write("{")
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
