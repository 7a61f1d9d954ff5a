"""Scaling, imputing and expanding, beside scikit-learn (Intel's extension has none of these): public APIs, in turns.

`fit_transform` on float64 in C order unless a row says otherwise. The error is that of the column means (of the
variances, for the scaler) of data that lie around 1e8, in units in the last place, against exact fractions.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

ROWS, FEATURES, REPEATS = 1_000_000, 20, 5
PRODUCTS = 100_000  # rows that are expanded: 231 columns each


def with_holes(X: Any) -> Any:
    """Return a copy of X in which one entry in twenty is missing."""
    holes = X.copy()
    holes[np.random.default_rng(1).random(X.shape) < 0.05] = np.nan
    return holes


def cases(quick: bool) -> dict[str, tuple[Callable[[Any], Any], Any]]:
    """Return for each row of the table a maker, which gets the module of the class, and the data."""
    rows = ROWS // 10 if quick else ROWS
    X = np.random.default_rng(0).normal(size=(rows, FEATURES))
    holes = with_holes(X)
    few = PRODUCTS // 10 if quick else PRODUCTS
    size = f"{rows:,} x {FEATURES}"
    return {
        f"StandardScaler, {size}": (lambda m: m.StandardScaler(), X),
        f"StandardScaler, {size}, Fortran order": (lambda m: m.StandardScaler(), np.asfortranarray(X)),
        f"StandardScaler, {size}, NaN": (lambda m: m.StandardScaler(), holes),
        f"StandardScaler, {size}, float32": (lambda m: m.StandardScaler(), X.astype(np.float32)),
        f"MinMaxScaler, {size}": (lambda m: m.MinMaxScaler(), X),
        f"SimpleImputer mean, {size}": (lambda m: m.SimpleImputer(), holes),
        f"SimpleImputer median, {rows // 5:,} x {FEATURES}": (
            lambda m: m.SimpleImputer(strategy="median"),
            holes[: rows // 5],
        ),
        f"PolynomialFeatures(2), {few:,} x {FEATURES}": (lambda m: m.PolynomialFeatures(), X[:few]),
        f"PolynomialFeatures(2, order='F'), {few:,} x {FEATURES}": (
            lambda m: m.PolynomialFeatures(order="F"),
            X[:few],
        ),
        f"PolynomialFeatures(3), {few // 5:,} x {FEATURES}": (lambda m: m.PolynomialFeatures(3), X[: few // 5]),
        "StandardScaler, 1,000 x 20": (lambda m: m.StandardScaler(), X[:1000]),
        "StandardScaler, 10,000 x 20": (lambda m: m.StandardScaler(), X[:10_000]),
    }


class _Theirs:
    """scikit-learn's classes under one roof."""

    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, StandardScaler


def measure(make: Callable[[Any], Any], X: Any, repeats: int) -> dict[str, float]:
    """Return the median milliseconds of a fit_transform, ours and scikit-learn's taking turns."""
    import workings.preprocessing as ours

    models = {"scikit-learn": make(_Theirs), "workings": make(ours)}
    times: dict[str, list[float]] = {name: [] for name in models}
    for turn in range(repeats + 1):
        for name, model in models.items():
            begin = time.perf_counter()
            model.fit_transform(X)
            if turn:  # the first compiles
                times[name].append(1e3 * (time.perf_counter() - begin))
    return {name: statistics.median(taken) for name, taken in times.items()}


def errors(offset: float, rows: int = 20_000) -> dict[str, tuple[float, float]]:
    """Return the errors of mean and variance around an offset, in units in the last place, of each library."""
    import workings.preprocessing as ours

    X = np.random.default_rng(2).normal(size=(rows, 1)) + offset
    values = [Fraction(v) for v in X[:, 0].tolist()]
    mean = sum(values, Fraction(0)) / rows
    variance = sum(((v - mean) ** 2 for v in values), Fraction(0)) / rows

    def ulps(found: float, expected: Fraction) -> float:
        return abs(float((Fraction(float(found)) - expected) / Fraction(float(np.spacing(abs(found))))))

    found = {}
    for name, module in (("scikit-learn", _Theirs), ("workings", ours)):
        scaler = module.StandardScaler().fit(X)
        found[name] = ulps(scaler.mean_[0], mean), ulps(scaler.var_[0], variance)
    return found


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return them."""
    print(f"{'fit_transform':52}{'scikit-learn':>13} {'workings':>9} {'ratio':>6}   (ms)")
    found: dict[str, Any] = {}
    for name, (make, X) in cases(quick).items():
        found[name] = taken = measure(make, X, 3 if quick else REPEATS)
        theirs, ours = taken["scikit-learn"], taken["workings"]
        print(f"{name:52}{theirs:13.2f} {ours:9.2f} {theirs / ours:6.1f}")
    print("\nStandardScaler's errors in units in the last place (mean, variance), 20,000 rows around an offset")
    for offset in (0.0, 1e4, 1e8, 1e12):
        found[f"errors around {offset:g}"] = both = errors(offset)
        print(f"{offset:8g}  " + "   ".join(f"{name}: {a:.2f}, {b:.2f}" for name, (a, b) in both.items()))
    return found


if __name__ == "__main__":
    main()
