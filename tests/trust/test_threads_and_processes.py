"""Fits in many threads at once, in forks, in other processes, interrupted, and without a place to write."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from joblib import Parallel, delayed

from workings.cluster import KMeans
from workings.ensemble import RandomForestClassifier
from workings.linear_model import LogisticRegression
from workings.neighbors import KNeighborsClassifier
from workings.svm import SVC
from workings.tree import DecisionTreeClassifier

posix = pytest.mark.skipif(os.name != "posix", reason="forks and signals")
MODELS = (
    LogisticRegression(),
    SVC(),
    KNeighborsClassifier(),
    DecisionTreeClassifier(random_state=0),
    RandomForestClassifier(n_estimators=5, random_state=0),
    KMeans(n_clusters=3, n_init=1, random_state=0),
)


def data(n: int = 3000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, 8))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 1)


def predicted(model, X, y):
    from sklearn.base import clone

    return clone(model).fit(X, y).predict(X)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_sixteen_threads_at_once(model):
    X, y = data()
    alone = predicted(model, X, y)
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda _: predicted(model, X, y), range(16)))
    for one in together:
        np.testing.assert_array_equal(one, alone)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_the_number_of_threads_changes_nothing(model, monkeypatch):
    from workings.kernels import _threads

    X, y = data()
    usual = predicted(model, X, y)
    _threads.set_num_threads(1)
    try:
        np.testing.assert_array_equal(predicted(model, X, y), usual)
    finally:
        _threads.set_num_threads(None)


@posix
def test_a_fork_after_a_fit_can_fit():
    X, y = data()
    here = [predicted(model, X, y) for model in MODELS]
    pid = os.fork()
    if pid == 0:
        same = all(np.array_equal(predicted(m, X, y), p) for m, p in zip(MODELS, here, strict=True))
        os._exit(0 if same else 1)
    assert ended(pid, 60) == 0


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


def test_other_processes_by_joblib():
    X, y = data(800)
    models = MODELS[:4]
    found = Parallel(n_jobs=2, backend="loky", timeout=120)(delayed(predicted)(model, X, y) for model in models)
    for model, one in zip(models, found, strict=True):
        np.testing.assert_array_equal(one, predicted(model, X, y))


def test_threads_of_dask():
    dask = pytest.importorskip("dask")
    X, y = data()
    asked = [dask.delayed(predicted)(model, X, y) for model in MODELS for _ in range(3)]
    together = dask.compute(*asked, scheduler="threads", num_workers=8)
    for k, one in enumerate(together):
        np.testing.assert_array_equal(one, predicted(MODELS[k // 3], X, y))


# Each would run for a minute or more; Ctrl-C comes half a second after it has begun.
LONG = {
    "LogisticRegression": "LogisticRegression(solver='gradient descent', max_iter=10**7, tol=1e-300)",
    "SVC": "SVC(C=1e6, tol=1e-9, gamma=5.0)",
    "KMeans": "KMeans(n_clusters=200, n_init=5000, random_state=0)",
    "RandomForestClassifier": "RandomForestClassifier(n_estimators=20000, random_state=0)",
    "MLPClassifier": "MLPClassifier(max_iter=10**6, n_iter_no_change=10**6, random_state=0)",
    "SGDClassifier": "SGDClassifier(max_iter=10**7, tol=None, random_state=0)",
}
HOMES = {
    **{"LogisticRegression": "linear_model", "SGDClassifier": "linear_model", "SVC": "svm", "KMeans": "cluster"},
    **{"RandomForestClassifier": "ensemble", "MLPClassifier": "neural_network"},
}


@posix
@pytest.mark.parametrize("name", LONG)
def test_an_interrupt_ends_a_long_fit_within_a_second(name):
    script = f"""
        import sys, time
        import numpy as np
        from workings.{HOMES[name]} import {name}
        rng = np.random.default_rng(0)
        X = rng.normal(size=(20000, 10)); y = (X[:, 0] + rng.normal(size=20000) > 0).astype(int)
        small = {{"n_estimators": 2, "max_iter": 50, "n_clusters": 200}}
        small = {{k: v for k, v in small.items() if k in {name}().get_params()}}
        {name}(**small).fit(X, y)  # what has to be compiled is
        print("begun", flush=True)
        try:
            {LONG[name]}.fit(X, y)
        except KeyboardInterrupt:
            pass  # MLPClassifier, as scikit-learn's, keeps what it has and returns
        {name}(**small).fit(X, y)
        print("stopped and usable", flush=True)
    """
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "begun"
        time.sleep(0.7)
        assert process.poll() is None, "it was not long"
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        try:
            said = process.communicate(timeout=60)[0].strip()
        finally:
            process.kill()
        assert said == "stopped and usable"
        assert time.monotonic() - start < 6  # a second to stop, the rest for the fit after it on a busy machine


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
