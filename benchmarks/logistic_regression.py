"""Logistic regression, 100,000 x 50: the public APIs, to the same accuracy, interleaved.

Each solver's `tol` is the loosest power of ten that brings the coefficients within 1e-6 of the optimum on these data
(so nobody is made to work harder than the comparison needs); the error that was reached is printed beside the time.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

ROWS, FEATURES, REPEATS = 100_000, 50, 5
# Class count -> solver -> tol.
TOLERANCES = {
    2: {"lbfgs": 1e-7, "newton-cg": 1e-7, "newton-cholesky": 1e-4, "sklearnex": 1e-6, "workings": 1e-7},
    5: {"lbfgs": 1e-7, "newton-cg": 1e-7, "newton-cholesky": 1e-4, "sklearnex": 1e-6, "workings": 1e-7},
}


def make_data(classes: int, rows: int = ROWS) -> tuple[Any, Any]:
    """Return samples and classes drawn from a known model."""
    rng = np.random.default_rng(classes)
    X = rng.normal(size=(rows, FEATURES))
    coef = rng.normal(size=(classes, FEATURES)) * (0.25 if classes == 2 else 0.5)
    return X, (X @ coef.T + rng.gumbel(size=(rows, classes))).argmax(axis=1)


def contestants(classes: int) -> dict[str, Callable[[], Any]]:
    """Return a maker of an unfitted estimator for each solver that is installed."""
    from sklearn.linear_model import LogisticRegression as Theirs

    from workings.linear_model import LogisticRegression as Ours

    tol = TOLERANCES[classes]
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


def measure(classes: int, repeats: int = REPEATS) -> dict[str, tuple[float, float, int]]:
    """Return the median milliseconds of a fit, the largest error of a coefficient, and the steps, of each."""
    X, y = make_data(classes)
    makers = contestants(classes)
    best = makers["workings"]().set_params(tol=1e-12).fit(X, y).coef_
    times: dict[str, list[float]] = {name: [] for name in makers}
    facts = {}
    for _ in range(repeats):
        for name, make in makers.items():
            begin = time.perf_counter()
            model = make().fit(X, y)
            times[name].append(1e3 * (time.perf_counter() - begin))
            facts[name] = float(np.abs(model.coef_ - best).max()), int(np.max(model.n_iter_))
    return {name: (statistics.median(times[name]), *facts[name]) for name in makers}


def main(repeats: int = REPEATS) -> None:
    """Print one table for two classes and one for five."""
    warnings.simplefilter("ignore")
    for classes in TOLERANCES:
        print(f"\nLogisticRegression.fit, {ROWS:,} x {FEATURES}, {classes} classes, float64, median of {repeats}")
        print(f"{'':30}{'ms':>8} {'ratio':>6} {'error':>9} {'steps':>6}")
        found = measure(classes, repeats)
        ours = found["workings"][0]
        for name, (ms, error, steps) in sorted(found.items(), key=lambda item: item[1][0]):
            print(f"{name:30}{ms:8.0f} {ms / ours:6.1f} {error:9.0e} {steps:6d}")


if __name__ == "__main__":
    main()
