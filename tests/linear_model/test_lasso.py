"""Lasso and elastic net: the same optimum as scikit-learn's, and the conditions of an optimum, tested by themselves."""

import numpy as np
import pytest
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet as TheirElasticNet
from sklearn.linear_model import Lasso as TheirLasso
from sklearn.linear_model import Ridge as TheirRidge

from workings.linear_model import ElasticNet, Lasso
from workings.show import steps

TIGHT = {"tol": 1e-12, "max_iter": 100_000}


def problem(n=200, p=30, correlation=0.5, seed=0, noise=1.0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    for j in range(1, p):
        X[:, j] = correlation * X[:, j - 1] + np.sqrt(1 - correlation**2) * X[:, j]
    w = np.zeros(p)
    w[:: max(1, p // 8)] = rng.normal(size=len(w[:: max(1, p // 8)])) * 2
    return X + rng.normal(size=p), X @ w + noise * rng.normal(size=n) + 3.0


def alpha_max(X, y, weights=None):
    weights = np.ones(len(y)) if weights is None else weights
    centred = y - np.average(y, weights=weights)
    return np.abs((X - np.average(X, axis=0, weights=weights)).T @ (weights * centred)).max() / weights.sum()


def assert_optimal(model, X, y, l1_ratio=1.0, weights=None, atol=1e-6):
    """The subgradient of the objective holds 0 (Karush, Kuhn, Tucker), to atol of the largest gradient at 0."""
    X = X.toarray() if sparse.issparse(X) else np.asarray(X, dtype=np.float64)
    weights = np.ones(len(y)) if weights is None else weights * len(y) / weights.sum()
    r = weights * (y - X @ model.coef_ - model.intercept_)
    if model.fit_intercept:
        assert abs(r.sum()) <= atol * np.abs(weights * y).sum()
    slope = X.T @ r / len(y) - model.alpha * (1 - l1_ratio) * model.coef_
    size = atol * max(model.alpha, alpha_max(X, y, weights))
    zero, l1 = model.coef_ == 0.0, model.alpha * l1_ratio
    assert np.all(np.abs(slope[~zero] - l1 * np.sign(model.coef_[~zero])) <= size)
    assert np.all((slope if model.positive else np.abs(slope))[zero] <= l1 + size)
    if model.positive:
        assert model.coef_.min() >= 0.0


def assert_same(ours, theirs, rtol=1e-6):
    """Coefficients agree to 1e-6 of the largest."""
    size = max(1e-12, np.abs(theirs.coef_).max())
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=0, atol=rtol * size)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-6, atol=rtol * size)
    assert np.shape(ours.coef_) == np.shape(theirs.coef_)
    assert np.shape(ours.intercept_) == np.shape(theirs.intercept_)


SHAPES = [(200, 30), (60, 90), (80, 400), (2000, 300)]


@pytest.mark.parametrize(("n", "p"), SHAPES)
@pytest.mark.parametrize("share", [2.0, 0.3, 0.03])
@pytest.mark.parametrize("positive", [False, True])
def test_lasso_is_scikit_learns_optimum(n, p, share, positive):
    X, y = problem(n, p)
    given = {"alpha": share * alpha_max(X, y), "positive": positive, **TIGHT}
    ours, theirs = Lasso(**given).fit(X, y), TheirLasso(**given).fit(X, y)
    assert_same(ours, theirs)
    assert_optimal(ours, X, y)
    if share > 1.0:
        assert not ours.coef_.any()


@pytest.mark.parametrize(("n", "p"), SHAPES)
@pytest.mark.parametrize("l1_ratio", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_elastic_net_is_scikit_learns_optimum(n, p, l1_ratio, fit_intercept):
    X, y = problem(n, p, seed=1)
    alpha = 0.1 * alpha_max(X, y) / l1_ratio
    given = {"alpha": alpha, "l1_ratio": l1_ratio, "fit_intercept": fit_intercept, **TIGHT}
    ours, theirs = ElasticNet(**given).fit(X, y), TheirElasticNet(**given).fit(X, y)
    assert_same(ours, theirs)
    assert_optimal(ours, X, y, l1_ratio)


@pytest.mark.parametrize("weights", ["random", "some 0"])
@pytest.mark.parametrize("kind", [np.array, sparse.csc_array, sparse.csr_array, sparse.csc_matrix])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_weights_and_sparse_data(weights, kind, fit_intercept):
    X, y = problem(150, 40, seed=2)
    X[np.abs(X) < 0.8] = 0.0
    weight = np.random.default_rng(1).random(150) * (1.0 if weights == "random" else np.arange(150) % 4 > 0)
    given = {"alpha": 0.05, "fit_intercept": fit_intercept, **TIGHT}
    ours = Lasso(**given).fit(kind(X), y, weight)
    assert_same(ours, TheirLasso(**given).fit(X, y, weight))
    assert_optimal(ours, X, y, weights=weight)
    np.testing.assert_allclose(ours.predict(kind(X)), X @ ours.coef_ + ours.intercept_)
    dense = ours.sparse_coef_.toarray()
    np.testing.assert_array_equal(dense[0], ours.coef_)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_order_and_precision(order, dtype):
    X, y = problem(300, 350, seed=3)
    exact = Lasso(alpha=0.05, **TIGHT).fit(X, y)
    given = X.astype(dtype, order=order)
    before = given.copy()
    model = Lasso(alpha=0.05, tol=1e-7, max_iter=10_000).fit(given, y.astype(dtype))
    assert model.coef_.dtype == model.intercept_.dtype == dtype
    np.testing.assert_allclose(model.coef_, exact.coef_, rtol=0, atol=1e-3)
    np.testing.assert_array_equal(given, before)
    given.flags.writeable = False
    np.testing.assert_array_equal(
        Lasso(alpha=0.05, tol=1e-7, max_iter=10_000).fit(given, y.astype(dtype)).coef_, model.coef_
    )


@pytest.mark.parametrize("sparse_X", [False, True])
def test_ridge_is_the_limit(sparse_X):
    X, y = problem(100, 10)
    given = sparse.csc_array(X) if sparse_X else X
    ours = ElasticNet(alpha=0.3, l1_ratio=0.0, **TIGHT).fit(given, y)
    np.testing.assert_allclose(ours.coef_, TheirRidge(alpha=30.0).fit(X, y).coef_, rtol=1e-6)


def test_no_penalty_warns_and_is_least_squares():
    X, y = problem(100, 5)
    with pytest.warns(UserWarning, match="With alpha=0"):
        ours = Lasso(alpha=0.0, tol=1e-14).fit(X, y)
    best = np.linalg.lstsq(np.column_stack([X, np.ones(100)]), y, rcond=None)[0]
    np.testing.assert_allclose(ours.coef_, best[:-1], rtol=1e-6)
    np.testing.assert_allclose(ours.intercept_, best[-1], rtol=1e-6)


@pytest.mark.parametrize("sparse_X", [False, True])
def test_constant_repeated_and_empty_columns(sparse_X):
    X, y = problem(120, 12)
    X[:, 3], X[:, 5], X[:, 7] = 0.1, 0.0, X[:, 2]
    given = sparse.csc_array(X) if sparse_X else X
    ours = Lasso(alpha=0.01, **TIGHT).fit(given, y)
    assert ours.coef_[3] == ours.coef_[5] == 0.0
    assert_optimal(ours, X, y)


def test_features_far_from_0():
    """An offset of 1e8 costs eight digits of the features themselves, and no more."""
    X, y = problem(400, 20)
    offset = X + 1e8
    exact = Lasso(alpha=0.05, **TIGHT).fit(offset - 1e8, y)
    ours = Lasso(alpha=0.05, tol=1e-10, max_iter=10_000).fit(offset, y)
    np.testing.assert_allclose(ours.coef_, exact.coef_, atol=1e-6)


def test_several_targets():
    X, y = problem(100, 20)
    Y = np.column_stack([y, -2.0 * y + X[:, 0], X[:, 3]])
    ours, theirs = Lasso(alpha=0.1, **TIGHT).fit(X, Y), TheirLasso(alpha=0.1, **TIGHT).fit(X, Y)
    assert_same(ours, theirs)
    assert len(ours.n_iter_) == len(ours.dual_gap_) == 3
    assert ours.predict(X).shape == Y.shape


@pytest.mark.parametrize("precompute", [True, "array"])
@pytest.mark.parametrize("weighted", [False, True])
def test_given_gram_matrix(precompute, weighted):
    X, y = problem(100, 400)
    weight = np.random.default_rng(0).random(100) if weighted else np.ones(100)
    weight *= 100 / weight.sum()
    X = X - np.average(X, axis=0, weights=weight)
    gram = X.T @ (weight[:, np.newaxis] * X) if precompute == "array" else True
    ours = Lasso(alpha=0.1, precompute=gram, **TIGHT).fit(X, y, weight if weighted else None)
    assert_same(ours, Lasso(alpha=0.1, **TIGHT).fit(X, y, weight if weighted else None))


def test_wrong_gram_matrices_are_refused():
    X, y = problem(50, 6)
    with pytest.raises(ValueError, match="did not pass validation"):
        Lasso(precompute=np.eye(6), fit_intercept=False).fit(X, y)
    with pytest.raises(ValueError, match=r"shape \(5, 5\)"):
        Lasso(precompute=np.eye(5)).fit(X, y)
    with pytest.warns(UserWarning, match="recomputing Gram matrix"):
        Lasso(alpha=0.1, precompute=X.T @ X).fit(X, y)


@pytest.mark.parametrize("p", [20, 400])
def test_random_visits(p):
    X, y = problem(150, p)
    given = {"alpha": 0.1, "selection": "random", **TIGHT}
    ours = Lasso(random_state=0, **given).fit(X, y)
    assert_same(ours, TheirLasso(alpha=0.1, **TIGHT).fit(X, y))
    np.testing.assert_array_equal(ours.coef_, Lasso(random_state=0, **given).fit(X, y).coef_)


def test_warm_start_goes_on_where_it_ended():
    X, y = problem()
    model = Lasso(alpha=0.01, warm_start=True, tol=1e-10).fit(X, y)
    assert model.n_iter_ > 0
    model.fit(X, y)
    assert model.n_iter_ == 0
    with pytest.raises(ValueError, match="warm_start"):
        model.fit(X[:, :5], y)


def test_dual_gap_is_what_it_says():
    X, y = problem(60, 90)
    model = Lasso(alpha=0.05, fit_intercept=False, tol=1e-3).fit(X, y)
    r = y - X @ model.coef_
    primal = 0.5 * np.mean(r**2) + 0.05 * np.abs(model.coef_).sum()
    feasible = r * min(1.0, 0.05 * 60 / np.abs(X.T @ r).max())
    dual = 0.5 * (np.mean(y**2) - np.mean((y - feasible) ** 2))
    np.testing.assert_allclose(model.dual_gap_, primal - dual, rtol=1e-6, atol=1e-12)
    assert model.dual_gap_ <= 1e-3 * np.mean(y**2)


def test_too_few_sweeps_warn_with_the_gap():
    X, y = problem(60, 90, correlation=0.9)
    with pytest.warns(ConvergenceWarning, match="Duality gap"):
        model = Lasso(alpha=1e-4, max_iter=3).fit(X, y)
    assert model.n_iter_ == 3


def test_steps_go_down_and_end_in_the_fit():
    X, y = problem(100, 8, correlation=0.8)
    model = Lasso(alpha=0.01, tol=1e-8)
    seen = list(steps(model, X, y))
    assert [step.index for step in seen] == list(range(len(seen)))
    objectives = [step.objective for step in seen]
    assert all(b <= a + 1e-12 * abs(a) for a, b in zip(objectives, objectives[1:], strict=False))
    np.testing.assert_array_equal(seen[-1].arrays["coef_"], model.coef_)
    assert seen[-1].facts["dual_gap"] <= seen[0].facts["dual_gap"]
    assert sum(step.what == "sweep" for step in seen) == model.n_iter_


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("kind", [np.asarray, sparse.csc_array])
def test_bad_numbers_are_refused(bad, kind):
    X, y = problem(20, 3)
    X[4, 1] = bad
    with pytest.raises(ValueError, match=r"NaN|infinity"):
        Lasso().fit(kind(X), y)


def test_bad_weights_are_refused():
    X, y = problem(20, 3)
    with pytest.raises(ValueError, match="at least one non-zero"):
        Lasso().fit(X, y, np.zeros(20))
    with pytest.raises(ValueError, match=r"[Nn]egative"):
        Lasso().fit(X, y, np.linspace(-1, 1, 20))
