"""Fair clocks: contenders take turns, so that a noisy moment hits all of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

Contenders = dict[str, Callable[[], object]]

# After a call the threads of OpenMP and of XLA wait for the next one in a busy loop, some for more than ten
# milliseconds, and whoever comes next has one core less. So each turn begins with a pause, in which this thread stays
# busy (a core that has slept is slow for a while), and with calls that do not count, which wake the caller's threads.
PAUSE = 0.015
UNCOUNTED = 2
COUNTED = 3
# Beside so many seconds it is nothing how soon threads wake: one call in a turn will do.
LONG = 0.2


def _pause(seconds: float = PAUSE) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def interleaved(
    contenders: Contenders, *, budget: float, rounds: int = 5, most: int = 15, pause: float = PAUSE
) -> dict[str, float]:
    """Return median seconds over turns of A B C A B C ...: at least `rounds`, more until the budget is spent."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    often: dict[str, tuple[int, int]] = {}
    for name, call in contenders.items():  # compile, allocate, fill caches
        call()
        begin = time.perf_counter()
        call()
        often[name] = (0, 1) if time.perf_counter() - begin > LONG else (UNCOUNTED, COUNTED)
    begin = time.perf_counter()
    for turn in range(most):
        if turn >= rounds and time.perf_counter() - begin > budget:
            break
        for name, call in contenders.items():
            _pause(pause)
            uncounted, counted = often[name]
            for _ in range(uncounted):
                call()
            for _ in range(counted):
                start = time.perf_counter()
                call()
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def repeated(call: Callable[[], object], times: int) -> Callable[[], object]:
    """Return a function that calls `call` so many times: for calls shorter than the clock's tick."""

    def loop() -> None:
        for _ in range(times):
            call()

    return loop


def in_new_process(code: str, environment: dict[str, str] | None = None) -> str:
    """Run code in a fresh interpreter and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", code], env={**kept, **(environment or {})}, capture_output=True, text=True, check=True
    )
    return done.stdout
