"""The process behind the wall: one that waits, and for every function a copy of it that answers.

The process that waits has imported NumPy and nothing else. A copy of it (`os.fork`) is ready in milliseconds, so a
function that hangs or crashes costs no more than the time that it wasted.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import signal
import socket
import sys
import time
from typing import Any

from . import wire
from .answer import Worker
from .printing import Printer

# Beyond what a process uses when a call begins. Touching a gigabyte takes about a second, so a call that hoards memory
# meets this limit rather than the clock. Importing may take more: some libraries are large.
CALL_MEMORY = 1 << 30
IMPORT_MEMORY = 8 << 30
BAD_MESSAGE_EXIT = 70


def serve(requests: int, replies: int, worker: Worker) -> None:
    """Answer requests until there are no more; never returns."""
    own = os.getpid()
    while True:
        message = _read_message(requests)
        if message is None:
            os._exit(0)
        header, body = message
        _limit_processor(header.get("timeout", 10.0))
        reply, numbers = worker.handle(header, body)
        if os.getpid() != own:  # a copy that the learner's code made of this process, and that came back here
            os._exit(0)
        if header["op"] == "load":
            _limit_memory(CALL_MEMORY)
        # The word that proves an answer genuine is read only now, when the learner's code has returned.
        nonce = _read(requests, wire.NONCE_BYTES)
        for piece in wire.frame(reply, numbers, nonce):
            _write(replies, piece)
        del nonce


def become_worker(requests: int, replies: int, printed: int, worker: Worker | None = None) -> None:
    """Turn a process just forked into one that answers calls; never returns."""
    try:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nothing, standard)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _limit_memory(IMPORT_MEMORY)
        gc.freeze()
        if worker is None:
            worker = Worker(Printer(printed))
        else:
            worker.printer = Printer(printed)
        serve(requests, replies, worker)
    except BaseException:
        os._exit(BAD_MESSAGE_EXIT)


def main(control: int) -> None:
    """Wait for orders on a socket: to make a copy, or to tell how one ended."""
    os.set_inheritable(control, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    importlib.import_module("numpy.random")  # so that no copy has to

    line = socket.socket(fileno=control)
    living: set[int] = set()
    while True:
        order, descriptors, _, _ = socket.recv_fds(line, 64, 3)
        if not order:
            break
        if order == b"start":
            pid = os.fork()
            if pid == 0:
                line.close()
                become_worker(descriptors[0], descriptors[1], descriptors[2])
            for descriptor in descriptors:
                os.close(descriptor)
            living.add(pid)
            line.sendall(b"%20d" % pid)
        else:
            pid = int(order)
            ended, status = os.waitpid(pid, os.WNOHANG) if pid in living else (pid, 0)
            living.discard(ended)
            line.sendall(b"%20d" % (os.waitstatus_to_exitcode(status) if ended else 9999))
    for pid in living:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
    os._exit(0)


def main_confined(descriptors: str) -> None:
    """Answer in this very process, which is alone in its sandbox; never returns."""
    from .confine import confine

    importlib.import_module("numpy.random")
    confine()
    requests, replies, printed = map(int, descriptors.split(","))
    become_worker(requests, replies, printed)


def _limit_memory(more: int) -> None:
    """Allow so much data beyond what is there; where the system has no such limit, do without.

    It is private writable memory that is limited, not address space: libraries reserve much of that and use little.
    """
    try:
        with open("/proc/self/statm") as file:
            used = int(file.read().split()[5]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = used + more
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard < 0 else min(limit, hard), hard))
    except (OSError, ValueError):
        return


def _limit_processor(timeout: float) -> None:
    """Have the system end this process if nobody else does: the judge may be gone."""
    cores = os.cpu_count() or 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(time.process_time() + (timeout * 8 + 10) * cores)
    resource.setrlimit(resource.RLIMIT_CPU, (limit if hard < 0 else min(limit, hard), hard))


def _read_message(descriptor: int) -> tuple[dict[str, Any], bytes] | None:
    import json

    prefix = _read(descriptor, wire.PREFIX.size)
    if not prefix:
        return None
    header, body, _ = wire.sizes(prefix)
    return json.loads(_read(descriptor, header)), _read(descriptor, body)


def _read(descriptor: int, count: int) -> bytes:
    """Return exactly so many bytes, or none at the end."""
    pieces = []
    while count:
        piece = os.read(descriptor, min(count, 1 << 20))
        if not piece:
            os._exit(0)
        pieces.append(piece)
        count -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
