import re

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning

from workings.linear_model import LinearRegression, Ridge
from workings.linear_model._gradient_descent import descend, steepest_curvature, suggested_rate
from workings.linear_model._squared_error import SquaredError
from workings.show import steps


def bowl(curvatures):
    curvatures = np.asarray(curvatures, dtype=float)
    return lambda x: (0.5 * float(curvatures @ x**2), curvatures * x)


def data(n=200, p=4, targets=None):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, p))
    coef = rng.normal(size=(p,) if targets is None else (p, targets))
    return X, X @ coef + 3.0 + rng.normal(size=(n,) if targets is None else (n, targets))


def finish(steps_of):
    seen = []
    while True:
        try:
            seen.append(next(steps_of))
        except StopIteration as stop:
            return seen, stop.value


def test_follows_the_rule_with_momentum():
    seen, _ = finish(descend(bowl([2.0]), np.array([1.0]), learning_rate=0.1, momentum=0.5, max_iter=3, tol=0.0))
    x, v = 1.0, 0.0
    for step in seen:
        np.testing.assert_allclose(step.arrays["position"], [x], rtol=1e-15)
        np.testing.assert_allclose(step.arrays["gradient"], [2.0 * x], rtol=1e-15)
        v = 0.5 * v - 0.1 * 2.0 * x
        x += v
    assert [step.index for step in seen] == [0, 1, 2, 3]


def test_start_is_not_changed():
    start = np.array([1.0, 2.0])
    finish(descend(bowl([1.0, 3.0]), start, max_iter=5))
    np.testing.assert_array_equal(start, [1.0, 2.0])


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_measures_the_steepest_curvature(scale):
    curvatures = scale * np.array([1.0, 2.0, 7.0])
    assert steepest_curvature(bowl(curvatures), np.array([1.0, 1.0, 0.0])) == pytest.approx(7.0 * scale, rel=0.05)
    assert suggested_rate(bowl(curvatures), np.ones(3)) == pytest.approx(1.0 / (7.0 * scale), rel=0.05)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_divergence_names_a_rate_that_works(momentum):
    value, start = bowl([1.0, 10.0]), np.ones(2)
    with pytest.raises(ValueError, match="went up instead of down") as caught:
        finish(descend(value, start, learning_rate=0.5, momentum=momentum))
    rate = float(re.search(r"Try learning_rate=([0-9.e+-]+);", str(caught.value)).group(1))
    seen, end = finish(descend(value, start, learning_rate=rate, momentum=momentum, tol=1e-10))
    assert end.converged
    assert seen[-1].objective < 1e-18


def test_slow_divergence_is_told_at_the_end():
    with pytest.raises(ValueError, match=r"Try learning_rate=0\.(19|2);"):
        finish(descend(bowl([1.0, 5.0]), np.ones(2), learning_rate=0.4001, max_iter=400))


def test_stops_at_max_iter_and_says_so():
    _, end = finish(descend(bowl([1.0, 1e4]), np.ones(2), max_iter=7))
    assert (end.n_iter, end.converged) == (7, False)


@pytest.mark.parametrize("fit_intercept", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
def test_gradient_is_that_of_the_objective(fit_intercept, weighted):
    X, Y = data(30, 3, targets=2)
    rng = np.random.default_rng(1)
    weights = rng.uniform(size=30) if weighted else None
    error = SquaredError(X, Y, weights, np.array([0.5, 2.0]), fit_intercept)
    theta = rng.normal(size=(2, 3 + fit_intercept))
    _, gradient = error.value_and_gradient(theta)
    for index in np.ndindex(*theta.shape):
        step = np.zeros_like(theta)
        step[index] = 1e-6
        rise = error.value_and_gradient(theta + step)[0] - error.value_and_gradient(theta - step)[0]
        assert gradient[index] == pytest.approx(rise / 2e-6, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("model", [LinearRegression, Ridge])
@pytest.mark.parametrize("targets", [None, 2])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_reaches_the_direct_solution(model, targets, fit_intercept):
    X, y = data(targets=targets)
    weights = np.random.default_rng(2).uniform(0.5, 2.0, size=len(X))
    walked = model(solver="gradient descent", tol=1e-10, fit_intercept=fit_intercept).fit(X, y, weights)
    direct = model(fit_intercept=fit_intercept).fit(X, y, weights)
    np.testing.assert_allclose(walked.coef_, direct.coef_, atol=1e-8)
    np.testing.assert_allclose(walked.intercept_, direct.intercept_, atol=1e-8)
    assert walked.coef_.shape == direct.coef_.shape
    assert np.shape(walked.intercept_) == np.shape(direct.intercept_)
    assert walked.n_iter_ > 3


def test_momentum_needs_fewer_steps_on_a_long_valley():
    X, y = data()
    X = X * [1.0, 1.0, 1.0, 0.1]
    plain = LinearRegression(solver="gradient descent", max_iter=10_000).fit(X, y)
    heavy = LinearRegression(solver="gradient descent", max_iter=10_000, momentum=0.8).fit(X, y)
    assert heavy.n_iter_ < 0.5 * plain.n_iter_


def test_steps_show_the_fit_and_fall():
    X, y = data()
    seen = list(steps(LinearRegression(solver="gradient descent"), X, y))
    values = [step.objective for step in seen]
    assert values == sorted(values, reverse=True)
    assert set(seen[0].arrays) == {"coef_", "intercept_", "gradient"}
    np.testing.assert_array_equal(seen[0].arrays["coef_"], np.zeros(4))
    model = LinearRegression(solver="gradient descent").fit(X, y)
    np.testing.assert_array_equal(seen[-1].arrays["coef_"], model.coef_)


def test_unscaled_features_are_told_to_be_scaled():
    X, y = data()
    with pytest.warns(ConvergenceWarning, match="StandardScaler"):
        LinearRegression(solver="gradient descent", max_iter=50).fit(X * [1.0, 1e3, 1.0, 1.0], y)


def test_positive_and_gradient_descent_are_refused_together():
    X, y = data()
    with pytest.raises(ValueError, match="positive=True is not there for solver='gradient descent'"):
        LinearRegression(solver="gradient descent", positive=True).fit(X, y)


@pytest.mark.parametrize("model", [LinearRegression, Ridge])
def test_nan_is_refused_by_gradient_descent(model):
    X, y = data()
    X[3, 1] = np.nan
    with pytest.raises(ValueError, match="contains NaN"):
        model(solver="gradient descent").fit(X, y)
