"""Fits on a cluster of one and of two processes: times, what the workers do in them, memory, and bytes between them.

Run it by itself: ``python -m benchmarks.dask_scaling``, or with numbers of rows in a chunk: ``... 25000 200000``.
"""

from __future__ import annotations

import os
import pickle
import resource
import statistics
import sys
import time

import numpy as np

from workings import softmax
from workings.backends.dask import _learn
from workings.linear_model import LinearRegression
from workings.naive_bayes import GaussianNB
from workings.preprocessing import StandardScaler

ROWS, FEATURES, CHUNK = 800_000, 20, 25_000


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MiB on Linux


def _one_thread():
    os.environ["OMP_NUM_THREADS"] = "1"
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
    from workings.kernels._threads import set_num_threads

    set_num_threads(1)


def _data(rows=CHUNK, persist=False):
    import dask.array as da

    random = da.random.default_rng(0)
    X = random.normal(size=(ROWS, FEATURES), chunks=(rows, FEATURES))
    X = X.persist() if persist else X
    return X, X @ np.arange(float(FEATURES)), (X[:, 0] > 0.0).astype(int)


def _works(rows=CHUNK, persist=False):
    X, y, labels = _data(rows, persist)
    return {
        "StandardScaler.fit": lambda: StandardScaler().fit(X),
        "LinearRegression.fit": lambda: LinearRegression().fit(X, y),
        "GaussianNB.fit": lambda: GaussianNB().fit(X, labels),
        "softmax, axis 0, summed": lambda: softmax(X, axis=0).sum().compute(),
    }


def _volumes():
    """Return the bytes of one state of each fit."""
    X = np.random.default_rng(0).normal(size=(1000, FEATURES))
    states = {
        "StandardScaler.fit": _learn._scaler_part(StandardScaler(), X, None, None),
        "LinearRegression.fit": _learn._triangle("LinearRegression", True, X, X[:, 0], None),
        "GaussianNB.fit": _learn._gaussian_part(np.arange(2), X, (X[:, 0] > 0).astype(int), None),
    }
    return {name: len(pickle.dumps(state, protocol=5)) for name, state in states.items()}


def _sent(dask_worker):
    return dask_worker.transfer_outgoing_bytes_total


def _watched(client, work):
    """Return how many tasks a work has, the seconds that workers compute and transfer, and the bytes that they send."""
    from distributed import get_task_stream

    before = sum(client.run(_sent).values())
    with get_task_stream(client) as stream:
        work()
    spent = {"compute": 0.0, "transfer": 0.0}
    for task in stream.data:
        for part in task["startstops"]:
            if part["action"] in spent:
                spent[part["action"]] += part["stop"] - part["start"]
    return len(stream.data), spent["compute"], spent["transfer"], sum(client.run(_sent).values()) - before


def measure(rows=CHUNK, persist=False, repeats=3):
    """Print one line for each work."""
    from distributed import Client, LocalCluster

    times, memory, told = {}, {}, {}
    for workers in (1, 2):
        options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
        with LocalCluster(**options) as cluster, Client(cluster) as client:
            client.run(_one_thread)
            for name, work in _works(rows, persist).items():
                work()
                seconds = []
                for _ in range(repeats):
                    start = time.perf_counter()
                    work()
                    seconds.append(time.perf_counter() - start)
                times[name, workers] = statistics.median(seconds)
                memory[name, workers] = max(client.run(_peak).values())
                told[name, workers] = _watched(client, work)
    volumes = _volumes()
    where = "on the workers" if persist else "drawn anew"
    print(f"{ROWS:,} x {FEATURES} numbers {where}, {ROWS // rows} chunks of {rows * FEATURES * 8 / 2**20:.1f} MiB")
    for name in _works(rows):
        one, two = times[name, 1], times[name, 2]
        size = volumes.get(name, 24 * FEATURES)
        print(f"{name}: {one:.2f} s, {two:.2f} s, {one / two:.2f} times; {memory[name, 2]:.0f} MiB; {size} bytes")
        for workers in (1, 2):
            tasks, compute, transfer, sent = told[name, workers]
            idle = times[name, workers] - compute / workers
            print(
                f"    {workers}: {tasks} tasks, computing {compute:.2f} s, transfers {transfer:.2f} s, "
                f"{sent / 1e6:.1f} MB sent, {1e3 * idle / tasks:.2f} ms a task besides",
                flush=True,
            )


if __name__ == "__main__":
    for number in map(int, sys.argv[1:] or [str(CHUNK)]):
        measure(number)
