import warnings

import numpy as np
import pytest
from scipy.optimize import check_grad
from sklearn.datasets import load_breast_cancer, load_iris, make_classification
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression as Theirs

from workings.linear_model import LogisticRegression
from workings.linear_model._logistic_loss import LogisticLoss

TIGHT = {"tol": 1e-12, "max_iter": 10_000}


def problem(classes, n=500, p=7, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, p)) + rng.normal(size=p)
    return X, (X @ rng.normal(size=(p, classes)) + rng.gumbel(size=(n, classes))).argmax(axis=1)


def assert_same_optimum(X, y, sample_weight=None, atol=1e-6, solver="newton-cholesky", **parameters):
    """The coefficients agree with scikit-learn's to 1e-6 of the largest."""
    ours = LogisticRegression(**{**TIGHT, **parameters}).fit(X, y, sample_weight)
    theirs = Theirs(solver=solver, **{**TIGHT, **parameters}).fit(X, y, sample_weight)
    scale = max(1.0, float(np.abs(theirs.coef_).max()), float(np.abs(theirs.intercept_).max()))
    np.testing.assert_allclose(ours.coef_, theirs.coef_, rtol=0, atol=atol * scale)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, rtol=0, atol=atol * scale)
    assert ours.coef_.shape == theirs.coef_.shape
    assert ours.intercept_.shape == theirs.intercept_.shape
    assert ours.n_iter_.shape == theirs.n_iter_.shape
    return ours, theirs


@pytest.mark.parametrize("classes", [2, 3, 6])
@pytest.mark.parametrize("C", [1e-3, 1.0, 1e3, np.inf])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_same_optimum_as_scikit_learn(classes, C, fit_intercept):
    X, y = problem(classes)
    assert_same_optimum(X, y, C=C, fit_intercept=fit_intercept)


@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("C", [1e-4, 1.0, np.inf])
def test_same_optimum_on_many_rows(classes, C):
    """Enough rows for the sample, the kernels, and the threads."""
    X, y = problem(classes, n=40_000)
    ours, _ = assert_same_optimum(X, y, C=C)
    assert ours.n_iter_[0] < 20


@pytest.mark.parametrize("data", [load_iris, load_breast_cancer])
@pytest.mark.parametrize("C", [0.01, 1.0, 100.0])
def test_same_optimum_on_real_data_without_scaling(data, C):
    X, y = data(return_X_y=True)
    assert_same_optimum(X, y, C=C)


@pytest.mark.parametrize("C", [1.0, 1e4, 1e8])
@pytest.mark.parametrize("classes", [2, 3])
def test_separable_data(C, classes):
    rng = np.random.default_rng(1)
    y = np.repeat(np.arange(classes), 40)
    X = rng.normal(size=(len(y), 3)) + 12.0 * np.eye(3)[y]
    # Where C is large the objective is so flat that a gradient of 1e-12 is 1e-4 away from the optimum.
    ours, theirs = assert_same_optimum(X, y, C=C, tol=1e-16)
    assert ours.score(X, y) == theirs.score(X, y) == 1.0


def test_separable_data_without_penalty_ends():
    X, y = np.array([[-2.0], [-1.0], [1.0], [2.0]]), [0, 0, 1, 1]
    model = LogisticRegression(C=np.inf, tol=1e-8).fit(X, y)
    assert np.isfinite(model.coef_).all()
    assert model.score(X, y) == 1.0


@pytest.mark.parametrize("n", [500, 40_000])
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("class_weight", [None, "balanced", {0: 2.0, 1: 0.5}])
def test_weights(n, classes, class_weight):
    X, y = problem(classes, n=n)
    weight = np.random.default_rng(3).random(n) * (np.arange(n) % 5 > 0)
    assert_same_optimum(X, y, weight, class_weight=class_weight)


def test_weights_count_like_repeated_samples():
    X, y = problem(3, n=200)
    times = np.random.default_rng(0).integers(0, 4, 200)
    weighted = LogisticRegression(**TIGHT).fit(X, y, times)
    repeated = LogisticRegression(**TIGHT).fit(X.repeat(times, axis=0), y.repeat(times))
    np.testing.assert_allclose(weighted.coef_, repeated.coef_, atol=1e-10)


