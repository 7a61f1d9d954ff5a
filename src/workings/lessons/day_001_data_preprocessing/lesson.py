"""Day 1: a table as it comes, in six steps to what a model can read; and the leak of the original path."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer as TheirImputer
from sklearn.linear_model import LogisticRegression as TheirModel
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder as TheirEncoder
from sklearn.preprocessing import StandardScaler as TheirScaler

from workings.lessons.day_001_data_preprocessing import picture
from workings.lessons.day_001_data_preprocessing.data import COUNTRIES, Customers, customers
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.linear_model import LogisticRegression
from workings.preprocessing import OneHotEncoder, OrdinalEncoder, SimpleImputer, StandardScaler
from workings.show import confusion_matrix

READS = Reads(texts=True, holes=True)


def run(page: Page) -> None:
    """Run the day on its own data."""
    table = customers()
    read(page, table)
    fill(page, table)
    words(page)
    split_and_scale(page, table)
    leak(page)


def read(page: Page, table: Customers) -> None:
    """Step 1: look at what came."""
    page.heading("1  Read: 400 customers")
    page.table(
        ["country", "age", "salary", "bought"],
        [
            [table.country[i] or "", _cell(table.numbers[i, 0]), _cell(table.numbers[i, 1]), str(table.bought[i])]
            for i in range(6)
        ],
    )
    missing = [sum(one is None for one in table.country), *np.isnan(table.numbers).sum(axis=0)]
    whole = int(np.sum(~np.isnan(table.numbers).any(axis=1) & (table.country != None)))  # noqa: E711
    page.say(
        f"Holes: {missing[0]} countries, {missing[1]} ages, {missing[2]} salaries. Dropping every row that has one "
        f"would leave {whole} of {len(table.bought)}."
    )


def _cell(value: float) -> str:
    return "" if np.isnan(value) else f"{value:g}"


def fill(page: Page, table: Customers) -> None:
    """Step 2: compare ways of filling the holes with the truth."""
    page.heading("2  Fill the holes: what is the mean salary, and how much do salaries vary?")
    full = ~np.isnan(table.numbers).any(axis=1)
    rows = [["the truth", *_summary(table.whole)], ["rows with a hole dropped", *_summary(table.numbers[full])]]
    for strategy in ("mean", "median"):
        filled = SimpleImputer(strategy=strategy).fit_transform(table.numbers)
        rows.append([f"filled with the {strategy}", *_summary(filled)])
    page.table(["", "mean age", "mean salary", "deviation of salary"], rows)
    page.say(
        "Old customers hide their salaries more often. Dropping their rows makes everybody younger; filling keeps the "
        "ages, and pays with a spread that is too small."
    )


def _summary(numbers: Any) -> list[str]:
    return [f"{numbers[:, 0].mean():.1f}", f"{numbers[:, 1].mean():.1f}", f"{numbers[:, 1].std():.1f}"]


def words(page: Page) -> None:
    """Steps 3 and 4: numbers and dummies for the same words, before the same model."""
    page.heading("3, 4  Words into numbers, or into dummies?")
    seen, new = customers(2000, holes=0.0), customers(5000, holes=0.0, seed=2)
    encoders = {"numbered 0, 1, 2": OrdinalEncoder(), "dummies": OneHotEncoder(sparse_output=False, drop="first")}
    said, rows = {}, []
    for name, encoder in encoders.items():
        encoder.fit(seen.country[:, None])
        scaler = StandardScaler().fit(seen.whole)
        train, test = (
            np.column_stack([scaler.transform(one.whole), encoder.transform(one.country[:, None])])
            for one in (seen, new)
        )
        model = LogisticRegression().fit(train, seen.bought)
        said[name] = model.predict_proba(test)[:, 1]
        rows.append([name, *(f"{said[name][new.country == c].mean():.2f}" for c in COUNTRIES)])
    rows.append(["what they did", *(f"{new.bought[new.country == c].mean():.2f}" for c in COUNTRIES)])
    page.table(["share that buys in", *COUNTRIES], rows)
    page.say(
        "Germans buy most. As number 1 between 0 and 2 they must lie between the others; a column of their own sets "
        "them free. One dummy of three is left out: day 3 tells why."
    )


def preparation(encoder: Any, imputer: Any, scaler: Any, model: Any, texts: list[int], numbers: list[int]) -> Any:
    """Return all steps as one pipeline, which learns from the training set alone."""
    return make_pipeline(
        ColumnTransformer([("words", encoder, texts), ("numbers", make_pipeline(imputer, scaler), numbers)]), model
    )


def split_and_scale(page: Page, table: Customers) -> None:
    """Steps 5 and 6, and the whole as a pipeline beside scikit-learn's."""
    page.heading("5, 6  Split, then scale: all six steps as a pipeline")
    X = np.column_stack([table.country, table.numbers]).astype(object)
    A, B, a, b = train_test_split(X, table.bought, test_size=0.25, random_state=0, stratify=table.bought)
    ours = preparation(
        OneHotEncoder(drop="first"), SimpleImputer(), StandardScaler(), LogisticRegression(), [0], [1, 2]
    ).fit(A, a)
    theirs = preparation(TheirEncoder(drop="first"), TheirImputer(), TheirScaler(), TheirModel(), [0], [1, 2]).fit(A, a)
    gap = float(np.abs(ours.predict_proba(B) - theirs.predict_proba(B)).max())
    page.say(
        f"Of {len(b)} customers that no step has seen, {100 * ours.score(B, b):.0f} % are told right (scikit-learn's "
        f"pipeline: {100 * theirs.score(B, b):.0f} %, and no probability differs by more than {gap:.0e})."
    )
    page.picture(
        confusion_matrix(b, ours.predict(B), names=picture.NAMES, title="100 customers not seen before"),
        "day_001_confusion",
    )


