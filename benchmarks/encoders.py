"""Encoders of categories, 1,000,000 samples: scikit-learn's and ours, on the same data, in turn.

Strings as they come: an object array in which equal strings are one object (what `read_csv` and slicing of names make),
an object array in which each is an object of its own, NumPy's fixed-width strings, and data frames; few and many
categories. No result may differ.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks._timing import interleaved

ROWS = 1_000_000
CATEGORIES = (5, 5_000)


def columns(categories: int) -> dict[str, Any]:
    """Return the same column of strings in each form, and numbers."""
    rng = np.random.default_rng(0)
    names = np.array([f"category {i}" for i in range(categories)])
    which = rng.integers(0, categories, ROWS)
    shared = names.astype(object)[which]
    found: dict[str, Any] = {
        "object, equal ones shared": shared[:, None],
        "object, each its own": np.array(names[which].tolist(), dtype=object)[:, None],
        "object, 10 % missing": np.where(rng.random(ROWS) < 0.1, None, shared)[:, None],
        "fixed width": names[which][:, None],
        "integers": which[:, None],
    }
    if importlib.util.find_spec("pandas"):
        import pandas

        for dtype in ("object", "str", "category"):
            found[f"pandas {dtype}"] = pandas.DataFrame({"name": pandas.Series(shared).astype(dtype)})
    return found


def tasks() -> dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]:
    """Return what is measured: scikit-learn's and ours."""
    from sklearn import preprocessing as theirs

    from workings import preprocessing as ours

    return {
        "OneHotEncoder.fit_transform": tuple(
            lambda X, lib=lib: lib.OneHotEncoder().fit_transform(X) for lib in (theirs, ours)
        ),
        "OrdinalEncoder.fit_transform": tuple(
            lambda X, lib=lib: lib.OrdinalEncoder().fit_transform(X) for lib in (theirs, ours)
        ),
        "LabelEncoder.fit_transform": tuple(
            lambda X, lib=lib: lib.LabelEncoder().fit_transform(np.asarray(X).ravel()) for lib in (theirs, ours)
        ),
    }


def difference(a: Any, b: Any) -> int:
    """Return how many entries differ."""
    return (a != b).nnz if hasattr(a, "nnz") else int(np.sum(a != b))


def compared(theirs: Callable[[Any], Any], ours: Callable[[Any], Any], X: Any) -> tuple[float, float]:
    """Return the milliseconds of both, which must agree in every entry."""
    assert difference(theirs(X), ours(X)) == 0
    calls = {"theirs": lambda: theirs(X), "ours": lambda: ours(X)}
    times = interleaved(calls, budget=1.0, rounds=1, most=3)
    return 1e3 * times["theirs"], 1e3 * times["ours"]


def main(quick: bool = False) -> dict[str, Any]:
    """Print a table for each task; only the first if it is to be quick."""
    results: dict[str, Any] = {}
    for task, (theirs, ours) in list(tasks().items())[: 1 if quick else None]:
        print(f"\n{task}, {ROWS:,} x 1, ms")
        print(f"{'':32}{'categories':>11}{'scikit-learn':>14}{'workings':>10}{'ratio':>7}")
        for categories in CATEGORIES:
            for kind, X in columns(categories).items():
                them, us = compared(theirs, ours, X)
                print(f"{kind:32}{categories:11,}{them:14.1f}{us:10.1f}{them / us:7.1f}")
                results[f"{task}, {kind}, {categories}"] = {"scikit-learn": round(them, 1), "workings": round(us, 1)}
    return results


if __name__ == "__main__":
    main()
