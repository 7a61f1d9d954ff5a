"""What logistic regression refuses, and in which words."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from workings.linear_model import LogisticRegression

TIGHT = {"tol": 1e-12, "max_iter": 10_000}


def problem(classes, n=500, p=7, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + rng.normal(size=p)
    return X, (X @ rng.normal(size=(p, classes)) + rng.gumbel(size=(n, classes))).argmax(axis=1)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"solver": "liblinear", "C": np.inf}, "liblinear"),
        ({"solver": "liblinear", "l1_ratio": 0.5}, "elastic net"),
        ({"dual": True}, "dual"),
        ({"solver": "gradient descent", "l1_ratio": 1.0}, "slope"),
        ({"solver": "gradient descent", "learning_rate": 100.0}, "Try learning_rate="),
    ],
)
def test_refuses_what_it_cannot_do(parameters, words):
    X, y = problem(2)
    with pytest.raises(ValueError, match=words):
        LogisticRegression(**parameters).fit(X, y)


def test_deprecated_parameters_do_what_they_did():
    X, y = problem(2)
    free = LogisticRegression(C=np.inf).fit(X, y).coef_
    with pytest.warns(FutureWarning, match="penalty"):
        np.testing.assert_array_equal(LogisticRegression(penalty=None).fit(X, y).coef_, free)
    with pytest.warns(FutureWarning, match="n_jobs"):
        LogisticRegression(n_jobs=2).fit(X, y)
    sparse = LogisticRegression(l1_ratio=1.0, C=0.05).fit(X, y).coef_
    with pytest.warns(FutureWarning, match="penalty"):
        np.testing.assert_array_equal(LogisticRegression(penalty="l1", l1_ratio=1.0, C=0.05).fit(X, y).coef_, sparse)


def test_bad_data_is_refused_with_reasons():
    X, y = problem(2)
    with pytest.raises(ValueError, match="NaN"):
        LogisticRegression().fit(csr_array(np.where(X > 2, np.nan, X)), y)
    with pytest.raises(ValueError, match="1 class only"):
        LogisticRegression().fit(X, np.zeros(len(y)))
    with pytest.raises(ValueError, match="NaN"):
        LogisticRegression().fit(np.where(X > 2, np.nan, X), y)
    with pytest.raises(ValueError, match="continuous"):
        LogisticRegression().fit(X, X[:, 0])
    with pytest.raises(ValueError, match="class_weight names"):
        LogisticRegression(class_weight={"a": 1.0}).fit(X, y)
    with pytest.raises(ValueError, match=r"[Ww]eight"):
        LogisticRegression().fit(X, y, np.zeros(len(y)))
    with pytest.raises(ValueError, match=r"[Nn]egative"):
        LogisticRegression().fit(X, y, -np.ones(len(y)))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("l1_ratio", [0.0, 1.0])
def test_many_rows_of_which_one_is_not_finite(value, classes, l1_ratio):
    """No pass looks for it beforehand: the gradient tells."""
    X, y = problem(classes, n=40_000)
    X[31_234, 2] = value
    with pytest.raises(ValueError, match="contains"):
        LogisticRegression(l1_ratio=l1_ratio, C=0.01).fit(X, y)


def test_warm_start_refuses_coefficients_that_are_not_finite():
    X, y = problem(2)
    model = LogisticRegression(warm_start=True).fit(X, y)
    model.coef_[:] = np.nan
    with pytest.raises(ValueError, match="not finite"):
        model.fit(X, y)
