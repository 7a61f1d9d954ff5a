"""Lasso and elastic net: the public APIs, to the same duality gap, interleaved.

All stop at the same meaning of accuracy: scikit-learn and we when the duality gap is below 1e-4 of y'y (the default),
and skglm, whose `tol` bounds the violation of the optimum's conditions, with the loosest power of ten that brings its
gap there. The gap that was reached, computed anew for everybody, is printed beside the time.

Two designs: independent columns, on which a handful of sweeps suffice and nothing can be gained but the cost of a
sweep, and columns of which each correlates by 0.9 with the last.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from benchmarks._timing import _pause

SHARES = (10, 100, 1000)
DESIGNS = {"independent columns": 0.0, "correlated columns": 0.9}
WANTED = 1e-4
# For so many seconds the threads of OpenBLAS, which scikit-learn's last product has woken, keep a core busy.
SPINNING = 0.2


def pause() -> None:
    """Wait until the threads of the contender before have gone to sleep."""
    time.sleep(SPINNING)
    _pause()


def regression_data(n: int, p: int, correlation: float) -> tuple[Any, Any]:
    """Return normal columns, of which a tenth tells of y; the noise has a third of the signal's deviation."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, p))
    for j in range(1, p if correlation else 1):
        X[:, j] = correlation * X[:, j - 1] + np.sqrt(1.0 - correlation**2) * X[:, j]
    coef = np.zeros(p)
    coef[rng.choice(p, max(1, p // 10), replace=False)] = rng.standard_normal(max(1, p // 10))
    signal = X @ coef
    return X, signal + rng.standard_normal(n) * signal.std() / 3.0 + 5.0


def relative_gap(X: Any, y: Any, model: Any, alpha: float, l1_ratio: float) -> float:
    """Return the duality gap of the coefficients as a share of y'y."""
    X, y, w = X - X.mean(axis=0), y - y.mean(), np.ravel(model.coef_)
    r, l1, l2 = y - X @ w, alpha * l1_ratio * len(y), alpha * (1.0 - l1_ratio) * len(y)
    scale = min(1.0, l1 / np.abs(X.T @ r - l2 * w).max())
    squares = r @ r + l2 * w @ w
    return float((0.5 * (1.0 + scale**2) * squares + l1 * np.abs(w).sum() - scale * (r @ y)) / (y @ y))


def makers(alpha: float, l1_ratio: float) -> dict[str, Callable[[float], Any]]:
    """Return a maker of an unfitted estimator, given its tol, for each library that is installed."""
    from sklearn.linear_model import ElasticNet as Theirs

    from workings.linear_model import ElasticNet as Ours

    given = {"alpha": alpha, "l1_ratio": l1_ratio}
    found: dict[str, Callable[[float], Any]] = {
        "workings": lambda tol: Ours(**given, tol=tol, max_iter=100_000),
        "scikit-learn": lambda tol: Theirs(**given, tol=tol, max_iter=100_000),
    }
    try:
        import skglm
    except ImportError:
        print("(skglm is not installed: pip install skglm)")
    else:
        found["skglm"] = lambda tol: skglm.ElasticNet(**given, tol=tol, max_iter=1000)
    return found


def _tolerance(name: str, make: Callable[[float], Any], X: Any, y: Any, alpha: float, l1_ratio: float) -> float:
    """Return skglm's loosest power of ten that reaches the gap; this also compiles what is to be compiled."""
    if name != "skglm":
        make(WANTED).fit(X, y)
        return WANTED
    for exponent in range(0, 9):
        tol = 10.0**-exponent
        if relative_gap(X, y, make(tol).fit(X, y), alpha, l1_ratio) <= WANTED:
            return tol
    return tol


def measure(X: Any, y: Any, alpha: float, l1_ratio: float, repeats: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds, the gap and the coefficients that are not 0, of each library."""
    contenders = makers(alpha, l1_ratio)
    tols = {name: _tolerance(name, make, X, y, alpha, l1_ratio) for name, make in contenders.items()}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    found: dict[str, dict[str, float]] = {}
    for _ in range(repeats):
        for name, make in contenders.items():
            pause()
            begin = time.perf_counter()
            model = make(tols[name]).fit(X, y)
            times[name].append(1e3 * (time.perf_counter() - begin))
            if name not in found:
                gap = relative_gap(X, y, model, alpha, l1_ratio)
                found[name] = {"gap": gap, "nonzero": int(np.count_nonzero(model.coef_))}
    return {name: {"ms": statistics.median(times[name]), **facts} for name, facts in found.items()}


def _table(title: str, found: dict[str, dict[str, float]]) -> None:
    ours = found["workings"]["ms"]
    parts = [
        f"{name} {one['ms']:.0f} ms ({one['ms'] / ours:.2f}x, gap {one['gap']:.0e}, {one['nonzero']:.0f} columns)"
        for name, one in found.items()
    ]
    print(f"{title}: " + "; ".join(parts), flush=True)


def fits(n: int, p: int, shares: tuple[int, ...], repeats: int, l1_ratios: tuple[float, ...]) -> dict[str, Any]:
    """Print and return a line for each design, penalty and share of the largest alpha."""
    results = {}
    for design, correlation in DESIGNS.items():
        X, y = regression_data(n, p, correlation)
        largest = float(np.abs(X.T @ (y - y.mean())).max()) / n
        for l1_ratio in l1_ratios:
            for share in shares:
                title = f"{n:,} x {p:,}, {design}, l1_ratio {l1_ratio}, alpha_max / {share}"
                results[title] = measure(X, y, largest / l1_ratio / share, l1_ratio, repeats)
                _table(title, results[title])
    return results


def paths(repeats: int) -> dict[str, Any]:
    """Print and return the times of a path of 100 alphas, on centred data."""
    import sklearn.linear_model as theirs

    import workings.linear_model as ours

    results = {}
    for kind, (design, correlation) in product(("lasso_path", "enet_path"), DESIGNS.items()):
        X, y = regression_data(10_000, 1000, correlation)
        X, y = X - X.mean(axis=0), y - y.mean()
        times: dict[str, list[float]] = {"workings": [], "scikit-learn": []}
        gaps: dict[str, float] = {}
        for _ in range(repeats + 1):
            for name, module in (("workings", ours), ("scikit-learn", theirs)):
                pause()
                begin = time.perf_counter()
                _, _, gap = getattr(module, kind)(X, y, alphas=100)
                times[name].append(1e3 * (time.perf_counter() - begin))
                gaps[name] = float(np.max(gap)) / float(np.mean(y**2))
        title = f"{kind}, 100 alphas, 10,000 x 1,000, {design}"
        medians = {name: statistics.median(taken[1:]) for name, taken in times.items()}
        results[title] = {name: {"ms": medians[name], "gap": gaps[name]} for name in medians}
        print(f"{title}: " + "; ".join(f"{name} {ms:.0f} ms, gap {gaps[name]:.0e}" for name, ms in medians.items()))
    return results


def growth(repeats: int) -> dict[str, Any]:
    """Print and return how the time grows with n and with p."""
    results = {}
    for n, p in ((1000, 500), (4000, 500), (16_000, 500), (64_000, 500), (4000, 125), (4000, 2000), (4000, 8000)):
        X, y = regression_data(n, p, 0.5)
        alpha = float(np.abs(X.T @ (y - y.mean())).max()) / n / 20
        title = f"growth, {n:,} x {p:,}, alpha_max / 20"
        results[title] = {"rows": n, "columns": p, **measure(X, y, alpha, 1.0, repeats)}
        _table(title, {name: one for name, one in results[title].items() if isinstance(one, dict)})
    return results


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and return what they hold."""
    warnings.simplefilter("ignore")
    repeats = 3
    found = fits(10_000, 1000, SHARES, repeats, (1.0,) if quick else (1.0, 0.5))
    if not quick:
        found |= fits(1000, 10_000, SHARES[:2], 3, (1.0,))
    return {"cases": found | paths(repeats) | growth(repeats)}


if __name__ == "__main__":
    main()
