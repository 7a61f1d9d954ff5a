"""The nearest neighbours beside the best peers, everything built anew in each call; and how the time grows.

Exact searches all: scikit-learn, Intel's extension, faiss's IndexFlatL2 (float32), SciPy's cKDTree on two threads, in
both of its settings. The share of queries whose neighbours are ours is printed beside the time. The growth, up to a
million samples, is printed as a table and drawn to docs/images/neighbours_growth.png.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._timing import interleaved

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "neighbours_growth.png"
CASES = [(20_000, 50, 2_000), (50_000, 3, 20_000)]
GROWTH = [1_000, 10_000, 100_000, 1_000_000]
K = 5
# A contender whose search has taken this many seconds is not repeated.
ENOUGH = 2.0

Search = Callable[[Any, Any], Any]


def _faiss(X: Any, Q: Any) -> Any:
    import faiss

    index = faiss.IndexFlatL2(X.shape[1])
    index.add(X.astype(np.float32))
    return index.search(Q.astype(np.float32), K)[1]


def _of_trees(**how: Any) -> Search:
    from scipy.spatial import cKDTree

    return lambda X, Q: cKDTree(X, **how).query(Q, K, workers=2)[1]


def contenders(p: int) -> dict[str, Search]:
    """Return each library's quickest exact search for p features, from samples and queries to numbers."""
    import sklearn.neighbors

    import workings.neighbors

    few = p <= 10

    def by(make: Any, **how: Any) -> Search:
        return lambda X, Q: make(n_neighbors=K, **how).fit(X).kneighbors(Q)[1]

    way = "kd_tree" if few else "brute"
    found = {
        "workings": by(workings.neighbors.NearestNeighbors),
        "scikit-learn": by(sklearn.neighbors.NearestNeighbors, algorithm=way, n_jobs=-1),
    }
    try:
        from sklearnex.neighbors import NearestNeighbors as Extension

        found["Intel's extension"] = by(Extension, algorithm=way)
    except ImportError:
        print("Intel's extension is not installed")
    if few:
        found["cKDTree"] = _of_trees()
        found["cKDTree, not balanced"] = _of_trees(balanced_tree=False, compact_nodes=False)
        return found
    try:
        import faiss  # noqa: F401

        found["faiss (float32)"] = _faiss
    except ImportError:
        print("faiss is not installed")
    return found


def data(n: int, p: int, m: int) -> tuple[Any, Any]:
    """Return normal samples and queries."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, p)), rng.normal(size=(m, p))


def measured(n: int, p: int, m: int, budget: float) -> dict[str, dict[str, float]]:
    """Return milliseconds of each contender, how many times ours, and the share of queries with our neighbours."""
    X, Q = data(n, p, m)
    searches = contenders(p)
    ours = searches["workings"](X, Q)
    found: dict[str, dict[str, float]] = {}
    slow: dict[str, float] = {}
    for name, search in searches.items():
        begin = time.perf_counter()
        same = float((search(X, Q) == ours).all(axis=1).mean())
        slow[name] = time.perf_counter() - begin
        found[name] = {"same": same}
    quick = {name: (lambda s=search: s(X, Q)) for name, search in searches.items() if slow[name] < ENOUGH}
    seconds = {**slow, **interleaved(quick, budget=budget, rounds=3)} if quick else slow
    for name, row in found.items():
        row |= {"ms": 1e3 * seconds[name], "ratio": seconds[name] / seconds["workings"]}
        print(f"{name:26}{row['ms']:10.1f}{row['ratio']:8.2f}x{100 * row['same']:9.2f} %")
    return found


def draw(growth: dict[str, dict[str, dict[str, float]]]) -> None:
    """Draw the time against the number of samples, for many features and for few."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 3.8), layout="constrained")
    for axes, (title, rows) in zip(figure.subplots(1, 2), _by_features(growth).items(), strict=True):
        for name in dict.fromkeys(name for row in rows.values() for name in row):
            times = [(n, row[name]["ms"]) for n, row in rows.items() if name in row]
            axes.loglog(*zip(*times, strict=True), marker="o", lw=2.5 if name == "workings" else 1.2, label=name)
        axes.set(title=title, xlabel="samples", ylabel="milliseconds, building included")
        axes.legend(frameon=False, fontsize=8)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})


def _by_features(growth: dict[str, Any]) -> dict[str, dict[int, Any]]:
    parts: dict[str, dict[int, Any]] = {}
    for key, rows in growth.items():
        n, p, m = map(int, key.split(" x "))
        parts.setdefault(f"{p} features, {m:,} queries", {})[n] = rows
    return parts


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and draw the growth."""
    warnings.simplefilter("ignore")
    results: dict[str, Any] = {"cases": {}, "growth": {}}
    for n, p, m in CASES:
        print(f"\n{K} nearest of {n:,} x {p} for {m:,} queries: milliseconds, times ours, the same neighbours")
        results["cases"][f"{n} x {p} x {m}"] = measured(n, p, m, 0.5 if quick else 3.0)
    for p, m in ((50, 1_000), (3, 20_000)):
        for n in GROWTH[: 2 if quick else None]:
            print(f"\ngrowth: {n:,} x {p}, {m:,} queries")
            results["growth"][f"{n} x {p} x {m}"] = measured(n, p, m, 0.5 if quick else 1.0)
    if not quick:
        draw(results["growth"])
    return results


if __name__ == "__main__":
    main()
