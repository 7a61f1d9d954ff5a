"""k-means: the public APIs from the same start to convergence, and the choice of a start; interleaved.

All run on float64 but faiss, which knows float32 only and makes as many rounds as the others needed. Time and memory of
a million rows are measured in processes of their own.
"""

from __future__ import annotations

import json
import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks._drawing import IMAGES, time_and_memory
from benchmarks._timing import _pause as pause
from benchmarks._timing import in_new_process

PICTURE = IMAGES / "k_means_growth.png"
FEATURES = 20
# Threads of OpenMP wait up to 200 ms for another call in a busy loop, and would take a core from whoever is next.
WAIT = 0.3
MOST = 300
GROWTH = (10_000, 100_000, 1_000_000)

_ONE_FIT = """
import json, resource, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from {module} import KMeans
rng = np.random.default_rng(0)
middles = 3.0 * rng.standard_normal((100, 20))
X = np.empty(({n}, 20))
for a in range(0, {n}, 10_000):  # so that nothing but X has been in memory
    X[a : a + 10_000] = rng.standard_normal((10_000, 20)) + middles[rng.integers(100, size=10_000)]
start = X[rng.choice({n}, 100, replace=False)]
KMeans(100, init=start, n_init=1, max_iter=2).fit(X[:5_000])
def peak():
    try:
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # the peak counts from here; elsewhere than on Linux it is that of the whole process
except OSError:
    pass
before = peak()
begin = time.perf_counter()
model = KMeans(100, init=start, n_init=1).fit(X)
seconds = time.perf_counter() - begin
after = peak()
print(json.dumps({{"seconds": seconds, "rounds": model.n_iter_, "inertia": model.inertia_,
                  "MB of X": X.nbytes / 1e6, "MB beside X": (after - before) / 1e3}}))
"""


def data(kind: str, n: int, p: int) -> Any:
    """Return blobs that overlap, or one cloud without any clusters, which suits bounds least."""
    if kind == "a cloud":
        return np.random.default_rng(0).standard_normal((n, p))
    from sklearn.datasets import make_blobs

    return make_blobs(n, p, centers=50, cluster_std=4.0, random_state=0)[0]


def contenders(X: Any, start: Any, rounds: int) -> dict[str, Callable[[], float]]:
    """Return for each library that is installed a fit that returns the sum of squares."""
    import sklearn.cluster as theirs

    import workings.cluster as ours

    k = len(start)

    def fit(kind: Any, **parameters: Any) -> Callable[[], float]:
        return lambda: float(kind(k, init=start, n_init=1, max_iter=MOST, **parameters).fit(X).inertia_)

    found = {
        "workings": fit(ours.KMeans),
        "scikit-learn, lloyd": fit(theirs.KMeans),
        "scikit-learn, elkan": fit(theirs.KMeans, algorithm="elkan"),
    }
    try:
        from sklearnex.cluster import KMeans as Intel
    except ImportError:
        print("(Intel's extension is not installed: pip install scikit-learn-intelex)")
    else:
        found["Intel"] = fit(Intel)
    try:
        import faiss
    except ImportError:
        print("(faiss is not installed: pip install faiss-cpu)")
    else:
        narrow, first = X.astype(np.float32), start.astype(np.float32)

        def by_faiss() -> float:
            model = faiss.Kmeans(X.shape[1], k, niter=rounds, max_points_per_centroid=len(X), nredo=1)
            model.train(narrow, init_centroids=first)
            return float(model.obj[-1])

        found["faiss, float32"] = by_faiss
    return found


def seeders(X: Any, k: int) -> dict[str, Callable[[], float]]:
    """Return calls of k-means++ that return the sum of the numbers of the rows drawn."""
    import sklearn.cluster as theirs

    import workings.cluster as ours

    def draw(module: Any) -> Callable[[], float]:
        return lambda: float(module.kmeans_plusplus(X, k, random_state=0)[1].sum())

    return {"workings": draw(ours), "scikit-learn": draw(theirs)}


def measure(calls: dict[str, Callable[[], float]], repeats: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of each call and what it returned."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    value = {name: call() for name, call in calls.items()}  # compiles
    for _ in range(repeats):
        for name, call in calls.items():
            time.sleep(WAIT)
            pause()
            begin = time.perf_counter()
            call()
            times[name].append(1e3 * (time.perf_counter() - begin))
    return {name: {"ms": statistics.median(taken), "value": value[name]} for name, taken in times.items()}


def report(title: str, found: dict[str, dict[str, float]]) -> None:
    """Print a table."""
    print(f"\n{title}")
    for name, one in found.items():
        times = one["ms"] / found["workings"]["ms"]
        print(f"  {name:22}{one['ms']:9.0f} ms  {times:5.1f}x   {one['value']:.10g}")


def grow(sizes: tuple[int, ...]) -> dict[str, Any]:
    """Return seconds and megabytes of KMeans(100) on 20 features, each fit in a process of its own."""
    found: dict[str, Any] = {}
    for n in sizes:
        for name, module in (("workings", "workings.cluster"), ("scikit-learn", "sklearn.cluster")):
            one = json.loads(in_new_process(_ONE_FIT.format(module=module, n=n)))
            found[f"{n:,} x 20, k = 100, {name}"] = one
            print(
                f"  {n:>9,} x 20, k = 100  {name:14}{one['seconds']:8.2f} s  {one['rounds']:3} rounds  "
                f"{one['MB beside X']:7.0f} MB beside X's {one['MB of X']:.0f}"
            )
    return found


def draw(growth: dict[str, Any]) -> None:
    """Draw time and memory against the number of samples."""

    def size(one: dict[str, float]) -> float:
        return one["MB of X"] * 1e6 / (8 * FEATURES)

    found = {
        name: [(size(one), one["seconds"], one["MB beside X"]) for title, one in growth.items() if title.endswith(name)]
        for name in ("workings", "scikit-learn")
    }
    data = [(size(one), one["MB of X"]) for title, one in growth.items() if title.endswith("workings")]
    time_and_memory(PICTURE, found, f"samples ({FEATURES} features, k = 100)", data)


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return what they hold."""
    warnings.simplefilter("ignore")
    from workings.cluster import KMeans

    results: dict[str, Any] = {}
    n, p, k = (50_000 if quick else 200_000), 20, 50
    for kind in ("blobs", "a cloud"):
        X = data(kind, n, p)
        start = X[np.random.default_rng(1).choice(n, k, replace=False)]
        rounds = KMeans(k, init=start, max_iter=MOST).fit(X).n_iter_
        print(f"\n{rounds} rounds")
        title = f"KMeans({k}), {kind}, {n:,} x {p}, from the same start"
        results[title] = measure(contenders(X, start, rounds), 1 if quick or kind == "a cloud" else 3)
        report(title, results[title])
        title = f"k-means++, {k} centres, {kind}, {n:,} x {p}"
        results[title] = measure(seeders(X, k), 3 if quick else 5)
        report(title, results[title])
    print("\nGrowth")
    results["growth"] = grow(GROWTH[: 2 if quick else None])
    if not quick:
        draw(results["growth"])
    return results


if __name__ == "__main__":
    main()
