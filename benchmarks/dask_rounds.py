"""Fits that look at their blocks many times, on a cluster of one and of two processes: looks, bytes, times, memory.

Run it by itself: ``python -m benchmarks.dask_rounds``; ``... chunks`` says what a look costs at some sizes of chunks.
"""

from __future__ import annotations

import pickle
import statistics
import sys
import time
from functools import partial

import numpy as np

from benchmarks.dask_scaling import CHUNK, FEATURES, ROWS, _one_thread, _peak
from workings.backends.dask import k_means
from workings.backends.dask._kept import Kept
from workings.backends.dask._sources import Chunks, chunks
from workings.cluster import KMeans
from workings.linear_model import LogisticRegression
from workings.preprocessing import SimpleImputer


def _data():
    """Return samples that lie on the workers, and classes that follow from them, with what passes for chance."""
    import dask.array as da

    X = da.random.default_rng(0).normal(size=(ROWS, FEATURES), chunks=(CHUNK, FEATURES)).persist()
    return X, (2.0 * X[:, :5] + 3.0 * da.sin(1e5 * X[:, 5:10])).argmax(axis=1)


def _works(X, y):
    start = np.random.default_rng(0).normal(size=(8, FEATURES))
    return {
        "LogisticRegression, 2 classes": lambda: LogisticRegression().fit(X, (y == 0).astype(int)),
        "LogisticRegression, 5 classes": lambda: LogisticRegression().fit(X, y),
        "KMeans, 8 clusters, 10 rounds": lambda: KMeans(8, init=start, n_init=1, max_iter=10, tol=0.0).fit(X),
        "SimpleImputer, medians": lambda: SimpleImputer(strategy="median").fit(X),
    }


def _sent(dask_worker):
    return dask_worker.transfer_outgoing_bytes_total


def _looks(work):
    """Return how many looks a fit takes, and the largest number of bytes that one sends, and that a state has."""
    seen, looks = [], {kind: kind.reduce for kind in (Kept, Chunks)}

    def watched(self, look, merge, about=None):
        more = () if about is None else (about,)
        found = looks[type(self)](self, look, merge, *more)
        seen.append((len(pickle.dumps(about if more else look, protocol=5)), len(pickle.dumps(found, protocol=5))))
        return found

    try:
        for kind in looks:
            kind.reduce = watched
        work()
    finally:
        for kind, reduce in looks.items():
            kind.reduce = reduce
    return len(seen), *(max(one) for one in zip(*seen, strict=True))


def measure(workers, repeats=3):
    """Print a line for each fit."""
    from distributed import Client, LocalCluster

    options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        client.run(_one_thread)
        for name, work in _works(*_data()).items():
            looks, sent, state = _looks(work)
            before, seconds = sum(client.run(_sent).values()), []
            for _ in range(repeats):
                start = time.perf_counter()
                work()
                seconds.append(time.perf_counter() - start)
            out = (sum(client.run(_sent).values()) - before) / repeats / looks
            memory = max(client.run(_peak).values())
            print(
                f"{workers} workers, {name}: {statistics.median(seconds):.2f} s, {looks} looks, each sends {sent} "
                f"bytes; a state has {state}; workers sent {out / 1e3:.0f} kB a look; {memory:.0f} MiB",
                flush=True,
            )


def _nothing(block, about):
    return 0.0


def looks(sizes=((ROWS, 12_500), (ROWS, 25_000), (ROWS, 100_000), (8 * ROWS, 400_000)), repeats=5):
    """Print what a look at samples on the workers takes: one that computes nothing, and a round of k-means."""
    import operator

    import dask.array as da
    from distributed import Client, LocalCluster

    start = np.random.default_rng(0).normal(size=(8, FEATURES))
    for workers in (1, 2):
        options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
        with LocalCluster(**options) as cluster, Client(cluster) as client:
            client.run(_one_thread)
            for whole, rows in sizes:
                X = da.random.default_rng(0).normal(size=(whole, FEATURES), chunks=(rows, FEATURES)).persist()
                blocks = Kept(chunks(KMeans(), X), partial(k_means._prepared, "KMeans"))
                around = np.zeros((1, FEATURES))
                told = []
                for look, merge, about in (
                    (_nothing, operator.add, None),
                    (k_means._assigned, k_means._sum, (around, start)),
                ):
                    blocks.reduce(look, merge, about)
                    seconds = []
                    for _ in range(repeats):
                        begin = time.perf_counter()
                        blocks.reduce(look, merge, about)
                        seconds.append(time.perf_counter() - begin)
                    told.append(f"{1e3 * statistics.median(seconds):.1f} ms")
                size = f"{whole // rows} chunks of {rows * FEATURES * 8 / 2**20:.1f} MiB"
                print(f"{workers} workers, {size}: nothing {told[0]}, k-means {told[1]}", flush=True)


if __name__ == "__main__":
    if "chunks" in sys.argv:
        looks()
        sys.exit()
    print(f"{ROWS:,} x {FEATURES} numbers in {ROWS // CHUNK} chunks of {CHUNK * FEATURES * 8 / 2**20:.1f} MiB")
    for number in map(int, sys.argv[1:] or ["1", "2"]):
        measure(number)
