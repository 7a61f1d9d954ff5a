"""Day 44: k-means with a good start, and how many clusters: on groups that we know, and on images of digits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import KMeans as Theirs
from sklearn.metrics import adjusted_rand_score

from workings.cluster import BisectingKMeans, KMeans, MiniBatchKMeans
from workings.lessons.day_043_k_means_the_idea.data import town
from workings.lessons.day_044_k_means import picture, solution
from workings.lessons.day_044_k_means.data import MIDDLES, digits, groups
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.preprocessing import StandardScaler
from workings.show import choose_k, curve_over_k

_by_hand: Any = solution


def run(page: Page) -> None:
    """Run the day on its own data."""
    by_hand(page)
    starts(page)
    how_many(page)
    images(page)


def by_hand(page: Page) -> None:
    """Run the solution of the exercise from a start of its own, and the library from the same."""
    X, _ = groups()
    page.heading("Written by hand: 200 points, four centres")
    rng = np.random.default_rng(0)
    centres = X[rng.integers(len(X), size=1)]
    rows = []
    while len(centres) < 4:
        chance = _by_hand.plus_plus_probabilities(X, centres)
        drawn = int(rng.choice(len(X), p=chance))
        rows.append([f"centre {len(centres) + 1}", f"{100 * chance[drawn]:.2f} %", f"{100 * chance.max():.2f} %"])
        centres = np.vstack([centres, X[drawn]])
    page.table(["drawn", "its chance", "the largest chance"], rows)
    found, labels = _by_hand.k_means(X, centres, 100)
    ours = KMeans(4, init=centres, tol=0.0).fit(X)
    peer = Theirs(4, init=centres, n_init=1, tol=0.0).fit(X)
    apart = max(np.abs(found - ours.cluster_centers_).max(), np.abs(found - peer.cluster_centers_).max())
    same = np.array_equal(labels, ours.labels_) and np.array_equal(labels, peer.labels_)
    page.say(
        f"By hand, by this library and by scikit-learn: the labels are {'the same' if same else 'different'}, and the "
        f"centres differ by {apart:.0e} at most. The library needed {ours.n_iter_} rounds."
    )
    page.picture(picture.scene(), "day_044_clusters")


def starts(page: Page) -> None:
    """Compare starts: how many of them lead to the best end."""
    X, _ = town()
    page.heading("Yesterday's town: 200 starts of each kind")
    best = KMeans(5, n_init=30, random_state=0).fit(X).inertia_
    kinds = (("homes drawn at random", "random"), ("k-means++, greedy", "k-means++"), ("k-means++, by hand", _seeds))
    rows = []
    for what, init in kinds:
        fits = [KMeans(5, init=init, n_init=1, random_state=seed).fit(X) for seed in range(200)]
        sums = np.array([one.inertia_ for one in fits])
        rounds = np.mean([one.n_iter_ for one in fits])
        near = f"{100 * np.mean(sums < 1.01 * best):.1f} %"
        rows.append([what, near, f"{sums.mean() / best:.3f}", f"{rounds:.1f}"])
    page.table(["the centres begin on", "within 1 % of the best", "mean sum / best", "rounds"], rows)


def _seeds(X: np.ndarray, k: int, random_state: np.random.RandomState) -> np.ndarray:
    centres = X[random_state.randint(len(X), size=1)]
    while len(centres) < k:
        drawn = random_state.choice(len(X), p=_by_hand.plus_plus_probabilities(X, centres))
        centres = np.vstack([centres, X[drawn]])
    return centres


def how_many(page: Page) -> None:
    """Choose k on groups of which we know the number."""
    page.heading(f"How many? {len(MIDDLES)} groups, which melt")
    rows = []
    with page.working("k-means for each k, and on samples without groups"):
        for spread in (0.5, 0.9, 1.5, 2.5):
            X, own = groups(spread=spread)
            found = choose_k(X, range(1, 8))
            agreement = adjusted_rand_score(own, KMeans(4, n_init=10, random_state=0).fit_predict(X))
            rows.append([f"{spread:.1f}", str(found.by_silhouette), str(found.by_gap), f"{agreement:.2f}"])
            if spread == 0.9:
                shown = found
    page.table(["spread", "k by silhouette", "k by gap", "agreement of four clusters"], rows)
    page.picture(curve_over_k(shown.k, shown.inertia, "sum of squares", title="The elbow"), "day_044_elbow")
    drawn = curve_over_k(shown.k, shown.silhouette, "mean silhouette", chosen=shown.by_silhouette)
    page.picture(drawn, "day_044_silhouette")
    title = "The gap to samples without groups"
    page.picture(
        curve_over_k(shown.k, shown.gap, "gap", chosen=shown.by_gap, errors=shown.gap_error, title=title),
        "day_044_gap",
    )


def images(page: Page) -> None:
    """Cluster images, without a word about digits."""
    X, digit = digits()
    page.heading("1,797 images of digits, 64 pixels each")
    rows = []
    with page.working("k-means on the digits"):
        for what, model in (
            ("KMeans", KMeans(10, n_init=10, random_state=0)),
            ("scikit-learn's", Theirs(10, n_init=10, random_state=0)),
            ("MiniBatchKMeans", MiniBatchKMeans(10, n_init=10, random_state=0)),
            ("BisectingKMeans", BisectingKMeans(10, random_state=0)),
        ):
            labels = model.fit_predict(X)
            pure = sum(np.bincount(digit[labels == j]).max() for j in range(10)) / len(digit)
            agreement = adjusted_rand_score(digit, labels)
            rows.append([what, f"{model.inertia_:,.0f}", f"{agreement:.3f}", f"{100 * pure:.1f} %"])
    page.table(
        ["ten clusters by", "sum of squares", "agreement with the digits", "in a cluster mostly of theirs"], rows
    )
    with page.working("silhouettes"):
        found = choose_k(X, range(2, 15), draws=2, n_init=2)
    labels = KMeans(10, n_init=10, random_state=0).fit_predict(X)
    table = np.array([np.bincount(digit[labels == j], minlength=10) for j in range(10)])
    second = np.sort(table, axis=1)[:, -2]
    mixed = int(second.argmax())
    a, b = np.argsort(table[mixed])[::-1][:2]
    page.say(
        f"The most mixed cluster holds {table[mixed, a]} images of {a} and {table[mixed, b]} of {b}. The silhouette is "
        f"largest at k = {found.by_silhouette}, with {np.nanmax(found.silhouette):.2f} a weak word; ten is what we "
        "know, not what the pixels say."
    )
    page.picture(
        curve_over_k(found.k, found.silhouette, "mean silhouette", chosen=found.by_silhouette), "day_044_digits"
    )


def run_on(page: Page, table: Table) -> None:
    """Choose k on the learner's own table."""
    n = len(table.y)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features; {table.target!r} is kept back")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    X = StandardScaler().fit_transform(table.X)
    most = min(10, len(np.unique(X, axis=0)) - 1)
    if most < 2:
        page.say("There are fewer than three different rows: nothing to choose from.")
        return
    with page.working("k-means for each k, and on samples without groups"):
        found = choose_k(X, range(1, most + 1))
    rows = [
        [str(k), f"{inertia:.4g}", "" if np.isnan(silhouette) else f"{silhouette:.3f}", f"{gap:.3f}"]
        for k, inertia, silhouette, gap in zip(found.k, found.inertia, found.silhouette, found.gap, strict=True)
    ]
    page.table(["k", "sum of squares, standardised", "silhouette", "gap"], rows)
    k = found.by_silhouette
    labels = KMeans(k, n_init=10, random_state=0).fit_predict(X)
    page.say(
        f"By silhouette k = {k}, by gap k = {found.by_gap}. The agreement of {k} clusters with {table.target!r} is "
        f"{adjusted_rand_score(table.y, labels):.3f}."
    )
    page.picture(curve_over_k(found.k, found.silhouette, "mean silhouette", chosen=k), "your_silhouette")
    page.picture(curve_over_k(found.k, found.gap, "gap", chosen=found.by_gap, errors=found.gap_error), "your_gap")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
