"""The contract of every estimator: scikit-learn's own checks, and what else its users rely on."""

import importlib.util
import inspect
import pickle
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import estimator_checks_generator

_spec = importlib.util.spec_from_file_location("_contract_estimators", Path(__file__).with_name("estimators.py"))
contract = importlib.util.module_from_spec(_spec)
sys.modules["_contract_estimators"] = contract
_spec.loader.exec_module(contract)
ESTIMATORS = contract.all_estimators()
NAMESAKES = [one for one in ESTIMATORS if contract.namesake(one) is not None]

CHECKS = [
    pair
    for one in ESTIMATORS
    for pair in estimator_checks_generator(
        one(), legacy=True, expected_failed_checks=contract.EXCUSED.get(one.__name__), mark="xfail"
    )
]


def _name(value):
    function = getattr(value, "func", value)
    return getattr(function, "__name__", type(value).__name__)


def _lacking(kind, theirs, ours):
    """Return what of `theirs` is missing in `ours` and not listed, and what is listed and not missing."""
    listed = set(contract.LACKING.get(kind.__name__, ()))
    return sorted((theirs - ours) - listed), sorted(listed & ours)


def test_estimators_are_found():
    assert "LogisticRegression" in [one.__name__ for one in ESTIMATORS]


def test_what_is_listed_as_lacking_belongs_to_an_estimator():
    assert set(contract.LACKING) <= {one.__name__ for one in ESTIMATORS}


@pytest.mark.parametrize(("estimator", "check"), CHECKS, ids=_name)
@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_check(estimator, check):
    check(estimator)


@pytest.mark.parametrize("kind", ESTIMATORS)
class TestEveryEstimator:
    def test_survives_pickle(self, kind):
        data = contract.data_for(kind())
        model = kind().fit(*data)
        again = pickle.loads(pickle.dumps(model))
        np.testing.assert_array_equal(contract.outcome(again, *data), contract.outcome(model, *data))
        assert contract.fitted_names(again) == contract.fitted_names(model)

    def test_clone_is_unfitted_and_has_the_parameters(self, kind):
        model = kind().fit(*contract.data_for(kind()))
        copy = clone(model)
        assert copy.get_params() == model.get_params()
        assert not [name for name in vars(copy) if name.endswith("_")]

    def test_fit_returns_the_estimator_and_leaves_the_data_alone(self, kind):
        data = contract.data_for(kind())
        before = [array.copy() for array in data]
        model = kind()
        assert model.fit(*data) is model
        contract.outcome(model, *data)
        for array, copy in zip(data, before, strict=True):
            np.testing.assert_array_equal(array, copy)

    def test_works_in_a_pipeline_and_a_search(self, kind):
        """As the last step if it predicts, before one that does if it transforms."""
        model = kind()
        if contract.wants_only_labels(model):
            pytest.skip("it transforms y, and pipelines transform X")
        X, y = contract.data_for(model)
        tags = get_tags(model)
        scaler = FunctionTransformer() if tags.input_tags.categorical or tags.input_tags.positive_only else None
        steps = [scaler or StandardScaler(), model, *([] if hasattr(model, "predict") else [Ridge()])]
        if not hasattr(model, "predict") and not hasattr(model, "transform"):
            pytest.skip("it neither predicts nor transforms")
        if "outlier_label" in model.get_params():  # a sample that nobody is near to is an error otherwise
            model.set_params(outlier_label="most_frequent", radius=2.0)
        score = (
            None if len(steps) == 3 or hasattr(model, "score") else lambda one, X, _: one.decision_function(X).mean()
        )
        search = GridSearchCV(make_pipeline(*steps), {}, scoring=score, cv=3, error_score="raise").fit(X, y)
        assert search.predict(X).shape == y.shape
        if is_classifier(model) or is_regressor(model) or len(steps) == 3:
            assert search.best_score_ > 0.5

    def test_yields_steps(self, kind):
        from workings.show import steps

        model = kind()
        if not hasattr(model, "_fit_steps"):
            with pytest.raises(TypeError, match="no steps"):
                steps(model, *contract.data_for(model))
            return
        data = contract.data_for(model)
        same = {"random_state": 0} if "random_state" in model.get_params() else {}
        seen = list(steps(model.set_params(**same), *data))
        assert [step.index for step in seen] == list(range(len(seen)))
        assert all(step.what and np.isfinite(step.objective) for step in seen)
        np.testing.assert_array_equal(contract.outcome(model, *data), contract.outcome(kind(**same).fit(*data), *data))

    def test_every_parameter_and_attribute_is_documented(self, kind):
        model = kind().fit(*contract.data_for(kind()))
        for name in [*inspect.signature(kind).parameters, *contract.fitted_names(model)]:
            assert f"\n{name} : " in inspect.getdoc(kind), f"{name} is not in the docstring"


