"""Who is right about neighbours, clusters, trees and margins: distances, impurities and dual sums in long double."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.trust.agreement import Long, Problem, near, not_above
from tests.trust.truths import blur, scores, wide


def distances(A: np.ndarray, B: np.ndarray, metric: str = "minkowski", p: float = 2) -> np.ndarray:
    """Return the distance of each row of A from each row of B, found in long double without a shortcut."""
    gaps = np.abs(wide(A)[:, None] - wide(B))
    p = {"manhattan": 1, "euclidean": 2, "chebyshev": np.inf}.get(metric, p)
    if np.isinf(p):
        return np.asarray(gaps.max(axis=2, initial=0.0))
    return np.asarray((gaps**p).sum(axis=2) ** (1.0 / Long(p)))


def of_neighbours(problem: Problem, ours: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the samples to ask about, and their true distances."""
    asked = problem.asked.astype(problem.given.dtype)
    return asked, distances(asked, problem.X, ours.metric, ours.p)


def neighbours(problem: Problem, ours: Any, theirs: Any) -> None:
    """The k nearest are those, and so far away."""
    asked, true = of_neighbours(problem, ours)
    k = min(ours.n_neighbors, len(problem.X))
    far, which = ours.kneighbors(asked, n_neighbors=k)
    size = np.abs(problem.X).max(initial=0.0) * (1e-2 if problem.single else 1e-9)
    near(problem, far, np.sort(true, axis=1)[:, :k], "distances", size=size)
    near(problem, far, np.take_along_axis(true, which, axis=1), "the distances of the neighbours named", size=size)
    assert all(len(set(row)) == k for row in which.tolist()), "a neighbour is named twice"


def clear(true: np.ndarray, k: int) -> np.ndarray:
    """Return for which samples there is no doubt who the k nearest are."""
    ranked = np.sort(true, axis=1)
    if k >= true.shape[1]:
        return np.ones(len(true), dtype=bool)
    return np.asarray(ranked[:, k] - ranked[:, k - 1] > 1e-5 * ranked[:, k])


def votes(problem: Problem, ours: Any, theirs: Any) -> None:
    """What the neighbours say, where it is clear who they are."""
    neighbours(problem, ours, theirs)
    asked, true = of_neighbours(problem, ours)
    sure = clear(true, ours.n_neighbors)
    if not problem.tame or not sure.any():
        return
    way = "predict_proba" if hasattr(ours, "predict_proba") else "predict"
    plain = asked.astype(np.float64)
    digits = 1e-3 if problem.single else 1e-9
    largest = 1.0 if way == "predict_proba" else np.abs(problem.y).max()
    near(problem, getattr(ours, way)(asked)[sure], getattr(theirs, way)(plain)[sure], way, size=largest, digits=digits)


def votes_within(problem: Problem, ours: Any, theirs: Any) -> None:
    asked, true = of_neighbours(problem, ours)
    sure = (np.abs(true - ours.radius) > 1e-5).all(axis=1) & (true < ours.radius).any(axis=1)
    if sure.any():
        got, truth = ours.predict_proba(asked[sure]), theirs.predict_proba(asked[sure].astype(np.float64))
        near(problem, got, truth, "predict_proba", size=1.0, digits=1e-3 if problem.single else 1e-9)


def impurity(criterion: str, y: np.ndarray, w: np.ndarray) -> Any:
    """Return the impurity of a leaf times its weight."""
    w, total = wide(w), w.sum(dtype=Long)
    if not total > 0.0:
        return Long(0.0)
    if criterion == "squared_error":
        y = wide(y)
        return (w * (y - (w * y).sum() / total) ** 2).sum()
    if criterion == "absolute_error":
        order = np.argsort(y, kind="stable")
        middle = wide(y)[order][np.searchsorted(np.cumsum(w[order]), 0.5 * total)]
        return (w * np.abs(wide(y) - middle)).sum()
    shares = np.array([w[y == one].sum() for one in np.unique(y)]) / total
    if criterion == "gini":
        return total * (1.0 - (shares**2).sum())
    shares = shares[shares > 0.0]
    return -total * (shares * np.log2(shares)).sum()


