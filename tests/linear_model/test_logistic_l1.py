"""Logistic regression with an l1 penalty: against the conditions of the optimum, and against scikit-learn."""

import numpy as np
import pytest
from scipy.sparse import csr_array, random_array
from scipy.special import softmax
from sklearn.datasets import load_breast_cancer, make_classification
from sklearn.linear_model import LogisticRegression as Theirs
from tests.linear_model.test_logistic_regression import TIGHT, problem

from workings.linear_model import LogisticRegression
from workings.linear_model._l1_model import l1_model_minimum, sweeps_by_numpy, violation
from workings.show import steps


def missed(model, X, y, sample_weight=None):
    """Return by how much the conditions of the optimum are missed, written down anew from the formula."""
    n = X.shape[0]
    weight = np.ones(n) if sample_weight is None else sample_weight
    z = X @ model.coef_.T + model.intercept_
    z = np.column_stack([np.zeros(n), z]) if z.shape[1] == 1 else z
    residual = softmax(z, axis=1) - (np.asarray(y)[:, None] == model.classes_)
    residual = (residual * weight[:, None])[:, -model.coef_.shape[0] :]
    slope = model.C * (X.T @ residual).T + (1.0 - model.l1_ratio) * model.coef_
    r = model.l1_ratio
    there = np.abs(slope + r * np.sign(model.coef_))
    at_zero = np.maximum(np.abs(slope) - r, 0.0)
    worst = np.where(model.coef_ != 0, there, at_zero).max()
    worst = max(worst, np.abs(model.C * residual.sum(axis=0)).max()) if model.fit_intercept else worst
    return worst / (model.C * weight.sum())


@pytest.mark.parametrize("classes", [2, 3, 6])
@pytest.mark.parametrize("C", [1e-3, 0.05, 1.0, 1e3])
@pytest.mark.parametrize("l1_ratio", [0.3, 1.0])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_conditions_of_the_optimum(classes, C, l1_ratio, fit_intercept):
    X, y = problem(classes)
    model = LogisticRegression(l1_ratio=l1_ratio, C=C, fit_intercept=fit_intercept, tol=1e-10).fit(X, y)
    assert missed(model, X, y) <= 2e-10


@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("C", [0.002, 1.0])
def test_conditions_of_the_optimum_on_many_rows(classes, C):
    X, y = problem(classes, n=40_000)
    weight = np.random.default_rng(0).random(len(y))
    model = LogisticRegression(l1_ratio=0.9, C=C, tol=1e-9).fit(X, y, weight)
    assert missed(model, X, y, weight) <= 2e-9
    assert model.n_iter_[0] < 25


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("l1_ratio", [0.5, 1.0])
def test_same_optimum_as_saga(classes, l1_ratio):
    X, y = problem(classes)
    ours = LogisticRegression(l1_ratio=l1_ratio, C=0.1, tol=1e-11).fit(X, y)
    theirs = Theirs(solver="saga", l1_ratio=l1_ratio, C=0.1, tol=1e-11, max_iter=20_000).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=1e-6)
    np.testing.assert_array_equal(ours.coef_ != 0, theirs.coef_ != 0)


@pytest.mark.parametrize("C", [0.02, 1.0])
def test_same_optimum_as_liblinear(C):
    X, y = problem(2)
    theirs = Theirs(solver="liblinear", l1_ratio=1, C=C, tol=1e-10, max_iter=20_000).fit(X, y)
    ours = LogisticRegression(solver="liblinear", l1_ratio=1, C=C, tol=1e-11).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-5)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=1e-5)


