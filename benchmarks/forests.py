"""Forests: the public APIs, grown to purity and used to predict, interleaved; and how well they do.

The first prediction and the later ones are told apart: some libraries prepare something at the first. scikit-learn has
one turn, as it takes tens of seconds; LightGBM and XGBoost, whose forests know no purity and would take minutes, are
asked for ten trees, and so are we, beside them.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

import numpy as np

from benchmarks._timing import _pause as pause
from benchmarks.trees import data

# Trees where boosting libraries take part; their limits on depth and on leaves, which stand in for purity.
FEW_TREES, DEPTH, LEAVES = 10, 40, 2**15
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
            if turn and library == "scikit-learn":
                continue
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


def boosters(name: str) -> dict[str, Any]:
    """Return a maker of a forest of FEW_TREES trees of each library that boosts and can also grow forests.

    LightGBM's have bins in place of all thresholds, and may draw thresholds; XGBoost's may not. Both take rows without
    replacement: as many as a draw with replacement leaves, 0.632 of all.
    """
    classes, extra = name.endswith("Classifier"), name.startswith("Extra")
    share = 50**0.5 / 50 if classes else 1.0
    found: dict[str, Any] = {}
    try:
        import lightgbm
    except ImportError:
        print("(LightGBM is not installed: pip install lightgbm)")
    else:
        kind = lightgbm.LGBMClassifier if classes else lightgbm.LGBMRegressor
        # Its random forest insists on leaving out rows or features in every tree.
        rows = {"bagging_fraction": 0.999 if extra else 0.632, "bagging_freq": 1}
        found["LightGBM"] = lambda: kind(
            boosting_type="rf", n_estimators=FEW_TREES, num_leaves=LEAVES, max_depth=-1, min_child_samples=1,
            min_child_weight=0.0, feature_fraction_bynode=share, extra_trees=extra, n_jobs=2, verbose=-1, **rows,
        )  # fmt: skip
    if extra:
        return found
    try:
        import xgboost
    except ImportError:
        print("(XGBoost is not installed: pip install xgboost-cpu)")
    else:
        kind_x = xgboost.XGBRFClassifier if classes else xgboost.XGBRFRegressor
        found["XGBoost"] = lambda: kind_x(
            n_estimators=FEW_TREES, max_depth=DEPTH, min_child_weight=0.0, reg_lambda=0.0, colsample_bynode=share,
            subsample=0.632, tree_method="hist", n_jobs=2,
        )  # fmt: skip
    return found


def beside_boosters(name: str, X: Any, y: Any) -> dict[str, dict[str, float]]:
    """Return milliseconds of fit and of predicting all, on three quarters, the score on the rest; ten trees each."""
    from sklearn.model_selection import train_test_split

    ours = libraries()["workings"].__dict__[name]
    makers = {"workings": lambda: ours(FEW_TREES, random_state=0, n_jobs=2), **boosters(name)}
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
    found: dict[str, dict[str, float]] = {}
    for library, make in makers.items():
        taken = []
        for _ in range(3 if library == "workings" else 1):
            pause()
            begin = time.perf_counter()
            model = make().fit(X_train, y_train)
            middle = time.perf_counter()
            model.predict(X)
            taken.append((1e3 * (middle - begin), 1e3 * (time.perf_counter() - middle)))
        fit, predict = (statistics.median(column) for column in zip(*taken, strict=True))
        found[library] = {"fit": fit, "predict": predict, "score": float(model.score(X_test, y_test))}
    return found


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return what they hold."""
    X, y, z = data(20_000, 50)
    results: dict[str, Any] = {}
    for name in NAMES:
        classes = name.endswith("Classifier")
        trees = 10 if quick else 100
        target = y if classes else z
        found = measure(name, trees, X, target, 1 if quick else 3)
        ours = found["workings"]
        results[name] = {"trees": trees, "times": found}
        parts = [
            f"{library} fit {one['fit']:.0f} ms ({one['fit'] / ours['fit']:.1f}x), predict {one['predict']:.0f} ms "
            f"({one['predict'] / ours['predict']:.1f}x), again {one['predict again']:.0f} ms "
            f"({one['predict again'] / ours['predict again']:.1f}x)"
            for library, one in found.items()
        ]
        print(f"{name}({trees}), 20,000 x 50: " + "; ".join(parts), flush=True)
        results[name]["ten trees"] = beside = beside_boosters(name, X, target)
        parts = [
            f"{library} fit {one['fit']:.0f} ms ({one['fit'] / beside['workings']['fit']:.1f}x), predict "
            f"{one['predict']:.1f} ms ({one['predict'] / beside['workings']['predict']:.1f}x), score {one['score']:.3f}"
            for library, one in beside.items()
        ]
        print(f"{name}({FEW_TREES}), 15,000 x 50: " + "; ".join(parts), flush=True)
    few = slice(None, 4000) if quick else slice(None)
    results["held-out score"] = {
        "RandomForestClassifier": quality("RandomForestClassifier", X[few], y[few], 2 if quick else 10),
        "RandomForestRegressor": quality("RandomForestRegressor", X[:4000], z[:4000], 2 if quick else 10, 20),
    }
    print("held-out score, mean over the seeds: ", results["held-out score"])
    return results


if __name__ == "__main__":
    main()
