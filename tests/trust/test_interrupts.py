"""Ctrl-C in the middle of every call that can take long: it stops, and everything can be used as before."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.contract.estimators import all_estimators
from tests.trust.long_calls import LONG, SHORT, Long
from workings.kernels._threads import available_cores

CHILD = Path(__file__).with_name("interrupt_child.py")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")
# What a machine that does nothing else needs less than a tenth of. Machines that run tests are busy: where it is known,
# what the processor has done since the interrupt counts, on every core; the clock then only tells what hangs.
SECONDS, HANGS = 1.0, 60.0
# For how long nothing must have been compiled before the interrupt. If something is after it, the next is sent later.
QUIET = (1.0, 4.0, 12.0)
# What takes long and is no estimator.
FUNCTIONS = ("lasso_path", "enet_path", "linkage", "kmeans_plusplus", "Sequential")


def names_of_all() -> set[str]:
    return {kind.__name__ for kind in all_estimators()} | set(FUNCTIONS)


def test_nobody_is_forgotten():
    tried = {name.split(",")[0] for name in LONG}
    assert tried | set(SHORT) == names_of_all()
    assert not tried & set(SHORT)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if one.quick else pytest.mark.slow) for name, one in LONG.items()]
)
def test_an_interrupt_ends_it_within_a_second(name: str):
    for quiet in QUIET:
        said = interrupted(LONG[name], quiet)
        if said["compiled"] < said["sent"]:
            break
    assert said["interrupted"] or LONG[name].returns, "it came to its end before the interrupt reached it"
    assert said["ended"] > said["sent"], "it came to its end before the interrupt was sent"
    assert said["spent"] is None or said["spent"] < SECONDS * available_cores()
    assert said["ended"] - said["sent"] < (HANGS if said["spent"] is not None else 5 * SECONDS)
    assert said["unchanged"], "X is another"
    assert said["same"], "a fit after the interrupt gives another result"


def interrupted(one: Long, quiet: float) -> dict[str, Any]:
    """Return what the child tells after an interrupt, when that was sent, and what the processor did in between."""
    command = [sys.executable, "-W", "ignore", str(CHILD), json.dumps(asdict(one)), str(quiet)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            begun = process.stdout.readline().strip()
            assert begun == "begun", (begun, process.communicate(timeout=60)[1])
            time.sleep(0.2)
            before, sent = spent_by(process.pid), time.monotonic()
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=240)
        finally:
            process.kill()
    assert process.returncode == 0, errors
    said = json.loads(out)
    return {**said, "sent": sent, "spent": None if before is None else said["spent"] - before}


def spent_by(pid: int) -> float | None:
    """Return how many seconds the processor has worked for a process; None where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