@pytest.mark.parametrize("classes", [2, 4])
def test_rare_class_sorted_rows_and_any_units(classes):
    """A sample of the rows must not miss a class, nor be misled by the order of rows or by units."""
    X, y = problem(classes, n=30_000, p=4)
    rare = np.concatenate([np.flatnonzero(y > 0), np.flatnonzero(y == 0)[:15]])
    X, y = X[rare] * [1.0, 1e4, 1e-3, 1.0] + [0, 0, 0, 50.0], y[rare]
    order = np.argsort(y, kind="stable")
    assert_same_optimum(X[order], y[order], tol=1e-10, atol=1e-5)


@pytest.mark.parametrize("dense", [3000, 0])
@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("C", [0.01, 10.0])
def test_very_many_coefficients(monkeypatch, classes, C, dense):
    """Above a size the second derivatives of each class alone, or their diagonals, lead the way."""
    monkeypatch.setattr("workings.linear_model._newton._FULL", 0)
    monkeypatch.setattr("workings.linear_model._newton._FEW", 0)
    monkeypatch.setattr("workings.linear_model._metric._DENSE", dense)
    X, y = problem(classes, n=9000, p=30)
    ours, _ = assert_same_optimum(X, y, tol=1e-11, C=C)
    assert ours.n_iter_[0] < (100 if dense else 600)


def test_really_many_coefficients():
    X, y = make_classification(500, 205, n_informative=30, n_classes=20, n_clusters_per_class=1, random_state=0)
    assert X.shape[1] * 20 > 4000
    assert_same_optimum(X, y, tol=1e-9, C=0.01, solver="lbfgs", atol=1e-5)


def test_more_features_than_samples():
    X, y = make_classification(60, 200, random_state=0)
    assert_same_optimum(X, y)
    assert LogisticRegression(C=np.inf, tol=1e-6).fit(X, y).score(X, y) == 1.0


@pytest.mark.parametrize("repeat", [1, 2])
def test_columns_that_say_nothing(repeat):
    """Constant and repeated columns make the second derivatives singular when there is no penalty."""
    X, y = problem(3)
    X = np.column_stack([X] * repeat + [np.ones(len(X)), np.zeros(len(X))])
    model = LogisticRegression(C=np.inf, tol=1e-9).fit(X, y)
    plain = LogisticRegression(C=np.inf, tol=1e-9).fit(X[:, :7], y)
    np.testing.assert_allclose(model.predict_proba(X), plain.predict_proba(X[:, :7]), atol=1e-6)


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_gradient_and_second_derivatives(classes, l2):
    X, y = problem(classes, n=60, p=3)
    loss = LogisticLoss(X, y, np.full(60, 1 / 60), classes, l2, True)
    shape = (loss.rows, loss.width)
    theta = np.random.default_rng(0).normal(size=shape)

    def value(t):
        return loss.value_and_gradient(t.reshape(shape))[0]

    def gradient(t):
        return loss.value_and_gradient(t.reshape(shape))[1].ravel()

    assert check_grad(value, gradient, theta.ravel()) < 1e-6
    h = 1e-6
    columns = [
        (gradient(theta.ravel() + h * e) - gradient(theta.ravel() - h * e)) / (2 * h) for e in np.eye(theta.size)
    ]
    np.testing.assert_allclose(loss.hessian(theta), np.array(columns), atol=1e-8)


@pytest.mark.parametrize("classes", [2, 3])
def test_kernels_and_numpy_agree(classes, monkeypatch):
    X, y = problem(classes)
    small = LogisticRegression(**TIGHT).fit(X, y)
    monkeypatch.setattr("workings.linear_model._logistic_loss.SMALL", 0)
    large = LogisticRegression(**TIGHT).fit(X, y)
    np.testing.assert_allclose(small.coef_, large.coef_, rtol=1e-9)


def test_float32_keeps_its_type_and_fits_in_float64():
    X, y = problem(3, n=30_000)
    model = LogisticRegression(**TIGHT).fit(X.astype(np.float32), y)
    full = LogisticRegression(**TIGHT).fit(X.astype(np.float32).astype(float), y)
    assert model.coef_.dtype == np.float32
    np.testing.assert_array_equal(model.coef_, full.coef_.astype(np.float32))


