"""Day 54: hierarchical clustering: four ways to say how close two clusters are, and what each finds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import linkage as by_scipy
from sklearn.datasets import load_wine, make_moons
from sklearn.metrics import adjusted_rand_score

from workings.cluster import AgglomerativeClustering, linkage
from workings.lessons.day_054_hierarchical_clustering import picture, solution
from workings.lessons.day_054_hierarchical_clustering.data import houses
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.preprocessing import StandardScaler
from workings.show import dendrogram, steps

Array = NDArray[Any]
lance_williams: Callable[..., float] = solution.lance_williams
cut_dendrogram: Callable[[Array, int], Array] = solution.cut_dendrogram
LINKAGES = ("single", "complete", "average", "ward")
_MOST = 3000  # rows of a learner's table


def run(page: Page) -> None:
    """Run the day on its own data."""
    one_by_one(page)
    by_hand(page)
    villages(page)
    shapes(page)
    wines(page)
    cost(page)


def one_by_one(page: Page) -> None:
    """Follow every merge of six houses along a street."""
    street = np.array([[0.0], [1.0], [4.0], [4.5], [9.0], [11.0]])
    page.heading("Six houses along a street, at 0, 1, 4, 4.5, 9 and 11 km: every merge of average linkage")
    rows = [
        [step.what, f"{step.objective:.2f}", f"{step.facts['size']:.0f}", f"{step.facts['clusters']:.0f}"]
        for step in list(steps(AgglomerativeClustering(linkage="average"), street))[1:]
    ]
    page.table(["samples 0 to 5, unions from 6 on", "km apart", "houses in the union", "clusters left"], rows)


def by_formula(X: Array) -> Array:
    """Return Ward's tree by searching all pairs each time, and the formula of the exercise."""
    n = len(X)
    D = np.sqrt(((X[:, None] - X) ** 2).sum(axis=2))
    np.fill_diagonal(D, np.inf)
    name, size, tree = np.arange(n), np.ones(n), np.zeros((n - 1, 4))
    for row in range(n - 1):
        i, j = sorted(divmod(int(D.argmin()), n))
        tree[row] = *sorted((name[i], name[j])), D[i, j], size[i] + size[j]
        for k in np.flatnonzero(np.isfinite(D[i])):
            if k != j:
                D[i, k] = D[k, i] = lance_williams(D[i, k], D[j, k], D[i, j], size[i], size[j], size[k])
        D[j], D[:, j] = np.inf, np.inf
        name[i], size[i] = n + row, size[i] + size[j]
    return tree


def by_hand(page: Page) -> None:
    """Hold the exercise's functions against the library."""
    X = houses(road=6).X
    page.heading("Ward's tree by the formula of Lance and Williams (your exercise)")
    mine, theirs = by_formula(X), linkage(X, "ward")
    same = adjusted_rand_score(cut_dendrogram(mine, 4), AgglomerativeClustering(4).fit_predict(X))
    merges = "the same" if np.array_equal(mine[:, :2], theirs[:, :2]) else "other"
    page.say(
        f"{len(X)} houses: {merges} merges as the library's, all {len(theirs)}; "
        f"heights to {np.max(np.abs(mine[:, 2] - theirs[:, 2])):.0e} km. Cut into 4 clusters, agreement {same:.2f}."
    )


def villages(page: Page) -> None:
    """Find the villages again, and see what a road does."""
    page.heading("Three villages: the tree, and where its branches are long")
    page.picture(picture.scene(), "day_054_tree")
    heights = linkage(houses().X, "ward")[:, 2]
    page.table(
        ["the last merges", "km apart"],
        [[f"{k + 1} clusters become {k}", f"{heights[-k]:.2f}"] for k in (5, 4, 3, 2, 1)],
    )
    page.say("From 3 to 2 the distance leaps: cut below that leap. The picture shows the map, too.")
    page.picture(picture.scene(map=1), "day_054_map")

    page.heading("Houses along the road from one village to the other: how well 3 clusters agree with the villages")
    rows = []
    for road in (0, 4, 8, 12):
        X, village = houses(road=road)
        agreement = [
            adjusted_rand_score(village[village >= 0], cut_dendrogram(linkage(X, way), 3)[village >= 0])
            for way in LINKAGES
        ]
        rows.append([f"{road}", *(f"{one:.2f}" for one in agreement)])
    page.table(["houses along the road", *LINKAGES], rows)
    page.say("(1 is agreement, 0 is what chance gives.) The road makes a chain, and single linkage merges along it.")
    page.picture(picture.scene(way=0, road=12, map=1), "day_054_chain")


