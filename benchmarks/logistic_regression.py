"""Logistic regression, 100,000 x 50: the public APIs, to the same accuracy, interleaved.

Each solver's `tol` is the loosest power of ten that brings the coefficients within about 1e-6 of the optimum on these
data (relative to the largest), so nobody is made to work harder than the comparison needs; the error that was reached
is printed beside the time. Two kinds of data: scikit-learn's `make_classification`, on which everyone measures, and
independent features of equal size, the easiest that there can be: a solver that knows nothing of second derivatives
then needs them least.

With an l1 penalty the contestants are those that have it: scikit-learn's liblinear (two classes; it penalises the
intercept, so its error is that of another optimum and is not shown), its saga, and skglm.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

ROWS, FEATURES, REPEATS = 100_000, 50, 3
# A solver whose fits have taken this many seconds is not repeated.
ENOUGH = 8.0
# Seconds before each turn in which the last contender's waiting threads go to sleep. This thread stays busy: one that
# has slept finds its core slow, and a virtual machine then likes to put all of a pool's threads on that one core.
PAUSE = 0.25
# With l1: C is small enough that a third or so of the coefficients are 0.
SPARSE_C = 0.001
TOLERANCES = {"lbfgs": 1e-7, "newton-cg": 1e-7, "newton-cholesky": 1e-6, "sklearnex": 1e-5, "workings": 1e-7}


def classification_data(classes: int) -> tuple[Any, Any]:
    """Return scikit-learn's clusters: 20 of the 50 features tell of the class."""
    from sklearn.datasets import make_classification

    return make_classification(ROWS, FEATURES, n_informative=20, n_redundant=0, n_classes=classes, random_state=0)


def independent_data(classes: int) -> tuple[Any, Any]:
    """Return normal features, and classes drawn from a known model."""
    rng = np.random.default_rng(classes)
    X = rng.normal(size=(ROWS, FEATURES))
    coef = rng.normal(size=(classes, FEATURES)) * (0.25 if classes == 2 else 0.5)
    return X, (X @ coef.T + rng.gumbel(size=(ROWS, classes))).argmax(axis=1)


DATA = {"make_classification": classification_data, "independent features": independent_data}


def contestants() -> dict[str, Callable[[], Any]]:
    """Return a maker of an unfitted estimator for each solver that is installed."""
    from sklearn.linear_model import LogisticRegression as Theirs

    from workings.linear_model import LogisticRegression as Ours

    tol = TOLERANCES
    found: dict[str, Callable[[], Any]] = {
        f"scikit-learn {name}": lambda name=name: Theirs(solver=name, tol=tol[name], max_iter=10_000)
        for name in ("lbfgs", "newton-cg", "newton-cholesky")
    }
    try:
        from sklearnex.linear_model import LogisticRegression as Intels
    except ImportError:
        print("(Intel's extension is not installed: pip install scikit-learn-intelex)")
    else:
        found["Intel's extension"] = lambda: Intels(tol=tol["sklearnex"], max_iter=10_000)
    found["workings"] = lambda: Ours(tol=tol["workings"], max_iter=10_000)
    return found


def sparse_contestants(classes: int) -> dict[str, Callable[[], Any]]:
    """Return a maker of an unfitted estimator with an l1 penalty for each solver that has one."""
    from sklearn.linear_model import LogisticRegression as Theirs

    from workings.linear_model import LogisticRegression as Ours

    found: dict[str, Callable[[], Any]] = {
        "scikit-learn saga": lambda: Theirs(solver="saga", l1_ratio=1, C=SPARSE_C, tol=1e-5, max_iter=1000)
    }
    if classes == 2:
        found["scikit-learn liblinear"] = lambda: Theirs(
            solver="liblinear", l1_ratio=1, C=SPARSE_C, tol=1e-6, max_iter=1000
        )
        try:
            from skglm import SparseLogisticRegression  # type: ignore[import-not-found]
        except ImportError:
            print("(skglm is not installed: pip install skglm)")
        else:
            found["skglm"] = lambda: SparseLogisticRegression(alpha=1.0 / (SPARSE_C * ROWS), tol=1e-7)
    found["workings"] = lambda: Ours(l1_ratio=1, C=SPARSE_C, tol=1e-7, max_iter=1000)
    return found


def measure(
    X: Any, y: Any, makers: dict[str, Callable[[], Any]], repeats: int = REPEATS
) -> dict[str, tuple[float, float, int, int]]:
    """Return the median milliseconds of a fit, the largest error of a coefficient, the steps and the fits, of each."""
    best = makers["workings"]().set_params(tol=1e-12).fit(X, y).coef_
    times: dict[str, list[float]] = {name: [] for name in makers}
    facts = {}
    for _ in range(repeats):
        for name, make in makers.items():
            if sum(times[name]) > 1e3 * ENOUGH:
                continue
            busy_until = time.perf_counter() + PAUSE
            while time.perf_counter() < busy_until:
                pass
            begin = time.perf_counter()
            model = make().fit(X, y)
            times[name].append(1e3 * (time.perf_counter() - begin))
            facts[name] = float(np.abs(model.coef_ - best).max() / np.abs(best).max()), int(np.max(model.n_iter_))
    return {name: (statistics.median(times[name]), *facts[name], len(times[name])) for name in makers}


def main(quick: bool = False) -> dict[str, Any]:
    """Print and return a table for each kind of data and number of classes, and each penalty."""
    results: dict[str, Any] = {}
    repeats = 2 if quick else REPEATS
    warnings.simplefilter("ignore")
    for kind, make_data in DATA.items():
        for classes in (2, 5):
            X, y = make_data(classes)
            for penalty, makers in (("l2", contestants()), ("l1", sparse_contestants(classes))):
                print(f"\nLogisticRegression.fit, {penalty}, {ROWS:,} x {FEATURES}, {classes} classes, float64, {kind}")
                print(f"{'':30}{'ms':>8} {'ratio':>6} {'error':>9} {'steps':>6} {'median of':>10}")
                found = measure(X, y, makers, repeats)
                columns = ("ms", "error", "steps", "fits")
                results[f"{penalty}, {classes} classes, {kind}"] = {
                    name: dict(zip(columns, row, strict=True)) for name, row in found.items()
                }
                ours = found["workings"][0]
                for name, (ms, error, steps, fits) in sorted(found.items(), key=lambda item: item[1][0]):
                    shown = "" if "liblinear" in name else f"{error:9.0e}"
                    print(f"{name:30}{ms:8.0f} {ms / ours:6.1f} {shown:>9} {steps:6d} {fits:10d}")
    return results


if __name__ == "__main__":
    main()
