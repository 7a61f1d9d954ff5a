"""The contract of every estimator: scikit-learn's own checks, and what else its users rely on."""

import importlib.util
import inspect
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone, is_classifier
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator

_spec = importlib.util.spec_from_file_location("_contract_estimators", Path(__file__).with_name("estimators.py"))
_module = importlib.util.module_from_spec(_spec)
sys.modules["_contract_estimators"] = _module
_spec.loader.exec_module(_module)
ESTIMATORS = _module.all_estimators()

CHECKS = [pair for one in ESTIMATORS for pair in estimator_checks_generator(one(), legacy=True)]


def _name(value):
    function = getattr(value, "func", value)
    return getattr(function, "__name__", type(value).__name__)


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 4))
    return X, (X[:, 0] - X[:, 2] + rng.normal(size=120) > 0).astype(int)


def test_estimators_are_found():
    assert "LogisticRegression" in [one.__name__ for one in ESTIMATORS]


@pytest.mark.parametrize(("estimator", "check"), CHECKS, ids=_name)
@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_check(estimator, check):
    check(estimator)


@pytest.mark.parametrize("kind", ESTIMATORS)
class TestEveryEstimator:
    def test_survives_pickle(self, kind, data):
        X, y = data
        model = kind().fit(X, y)
        again = pickle.loads(pickle.dumps(model))
        np.testing.assert_array_equal(again.predict(X), model.predict(X))

    def test_clone_is_unfitted_and_has_the_parameters(self, kind, data):
        model = kind().fit(*data)
        copy = clone(model)
        assert copy.get_params() == model.get_params()
        assert not [name for name in vars(copy) if name.endswith("_")]

    def test_works_in_a_pipeline_and_a_search(self, kind, data):
        X, y = data
        pipeline = make_pipeline(StandardScaler(), kind())
        search = GridSearchCV(pipeline, {}, cv=3).fit(X, y)
        assert search.best_score_ > 0.6

    def test_yields_steps(self, kind, data):
        from workings.show import steps

        seen = list(steps(kind(), *data))
        assert [step.index for step in seen] == list(range(len(seen)))
        assert all(step.what and np.isfinite(step.objective) for step in seen)

    def test_every_parameter_and_attribute_is_documented(self, kind, data):
        model = kind().fit(*data)
        fitted = [name for name in vars(model) if name.endswith("_") and not name.startswith("_")]
        for name in [*inspect.signature(kind).parameters, *fitted]:
            assert f"\n    {name} : " in kind.__doc__, f"{name} is not in the docstring"

    def test_names_and_defaults_are_scikit_learns(self, kind):
        from sklearn.utils import all_estimators

        theirs = dict(all_estimators()).get(kind.__name__)
        if theirs is None:
            pytest.skip("scikit-learn has no such estimator")
        ours, model = inspect.signature(kind).parameters, inspect.signature(theirs).parameters
        for name, parameter in ours.items():
            if name in model:
                assert parameter.default == model[name].default, name
        assert is_classifier(kind()) == is_classifier(theirs())