def stump(problem: Problem, ours: Any, theirs: Any) -> None:
    """One split is as good as theirs, and its leaves say what their samples say."""

    def after(model: Any, X: np.ndarray) -> Any:
        leaves = model.apply(X)
        parts = [leaves == leaf for leaf in np.unique(leaves)]
        return sum(impurity(model.criterion, problem.y[part], problem.w[part]) for part in parts)

    root = impurity(ours.criterion, problem.y, problem.w)
    size = root if problem.y.dtype.kind != "f" else root + (problem.w * problem.y**2).sum() * 1e-6
    not_above(after(ours, problem.given), after(theirs, problem.X), 1e-7 * size, "impurity of the leaves")
    if ours.tree_.feature[0] == theirs.tree_.feature[0]:
        way = "predict_proba" if hasattr(ours, "predict_proba") else "predict"
        if np.array_equal(ours.apply(problem.given) > 1, theirs.apply(problem.X) > 1):
            largest = 1.0 if way == "predict_proba" else np.abs(problem.y).max()
            near(
                problem,
                getattr(ours, way)(problem.given),
                getattr(theirs, way)(problem.X),
                way,
                size=largest,
                digits=1e-9,
            )


def by_heart(problem: Problem, ours: Any, theirs: Any) -> None:
    """Trees that are fully grown know what they were told: the mean, or the shares, of the samples that are equal."""
    rows = problem.X.astype(np.float32)
    equal = (rows[:, None] == rows).all(axis=2)
    if hasattr(ours, "predict_proba"):
        truth = np.stack([(equal & (problem.y == one)).sum(axis=1) for one in ours.classes_], axis=1)
        got, size = ours.predict_proba(problem.given), 1.0
    else:
        truth, got, size = (equal * wide(problem.y)).sum(axis=1), ours.predict(problem.given), np.abs(problem.y).max()
    near(problem, got, (truth.T / wide(equal.sum(axis=1))).T, "what was learnt by heart", size=size, digits=1e-12)


def centres(problem: Problem, ours: Any, theirs: Any) -> None:
    """Where Lloyd's steps end: every sample with its nearest centre, every centre the mean of its samples."""
    X, w, C = wide(problem.X), wide(problem.w), wide(ours.cluster_centers_)
    if len(np.unique(X[w > 0.0], axis=0)) < len(C):
        return  # more centres than places: both move idle centres about and warn
    size = np.abs(X).max(initial=0.0)
    eps = 1e-6 if problem.single else 1e-13
    true = distances(X, C)
    own = true[np.arange(len(X)), ours.labels_]
    assert (own - true.min(axis=1) <= 1e-4 * own + 10.0 * eps * size).all(), "a sample is with another centre"
    for one in np.unique(ours.labels_):
        part = ours.labels_ == one
        if w[part].sum() > 0.0:
            mean = np.tensordot(w[part], X[part], 1) / w[part].sum()
            near(problem, C[one], mean, "a centre", size=size, digits=10.0 * eps)
    inertia = (w * own**2).sum()
    rounding = (w * (2.0 * own * eps * size + (eps * size) ** 2)).sum()
    near(problem, ours.inertia_, inertia, "inertia_", size=rounding / problem.digits)
    if problem.values == "usual" and problem.given.dtype == np.float64:
        near(problem, ours.inertia_, theirs.inertia_, "inertia_ beside theirs")


def joins(problem: Problem, ours: Any, theirs: Any) -> None:
    """Heights of the joins, where no two distances are equal."""
    true = distances(problem.X, problem.X)[np.triu_indices(len(problem.X), 1)]
    tied = np.diff(np.sort(true)) <= 1e-4 * np.sort(true)[1:]
    if ours.linkage != "single" and (tied.any() or not problem.tame):
        return
    size = np.abs(problem.X).max(initial=0.0)
    near(problem, np.sort(ours.distances_), np.sort(theirs.distances_), "distances_", size=1e-2 * size + 1e-300)
    if not tied.any() and problem.tame:
        pairs = [np.equal.outer(one.labels_, one.labels_) for one in (ours, theirs)]
        np.testing.assert_array_equal(*pairs)


