"""The ways of Lasso to its optimum: sweeps over the data, Gram matrices of both precisions, working sets that grow."""

import warnings

import numpy as np
import pytest
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet as TheirElasticNet
from sklearn.linear_model import Lasso as TheirLasso
from tests.linear_model.test_lasso import TIGHT, alpha_max, assert_optimal, assert_same, problem

from workings.linear_model import ElasticNet, Lasso
from workings.linear_model import _working_set as working_set
from workings.show import steps


@pytest.mark.parametrize("kind", [np.asarray, np.asfortranarray, sparse.csc_array])
@pytest.mark.parametrize("share", [0.1, 0.001])
@pytest.mark.parametrize("weighted", [False, True])
def test_sweeps_over_the_data(monkeypatch, kind, share, weighted):
    """Where samples are many, sweeps go over the data, in float32, and turn to a Gram matrix when they are slow."""
    monkeypatch.setattr(working_set, "ALL", 20)
    monkeypatch.setattr(working_set, "_SMALL_GRAM", 40)
    monkeypatch.setattr(working_set, "_AT_ONCE", 0)
    X, y = problem(3000, 300, correlation=0.9, seed=4)
    weight = np.random.default_rng(0).random(3000) if weighted else None
    given = {"alpha": share * alpha_max(X, y), **TIGHT}
    seen = list(steps(Lasso(**given), kind(X), y, sample_weight=weight))
    assert any(step.what == "sweep over all columns" for step in seen)
    ours = Lasso(**given).fit(kind(X), y, weight)
    assert_same(ours, TheirLasso(**given).fit(X, y, weight))
    assert_optimal(ours, X, y, weights=weight)


@pytest.mark.parametrize("kind", [np.asarray, np.asfortranarray, lambda X: X.astype(np.float32), lambda X: X[:, ::-1]])
@pytest.mark.parametrize("share", [0.1, 0.001])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("rough", [0.0, np.inf])
def test_gram_matrix_at_once(monkeypatch, kind, share, weighted, rough):
    """Where the Gram matrix costs no more than a few sweeps it comes first, and float32 is enough for it."""
    monkeypatch.setattr(working_set, "ALL", 20)
    monkeypatch.setattr(working_set, "_ROUGH", rough)
    X, y = problem(3000, 300, correlation=0.9, seed=4)
    X = kind(X)
    weight = np.random.default_rng(0).random(3000) if weighted else None
    given = {"alpha": share * alpha_max(X, y), **TIGHT}
    ours = Lasso(**given)
    seen = list(steps(ours, X, y, sample_weight=weight))
    assert not any(step.what == "sweep over all columns" for step in seen)
    precise = X.astype(np.float64)
    assert_same(ours.fit(precise, y, weight), TheirLasso(**given).fit(precise, y, weight))
    np.testing.assert_allclose(seen[-1].arrays["coef_"].ravel(), ours.coef_, atol=1e-6)
    assert_optimal(ours, precise, y, weights=weight)


@pytest.mark.parametrize("scale", [1e-25, 1e25])
def test_columns_beyond_the_range_of_float32(monkeypatch, scale):
    """Their squares cannot be had in float32; the answer is that of columns of ordinary size."""
    monkeypatch.setattr(working_set, "ALL", 20)
    monkeypatch.setattr(working_set, "_ROUGH", 0.0)
    X, y = problem(3000, 150, correlation=0.5, seed=8)
    alpha = 0.01 * alpha_max(X, y)
    plain = Lasso(alpha=alpha, **TIGHT).fit(X, y)
    scaled = Lasso(alpha=alpha * scale, **TIGHT).fit(X * scale, y)
    np.testing.assert_allclose(scaled.coef_ * scale, plain.coef_, rtol=1e-7, atol=1e-9)
    X[:, 7] = 3.25
    constant = Lasso(alpha=alpha, **TIGHT).fit(X, y)
    assert constant.coef_[7] == 0.0
    assert_same(constant, TheirLasso(alpha=alpha, **TIGHT).fit(X, y))


def test_sweeps_over_the_data_alone(monkeypatch):
    """A Gram matrix that would be too large is never formed."""
    monkeypatch.setattr(working_set, "_LARGEST_GRAM", 50)
    X, y = problem(400, 300, correlation=0.2, seed=4)
    given = {"alpha": 0.05, "l1_ratio": 0.01, **TIGHT}
    ours = ElasticNet(**given).fit(X, y)
    assert_same(ours, TheirElasticNet(**given).fit(X, y))


def test_working_set_grows(monkeypatch):
    monkeypatch.setattr(working_set, "ALL", 8)
    X, y = problem(100, 500, correlation=0.7, seed=5)
    given = {"alpha": 0.02, **TIGHT}
    seen = list(steps(Lasso(**given), X, y))
    assert len({step.facts["columns"] for step in seen if "columns" in step.facts}) > 1
    ours = Lasso(**given).fit(X, y)
    assert_optimal(ours, X, y)
    assert_same(ours, TheirLasso(**given).fit(X, y))


def test_rough_gram_matrix_is_given_up_if_it_misleads(monkeypatch):
    """Columns that differ by less than float32 can tell still get their exact optimum."""
    monkeypatch.setattr(working_set, "ALL", 20)
    monkeypatch.setattr(working_set, "_ROUGH", 0.0)
    X, y = problem(2000, 200, correlation=0.9, seed=6)
    X[:, 1::2] = X[:, ::2] + 1e-4 * np.random.default_rng(0).normal(size=(2000, 100))
    model = Lasso(alpha=1e-3 * alpha_max(X, y), tol=1e-8, max_iter=20_000)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        model.fit(X, y)
    assert model.dual_gap_ <= 1e-8 * np.var(y)
