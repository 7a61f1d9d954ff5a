"""How much memory workers take for fits on dask, beside what they take before: libraries loaded, all code compiled.

Run it by itself: ``python -m benchmarks.dask_memory``. Linux only: the kernel keeps each process's highest resident
memory (VmHWM), and forgets it when 5 is written to ``/proc/self/clear_refs``, so nothing between samples is missed.
"""

from __future__ import annotations

import gc
import time
import warnings
from pathlib import Path

import numpy as np

from benchmarks.dask_scaling import _one_thread
from workings.cluster import KMeans
from workings.ensemble import RandomForestRegressor
from workings.linear_model import LinearRegression, LogisticRegression
from workings.naive_bayes import GaussianNB
from workings.neighbors import NearestNeighbors
from workings.neural_network import MLPRegressor
from workings.preprocessing import StandardScaler

ROWS, FEATURES, CHUNKS = 50_000, 20, 64
# What a worker may take where memory is short: the libraries alone take about 300.
LIMIT = 800
MIB = 2**20


def _resident(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    raise RuntimeError(f"/proc/self/status has no {name}")


def _forget():
    """Give freed memory back to the system, and begin to watch for the highest."""
    import ctypes

    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return _resident("VmRSS")


def _highest():
    return _resident("VmHWM")


def _data(chunks):
    import dask.array as da

    random = da.random.default_rng(0)
    X = random.normal(size=(ROWS * chunks, FEATURES), chunks=(ROWS, FEATURES))
    return X, X @ np.arange(1.0, 1.0 + FEATURES) / 50.0, (X[:, 0] + X[:, 1] > 0.0).astype(int)


def works(chunks):
    """Return what is done to data of so many chunks, drawn anew whenever they are looked at."""
    X, y, labels = _data(chunks)
    queries = np.random.default_rng(1).normal(size=(200, FEATURES))
    forest = RandomForestRegressor(16, max_depth=8, max_features=5, random_state=0)
    return {
        "StandardScaler": lambda: StandardScaler().fit(X),
        "LinearRegression": lambda: LinearRegression().fit(X, y),
        "GaussianNB": lambda: GaussianNB().fit(X, labels),
        "LogisticRegression": lambda: LogisticRegression().fit(X, labels),
        "KMeans, 8 clusters": lambda: KMeans(8, n_init=1, max_iter=5, random_state=0).fit(X),
        "MLPRegressor, 2 epochs": lambda: MLPRegressor(hidden_layer_sizes=(20,), max_iter=2, random_state=0).fit(X, y),
        "k-NN, 200 queries": lambda: NearestNeighbors().fit(X).kneighbors(queries),
        "RandomForest, 16 trees": lambda: forest.fit(X, y),
    }


def _measured(client, works, small, chunks):
    """Print one line for each work, and return the numbers."""
    found, chunk = {}, ROWS * FEATURES * 8
    for name, work in works.items():
        small[name]()  # loads and compiles
        before = client.run(_forget)
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
        after = client.run(_highest)
        most, data = max(after[worker] - before[worker] for worker in before), chunk * chunks
        found[name] = {"MiB": most / MIB, "chunks": most / chunk, "of the data": most / data, "seconds": seconds}
        print(f"{name}: {most / MIB:.0f} MiB, {most / chunk:.1f} chunks, {most / data:.0%} of all; {seconds:.0f} s")
    return found


def main(quick=False):
    """Print one line for each fit, and return the numbers."""
    from distributed import Client, LocalCluster

    chunks = 8 if quick else CHUNKS
    chunk = ROWS * FEATURES * 8
    warnings.simplefilter("ignore")
    print(f"data {chunk * chunks / MIB:.0f} MiB in chunks of {chunk / MIB:.1f} MiB, two workers; highest of the two:")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        client.run(_one_thread)
        found = _measured(client, works(chunks), works(2), chunks)
    # Forests take as much as they may: with little, trees are grown in rounds, which takes minutes for all chunks.
    name, chunks = "RandomForest, 16 trees", min(chunks, 16)
    with LocalCluster(**options, memory_limit=LIMIT * MIB) as cluster, Client(cluster) as client:
        client.run(_one_thread)
        print(f"{chunks} chunks, workers of {LIMIT} MiB:")
        told = _measured(client, {name: works(chunks)[name]}, works(2), chunks)
    return {**found, f"{name}, workers of {LIMIT} MiB": told[name]}


if __name__ == "__main__":
    main()
