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

CHILD = Path(__file__).with_name("interrupt_child.py")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")
# It takes less than a second where nothing else runs; machines that run tests are busy.
SECONDS = 5.0
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
    said, sent = interrupted(LONG[name])
    assert said["interrupted"] or LONG[name].returns, "it came to its end before the interrupt reached it"
    assert said["ended"] - sent < SECONDS
    assert said["unchanged"], "X is another"
    assert said["same"], "a fit after the interrupt gives another result"


def interrupted(one: Long) -> tuple[dict[str, Any], float]:
    """Return what the child tells after an interrupt, and when that was sent."""
    command = [sys.executable, "-W", "ignore", str(CHILD), json.dumps(asdict(one))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            begun = process.stdout.readline().strip()
            assert begun == "begun", (begun, process.communicate(timeout=60)[1])
            time.sleep(0.2)
            sent = time.monotonic()
            process.send_signal(signal.SIGINT)
            out, errors = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 0, errors
    return json.loads(out), sent
