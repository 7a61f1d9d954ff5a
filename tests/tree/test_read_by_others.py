"""What explains scikit-learn's trees explains ours: they have the same arrays."""

import numpy as np
import pytest
import sklearn.inspection

from workings import ensemble, tree


def data():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 5))
    return X, (X[:, 0] * X[:, 1] > 0).astype(int) + (X[:, 2] > 1), X[:, 0] * 2 + X[:, 1] ** 2


MODELS = [
    *((tree, name, {}) for name in ("DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeRegressor")),
    *((ensemble, name, {"n_estimators": 5}) for name in ("RandomForestClassifier", "RandomForestRegressor")),
    *((ensemble, name, {"n_estimators": 5}) for name in ("ExtraTreesClassifier", "ExtraTreesRegressor")),
]


@pytest.mark.parametrize(("package", "name", "given"), MODELS, ids=[one[1] for one in MODELS])
def test_shap_explains_every_prediction(package, name, given):
    """The shares of the features and the expected value sum to what is predicted."""
    shap = pytest.importorskip("shap")
    X, classes, numbers = data()
    regressor = name.endswith("Regressor")
    model = getattr(package, name)(max_depth=4, random_state=0, **given).fit(X, numbers if regressor else classes)
    explainer = shap.TreeExplainer(model)
    shares = np.asarray(explainer.shap_values(X[:20]))
    predicted = model.predict(X[:20]) if regressor else model.predict_proba(X[:20])
    assert np.abs(shares).max() > 0.1
    np.testing.assert_allclose(shares.sum(axis=1) + explainer.expected_value, predicted, atol=1e-12)


def test_scikit_learn_permutes_the_features_of_a_forest():
    X, classes, _ = data()
    model = ensemble.RandomForestClassifier(20, random_state=0).fit(X, classes)
    found = sklearn.inspection.permutation_importance(model, X, classes, n_repeats=3, random_state=0)
    assert set(np.argsort(found.importances_mean)[-3:]) == {0, 1, 2}
