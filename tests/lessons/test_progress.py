import json
from datetime import date

import pytest

from workings.lessons import progress


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_nothing_yet():
    assert progress.read_progress() == {}


def test_days_are_remembered_once(folder):
    progress.remember(6)
    progress.remember(2)
    progress.remember(6)
    today = date.today().isoformat()
    assert progress.read_progress() == {2: today, 6: today}
    assert [path.name for path in folder.iterdir()] == ["progress.json"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 2, "days": {}}',
        '{"version": 1}',
        '{"version": 1, "days": {"six": "2026-01-01"}}',
        '{"version": 1, "days": {"6": "yesterday"}}',
        '{"version": 1, "days": [6]}',
        "\ufeff{",
    ],
)
def test_a_damaged_file_is_set_aside_and_said(folder, content):
    folder.mkdir()
    (folder / "progress.json").write_text(content, encoding="utf-8")
    with pytest.raises(progress.DamagedProgress, match="damaged"):
        progress.read_progress()
    assert (folder / "progress.damaged.json").read_text(encoding="utf-8") == content
    assert progress.read_progress() == {}


def test_bytes_that_are_no_text(folder):
    folder.mkdir()
    (folder / "progress.json").write_bytes(b"\xff\xfe\x00\x01\x80")
    with pytest.raises(progress.DamagedProgress):
        progress.read_progress()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "file" / "below"))
    monkeypatch.setattr(progress, "read_progress", dict)
    progress.remember(6)


def test_each_system_has_its_place(monkeypatch):
    monkeypatch.delenv("WORKINGS_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    monkeypatch.setattr(progress.sys, "platform", "linux")
    assert progress.progress_file().as_posix() == "/somewhere/workings/progress.json"
    monkeypatch.setattr(progress.sys, "platform", "darwin")
    assert "Application Support" in progress.progress_file().as_posix()


def test_the_file_is_json_that_people_can_read(folder):
    progress.remember(6)
    assert json.loads((folder / "progress.json").read_text()) == {"version": 1, "days": {"6": date.today().isoformat()}}