def kernel(problem: Problem, model: Any) -> np.ndarray:
    """Return the kernel of all pairs, in long double."""
    X = wide(problem.X)
    spread = X.var()
    gamma = {"scale": 1.0 / (X.shape[1] * spread) if spread > 0.0 else 1.0}.get(model.gamma, model.gamma)
    if model.kernel == "linear":
        return np.asarray(X @ X.T)
    if model.kernel == "poly":
        return np.asarray((gamma * (X @ X.T) + model.coef0) ** model.degree)
    return np.asarray(np.exp(-gamma * distances(X, X) ** 2))


def dual(problem: Problem, ours: Any, theirs: Any) -> None:
    """The dual sum of a support vector machine with two classes, of a regression, or of one class."""
    if problem.told:
        return
    K, n = kernel(problem, ours), len(problem.X)
    kind = type(ours).__name__

    def shares(model: Any) -> np.ndarray:
        a = np.zeros(n, dtype=Long)
        # Theirs leaves samples without weight out, and then counts among the rest.
        counted = np.flatnonzero(problem.w) if model is theirs else np.arange(n)
        a[counted[model.support_]] = model.dual_coef_[0]
        return a

    def objective(a: np.ndarray) -> Any:
        square = 0.5 * (a @ K @ a)
        if kind == "SVC":
            return square - np.abs(a).sum()
        return square - (wide(problem.y) @ a - ours.epsilon * np.abs(a).sum() if kind == "SVR" else 0.0)

    a, b = shares(ours), shares(theirs)
    limit = wide(problem.w) * (ours.C if kind != "OneClassSVM" else 1.0)
    assert (np.abs(a) <= limit * (1.0 + 1e-6)).all(), "a share beyond its limit"
    total = b.sum()
    assert abs(a.sum() - total) <= 1e-5 * np.abs(a).sum() + 1e-12, "the shares do not add up"
    size = np.abs(a).sum() * (1.0 + (np.abs(problem.y).max() if kind == "SVR" else 0.0)) + np.abs(0.5 * b @ K @ b)
    share = 1e-3 if problem.single else 1e-6
    not_above(objective(a), objective(b), share * size, "the dual sum")
    free = (np.abs(a) > 1e-3 * limit) & (np.abs(a) < 0.999 * limit)
    if free.any() and problem.tame and np.max(theirs.n_iter_) < theirs.max_iter:
        way = "predict" if kind == "SVR" else "decision_function"
        got = getattr(ours, way)(problem.asked.astype(problem.given.dtype))
        truth = getattr(theirs, way)(problem.asked.astype(problem.given.dtype).astype(np.float64))
        near(problem, got, truth, way, size=1.0 + np.abs(truth).max() + 1e-5 * np.abs(K).max(), digits=1e-2)


def margins(problem: Problem, ours: Any, theirs: Any) -> None:
    """The primal objective of a linear support vector machine; the intercept is penalised."""
    if ours.coef_.shape != theirs.coef_.shape:
        return  # theirs has no line for a class whose samples have no weight
    w = wide(problem.w)[:, None]
    regression = type(ours).__name__ == "LinearSVR"
    if regression:
        signs = None
    else:
        columns = ours.classes_[1:] if len(ours.classes_) == 2 else ours.classes_
        signs = np.where(problem.y[:, None] == columns, 1.0, -1.0)

    def objective(model: Any) -> Any:
        at = scores(model, problem.X)
        if regression:
            losses = np.maximum(np.abs(wide(problem.y)[:, None] - at) - model.epsilon, 0.0)
        else:
            losses = np.maximum(1.0 - signs * at, 0.0)
        coef = np.column_stack([np.atleast_2d(wide(model.coef_)), np.atleast_1d(wide(model.intercept_))])
        l1 = getattr(model, "penalty", "l2") == "l1"
        penalty = np.abs(coef).sum() if l1 else 0.5 * (coef**2).sum()
        return penalty + model.C * (w * (losses**2 if model.loss.startswith("squared") else losses)).sum()

    least = objective(theirs)
    # What tol allows: both are asked for the same.
    slack = 1e-3 * least + 1e-6 + ours.C * (w * blur(ours, problem.X)).sum()
    not_above(objective(ours), least, slack, "the objective")
