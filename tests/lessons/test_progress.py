import json
import multiprocessing
import sqlite3
import threading
from datetime import date

import pytest

from workings.lessons import progress, store

TODAY = date.today().isoformat()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def test_nothing_yet_and_looking_makes_nothing(folder):
    assert progress.read_progress() == {}
    assert progress.read_runs() == {}
    assert progress.read_draft(6) is None
    assert not folder.exists()


def test_days_run_and_days_done_are_told_apart(folder):
    progress.mark_run(6)
    progress.mark_run(2)
    progress.mark_done(2)
    assert progress.read_runs() == {2: TODAY, 6: TODAY}
    assert progress.read_progress() == {2: TODAY}
    assert [path.name for path in folder.iterdir()] == ["progress.sqlite3"]


def test_the_first_time_counts(monkeypatch):
    class Long(date):
        @classmethod
        def today(cls):
            return date(2026, 1, 31)

    with monkeypatch.context() as then:
        then.setattr(progress.datetime, "date", Long)
        progress.mark_done(6)
    progress.mark_done(6)
    assert progress.read_progress() == {6: "2026-01-31"}


@pytest.mark.parametrize("day", [0, -1, 55])
def test_a_day_that_is_not_on_the_path(day):
    with pytest.raises(ValueError, match="the path has days 1 to 54"):
        progress.mark_done(day)
    with pytest.raises(ValueError, match="the path has days 1 to 54"):
        progress.save_draft(day, "x")


def test_drafts():
    progress.save_draft(6, "def f():\n    pass\n")
    progress.save_draft(6, "ü\r\n\x00'; DROP TABLE days; --")
    assert progress.read_draft(6) == "ü\r\n\x00'; DROP TABLE days; --"
    assert progress.read_draft(7) is None
    progress.delete_draft(6)
    progress.delete_draft(6)
    assert progress.read_draft(6) is None


def mark(start, day):
    start.wait()
    progress.mark_run(day)
    progress.mark_done(day)
    progress.save_draft(day, f"day {day}")


