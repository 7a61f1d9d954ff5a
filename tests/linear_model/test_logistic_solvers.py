"""Logistic regression by gradient descent, as liblinear has it, and on sparse rows."""

import numpy as np
import pytest
from scipy.sparse import csc_array, csr_array, csr_matrix, random_array
from sklearn.linear_model import LogisticRegression as Theirs
from tests.linear_model.test_logistic_regression import TIGHT, problem

from workings.linear_model import LogisticRegression


@pytest.mark.parametrize("parameters", [{}, {"intercept_scaling": 7.0}, {"fit_intercept": False}, {"dual": True}])
def test_liblinear_penalises_the_intercept(parameters):
    X, y = problem(2)
    parameters = {"solver": "liblinear", "C": 0.1, **parameters, **TIGHT}
    ours, theirs = LogisticRegression(**parameters).fit(X, y), Theirs(**parameters).fit(X, y)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-6)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=1e-6)


def test_liblinear_is_for_two_classes():
    with pytest.raises(ValueError, match="multiclass"):
        LogisticRegression(solver="liblinear").fit(*problem(3))


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_gradient_descent_arrives_where_newton_does(classes, momentum):
    X, y = problem(classes)
    slow = LogisticRegression(solver="gradient descent", momentum=momentum, tol=1e-9, max_iter=50_000).fit(X, y)
    quick = LogisticRegression(**TIGHT).fit(X, y)
    np.testing.assert_allclose(slow.coef_, quick.coef_, atol=1e-4)
    assert slow.n_iter_[0] > 20


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("n", [400, 20_000])
@pytest.mark.parametrize("kind", [csr_array, csc_array, csr_matrix])
def test_sparse_rows_have_the_optimum_of_dense_ones(classes, n, kind):
    X, y = problem(classes, n=n)
    X[np.random.default_rng(0).random(X.shape) < 0.7] = 0.0
    dense, sparse = LogisticRegression(**TIGHT).fit(X, y), LogisticRegression(**TIGHT).fit(kind(X), y)
    np.testing.assert_allclose(sparse.coef_, dense.coef_, atol=1e-8)
    np.testing.assert_allclose(sparse.predict_proba(kind(X)), dense.predict_proba(X), atol=1e-8)
    np.testing.assert_array_equal(sparse.sparsify().predict(kind(X)), dense.predict(X))


def test_many_sparse_features(monkeypatch):
    X = random_array((600, 300), density=0.03, rng=np.random.default_rng(0), format="csr")
    y = (X @ np.random.default_rng(1).normal(size=300) > 0).astype(int)
    full = LogisticRegression(**TIGHT).fit(X.toarray(), y)
    for dense in (3000, 0):
        monkeypatch.setattr("workings.linear_model._newton._FULL", 0)
        monkeypatch.setattr("workings.linear_model._newton._FEW", 0)
        monkeypatch.setattr("workings.linear_model._metric._DENSE", dense)
        found = LogisticRegression(tol=1e-10, max_iter=2000).fit(X, y)
        np.testing.assert_allclose(found.coef_, full.coef_, atol=1e-6)
