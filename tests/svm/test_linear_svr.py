"""LinearSVR: the optimum itself, by its conditions and beside LIBLINEAR's."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.datasets import load_diabetes
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVR as Theirs
from tests.svm.linear_objectives import coefficients, missed_condition, objective

from workings.svm import LinearSVR

LOSSES = ("epsilon_insensitive", "squared_epsilon_insensitive")


def numbers(n=200, p=4, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p))
    return X, X @ rng.normal(size=p) + 0.4 * rng.standard_t(3, size=n) + 1.5


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("epsilon", [0.0, 0.3, 2.0])
@pytest.mark.parametrize("C", [1e-2, 1.0, 50.0])
@pytest.mark.parametrize("shape", [(200, 4), (30, 60)])
def test_conditions_of_the_optimum(loss, epsilon, C, shape):
    X, y = numbers(*shape)
    model = LinearSVR(loss=loss, epsilon=epsilon, C=C, tol=1e-7).fit(X, y)
    assert missed_condition(model, X, y) <= 1e-4


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("epsilon", [0.0, 0.5])
def test_no_higher_than_liblinears(loss, epsilon):
    X, y = numbers()
    ours = LinearSVR(loss=loss, epsilon=epsilon).fit(X, y)
    theirs = Theirs(loss=loss, epsilon=epsilon, tol=1e-8, dual=True, max_iter=200_000, random_state=0).fit(X, y)
    assert objective(ours, X, y) <= objective(theirs, X, y) * (1.0 + 1e-8)
    np.testing.assert_allclose(coefficients(ours), coefficients(theirs), atol=1e-3)


@pytest.mark.parametrize(
    ("loss", "epsilon", "tol"),
    [(LOSSES[0], 0.0, 1e-3), (LOSSES[0], 0.2, 1e-5), (LOSSES[1], 0.0, 1e-5), (LOSSES[1], 0.2, 1e-5)],
)
def test_passes_over_wide_data_reach_the_same(loss, epsilon, tol):
    rng = np.random.default_rng(0)
    X = sp.csr_array(sp.random(1100, 1200, density=0.03, random_state=rng, format="csr"))
    y = X @ rng.normal(size=1200) + 0.1 * rng.normal(size=1100)
    sparse = LinearSVR(loss=loss, epsilon=epsilon, tol=tol).fit(X, y)
    dense = LinearSVR(loss=loss, epsilon=epsilon, tol=tol).fit(X.toarray(), y)
    theirs = Theirs(loss=loss, epsilon=epsilon, tol=1e-7, dual=True, max_iter=2000, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        theirs.fit(sp.csr_matrix(X), y)
    assert objective(sparse, X, y) <= objective(theirs, X, y) * (1.0 + tol**2)
    assert objective(dense, X, y) <= objective(theirs, X, y) * (1.0 + tol**2)
    if "squared" in loss:
        assert missed_condition(sparse, X, y) <= 2e-3


def test_without_a_tube_squares_are_ridge_regression():
    X, y = numbers()
    model = LinearSVR(loss="squared_epsilon_insensitive", C=2.0, fit_intercept=False).fit(X, y)
    ridge = np.linalg.solve(X.T @ X + np.eye(4) / 4.0, X.T @ y)
    np.testing.assert_allclose(model.coef_, ridge, rtol=1e-10)
    assert model.intercept_ == 0.0


@pytest.mark.parametrize("loss", LOSSES)
def test_weights_count_as_repetitions(loss):
    X, y = numbers(120)
    counts = np.random.default_rng(0).integers(0, 4, 120)
    weighted = LinearSVR(loss=loss, epsilon=0.1, tol=1e-7).fit(X, y, sample_weight=counts)
    repeated = LinearSVR(loss=loss, epsilon=0.1, tol=1e-7).fit(np.repeat(X, counts, axis=0), np.repeat(y, counts))
    np.testing.assert_allclose(weighted.coef_, repeated.coef_, rtol=1e-5)


@pytest.mark.parametrize("loss", LOSSES)
def test_on_real_data_in_their_own_units(loss):
    X, y = load_diabetes(return_X_y=True, scaled=False)
    ours = LinearSVR(loss=loss, intercept_scaling=100.0).fit(X, y)
    theirs = Theirs(loss=loss, intercept_scaling=100.0, dual=True, tol=1e-6, max_iter=20_000, random_state=0)
    with pytest.warns(ConvergenceWarning):  # coordinate by coordinate it has far to go
        theirs.fit(X, y)
    assert objective(ours, X, y) <= objective(theirs, X, y)
    assert missed_condition(ours, X, y, near=1e-3) <= 1e-2


def test_a_constant_target_and_a_tube_wider_than_all():
    X, y = numbers()
    assert np.allclose(LinearSVR(C=100.0).fit(X, np.full(200, 3.0)).predict(X), 3.0, atol=0.1)
    wide = LinearSVR(epsilon=1e3).fit(X, y)
    assert np.abs(wide.coef_).max() <= 1e-3


def test_refusals_and_the_gap():
    X, y = numbers(30)
    with pytest.raises(ValueError, match="not supported when dual=False"):
        LinearSVR(dual=False).fit(X, y)
    with pytest.raises(ValueError, match="'epsilon' parameter"):
        LinearSVR(epsilon=-1.0).fit(X, y)
    with pytest.warns(ConvergenceWarning, match=r"duality gap of \d"):
        LinearSVR(max_iter=1).fit(X, y)
