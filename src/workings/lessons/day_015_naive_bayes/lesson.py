"""Day 15: the kinds of naive Bayes, on digits and on texts; then learning as a black box."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import sklearn.naive_bayes as theirs
from sklearn.datasets import load_digits
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline

from workings import naive_bayes as ours
from workings.lessons.day_015_naive_bayes import black_box
from workings.lessons.day_015_naive_bayes.data import KNOWN, PEOPLE, VOCABULARY, as_text, manual, messages, word_shares
from workings.lessons.own_data import Reads, Table
from workings.lessons.page import Page
from workings.preprocessing import StandardScaler
from workings.show import confusion_matrix

READS = Reads(texts=True)


def run(page: Page) -> None:
    """Run the day on its own data."""
    kinds(page)
    words(page)
    lines(page)
    black_box.run(page)


def kinds(page: Page) -> None:
    """Give one table to all five kinds."""
    X, digit = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, digit, test_size=0.4, random_state=0, stratify=digit)
    page.heading(f"Five kinds, one table: {len(X):,} handwritten digits, 64 pixels with 0 to 16 drops of ink")
    rows = []
    for name, reading, options in (
        ("GaussianNB", "a length, normally distributed", {}),
        ("BernoulliNB", "ink or no ink", {"binarize": 8.0}),
        ("MultinomialNB", "drops counted, of all the drops", {}),
        ("ComplementNB", "drops, as against the other digits", {}),
        ("CategoricalNB", "one of 17 names without an order", {"min_categories": 17}),
    ):
        both = [getattr(where, name)(**options).fit(X_train, y_train) for where in (ours, theirs)]
        rows.append([name, reading, *(f"{100 * model.score(X_test, y_test):.1f} %" for model in both)])
    page.table(["kind", "what a pixel is to it", "right", "scikit-learn's"], rows)
    page.say(
        f"Of {len(y_test)} digits not seen before. The kinds differ in one thing only: which distribution a feature "
        "has within a class. Many pixels are 0 nearly always and large now and then, which is far from normal."
    )


def words(page: Page) -> None:
    """Learn words from messages, and hold what is found against the law that made them."""
    counts, junk = messages(400)
    texts = [as_text(row, seed=i) for i, row in enumerate(counts)]
    page.heading("400 messages, some of them junk")
    for k, name in ((0, "wanted"), (1, "junk")):
        page.say(f"{name}: {texts[int(np.flatnonzero(junk == k)[0])]}")
    reader = CountVectorizer(vocabulary=VOCABULARY)
    X = reader.transform(texts)
    model = ours.MultinomialNB().fit(X, junk)
    truth, found = np.diff(np.log(word_shares()[:, KNOWN]), axis=0)[0], np.diff(model.feature_log_prob_, axis=0)[0]
    order = np.argsort(truth, kind="stable")
    shown = (*order[:2], VOCABULARY.index("and"), *order[-2:])
    page.table(
        ["log-odds of junk, for each time that it says", "true", "found"],
        [[VOCABULARY[j], f"{truth[j]:+.2f}", f"{found[j]:+.2f}"] for j in shown],
    )
    people = found[PEOPLE]
    page.say(
        f"{len(people)} names of people say nothing (0.00); found for them: from {people.min():+.2f} "
        f"to {people.max():+.2f}."
    )
    never_seen(page, X.toarray(), junk)


def never_seen(page: Page, X: Any, junk: Any) -> None:
    """Show what one word that a class never held does to a message, without smoothing and with it."""
    new, truth = messages(500, seed=16)
    bare, smooth = (ours.MultinomialNB(alpha=a).fit(X, junk) for a in (1e-9, 1.0))
    p, q = (model.predict_proba(new)[:, 1] for model in (bare, smooth))
    spoilt = np.flatnonzero((truth == 1) & (q > 0.5) & (p < 0.5))
    one = int(spoilt[q[spoilt].argmax()])
    never = [VOCABULARY[j] for j in np.flatnonzero((X[junk == 1].sum(axis=0) == 0) & (new[one] > 0))]
    page.say(f'\nA message not learnt: "{as_text(new[one], seed=one)}"')
    page.say(
        f"It is junk. No junk learnt ever said {' or '.join(map(repr, never))}: without smoothing the probability of "
        f"junk is {p[one]:.1g}, with alpha = 1 it is {q[one]:.3f}. That way {len(spoilt)} of {truth.sum()} are lost."
    )


def lines(page: Page) -> None:
    """Tell from a line of a real manual which data set it describes."""
    texts, about, names = manual()
    page.heading(f"{len(texts)} lines of scikit-learn's descriptions: which data are they about?")
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    rows = []
    for name in ("MultinomialNB", "ComplementNB", "BernoulliNB"):
        both = [
            cross_val_score(make_pipeline(CountVectorizer(), getattr(where, name)()), texts, about, cv=folds).mean()
            for where in (ours, theirs)
        ]
        rows.append([name, *(f"{100 * share:.1f} %" for share in both)])
    page.table(["5 folds", "right", "scikit-learn's"], rows)
    counts = np.bincount(about)
    page.say(
        f"Always saying {names[int(counts.argmax())]!r} would be right for {100 * counts.max() / len(about):.1f} %. "
        "The classes differ in size, which complement naive Bayes was made for."
    )
    said = cross_val_predict(make_pipeline(CountVectorizer(), ours.ComplementNB()), texts, about, cv=folds)
    title = "Which data is a line about?"
    page.picture(confusion_matrix(about, said, names=names, title=title), "day_015_lines")


def candidates(table: Table) -> list[tuple[str, Any, Any, Any]]:
    """Return the kinds that suit a table: what each does, our model, scikit-learn's, and the samples that they read."""
    found: list[tuple[str, Any, Any, Any]] = []
    X = table.X
    if table.features:
        found.append(("GaussianNB, as they are", ours.GaussianNB(), theirs.GaussianNB(), X))
        above = [make_pipeline(StandardScaler(), where.BernoulliNB()) for where in (ours, theirs)]
        found.append(("BernoulliNB, above the mean or not", *above, X))
        if X.min() >= 0 and X.max() <= 50 and np.array_equal(X, np.round(X)):
            options = {"min_categories": int(X.max()) + 1}
            found.append(("MultinomialNB, as counts", ours.MultinomialNB(), theirs.MultinomialNB(), X))
            both = [where.CategoricalNB(**options) for where in (ours, theirs)]
            found.append(("CategoricalNB, as names", *both, X))
    if table.text_features:
        texts = np.array([" ".join(row) for row in table.texts], dtype=object)
        for name in ("MultinomialNB", "ComplementNB", "BernoulliNB"):
            reader = CountVectorizer(token_pattern=r"\w+|[^\w\s]")
            both = [make_pipeline(reader, getattr(where, name)()) for where in (ours, theirs)]
            found.append((f"{name}, the words of {' and '.join(table.text_features)}", *both, texts))
    return found


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    y, n = table.y, len(table.y)
    classes, counts = np.unique(y, return_counts=True)
    width = len(table.features) + len(table.text_features)
    page.heading(f"Your data: {n:,} rows, {width} features, {len(classes)} classes of {table.target!r}")
    train, test = train_test_split(np.arange(n), test_size=max(0.25, len(classes) / n), random_state=0, stratify=y)
    least = int(np.unique(y[train], return_counts=True)[1].min())
    if least < 2:
        page.say("The rarest class has a single row to learn from, too few to choose anything by cross-validation.")
        return
    folds = StratifiedKFold(min(5, least), shuffle=True, random_state=0)
    rows, means, found = [], [], candidates(table)
    with page.working("cross-validating"):
        for what, own, peer, X in found:
            scores, same = (cross_val_score(model, X[train], y[train], cv=folds) for model in (own, peer))
            means.append(float(scores.mean()))
            spread = f"{100 * means[-1]:.1f} ± {100 * scores.std():.1f} %"
            rows.append([what, spread, f"{100 * same.mean():.1f} %"])
    page.table([f"{folds.get_n_splits()} folds of the {len(train):,} rows learnt", "right", "scikit-learn's"], rows)
    best = int(np.argmax(means))
    what, model, _, X = found[best]
    said = model.fit(X[train], y[train]).predict(X[test])
    always = float(np.mean(y[test] == classes[counts.argmax()]))
    page.say(
        f"Chosen: {what}. The best of several is praised a little too much, so it is judged once more by "
        f"{len(test):,} rows that had no part in the choice: {100 * np.mean(said == y[test]):.1f} % are right. Always "
        f"saying {classes[counts.argmax()]!s} would be right for {100 * always:.1f} %."
    )
    names = None if len({*said, *y[test]}) < len(classes) else [str(one) for one in classes]
    page.picture(confusion_matrix(y[test], said, names=names), "your_confusion")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
