"""Scores of linear models in one look at X: against exact sums, and against what scikit-learn's classes answer."""

from math import fsum

import numpy as np
import pytest
import sklearn.linear_model
import sklearn.svm
from scipy import sparse

import workings.linear_model
import workings.svm
from workings import _linear_scores
from workings.kernels import _threads

REGRESSORS = {
    "LinearRegression": workings.linear_model,
    "Ridge": workings.linear_model,
    "RidgeCV": workings.linear_model,
    "Lasso": workings.linear_model,
    "ElasticNet": workings.linear_model,
    "SGDRegressor": workings.linear_model,
    "LinearSVR": workings.svm,
}
CLASSIFIERS = {
    "LogisticRegression": workings.linear_model,
    "SGDClassifier": workings.linear_model,
    "Perceptron": workings.linear_model,
    "LinearSVC": workings.svm,
}


@pytest.fixture
def compiled(monkeypatch):
    monkeypatch.setattr(_linear_scores, "_COMPILED", 0)


def given(name, package, coef, intercept, classes=None):
    """Return an estimator whose coefficients are these."""
    model = getattr(package, name)()
    model.coef_, model.intercept_, model.n_features_in_ = coef, intercept, coef.shape[-1]
    if classes is not None:
        model.classes_ = np.arange(classes) * 10
    return model


def arranged(X, how):
    if how == "every second row":
        wide = np.zeros((2 * len(X), X.shape[1]), X.dtype)
        wide[::2] = X
        return wide[::2]
    return np.asarray(X, order=how)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("order", ["C", "F", "every second row"])
@pytest.mark.parametrize(
    ("n", "p", "k"), [(1, 1, 1), (7, 3, 2), (600, 20, 5), (300, 33, 9), (100, 300, 3), (513, 8, 1)]
)
def test_scores_are_the_true_sums_but_for_their_rounding(dtype, order, n, p, k):
    rng = np.random.default_rng(n + p)
    X, coef, shift = (rng.normal(size=size).astype(dtype) for size in ((n, p), (k, p), (k,)))
    model = given("LogisticRegression", workings.linear_model, coef, shift, max(2, k))
    found = model.decision_function(arranged(X, order)).reshape(n, k)
    assert found.dtype == dtype
    eps = np.finfo(dtype).eps
    for i in {0, n // 2, n - 1}:
        for c in range(k):
            terms = [float(a) * float(b) for a, b in zip(X[i], coef[c], strict=True)]
            truth = fsum([*terms, float(shift[c])])
            assert abs(float(found[i, c]) - truth) <= (p + 2) * eps * (fsum(map(abs, terms)) + abs(float(shift[c])))
    labels = model.predict(arranged(X, order))
    best = (found[:, 0] > 0).astype(int) if k == 1 else found.argmax(axis=1)
    np.testing.assert_array_equal(labels, 10 * best)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("name", CLASSIFIERS)
@pytest.mark.parametrize("k", [1, 4])
def test_classifiers_answer_as_scikit_learns_do(name, k):
    rng = np.random.default_rng(k)
    X = rng.integers(-3, 4, size=(900, 6)).astype(float)
    coef, shift = rng.integers(-2, 3, size=(k, 6)).astype(float), np.zeros(k)
    if k > 1:
        coef[3] = coef[1]  # equal scores: the first class
    ours = given(name, CLASSIFIERS[name], coef, shift, max(2, k))
    their = sklearn.svm if CLASSIFIERS[name] is workings.svm else sklearn.linear_model
    theirs = given(name, their, coef, shift, max(2, k))
    for samples in (X, np.asfortranarray(X), X.astype(int), sparse.csr_array(X), X[:2]):
        np.testing.assert_array_equal(ours.predict(samples), theirs.predict(samples))
        np.testing.assert_array_equal(ours.decision_function(samples), theirs.decision_function(samples))
    ours.sparsify()
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("name", REGRESSORS)
def test_regressors_answer_as_scikit_learns_do(name):
    rng = np.random.default_rng(0)
    X = rng.integers(-9, 9, size=(800, 7)).astype(float)
    their = sklearn.svm if REGRESSORS[name] is workings.svm else sklearn.linear_model
    many = name not in ("SGDRegressor", "LinearSVR")
    for coef in (rng.integers(-4, 5, size=7).astype(float), rng.integers(-4, 5, size=(3, 7)).astype(float))[: 1 + many]:
        shift = 2.0 if coef.ndim == 1 else np.array([1.0, -2.0, 0.0])
        shift = np.atleast_1d(shift) if name in ("SGDRegressor", "LinearSVR") else shift
        ours, theirs = given(name, REGRESSORS[name], coef, shift), given(name, their, coef, shift)
        for samples in (X, np.asfortranarray(X), X.astype(np.float32), sparse.csr_array(X), X[:1]):
            found, expected = ours.predict(samples), theirs.predict(samples)
            assert found.shape == expected.shape
            np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("size", ["large", "small"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused_even_where_its_coefficient_is_0(monkeypatch, size, bad):
    monkeypatch.setattr(_linear_scores, "_COMPILED", 0 if size == "large" else 10**12)
    X = np.ones((400, 5))
    X[399, 2] = bad
    coef = np.ones((3, 5))
    coef[:, 2] = 0.0
    for model in (
        given("LogisticRegression", workings.linear_model, coef, np.zeros(3), 3),
        given("LinearSVC", workings.svm, coef[:1], np.zeros(1), 2),
        given("Ridge", workings.linear_model, coef, np.zeros(3)),
    ):
        with pytest.raises(ValueError, match=r"Input X contains (NaN|infinity)"):
            model.predict(X)


@pytest.mark.usefixtures("compiled")
def test_scores_beyond_the_largest_number_are_infinite_and_no_error():
    X = np.full((300, 4), 1e308)
    model = given("Ridge", workings.linear_model, np.full(4, 10.0), 0.0)
    assert np.isposinf(model.predict(X)).all()


@pytest.mark.usefixtures("compiled")
def test_the_number_of_threads_changes_no_bit():
    rng = np.random.default_rng(5)
    X, coef = rng.normal(size=(5000, 37)), rng.normal(size=(3, 37))
    model = given("LogisticRegression", workings.linear_model, coef, np.zeros(3), 3)
    found = []
    for threads in (1, 2, None):
        _threads.set_num_threads(threads)
        found.append(model.decision_function(X))
    np.testing.assert_array_equal(found[0], found[1])
    np.testing.assert_array_equal(found[0], found[2])
