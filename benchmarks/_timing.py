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
# milliseconds, and whoever comes next has one core less. So each turn begins with a rest, and with a call that does not
# count, which wakes the contender's own threads.
REST = 0.02


def interleaved(contenders: Contenders, *, budget: float, rounds: int = 7, most: int = 25) -> dict[str, float]:
    """Return median seconds over A B C A B C ...: at least `rounds` turns, more until the budget is spent."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for call in contenders.values():  # compile, allocate, fill caches
        call()
        call()
    begin = time.perf_counter()
    for turn in range(most):
        if turn >= rounds and time.perf_counter() - begin > budget:
            break
        for name, call in contenders.items():
            time.sleep(REST)
            call()
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
