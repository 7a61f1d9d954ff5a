"""Day 10: support vector machines and nearest neighbours side by side, on the same rooms and the same digits."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier as TheirNeighbours
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC as TheirMachine

from workings.lessons.day_010_support_vectors_and_neighbours import picture
from workings.lessons.day_010_support_vectors_and_neighbours.data import best_share, rooms
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neighbors import KNeighborsClassifier
from workings.preprocessing import StandardScaler
from workings.show import confusion_matrix
from workings.svm import SVC

Array = NDArray[Any]

NEIGHBOURS = {"kneighborsclassifier__n_neighbors": [1, 3, 5, 11, 21, 41]}
MACHINES = {"svc__C": [0.1, 1.0, 10.0, 100.0], "svc__gamma": ["scale", 0.02, 1.0]}


def run(page: Page) -> None:
    """Run the day on its own data."""
    tuned(page)
    troubles(page)
    digits(page)


def vote(k: int = 11) -> Any:
    """Return the vote of k neighbours, of standardised features."""
    return make_pipeline(StandardScaler(), KNeighborsClassifier(k))


def machine(C: float = 1.0) -> Any:
    """Return a support vector machine with the rbf kernel, of standardised features."""
    return make_pipeline(StandardScaler(), SVC(C=C))


def tuned(page: Page) -> None:
    """Give both the same rooms, and the same chance to be tuned."""
    (X, said), (others, truth) = rooms(), rooms(5000, seed=11)
    page.heading("200 rooms: is it comfortable? Both methods are tuned by the same five folds")
    rows = []
    for name, model, grid, theirs in (
        ("k-NN", vote(), NEIGHBOURS, TheirNeighbours),
        ("SVM", machine(), MACHINES, TheirMachine),
    ):
        with page.working(f"tuning the {name}"):
            search = GridSearchCV(model, grid, cv=5).fit(X, said)
        chosen = {key.split("__")[1]: value for key, value in search.best_params_.items()}
        peer = make_pipeline(StandardScaler(), theirs(**chosen)).fit(X, said)
        support = getattr(search.best_estimator_[-1], "support_", None)
        words = ", ".join(f"{key} = {value}" for key, value in chosen.items())
        scores = (search.best_score_, search.score(others, truth), peer.score(others, truth))
        kept = len(X if support is None else support)
        rows.append([f"{name}, {words}", *(f"{100 * s:.1f} %" for s in scores), str(kept)])
    page.table(["method and what was chosen", "folds say", "of 5,000 others", "scikit-learn's", "rooms kept"], rows)
    page.say(f"Who knows the law is right about {100 * best_share(others, truth):.1f} % of the others.")
    page.picture(picture.scene(), "day_010_borders")


def troubles(page: Page) -> None:
    """Make life harder in one way at a time, and see whom it hurts."""
    page.heading("What hurts whom? k = 11 against C = 1; 2,000 new rooms each time")
    rows = []
    for what, n, mistaken, useless, scaled in (
        ("200 rooms", 200, 0.0, 0, True),
        ("only 40 rooms", 40, 0.0, 0, True),
        ("2,000 rooms", 2000, 0.0, 0, True),
        ("200, and every fifth answer is mistaken", 200, 0.2, 0, True),
        ("200, and 5 features that mean nothing", 200, 0.0, 5, True),
        ("200, and 30 features that mean nothing", 200, 0.0, 30, True),
        ("200, temperature in thousandths of a degree, not scaled", 200, 0.0, 0, False),
    ):
        X, said = rooms(n, mistaken, useless)
        others, truth = rooms(2000, 0.0, useless, seed=11)
        pair = [vote(), machine()]
        if not scaled:
            pair = [model[-1] for model in pair]
            X, others = X * [1000.0, 1.0], others * [1000.0, 1.0]
        rows.append([what, *(f"{100 * model.fit(X, said).score(others, truth):.1f} %" for model in pair)])
    page.table(["rooms learnt", "k-NN", "SVM"], rows)
    page.say(
        "Of 40 rooms, 11 neighbours are more than a quarter: k must grow with the data. Both methods see the rooms "
        "only through distances, so what spoils the distances spoils both."
    )
    page.picture(picture.scene(k=1, C=1000.0, mistaken=0.2), "day_010_mistaken")


def seconds(work: Callable[[], Any]) -> float:
    """Return how long it takes, the least of three times."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def digits(page: Page) -> None:
    """Compare both on handwritten digits: right answers, cost, and whether the difference could be luck."""
    X, digit = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, digit, test_size=0.4, random_state=0, stratify=digit)
    page.heading(f"{len(X):,} handwritten digits: {len(y_train):,} learnt, {len(y_test)} to be told")
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("k-NN, k = 3", KNeighborsClassifier(3), TheirNeighbours(3)),
        ("SVM, C = 10", SVC(C=10.0), TheirMachine(C=10.0)),
    )
    rows, said = [], []
    with page.working("timing"):
        for name, model, peer in pairs:
            fitting = seconds(partial(model.fit, X_train, y_train))
            telling = seconds(partial(model.predict, X_test))
            said.append(model.predict(X_test))
            shares = np.mean(said[-1] == y_test), peer.fit(X_train, y_train).score(X_test, y_test)
            kept = len(getattr(model, "support_", X_train))
            costs = [f"{1000 * cost:.1f} ms" for cost in (fitting, telling)]
            rows.append([name, *(f"{100 * share:.2f} %" for share in shares), *costs, f"{kept:,}"])
    page.table(["method", "right", "scikit-learn's", "to learn", "to tell all", "digits kept"], rows)
    page.say(duel(said[0] == y_test, said[1] == y_test))
    page.picture(
        confusion_matrix(y_test, said[1], names=[str(d) for d in range(10)], title="The SVM's digits"), "day_010_digits"
    )


