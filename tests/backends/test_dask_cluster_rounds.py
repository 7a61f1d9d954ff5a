"""Fits that look at the blocks many times, on a cluster of two real processes, and with one of them killed."""

import os
import pickle
import signal
import threading

import numpy as np
import pytest

from workings.backends.dask import _kept
from workings.backends.dask._kept import Kept
from workings.cluster import KMeans
from workings.linear_model import LogisticRegression

da = pytest.importorskip("dask.array")
distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def client():
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options, host="127.0.0.1") as cluster, distributed.Client(cluster) as client:
        yield client


def samples():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(4000, 5)) + 3.0 * rng.normal(size=(3, 5))[rng.integers(0, 3, 4000)]
    return X, (X @ rng.normal(size=(5, 3)) + rng.gumbel(size=(4000, 3))).argmax(axis=1)


FITS = [
    (LogisticRegression(tol=1e-9), ("coef_", "intercept_")),
    (KMeans(7, random_state=0, tol=0.0), ("cluster_centers_", "inertia_", "n_iter_")),
]


def fitted(model, X, y):
    return type(model)(**model.get_params()).fit(X, y)


@pytest.mark.parametrize(("model", "names"), FITS)
def test_the_same_in_other_processes_and_blocks_are_read_once(client, model, names, tmp_path):
    X, y = samples()

    def read(block):
        with open(tmp_path / "reads", "a") as file:
            file.write("x\n")
        return block

    cut = da.from_array(X, chunks=(500, 5)).map_blocks(read, dtype=float, meta=np.empty((0, 0)))
    got, want = fitted(model, cut, y), fitted(model, X, y)
    for name in names:
        np.testing.assert_allclose(getattr(got, name), getattr(want, name), rtol=1e-6, atol=1e-9)
    assert len((tmp_path / "reads").read_text().split()) == 8
    if isinstance(model, KMeans):
        np.testing.assert_array_equal(got.labels_.compute(), want.labels_)


def test_blocks_that_workers_have_no_room_for_are_read_at_every_look(client, monkeypatch, tmp_path):
    X, y = samples()
    reads, looks, reduce = tmp_path / "reads", [], Kept.reduce

    def read(block):
        with open(reads, "a") as file:
            file.write("x\n")
        return block

    def watched(self, look, merge, about=None):
        looks.append(look)
        return reduce(self, look, merge, about)

    monkeypatch.setattr(Kept, "reduce", watched)
    monkeypatch.setattr(_kept, "_SHARE", 1e-9)
    cut = da.from_array(X, chunks=(500, 5)).map_blocks(read, dtype=float, meta=np.empty((0, 0)))
    got, want = fitted(FITS[0][0], cut, y), fitted(FITS[0][0], X, y)
    np.testing.assert_allclose(got.coef_, want.coef_, rtol=1e-6)
    assert len(reads.read_text().split()) == 8 * (len(looks) + 1)  # one more has counted the rows


@pytest.mark.parametrize(("share", "times"), [(0.3, 2), (1e-9, None)])
def test_blocks_of_data_frames_are_measured_before_they_are_kept(client, share, times, monkeypatch, tmp_path):
    """Nobody knows how many rows they have: each is read once to see whether there is room, and once to be kept."""
    pd, dd = pytest.importorskip("pandas"), pytest.importorskip("dask.dataframe")
    X, _ = samples()
    reads = tmp_path / "reads"

    def read(part, bounds):
        with open(reads, "a") as file:
            file.write("x\n")
        return part

    monkeypatch.setattr(_kept, "_SHARE", share)
    frame = pd.DataFrame(X, columns=list("abcde"))
    parts = [frame[a : a + 1000] for a in range(0, 4000, 1000)]
    cut = dd.from_map(read, parts, bounds=None, meta=frame[:0])
    got = KMeans(3, random_state=0, n_init=1).fit(cut)
    np.testing.assert_allclose(got.inertia_, KMeans(3, random_state=0, n_init=1).fit(X).inertia_, rtol=1e-9)
    seen = len(reads.read_text().split())
    assert seen == 4 * times if times else seen > 4 * (got.n_iter_ + 3)


@pytest.mark.parametrize(("model", "names"), FITS)
def test_only_small_things_travel(client, model, names, monkeypatch):
    X, y = samples()
    sizes, reduce = [], Kept.reduce

    def watched(self, look, merge, about=None):
        found = reduce(self, look, merge, about)
        sizes.append(len(pickle.dumps(about)) + len(pickle.dumps(found)))
        return found

    monkeypatch.setattr(Kept, "reduce", watched)
    fitted(model, da.from_array(X, chunks=(500, 5)), y)
    assert len(sizes) > 3
    assert max(sizes) < 6000 < X[:500].nbytes


@pytest.mark.parametrize(("model", "names"), FITS)
def test_a_fit_outlives_a_worker_that_is_killed_between_its_rounds(client, model, names, monkeypatch):
    X, y = samples()
    client.wait_for_workers(2, timeout=30)
    victim = next(iter(client.run(os.getpid).values()))
    looks, reduce = [], Kept.reduce

    def watched(self, look, merge, about=None):
        looks.append(look)
        if len(looks) == 3:  # while this look is under way
            threading.Timer(0.03, os.kill, (victim, signal.SIGKILL)).start()
        return reduce(self, look, merge, about)

    monkeypatch.setattr(Kept, "reduce", watched)
    found = []
    work = threading.Thread(
        target=lambda: found.append(fitted(model, da.from_array(X, chunks=(200, 5)), y)), daemon=True
    )
    work.start()
    work.join(timeout=180)  # the workers may be compiling, on a machine with other work
    assert not work.is_alive(), "the fit hangs"
    want = fitted(model, X, y)
    for name in names:
        np.testing.assert_allclose(getattr(found[0], name), getattr(want, name), rtol=1e-6, atol=1e-9)
    assert len(looks) > 3
    assert victim not in client.run(os.getpid).values()
