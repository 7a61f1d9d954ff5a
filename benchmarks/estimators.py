"""Every estimator, found and not listed: how the time of a fit grows with the rows, and how good the result is.

Ours, scikit-learn's of the same name and Intel's, where its extension has one, take turns on the same data, with
scikit-learn's defaults but for what `GIVEN` says. A size is the last when somebody's fit took more than PATIENCE
seconds. There the tables compare fit, what follows it (predict, transform or kneighbors), and the quality: the score on
a quarter that was held out, the agreement of clusters with the clouds that were drawn, or the largest difference of the
output from scikit-learn's. The growth is drawn to docs/images/estimators_growth.png.
"""

from __future__ import annotations

import importlib
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._timing import _pause

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "estimators_growth.png"
PACKAGES = (
    *("preprocessing", "linear_model", "naive_bayes", "neighbors", "svm", "tree", "ensemble", "cluster"),
    "neural_network",
)
ROWS = (300, 1_000, 3_000, 10_000, 30_000, 100_000)
FEATURES, CLOUDS = 20, 5
PATIENCE = 0.4
# Turns end after so many seconds; of one that is not the first, that is.
ENOUGH = 2.0
GIVEN: dict[str, dict[str, Any]] = {
    "AgglomerativeClustering": {"n_clusters": CLOUDS},
    "BisectingKMeans": {"n_clusters": CLOUDS, "random_state": 0},
    "ElasticNet": {"alpha": 0.1},
    "KMeans": {"n_clusters": CLOUDS, "random_state": 0},
    "Lasso": {"alpha": 0.1},
    "LogisticRegression": {"max_iter": 1000},
    "LogisticRegressionCV": {
        "max_iter": 1000,
        "use_legacy_attributes": False,
        "scoring": "accuracy",
        "l1_ratios": (0,),
    },
    "LinearSVC": {"random_state": 0},
    "LinearSVR": {"random_state": 0, "max_iter": 5000},
    "MLPClassifier": {"max_iter": 10, "random_state": 0},
    "MLPRegressor": {"max_iter": 10, "random_state": 0},
    "MiniBatchKMeans": {"n_clusters": CLOUDS, "random_state": 0},
    "OneClassSVM": {"nu": 0.1},
    "RadiusNeighborsClassifier": {"radius": 6.0, "outlier_label": 0},
}
WITH_A_SEED = ("Tree", "Forest", "SGD", "Perceptron")
_SPREAD = 1.0
_COMPILING = 10_000  # rows
Contenders = dict[str, Callable[[], Any]]


def names() -> dict[str, str]:
    """Return the package of each of our estimators that can be fitted on a table, by name."""
    found = {}
    for package in PACKAGES:
        module = importlib.import_module(f"workings.{package}")
        for name in module.__all__:
            if hasattr(getattr(module, name), "get_params"):
                found[name] = package
    return found


def contenders(name: str, package: str) -> Contenders:
    """Return a maker of an unfitted estimator of each library that has it."""
    given = dict(GIVEN.get(name, {}))
    if any(part in name for part in WITH_A_SEED):
        given["random_state"] = 0
    if "Forest" in name or "Trees" in name:
        given["n_jobs"] = 2
    theirs = "impute" if name == "SimpleImputer" else package
    found: Contenders = {}
    for library, where in (("workings", package), ("sklearn", theirs), ("sklearnex", theirs)):
        try:
            kind = getattr(importlib.import_module(f"{library}.{where}"), name)
        except (ImportError, AttributeError):
            continue
        if library == "sklearnex" and not kind.__module__.startswith(("sklearnex", "daal4py")):
            continue
        title = {"sklearn": "scikit-learn", "sklearnex": "Intel's extension"}.get(library, library)
        found[title] = lambda kind=kind: kind(**given)
    return found


def data(name: str, n: int) -> tuple[Any, Any]:
    """Return samples of five clouds that overlap, in the form that the estimator wants, and its target."""
    rng = np.random.default_rng(n)
    middles = _SPREAD * np.random.default_rng(0).normal(size=(CLOUDS, FEATURES))
    y = rng.integers(0, CLOUDS, n)
    X = middles[y] + rng.normal(size=(n, FEATURES))
    if name == "LabelEncoder":
        return np.array(["ash", "birch", "cedar", "elm", "oak"])[y], None
    if name in ("OneHotEncoder", "OrdinalEncoder", "CategoricalNB"):
        X = np.digitize(X, [-1.0, 0.0, 1.0])
    elif name in ("MultinomialNB", "ComplementNB", "BernoulliNB"):
        X = rng.poisson(np.exp(middles[y])).astype(float)
    elif name == "SimpleImputer":
        X[rng.random(X.shape) < 0.05] = np.nan
    if name.endswith(("Regressor", "Regression", "SVR", "Lasso", "Net", "Ridge", "RidgeCV")) and "Logistic" not in name:
        return X, X[:, 0] * X[:, 1] + X[:, 2:8].sum(axis=1) + 0.5 * rng.normal(size=n)
    return X, y


def used(model: Any, X: Any) -> Any:
    """Return what a fitted model makes of samples."""
    for way in ("predict", "transform", "kneighbors"):
        if hasattr(model, way):
            found = getattr(model, way)(X)
            return found[1] if way == "kneighbors" else found
    return model.labels_


