"""One conversation with a process behind the wall: requests out, replies in, never longer than allowed."""

from __future__ import annotations

import contextlib
import os
import secrets
import select
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from workings.checker.wall.child import wire
from workings.checker.wall.child.printing import LIMIT
from workings.checker.wall.nursery import Handle, open_descriptors

# Beyond the time a call may take: for the journey, and for a machine that is busy with other things.
GRACE = 0.25
BYTES_PER_SECOND = 100e6
_PATIENCE = 4


@dataclass
class Allowance:
    """Seconds beyond the time of a call, for all calls together, where the first ones may rightly take long."""

    seconds: float = 0.0

    def take(self) -> float:
        """Return some of it."""
        taken = min(1.0, self.seconds)
        self.seconds -= taken
        return taken


@dataclass(frozen=True)
class Reply:
    """A message from behind the wall, not yet believed."""

    header: bytes
    body: bytes


@dataclass(frozen=True)
class Failure:
    """Why there is no reply: "timeout" or "died", with a sentence, and what had been printed."""

    kind: str
    says: str
    output: str = ""


class Link:
    """A process and the two pipes to it.

    Parameters
    ----------
    start : callable
        Given the three descriptors of the other side (requests, replies, printed), starts the process.
    """

    def __init__(self, start: Callable[[int, int, int], Handle]) -> None:
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115
        their_requests, self._out = os.pipe()
        self._in, their_replies = os.pipe()
        mine = {self._out, self._in}
        open_descriptors.update(mine)
        try:
            self.process = start(their_requests, their_replies, self._printed.fileno())
        except BaseException:
            self._close_files()
            raise
        finally:
            os.close(their_requests)
            os.close(their_replies)
        os.set_blocking(self._out, False)
        os.set_blocking(self._in, False)
        self._buffer = bytearray()
        self.alive = True

    def exchange(
        self, requests: Sequence[tuple[dict[str, Any], bytes]], timeout: float, allowance: Allowance | None = None
    ) -> tuple[list[Reply], Failure | None]:
        """Send requests and collect their replies; a failure ends the conversation and the process.

        Parameters
        ----------
        requests : sequence of (header, body)
            The messages.
        timeout : float
            Seconds for each of them.
        allowance : Allowance, optional
            More seconds for all of them together.
        """
        nonces = [secrets.token_bytes(wire.NONCE_BYTES) for _ in requests]
        outgoing: list[memoryview] = []
        for (header, body), nonce in zip(requests, nonces, strict=True):
            outgoing += [memoryview(p) for p in (*wire.frame(header, body, bytes(wire.NONCE_BYTES)), nonce) if p]
        outgoing.reverse()
        replies: list[Reply] = []
        clock = _Deadline(self.process.worker_pid, timeout, allowance or Allowance(), sum(map(len, outgoing)))
        failure = None
        while len(replies) < len(nonces) and failure is None:
            try:
                self._step(outgoing, clock)
                while len(replies) < len(nonces) and (reply := self._parse(nonces[len(replies)])):
                    replies.append(reply)
                    clock.restart()
            except wire.WireError:
                failure = self._failed("died", "its process wrote something that is not an answer")
            except _Ended:
                failure = self._failed("died", self._how_it_ended())
            except TimeoutError:
                failure = self._failed("timeout", f"it did not end within {timeout:g} s")
        return replies, failure

    def _step(self, outgoing: list[memoryview], clock: _Deadline) -> None:
        """Wait until something can be read or written, and do that."""
        left = clock.left()
        if left <= 0:
            raise TimeoutError
        poll = select.poll()
        poll.register(self._in, select.POLLIN)
        if outgoing:
            poll.register(self._out, select.POLLOUT)
        events = poll.poll(min(left, 0.1) * 1000)
        ready = {descriptor for descriptor, _ in events}
        if self._in in ready:
            data = os.read(self._in, 1 << 20)
            if not data:
                raise _Ended
            self._buffer += data
            clock.heard(len(data))
        elif self._out in ready:
            self._send(outgoing)
        elif not events and self.process.poll() is not None:
            raise _Ended

    def _send(self, outgoing: list[memoryview]) -> None:
        try:
            sent = os.write(self._out, outgoing[-1])
        except BlockingIOError:
            return
        except OSError:
            raise _Ended from None
        if sent == len(outgoing[-1]):
            outgoing.pop()
        else:
            outgoing[-1] = outgoing[-1][sent:]

    def _parse(self, nonce: bytes) -> Reply | None:
        """Take one whole message from the buffer, if there is one."""
        start = wire.PREFIX.size
        if len(self._buffer) < start:
            return None
        header, body, word = wire.sizes(bytes(self._buffer[:start]))
        if word != nonce:
            raise wire.WireError("an answer to no question")
        if len(self._buffer) < start + header + body:
            return None
        reply = Reply(bytes(self._buffer[start : start + header]), bytes(self._buffer[start + header :][:body]))
        del self._buffer[: start + header + body]
        return reply

    def _failed(self, kind: str, says: str) -> Failure:
        output = ""
        with contextlib.suppress(OSError):
            output = os.pread(self._printed.fileno(), 4 * LIMIT, 0).decode("utf-8", "replace")[:LIMIT]
        self.close()
        return Failure(kind, says, output)

    def _how_it_ended(self) -> str:
        end = time.monotonic() + 0.5
        while (code := self.process.poll()) is None and time.monotonic() < end:
            time.sleep(0.002)
        if code is None:
            return "it closed the channel through which it should have answered"
        if code >= 0:
            return f"it ended its own process (exit code {code})"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        reason = _SIGNALS.get(name, "")
        return f"its process was ended by {name}{reason}"

    def close(self) -> None:
        """End the process and whatever it started."""
        if not self.alive:
            return
        self.alive = False
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.kill(self.process.pid, signal.SIGKILL)
        end = time.monotonic() + 1.0
        while self.process.poll() is None and time.monotonic() < end:
            time.sleep(0.001)
        self._close_files()

    def _close_files(self) -> None:
        for descriptor in (self._out, self._in):
            open_descriptors.discard(descriptor)
            with contextlib.suppress(OSError):
                os.close(descriptor)
        self._printed.close()


