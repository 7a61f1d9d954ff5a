import numpy as np
import pytest
from scipy import sparse
from sklearn import linear_model as theirs
from sklearn.exceptions import ConvergenceWarning

from workings.linear_model import Lasso, enet_path, lasso_path

TIGHT = {"tol": 1e-12, "max_iter": 100_000}


def problem(n=100, p=20, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + 0.5 * rng.normal(size=(n, 1))
    return X, X[:, :4] @ [3.0, -2.0, 1.0, 0.5] + rng.normal(size=n)


@pytest.mark.parametrize(("n", "p"), [(100, 20), (40, 300)])
@pytest.mark.parametrize("l1_ratio", [0.3, 1.0])
@pytest.mark.parametrize("kind", [np.asarray, sparse.csc_array])
@pytest.mark.parametrize("positive", [False, True])
def test_same_path_as_scikit_learn(n, p, l1_ratio, kind, positive):
    X, y = problem(n, p)
    given = {"l1_ratio": l1_ratio, "alphas": 12, "eps": 1e-2, "positive": positive, **TIGHT}
    alphas, coefs, gaps, n_iters = enet_path(kind(X), y, return_n_iter=True, **given)
    expected_alphas, expected, _ = theirs.enet_path(kind(X), y, **given)
    np.testing.assert_allclose(alphas, expected_alphas)
    np.testing.assert_allclose(coefs, expected, atol=1e-6 * np.abs(expected).max())
    assert coefs.shape == (p, 12)
    assert len(n_iters) == 12
    assert (gaps <= 1e-12 * np.mean(y**2)).all()


@pytest.mark.parametrize("precompute", [True, False, "auto", "array"])
@pytest.mark.parametrize("selection", ["cyclic", "random"])
def test_every_way_is_the_same_path(precompute, selection):
    X, y = problem()
    gram = X.T @ X if precompute == "array" else precompute
    alphas, coefs, _ = lasso_path(X, y, alphas=7, precompute=gram, selection=selection, random_state=0, **TIGHT)
    for alpha, coef in zip(alphas, coefs.T, strict=True):
        single = Lasso(alpha=alpha, fit_intercept=False, **TIGHT).fit(X, y)
        np.testing.assert_allclose(coef, single.coef_, atol=1e-7)


def test_given_alphas_start_and_product():
    X, y = problem()
    given = [0.1, 1.0, 0.5]
    alphas, coefs, _ = lasso_path(X, y, alphas=given, **TIGHT)
    np.testing.assert_array_equal(alphas, [1.0, 0.5, 0.1])
    again = lasso_path(X, y, alphas=given, coef_init=np.ones(20), Xy=X.T @ y, **TIGHT)[1]
    np.testing.assert_allclose(again, coefs, atol=1e-8)


def test_interpolating_path_keeps_its_gap():
    """Where the residual vanishes, what the Gram matrix says of it is not believed."""
    X, _ = problem(30, 25)
    y = X @ np.arange(25.0)
    alphas, coefs, gaps = lasso_path(X, y, alphas=30, eps=1e-7, tol=1e-14, max_iter=100_000)
    r = y[:, np.newaxis] - X @ coefs
    scale = np.minimum(1.0, alphas * 30 / np.abs(X.T @ r).max(axis=0))
    primal = 0.5 * np.mean(r**2, axis=0) + alphas * np.abs(coefs).sum(axis=0)
    dual = 0.5 * (np.mean(y**2) - np.mean((y[:, np.newaxis] - scale * r) ** 2, axis=0))
    assert (primal - dual <= 1e-12 * np.mean(y**2)).all()
    assert (gaps <= 1e-12 * np.mean(y**2)).all()


def test_refusals():
    X, y = problem()
    with pytest.raises(ValueError, match="one target"):
        lasso_path(X, np.column_stack([y, y]))
    with pytest.raises(ValueError, match="Unexpected parameters"):
        lasso_path(X, y, normalize=True)
    with pytest.raises(ValueError, match="l1_ratio=0"):
        enet_path(X, y, l1_ratio=0.0)
    with pytest.raises(ValueError, match="selection"):
        enet_path(X, y, selection="all")
    with pytest.raises(ValueError, match="inconsistent"):
        enet_path(X, y[:-1])
    with pytest.warns(ConvergenceWarning, match="Duality gap"):
        lasso_path(X, y, alphas=[1e-4], max_iter=1, tol=1e-10)


def test_verbose_prints_each_alpha(capsys):
    X, y = problem()
    lasso_path(X, y, alphas=3, verbose=True)
    assert "alpha 3 of 3" in capsys.readouterr().out
