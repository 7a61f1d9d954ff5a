"""A loop of gradient descent, on the logistic loss or on the squared error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._exact import sigmoid
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide

Gradient = Callable[[Array, Array, Array], Array]


def logistic(w: Array, X: Array, y: Array) -> Array:
    """Gradient of the mean logistic loss."""
    return np.asarray(X.T @ (sigmoid(X @ w) - y) / len(y))


def half_squares(w: Array, X: Array, y: Array) -> Array:
    """Gradient of half the mean squared error."""
    return np.asarray(X.T @ (X @ w - y) / len(y))


def squares(w: Array, X: Array, y: Array) -> Array:
    """Gradient of the mean squared error."""
    return 2.0 * half_squares(w, X, y)


def _walk(gradient: Gradient, X: Any, y: Any, rate: Any, steps: int, w0: Any = None) -> Any:
    w = np.zeros(X.shape[1], dtype=X.dtype) if w0 is None else np.array(w0)
    for _ in range(steps):
        w = w - rate * gradient(w, X, y)
    return w


def exactly(gradient: Gradient) -> Any:
    """Return the right answer for this gradient, on longdouble."""

    def exact(X: Any, y: Any, rate: Any, steps: int, w0: Any = None) -> Any:
        return _walk(gradient, wide(X), wide(y), np.longdouble(rate), steps, None if w0 is None else wide(w0))

    return exact


def _one_by_one(gradient: Gradient, backwards: bool = False) -> Any:
    """Return the mistake of moving one coefficient after the other, each by the gradient at the half-moved w."""

    def walk(X: Any, y: Any, rate: Any, steps: int, w0: Any = None) -> Any:
        w = np.zeros(X.shape[1]) if w0 is None else w0.copy()
        order = range(len(w))[::-1] if backwards else range(len(w))
        for _ in range(steps):
            for j in order:
                w[j] -= rate * gradient(w, X, y)[j]
        return w

    return walk


def _sample_by_sample(gradient: Gradient, mean: bool) -> Any:
    def walk(X: Any, y: Any, rate: Any, steps: int, w0: Any = None) -> Any:
        w = np.zeros(X.shape[1]) if w0 is None else w0.copy()
        for _ in range(steps):
            for i in range(len(y)):
                w = w - rate * gradient(w, X[i : i + 1], y[i : i + 1]) / (len(y) if mean else 1)
        return w

    return walk


def _path(gradient: Gradient, X: Any, y: Any, rate: Any, steps: int, w0: Any = None) -> Any:
    return np.array([_walk(gradient, X, y, rate, k + 1, w0) for k in range(steps)])


def _other(gradient: Gradient) -> Any:
    """Return the mistake of following another gradient."""
    return lambda X, y, rate, steps, w0=None: _walk(gradient, X, y, rate, steps, w0)


def mistakes(g: Gradient) -> tuple[tuple[str, Any], ...]:
    """Return the mistakes that any loop of this gradient can make."""
    return (
        ("uses_updated_weights", _one_by_one(g)),
        ("uses_updated_weights", _one_by_one(g, backwards=True)),
        ("climbs", lambda X, y, r, n, w0=None: _walk(g, X, y, -r, n, w0)),
        ("sums_instead_of_mean", lambda X, y, r, n, w0=None: _walk(g, X, y, r * len(y), n, w0)),
        ("divides_twice", lambda X, y, r, n, w0=None: _walk(g, X, y, r / len(y), n, w0)),
        ("divides_by_features", lambda X, y, r, n, w0=None: _walk(g, X, y, r * len(y) / X.shape[1], n, w0)),
        ("one_step_too_many", lambda X, y, r, n, w0=None: _walk(g, X, y, r, n + 1, w0)),
        ("one_step_too_few", lambda X, y, r, n, w0=None: _walk(g, X, y, r, n - 1, w0)),
        ("one_step_only", lambda X, y, r, n, w0=None: _walk(g, X, y, r, 1, w0)),
        ("gradient_computed_once", lambda X, y, r, n, w0=None: _walk(g, X, y, r * n, 1, w0)),
        ("gradient_computed_once", lambda X, y, r, n, w0=None: _walk(g, X, y, r * (n - 1), 1, w0)),
        ("learning_rate_squared", lambda X, y, r, n, w0=None: _walk(g, X, y, r * r, n, w0)),
        ("learning_rate_ignored", lambda X, y, r, n, w0=None: _walk(g, X, y, 1.0, n, w0)),
        *(("learning_rate_ignored", lambda X, y, r, n, w0=None, c=c: _walk(g, X, y, c, n, w0)) for c in (0.1, 0.01)),
        ("learning_rate_decays", lambda X, y, r, n, w0=None: _decaying(g, X, y, r, n, w0)),
        ("extra_factor", lambda X, y, r, n, w0=None: _walk(g, X, y, 2.0 * r, n, w0)),
        ("extra_factor", lambda X, y, r, n, w0=None: _walk(g, X, y, 0.5 * r, n, w0)),
        ("wrong_start", lambda X, y, r, n, w0=None: _walk(g, X, y, r, n, np.ones(X.shape[1]))),
        ("wrong_start", lambda X, y, r, n, w0=None: _walk(g, X, y, r, n, np.zeros(X.shape[1]))),
        ("forgets_old_weights", lambda X, y, r, n, w0=None: -r * g(_forgetful(g, X, y, r, n, w0), X, y)),
        ("updates_per_sample", _sample_by_sample(g, mean=False)),
        ("updates_per_sample", _sample_by_sample(g, mean=True)),
        ("returns_path", lambda X, y, r, n, w0=None: _path(g, X, y, r, n, w0)),
        ("returns_path", lambda X, y, r, n, w0=None: np.vstack([_walk(g, X, y, r, 0, w0), _path(g, X, y, r, n, w0)])),
        ("returns_gradient", lambda X, y, r, n, w0=None: g(_walk(g, X, y, r, n - 1, w0), X, y)),
        ("labels_swapped", lambda X, y, r, n, w0=None: _walk(g, X, 1.0 - y, r, n, w0)),
    )  # fmt: skip


def _decaying(g: Gradient, X: Any, y: Any, r: Any, n: int, w0: Any) -> Any:
    w = np.zeros(X.shape[1]) if w0 is None else w0
    for k in range(n):
        w = w - r / (k + 1) * g(w, X, y)
    return w


def _forgetful(g: Gradient, X: Any, y: Any, r: Any, n: int, w0: Any) -> Any:
    w = np.zeros(X.shape[1]) if w0 is None else w0
    for _ in range(n - 1):
        w = -r * g(w, X, y)
    return w


OF_LOGISTIC = (
    *mistakes(logistic),
    ("no_sigmoid", _other(half_squares)),
    ("no_sigmoid", _other(squares)),
    ("hard_max", _other(lambda w, X, y: X.T @ ((X @ w > 0) - y) / len(y))),
    ("hard_max", _other(lambda w, X, y: X.T @ ((X @ w >= 0) - y) / len(y))),
    ("no_features", _other(lambda w, X, y: np.full(len(w), np.mean(sigmoid(X @ w) - y)))),
    ("squared_error", _other(lambda w, X, y: X.T @ ((p := sigmoid(X @ w)) * (1 - p) * (p - y)) / len(y))),
    ("squared_error", _other(lambda w, X, y: 2 * X.T @ ((p := sigmoid(X @ w)) * (1 - p) * (p - y)) / len(y))),
)


def alone(answer: Any, X: Any, *rest: Any) -> Any:
    """Take w where the losses on the way come with it."""
    is_pair = isinstance(answer, tuple) and len(answer) == 2
    return answer[0] if is_pair and np.size(answer[0]) == X.shape[1] else answer


X = np.array([[1.0, 0.5, -1.25], [1.0, -0.75, 2.0], [1.0, 1.5, 0.25], [1.0, -2.0, -0.5], [1.0, 0.25, 1.0]])
Y = np.array([1.0, 0.0, 1.0, 0.0, 0.0])
W = np.array([0.5, -0.25, 0.75])
# Only exp minds: the squared error just grows.
FAR = Example("scores far beyond 700", (800.0 * X, Y, 4.0, 3, W), "overflow", tolerance=1e-7)


def readings() -> tuple[Reading, ...]:
    """Return a reading for each loss, with and without a given start."""
    losses = (
        ("logistic loss", logistic, OF_LOGISTIC, r"logistic|sigmoid|expit|log-?odds|cross.?entropy|bce\b|\bexp\("),
        (
            "half the squared error",
            half_squares,
            mistakes(half_squares),
            r"squared|least squares|mse\b|linear regression",
        ),
        ("squared error", squares, mistakes(squares), r"squared|least squares|mse\b|linear regression"),
    )
    return tuple(
        Reading(
            f"{name}{', start given' if start else ''}",
            f"n_steps down the mean {name}, all of w at once, from {'the start given' if start else 'w = 0'}",
            exact=exactly(gradient),
            mistakes=wrong,
            given=None if start else lambda X, y, rate, steps, w0: (X, y, rate, steps, None),
            takes=("w0",) if start else (),
            asks=asks,
            examples=(FAR,) if gradient is logistic else (),
        )
        for name, gradient, wrong, asks in losses
        for start in (False, True)
    )


TOPIC = Plain(
    name="gradient_descent",
    formula="gradient_descent(X, y, learning_rate, n_steps) = w after n_steps of w <- w - learning_rate * gradient",
    names=r"^(?!.*(softmax|svm|ridge|lasso|momentum|stochastic|mini|adam|sgd|step)).*(gradient_?desc|(^|_)gd(_|$))",
    given=(
        Given("X", "np", "x features data a inputs x_train samples design"),
        Given("y", "n", "t target targets labels y_train response", [0.0, 1.0, 1.0, 0.0]),
        Given("learning_rate", also="lr alpha eta rate step_size step learningrate gamma", values=[0.5, 0.25, 0.125]),
        Given(
            "n_steps",
            also="steps n_iter iterations epochs n_iterations num_iterations num_iters n_epochs max_iter iters niter "
            "n_iters num_steps t_max nsteps",
            values=[3, 2, 4],
        ),
        Given(
            "w0",
            "p",
            "w theta weights start init w_init initial theta0 w_start beta beta0 weights0 initial_weights",
            optional=True,
        ),
    ),
    exact=exactly(logistic),
    readings=readings(),
    examples=(
        Example("usual", (X, Y, 0.5, 4, W)),
        Example("usual", (X[:4, :2], np.array([0.0, 1.0, 1.0, 1.0]), 0.3, 7, W[1:])),
        Example("usual", (X[:3], Y[:3], 0.2, 3, -W)),
        Example("telling", (X, Y, 0.5, 1, W)),
        Example("telling", (X[:, 1:2], Y, 0.25, 5, W[:1])),
        Example("integer", (np.array([[1, 2], [1, -1], [1, 0]]), np.array([1, 0, 1]), 0.5, 3, np.array([0.5, -0.25]))),
        Example("no steps at all", (X, Y, 0.5, 0, W), "runs_without_steps"),
        Example("many small steps", (X, Y, 1e-7, 60, W), "stops_early", tolerance=1e-13),
    ),
    canonical=alone,
    causes={
        "uses_updated_weights": Cause(
            "wrong",
            "The coefficients move one after the other, and later ones see the gradient at a w that is half new. "
            "Compute the whole gradient first, then move all of w at once.",
        ),
        "climbs": Cause("wrong", "It goes up the loss: the gradient is added; w - learning_rate * gradient goes down."),
        "divides_twice": Cause("wrong", "The gradient is divided by the number of samples twice."),
        "one_step_only": Cause("wrong", "It returns after the first step: the return stands inside the loop."),
        "gradient_computed_once": Cause(
            "wrong", "The gradient (or the residual) is computed before the loop; it changes with every step."
        ),
        "learning_rate_squared": Cause("wrong", "The learning rate is multiplied in twice."),
        "learning_rate_ignored": Cause("wrong", "The learning rate that was given is not used."),
        "learning_rate_decays": Cause("wrong", "The learning rate shrinks from step to step; it should stay."),
        "extra_factor": Cause("wrong", "Each step is twice or half as long as it should be: a factor 2 too many."),
        "wrong_start": Cause("wrong", "It starts somewhere else: at 0, or at the start that is given."),
        "forgets_old_weights": Cause("wrong", "The new w is the step alone; the old w is missing in it."),
        "updates_per_sample": Cause(
            "wrong", "w moves after each sample (stochastic descent); here one step uses all samples together."
        ),
        "returns_path": Cause("wrong", "All w on the way come back; the last alone was asked for."),
        "returns_gradient": Cause("wrong", "The last gradient comes back, not w."),
        "labels_swapped": Cause("wrong", "The classes are swapped: y = 1 is treated as 0 and 0 as 1."),
        "no_sigmoid": Cause("wrong", "The sigmoid is missing: this descends the squared error of a line."),
        "hard_max": Cause("wrong", "Predicted classes are used where probabilities belong."),
        "no_features": Cause("wrong", "The residuals are not multiplied by the features."),
        "squared_error": Cause("wrong", "This descends the squared error of the probabilities, not the logistic loss."),
        "runs_without_steps": Cause("fragile", "With n_steps = 0 the start itself should come back."),
        "stops_early": Cause(
            "wrong", "The loop ends before n_steps because little changed; small steps are no sign of a minimum."
        ),
        "overflow": Cause(
            "fragile", "exp overflows where a score is beyond 709 (math.exp raises). Let exp see -|z| only."
        ),
    },
    edits={
        "climbs": ("plus_minus", "swap_difference"),
        "one_step_only": ("dedent_return",),
        "learning_rate_squared": ("drop_scale",),
        "extra_factor": ("drop_scale",),
        "stops_early": ("drop_break",),
        "divides_twice": ("drop_scale",),
    },
    sizes={"n": (2, 4), "p": (1, 3)},
    cost=lambda n: (np.column_stack([np.ones(n), np.linspace(-1.0, 1.0, n)]), np.arange(n) % 2.0, 0.1, 1, np.zeros(2)),
    textbook=lambda X, y, r, n, w0: _walk(logistic, X, y, r, n, w0),
).topic()
