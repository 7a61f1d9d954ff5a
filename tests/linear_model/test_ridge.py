from functools import partial

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.linear_model import Ridge as Theirs
from tests.exact_least_squares import digits, exact_coefficients
from tests.linear_model import least_squares_data
from tests.linear_model.least_squares_data import assert_same

from workings.linear_model import LinearRegression, Ridge

problem = partial(least_squares_data.problem, mean=1.0)


@pytest.mark.parametrize("shape", [(300, 6), (9000, 6), (20, 50), (1, 3)])
@pytest.mark.parametrize("targets", [None, 1, 3])
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("alpha", [1e-6, 1.0, 1e5])
def test_same_as_scikit_learn(shape, targets, fit_intercept, alpha):
    X, y = problem(*shape, targets=targets)
    weights = np.random.default_rng(3).uniform(size=len(X)) + 0.1
    for sample_weight in (None, weights):
        ours = Ridge(alpha=alpha, fit_intercept=fit_intercept).fit(X, y, sample_weight)
        theirs = Theirs(alpha=alpha, fit_intercept=fit_intercept, solver="svd").fit(X, y, sample_weight)
        assert_same(ours, theirs, 1e-7 if alpha < 1e-3 else 1e-9)


@pytest.mark.parametrize("solver", ["auto", "svd", "cholesky", "lsqr", "sparse_cg", "sag", "saga"])
@pytest.mark.parametrize("shape", [(200, 5), (9000, 5), (10, 30)])
def test_every_solver_has_the_same_minimum(solver, shape):
    X, y = problem(*shape)
    ours = Ridge(solver=solver).fit(X, y)
    assert_same(ours, Theirs(solver="svd").fit(X, y), 1e-8)
    if solver in ("svd", "cholesky", "lsqr", "sparse_cg"):
        assert ours.solver_ == solver


@pytest.mark.parametrize("shape", [(200, 4), (9000, 4), (8, 20)])
def test_penalty_for_each_target(shape):
    X, y = problem(*shape, targets=3)
    alpha = [0.1, 10.0, 0.1]
    ours = Ridge(alpha=alpha).fit(X, y)
    for j, one in enumerate(alpha):
        np.testing.assert_allclose(ours.coef_[j], Ridge(alpha=one).fit(X, y[:, j]).coef_, rtol=1e-10)


@pytest.mark.parametrize("alpha", [1e-8, 1e-3, 1.0])
@pytest.mark.parametrize("shape", [(30, 4), (6, 5), (4, 6)])
def test_exact_solution(alpha, shape):
    X, y = problem(*shape)
    X[:, 3] = X[:, 0] + 1e-4 * X[:, 3]
    found = Ridge(alpha=alpha).fit(X, y)
    assert digits(found.coef_, exact_coefficients(X, y, alpha=alpha)[:-1]) >= (11 if alpha > 1e-4 else 8)


def test_units_from_tiny_to_huge():
    X, y = problem(40, 5)
    X = X * 10.0 ** np.array([-12, -6, 0, 6, 12])
    assert digits(Ridge(alpha=1e-6).fit(X, y).coef_, exact_coefficients(X, y, alpha=1e-6)[:-1]) >= 13


@pytest.mark.parametrize("n", [50, 9000])
def test_no_penalty_is_least_squares(n):
    X, y = problem(n)
    X[:, 2] = X[:, 0]
    assert_same(Ridge(alpha=0.0).fit(X, y), LinearRegression().fit(X, y), 1e-10)


def test_float32():
    X, y = problem(9000)
    ours = Ridge().fit(X.astype(np.float32), y.astype(np.float32))
    assert_same(ours, Theirs().fit(X.astype(np.float32), y.astype(np.float32)), 1e-4)


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("shape", [(100, 5), (9000, 5), (10, 30)])
def test_positive(fit_intercept, shape):
    X, y = problem(*shape)
    for kind in (np.asarray, csr_array):
        ours = Ridge(positive=True, fit_intercept=fit_intercept).fit(kind(X), y)
        theirs = Theirs(positive=True, fit_intercept=fit_intercept, tol=1e-10, max_iter=50_000).fit(X, y)
        assert (ours.coef_ >= 0.0).all()
        np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=1e-4)  # scikit-learn's is an approximation
        reached = [((y - m.predict(X)) ** 2).sum() + (m.coef_**2).sum() for m in (ours, theirs)]
        assert reached[0] <= reached[1] * (1.0 + 1e-12)


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("solver", ["auto", "sparse_cg"])
def test_sparse_is_as_dense(fit_intercept, weighted, solver):
    X, y = problem(targets=2)
    X[X < 1.2] = 0.0
    weights = np.random.default_rng(3).uniform(size=len(X)) if weighted else None
    ours = Ridge(fit_intercept=fit_intercept, solver=solver).fit(csr_array(X), y, weights)
    assert_same(ours, Ridge(fit_intercept=fit_intercept).fit(X, y, weights), 1e-7)


class TestRefusals:
    @pytest.mark.parametrize(
        ("parameters", "words"),
        [
            ({"solver": "lbfgs"}, "only when positive=True"),
            ({"solver": "svd", "positive": True}, "does not support positive"),
            ({"solver": "gradient descent", "positive": True}, "does not support positive"),
            ({"alpha": [1.0, 2.0]}, "do not correspond: 2 != 1"),
            ({"alpha": [-1.0]}, "at least 0"),
            ({"alpha": -1.0}, "alpha"),
        ],
    )
    def test_parameters(self, parameters, words):
        with pytest.raises(ValueError, match=words):
            Ridge(**parameters).fit(*problem(30))

    def test_sparse_svd(self):
        X, y = problem(30)
        with pytest.raises(TypeError, match="solver='svd' is for dense X"):
            Ridge(solver="svd", fit_intercept=False).fit(csr_array(X), y)
        with pytest.raises(ValueError, match="intercept on sparse data"):
            Ridge(solver="cholesky").fit(csr_array(X), y)

    @pytest.mark.parametrize("n", [30, 9000])
    @pytest.mark.parametrize("solver", ["auto", "lsqr"])
    def test_not_finite(self, n, solver):
        X, y = problem(n)
        X[5, 1] = np.inf
        with pytest.raises(ValueError, match="infinity"):
            Ridge(solver=solver).fit(X, y)