def duel(first: Array, second: Array) -> str:
    """Say where exactly one of two methods is right, and how often a coin would differ as much or more."""
    one, other = int(np.sum(first & ~second)), int(np.sum(second & ~first))
    neither = np.sum(~first & ~second)
    text = f"Right alone: k-NN {one} times, the SVM {other} times; both wrong: {neither}."
    if one + other == 0:
        return f"{text} There is no difference to speak of."
    p = binomtest(one, one + other).pvalue
    return f"{text} A fair coin, tossed for those {one + other}, comes out as uneven or more with probability {p:.2g}."


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    X, y, n = table.X, table.y, len(table.y)
    classes, counts = np.unique(y, return_counts=True)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features, {len(classes)} classes of {table.target!r}")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=max(0.25, len(classes) / n), random_state=0, stratify=y
    )
    least = int(np.unique(y_train, return_counts=True)[1].min())
    if least < 2:
        page.say("The rarest class has a single row to learn from, too few to choose anything by cross-validation.")
        return
    folds = min(5, least)
    room = len(y_train) - -(-len(y_train) // folds) - 1  # neighbours that each fold certainly has
    ks = [k for k in (1, 3, 5, 11, 21, 41) if k <= max(1, room)]
    rows, said = [], []
    for name, model, grid, theirs in (
        ("k-NN", vote(), {"kneighborsclassifier__n_neighbors": ks}, TheirNeighbours),
        ("SVM", machine(), MACHINES, TheirMachine),
    ):
        with page.working(f"tuning the {name}"):
            search = GridSearchCV(model, grid, cv=folds).fit(X_train, y_train)
        chosen = {key.split("__")[1]: value for key, value in search.best_params_.items()}
        peer = make_pipeline(StandardScaler(), theirs(**chosen)).fit(X_train, y_train)
        said.append(search.predict(X_test))
        kept = len(getattr(search.best_estimator_[-1], "support_", X_train))
        words = ", ".join(f"{key} = {value}" for key, value in chosen.items())
        shares = search.best_score_, np.mean(said[-1] == y_test), peer.score(X_test, y_test)
        rows.append([f"{name}, {words}", *(f"{100 * share:.1f} %" for share in shares), f"{kept:,}"])
    page.table(
        [
            "method and what was chosen",
            f"{folds} folds say",
            f"of {len(y_test):,} others",
            "scikit-learn's",
            "rows kept",
        ],
        rows,
    )
    always = float(np.mean(y_test == classes[counts.argmax()]))
    page.say(f"Always saying {classes[counts.argmax()]!s} would be right for {100 * always:.1f} %.")
    page.say(duel(said[0] == y_test, said[1] == y_test))
    for name, answers in zip(("k-NN", "SVM"), said, strict=True):
        names = [str(one) for one in np.unique([*y_test, *answers])]
        page.picture(confusion_matrix(y_test, answers, names=names, title=f"By {name}"), f"your_{name.lower()}")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