def shapes(page: Page) -> None:
    """Give each linkage what it likes and what it does not."""
    rng = np.random.default_rng(54)
    sizes = np.vstack([rng.normal((0, 0), 1.6, (300, 2)), rng.normal((6, 0), 0.4, (30, 2))])
    moons, moon = make_moons(300, noise=0.05, random_state=54)
    crowds = houses(each=100)
    page.heading("Each linkage finds what it looks for")
    rows = [
        [name, *(f"{adjusted_rand_score(y, cut_dendrogram(linkage(X, way), k)):.2f}" for way in LINKAGES)]
        for name, X, y, k in (
            ("three round crowds", crowds.X, crowds.village, 3),
            ("two moons", moons, moon, 2),
            ("a wide crowd and a small one", sizes, np.repeat([0, 1], [300, 30]), 2),
        )
    ]
    page.table(["agreement with the truth", *LINKAGES], rows)


def wines(page: Page) -> None:
    """Cluster real wines, with features in their units and scaled."""
    X, cultivar = load_wine(return_X_y=True)
    page.heading(f"{len(X)} wines of 3 cultivars, {X.shape[1]} measurements: does the tree find the cultivars?")
    scaled = StandardScaler().fit_transform(X)
    rows = [
        [name, *(f"{adjusted_rand_score(cultivar, cut_dendrogram(linkage(data, way), 3)):.2f}" for way in LINKAGES)]
        for name, data in (("in their units", X), ("scaled to variance 1", scaled))
    ]
    page.table(["agreement", *LINKAGES], rows)
    page.say("In their units proline has numbers hundreds of times as large as most others, and decides nearly alone.")
    page.picture(
        dendrogram(linkage(scaled, "ward"), 3, height="Ward's distance", title="178 wines, scaled"), "day_054_wines"
    )


def seconds(work: Callable[[], Any]) -> float:
    """Return how long it takes, the least of three times."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def cost(page: Page) -> None:
    """Time Ward's linkage as the samples become many."""
    rng = np.random.default_rng(54)
    page.heading("What Ward's tree costs: 10 features, milliseconds")
    linkage(rng.normal(size=(500, 10)), "ward")  # compiles, once
    rows = []
    with page.working("timing"):
        for n in (100, 1000, 3000):
            X = rng.normal(size=(n, 10))
            hand = f"{1e3 * seconds(partial(by_formula, X)):,.0f}" if n <= 100 else ""
            rows.append(
                [
                    f"{n:,}",
                    hand,
                    f"{1e3 * seconds(partial(by_scipy, X, 'ward')):,.1f}",
                    f"{1e3 * seconds(partial(linkage, X, 'ward')):,.1f}",
                ]
            )
    page.table(["samples", "by the formula, in Python", "SciPy", "this library"], rows)


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    n, p = table.X.shape
    classes = np.unique(table.y)
    page.heading(f"Your data: {n:,} rows, {p} features; {table.target!r} is only compared with")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    chosen = np.arange(n)
    if n > _MOST:
        chosen = np.sort(np.random.default_rng(0).choice(n, _MOST, replace=False))
        page.say(f"(of which {_MOST:,} are drawn)")
    X, y = StandardScaler().fit_transform(table.X[chosen]), table.y[chosen]
    k = min(max(2, len(classes)), len(X))
    rows, leaps = [], {}
    with page.working("merging"):
        for way in LINKAGES:
            tree = linkage(X, way)
            labels = cut_dendrogram(tree, k)
            largest = np.unique(labels, return_counts=True)[1].max()
            tail = np.append(tree[-12:, 2], np.nan)
            leaps[way] = len(tail) - 1 - int(np.nanargmax(np.diff(tail)))
            rows.append(
                [way, f"{100 * largest / len(X):.0f} %", f"{adjusted_rand_score(y, labels):.2f}", f"{leaps[way]}"]
            )
    page.table(["linkage", f"largest of {k} clusters", f"agreement with {table.target}", "longest branches at"], rows)
    page.say("Where one cluster holds nearly all, the linkage only split off outliers: try another.")
    page.picture(
        dendrogram(linkage(X, "ward"), leaps["ward"], height="Ward's distance", title="Your rows, scaled"), "your_tree"
    )


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
