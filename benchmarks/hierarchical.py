"""Hierarchical clustering, the public APIs, interleaved: fastcluster, SciPy, scikit-learn, ours.

Each way of linking is given vectors; fastcluster by its quicker function (`linkage_vector` needs no matrix of
distances, `linkage` makes one). Beside the times stands the largest relative difference of the heights from SciPy's.
`growth` takes samples of growing number, up to 50,000 with Ward, and the memory that the linkage needs beyond its data;
``python -m benchmarks.hierarchical --draw`` draws what results.json holds of it.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._drawing import IMAGES, time_and_memory
from benchmarks._timing import in_new_process

FEATURES = 20
PAUSE = 0.1
METHODS = ("ward", "single", "complete", "average", "weighted", "centroid", "median")
BY_SCIKIT_LEARN = ("ward", "single", "complete", "average")
PICTURE = IMAGES / "ward_growth.png"
Calls = dict[str, Callable[[], Any]]


def noise(n: int) -> Any:
    """Return normal features, without any clusters: the hardest data, as no two samples are much closer."""
    return np.random.default_rng(0).normal(size=(n, FEATURES))


def clouds(n: int) -> Any:
    """Return 50 clouds."""
    rng = np.random.default_rng(0)
    return noise(n) + 4.0 * rng.normal(size=(50, FEATURES))[rng.integers(0, 50, n)]


def calls(X: Any, method: str) -> Calls:
    """Return a call of each library that is installed."""
    from scipy.cluster import hierarchy
    from sklearn.cluster import AgglomerativeClustering as Theirs

    from workings.cluster import AgglomerativeClustering, linkage

    found: Calls = {"workings": lambda: linkage(X, method), "SciPy": lambda: hierarchy.linkage(X, method)}
    if method in BY_SCIKIT_LEARN:
        found["workings' estimator"] = lambda: AgglomerativeClustering(10, linkage=method).fit(X)
        found["scikit-learn"] = lambda: Theirs(10, linkage=method).fit(X)
    if method == "single":
        try:
            from genieclust import Genie
        except ImportError:
            print("(genieclust is not installed: pip install genieclust)")
        else:  # without a limit to the Gini index it links the nearest clusters
            found["genieclust"] = lambda: Genie(n_clusters=10, gini_threshold=1.0).fit(X)
    try:
        import fastcluster
    except ImportError:
        print("(fastcluster is not installed: pip install fastcluster)")
        return found
    found["fastcluster"] = lambda: fastcluster.linkage(X, method)
    if method in ("single", "ward", "centroid", "median"):
        found["fastcluster, vectors"] = lambda: fastcluster.linkage_vector(X, method)
    return found


def measure(X: Any, method: str, repeats: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of each, and how far its heights are from SciPy's."""
    contenders = calls(X, method)
    contenders["workings"]()  # compiles
    times: dict[str, list[float]] = {name: [] for name in contenders}
    trees = {}
    for _ in range(repeats):
        for name, call in contenders.items():
            time.sleep(PAUSE)
            begin = time.perf_counter()
            trees[name] = call()
            times[name].append(time.perf_counter() - begin)
    expected = trees["SciPy"][:, 2]
    found = {}
    for name, taken in times.items():
        found[name] = {"ms": 1e3 * statistics.median(taken)}
        if isinstance(trees[name], np.ndarray):
            found[name]["error"] = float(np.max(np.abs(trees[name][:, 2] - expected) / expected))
    return found


def show(title: str, found: dict[str, dict[str, float]]) -> None:
    """Print one table."""
    print(f"\n{title}")
    for name, row in sorted(found.items(), key=lambda item: item[1]["ms"]):
        error = f"{row['error']:10.0e}" if "error" in row else ""
        print(f"{name:22}{row['ms']:9.0f} ms{row['ms'] / found['workings']['ms']:6.1f}x{error}", flush=True)


def _once(library: str, n: int) -> tuple[float, float]:
    """Return seconds and megabytes of one Ward linkage in a process of its own."""
    code = (
        "import time, numpy as np\n"
        f"from benchmarks.hierarchical import noise\nX = noise({n})\n"
        f"from {library} as link\n"
        "link(noise(700), 'ward')\n"
        "def megabytes(name):\n"
        "    lines = open('/proc/self/status').read().split('\\n')\n"
        "    return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024\n"
        "open('/proc/self/clear_refs', 'w').write('5')  # the peak begins anew\n"
        "before = megabytes('VmRSS')\n"
        "begin = time.perf_counter(); link(X, 'ward'); taken = time.perf_counter() - begin\n"
        "print(taken, megabytes('VmHWM') - before)"
    )
    seconds, memory = in_new_process(code).split()
    return float(seconds), float(memory)


def growth(sizes: tuple[int, ...] = (1_000, 3_000, 10_000, 50_000)) -> dict[str, dict[str, list[float]]]:
    """Print the seconds and megabytes of Ward's linkage against the number of samples, one run each."""
    imports = {
        "workings": "workings.cluster import linkage",
        "fastcluster, vectors": "fastcluster import linkage_vector",
        "SciPy": "scipy.cluster.hierarchy import linkage",
    }
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in imports}
    print(f"\nWard, noise, {FEATURES} features: seconds and megabytes of one run")
    for n in sizes:
        for name, where in imports.items():
            if name == "SciPy" and n > 10_000:  # 20 GB
                continue
            taken[name][str(n)] = list(_once(where, n))
            print(f"{n:9,} {name:22}{taken[name][str(n)][0]:9.2f} s{taken[name][str(n)][1]:9.0f} MB", flush=True)
    return taken


def picture(taken: dict[str, dict[str, list[float]]]) -> None:
    """Draw time and memory; SciPy's matrix of distances for 50,000 samples would take 20 GB."""
    found = {name: [(float(n), *values) for n, values in by_size.items()] for name, by_size in taken.items()}
    data = [(float(n), 8e-6 * FEATURES * float(n)) for n in taken["workings"]]
    time_and_memory(PICTURE, found, f"samples ({FEATURES} features, Ward)", data)


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return what was found."""
    n, repeats = (2_000, 2) if quick else (5_000, 3)
    found: dict[str, Any] = {}
    for kind, make in {"noise": noise, "50 clouds": clouds}.items():
        X = make(n)
        for method in METHODS if kind == "noise" else ("ward", "average"):
            title = f"{method}, {n:,} x {FEATURES}, {kind}"
            found[title] = measure(X, method, repeats)
            show(title, found[title])
    found["growth"] = growth((1_000, 3_000) if quick else (1_000, 3_000, 10_000, 50_000))
    if not quick:
        picture(found["growth"])
    return found


if __name__ == "__main__":
    if "--draw" in sys.argv:  # what results.json holds
        kept = json.loads(Path(__file__).with_name("results.json").read_text(encoding="utf-8"))
        picture(kept["hierarchical"]["growth"])
    else:
        main()
