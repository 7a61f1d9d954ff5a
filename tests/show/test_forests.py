"""The error as trees join, counted for all trees at once, is that of each number of trees by itself."""

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_iris
from sklearn.metrics import mean_squared_error

from workings.ensemble import RandomForestClassifier, RandomForestRegressor
from workings.show import forests


@pytest.mark.parametrize("entries", [1, 700, 2**21])
@pytest.mark.parametrize(
    ("kind", "load"), [(RandomForestClassifier, load_iris), (RandomForestRegressor, load_diabetes)]
)
def test_each_number_of_trees_has_the_error_of_their_vote(kind, load, entries, monkeypatch):
    monkeypatch.setattr(forests, "_ENTRIES", entries)
    X, y = load(return_X_y=True)
    model = kind(12, random_state=0).fit(X[::2], y[::2])
    found = forests.errors_by_trees(model, X[1::2], y[1::2], new=True)
    for count, error in enumerate(found, 1):
        few = forests.first_trees(model, count)
        told = few.predict(X[1::2])
        meant = np.mean(told != y[1::2]) if load is load_iris else mean_squared_error(y[1::2], told)
        assert error == pytest.approx(meant, rel=1e-12)


@pytest.mark.parametrize("entries", [1, 2**21])
def test_out_of_bag_only_trees_that_were_grown_without_a_sample_vote(entries, monkeypatch):
    monkeypatch.setattr(forests, "_ENTRIES", entries)
    X, y = load_iris(return_X_y=True)
    model = RandomForestClassifier(60, oob_score=True, random_state=0).fit(X, y)
    found = forests.errors_by_trees(model, X, y)
    assert found[-1] == pytest.approx(1.0 - model.oob_score_, rel=1e-12)
    left_out = np.setdiff1d(np.arange(len(X)), model.estimators_samples_[0])
    assert found[0] == pytest.approx(np.mean(model.estimators_[0].predict(X[left_out]) != y[left_out]))