def leak(page: Page) -> None:
    """Fit the scaler again on each test set, as the original path does, and count what changes."""
    page.heading("The leak: the scaler fitted again on the test set")
    seen, new = customers(300, holes=0.0), customers(12_000, holes=0.0, seed=5, older=8.0)
    scaler = StandardScaler().fit(seen.whole)
    model = LogisticRegression().fit(scaler.transform(seen.whole), seen.bought)
    right = model.predict(scaler.transform(new.whole))
    rows = [["the training's", f"{100 * np.mean(right == new.bought):.1f} %", "0.0 %", "nobody"]]
    for size in (400, 40, 4, 1):
        batches = [new.whole[i : i + size] for i in range(0, len(new.whole), size)]
        said = np.concatenate([model.predict(_alone(batch)) for batch in batches])
        share, changed = np.mean(said == new.bought), np.mean(said != right)
        company = "nobody, and all are at 0" if size == 1 else f"{size - 1} others"
        rows.append([f"its own, batches of {size}", f"{100 * share:.1f} %", f"{100 * changed:.1f} %", company])
    page.table(["scale of the new customers", "told right", "answers changed", "decided also by"], rows)
    page.say(
        "The new customers are 8 years older. Their own scale hides just that, and the smaller the batch, the more the "
        "answer depends on who else came."
    )
    page.picture(picture.scene(), "day_001_leak")


def _alone(batch: Any) -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a batch of one has no spread, and is told so
        return StandardScaler().fit_transform(batch)


def run_on(page: Page, table: Table) -> None:
    """Run the six steps on the learner's own table."""
    n, p, q = len(table.y), len(table.features), len(table.text_features)
    classes, counts = np.unique(table.y, return_counts=True)
    page.heading(f"Your data: {n:,} rows, {p} columns of numbers, {q} of words; who is {table.target!r}?")
    X = np.empty((n, p + q), dtype=object)
    X[:, :p], X[:, p:] = table.X.reshape(n, p), table.texts.reshape(n, q)
    names = [*table.features, *table.text_features]
    holes = [int(np.isnan(table.X.reshape(n, p)[:, j]).sum()) for j in range(p)]
    holes += [int(sum(one is None for one in table.texts.reshape(n, q)[:, j])) for j in range(q)]
    kinds = [len({one for one in table.texts.reshape(n, q)[:, j] if one is not None}) for j in range(q)]
    page.table(
        ["column", "kind", "holes"],
        [[names[j], "number" if j < p else f"{kinds[j - p]} words", str(holes[j])] for j in range(p + q)][:20],
    )
    A, B, a, b = train_test_split(X, table.y, test_size=max(0.25, len(classes) / n), random_state=0, stratify=table.y)
    encoder = OneHotEncoder(handle_unknown="ignore", min_frequency=max(2, n // 200), sparse_output=False)
    empty = [j for j in range(p) if np.isnan(A[:, j].astype(float)).all()]
    kept = [j for j in range(p) if j not in empty]
    if empty:
        page.say(f"(left out, because no row of the training set has a value: {', '.join(names[j] for j in empty)})")
    model = preparation(encoder, SimpleImputer(), StandardScaler(), LogisticRegression(), list(range(p, p + q)), kept)
    with page.working("fitting"):
        model.fit(A, a)
    usual, width = classes[counts.argmax()], model[0].transform(A[:1]).shape[1]
    page.say(
        f"After the dummies there are {width} columns. Of {len(b):,} rows that no step has seen "
        f"{100 * model.score(B, b):.1f} % are told right; always saying {usual!s} would be right for "
        f"{100 * np.mean(b == usual):.1f} %."
    )
    shown = None if len(set(b)) < len(classes) else [str(one) for one in classes]
    page.picture(confusion_matrix(b, model.predict(B), names=shown), "your_confusion")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
