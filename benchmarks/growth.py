"""How time grows with the rows and with the features: our estimators and scikit-learn's, one fit each, drawn.

Sizes are left out from where a fit of the size before took more than PATIENCE seconds.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "growth.png"
ROWS = (1_000, 10_000, 100_000, 1_000_000)
FEATURES = (5, 20, 100, 400)
FIXED_ROWS, FIXED_FEATURES = 20_000, 20
PATIENCE = 12.0
NAMES = ("StandardScaler", "LinearRegression", "Lasso", "LogisticRegression", "SGDClassifier", "GaussianNB")


def estimators(library: str) -> dict[str, Callable[[], Any]]:
    """Return makers of unfitted estimators of "workings" or "sklearn"."""
    import importlib

    def of(package: str, name: str, **parameters: Any) -> Callable[[], Any]:
        kind = getattr(importlib.import_module(f"{library}.{package}"), name)
        return lambda: kind(**parameters)

    return {
        "StandardScaler": of("preprocessing", "StandardScaler"),
        "LinearRegression": of("linear_model", "LinearRegression"),
        "Lasso": of("linear_model", "Lasso", alpha=0.05),
        "LogisticRegression": of("linear_model", "LogisticRegression", max_iter=1000),
        "SGDClassifier": of("linear_model", "SGDClassifier", max_iter=5, tol=None, random_state=0),
        "GaussianNB": of("naive_bayes", "GaussianNB"),
    }


def data(n: int, p: int) -> tuple[Any, Any, Any]:
    """Return features of correlation 0.3, a target that a fifth of them makes, and its sign as classes."""
    rng = np.random.default_rng(n + p)
    X = rng.standard_normal((n, p)) + 0.65 * rng.standard_normal((n, 1))
    coef = np.where(np.arange(p) % 5 == 0, rng.standard_normal(p), 0.0)
    target = X @ coef + rng.standard_normal(n)
    return X, target, (target > 0).astype(int)


def seconds(make: Callable[[], Any], X: Any, y: Any) -> float:
    """Return the time of a fit: the least of three while fits are short, after one that compiles what it needs."""
    make().fit(X, y)
    taken = []
    for _ in range(3):
        begin = time.perf_counter()
        make().fit(X, y)
        taken.append(time.perf_counter() - begin)
        if taken[0] > 0.5:
            break
    return min(taken)


def measure(sizes: list[tuple[int, int]]) -> dict[str, list[dict[str, float]]]:
    """Return for each estimator its milliseconds and scikit-learn's at each size."""
    ours, theirs = estimators("workings"), estimators("sklearn")
    found: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    for n, p in sizes:
        X, target, classes = data(n, p)
        for name in NAMES:
            if found[name] and found[name][-1]["scikit-learn"] > 1e3 * PATIENCE:
                continue
            y = target if name in ("LinearRegression", "Lasso") else classes
            times = {"workings": seconds(ours[name], X, y), "scikit-learn": seconds(theirs[name], X, y)}
            found[name].append({"rows": n, "features": p} | {who: 1e3 * s for who, s in times.items()})
            print(
                f"{name:20}{n:>10,} x {p:<5}{1e3 * times['workings']:10.2f} ms {1e3 * times['scikit-learn']:10.2f} ms"
                f"{times['scikit-learn'] / times['workings']:7.1f}x"
            )
    return found


def draw(found: dict[str, dict[str, list[dict[str, float]]]]) -> None:
    """Draw a panel for each estimator and way of growing."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 5), layout="constrained")
    panels = figure.subplots(2, len(NAMES), sharey=True)
    words = {"rows": f"rows ({FIXED_FEATURES} features)", "features": f"features ({FIXED_ROWS:,} rows)"}
    for line, way in zip(panels, ("rows", "features"), strict=True):
        for axes, name in zip(line, NAMES, strict=True):
            for who, style, colour in (("workings", "o-", "#0072b2"), ("scikit-learn", "s--", "#d55e00")):
                points = found[way][name]
                axes.loglog([one[way] for one in points], [one[who] for one in points], style, color=colour, label=who)
            axes.set_xlabel(words[way], fontsize=9)
            axes.grid(alpha=0.25)
            axes.spines[["top", "right"]].set_visible(False)
            if way == "rows":
                axes.set_title(name, fontsize=11)
        line[0].set_ylabel("milliseconds of a fit")
    panels[0][0].legend(frameon=False, fontsize=9)
    figure.savefig(PICTURE, dpi=110)
    print(f"Drawn in {PICTURE}")


def main(quick: bool = False) -> dict[str, Any]:
    """Print the table, draw it, and return it."""
    warnings.simplefilter("ignore")
    print("\nGrowth: milliseconds of a fit, ours and scikit-learn's")
    found = {
        "rows": measure([(n, FIXED_FEATURES) for n in (ROWS[:3] if quick else ROWS)]),
        "features": measure([(FIXED_ROWS, p) for p in (FEATURES[:3] if quick else FEATURES)]),
    }
    draw(found)
    return found


if __name__ == "__main__":
    main()