def quality(name: str, model: Any, X: Any, y: Any, reference: Any) -> float:
    """Return the score of a fit of three quarters on the last, or the figure that is told of its kind."""
    cut = len(X) * 3 // 4
    if hasattr(model, "score") and "Cluster" not in name and "KMeans" not in name and y is not None:
        return float(model.fit(X[:cut], y[:cut]).score(X[cut:], y[cut:]))
    if hasattr(model, "labels_"):
        from sklearn.metrics import adjusted_rand_score

        return float(adjusted_rand_score(y, model.labels_))
    got = used(model, X)
    if hasattr(got, "toarray"):
        got, reference = got.toarray(), reference.toarray()
    return float(np.abs(np.asarray(got, dtype=float) - np.asarray(reference, dtype=float)).max())


def _given(X: Any, y: Any) -> tuple[Any, ...]:
    return (X,) if y is None else (X, y)


def measure(calls: Contenders, X: Any, y: Any, repeats: int) -> dict[str, tuple[float, float, Any]]:
    """Return of each contender the median milliseconds of fit and of use, and a fitted model."""
    times: dict[str, tuple[list[float], list[float]]] = {who: ([], []) for who in calls}
    models = {}
    start = time.perf_counter()
    for turn in range(repeats + 1):
        if turn > 1 and time.perf_counter() - start > ENOUGH:
            break
        for who, make in calls.items():
            _pause()
            begin = time.perf_counter()
            models[who] = make().fit(*_given(X, y))
            middle = time.perf_counter()
            used(models[who], X)
            if turn:  # the first compiles
                times[who][0].append(1e3 * (middle - begin))
                times[who][1].append(1e3 * (time.perf_counter() - middle))
    return {who: (*map(statistics.median, taken), models[who]) for who, taken in times.items()}


def grown(name: str, package: str, quick: bool) -> tuple[list[dict[str, float]], dict[str, Any], dict[str, Any]]:
    """Return the milliseconds of fits by rows, and of the last size the lines of both tables."""
    calls = contenders(name, package)
    for _ in range(2):  # many enough to want the kernels, which small fits would else ask for in the midst of a turn
        used(calls["workings"]().fit(*_given(*data(name, _COMPILING))), data(name, _COMPILING)[0])
    growth: list[dict[str, float]] = []
    for n in ROWS[: 2 if quick else None]:
        X, y = data(name, n)
        found = measure(calls, X, y, 1 if quick else 3)
        growth.append({"rows": n} | {who: fit for who, (fit, _, _) in found.items()})
        if max(fit + use for fit, use, _ in found.values()) > 1e3 * PATIENCE:
            break
    reference = used(found["scikit-learn"][2], X)
    judged = {f"quality, {who}": quality(name, model, X, y, reference) for who, (_, _, model) in found.items()}
    fit = {"rows": n} | {who: one[0] for who, one in found.items()} | judged
    use = {"rows": n} | {who: one[1] for who, one in found.items()}
    return growth, fit, use


def draw(growth: dict[str, list[dict[str, float]]]) -> None:
    """Draw a small panel for each estimator."""
    from matplotlib.figure import Figure

    columns = 8
    lines = -(-len(growth) // columns)
    figure = Figure(figsize=(2.0 * columns, 1.8 * lines), layout="constrained")
    panels = figure.subplots(lines, columns, sharex=True, sharey=True).ravel()
    for axes, (name, points) in zip(panels, growth.items(), strict=False):
        for who, style, colour in (
            ("scikit-learn", "s--", "#d55e00"),
            ("Intel's extension", "v:", "#009e73"),
            ("workings", "o-", "#0072b2"),
        ):
            some = [(one["rows"], one[who]) for one in points if who in one]
            if some:
                axes.loglog(*zip(*some, strict=True), style, color=colour, label=who, markersize=3, lw=1.2)
        axes.set_title(name, fontsize=8)
        axes.grid(alpha=0.25)
        axes.tick_params(labelsize=7)
        axes.spines[["top", "right"]].set_visible(False)
    for axes in panels[len(growth) :]:
        axes.set_axis_off()
    figure.supxlabel(f"rows ({FEATURES} features)", fontsize=9)
    figure.supylabel("milliseconds of a fit", fontsize=9)
    intel = next((k for k, points in enumerate(growth.values()) if "Intel's extension" in points[0]), 0)
    figure.legend(*panels[intel].get_legend_handles_labels(), loc="outside upper right", ncols=3, frameon=False)
    figure.savefig(PICTURE, dpi=110)
    print(f"Drawn in {PICTURE}")


def main(quick: bool = False) -> dict[str, Any]:
    """Print a line for each estimator, draw the growth, and return what was found."""
    warnings.simplefilter("ignore")
    found: dict[str, Any] = {"fit, ms": {}, "predict, transform or kneighbors, ms": {}, "growth": {}}
    fits, uses, growth = found.values()
    for name, package in sorted(names().items()):
        growth[name], fits[name], uses[name] = grown(name, package, quick)
        parts = [
            f"{who} {fits[name][who]:.2f} + {use:.2f} ms ({fits[name][f'quality, {who}']:.4g})"
            for who, use in uses[name].items()
            if who != "rows"
        ]
        print(f"{name:28}{fits[name]['rows']:>8,} rows: " + "; ".join(parts), flush=True)
    if not quick:
        draw(growth)
    return found


if __name__ == "__main__":
    main()
