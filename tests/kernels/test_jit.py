"""The cache of compiled kernels: right after every change, and only then compiled again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import workings

PACKAGE = Path(workings.__file__).parent
CALL = """
import time
import numpy as np
start = time.perf_counter()
from workings.kernels import elementwise, _jit
x, y = np.linspace(-3, 3, 100), np.empty(100)
elementwise.sigmoid_entries(x, y, 0, 100)
stats = elementwise.sigmoid_entries.stats
print(repr(y[70]), sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


@pytest.fixture
def copied(tmp_path):
    """Copy the package (without compiled code), and return its folder and a function that runs code with it."""
    source = tmp_path / "src"
    ignore = shutil.ignore_patterns("__pycache__", "lessons", "app")
    shutil.copytree(PACKAGE, source / "workings", ignore=ignore)

    def environment(**extra):
        kept = {k: v for k, v in os.environ.items() if k not in ("NUMBA_CACHE_DIR", "PYTHONDONTWRITEBYTECODE")}
        return {
            **kept,
            "PYTHONPATH": str(source),
            "HOME": str(tmp_path),
            "XDG_CACHE_HOME": str(tmp_path / "c"),
            **extra,
        }

    def run(code=CALL, **extra):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment(**extra),
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        )
        return done.stdout.split()

    return source / "workings", run, environment


def rewrite(module, text):
    """Write a module's text, seconds later than it was: that is how Python tells its byte code from an old one."""
    later = module.stat().st_mtime + 10
    module.write_text(text)
    os.utime(module, (later, later))


def test_a_changed_helper_of_another_file_compiles_kernels_again(copied):
    package, run, _ = copied
    value, hits, misses = run()
    assert (hits, misses) == ("0", "1")
    again, hits, misses = run()
    assert (again, hits, misses) == (value, "1", "0")
    helper = package / "kernels" / "_sums.py"
    text = helper.read_text()
    changed = text.replace("    r = 1.0 / s\n", "    r = 2.0 / s\n")
    assert changed != text
    rewrite(helper, changed)
    broken, hits, misses = run()
    assert (hits, misses) == ("0", "1")
    assert broken != value
    rewrite(helper, text)
    restored, _, _ = run()
    assert restored == value


def test_a_folder_of_choice(copied, tmp_path):
    _, run, _ = copied
    chosen = tmp_path / "chosen"
    value, hits, _ = run(NUMBA_CACHE_DIR=str(chosen))
    assert hits == "0"
    assert list(chosen.rglob("*.nbc"))
    assert run(NUMBA_CACHE_DIR=str(chosen)) == [value, "1", "0"]


def test_no_writable_folder(copied, tmp_path):
    package, run, _ = copied
    value = run()[0]
    blocked = tmp_path / "file"
    blocked.write_text("")
    shutil.rmtree(package / "kernels" / "__pycache__")
    # A file where the folder would be stops even root, whom permissions do not.
    (package / "kernels" / "__pycache__").write_text("")
    places = {"HOME": str(blocked / "x"), "XDG_CACHE_HOME": str(blocked / "y"), "IPYTHONDIR": str(blocked / "z")}
    for _ in range(2):
        again = run(**places)
        assert again[0] == value


def test_two_processes_compile_at_once(copied):
    package, run, environment = copied
    code = CALL.replace("np.linspace(-3, 3, 100), np.empty(100)", "np.linspace(-3, 3, 100, dtype=T), np.empty(100, T)")
    codes = [code.replace("import numpy as np", f"import numpy as np; T = np.{t}") for t in ("float64", "float32")] * 2
    # The package's own imports are quick; both reach the compiler together.
    running = [
        subprocess.Popen([sys.executable, "-c", c], env=environment(), stdout=subprocess.PIPE, text=True) for c in codes
    ]
    outputs = [process.communicate(timeout=180)[0].split() for process in running]
    assert all(process.returncode == 0 for process in running)
    assert outputs[0][0] == outputs[2][0]
    assert outputs[1][0] == outputs[3][0]
    for c, before in zip(codes[:2], outputs[:2], strict=True):
        value, hits, misses = run(c)
        assert value == before[0]
        assert (hits, misses) == ("1", "0")
    assert len(list((package / "kernels" / "__pycache__").glob("*sigmoid_entries*.nbc"))) == 2


@pytest.mark.parametrize("damage", ["cut off", "one bit", "empty index", "index of rubbish"])
def test_damaged_code_is_compiled_again_and_never_run(copied, damage):
    package, run, _ = copied
    value = run()[0]
    kept = package / "kernels" / "__pycache__"
    (code,), (index,) = kept.glob("*sigmoid_entries*.nbc"), kept.glob("*sigmoid_entries*.nbi")
    content = bytearray(code.read_bytes())
    if damage == "cut off":
        code.write_bytes(content[: len(content) // 2])
    elif damage == "one bit":
        content[len(content) // 2] ^= 16
        code.write_bytes(content)
    else:
        index.write_bytes(b"" if damage == "empty index" else b"\x80\x05rubbish")
    assert run() == [value, "0", "1"]
    assert run() == [value, "1", "0"]
