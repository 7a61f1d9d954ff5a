"""Day 7: the idea of nearest neighbours, on villages whose law we know, and on wines of three growers."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier as Theirs
from sklearn.pipeline import make_pipeline

from workings.lessons.day_007_nearest_neighbours_idea import picture
from workings.lessons.day_007_nearest_neighbours_idea.data import NAMES, northern, villages, wines
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neighbors import KNeighborsClassifier
from workings.preprocessing import StandardScaler
from workings.show import Axis, confusion_matrix, decision_regions
from workings.show.neighbours import voronoi_cells
from workings.show.scene import Numbers, numbers


def run(page: Page) -> None:
    """Run the day on its own data."""
    votes(page)
    control(page)
    units(page)
    bottles(page)


def votes(page: Page) -> None:
    """Ask one traveller's neighbours."""
    X, speech = villages()
    page.heading("160 villages: how do they speak where the traveller stands?")
    model, here = KNeighborsClassifier(n_neighbors=7).fit(X, speech), np.array([[11.0, 5.0]])
    distance, found = model.kneighbors(here)
    near = found[0]
    page.table(
        ["nearest", "km east", "km north", "distance, km", "speaks"],
        [
            [f"{i + 1}", f"{X[j, 0]:.2f}", f"{X[j, 1]:.2f}", f"{distance[0, i]:.2f}", NAMES[speech[j]]]
            for i, j in enumerate(near)
        ],
    )
    share = model.predict_proba(here)[0]
    page.say(
        f"{speech[near].sum()} votes of 7 for northern: a share of {share[1]:.2f}, so the answer is "
        f"{NAMES[int(model.predict(here)[0])]}. The law says {northern(here)[0]:.2f}."
    )
    page.picture(picture.scene(), "day_007_vote")


def control(page: Page) -> None:
    """Turn k from one neighbour to all of them."""
    (X, speech), (others, truth) = villages(), villages(5000, seed=8)
    page.heading("How many neighbours?")
    rows, alone = [], {}
    for k in (1, 3, 7, 15, 31, 61, 99, 159):
        model, peer = KNeighborsClassifier(k).fit(X, speech), Theirs(k).fit(X, speech)
        alone[k] = model.score(None, speech)
        same = np.array_equal(model.predict(others), peer.predict(others))
        share = [f"{100 * s:.1f} %" for s in (model.score(X, speech), alone[k], model.score(others, truth))]
        rows.append([str(k), *share, "the same" if same else "differs"])
    page.table(
        ["k", "right about the 160", "each without its own vote", "about 5,000 others", "scikit-learn's answers"], rows
    )
    best = max(alone, key=alone.__getitem__)
    page.say(
        "With k = 1 every village is its own nearest neighbour, so the first column praises what was learnt by heart. "
        f"Leave each village's own vote out, and k = {best} looks best, without a look at the others. "
        f"Who knows the border is right about {100 * np.mean((northern(others) > 0.5) == truth):.1f} % of the others."
    )
    title = "With k = 1 each village rules its own land"
    page.picture(voronoi_cells(X, speech, axes=picture.AXES, names=NAMES, title=title), "day_007_lands")


def units(page: Page) -> None:
    """Measure one direction in other units."""
    (X, speech), (others, truth) = villages(), villages(5000, seed=8)
    page.heading("The same map in other units")
    rows = []
    for what, factor in (("kilometres", 1.0), ("metres", 1000.0), ("degrees of latitude", 1 / 111.2)):
        scale = np.array([1.0, factor])
        raw = KNeighborsClassifier(7).fit(X * scale, speech)
        alike = make_pipeline(StandardScaler(), KNeighborsClassifier(7)).fit(X * scale, speech)
        rows.append([what, *(f"{100 * m.score(others * scale, truth):.1f} %" for m in (raw, alike))])
    page.table(["north is measured in", "right about the others", "both features standardised"], rows)
    page.say(
        "No village moved. The feature with the large numbers makes the distances; brought to one scale, the unit "
        "has no say. (Standardised, the map is not quite the map in kilometres: that scale is a choice, too.)"
    )
    page.picture(picture.scene(stretch=100.0), "day_007_units")


