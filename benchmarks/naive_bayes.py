"""Naive Bayes beside scikit-learn's (no other library of this machine has it): fit, predict, predict_proba."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from benchmarks._timing import interleaved

ROWS, WORDS = 100_000, 50_000
# After scikit-learn's predictions on dense samples the threads of OpenBLAS stay busy for a tenth of a second.
PAUSE = 0.15


def data_sets() -> dict[str, tuple[str, Any, Any]]:
    """Return for each row of the table the estimator, the samples and the classes."""
    from scipy import sparse

    rng = np.random.default_rng(0)
    y = rng.integers(0, 5, ROWS)
    counts = rng.poisson(1.0, size=(ROWS, 50)).astype(float)
    text = sparse.random(20_000, WORDS, density=0.002, format="csr", random_state=np.random.default_rng(1))
    text.data = np.ceil(text.data * 3)
    topics = rng.integers(0, 20, 20_000)
    return {
        "GaussianNB 100,000 x 50, 5 classes": ("GaussianNB", rng.normal(size=(ROWS, 50)) + 0.1 * y[:, None], y),
        "MultinomialNB 100,000 x 50, 5 classes": ("MultinomialNB", counts, y),
        "ComplementNB 100,000 x 50, 5 classes": ("ComplementNB", counts, y),
        "BernoulliNB 100,000 x 50, 5 classes": ("BernoulliNB", counts, y),
        "CategoricalNB 100,000 x 20, 5 classes": ("CategoricalNB", rng.integers(0, 8, size=(ROWS, 20)), y),
        "MultinomialNB CSR 20,000 x 50,000, 20 classes": ("MultinomialNB", text, topics),
        "ComplementNB CSR 20,000 x 50,000, 20 classes": ("ComplementNB", text, topics),
        "BernoulliNB CSR 20,000 x 50,000, 20 classes": ("BernoulliNB", text, topics),
    }


def main(quick: bool = False) -> dict[str, Any]:
    """Print the table and return it."""
    import sklearn.naive_bayes as theirs

    import workings.naive_bayes as ours

    warnings.simplefilter("ignore")
    print("\nNaive Bayes, float64: milliseconds, and scikit-learn / workings")
    print(f"{'':48}{'fit':>8}{'ratio':>7}{'predict':>9}{'ratio':>7}{'proba':>8}{'ratio':>7}{'difference':>12}")
    table = {}
    found: dict[str, dict[str, dict[str, float]]] = {}
    for title, (name, X, y) in data_sets().items():
        mine, its = getattr(ours, name)(), getattr(theirs, name)()
        work = {
            "fit": lambda m, X=X, y=y: m.fit(X, y),
            "predict": lambda m, X=X: m.predict(X),
            "predict_proba": lambda m, X=X: m.predict_proba(X),
        }
        row: dict[str, float] = {}
        for what, call in work.items():
            contenders = {"workings": lambda: call(mine), "scikit-learn": lambda: call(its)}  # noqa: B023
            seconds = interleaved(contenders, budget=0.5 if quick else 1.0, rounds=2 if quick else 3, pause=PAUSE)
            row[f"{what} ms"] = 1e3 * seconds["workings"]
            row[f"{what} ratio"] = seconds["scikit-learn"] / seconds["workings"]
            found.setdefault(what, {})[title] = {who: 1e3 * s for who, s in seconds.items()}
        row["difference"] = float(np.abs(mine.predict_proba(X[:5000]) - its.predict_proba(X[:5000])).max())
        table[title] = row
        cells = "".join(f"{row[f'{w} ms']:9.1f}{row[f'{w} ratio']:6.1f}x" for w in work)
        print(f"{title:47}{cells}{row['difference']:12.0e}")
    return {"naive_bayes": table, "milliseconds": found}


if __name__ == "__main__":
    main()
