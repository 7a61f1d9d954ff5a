"""Trees: the public APIs, grown to purity and used to predict, interleaved."""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np

from benchmarks._timing import _pause as pause

# Milliseconds below which a fit is repeated before it counts.
QUICK = 1000.0


def data(n: int, p: int) -> tuple[Any, Any, Any]:
    """Return samples of 5 classes in several clusters, and numbers with noise."""
    from sklearn.datasets import make_classification

    X, y = make_classification(n, p, n_informative=10, n_classes=5, random_state=0)
    rng = np.random.default_rng(0)
    return X, y, X[:, 0] * X[:, 1] + np.sin(X[:, 2]) + 0.3 * rng.standard_normal(n)


def makers(classes: bool) -> dict[str, Any]:
    """Return a maker of an unfitted estimator of each library that is installed."""
    import sklearn.tree as theirs

    import workings.tree as ours

    name = "DecisionTreeClassifier" if classes else "DecisionTreeRegressor"
    found = {
        "workings": getattr(ours, name),
        "scikit-learn": lambda: getattr(theirs, name)(random_state=0),
    }
    try:
        import sklearnex.ensemble as intel
    except ImportError:
        print("(Intel's extension is not installed: pip install scikit-learn-intelex)")
    else:
        forest = intel.RandomForestClassifier if classes else intel.RandomForestRegressor
        found["Intel, forest of one"] = lambda: forest(1, bootstrap=False, max_features=None, random_state=0)
    return {**found, **_of_boosters(classes)}


def _of_boosters(classes: bool) -> dict[str, Any]:
    """Return makers of one tree to purity by the libraries that else add up many: thresholds are binned to 256."""
    found: dict[str, Any] = {}
    try:
        import lightgbm
    except ImportError:
        print("(LightGBM is not installed: pip install lightgbm)")
    else:
        light = lightgbm.LGBMClassifier if classes else lightgbm.LGBMRegressor
        # Histograms of all leaves at once would take 27 GB.
        grown_out = {"num_leaves": 131072, "histogram_pool_size": 1024, "min_child_samples": 1, "min_child_weight": 0.0}
        found["LightGBM, one tree"] = lambda: light(n_estimators=1, learning_rate=1.0, verbose=-1, **grown_out)
    try:
        import xgboost
    except ImportError:
        print("(XGBoost is not installed: pip install xgboost)")
    else:
        extreme = xgboost.XGBRFClassifier if classes else xgboost.XGBRFRegressor
        whole = {"subsample": 1.0, "colsample_bynode": 1.0, "reg_lambda": 0.0, "min_child_weight": 0.0}
        found["XGBoost, forest of one"] = lambda: extreme(n_estimators=1, max_depth=0, **whole)
    return found


def measure(X: Any, y: Any, classes: bool, repeats: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of fit and predict, and the score on held-out samples."""
    half = len(X) * 4 // 5
    times: dict[str, dict[str, list[float]]] = {}
    scores: dict[str, float] = {}
    for turn in range(repeats + 1):
        for name, make in makers(classes).items():
            kept = times.setdefault(name, {"fit": [], "predict": []})
            pause()
            if turn and min(kept["fit"], default=0.0) < QUICK:
                make().fit(X, y)  # does not count: wakes the threads, while those of whoever came before go to sleep
            begin = time.perf_counter()
            model = make().fit(X, y)
            middle = time.perf_counter()
            model.predict(X)
            end = time.perf_counter()
            if turn:  # the first compiles
                kept["fit"].append(1e3 * (middle - begin))
                kept["predict"].append(1e3 * (end - middle))
    for name, make in makers(classes).items():
        scores[name] = float(make().fit(X[:half], y[:half]).score(X[half:], y[half:]))
    return {
        name: {**{what: statistics.median(taken) for what, taken in kept.items()}, "score": scores[name]}
        for name, kept in times.items()
    }


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return what they hold."""
    results: dict[str, Any] = {}
    for n, p in ((20_000, 50),) if quick else ((20_000, 50), (100_000, 20)):
        X, y, z = data(n, p)
        for title, target, classes in (("5 classes", y, True), ("numbers", z, False)):
            found = measure(X, target, classes, 3 if quick else 5)
            ours = found["workings"]
            results[f"{n:,} x {p}, {title}"] = found
            parts = [
                f"{name} fit {one['fit']:.0f} ms ({one['fit'] / ours['fit']:.1f}x), predict {one['predict']:.2f} ms "
                f"({one['predict'] / ours['predict']:.1f}x), score {one['score']:.3f}"
                for name, one in found.items()
            ]
            print(f"{n:,} x {p}, {title}: " + "; ".join(parts), flush=True)
    return {"cases": results}


if __name__ == "__main__":
    main()
