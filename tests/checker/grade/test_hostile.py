"""Nobody's code gets out, passes without being right, or spoils the grade of another."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from pathlib import Path

import pytest
from tests.checker.grade import hostile

from workings.checker.grade.marks import Mark, grade
from workings.checker.grade.submissions import find_submissions
from workings.checker.wall import sandbox


def has_sandbox() -> bool:
    try:
        return bool(sandbox.bwrap())
    except sandbox.NoSandbox:
        return False


# On the machine that releases come from there is one: tests/checker/grade/test_command.py asks for it there.
pytestmark = pytest.mark.skipif(not has_sandbox(), reason="no sandbox can be had here")

# These use up their time, or end their process so often that starting it anew does.
LONG = {"garbage_replies", "replies_without_end", "own_replies", "exit_zero", "closed_channels", "patched_arrays"}
QUICK_EXHAUSTION = {
    *("fork_bomb", "daemon", "sleeping_child", "processes", "thread_bomb", "memory_bomb", "memory_files"),
    *("full_shared_folder", "descriptors", "writes_to_descriptors", "deep_source", "long_source", "escapes"),
}


class World:
    """What the attacks aim at: files, a listening port, a secret in the environment."""

    def __init__(self, folder: Path, texts: dict[str, str]) -> None:
        self.canary = folder / "canary.txt"
        self.canary.write_text("still here")
        self.progress = folder / "data" / "progress.sqlite"
        self.progress.parent.mkdir()
        self.progress.write_bytes(b"days")
        self.submissions = folder / "submissions"
        self.submissions.mkdir()
        self.knocks: list[str] = []
        self._tcp, self._udp = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._tcp.bind(("127.0.0.1", 0))
        self._tcp.listen()
        port = self._tcp.getsockname()[1]
        self._udp.bind(("127.0.0.1", port))
        words = {"CANARY": repr(str(self.canary)), "PROGRESS": repr(str(self.progress)), "PORT": str(port)}
        for name, text in {**hostile.RIGHT, **texts}.items():
            real = re.sub("|".join(words), lambda found: words[found[0]], text)
            path = self.submissions / name / "softmax.py"
            path.parent.mkdir()
            path.write_text(real, newline="")
        for listener, what in ((self._tcp, "tcp"), (self._udp, "udp")):
            threading.Thread(target=self._listen, args=(listener, what), daemon=True).start()

    def _listen(self, listener: socket.socket, what: str) -> None:
        with contextlib.suppress(OSError):
            if what == "tcp":
                listener.accept()
            else:
                listener.recvfrom(10)
            self.knocks.append(what)

    def graded(self, deadline: float) -> dict[str, Mark]:
        marks = grade("softmax", find_submissions([self.submissions]), deadline=deadline, jobs=2)
        for listener in (self._tcp, self._udp):
            listener.close()
        return {mark.submission.partition("/")[0]: mark for mark in marks}


def processes() -> set[str]:
    """Return the command lines of all processes."""
    found = set()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError):
                found.add((process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace"))
    return found


def told(mark: Mark) -> str:
    return mark.problem + (mark.verdict.render(full=True) if mark.verdict is not None else "")


def nobody_got_anywhere(folder: Path, texts: dict[str, str], deadline: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKINGS_TEST_SECRET", "LEAK secret")
    world = World(folder, texts)
    marks = world.graded(deadline)
    passed = {name for name, mark in marks.items() if mark.passed}
    assert passed == set(hostile.RIGHT)
    assert set(marks) == {*hostile.RIGHT, *texts}
    assert [name for name, mark in marks.items() if "LEAK" in told(mark).replace("'LEAK", "")] == []
    assert world.canary.read_text() == "still here"
    assert world.progress.read_bytes() == b"days"
    assert sorted(p.name for p in folder.iterdir()) == ["canary.txt", "data", "submissions"]
    assert world.knocks == []
    assert not [line for line in processes() if "sleep 987" in line]


def test_no_forgery_and_no_theft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {n: t for n, t in {**hostile.FORGERIES, **hostile.THEFTS}.items() if n not in LONG}
    assert len(texts) >= 25
    nobody_got_anywhere(tmp_path, texts, 6.0, monkeypatch)


def test_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {**hostile.DAMAGE, **{n: t for n, t in hostile.EXHAUSTION.items() if n in QUICK_EXHAUSTION}}
    assert len(texts) >= 25
    nobody_got_anywhere(tmp_path, texts, 6.0, monkeypatch)


@pytest.mark.slow
def test_no_exhaustion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {n: t for n, t in hostile.ALL.items() if n in LONG or n in hostile.EXHAUSTION}
    nobody_got_anywhere(tmp_path, texts, 5.0, monkeypatch)
