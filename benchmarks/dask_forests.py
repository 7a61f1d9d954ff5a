"""Forests on blocks, beside those in memory: accuracy by how many rows a worker has room for, looks, bytes, times.

Run it by itself: ``python -m benchmarks.dask_forests``.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager

import numpy as np
from sklearn.base import clone
from sklearn.datasets import make_classification, make_friedman1

from workings.backends.dask import forests
from workings.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)

ROWS, BLOCKS, TREES = 20_000, 4, 32


@contextmanager
def room_for(rows):
    """Let a worker have room for so many rows; None: for as many as there is."""
    before = forests._rows_that_fit
    if rows is not None:
        forests._rows_that_fit = lambda *_: rows
    try:
        yield
    finally:
        forests._rows_that_fit = before


def _samples(model):
    """Return samples to learn from, and as many that are held out."""
    if hasattr(model, "predict_proba"):
        X, y = make_classification(
            2 * ROWS, 20, n_informative=10, n_classes=3, n_clusters_per_class=3, flip_y=0.02, random_state=0
        )
    else:
        X, y = make_friedman1(2 * ROWS, 10, noise=1.0, random_state=0)
    return X[:ROWS], y[:ROWS], X[ROWS:], y[ROWS:]


def accuracy(seeds=5):
    """Print what forests score on samples held out: in memory, and with room for a share of the rows."""
    import dask
    import dask.array as da

    for kind in (RandomForestClassifier, ExtraTreesClassifier, RandomForestRegressor, ExtraTreesRegressor):
        model = kind(TREES, n_jobs=2)
        X, y, Xt, yt = _samples(model)
        cut = da.from_array(X, chunks=(-(-ROWS // BLOCKS), X.shape[1]))
        scores = {}
        for seed in range(seeds):
            one = model.set_params(random_state=seed)
            scores.setdefault("memory", []).append(clone(one).fit(X, y).score(Xt, yt))
            for share in (1, 4, 16):
                with room_for(ROWS // share), dask.config.set(scheduler="synchronous"):
                    scores.setdefault(f"1/{share}", []).append(clone(one).fit(cut, y).score(Xt, yt))
        told = (f"{name} {np.mean(one):.4f} +- {np.std(one, ddof=1):.4f}" for name, one in scores.items())
        print(f"{kind.__name__}: {'; '.join(told)}", flush=True)


def _sent(dask_worker):
    return dask_worker.transfer_outgoing_bytes_total


def volumes(workers=2, rows=200_000, trees=16):
    """Print times and bytes sent between workers, with room for all rows and for an eighth of them."""
    import dask.array as da
    from distributed import Client, LocalCluster

    options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        X = da.random.default_rng(0).normal(size=(rows, 20), chunks=(rows // 32, 20)).persist()
        y = X[:, 0] + da.sin(X[:, 1]) * X[:, 2]
        model = RandomForestRegressor(trees, max_features=5, min_samples_leaf=5, random_state=0)
        clone(model).fit(X[: rows // 32], y[: rows // 32])  # loads and compiles
        for room in (None, rows // 8):
            with room_for(room):
                before, start = sum(client.run(_sent).values()), time.perf_counter()
                fitted = clone(model).fit(X, y)
                seconds = time.perf_counter() - start
            sent = sum(client.run(_sent).values()) - before
            nodes = sum(tree.tree_.node_count for tree in fitted.estimators_)
            print(
                f"{rows:,} x 20, {trees} trees, room for {room or 'all'}: {seconds:.1f} s, workers sent "
                f"{sent / 1e6:.0f} MB; {nodes:,} nodes, {72 * nodes / 1e6:.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    if "volumes" not in sys.argv:
        accuracy()
    volumes()
