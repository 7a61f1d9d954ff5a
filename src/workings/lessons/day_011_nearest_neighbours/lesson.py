"""Day 11: nearest neighbours implemented: by brute force, by a tree, and what many dimensions do to both."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier as TheirClassifier
from sklearn.neighbors import NearestNeighbors as Theirs

from workings.lessons.day_011_nearest_neighbours import picture, solution
from workings.lessons.day_011_nearest_neighbours.tree import build, nearest, share_looked_at
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.neighbors import KNeighborsClassifier, NearestNeighbors
from workings.preprocessing import StandardScaler
from workings.show import Axis, Line, Points, Scene
from workings.show.scene import numbers

Array = NDArray[Any]
distances: Callable[[Array, Array], Array] = solution.distances


def run(page: Page) -> None:
    """Run the day on its own data."""
    ways(page)
    digits_lost(page)
    tree(page)
    dimensions(page)
    handwriting(page)


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long it takes, the least of three times, and the result."""
    best, found = np.inf, None
    for _ in range(3):
        start = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - start)
    return best, found


def in_loops(X: Array, Q: Array, k: int) -> Array:
    """Return the nearest rows of X for each query, one number at a time."""
    found = []
    for q in Q.tolist():
        far = []
        for i, x in enumerate(X.tolist()):
            square = 0.0
            for a, b in zip(q, x, strict=True):
                square += (a - b) ** 2
            far.append((square, i))
        found.append([i for _, i in sorted(far)[:k]])
    return np.array(found)


def without_a_loop(X: Array, Q: Array, k: int) -> Array:
    """Return the nearest rows of X for each query by one table of distances."""
    order: Array = np.argsort(distances(Q, X), axis=1, kind="stable")[:, :k]
    return order


def ways(page: Page) -> None:
    """Find the same neighbours in several ways, and time each."""
    rng = np.random.default_rng(11)
    X, Q = rng.random((5000, 3)), rng.random((1000, 3))
    page.heading("5,000 points in a cube: which 5 are nearest to each of 1,000 others?")
    small = Q[:20]
    rows = []
    truth = Theirs(n_neighbors=5, algorithm="brute").fit(X).kneighbors(Q)[1]
    brute = NearestNeighbors(n_neighbors=5, algorithm="brute").fit(X)
    of_boxes = NearestNeighbors(n_neighbors=5, algorithm="kd_tree").fit(X)
    theirs = Theirs(n_neighbors=5, algorithm="kd_tree").fit(X)
    with page.working("timing"):
        for name, work, asked in (
            ("loops in Python", partial(in_loops, X, small, 5), len(small)),
            ("NumPy, without a loop (your exercise)", partial(without_a_loop, X, Q[:100], 5), 100),
            ("this library, brute force", partial(brute.kneighbors, Q, return_distance=False), len(Q)),
            ("this library, kd-tree", partial(of_boxes.kneighbors, Q, return_distance=False), len(Q)),
            ("scikit-learn, kd-tree", partial(theirs.kneighbors, Q, return_distance=False), len(Q)),
        ):
            cost, found = seconds(work)
            same = "the same" if np.array_equal(found, truth[:asked]) else "others"
            rows.append([name, f"{1e6 * cost / asked:,.1f}", same])
    page.table(["way", "microseconds a query", "neighbours"], rows)


def digits_lost(page: Page) -> None:
    """Show what |a|^2 - 2 a.b + |b|^2 does far from 0."""
    rng = np.random.default_rng(11)
    X, Q = rng.random((500, 2)), rng.random((200, 2))
    page.heading("The quick formula, far from 0")
    rows = []
    for offset in (0.0, 1e7, 1e8):
        A, B = Q + offset, X + offset
        quick = (A**2).sum(axis=1)[:, None] - 2.0 * A @ B.T + (B**2).sum(axis=1)
        exact = distances(A, B)
        wrong = np.mean(quick.argmin(axis=1) != exact.argmin(axis=1))
        library = NearestNeighbors(n_neighbors=1).fit(B).kneighbors(A, return_distance=False)[:, 0]
        same = np.mean(library != exact.argmin(axis=1))
        row = [f"{offset:,.0f}", f"{100 * np.mean(quick < 0):.0f} %", f"{100 * wrong:.0f} %", f"{100 * same:.0f} %"]
        rows.append(row)
    page.table(["all points moved by", "squares below 0", "wrong nearest", "this library's wrong"], rows)


def tree(page: Page) -> None:
    """Count what the tree looks at as the points become many."""
    page.heading("What a kd-tree need not look at")
    page.picture(picture.scene(), "day_011_tree")
    rng = np.random.default_rng(11)
    rows = []
    for n in (100, 1000, 10_000, 100_000):
        X, Q = rng.random((n, 2)), rng.random((50, 2))
        with page.working(f"dividing {n:,} points"):
            boxes = build(X)
        found = [nearest(boxes, X, q, 5) for q in Q]
        right = np.array_equal([one.rows for one in found], NearestNeighbors(n_neighbors=5).fit(X).kneighbors(Q)[1])
        looked = float(np.mean([one.looked_at for one in found]))
        rows.append([f"{n:,}", f"{looked:.0f}", f"{100 * looked / n:.2g} %", "yes" if right else "no"])
    page.table(["points in a square", "distances computed", "of all", "the same as the library's"], rows)


