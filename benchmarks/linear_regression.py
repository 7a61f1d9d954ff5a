"""LinearRegression and Ridge, 200,000 x 50, beside the best peers; and how the time grows with rows and features.

Public APIs, validation included, interleaved. Everyone's coefficients are compared with the solution by Householder's
QR in SciPy, and the largest relative difference is printed beside the time. The growth is printed as a table and drawn
to docs/images/linear_regression_growth.png.
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

from benchmarks._timing import _pause

ROWS, FEATURES, REPEATS = 200_000, 50, 9
GROWTH = [(n, 50) for n in (1_000, 10_000, 100_000, 1_000_000)]
GROWTH += [(100_000, p) for p in (5, 20, 100)] + [(20_000, 500)]
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "linear_regression_growth.png"
# A contender whose fits have taken this many seconds is not repeated.
ENOUGH = 4.0

Fit = Callable[[Any, Any], Any]


def data(n: int, p: int) -> tuple[Any, Any]:
    """Return correlated normal features away from 0, and a response with noise."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, p))
    X += 0.5 * rng.normal(size=(n, 1)) + 3.0
    return X, X @ rng.normal(size=p) + rng.normal(size=n)


def _coef(make: Callable[[], Any]) -> Fit:
    return lambda X, y: make().fit(X, y).coef_


def _torch_lstsq(X: Any, y: Any) -> Any:
    import torch

    A, b = torch.from_numpy(X), torch.from_numpy(y)
    return torch.linalg.lstsq(A - A.mean(0), (b - b.mean())[:, None]).solution[:, 0].numpy()


def contenders(kind: str) -> dict[str, Fit]:
    """Return fits to coefficients, by name: of LinearRegression or of Ridge."""
    import sklearn.linear_model as theirs

    import workings.linear_model as ours

    found: dict[str, Fit] = {"workings": _coef(getattr(ours, kind))}
    if kind == "Ridge":
        for solver in ("cholesky", "lsqr"):
            found[f"scikit-learn {solver}"] = _coef(lambda solver=solver: theirs.Ridge(solver=solver, tol=1e-10))
    else:
        found["scikit-learn"] = _coef(theirs.LinearRegression)
    try:
        import sklearnex.linear_model as intels
    except ImportError:
        print("(Intel's extension is not installed: pip install scikit-learn-intelex)")
    else:
        found["Intel's extension"] = _coef(getattr(intels, kind))
    try:
        import glum
    except ImportError:
        print("(glum is not installed)")
    else:
        found["glum"] = lambda X, y: (
            glum.GeneralizedLinearRegressor(family="normal", alpha=1.0 / len(y) if kind == "Ridge" else 0.0)
            .fit(X, y)
            .coef_
        )
    if kind == "LinearRegression":
        try:
            import torch  # noqa: F401
        except ImportError:
            print("(torch is not installed)")
        else:
            found["torch lstsq"] = _torch_lstsq
    return found


def oracle(kind: str, X: Any, y: Any) -> Any:
    """Return the coefficients by Householder's QR."""
    from scipy.linalg import lstsq

    A, b = X - X.mean(axis=0), y - y.mean()
    if kind == "Ridge":
        A, b = np.vstack([A, np.eye(X.shape[1])]), np.concatenate([b, np.zeros(X.shape[1])])
    return lstsq(A, b, lapack_driver="gelsy")[0]


def measure(fits: dict[str, Fit], X: Any, y: Any, best: Any, repeats: int) -> dict[str, dict[str, float]]:
    """Return the median milliseconds of each, its share of a round (ours taken as 1), and its largest error."""
    times: dict[str, list[float]] = {name: [] for name in fits}
    errors = {}
    for turn in range(repeats + 1):  # the first does not count
        for name, fit in fits.items():
            if sum(times[name]) > 1e3 * ENOUGH and turn > 1:
                continue
            _pause()  # until the threads of the one before have stopped waiting
            begin = time.perf_counter()
            coef = fit(X, y)
            if turn:
                times[name].append(1e3 * (time.perf_counter() - begin))
            if best is not None:
                errors[name] = float(np.abs(coef - best).max() / np.abs(best).max())
    ours = times["workings"]
    return {
        name: {
            "ms": statistics.median(taken),
            "ratio": statistics.median(t / o for t, o in zip(taken, ours, strict=False)),
            "error": errors.get(name, float("nan")),
            "fits": len(taken),
        }
        for name, taken in times.items()
    }


def growth(repeats: int) -> list[dict[str, Any]]:
    """Measure LinearRegression on data of many sizes, ours and Intel's or else scikit-learn's."""
    fits = contenders("LinearRegression")
    peer = "Intel's extension" if "Intel's extension" in fits else "scikit-learn"
    rows = []
    for n, p in GROWTH:
        X, y = data(n, p)
        found = measure({name: fits[name] for name in ("workings", peer)}, X, y, None, max(3, repeats // 2))
        rows.append({"rows": n, "features": p, "workings": found["workings"]["ms"], "peer": found[peer]["ms"]})
        print(f"{n:10,} x {p:<4} workings {rows[-1]['workings']:9.2f} ms   {peer} {rows[-1]['peer']:9.2f} ms")
    return rows


def draw(rows: list[dict[str, Any]]) -> None:
    """Draw time against rows and against features, both axes logarithmic."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        print("(matplotlib is not installed; to draw what results.json keeps, run this file where it is, with --draw)")
        return
    figure = Figure(figsize=(9, 3.6), layout="constrained")
    panels = figure.subplots(1, 2)
    by_rows = [row for row in rows if row["features"] == FEATURES]
    by_features = sorted((row for row in rows if row["rows"] == 100_000), key=lambda row: row["features"])
    for axes, chosen, name in zip(panels, (by_rows, by_features), ("rows", "features"), strict=True):
        for who, style in (("workings", "o-"), ("peer", "s--")):
            axes.loglog([row[name] for row in chosen], [row[who] for row in chosen], style, label=who)
        axes.set_xlabel(f"{name} ({'50 features' if name == 'rows' else '100,000 rows'})")
        axes.set_ylabel("milliseconds")
        axes.legend()
    figure.suptitle("LinearRegression.fit; the peer is Intel's extension, or scikit-learn without it")
    figure.savefig(PICTURE, dpi=120)
    print(f"Drawn in {PICTURE}")


def main(quick: bool = False) -> dict[str, Any]:
    """Print the tables and draw the growth."""
    warnings.simplefilter("ignore")
    repeats = 3 if quick else REPEATS
    X, y = data(ROWS, FEATURES)
    results: dict[str, Any] = {}
    for kind in ("LinearRegression", "Ridge"):
        print(f"\n{kind}.fit, {ROWS:,} x {FEATURES}, float64")
        print(f"{'':24}{'ms':>8} {'ratio':>6} {'error':>9} {'median of':>10}")
        results[kind] = measure(contenders(kind), X, y, oracle(kind, X, y), repeats)
        for name, one in sorted(results[kind].items(), key=lambda item: item[1]["ms"]):
            print(f"{name:24}{one['ms']:8.1f} {one['ratio']:6.2f} {one['error']:9.0e} {one['fits']:10}")
    print("\nLinearRegression.fit, growth")
    results["growth"] = growth(repeats)
    draw(results["growth"])
    return results


if __name__ == "__main__":
    if "--draw" in sys.argv:
        draw(json.loads(Path(__file__).with_name("results.json").read_text())["linear_regression"]["growth"])
    else:
        main()