def test_processes_at_once_lose_nothing():
    """They even begin with no file: one makes it, the others wait."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Event()
    workers = [spawn.Process(target=mark, args=(start, day)) for day in range(1, 9)]
    for worker in workers:
        worker.start()
    start.set()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8
    assert progress.read_progress() == progress.read_runs() == dict.fromkeys(range(1, 9), TODAY)
    assert [progress.read_draft(day) for day in range(1, 9)] == [f"day {day}" for day in range(1, 9)]


def test_threads_at_once_lose_nothing():
    start = threading.Event()
    threads = [threading.Thread(target=mark, args=(start, day)) for day in range(1, 13)]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join()
    assert sorted(progress.read_progress()) == list(range(1, 13))


def spoil(path, how):
    progress.mark_done(3)
    content = path.read_bytes()
    if how == "no database":
        path.write_bytes(b"not a database, but long enough to look at" * 50)
    elif how == "torn":
        path.write_bytes(content[: len(content) // 2])
    elif how == "overwritten":
        path.write_bytes(content[:4096] + bytes(100) + b"\xff" * (len(content) - 4196))
    elif how == "a table is gone":
        with sqlite3.connect(path) as connection:
            connection.execute("DROP TABLE days")
        connection.close()
    else:
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.close()


@pytest.mark.parametrize("how", ["no database", "torn", "overwritten", "a table is gone", "of another program"])
def test_a_damaged_file_is_set_aside_and_said(folder, how):
    path = progress.progress_file()
    spoil(path, how)
    content = path.read_bytes()
    with pytest.raises(progress.DamagedProgress, match=r"damaged.*It now lies at .*damaged\.sqlite3"):
        progress.read_progress()
    assert (folder / "progress.damaged.sqlite3").read_bytes() == content
    assert progress.read_progress() == {}


def test_what_is_written_to_a_damaged_file_is_not_lost(folder):
    spoil(progress.progress_file(), "no database")
    with pytest.raises(progress.DamagedProgress, match="a new one begins"):
        progress.mark_done(7)
    assert progress.read_progress() == {7: TODAY}
    spoil(progress.progress_file(), "torn")
    with pytest.raises(progress.DamagedProgress, match=r"damaged-2\.sqlite3"):
        progress.save_draft(7, "x")
    assert progress.read_draft(7) == "x"
    assert len(list(folder.glob("progress.damaged*.sqlite3"))) == 2


def test_an_empty_file_is_a_new_one(folder):
    folder.mkdir()
    (folder / "progress.sqlite3").write_bytes(b"")
    progress.mark_done(7)
    assert progress.read_progress() == {7: TODAY}


def test_a_newer_file_is_refused_and_left_alone():
    progress.mark_done(7)
    path = progress.progress_file()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    for call in (progress.read_progress, lambda: progress.mark_done(8), progress.export_progress):
        with pytest.raises(progress.NewerProgress, match=r"newer workings.*pip install --upgrade"):
            call()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT day FROM days").fetchall() == [(7,)]
    connection.close()


def test_a_file_that_another_process_keeps_to_itself(monkeypatch):
    progress.mark_done(7)
    monkeypatch.setattr(store, "_PATIENCE", 0.05)
    other = sqlite3.connect(progress.progress_file(), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert progress.read_progress() == {7: TODAY}, "readers need not wait"
    with pytest.raises(progress.ProgressError, match="cannot be used just now: database is locked"):
        progress.mark_done(8)
    other.close()


def test_a_folder_that_cannot_be_made(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "file" / "below"))
    assert progress.read_progress() == {}
    with pytest.raises(progress.ProgressError, match="WORKINGS_DATA_DIR"):
        progress.mark_done(6)


OLD = {"version": 1, "days": {"6": "2026-01-31", "2": "2026-01-01"}}


def test_the_old_file_is_taken_over_once(folder):
    folder.mkdir()
    (folder / "progress.json").write_text(json.dumps(OLD))
    assert progress.read_runs() == {2: "2026-01-01", 6: "2026-01-31"}
    assert progress.read_progress() == {}, "run is not done"
    assert sorted(path.name for path in folder.iterdir()) == ["progress.migrated.json", "progress.sqlite3"]


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
def test_a_damaged_old_file_is_set_aside_and_said(folder, content):
    folder.mkdir()
    (folder / "progress.json").write_text(content, encoding="utf-8")
    with pytest.raises(progress.DamagedProgress, match="damaged"):
        progress.mark_done(5)
    assert (folder / "progress.damaged.json").read_text(encoding="utf-8") == content
    assert progress.read_progress() == {5: TODAY}


def test_export_and_import_elsewhere(tmp_path, monkeypatch):
    progress.mark_run(5)
    progress.mark_done(6)
    progress.save_draft(7, "mine")
    data = json.loads(json.dumps(progress.export_progress()))
    monkeypatch.setenv("WORKINGS_DATA_DIR", str(tmp_path / "elsewhere"))
    progress.import_progress(data)
    assert progress.export_progress() == data
    assert (progress.read_runs(), progress.read_progress()) == ({5: TODAY}, {6: TODAY})


def test_import_adds_and_never_takes_away():
    progress.mark_done(6)
    progress.save_draft(6, "here")
    progress.import_progress(
        {
            "form": "workings progress",
            "version": 2,
            "days": {"6": {"run": "2026-01-02", "done": "2026-01-03"}, "7": {"done": "2026-01-04"}},
            "drafts": {
                "6": {"text": "long ago", "saved": "2020-01-01T00:00:00+00:00"},
                "7": {"text": "from there", "saved": "2020-01-01T00:00:00+00:00"},
            },
        }
    )
    assert progress.read_progress() == {6: "2026-01-03", 7: "2026-01-04"}
    assert progress.read_runs() == {6: "2026-01-02"}
    assert (progress.read_draft(6), progress.read_draft(7)) == ("here", "from there")
    progress.import_progress(OLD)
    assert progress.read_runs() == {2: "2026-01-01", 6: "2026-01-02"}


@pytest.mark.parametrize(
    "data",
    [
        [],
        3,
        {},
        {"form": "recipes"},
        {"form": "workings progress", "version": 9},
        {"form": "workings progress", "version": 2, "days": {}},
        {"form": "workings progress", "version": 2, "days": {"0": {}}, "drafts": {}},
        {"form": "workings progress", "version": 2, "days": {"6": {"done": "soon"}}, "drafts": {}},
        {"form": "workings progress", "version": 2, "days": {"6": {}}, "drafts": {"6": {"text": 3, "saved": TODAY}}},
    ],
)
def test_what_is_no_export_is_refused_whole(data):
    with pytest.raises(ValueError, match="no export of progress"):
        progress.import_progress(data)
    assert progress.export_progress()["days"] == {}


def test_each_system_has_its_place(monkeypatch):
    monkeypatch.delenv("WORKINGS_DATA_DIR")
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    monkeypatch.setattr(store.sys, "platform", "linux")
    assert progress.progress_file().as_posix() == "/somewhere/workings/progress.sqlite3"
    monkeypatch.setattr(store.sys, "platform", "darwin")
    assert "Application Support" in progress.progress_file().as_posix()
