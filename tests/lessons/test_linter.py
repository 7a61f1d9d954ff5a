"""The linter of lessons is strict: each thing that can be missing is missed."""

import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from workings.lessons import get_day

ROOT = Path(__file__).parents[2]
_spec = importlib.util.spec_from_file_location("check_lessons", ROOT / "tools" / "check_lessons.py")
linter = importlib.util.module_from_spec(_spec)
sys.modules["check_lessons"] = linter
_spec.loader.exec_module(linter)


@dataclass
class Copy:
    """A copy of a day that may be spoilt."""

    folder: Path
    number: int = 6
    title: str = "Logistic regression"

    def text(self):
        return (self.folder / "lesson.md").read_text()

    def module(self, part):
        spec = importlib.util.spec_from_file_location(f"copied_{part}", self.folder / f"{part}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
        return module

    def change(self, name, old, new):
        path = self.folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))


@pytest.fixture
def day(tmp_path):
    shutil.copytree(get_day(6).folder, tmp_path / "day")
    return Copy(tmp_path / "day")


def test_a_missing_file(day):
    (day.folder / "solution.py").unlink()
    assert "solution.py" in next(linter.complaints(day))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("# Day 6:", "# Day 7:", "must begin"), ("$0$", "$0", "dollar"), ("## Sources", "## Thanks", "Sources")],
)
def test_the_page(day, old, new, words):
    if old == "$0$":
        day.change("lesson.md", "$w$", "$w")
    else:
        day.change("lesson.md", old, new)
    assert any(words in text for text in linter.about_the_page(day))


def test_the_words(day):
    assert list(linter.about_the_words(day.text())) == []
    day.change("lesson.md", "## Your turn", "one more word, " * 200 + "\n\n## Your turn")
    day.change("lesson.md", "## Your turn", "$$q = \\rho + \\sum_m z$$\n\n## Your turn")
    long, unknown = linter.about_the_words(day.text())
    assert "and 500 is the most" in long
    assert "what \\rho is" in unknown


def test_links_days_and_commands(day):
    assert list(linter.about_the_links(day, day.text())) == []
    added = "[a](lesson.py) [b](nothing.md) [c](https://example.org) see day 99\n```\nworkings chek x.py\n```\n"
    found = list(linter.about_the_links(day, day.text() + added))
    assert [text.split(" ", 1)[1] for text in found] == [
        "links to nothing.md, and there is no such file",
        "speaks of day 99, and the path has days 1 to 54",
        "says `workings chek`, and there is no such command",
    ]


def test_the_picture(day):
    assert list(linter.about_the_picture(day)) == []
    day.change("picture.py", "def scene(C: float = 1.0", "def scene(D: float = 1.0")
    assert any("does not draw" in text for text in linter.about_the_picture(day))


def test_a_solution_that_is_wrong_and_an_exercise_that_is_done(day):
    right = (day.folder / "solution.py").read_text()
    day.change("solution.py", "np.logaddexp(0.0, (1 - 2 * y) * z)", "np.log(1 + np.exp((1 - 2 * y) * z))")
    (day.folder / "exercise.py").write_text(right)
    found = list(linter.about_the_exercise(day))
    assert any("solution.py: the checker calls logistic_loss wrong" in text for text in found)
    assert any("logistic_loss_gradient passes as it is handed out" in text for text in found)


def test_a_lesson_that_does_not_run(day):
    (day.folder / "lesson.py").write_text("import sys\nraise RuntimeError('no')\n")
    assert "RuntimeError" in next(linter.about_the_lesson(day))
    (day.folder / "lesson.py").write_text("print('nothing drawn')\n")
    assert "draws no picture" in next(linter.about_the_lesson(day))


def test_warnings_are_errors_in_a_lesson(day):
    (day.folder / "lesson.py").write_text("import warnings\nwarnings.warn('old')\n")
    assert "UserWarning: old" in next(linter.about_the_lesson(day))


def test_the_path_is_in_order(monkeypatch):
    days = [linter.Day(1, "A", "a", ready=False), linter.Day(3, "A", "b", ready=False)]
    monkeypatch.setattr(linter, "days", lambda: days)
    found = list(linter.disagreements())
    assert "path.toml: the days are not numbered 1, 2, 3, ..." in found
    assert "path.toml: two days have the title 'A'" in found


def test_several_days_are_judged_at_once(monkeypatch):
    monkeypatch.setattr(linter, "walk", lambda chosen, work: [linter_outcome(day) for day in chosen])
    found = linter.judged([get_day(6), get_day(7)])
    assert found == {6: [], 7: ["it died"]}


def linter_outcome(day):
    from workings.lessons.report.walk import Outcome

    return Outcome(day, [] if day.number == 6 else None, "" if day.number == 6 else "it died")


def test_days_are_named_by_number_ready_or_not(monkeypatch, capsys):
    unwritten = linter.Day(98, "A day that nobody wrote", "nobody", ready=False)
    monkeypatch.setattr(linter, "days", lambda: (unwritten,))
    assert linter.main(["98"]) == 1
    assert "day 98: has no lesson.md" in capsys.readouterr().out
    assert linter.main(["99"]) == 2
    assert "no day 99" in capsys.readouterr().out
