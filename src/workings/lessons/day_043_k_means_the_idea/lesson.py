"""Day 43: the idea of k-means, in a town whose squares we know, and on three species of iris."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans as Theirs
from sklearn.metrics import adjusted_rand_score

from workings.cluster import KMeans
from workings.lessons.day_043_k_means_the_idea import picture
from workings.lessons.day_043_k_means_the_idea.data import SQUARES, flowers, town
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.preprocessing import StandardScaler
from workings.show import Axis, centre_trails, curve_over_k, steps


def run(page: Page) -> None:
    """Run the day on its own data."""
    rounds(page)
    starts(page)
    units(page)
    species(page)


def rounds(page: Page) -> None:
    """Follow one start, half round by half round."""
    X, _ = town()
    page.heading("250 homes, five stations: round by round")
    first = X[np.random.default_rng(0).choice(len(X), 5, replace=False)]
    model = KMeans(5, init=first, tol=0.0)
    seen = list(steps(model, X))
    page.table(
        ["half round", "change their station", "the stations move, km", "sum of squares"],
        [
            [
                step.what.split(":")[0],
                f"{step.facts['changed']:.0f}" if "shift" not in step.facts else "",
                f"{np.sqrt(step.facts['shift']):.2f}" if "shift" in step.facts else "",
                f"{step.objective:.1f}",
            ]
            for step in seen
        ],
    )
    peer = Theirs(5, init=first, n_init=1, tol=0.0).fit(X)
    same = "the same" if np.array_equal(peer.labels_, model.labels_) else "different"
    page.say(f"The sum never rises. scikit-learn's labels from this start are {same}.")
    page.picture(centre_trails(seen, X, axes=picture.AXES, title="One start"), "day_043_rounds")


def starts(page: Page) -> None:
    """Start from many places, and see where each comes to rest."""
    X, square = town()
    page.heading("200 starts from homes drawn at random")
    ends = []
    for seed in range(200):
        first = X[np.random.default_rng(seed).choice(len(X), 5, replace=False)]
        model = KMeans(5, init=first, tol=0.0).fit(X)
        ends.append((round(model.inertia_, 6), seed, adjusted_rand_score(square, model.labels_)))
    least = min(ends)
    found = sorted({end[0] for end in ends})
    rows = []
    for value in found[:5]:
        here = [end for end in ends if end[0] == value]
        rows.append([f"{value:.1f}", f"{100 * len(here) / len(ends):.1f} %", f"{here[0][2]:.3f}"])
    page.table(["sum of squares at rest", "of the starts", "agreement with the squares"], rows)
    truth = float(((X - SQUARES[square]) ** 2).sum())
    best = KMeans(5, n_init=10, random_state=0).fit(X)
    away = np.sqrt(((best.cluster_centers_[:, None] - SQUARES) ** 2).sum(axis=2)).min(axis=0)
    page.say(
        f"{len(found)} ends in all. At the true squares the sum is {truth:.1f}; the best end has {least[0]:.1f}, less, "
        f"because the means follow these very homes. Its stations stand at most {1000 * away.max():.0f} m from the "
        "squares."
    )
    bad = max(ends)
    first = X[np.random.default_rng(bad[1]).choice(len(X), 5, replace=False)]
    seen = list(steps(KMeans(5, init=first, tol=0.0), X))
    page.picture(centre_trails(seen, X, axes=picture.AXES, title="The worst of 200 starts"), "day_043_worst")


def units(page: Page) -> None:
    """Write one direction down in another unit."""
    X, square = town()
    page.heading("North in other units")
    rows = []
    for what, factor in (("kilometres", 1.0), ("metres", 1000.0), ("hundreds of kilometres", 0.01)):
        scaled = X * [1.0, factor]
        raw = KMeans(5, n_init=20, random_state=0).fit(scaled)
        alike = KMeans(5, n_init=20, random_state=0).fit(StandardScaler().fit_transform(scaled))
        rows.append([what, *(f"{adjusted_rand_score(square, m.labels_):.3f}" for m in (raw, alike))])
    page.table(["north is measured in", "agreement with the squares", "both features standardised"], rows)


def species(page: Page) -> None:
    """Look for three species without being told them."""
    X, kind, names, kinds = flowers()
    page.heading("150 irises, four measures each: are there three kinds?")
    rows = []
    for what, data in (("in cm", X), ("standardised", StandardScaler().fit_transform(X))):
        ours = KMeans(3, n_init=20, random_state=0).fit(data)
        peer = Theirs(3, n_init=20, random_state=0).fit(data)
        agreement = [f"{adjusted_rand_score(kind, m.labels_):.3f}" for m in (ours, peer)]
        counts = [
            " ".join(str(int(np.sum((kind == g) & (ours.labels_ == j)))) for j in range(3)) for g in range(len(kinds))
        ]
        rows.append([what, *agreement, *counts])
    page.table(["measured", "agreement", "scikit-learn's", *kinds], rows)
    page.say(
        "Under each species stands how many of its 50 flowers are in each of the three clusters. "
        "One species stands apart and is found whole; the other two touch, and a straight border half way between two "
        "centres cuts through. Nobody told the loop of species, so it cannot be wrong about them: it answers another "
        "question."
    )
    plane = X[:, 2:]
    seen = list(steps(KMeans(3, random_state=0), plane))
    axes = (Axis(names[2], "cm"), Axis(names[3], "cm"))
    page.picture(centre_trails(seen, plane, axes=axes, title="Petals alone"), "day_043_irises")


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table: as many clusters as there are classes, which the fit is not shown."""
    n = len(table.y)
    classes = np.unique(table.y)
    page.heading(f"Your data: {n:,} rows, {len(table.features)} features; {table.target!r} is kept back")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    distinct = len(np.unique(table.X, axis=0))
    rows = []
    scaled = StandardScaler().fit_transform(table.X)
    ks = [k for k in range(1, max(8, len(classes)) + 1) if k <= distinct]
    with page.working("k-means"):
        fits = [KMeans(k, n_init=10, random_state=0).fit(scaled) for k in ks]
    for k, model in zip(ks, fits, strict=True):
        sizes = " ".join(str(one) for one in np.sort(np.bincount(model.labels_))[::-1])
        rows.append([str(k), f"{model.inertia_:.4g}", f"{adjusted_rand_score(table.y, model.labels_):.3f}", sizes])
    page.table(["k", "sum of squares, standardised", f"agreement with {table.target}", "sizes of the clusters"], rows)
    page.picture(curve_over_k(ks, [one.inertia_ for one in fits], "sum of squares"), "your_inertia")
    if scaled.shape[1] >= 2 and len(classes) <= distinct:
        chosen = np.sort(np.argsort(table.X.std(axis=0) > 0, kind="stable")[::-1][:2])
        plane = scaled[:, chosen]
        axes = tuple(Axis(f"{table.features[j]}, standardised") for j in chosen)
        k = min(len(classes), len(np.unique(plane, axis=0)))
        seen = list(steps(KMeans(k, random_state=0), plane))
        page.picture(centre_trails(seen, plane, axes=(axes[0], axes[1]), title=f"{k} clusters"), "your_clusters")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
