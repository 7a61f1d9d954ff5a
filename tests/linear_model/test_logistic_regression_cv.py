"""LogisticRegressionCV against scikit-learn's, and against the fits that it stands for."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegressionCV as Theirs
from sklearn.model_selection import StratifiedKFold

from workings.linear_model import LogisticRegression, LogisticRegressionCV
from workings.show import steps

NOW = {"l1_ratios": (0,), "scoring": "neg_log_loss", "use_legacy_attributes": False}


def problem(classes, n=150, p=5, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + rng.normal(size=p)
    return X, (X @ rng.normal(size=(p, classes)) + rng.gumbel(size=(n, classes))).argmax(axis=1)


def assert_same(ours, theirs):
    """All that a search leaves agrees, whether arrays or dictionaries of them."""
    for name in ("coef_", "intercept_", "C_", "l1_ratio_", "Cs_", "scores_", "coefs_paths_"):
        a, b = getattr(ours, name), getattr(theirs, name)
        for key in b if isinstance(b, dict) else [None]:
            found, expected = (a, b) if key is None else (a[key], b[key])
            assert np.shape(found) == np.shape(expected), name
            np.testing.assert_allclose(found, expected, atol=1e-6, err_msg=name)
    assert np.shape(ours.n_iter_) == np.shape(theirs.n_iter_)


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("refit", [True, False])
@pytest.mark.parametrize("legacy", [True, False])
@pytest.mark.parametrize("scoring", ["neg_log_loss", None, "balanced_accuracy"])
def test_same_as_scikit_learn(classes, refit, legacy, scoring):
    parameters = {"Cs": [0.01, 0.3, 20.0], "l1_ratios": (0,), "refit": refit, "use_legacy_attributes": legacy}
    parameters |= {"solver": "newton-cholesky", "scoring": scoring, "tol": 1e-11, "max_iter": 1000, "cv": 3}
    X, y = problem(classes)
    ours, theirs = LogisticRegressionCV(**parameters).fit(X, y), Theirs(**parameters).fit(X, y)
    assert_same(ours, theirs)
    np.testing.assert_allclose(ours.score(X, y), theirs.score(X, y), atol=1e-9)


@pytest.mark.parametrize("class_weight", [None, "balanced", {0: 3.0, 1: 1.0}])
def test_weights(class_weight):
    X, y = problem(2)
    weight = np.random.default_rng(1).random(len(y)) * 2
    parameters = {**NOW, "solver": "newton-cholesky", "tol": 1e-11, "Cs": 3, "class_weight": class_weight}
    ours, theirs = (kind(**parameters).fit(X, y, sample_weight=weight) for kind in (LogisticRegressionCV, Theirs))
    assert_same(ours, theirs)


@pytest.mark.parametrize("classes", [2, 3])
def test_grid_of_l1_ratios_holds_the_fits_it_stands_for(classes):
    X, y = problem(classes)
    folds = list(StratifiedKFold(3).split(X, y))
    Cs, ratios = [0.05, 1.0], (0.0, 0.5, 1.0)
    model = LogisticRegressionCV(**{**NOW, "l1_ratios": ratios}, Cs=Cs, cv=folds, tol=1e-11).fit(X, y)
    for i, (train, _) in enumerate(folds):
        for j, ratio in enumerate(ratios):
            for c, C in enumerate(Cs):
                alone = LogisticRegression(C=C, l1_ratio=ratio, tol=1e-11).fit(X[train], y[train])
                found = model.coefs_paths_[i, j, c]
                np.testing.assert_allclose(found, np.column_stack([alone.coef_, alone.intercept_]), atol=1e-7)
    best = np.unravel_index(model.scores_.sum(axis=0).argmax(), (3, 2))
    assert (model.l1_ratio_, model.C_) == (ratios[best[0]], Cs[best[1]])


def test_sparse_rows():
    X, y = problem(3)
    X[np.abs(X) < 0.7] = 0.0
    dense, sparse = (LogisticRegressionCV(**NOW, Cs=3, tol=1e-11).fit(data, y) for data in (X, csr_array(X)))
    np.testing.assert_allclose(sparse.coefs_paths_, dense.coefs_paths_, atol=1e-8)


def test_a_class_that_a_fold_lacks():
    X, y = problem(3)
    order = np.argsort(y, kind="stable")
    thirds = np.array_split(np.arange(len(y)), 3)
    folds = [(np.setdiff1d(np.arange(len(y)), test), test) for test in thirds]
    model = LogisticRegressionCV(**NOW, Cs=[0.1, 1.0], cv=folds).fit(X[order], y[order])
    assert model.coefs_paths_.shape == (3, 1, 2, 3, 6)
    assert np.isfinite(model.scores_).all()


def test_steps_are_the_fits():
    X, y = problem(2)
    seen = list(steps(LogisticRegressionCV(**NOW, Cs=4, cv=3), X, y))
    assert [step.index for step in seen] == list(range(12))
    assert seen[5].what == "fold 2 of 3, C=0.04642"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"l1_ratios": (2.0,)}, "l1_ratios must be"),
        ({"l1_ratios": ()}, "l1_ratios must be"),
        ({"solver": "liblinear", "l1_ratios": (0.5,)}, "elastic net"),
        ({"class_weight": {"a": 1.0}}, "class_weight dict must"),
        ({"dual": True}, "dual"),
    ],
)
def test_refusals(parameters, words):
    with pytest.raises(ValueError, match=words):
        LogisticRegressionCV(**{**NOW, **parameters}).fit(*problem(2))


def test_says_what_will_change_and_what_has_not_converged():
    X, y = problem(2)
    with (
        pytest.warns(FutureWarning, match="l1_ratios"),
        pytest.warns(FutureWarning, match="scoring"),
        pytest.warns(FutureWarning, match="use_legacy"),
    ):
        LogisticRegressionCV(Cs=2).fit(X, y)
    with pytest.warns(ConvergenceWarning, match="max_iter=1"):
        LogisticRegressionCV(**NOW, Cs=2, tol=1e-12, max_iter=1).fit(X, y)
