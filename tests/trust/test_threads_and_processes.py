"""Fits in many threads at once, in forks, in other processes, and without a place to write, by every kind of kernel."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pkgutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from joblib import Parallel, delayed

import workings.kernels
from tests.trust.kernel_work import WORK, kernels, work, work_and_modules

posix = pytest.mark.skipif(os.name != "posix", reason="forks and signals")
# Modules whose kernels are called by other kernels, as a rule or, of logsumexp, where logits hardly differ.
WITHIN_OTHERS = {"conv_pooling", "fixed_logsumexp", "mlp_layers"}


@pytest.fixture(scope="module")
def alone() -> dict[str, np.ndarray]:
    """What each piece of work gives when nothing else runs."""
    return {name: work(name) for name in WORK}


@pytest.mark.parametrize("name", WORK)
def test_sixteen_threads_at_once(name, alone):
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(work, [name] * 16))
    for one in together:
        np.testing.assert_array_equal(one, alone[name])


def test_sixteen_threads_at_different_work(alone):
    names = [*WORK, *WORK]
    with ThreadPoolExecutor(16) as pool:
        for name, one in zip(names, pool.map(work, names), strict=True):
            np.testing.assert_array_equal(one, alone[name])


@pytest.mark.parametrize("name", WORK)
def test_the_number_of_threads_changes_nothing(name, alone):
    from workings.kernels import _threads

    _threads.set_num_threads(1)
    try:
        # Sums over the rows may be added up from other parts.
        np.testing.assert_allclose(work(name), alone[name], rtol=1e-9, atol=1e-9)
    finally:
        _threads.set_num_threads(None)


@posix
def test_a_fork_after_a_fit_can_fit(alone):
    pid = os.fork()
    if pid == 0:
        same = all(np.array_equal(work(name), one, equal_nan=True) for name, one in alone.items())
        os._exit(0 if same else 1)
    assert ended(pid, 120) == 0


def ended(pid: int, seconds: float) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise AssertionError("it hangs")


def test_other_processes_by_joblib(alone):
    some = list(WORK)[::4]  # its processes begin as spawned ones do, and those do everything
    found = Parallel(n_jobs=2, backend="loky", timeout=240)(delayed(work)(name) for name in some)
    for name, one in zip(some, found, strict=True):
        np.testing.assert_array_equal(one, alone[name])


def test_other_processes_by_spawn(alone):
    reached: set[str] = set()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for name, (one, modules) in zip(WORK, pool.map(work_and_modules, WORK, timeout=240), strict=True):
            np.testing.assert_array_equal(one, alone[name])
            reached |= modules
    # Whoever writes a kernel for something new adds a piece of work that runs it.
    for one in pkgutil.iter_modules(workings.kernels.__path__):
        importlib.import_module(f"workings.kernels.{one.name}")
    assert not set(kernels()) - reached - WITHIN_OTHERS


def test_threads_of_dask(alone):
    dask = pytest.importorskip("dask")
    names = [*WORK, *WORK]
    together = dask.compute(*[dask.delayed(work)(name) for name in names], scheduler="threads", num_workers=8)
    for name, one in zip(names, together, strict=True):
        np.testing.assert_array_equal(one, alone[name])


@posix
def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    script = "import numpy as np, workings; print(workings.softmax(np.zeros((500, 1000))).sum().round(6))"
    environment = {**os.environ, "HOME": str(closed), "NUMBA_CACHE_DIR": str(closed / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "500.0"), done.stderr