def bottles(page: Page) -> None:
    """Tell three growers apart by 13 measures of a wine, of very different units."""
    X, grower, names = wines()
    page.heading("178 bottles, 13 measures each: which of three growers?")
    X_train, X_test, y_train, y_test = train_test_split(X, grower, test_size=0.4, random_state=0, stratify=grower)
    shares = distance_shares(X_train)
    top = int(np.argmax(shares))
    page.say(
        f"Of the mean squared distance between two bottles, {100 * shares[top]:.1f} % are {names[top]}: its numbers "
        f"go up to {X_train[:, top].max():,.0f}."
    )
    k, raw_k = best_k(StandardScaler().fit_transform(X_train), y_train), best_k(X_train, y_train)
    raw, model = KNeighborsClassifier(raw_k), make_pipeline(StandardScaler(), KNeighborsClassifier(k))
    rows = []
    for what, one, peer in (
        (f"as measured, k = {raw_k}", raw, Theirs(raw_k)),
        (f"standardised, k = {k}", model, make_pipeline(StandardScaler(), Theirs(k))),
    ):
        found = [fitted.fit(X_train, y_train).score(X_test, y_test) for fitted in (one, peer)]
        rows.append([what, *(f"{100 * score:.1f} %" for score in found)])
    page.table([f"of {len(y_test)} bottles not seen", "right", "scikit-learn's"], rows)
    growers = [f"grower {g + 1}" for g in range(3)]
    title = "72 bottles, standardised"
    page.picture(confusion_matrix(y_test, model.predict(X_test), names=growers, title=title), "day_007_wines")


def distance_shares(X: np.ndarray) -> Numbers:
    """Return each feature's share of the mean squared distance between two samples: its share of the variance."""
    variances = X.var(axis=0)
    return numbers(variances / (variances.sum() or 1.0))


def best_k(X: np.ndarray, y: np.ndarray) -> int:
    """Return the odd k that is right most often when each sample goes without its own vote."""
    scores = {k: KNeighborsClassifier(k).fit(X, y).score(None, y) for k in range(1, min(32, len(y)), 2)}
    return max(scores, key=scores.__getitem__)


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
    shares = distance_shares(X_train)
    top = int(np.argmax(shares))
    page.say(
        f"As measured, {100 * shares[top]:.0f} % of the mean squared distance between two rows are "
        f"{table.features[top]}. Standardised, each feature that varies has the same share."
    )
    with page.working("choosing k"):
        k = best_k(StandardScaler().fit_transform(X_train), y_train)
    model = make_pipeline(StandardScaler(), KNeighborsClassifier(k)).fit(X_train, y_train)
    raw = KNeighborsClassifier(k).fit(X_train, y_train)
    peer = make_pipeline(StandardScaler(), Theirs(k)).fit(X_train, y_train)
    always = np.mean(y_test == classes[counts.argmax()])
    page.table(
        [f"of {len(y_test):,} rows not seen", "right"],
        [
            [f"k = {k}, standardised", f"{100 * model.score(X_test, y_test):.1f} %"],
            ["the same by scikit-learn", f"{100 * peer.score(X_test, y_test):.1f} %"],
            [f"k = {k}, as measured", f"{100 * raw.score(X_test, y_test):.1f} %"],
            [f"always {classes[counts.argmax()]!s}", f"{100 * always:.1f} %"],
        ],
    )
    names = [str(one) for one in classes]
    page.picture(
        confusion_matrix(y_test, model.predict(X_test), names=None if len(set(y_test)) < len(classes) else names),
        "your_confusion",
    )
    if len(table.features) >= 2:
        a, b = (int(j) for j in np.sort(np.argsort(shares)[::-1][:2]))
        flat = make_pipeline(StandardScaler(), KNeighborsClassifier(k)).fit(X[:, [a, b]], y)
        axes = (Axis(table.features[a]), Axis(table.features[b]))
        title = f"By {table.features[a]} and {table.features[b]} alone, k = {k}"
        page.picture(decision_regions(flat, X[:, [a, b]], y, axes=axes, names=names, title=title), "your_regions")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
