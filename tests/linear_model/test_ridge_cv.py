import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.linear_model import RidgeCV as Theirs
from sklearn.metrics import make_scorer, mean_absolute_error
from sklearn.model_selection import KFold

from workings.linear_model import Ridge, RidgeCV
from workings.show import steps

ALPHAS = [1e-2, 1.0, 10.0, 1e3]


def problem(n=60, p=5, targets=None, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + 1.0
    noise = rng.normal(size=n if targets is None else (n, targets))
    return X, X @ rng.normal(size=p if targets is None else (p, targets)) + 2.0 + 3.0 * noise


@pytest.mark.parametrize("shape", [(30, 4), (8, 7), (8, 8), (10, 25)])
@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("mode", ["svd", "eigen"])
def test_errors_are_those_of_fits_without_the_sample(shape, fit_intercept, weighted, mode):
    X, y = problem(*shape)
    weights = np.random.default_rng(1).uniform(0.5, 2.0, size=len(X)) if weighted else np.ones(len(X))
    model = RidgeCV(ALPHAS, fit_intercept=fit_intercept, store_cv_results=True, gcv_mode=mode).fit(X, y, weights)
    for j, alpha in enumerate(ALPHAS):
        for i in range(len(X)):
            rest = np.arange(len(X)) != i
            without = Ridge(alpha=alpha, fit_intercept=fit_intercept).fit(X[rest], y[rest], weights[rest])
            error = weights[i] * (y[i] - without.predict(X[i : i + 1])[0]) ** 2
            assert model.cv_results_[i, j] == pytest.approx(error, rel=1e-7, abs=1e-10)
    scores = -model.cv_results_.mean(axis=0)
    assert model.best_score_ == pytest.approx(scores.max())
    assert model.alpha_ == ALPHAS[int(scores.argmax())]


@pytest.mark.parametrize("shape", [(60, 5), (9000, 5), (20, 40)])
@pytest.mark.parametrize("targets", [None, 1, 3])
@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("parameters", [{}, {"alpha_per_target": True}, {"scoring": "neg_mean_absolute_error"}])
def test_same_as_scikit_learn(shape, targets, weighted, parameters):
    if targets == 1 and "alpha_per_target" in parameters:
        pytest.skip("one target needs no choice among targets")
    X, y = problem(*shape, targets=targets)
    weights = np.random.default_rng(1).uniform(0.5, 2.0, size=len(X)) if weighted else None
    ours = RidgeCV(ALPHAS, store_cv_results=True, **parameters).fit(X, y, weights)
    theirs = Theirs(ALPHAS, store_cv_results=True, **parameters).fit(X, y, weights)
    np.testing.assert_array_equal(ours.alpha_, theirs.alpha_)
    np.testing.assert_allclose(ours.best_score_, theirs.best_score_, rtol=1e-8)
    np.testing.assert_allclose(ours.cv_results_, theirs.cv_results_, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=1e-7)
    assert ours.coef_.shape == theirs.coef_.shape


@pytest.mark.parametrize("shape", [(8, 8), (8, 20), (12, 5)])
@pytest.mark.parametrize("mode", ["auto", "svd"])
def test_tiny_penalties_keep_their_digits(shape, mode):
    """With fewer samples than features every fit is nearly through all points: 1 - h is nearly 0."""
    X, y = problem(*shape)
    model = RidgeCV([1e-10], store_cv_results=True, gcv_mode=mode).fit(X, y)
    for i in range(len(X)):
        rest = np.arange(len(X)) != i
        without = Ridge(alpha=1e-10, solver="svd").fit(X[rest], y[rest])
        assert model.cv_results_[i, 0] == pytest.approx((y[i] - without.predict(X[i : i + 1])[0]) ** 2, rel=1e-5)


@pytest.mark.parametrize("kind", [np.asarray, csr_array])
def test_folds(kind):
    X, y = problem()
    cv = KFold(4, shuffle=True, random_state=0)
    ours, theirs = RidgeCV(ALPHAS, cv=cv).fit(kind(X), y), Theirs(ALPHAS, cv=cv).fit(X, y)
    assert ours.alpha_ == theirs.alpha_
    assert ours.best_score_ == pytest.approx(theirs.best_score_, rel=1e-8)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=1e-6)


def test_sparse_and_float32_and_one_alpha():
    X, y = problem()
    dense = RidgeCV(2.0).fit(X, y)
    np.testing.assert_allclose(RidgeCV(2.0).fit(csr_array(X), y).coef_, dense.coef_, rtol=1e-12)
    single = RidgeCV([2.0]).fit(X.astype(np.float32), y.astype(np.float32))
    assert single.coef_.dtype == np.float32
    np.testing.assert_allclose(single.coef_, dense.coef_, rtol=1e-4)


def test_steps_show_each_penalty():
    seen = list(steps(RidgeCV(ALPHAS), *problem()))
    assert [step.what for step in seen] == ["alpha=0.01", "alpha=1", "alpha=10", "alpha=1000"]
    model = RidgeCV(ALPHAS).fit(*problem())
    assert min(step.objective for step in seen) == pytest.approx(-model.best_score_)


def test_own_scorer():
    scorer = make_scorer(mean_absolute_error, greater_is_better=False)
    ours, theirs = RidgeCV(ALPHAS, scoring=scorer).fit(*problem()), Theirs(ALPHAS, scoring=scorer).fit(*problem())
    assert ours.best_score_ == pytest.approx(theirs.best_score_)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"alphas": [1.0, 0.0]}, "alphas"),
        ({"alphas": [1.0, -1.0], "cv": 3}, "alphas"),
        ({"cv": 3, "store_cv_results": True}, "cv!=None and store_cv_results=True are incompatible"),
        ({"cv": 3, "alpha_per_target": True}, "cv!=None and alpha_per_target=True are incompatible"),
    ],
)
def test_refusals(parameters, words):
    with pytest.raises(ValueError, match=words):
        RidgeCV(**parameters).fit(*problem())


def test_sparse_that_would_be_too_large_is_refused():
    with pytest.raises(ValueError, match="Try cv=5"):
        RidgeCV().fit(csr_array((200_000, 1000)), np.zeros(200_000))
