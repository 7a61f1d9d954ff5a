"""Derivatives, networks and pictures of whatever data: the right answer or a refusal in words, and no other data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import workings
from tests.trust import test_functions_and_data as functions
from tests.trust.fuzzing import fuzzed
from tests.trust.hostile_data import features, targets
from tests.trust.test_estimators_and_data import samples
from workings import autodiff, cluster, linear_model, neural_network, show, special
from workings.linear_model import LinearRegression, LogisticRegression

asked, plain = functions.asked, functions.plain
pytestmark = pytest.mark.filterwarnings("ignore")
sampled = fuzzed()

# Of each function its derivative, by NumPy alone.
SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "absolute": np.sign,
    "cos": lambda x: -np.sin(x),
    "exp": np.exp,
    "expm1": np.exp,
    "log": lambda x: 1.0 / x,
    "log1p": lambda x: 1.0 / (1.0 + x),
    "log_sigmoid": lambda x: 1.0 / (1.0 + np.exp(x)),
    "relu": lambda x: (x > 0) * 1.0,
    "sigmoid": lambda x: 0.25 / np.cosh(x / 2.0) ** 2,
    "sin": np.cos,
    "softplus": lambda x: 1.0 / (1.0 + np.exp(-x)),
    "sqrt": lambda x: 0.5 / np.sqrt(x),
    "square": lambda x: 2.0 * x,
    "tanh": lambda x: 1.0 / np.cosh(x) ** 2,
    "sum": np.ones_like,
    "mean": lambda x: np.full_like(x, 1.0 / x.size),
    "var": lambda x: 2.0 * (x - x.mean()) / x.size,
    "logsumexp": lambda x: np.asarray(workings.softmax(x, axis=-1)),
    "log_softmax": lambda x: 1.0 - np.shape([x])[-1] * np.asarray(workings.softmax(x, axis=-1)),
    "softmax": np.zeros_like,
    "transpose": np.ones_like,
}
# Rounding in one over a tiny number, and ties whose slope is a matter of taste.
GENTLE = 1e-3, 30.0


@pytest.mark.parametrize("name", SLOPES)
@sampled
@given(data=st.data())
def test_derivatives(name: str, data: st.DataObject) -> None:
    x, _ = data.draw(features())
    function = getattr(autodiff, name)
    answer = asked(lambda: autodiff.value_and_grad(lambda x: autodiff.sum(function(x)))(x), x)
    seen = plain(x)
    if answer is None or seen is None or seen.dtype != np.float64 or np.asarray(x).dtype != np.float64:
        return
    value, slope = answer
    assert np.shape(slope) == seen.shape
    assert not np.isnan(slope).any()
    sizes = np.abs(seen)
    if not ((sizes > GENTLE[0]) & (sizes < GENTLE[1])).all():
        return
    np.testing.assert_allclose(slope, SLOPES[name](seen), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(value, np.sum(np.asarray(function(seen))), rtol=1e-9, atol=1e-9)


@sampled
@given(data=st.data())
def test_networks(data: st.DataObject) -> None:
    X, seen = data.draw(features())
    y = data.draw(targets(samples(X)))
    loss = data.draw(st.sampled_from(("mean_squared_error", "sparse_categorical_crossentropy", "binary_crossentropy")))
    layers = neural_network.layers

    def trained() -> Any:
        width = 3 if loss.startswith("sparse") else 1
        model = neural_network.Sequential([layers.Dense(4, activation="relu"), layers.Dense(width)], seed=0)
        model.compile("sgd", loss)
        model.fit(X, y, epochs=2, batch_size=8, verbose=0)
        return model.predict(X)

    answer = asked(trained, X, y)
    if answer is not None and seen is not None and np.abs(seen).max() < 100.0:
        assert len(answer) == len(seen)


def pictures(X: Any, y: Any) -> dict[str, Callable[[], Any]]:
    """Return every picture that data of any kind can be handed to."""
    line, classes = LinearRegression(), LogisticRegression(max_iter=20)
    return {
        "fitted_line": lambda: show.fitted_line(line.fit(X, y), X, y),
        "fitted_plane": lambda: show.fitted_plane(line.fit(X, y), X, y),
        "fit_over_surface": lambda: show.fit_over_surface(line.fit(X, y), X, y),
        "decision_boundary": lambda: show.decision_boundary(classes.fit(X, y), X, y),
        "decision_regions": lambda: show.decision_regions(classes.fit(X, y), X, y),
        "confusion_matrix": lambda: show.confusion_matrix(y, y),
        "curve_over_k": lambda: show.curve_over_k(y, y, "something"),
        "coefficient_paths": lambda: show.coefficient_paths(y, X),
        "dendrogram": lambda: show.dendrogram(X),
        "merges": lambda: show.merges(X, X),
        "choose_k": lambda: show.choose_k(X, (1, 2), draws=2, n_init=1),
        "loss_surface": lambda: show.loss_surface(lambda a, b: a * a + b * b, X),
        "perceptron_step": lambda: show.perceptron_step(([1.0, 0.0], 0.0), ([1.0, 1.0], 0.0), X, y),
        "loss_curve": lambda: show.loss_curve(list(show.steps(classes, X, y))),
        "step_path": lambda: show.step_path(list(show.steps(classes, X, y))),
        "centre_trails": lambda: show.centre_trails(
            list(show.steps(cluster.KMeans(2, n_init=1, max_iter=5, random_state=0), X)), X
        ),
    }


@pytest.mark.parametrize("name", pictures(None, None))
@sampled
@given(data=st.data())
def test_pictures(name: str, data: st.DataObject) -> None:
    X, _ = data.draw(features())
    y = data.draw(targets(samples(X)))
    answer = asked(pictures(X, y)[name], X, y)
    for mark in getattr(answer, "marks", ()):
        across, up = getattr(mark, "x", ()), getattr(mark, "y", ())
        assert np.shape(across) == np.shape(up) or not np.shape(up)


# What these tests, or those of functions, try; and what takes no data, but a function, a model or a folder.
TRIED = {*functions.TRUTHS, *SLOPES, *pictures(None, None), "cross_entropy", "cross_entropy_gradient", "softmax_vjp"}
TRIED |= {"linkage", "kmeans_plusplus", "lasso_path", "enet_path", "steps"}
OF_SOMETHING_ELSE = {
    *("backward_steps", "check_gradient", "grad", "gradients", "jacobian", "numerical_gradient", "tape"),
    *("value_and_grad", "draw", "training_curves", "network", "filters", "feature_maps"),
    *("broadcast_to", "clip", "concatenate", "expand_dims", "matmul", "max", "maximum", "min", "minimum", "power"),
    *("reshape", "squeeze", "stack", "swapaxes", "where"),
    *("activations", "callbacks", "initialisers", "layers", "losses", "optimisers", "regularisers"),
    *("image_dataset_from_directory", "load_model"),
}


def test_no_public_function_is_forgotten() -> None:
    packages = (autodiff, cluster, linear_model, neural_network, show, special)
    public = {name for one in packages for name in one.__all__ if not isinstance(getattr(one, name), type)}
    assert public - TRIED == OF_SOMETHING_ELSE
