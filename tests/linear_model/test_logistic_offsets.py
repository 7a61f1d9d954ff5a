"""Logistic regression on features that are far from 0 for how they vary, such as times in seconds since 1970."""

import numpy as np
import pytest

from workings.linear_model import LogisticRegression, LogisticRegressionCV
from workings.show import steps

# So far that the features' own digits suffice to tell what they were without it.
OFFSETS = np.array([2.0**27, -(2.0**30), 0.0, 2.0**20])


def samples(classes, rows=500):
    rng = np.random.default_rng(classes)
    X = np.round(rng.normal(size=(rows, 4)) * 2**16) / 2**16
    scores = X @ np.array([1.0, -2.0, 0.5, 0.0]) + rng.logistic(size=rows)
    return X, np.digitize(scores, np.linspace(-1.0, 1.0, classes - 1))


def assert_moved(far, near):
    """What all classes share is left out: an l1 penalty does not tell how much of it there is."""
    coef, intercept = near.coef_, near.intercept_ - near.coef_ @ OFFSETS
    if len(coef) == 1:
        np.testing.assert_allclose(far.coef_, coef, rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(far.intercept_, intercept, rtol=1e-6)
    else:
        np.testing.assert_allclose(np.diff(far.coef_, axis=0), np.diff(coef, axis=0), rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(np.diff(far.intercept_), np.diff(intercept), rtol=1e-6)


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize(
    "options", [{}, {"C": np.inf}, {"l1_ratio": 1.0, "solver": "saga"}, {"l1_ratio": 0.5, "solver": "saga", "C": 0.1}]
)
def test_the_optimum_is_that_without_the_offset(classes, options):
    X, y = samples(classes)
    model = LogisticRegression(tol=1e-9, max_iter=1000, **options)
    near, far = (LogisticRegression(**model.get_params()).fit(data, y) for data in (X, X + OFFSETS))
    assert_moved(far, near)
    np.testing.assert_allclose(far.predict_proba(X + OFFSETS), near.predict_proba(X), rtol=1e-4, atol=1e-5)


def test_what_is_shown_is_of_the_features_as_they_are():
    X, y = samples(2)
    model = LogisticRegression()
    seen = [one.copy() for one in steps(model, X + OFFSETS, y)]
    np.testing.assert_array_equal(seen[-1].arrays["coef_"], model.coef_)
    np.testing.assert_allclose(seen[-1].arrays["intercept_"], model.intercept_, rtol=1e-12)
    values = [one.objective for one in seen]
    scores = (X + OFFSETS) @ model.coef_[0] + model.intercept_
    loss = np.logaddexp(0.0, np.where(y == 1, -scores, scores)).mean() + 0.5 * (model.coef_**2).sum() / len(X)
    assert values[-1] == pytest.approx(loss, rel=1e-6)


def test_a_warm_start_has_nothing_left_to_do():
    X, y = samples(3)
    model = LogisticRegression(warm_start=True, tol=1e-6).fit(X + OFFSETS, y)
    assert model.fit(X + OFFSETS, y).n_iter_[0] <= 1


def test_cross_validation():
    X, y = samples(2)
    given = {"Cs": 3, "tol": 1e-9, "max_iter": 1000, "scoring": "accuracy", "use_legacy_attributes": False}
    near, far = (LogisticRegressionCV(l1_ratios=(0,), **given).fit(data, y) for data in (X, X + OFFSETS))
    assert near.C_ == far.C_
    assert_moved(far, near)


def test_float32():
    X, y = samples(2)
    X = np.round(X * 16) / 16
    far = (X + 2.0**18).astype(np.float32)
    model, near = LogisticRegression(tol=1e-6).fit(far, y), LogisticRegression(tol=1e-6).fit(X.astype(np.float32), y)
    assert model.coef_.dtype == np.float32
    np.testing.assert_allclose(model.coef_, near.coef_, rtol=1e-3, atol=1e-3)


def test_constant_and_unbounded_features():
    X, y = samples(2)
    whole = np.column_stack([X, np.full(len(X), 1e9)])
    assert np.isfinite(LogisticRegression().fit(whole, y).coef_).all()
    for bad in (np.nan, np.inf):
        broken = X + OFFSETS
        broken[3, 1] = bad
        with pytest.raises(ValueError, match=r"NaN|inf"):
            LogisticRegression().fit(broken, y)