@pytest.mark.parametrize("kind", NAMESAKES)
class TestEveryNamesake:
    def test_parameters_and_defaults_are_scikit_learns(self, kind):
        ours = inspect.signature(kind).parameters
        theirs = inspect.signature(contract.namesake(kind)).parameters
        assert _lacking(kind, set(theirs), set(ours)) == ([], [])
        for name, parameter in theirs.items():
            if name in ours:
                assert repr(ours[name].default) == repr(parameter.default), name
                assert type(ours[name].default) is type(parameter.default), name
                assert ours[name].kind == parameter.kind, name
        by_position = [name for name, one in theirs.items() if one.kind is one.POSITIONAL_OR_KEYWORD]
        assert [name for name in ours if name in by_position] == by_position
        own = [one for name, one in ours.items() if name not in theirs]
        assert all(one.kind is one.KEYWORD_ONLY for one in own), "a parameter of our own comes by its name"

    def test_methods_and_their_arguments_are_scikit_learns(self, kind):
        theirs = contract.namesake(kind)
        assert _lacking(kind, contract.public_methods(theirs), contract.public_methods(kind)) == ([], [])
        for name in contract.public_methods(theirs) & contract.public_methods(kind):
            expected = inspect.signature(getattr(theirs, name)).parameters
            found = inspect.signature(getattr(kind, name)).parameters
            assert set(expected) <= set(found), name
            common = [one for one in found if one in expected]
            assert common == list(expected), f"{name}: the order of the arguments"

    def test_kind_and_tags_are_scikit_learns(self, kind):
        theirs = contract.namesake(kind)
        assert contract.families(kind) >= contract.families(theirs)
        ours, model = get_tags(kind()), get_tags(theirs())
        assert ours.estimator_type == model.estimator_type
        assert (ours.transformer_tags is None) == (model.transformer_tags is None)
        assert ours.target_tags == model.target_tags
        assert ours.classifier_tags == model.classifier_tags
        assert ours.requires_fit == model.requires_fit
        sparse = [{"sparse data"} if one.input_tags.sparse else set() for one in (model, ours)]
        assert _lacking(kind, *sparse) == ([], [])
        for name in ("one_d_array", "two_d_array", "three_d_array", "categorical", "positive_only", "allow_nan"):
            assert getattr(ours.input_tags, name) == getattr(model.input_tags, name), name

    def test_fitted_attributes_are_scikit_learns(self, kind):
        ours, theirs = contract.fitted_pair(kind)
        assert _lacking(kind, contract.fitted_names(theirs), contract.fitted_names(ours)) == ([], [])
        for name in contract.fitted_names(theirs) & contract.fitted_names(ours):
            if (kind.__name__, name) in contract.DIFFERENT:
                continue
            expected, found = getattr(theirs, name), getattr(ours, name)
            if isinstance(expected, list):
                assert [np.shape(one) for one in found] == [np.shape(one) for one in expected], name
                continue
            assert np.shape(found) == np.shape(expected), name
            assert isinstance(found, np.ndarray) == isinstance(expected, np.ndarray), name
            assert np.asarray(found).dtype == np.asarray(expected).dtype, name
