"""Threads in step: every part once, no phase before the one before is done, whoever comes late or never."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from workings.kernels._jit import kernel
from workings.kernels._turns import draw, finish, wait_until


@kernel
def work(counters, phases, log, sums):
    """In each phase every part adds up what all parts wrote in the phase before, and writes that plus one."""
    parts = sums.shape[1]
    while True:
        ticket = draw(counters)
        phase, part = ticket // parts, ticket % parts
        if phase >= phases:
            return
        wait_until(counters, phase * parts)
        total = 0
        if phase > 0:
            for j in range(parts):
                total += sums[phase - 1, j]
        sums[phase, part] = (total + 1) % 1_000_003
        log[phase, part] += 1
        finish(counters)


def expected(phases: int, parts: int) -> np.ndarray:
    sums = np.empty((phases, parts), np.int64)
    before = 0
    for phase in range(phases):
        sums[phase] = (before + 1) % 1_000_003
        before = int(sums[phase].sum())
    return sums


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("parts", [1, 2, 3])
def test_every_part_once_and_in_order(threads, parts):
    phases = 3000
    counters, log = np.zeros(2, np.int64), np.zeros((phases, parts), np.int64)
    sums = np.zeros((phases, parts), np.int64)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: work(counters, phases, log, sums), range(threads)))
    assert (log == 1).all()
    np.testing.assert_array_equal(sums, expected(phases, parts))
    assert counters[1] == phases * parts