_SIGNALS = {
    "SIGSEGV": " (a crash inside compiled code)",
    "SIGABRT": " (os.abort, or a check inside compiled code)",
    "SIGKILL": " (it killed itself, or the system did because memory ran out)",
    "SIGXCPU": " (it used too much processor time)",
    "SIGFPE": " (an arithmetic trap inside compiled code)",
}


class _Ended(Exception):
    """The process is gone."""


class _Deadline:
    """How long the current call may still take.

    A call that has had little of the processor because the machine is busy is given more time: being slow is the
    machine's fault then, and a right function must not be called endless.
    """

    def __init__(self, pid: int, timeout: float, allowance: Allowance, volume: int) -> None:
        self._pid = pid
        self._timeout = timeout
        self._allowance = allowance
        self.restart()
        self._end += volume / BYTES_PER_SECOND

    def restart(self) -> None:
        """Begin the next call."""
        self._end = time.monotonic() + self._timeout + GRACE
        self._used = _processor_seconds(self._pid)
        self._extensions = 0

    def heard(self, count: int) -> None:
        """Allow for the bytes that have arrived."""
        self._end += count / BYTES_PER_SECOND

    def left(self) -> float:
        """Seconds left."""
        left = self._end - time.monotonic()
        if left <= 0 and self._extensions < _PATIENCE and self._is_starved():
            self._extensions += 1
            self._end = time.monotonic() + self._timeout
            left = self._timeout
        if left <= 0 and (more := self._allowance.take()) > 0:
            self._end = time.monotonic() + more
            left = more
        return left

    def _is_starved(self) -> bool:
        used = _processor_seconds(self._pid)
        if used is None or self._used is None:
            return False
        return used[1] == "R" and used[0] - self._used[0] < 0.5 * self._timeout


def _processor_seconds(pid: int) -> tuple[float, str] | None:
    """Return the processor time that a process has used, and its state ("R": it wants to run)."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), fields[0].decode()