def test_the_same_result_each_time_and_from_any_layout():
    X, y = problem(5, n=30_000)
    first = LogisticRegression().fit(X, y)
    for again in (LogisticRegression().fit(X, y), LogisticRegression().fit(np.asfortranarray(X), y)):
        np.testing.assert_array_equal(first.coef_, again.coef_)
    np.testing.assert_array_equal(X, problem(5, n=30_000)[0])


@pytest.mark.parametrize("names", [["b", "a", "c"], [True, False], [3, -7, 10**12], [0.0, 1.0, 5.0]])
def test_classes_of_any_kind(names):
    X, y = problem(len(names))
    names = np.array(names)
    model, theirs = LogisticRegression().fit(X, names[y]), Theirs().fit(X, names[y])
    np.testing.assert_array_equal(model.classes_, theirs.classes_)
    assert model.classes_.dtype == theirs.classes_.dtype
    assert np.mean(model.predict(X) == theirs.predict(X)) > 0.99


@pytest.mark.parametrize("classes", [2, 3])
def test_probabilities(classes):
    X, y = problem(classes)
    ours, theirs = LogisticRegression(**TIGHT).fit(X, y), Theirs(**TIGHT).fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-6)
    np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-5)
    far = ours.predict_log_proba(1e5 * X)
    assert np.isfinite(far).all(), "logarithms of probabilities that are 0 themselves"


def test_warm_start_goes_on_where_it_was():
    X, y = problem(3, n=30_000)
    model = LogisticRegression(warm_start=True, tol=1e-8).fit(X, y)
    before = model.coef_.copy()
    model.fit(X, y)
    assert model.n_iter_[0] <= 1
    np.testing.assert_allclose(model.coef_, before, atol=1e-6)
    with pytest.raises(ValueError, match="warm_start"):
        model.fit(X[:, :3], y)


@pytest.mark.parametrize("n", [500, 30_000])
def test_warns_when_it_has_not_converged(n):
    X, y = problem(3, n=n)
    with pytest.warns(ConvergenceWarning, match="max_iter=1") as told:
        model = LogisticRegression(max_iter=1, tol=1e-10).fit(X, y)
    assert model.n_iter_[0] == 1
    assert told[0].filename == __file__, "the warning points at the caller's line"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        LogisticRegression(tol=0.0).fit(X, y)  # as far as rounding allows


def test_verbose_prints_each_step(capsys):
    X, y = problem(2)
    model = LogisticRegression(verbose=1).fit(X, y)
    lines = capsys.readouterr().out.strip().splitlines()
    assert len(lines) == model.n_iter_[0] + 1
    assert "Newton step" in lines[-2]
    assert "one step more" in lines[-1]


def test_callbacks_hear_of_every_step():
    callback = pytest.importorskip("sklearn.callback")
    seen = []

    class Listener(callback.FitCallback):
        def setup(self, estimator, context):
            seen.append("setup")

        def on_fit_task_begin(self, *args, **kwargs):
            seen.append("begin")

        def on_fit_task_end(self, *args, **kwargs):
            seen.append("end")

        def teardown(self, estimator, context):
            seen.append("teardown")

    X, y = problem(2)
    model = LogisticRegression().set_callbacks(Listener()).fit(X, y)
    assert seen[0] == "setup"
    assert seen[-1] == "teardown"
    assert seen.count("begin") == seen.count("end") == model.n_iter_[0] + 3  # the fit, the start, the end


def test_the_step_that_is_not_looked_at():
    """What is foretold of it is so: objective and gradient, looked at afterwards, are small."""
    X, y = problem(2, n=40_000)
    steps = list(LogisticRegression(tol=1e-7)._fit_steps(X, y))
    assert "not looked at" in steps[-1].what
    assert steps[-1].facts["largest_gradient"] < 1e-7
    model = LogisticRegression(tol=1e-7).fit(X, y)
    np.testing.assert_array_equal(model.coef_, steps[-1].arrays["coef_"])
    z = (2.0 * y - 1.0) * model.decision_function(X)
    objective = np.logaddexp(0.0, -z).mean() + 0.5 * float((model.coef_**2).sum()) / len(y)
    assert steps[-1].objective == pytest.approx(objective, rel=1e-12)
    residuals = (1.0 / (1.0 + np.exp(z))) * (1.0 - 2.0 * y) / len(y)
    gradient = residuals @ X + model.coef_[0] / len(y)
    assert max(np.abs(gradient).max(), abs(residuals.sum())) < 1e-7
