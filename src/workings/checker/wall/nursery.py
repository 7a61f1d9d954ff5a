"""Where processes for learners' functions come from: copies of a clean process, or of this one."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

CHILD = Path(__file__).parent / "child"
# Loads the folder `child` as a package of its own: nothing else of `workings` enters that process.
BOOT = """
import sys, importlib.util as u
folder = sys.argv[1]
spec = u.spec_from_file_location("_workings_wall", folder + "/__init__.py", submodule_search_locations=[folder])
module = u.module_from_spec(spec)
sys.modules[spec.name] = module
spec.loader.exec_module(module)
from _workings_wall.serve import main, main_confined
main_confined(sys.argv[3]) if sys.argv[2] == "confined" else main(int(sys.argv[2]))
"""
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
_NOT_ENDED = 9999
# Descriptors that a copy of this process must not keep open.
open_descriptors: set[int] = set()


class Handle(Protocol):
    """A process that answers calls: whom to end it by, and whose processor time is its own."""

    pid: int
    worker_pid: int

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or None while it runs."""
        ...


class Nursery:
    """A process that has imported NumPy and makes copies of itself, one for each function."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def start(self, requests: int, replies: int, printed: int) -> Handle:
        """Make a copy that reads requests from one descriptor and writes replies to another."""
        for attempt in (1, 2):
            try:
                with self._lock:
                    line = self._ensure()
                    socket.send_fds(line, [b"start"], [requests, replies, printed])
                    return _Copy(self, int(self._hear(line)))
            except (OSError, ValueError):
                self.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def status(self, pid: int) -> int | None:
        """Return how a copy ended, None if it has not."""
        with self._lock:
            if self._line is None:
                return -int(signal.SIGKILL)
            try:
                self._line.sendall(b"%d" % pid)
                code = int(self._hear(self._line))
            except (OSError, ValueError):
                return -int(signal.SIGKILL)
        return None if code == _NOT_ENDED else code

    def close(self) -> None:
        """End the process; it takes its copies with it."""
        with self._lock:
            if self._line is not None:
                open_descriptors.discard(self._line.fileno())
                self._line.close()
                self._line = None
            if self._process is not None and self._owner == os.getpid():
                try:
                    self._process.wait(1.0)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            self._process = None

    def _ensure(self) -> socket.socket:
        if self._line is not None and self._owner == os.getpid():
            return self._line
        ours, theirs = socket.socketpair()
        ours.settimeout(20.0)
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONSTARTUP"}
        environment |= {**ONE_THREAD, "MPLBACKEND": "Agg", "PYTHONHASHSEED": "0"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", BOOT, str(CHILD), str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env=environment,
            start_new_session=True,
        )
        theirs.close()
        self._line, self._owner = ours, os.getpid()
        open_descriptors.add(ours.fileno())
        return ours

    @staticmethod
    def _hear(line: socket.socket) -> bytes:
        data = line.recv(20, socket.MSG_WAITALL)
        if len(data) != 20:
            raise OSError("the process that makes copies has ended")
        return data


class _Copy:
    """A copy of the clean process; only its parent can ask the system how it ended."""

    def __init__(self, nursery: Nursery, pid: int) -> None:
        self.pid = self.worker_pid = pid
        self._nursery = nursery
        self._code: int | None = None

    def poll(self) -> int | None:
        if self._code is None:
            self._code = self._nursery.status(self.pid)
        return self._code


class Forked:
    """A copy of this process."""

    def __init__(self, pid: int) -> None:
        self.pid = self.worker_pid = pid
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal, or None while it runs."""
        if self._code is None:
            try:
                ended, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                ended, status = self.pid, signal.SIGKILL
            if ended:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code


def fork_answering(function: Callable[..., Any], requests: int, replies: int, printed: int) -> Forked:
    """Copy this process; the copy answers calls of the function and nothing else."""
    from workings.checker.wall.child.answer import Worker
    from workings.checker.wall.child.printing import Printer
    from workings.checker.wall.child.serve import become_worker

    worker = Worker(Printer(), function)
    with warnings.catch_warnings():
        # Python warns that threads do not survive a fork. Ours are not wanted in the copy.
        warnings.simplefilter("ignore")
        pid = os.fork()
    if pid == 0:
        try:
            for descriptor in open_descriptors - {requests, replies, printed}:
                os.close(descriptor)
            _calm_threads()
        finally:
            become_worker(requests, replies, printed, worker)
    return Forked(pid)


def _calm_threads() -> None:
    """Keep BLAS to one thread: its pool did not survive the fork."""
    library = sys.modules.get("threadpoolctl")
    if library is not None:
        with contextlib.suppress(Exception):
            library.threadpool_limits(1)


nursery = Nursery()
atexit.register(nursery.close)
