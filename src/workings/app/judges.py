"""Judges at hand: processes that have imported everything and wait for a text."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

# Longer than any verdict takes: each function has its own deadline of 10 s.
_LONGEST = 60.0
_AT_ONCE = 2
_LINE = 4 * 1024 * 1024


class Judges:
    """Starts judges before they are needed, keeps those that have finished, ends those whose check was stopped."""

    def __init__(self) -> None:
        self._idle: list[asyncio.subprocess.Process] = []
        self._all: set[asyncio.subprocess.Process] = set()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._starting = asyncio.Lock()

    async def warm(self) -> None:
        """See to it that one judge waits."""
        self._idle.append(await self._take())

    async def _take(self) -> asyncio.subprocess.Process:
        async with self._starting:
            while self._idle:
                judge = self._idle.pop()
                if judge.returncode is None:
                    return judge
            return await self._start()

    async def check(self, text: str, name: str, functions: list[str]) -> AsyncIterator[dict[str, Any]]:
        """Judge functions of a text, and yield what is found as it is found; leaving the loop early ends the judge.

        Parameters
        ----------
        text : str
            A Python file.
        name : str
            What the file is called in what is said about it.
        functions : list of str
            Which functions to judge, in this order.
        """
        async with self._room:
            judge = await self._take()
            finished = False
            try:
                with tempfile.TemporaryDirectory(prefix="workings-") as folder:
                    path = Path(folder, name)
                    path.write_text(text, encoding="utf-8", newline="\n")
                    async with asyncio.timeout(_LONGEST):
                        async for found in _conversation(judge, str(path), functions):
                            finished = "done" in found
                            yield found
            except (TimeoutError, OSError, ValueError) as problem:
                yield {"problem": f"The check could not be finished ({type(problem).__name__}). Try it again."}
            finally:
                if finished:
                    self._idle.append(judge)
                else:
                    await self._end(judge)

    async def close(self) -> None:
        """End all judges."""
        for judge in list(self._all):
            await self._end(judge)
        self._idle.clear()

    async def _start(self) -> asyncio.subprocess.Process:
        judge = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "workings.app.judging",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE,
            start_new_session=True,
        )
        self._all.add(judge)
        return judge

    async def _end(self, judge: asyncio.subprocess.Process) -> None:
        self._all.discard(judge)
        if judge.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                if hasattr(os, "killpg"):
                    os.killpg(judge.pid, signal.SIGKILL)
                else:
                    judge.kill()
            await judge.wait()


async def _conversation(
    judge: asyncio.subprocess.Process, path: str, functions: list[str]
) -> AsyncIterator[dict[str, Any]]:
    assert judge.stdin is not None
    assert judge.stdout is not None
    judge.stdin.write(json.dumps({"path": path, "names": functions}).encode() + b"\n")
    await judge.stdin.drain()
    while True:
        line = await judge.stdout.readline()
        if not line:
            raise OSError("the judge has ended")
        found = json.loads(line)
        if "ready" in found:
            continue
        yield found
        if "done" in found:
            return
