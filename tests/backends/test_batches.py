"""Batches: the same fits as in memory, and in a process that may hold a tenth of the data."""

import subprocess
import sys

import numpy as np
import pytest

from workings.backends.dask.batches import fit_batches, in_parquet, in_rows
from workings.cluster import KMeans
from workings.linear_model import LinearRegression, Ridge
from workings.naive_bayes import GaussianNB
from workings.preprocessing import SimpleImputer, StandardScaler


def samples(n=1000):
    X = np.random.default_rng(0).normal(size=(n, 4)) + 50.0
    return X, X @ [1.0, 2.0, 3.0, 4.0] - 7.0


@pytest.mark.parametrize("model", [LinearRegression, Ridge, StandardScaler, SimpleImputer, GaussianNB])
def test_the_same_as_in_memory(model):
    X, y = samples()
    if model is GaussianNB:
        y = np.where(y > y.mean(), "much", "little")
    want, got = model().fit(X, y), fit_batches(model(), in_rows(X, y, rows=130))
    for name, value in vars(want).items():
        if name.endswith("_") and isinstance(value, np.ndarray) and value.dtype.kind == "f":
            np.testing.assert_allclose(getattr(got, name), value, rtol=1e-9)


def test_parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    X, y = samples()
    table = pa.table({**{f"x{j}": X[:, j] for j in range(4)}, "y": y})
    parquet.write_table(table, tmp_path / "data.parquet", row_group_size=300)
    begin = in_parquet(tmp_path / "data.parquet", [f"x{j}" for j in range(4)], "y", rows=70)
    np.testing.assert_allclose(fit_batches(Ridge(), begin).coef_, Ridge().fit(X, y).coef_, rtol=1e-9)
    with pytest.raises(ValueError, match="no columns"):
        in_parquet(tmp_path / "data.parquet", ["x0", "z"])


def test_refusals():
    X, y = samples(20)
    with pytest.raises(TypeError, match="These do: BernoulliNB"):
        fit_batches(KMeans(), in_rows(X))
    with pytest.raises(ValueError, match="no batches"):
        fit_batches(Ridge(), in_rows(X[:0], y[:0]))
    with pytest.raises(ValueError, match="batch 1"):
        fit_batches(StandardScaler(), lambda: iter([(X,), (X[:, :2],)]))


LIMITED = """
import resource, sys
import numpy as np
from workings.backends.dask.batches import fit_batches, in_rows
from workings.kernels._threads import set_num_threads
from workings.linear_model import LinearRegression
from workings.preprocessing import StandardScaler

set_num_threads(1)  # the stack of one more thread would count as data
path, rows, extra = sys.argv[1], 4096, int(sys.argv[2])
X = np.load(path, mmap_mode="r")

def fit(X):
    begin = in_rows(X, X[:, 0], rows=rows)
    return fit_batches(LinearRegression(), begin).coef_, fit_batches(StandardScaler(), begin).mean_

fit(X[: 3 * rows])  # libraries, kernels and threads are there
used = [int(line.split()[1]) << 10 for line in open("/proc/self/status") if line.startswith("VmData")][0]
resource.setrlimit(resource.RLIMIT_DATA, (used + extra, used + extra))
try:
    np.ones(X.size)
except MemoryError:
    print("limited")
coef, mean = fit(X)
print(abs(coef - np.eye(X.shape[1])[0]).max() < 1e-9, abs(mean - 0.5).max() < 0.01)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
def test_ten_times_the_memory_allowed(tmp_path):
    extra = 8 << 20
    n = 10 * extra // (8 * 20)
    data = np.lib.format.open_memmap(tmp_path / "X.npy", mode="w+", dtype=np.float64, shape=(n, 20))
    data[:] = np.random.default_rng(0).random(data.shape)
    data.flush()
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "X.npy"), str(extra)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert ran.stdout.split() == ["limited", "True", "True"], ran.stderr
