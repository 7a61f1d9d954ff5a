"""A disk without room: results are right all the same, what was kept before stays, and people are told."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from workings.checker.wall import sandbox

SIZE = 1 << 20
# A file that takes every byte that is left, then runs the rest.
FILL = """
import os
def fill(folder, leave=0):
    with open(os.path.join(folder, "ballast"), "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
        file.truncate(max(0, file.tell() - leave))
"""


def bubblewrap() -> str:
    try:
        return sandbox.bwrap()
    except sandbox.NoSandbox as problem:
        pytest.skip(f"a small disk is made with bubblewrap. {problem}")


def with_a_small_disk(disk: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script that sees an empty disk of SIZE bytes at the folder `disk`."""
    disk.mkdir()
    command = [bubblewrap(), "--dev-bind", "/", "/", "--size", str(SIZE), "--tmpfs", str(disk), "--"]
    return subprocess.run(
        [*command, sys.executable, "-W", "ignore", "-c", FILL + f"disk = {str(disk)!r}\n" + textwrap.dedent(script)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_compiled_code_that_cannot_be_kept_still_runs(tmp_path: Path):
    disk = tmp_path / "disk"
    script = """
        fill(disk)
        import numpy as np
        from workings.kernels import elementwise
        x, y = np.zeros(100), np.empty(100)
        elementwise.sigmoid_entries(x, y, 0, 100)
        print(y.sum(), sum(elementwise.sigmoid_entries.stats.cache_misses.values()))
    """
    done = with_a_small_disk(disk, script, NUMBA_CACHE_DIR=str(disk / "cache"))
    assert (done.returncode, done.stdout.split()) == (0, ["50.0", "1"]), done.stderr


@pytest.mark.parametrize("leave", [0, 8192, 40_960])
def test_progress_is_not_lost(tmp_path: Path, leave: int):
    disk = tmp_path / "disk"
    script = f"""
        from workings.lessons import progress, store
        progress.mark_run(1)
        progress.save_draft(2, "kept")
        fill(disk, {leave})
        told = 0
        for attempt in range(20):
            try:
                progress.save_draft(3, "x" * 5000)
                progress.save_draft(4 + attempt, "y" * 5000)
            except store.ProgressError as problem:
                told += 1
                last = str(problem)
        assert told, "it never got full"
        print(last)
        os.unlink(os.path.join(disk, "ballast"))
        print(progress.read_draft(2), sorted(progress.read_runs()))
        progress.save_draft(3, "after")
        print(progress.read_draft(3))
    """
    done = with_a_small_disk(disk, script, WORKINGS_DATA_DIR=str(disk))
    assert done.returncode == 0, done.stderr
    told, before, after = done.stdout.splitlines()
    assert "full" in told
    assert (before, after) == ("kept [1]", "after")


def test_a_model_saved_before_stays(tmp_path: Path):
    disk = tmp_path / "disk"
    script = """
        import numpy as np
        from workings.neural_network import Sequential, layers, load_model
        small, large = (Sequential([layers.Dense(n, input_shape=(20,))], seed=0) for n in (3, 5000))
        path = os.path.join(disk, "model")
        small.save(path)
        before = sorted(os.listdir(disk))
        fill(disk, 4096)
        try:
            large.save(path)
        except OSError as problem:
            print(type(problem).__name__, problem)
        os.unlink(os.path.join(disk, "ballast"))
        assert sorted(os.listdir(disk)) == before, os.listdir(disk)
        x = np.ones((1, 20), np.float32)
        print(np.array_equal(load_model(path).predict(x), small.predict(x)))
    """
    done = with_a_small_disk(disk, script)
    assert done.returncode == 0, done.stderr
    told, same = done.stdout.splitlines()
    assert "No space left" in told
    assert same == "True"


def test_commands_tell_it_in_a_sentence(tmp_path: Path):
    disk = tmp_path / "disk"
    script = """
        fill(disk)
        os.chdir(disk)
        from workings.cli import main
        for words in (["start", "6"], ["run", "--days", "22", "--out", os.path.join(disk, "out")]):
            try:
                code = main(words)
            except SystemExit as end:
                code = end.code
            print("code", code)
    """
    done = with_a_small_disk(disk, script, WORKINGS_DATA_DIR=str(tmp_path / "data"))
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    codes = [line for line in done.stdout.splitlines() if line.startswith("code")]
    assert codes == ["code 2", "code 2"], done.stdout + done.stderr
