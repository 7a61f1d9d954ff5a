"""Forests: the public APIs, grown to purity and used to predict, interleaved; and how well they do.

Ours packs its trees when it first predicts, so that the first time and the later ones are told apart.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np

from benchmarks._timing import _pause as pause
from benchmarks.trees import data

NAMES = ("RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor")


def libraries() -> dict[str, Any]:
    """Return the module of forests of each library that is installed."""
    import sklearn.ensemble as theirs

    import workings.ensemble as ours

    found: dict[str, Any] = {"workings": ours, "scikit-learn": theirs}
    try:
        import sklearnex.ensemble as intel
    except ImportError:
        print("(Intel's extension is not installed: pip install scikit-learn-intelex)")
    else:
        found["Intel"] = intel
    return found


def measure(name: str, trees: int, X: Any, y: Any, repeats: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of fit, and of predicting first and later, with two threads."""
    times: dict[str, dict[str, list[float]]] = {}
    libraries()["workings"].__dict__[name](2, random_state=0).fit(X, y).predict(X)  # compiles
    for turn in range(repeats):
        for library, module in libraries().items():
            kept = times.setdefault(library, {"fit": [], "predict": [], "predict again": []})
            pause()
            begin = time.perf_counter()
            model = getattr(module, name)(trees, random_state=turn, n_jobs=2).fit(X, y)
            middle = time.perf_counter()
            model.predict(X)
            end = time.perf_counter()
            kept["fit"].append(1e3 * (middle - begin))
            kept["predict"].append(1e3 * (end - middle))
            for _ in range(2):
                pause()
                begin = time.perf_counter()
                model.predict(X)
                kept["predict again"].append(1e3 * (time.perf_counter() - begin))
    return {one: {what: statistics.median(taken) for what, taken in kept.items()} for one, kept in times.items()}


def quality(name: str, X: Any, y: Any, seeds: int, trees: int = 100) -> dict[str, float]:
    """Return the mean score on held-out samples over seeds, which also draw who is held out."""
    from sklearn.model_selection import train_test_split

    scores: dict[str, list[float]] = {}
    for seed in range(seeds):
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=seed)
        for library, module in libraries().items():
            model = getattr(module, name)(trees, random_state=seed, n_jobs=2).fit(X_train, y_train)
            scores.setdefault(library, []).append(float(model.score(X_test, y_test)))
    return {library: float(np.mean(found)) for library, found in scores.items()}


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return what they hold."""
    X, y, z = data(20_000, 50)
    results: dict[str, Any] = {}
    for name in NAMES:
        classes = name.endswith("Classifier")
        trees = 100 if classes and not quick else 10
        found = measure(name, trees, X, y if classes else z, 1 if quick else 3)
        ours = found["workings"]
        results[name] = {"trees": trees, "times": found}
        parts = [
            f"{library} fit {one['fit']:.0f} ms ({one['fit'] / ours['fit']:.1f}x), predict {one['predict']:.0f} ms "
            f"({one['predict'] / ours['predict']:.1f}x), again {one['predict again']:.0f} ms "
            f"({one['predict again'] / ours['predict again']:.1f}x)"
            for library, one in found.items()
        ]
        print(f"{name}({trees}), 20,000 x 50: " + "; ".join(parts), flush=True)
    few = slice(None, 4000) if quick else slice(None)
    results["held-out score"] = {
        "RandomForestClassifier": quality("RandomForestClassifier", X[few], y[few], 2 if quick else 10),
        "RandomForestRegressor": quality("RandomForestRegressor", X[:4000], z[:4000], 2 if quick else 10, 50),
    }
    print("held-out score, mean over the seeds: ", results["held-out score"])
    return results


if __name__ == "__main__":
    main()