@pytest.mark.parametrize("C", [0.01, 1.0])
def test_features_in_any_units(C):
    """Coordinate descent alone would creep on columns so alike and so unlike in size."""
    X, y = load_breast_cancer(return_X_y=True)
    model = LogisticRegression(l1_ratio=1.0, C=C, tol=1e-8).fit(X, y)
    assert missed(model, X, y) <= 1e-7
    assert model.n_iter_[0] < 40


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("l1_ratio", [0.5, 1.0])
def test_more_features_than_samples(classes, l1_ratio):
    """Enough features that only some are looked at."""
    X, y = make_classification(150, 1500, n_informative=10, n_classes=classes, random_state=0)
    model = LogisticRegression(l1_ratio=l1_ratio, C=0.3, tol=1e-9, max_iter=500).fit(X, y)
    assert missed(model, X, y) <= 2e-9
    sparse = LogisticRegression(l1_ratio=l1_ratio, C=0.3, tol=1e-9, max_iter=500).fit(csr_array(X), y)
    np.testing.assert_allclose(sparse.coef_, model.coef_, atol=1e-5)


def test_very_many_coefficients_of_many_classes(monkeypatch):
    monkeypatch.setattr("workings.linear_model._proximal._FULL", 50)
    X, y = problem(5, n=300, p=30)
    model = LogisticRegression(l1_ratio=0.8, C=0.5, tol=1e-8, max_iter=2000).fit(X, y)
    assert missed(model, X, y) <= 1e-7


def test_sparse_features():
    X = random_array((500, 2000), density=0.01, rng=np.random.default_rng(0), format="csr")
    y = (X[:, :20].sum(axis=1) > 0.8).astype(int)
    model = LogisticRegression(l1_ratio=1.0, C=2.0, tol=1e-9).fit(X, y)
    assert missed(model, X, y) <= 2e-9
    assert 0 < np.count_nonzero(model.coef_) < 500


def test_a_strong_penalty_leaves_the_intercept_alone():
    X, y = problem(2)
    model = LogisticRegression(l1_ratio=1.0, C=1e-6, **TIGHT).fit(X, y)
    assert not model.coef_.any()
    np.testing.assert_allclose(model.intercept_, np.log(y.mean() / (1 - y.mean())), rtol=1e-9)


def test_separable_data_end():
    X, y = np.array([[-2.0], [-1.0], [1.0], [2.0]]), [0, 0, 1, 1]
    model = LogisticRegression(l1_ratio=1.0, C=1e6, tol=1e-9).fit(X, y)
    assert missed(model, X, y) <= 1e-8
    assert model.score(X, y) == 1.0


def test_warm_start_and_steps():
    X, y = problem(3)
    model = LogisticRegression(l1_ratio=1.0, C=0.1, tol=1e-9, warm_start=True).fit(X, y)
    seen = list(steps(LogisticRegression(l1_ratio=1.0, C=0.1, tol=1e-9), X, y))
    np.testing.assert_array_equal(seen[-1].arrays["coef_"], model.coef_)
    assert all(a.objective >= b.objective for a, b in zip(seen, seen[1:], strict=False))
    assert model.fit(X, y).n_iter_[0] <= 1


@pytest.mark.parametrize("k", [5, 100])
def test_minimum_of_a_model(k):
    """Against the conditions of the optimum, with alike columns and a column that nothing holds."""
    rng = np.random.default_rng(k)
    A = rng.normal(size=(2 * k, k))
    A[:, 1] = A[:, 0] * (1 + 1e-9)
    A[:, 2] = 0.0
    matrix, gradient, l1 = A.T @ A, A.T @ rng.normal(size=2 * k), np.full(k, 0.5)
    l1[3] = 0.0
    w = l1_model_minimum(matrix, gradient, np.zeros(k), l1, 1e-9)
    assert violation(w, gradient + matrix @ w, l1).max() <= 1e-9


def test_sweeps_of_kernel_and_numpy_agree():
    from workings.kernels.l1_sweeps import model_sweeps

    rng = np.random.default_rng(0)
    A = rng.normal(size=(30, 8))
    start = rng.normal(size=8) * (rng.random(8) < 0.5)
    results = []
    for sweep in (model_sweeps, sweeps_by_numpy):
        w, slopes = start.copy(), A.T @ A @ start - A.sum(axis=0)
        largest = sweep(A.T @ A, w, slopes, np.full(8, 2.0), 3, 0.0)
        results.append([*w, *slopes, largest])
    np.testing.assert_allclose(*results, rtol=1e-9, atol=1e-12)
