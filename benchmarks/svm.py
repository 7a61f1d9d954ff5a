"""Support vector machines with kernels, the public APIs, interleaved: Intel's extension, scikit-learn (LIBSVM), ours.

All stop at the same `tol`, the gap of the dual problem, and have the same gigabyte for rows of the kernel matrix.
Beside the times stand the dual objective, relative to the best that any of them found, and the share of equal
predictions. `growth` measures how the time of a fit grows with the number of samples; ``python -m benchmarks.svm
--draw`` draws what results.json holds of it.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

FEATURES, CACHE = 50, 1000  # MB
PAUSE = 0.25  # seconds in which the last contender's waiting threads go to sleep
PICTURE = Path(__file__).parent.parent / "docs" / "images" / "svm_growth.png"
# A library whose last fit took longer than this is not asked for the next size.
ENOUGH = 9.0

Makers = dict[str, Callable[[], Any]]


def clusters(n: int) -> tuple[Any, Any]:
    """Return scikit-learn's clusters, 20 of the 50 features telling of the class: a quarter are support vectors."""
    from sklearn.datasets import make_classification

    return make_classification(n, FEATURES, n_informative=20, random_state=0)


def noisy_plane(n: int) -> tuple[Any, Any]:
    """Return normal features, and two classes on the sides of a plane with some noise: a third are support vectors."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, FEATURES))
    return X, (X[:, :5].sum(axis=1) + 0.5 * rng.normal(size=n) > 0).astype(int)


DATA = {"clusters": clusters, "a noisy plane": noisy_plane}


def makers(name: str, **parameters: Any) -> Makers:
    """Return a maker of an unfitted estimator for each library that is installed."""
    import sklearn.svm

    import workings.svm

    found: Makers = {
        "workings": lambda: getattr(workings.svm, name)(cache_size=CACHE, **parameters),
        "scikit-learn": lambda: getattr(sklearn.svm, name)(cache_size=CACHE, **parameters),
    }
    try:
        import sklearnex.svm
    except ImportError:
        print("(Intel's extension is not installed: pip install scikit-learn-intelex)")
    else:
        if hasattr(sklearnex.svm, name):
            found["Intel's extension"] = lambda: getattr(sklearnex.svm, name)(cache_size=CACHE, **parameters)
    return found


def objective(model: Any, X: Any, y: Any) -> float:
    """Return the dual objective of a fitted SVC of two classes, from scikit-learn's kernels, block by block."""
    from sklearn.metrics.pairwise import rbf_kernel

    beta = np.asarray(model.dual_coef_)[0]
    vectors = X[model.support_]
    gamma = 1.0 / (X.shape[1] * X.var())
    total = sum(
        float(beta[a : a + 500] @ (rbf_kernel(vectors[a : a + 500], vectors, gamma=gamma) @ beta))
        for a in range(0, len(beta), 500)
    )
    return 0.5 * total - float(beta @ np.where(y[model.support_] == 1, 1.0, -1.0))