def dimensions(page: Page) -> None:
    """Show the curse: with more features the tree looks at everything, and near and far come to the same."""
    page.heading("The curse of dimension: 4,000 points in a cube of ever more dimensions")
    rng = np.random.default_rng(11)
    rows, shares, tried, closeness = [], [], (1, 2, 3, 5, 8, 12, 20, 50), 0.0
    with page.working("searching"):
        for d in tried:
            X, Q = rng.random((4000, d)), rng.random((25, d))
            shares.append(share_looked_at(X, Q))
            far = distances(Q, X)
            closeness = float(np.mean(far.min(axis=1) / far.mean(axis=1)))
            rows.append([str(d), f"{100 * shares[-1]:.1f} %", f"{closeness:.2f}", f"{0.01 ** (1 / d):.2f}"])
    page.table(
        ["features", "the tree looks at", "nearest distance / mean distance", "side of a cube with 1 % of all"], rows
    )
    page.say(
        f"With {tried[-1]} features the nearest of 4,000 points lies at {100 * closeness:.0f} % of the mean distance: "
        "the word neighbour says little there, and no cut tells near from far."
    )
    page.picture(looked_at_scene(tried, {"points in a cube": shares}), "day_011_curse")


def looked_at_scene(tried: Sequence[int], curves: dict[str, Sequence[float]]) -> Scene:
    """Return the share of the samples that the tree looks at, over the number of features."""
    marks: list[Any] = []
    for k, (name, shares) in enumerate(curves.items()):
        at, share = numbers(tried), numbers(100.0 * np.asarray(shares))
        marks += [Line(at, share, k), Points(at, share, k, name)]
    ticks = tuple((float(d), str(d)) for d in tried)
    ends = "; ".join(f"{name}: {100 * shares[0]:.1f} % to {100 * shares[-1]:.1f} %" for name, shares in curves.items())
    return Scene(
        "How much of the data a kd-tree must look at",
        Axis("features", low=0.9 * min(tried), high=1.1 * max(tried), ticks=ticks, scale="log"),
        Axis("looked at", "% of the samples", low=0.0, high=105.0),
        tuple(marks),
        say=f"Looked at with {tried[0]} and with {tried[-1]} features: {ends}.",
    )


def handwriting(page: Page) -> None:
    """Search real data of 64 features, which do not fill their space."""
    X, digit = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, digit, test_size=0.4, random_state=0, stratify=digit)
    page.heading(f"{len(X):,} handwritten digits: 64 features, but how many dimensions?")
    shuffled = np.column_stack([np.random.default_rng(j).permutation(column) for j, column in enumerate(X_train.T)])
    rows = [
        [name, f"{100 * share_looked_at(data, X_test[:60]):.0f} %"]
        for name, data in (("the digits", X_train), ("each pixel shuffled for itself", shuffled))
    ]
    page.table(["a tree looks at", "of all"], rows)
    model = KNeighborsClassifier(n_neighbors=3).fit(X_train, y_train)
    peer = TheirClassifier(n_neighbors=3).fit(X_train, y_train)
    said, theirs = model.predict(X_test), peer.predict(X_test)
    page.say(
        f"Pixels of a digit go together, so the digits fill little of their space, and neighbours mean something: "
        f"{100 * np.mean(said == y_test):.1f} % of {len(y_test)} are told right with k = 3. scikit-learn says the same "
        f"about {np.sum(said == theirs)} of them."
    )


def run_on(page: Page, table: Table) -> None:
    """Run the day on the learner's own table."""
    y, n, p = table.y, len(table.y), len(table.features)
    classes, counts = np.unique(y, return_counts=True)
    page.heading(f"Your data: {n:,} rows, {p} features, {len(classes)} classes of {table.target!r}")
    if table.left_out:
        page.say(f"(left out, because they hold text: {', '.join(table.left_out)})")
    train, test = train_test_split(np.arange(n), test_size=max(0.25, len(classes) / n), random_state=0, stratify=y)
    scaler = StandardScaler().fit(table.X[train])
    X, Q = scaler.transform(table.X[train]), scaler.transform(table.X[test])
    k = min(5, len(X))
    rows = []
    with page.working("timing"):
        for name, model in (
            ("this library, brute force", KNeighborsClassifier(k, algorithm="brute")),
            ("this library, kd-tree", KNeighborsClassifier(k, algorithm="kd_tree")),
            ("scikit-learn", TheirClassifier(k)),
        ):
            cost, said = seconds(partial(model.fit(X, y[train]).predict, Q))
            rows.append([name, f"{1e6 * cost / len(Q):,.1f}", f"{100 * np.mean(said == y[test]):.1f} %"])
    page.table([f"k = {k}, {len(Q):,} rows not seen", "microseconds a row", "right"], rows)
    always = float(np.mean(y[test] == classes[counts.argmax()]))
    page.say(f"Always saying {classes[counts.argmax()]!s} would be right for {100 * always:.1f} %.")

    some, asked = X[:2000], Q[:25]
    tried = sorted({round(d) for d in np.geomspace(1, p, 7)})
    cube = np.random.default_rng(0).random((len(some) + len(asked), p))
    with page.working("searching"):
        yours = [share_looked_at(some[:, :d], asked[:, :d], k) for d in tried]
        spread = [share_looked_at(cube[: len(some), :d], cube[len(some) :, :d], k) for d in tried]
    page.picture(looked_at_scene(tried, {"your first features": yours, "points in a cube": spread}), "your_curse")
    page.say("Where your curve stays below, your features go together: your rows fill little of their space.")


if __name__ == "__main__":
    run(Page(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
