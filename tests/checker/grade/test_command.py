"""`workings grade` as teachers and machines use it."""

from __future__ import annotations

import csv
import os
import platform
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.checker.grade import hostile

from workings.checker.grade import marks
from workings.checker.grade.submissions import NothingToGrade, find_submissions
from workings.checker.wall import sandbox
from workings.checker.wall.child import confine
from workings.cli import main

WRONG = "import numpy as np\n\ndef softmax(x):\n    return np.exp(x) / np.exp(x).sum()\n"


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    folder = tmp_path / "handed in"
    for name, text in (("ada", hostile.RIGHT["ada"]), ("=cmd()", WRONG)):
        (folder / name).mkdir(parents=True)
        (folder / name / "softmax.py").write_text(text)
    (folder / "link.py").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.py")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "softmax.py").write_text(WRONG)
    return folder


def test_a_sandbox_is_there_on_linux() -> None:
    if not sys.platform.startswith("linux") or not os.environ.get("CI"):
        pytest.skip("only promised on the machine that releases come from")
    assert sandbox.bwrap()


def test_table_csv_and_junit(handed_in: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, xml = tmp_path / "marks.csv", tmp_path / "marks.xml"
    unsafe = [] if _has_sandbox() else ["--unsafe"]
    status = main(["grade", "softmax", str(handed_in), "--csv", str(out), "--junit", str(xml), "--jobs", "2", *unsafe])
    printed = capsys.readouterr().out
    assert status == 1
    assert "1 of 4 submissions right, 2 could not be judged" in printed
    with out.open(newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert rows["ada/softmax.py"]["passed"] == "yes"
    assert rows["'=cmd()/softmax.py"]["defects"] == "overflow"
    assert rows["'=cmd()/softmax.py"]["passed"] == "no"
    assert "symbolic link" in rows["link.py"]["says"]
    assert "not an ordinary file" in rows["pipe.py"]["says"]
    suite = ElementTree.fromstring(xml.read_text())
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "1", "2")
    assert {case.get("name"): [child.tag for child in case] for case in suite} == {
        "ada/softmax.py": [],
        "=cmd()/softmax.py": ["failure"],
        "link.py": ["error"],
        "pipe.py": ["error"],
    }


def _has_sandbox() -> bool:
    try:
        return bool(sandbox.bwrap())
    except sandbox.NoSandbox:
        return False


def test_control_characters_reach_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "e\x1b[2J.py").write_text(hostile.EXHAUSTION["escapes"])
    out = tmp_path / "m.xml"
    main(["grade", "softmax", str(tmp_path), "--junit", str(out), "--deadline", "3", "--unsafe"])
    ElementTree.fromstring(out.read_text())
    for text in (out.read_text(), capsys.readouterr().out):
        assert not set(text) & {"\x1b", "\x07", "\u202e"}


def test_refuses_without_a_sandbox(
    handed_in: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sandbox, "_candidates", lambda: iter(()))
    sandbox.bwrap.cache_clear()
    try:
        assert main(["grade", "softmax", str(handed_in)]) == 2
    finally:
        sandbox.bwrap.cache_clear()
    told = capsys.readouterr()
    assert "There is no sandbox: bubblewrap is not installed." in told.err
    assert "--unsafe" in told.err
    assert told.out == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["softmax", "nowhere"], "there is no file or folder 'nowhere'"),
        (["softmux", "."], "softmux"),
        (["softmax", "empty"], "has no Python file in it"),
        (["softmax", "one.py", "--csv", "no/such/folder.csv"], "there is no folder 'no/such'"),
        (["softmax", "one.py", "--intent", "sideways"], "sideways"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "one.py").write_text(WRONG)
    assert main(["grade", *arguments, "--unsafe"]) == 2
    assert says in capsys.readouterr().err


def test_a_file_named_twice_is_graded_once(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(WRONG)
    assert len(find_submissions([tmp_path, tmp_path / "one.py"])) == 1
    with pytest.raises(NothingToGrade):
        find_submissions([tmp_path / "two.py"])


def test_the_filter_is_known_for_two_machines_and_refused_for_others() -> None:
    for machine, column in (("x86_64", 0), ("aarch64", 1)):
        lines = len(confine.program(machine)) // 8
        assert lines == 7 + sum(row[column] is not None for row in confine.REFUSED.values())
    with pytest.raises(confine.CannotConfine, match="riscv64"):
        confine.program("riscv64")
    assert platform.machine()


@pytest.mark.parametrize(("load", "times"), [(0.0, 1.0), (8.0, 1.0), (20.0, 2.5), (1000.0, 4.0)])
def test_a_busy_machine_gives_everybody_more_time(load: float, times: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks.os, "getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr(marks.os, "cpu_count", lambda: 8)
    assert marks.patience() == times