def measure(X: Any, y: Any, contenders: Makers, repeats: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of fit and predict of each, and what they found."""
    times: dict[str, dict[str, list[float]]] = {name: {"fit": [], "predict": []} for name in contenders}
    models, predictions = {}, {}
    contenders["workings"]().fit(X, y).predict(X)  # compiles
    for _ in range(repeats):
        for name, make in contenders.items():
            time.sleep(PAUSE)
            begin = time.perf_counter()
            models[name] = make().fit(X, y)
            times[name]["fit"].append(time.perf_counter() - begin)
            time.sleep(PAUSE)
            begin = time.perf_counter()
            predictions[name] = models[name].predict(X)
            times[name]["predict"].append(time.perf_counter() - begin)
    found = {}
    for name, model in models.items():
        found[name] = {f"{what} ms": 1e3 * statistics.median(taken) for what, taken in times[name].items()}
        found[name]["support vectors"] = len(model.support_)
        found[name]["agreement"] = float(np.mean(predictions[name] == predictions["scikit-learn"]))
        if hasattr(model, "classes_"):
            found[name]["objective"] = objective(model, X, y)
    return found


def show(title: str, found: dict[str, dict[str, float]]) -> None:
    """Print one table."""
    print(f"\n{title}")
    print(f"{'':20}{'fit ms':>9}{'ratio':>7}{'predict':>9}{'ratio':>7}{'vectors':>9}{'objective':>11}{'same':>9}")
    ours = found["workings"]
    best = min(row.get("objective", 0.0) for row in found.values())
    for name, row in sorted(found.items(), key=lambda item: item[1]["fit ms"]):
        off = f"{(row['objective'] - best) / abs(best):11.0e}" if "objective" in row else f"{'':11}"
        print(
            f"{name:20}{row['fit ms']:9.0f}{row['fit ms'] / ours['fit ms']:6.1f}x{row['predict ms']:9.0f}"
            f"{row['predict ms'] / ours['predict ms']:6.1f}x{row['support vectors']:9.0f}{off}"
            f"{100 * row['agreement']:8.2f}%"
        )


def growth(sizes: tuple[int, ...] = (1_000, 3_000, 10_000, 30_000, 100_000)) -> dict[str, dict[str, float]]:
    """Print and draw the seconds of a fit, with 200 MB for rows, against the number of samples; one fit each."""
    contenders = {name: (lambda make=make: make().set_params(cache_size=200)) for name, make in makers("SVC").items()}
    seconds: dict[str, dict[str, float]] = {name: {} for name in contenders}
    contenders["workings"]().fit(*clusters(2000))
    print("\nSVC.fit, rbf, clusters, 50 features, 200 MB for rows: seconds of one fit")
    for n in sizes:
        X, y = clusters(n)
        for name, make in contenders.items():
            if max(seconds[name].values(), default=0.0) > ENOUGH:
                continue
            time.sleep(PAUSE)
            begin = time.perf_counter()
            make().fit(X, y)
            seconds[name][str(n)] = time.perf_counter() - begin
        print(
            f"{n:9,}  " + "  ".join(f"{name} {taken[str(n)]:.3f}" for name, taken in seconds.items() if str(n) in taken)
        )
    return seconds


def picture(seconds: dict[str, dict[str, float]]) -> None:
    """Draw the growth."""
    from workings.show import Axis, Line, Points, Scene, draw

    marks: list[Any] = []
    for group, (name, taken) in enumerate(seconds.items()):
        at, values = tuple(float(n) for n in taken), tuple(taken.values())
        marks += [Line(at, values, group), Points(at, values, group, name)]
    scene = Scene(
        "SVC with the rbf kernel, 50 features: time of a fit",
        Axis("samples", scale="log"),
        Axis("seconds", scale="log"),
        tuple(marks),
        say="Both axes are logarithmic; each library has 200 MB for rows of the kernel matrix.",
    )
    draw(scene, path=PICTURE)


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return what was found."""
    warnings.simplefilter("ignore")
    n, repeats = (3_000, 2) if quick else (10_000, 3)
    found: dict[str, Any] = {}
    for kind, make_data in DATA.items():
        X, y = make_data(n)
        title = f"SVC rbf, {n:,} x {FEATURES}, two classes, {kind}"
        found[title] = measure(X, y, makers("SVC"), repeats)
        show(title, found[title])
    X, y = noisy_plane(n)
    target = X[:, :5].sum(axis=1) + 0.5 * X[:, 5] ** 2
    title = f"SVR rbf, {n:,} x {FEATURES}"
    found[title] = measure(X, target, makers("SVR"), max(2, repeats // 2))
    for row in found[title].values():
        row["agreement"] = float("nan")  # numbers, not classes
    show(title, found[title])
    found["growth"] = growth((1_000, 3_000) if quick else (1_000, 3_000, 10_000, 30_000, 100_000))
    return found


if __name__ == "__main__":
    if "--draw" in sys.argv:  # what results.json holds
        picture(json.loads(Path(__file__).with_name("results.json").read_text(encoding="utf-8"))["svm"]["growth"])
    else:
        main()
