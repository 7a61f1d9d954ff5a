"""What a sandbox shows of the file system."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from workings.checker.wall import sandbox


def test_python_may_be_installed_below_tmp(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        program = sandbox.bwrap()
    except sandbox.NoSandbox as problem:
        pytest.skip(str(problem))
    with tempfile.TemporaryDirectory(dir="/tmp") as installed, tempfile.TemporaryDirectory(dir="/tmp") as other:
        module = Path(installed) / "module.txt"
        module.write_text("here")
        readable = (*sandbox._readable(), installed)
        monkeypatch.setattr(sandbox, "_readable", lambda: readable)
        code = (
            "import os\n"
            f"assert open({str(module)!r}).read() == 'here'\n"
            f"assert not os.path.exists({other!r}) and not os.access({str(module)!r}, os.W_OK)\n"
            "open('/tmp/scratch', 'w').write('mine')\n"
        )
        handle = sandbox.Confined(program, [sys.executable, "-I", "-c", code], ())
        try:
            assert handle.wait(20.0) == 0, handle.complaint()
        finally:
            handle.kill()
        assert module.read_text() == "here"
