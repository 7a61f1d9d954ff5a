"""The pool of threads, and that no result depends on how many there are."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import workings
from workings.kernels import _threads

SHAPES = ((70_000,), (300_000,), (40_000, 10), (400, 1000), (3, 70_000), (1000, 3, 50))
GROUPED = ("softmax", "log_softmax", "logsumexp")


@pytest.fixture
def threads(monkeypatch):
    """Return a function that pretends there are so many cores."""

    def use(n):
        monkeypatch.setattr(_threads, "_cores", n)

    yield use
    _threads.set_num_threads(None)


def test_blocks_cover_everything_once(threads):
    threads(4)
    for n in (0, 1, 2, 3, 4, 5, 1000):
        for limit in (None, 1, 2, 3, 9):
            seen, lock = np.zeros(n, dtype=int), threading.Lock()

            def count(start, stop, seen=seen, lock=lock):
                with lock:
                    seen[start:stop] += 1

            _threads.run_blocks(count, n, threads=limit)
            assert (seen == 1).all()


def test_an_error_in_a_block_reaches_the_caller(threads):
    threads(3)
    for bad in (0, 7):

        def fail(start, stop, bad=bad):
            if start <= bad < stop:
                raise KeyError(bad)

        with pytest.raises(KeyError):
            _threads.run_blocks(fail, 9)
    done = []
    _threads.run_blocks(lambda a, b: done.append((a, b)), 9)
    assert len(done) > 0


def test_blocks_within_blocks(threads):
    threads(3)
    sums = np.zeros(6)

    def outer(start, stop):
        for i in range(start, stop):

            def inner(a, b, i=i):
                sums[i] += b - a

            _threads.run_blocks(inner, 50)

    _threads.run_blocks(outer, 6)
    np.testing.assert_array_equal(sums, 50)


def test_limits():
    before = _threads.num_threads()
    try:
        _threads.set_num_threads(1)
        assert _threads.num_threads() == 1
        _threads.set_num_threads(10_000)
        assert _threads.num_threads() == before
        with pytest.raises(ValueError, match="at least 1"):
            _threads.set_num_threads(0)
    finally:
        _threads.set_num_threads(None)


@pytest.mark.parametrize("wish", ["1", "2", "500", "none", "-3", ""])
def test_environment(wish):
    code = "from workings.kernels import _threads as t; print(t.num_threads())"
    environment = {**os.environ, "WORKINGS_NUM_THREADS": wish}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    number = int(done.stdout)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert number == (min(int(wish), cores) if wish in ("1", "2", "500") else cores)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES)
def test_results_hardly_depend_on_the_number_of_threads(shape, dtype, threads):
    x = (np.random.default_rng(0).normal(size=shape) * 5).astype(dtype)
    for name in GROUPED:
        for axis in (0, -1):
            function, results = getattr(workings, name), []
            for cores in (1, 2, 3, 7):
                threads(cores)
                results.append(function(x, axis=axis))
            for other in results[1:]:
                # A long group cut into other parts is summed in another order: each is within 2 ulp of the truth.
                np.testing.assert_allclose(other, results[0], rtol=3 * np.finfo(dtype).eps, atol=0)
                if len(shape) > 1 and axis == -1 and shape[-1] < 65_536:
                    np.testing.assert_array_equal(other, results[0])


def test_many_threads_at_once(threads):
    threads(3)
    rng = np.random.default_rng(1)
    inputs = [rng.normal(size=shape) * 5 for shape in SHAPES] + [rng.normal(size=3) for _ in range(20)]
    expected = [[getattr(workings, name)(x) for name in GROUPED] for x in inputs]

    def work(seed):
        order = np.random.default_rng(seed).permutation(len(inputs))
        for i in order:
            for name, right in zip(GROUPED, expected[i], strict=True):
                np.testing.assert_array_equal(getattr(workings, name)(inputs[i]), right)
        return seed

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(work, range(16))) == list(range(16))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_after_fork(tmp_path):
    code = """
import os, sys, warnings
import numpy as np, workings
from workings.kernels import _threads
_threads._cores = 3
x = np.random.default_rng(0).normal(size=(2000, 200))
right = workings.softmax(x)
warnings.simplefilter("ignore")
pid = os.fork()
if pid == 0:
    ok = np.array_equal(workings.softmax(x), right) and _threads._pool is not None
    os._exit(0 if ok else 1)
status = os.waitpid(pid, 0)[1]
assert np.array_equal(workings.softmax(x), right)
sys.exit(os.waitstatus_to_exitcode(status))
"""
    # Once with everything to compile: then helpers have something left to do when the process forks, or should not.
    for cache in (None, str(tmp_path)):
        environment = os.environ if cache is None else {**os.environ, "NUMBA_CACHE_DIR": cache}
        subprocess.run([sys.executable, "-c", code], check=True, timeout=120, env=environment)


def test_at_the_end_of_the_interpreter():
    code = """
import atexit
import numpy as np, workings
from workings.kernels import _threads
_threads._cores = 3
x = np.random.default_rng(0).normal(size=(2000, 200))
right = workings.softmax(x)
atexit.register(lambda: print(np.array_equal(workings.softmax(x), right)))
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, timeout=120, capture_output=True, text=True)
    assert done.stdout.strip() == "True"


def test_one_part_wakes_nobody(monkeypatch):
    def refuse():
        raise AssertionError("another thread was asked for")

    monkeypatch.setattr(_threads, "_get_pool", refuse)
    found = []
    _threads.run_blocks(lambda start, stop: found.append((start, stop)), 10, parts=1)
    assert found == [(0, 10)]
