"""Stochastic gradient descent, 100,000 x 50 and text-like sparse rows: the public APIs, ten passes each, interleaved.

Both make the same updates in the same order, so the results are compared as well: the largest difference of a
coefficient, relative to the largest coefficient. Intel's extension has no estimator of this kind.
"""

from __future__ import annotations

import statistics
import time
import warnings
from typing import Any

import numpy as np

ROWS, FEATURES, REPEATS, PASSES = 100_000, 50, 5, 10


def dense_data(dtype: Any = np.float64) -> tuple[Any, Any, Any, Any]:
    """Return samples, two classes, five classes and numbers."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(ROWS, FEATURES))
    z = X @ rng.normal(size=FEATURES) + 3.0 * rng.normal(size=ROWS)
    five = (X @ rng.normal(size=(FEATURES, 5)) + rng.gumbel(size=(ROWS, 5))).argmax(axis=1)
    return X.astype(dtype), (z > 0).astype(int), five, z


def sparse_data(rows: int = 20_000, words: int = 50_000, length: int = 100) -> tuple[Any, Any, Any, Any]:
    """Return rows of about 100 words of 50,000, frequent and rare ones, and what they are about."""
    from scipy.sparse import csr_matrix

    rng = np.random.default_rng(1)
    columns = (words ** rng.random((rows, length))).astype(np.int32) - 1
    X = csr_matrix((rng.random(columns.size) / 8.0, columns.ravel(), np.arange(0, columns.size + 1, length)))
    X.sum_duplicates()
    meaning = rng.normal(size=(X.shape[1], 5))
    z = X @ meaning
    return X, (z[:, 0] > np.median(z[:, 0])).astype(int), z.argmax(axis=1), z[:, 0]


def cases() -> dict[str, tuple[str, dict[str, Any], int]]:
    """Return for each case the class, its parameters, and which target it learns: 1 two classes, 2 five, 3 numbers."""
    found: dict[str, tuple[str, dict[str, Any], int]] = {
        f"SGDClassifier {loss}": ("SGDClassifier", {"loss": loss}, 1)
        for loss in ("hinge", "log_loss", "modified_huber", "squared_hinge")
    }
    found["SGDClassifier hinge, l1"] = ("SGDClassifier", {"penalty": "l1"}, 1)
    found["SGDClassifier hinge, averaged"] = ("SGDClassifier", {"average": True}, 1)
    found["SGDClassifier hinge, not shuffled"] = ("SGDClassifier", {"shuffle": False}, 1)
    found["SGDClassifier log_loss, not shuffled"] = ("SGDClassifier", {"shuffle": False, "loss": "log_loss"}, 1)
    found["SGDClassifier hinge, 5 classes"] = ("SGDClassifier", {"n_jobs": 2}, 2)
    found["SGDClassifier log_loss, 5 classes"] = ("SGDClassifier", {"n_jobs": 2, "loss": "log_loss"}, 2)
    found["SGDRegressor squared_error"] = ("SGDRegressor", {"alpha": 1e-4}, 3)
    found["SGDRegressor huber"] = ("SGDRegressor", {"loss": "huber"}, 3)
    found["Perceptron"] = ("Perceptron", {}, 1)
    found["Perceptron, 5 classes"] = ("Perceptron", {"n_jobs": 2}, 2)
    return found


def measure(data: tuple[Any, ...], case: tuple[str, dict[str, Any], int], repeats: int) -> dict[str, float]:
    """Return the median milliseconds of ten passes by both, and how far apart the results are."""
    import sklearn.linear_model as theirs

    import workings.linear_model as ours

    name, options, target = case
    times: dict[str, list[float]] = {"scikit-learn": [], "workings": []}
    coefficients = {}
    for turn in range(repeats + 1):
        for who, library in (("scikit-learn", theirs), ("workings", ours)):
            model = getattr(library, name)(max_iter=PASSES, tol=None, random_state=0, **options)
            begin = time.perf_counter()
            model.fit(data[0], data[target])
            if turn:  # the first compiles
                times[who].append(1e3 * (time.perf_counter() - begin))
            coefficients[who] = model.coef_
    found = {who: statistics.median(some) for who, some in times.items()}
    gap = np.abs(coefficients["workings"] - coefficients["scikit-learn"]).max()
    return {**found, "difference": float(gap / np.abs(coefficients["scikit-learn"]).max())}


def main(quick: bool = False) -> dict[str, Any]:
    """Print a table for each kind of data, and return it."""
    warnings.simplefilter("ignore")
    kinds = {"dense, float64": dense_data(), "sparse": sparse_data()}
    if not quick:
        kinds["dense, float32"] = dense_data(np.float32)
    found: dict[str, Any] = {}
    for kind, data in kinds.items():
        print(f"\n{data[0].shape[0]:,} x {data[0].shape[1]:,}, {kind}, {PASSES} passes")
        print(f"{'':40}{'scikit-learn ms':>16}{'workings ms':>12}{'ratio':>7}{'difference':>12}")
        found[kind] = {}
        for name, case in cases().items():
            row = measure(data, case, 3 if quick else REPEATS)
            found[kind][name] = row
            ratio = row["scikit-learn"] / row["workings"]
            print(f"{name:40}{row['scikit-learn']:16.1f}{row['workings']:12.1f}{ratio:7.1f}{row['difference']:12.0e}")
    return {"milliseconds": found}


if __name__ == "__main__":
    main()
