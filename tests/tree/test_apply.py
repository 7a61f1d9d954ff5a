"""Many samples go down a tree as they are given; where that is not possible, as scikit-learn would send them."""

import numpy as np
import pandas as pd
import pytest

from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor

N = 5000


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(N, 6))
    y = np.array(["a", "b", "c"])[np.digitize(X[:, 0] + X[:, 1] * X[:, 2], [-0.5, 0.5])]
    return DecisionTreeClassifier(max_depth=9).fit(X, y), X


def at_the_rounding(tree, X):
    """Return X with values beside the thresholds, where float32 and float64 may disagree on which side they are."""
    rng, X = np.random.default_rng(1), X.copy()
    inner = np.flatnonzero(tree.feature >= 0)
    for row, at in enumerate(rng.choice(inner, len(X))):
        low = np.float32(tree.threshold[at])
        beside = np.float64(low) + (np.float64(np.nextafter(low, np.float32(9))) - np.float64(low)) * rng.choice(
            [-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0]
        )
        X[row, tree.feature[at]] = np.nextafter(beside, rng.choice([-9.0, beside, 9.0]))
    return X


def test_float64_goes_where_float32_goes(fitted):
    model, X = fitted
    X = at_the_rounding(model.tree_, X)
    ends = model.tree_.apply(X.astype(np.float32))
    shares = model.tree_.value[ends, 0]
    np.testing.assert_array_equal(model.apply(X), ends)
    np.testing.assert_array_equal(model.predict_proba(X), shares)
    np.testing.assert_array_equal(model.predict(X), model.classes_[shares.argmax(axis=1)])


@pytest.mark.parametrize("outputs", [1, 2])
def test_numbers_are_those_of_the_leaves(outputs):
    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(N, 4)), rng.normal(size=(N, outputs))
    model = DecisionTreeRegressor(max_depth=8).fit(X, y[:, 0] if outputs == 1 else y)
    wanted = model.tree_.value[model.tree_.apply(X.astype(np.float32)), :, 0]
    np.testing.assert_array_equal(model.predict(X), wanted[:, 0] if outputs == 1 else wanted)


def test_layout_and_type_change_nothing(fitted):
    model, X = fitted
    wanted = model.predict(X)
    fixed = X.copy()
    fixed.flags.writeable = False
    for other in (np.asfortranarray(X), fixed, X.astype(np.float32), np.ascontiguousarray(X[:, ::-1])[:, ::-1]):
        np.testing.assert_array_equal(model.predict(other), wanted)


@pytest.mark.filterwarnings("ignore:overflow encountered in cast")
@pytest.mark.parametrize("bad", [np.inf, -np.inf, 1e39, -3.5e38])
def test_what_float32_cannot_hold_is_refused(fitted, bad):
    model, X = fitted
    X = X.copy()
    X[N - 3, 5] = bad
    with pytest.raises(ValueError, match="infinity or a value too large"):
        model.predict(X)


def test_missing_values_among_many(fitted):
    model, X = fitted
    X = X.copy()
    X[::50, 0] = np.nan
    np.testing.assert_array_equal(model.apply(X), model.tree_.apply(X.astype(np.float32)))


def test_a_tree_that_was_changed_by_hand_answers_anew(fitted):
    model, X = fitted
    before, threshold = model.apply(X), model.tree_.threshold[0]
    try:
        model.tree_.threshold[0] = 100.0
        after = model.apply(X)
        np.testing.assert_array_equal(after, model.tree_.apply(X.astype(np.float32)))
        assert not np.array_equal(before, after)
    finally:
        model.tree_.threshold[0] = threshold


def test_features_and_names_are_checked_as_ever(fitted):
    model, X = fitted
    with pytest.raises(ValueError, match="X has 5 features"):
        model.predict(X[:, :5])
    named = DecisionTreeClassifier(max_depth=2).fit(pd.DataFrame(X, columns=list("abcdef")), X[:, 0] > 0)
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        named.predict(X)
