"""Naive Bayes of dense counts of few classes: every shape and type beside scikit-learn."""

import numpy as np
import pytest
import sklearn.naive_bayes as theirs
from tests.naive_bayes.beside_sklearn import COUNTING, same_predictions

from workings import naive_bayes as ours


def counts(rows=4003, features=17, classes=5):
    rng = np.random.default_rng(0)
    y = np.resize(np.arange(classes), rows)
    return rng.poisson(0.3 + 0.1 * (y[:, None] % 3), size=(rows, features)).astype(float), y


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("classes", [1, 2, 7, 8, 9, 15, 16, 17])
def test_any_number_of_classes(name, classes):
    X, y = counts(classes=classes)
    same_predictions(*(getattr(library, name)().fit(X, y) for library in (ours, theirs)), X)


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize(
    "same", [np.float32, np.int64, np.int32, np.bool_, np.asfortranarray, lambda X: np.repeat(X, 2, 0)[::2]]
)
def test_any_type_and_order(name, same):
    X, y = counts()
    X = np.minimum(X, 1.0)
    mine, its = (getattr(library, name)().fit(X, y) for library in (ours, theirs))
    same_predictions(mine, its, X)
    np.testing.assert_allclose(mine.predict_joint_log_proba(same(X)), mine.predict_joint_log_proba(X), rtol=1e-13)
    np.testing.assert_array_equal(mine.predict(same(X)), mine.predict(X))


@pytest.mark.parametrize("name", COUNTING)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite(name, bad):
    X, y = counts()
    model = getattr(ours, name)().fit(X, y)
    X[-1, 3] = bad
    for call in (model.predict, model.predict_proba, model.predict_joint_log_proba):
        with pytest.raises(ValueError, match=r"NaN|infinity"):
            call(X)


@pytest.mark.parametrize("name", COUNTING)
def test_probabilities_of_zero(name):
    X, y = counts()
    X[y == 1, :4] = 0.0
    X[y == 2, 5] = 1.0  # never absent in class 2
    mine = getattr(ours, name)(alpha=0).fit(X, y)
    joint = mine.predict_joint_log_proba(X)
    assert not np.isnan(joint).any()
    np.testing.assert_array_equal(mine.predict(X), joint.argmax(axis=1))
    for c in range(5):
        held = (X[y == c] > 0).sum(axis=0)
        never, always = held == 0, held == (y == c).sum()
        impossible = (X[:, never] > 0).any(axis=1)
        if name == "BernoulliNB":
            impossible |= (X[:, always] == 0).any(axis=1)
        assert c != 1 or impossible.any()
        if name != "ComplementNB":  # whose weights are finite
            np.testing.assert_array_equal(np.isneginf(joint[:, c]), impossible)


def test_another_threshold_and_a_class_without_samples():
    X, y = counts()
    same_predictions(*(library.BernoulliNB(binarize=1.5).fit(X, y) for library in (ours, theirs)), X)
    model = ours.MultinomialNB().partial_fit(X, np.where(y == 2, 1, y), classes=range(5))
    assert np.isneginf(model.predict_joint_log_proba(X)[:, 2]).all()
    assert set(model.predict(X)) <= {0, 1, 3, 4}
