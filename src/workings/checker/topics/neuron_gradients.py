"""The gradients of one sigmoid unit: forward, then backward."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._exact import sigmoid
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(w: Array, b: float, X: Array, y: Array) -> tuple[Any, Any]:
    """Mean of the residuals times the features, and of the residuals, formed so that nothing cancels."""
    sign = 1 - 2 * wide(y)
    z = wide(X) @ wide(w) + np.longdouble(b)
    residual = sign * sigmoid(sign * z)
    return wide(X).T @ residual / len(y), residual.mean()


def _of(residual: Any, weights: Any = None, bias: Any = None) -> Any:
    """Return the mistake of another residual, or of other sums over it."""
    weights = weights or (lambda X, e: X.T @ e / len(e))
    bias = bias or (lambda X, e: e.mean())

    def gradients(w: Array, b: float, X: Array, y: Array) -> tuple[Any, Any]:
        e = residual(sigmoid(X @ w + b), y, X @ w + b)
        return weights(X, e), bias(X, e)

    return gradients


def _right(p: Array, y: Array, z: Array) -> Array:
    return p - y


def _without_bias(w: Array, b: float, X: Array, y: Array) -> tuple[Any, Any]:
    e = sigmoid(X @ w) - y
    return X.T @ e / len(y), e.mean()


MISTAKES = (
    ("sign_flipped", _of(lambda p, y, z: y - p)),
    ("sign_flipped", _of(lambda p, y, z: p + y)),
    ("sign_flipped", _of(_right, bias=lambda X, e: -e.mean())),
    ("sums_instead_of_mean", _of(_right, lambda X, e: X.T @ e, lambda X, e: e.sum())),
    ("sums_instead_of_mean", _of(_right, bias=lambda X, e: e.sum())),
    ("sums_instead_of_mean", _of(_right, lambda X, e: X.T @ e)),
    ("divides_by_features", _of(_right, lambda X, e: X.T @ e / X.shape[1], lambda X, e: e.sum() / X.shape[1])),
    ("divides_by_features", _of(_right, lambda X, e: X.T @ e / X.shape[1])),
    ("squared_error", _of(lambda p, y, z: (p - y) * p * (1 - p))),
    ("squared_error", _of(lambda p, y, z: 2 * (p - y) * p * (1 - p))),
    ("activation_not_differentiated", _of(lambda p, y, z: (p - y) / (p * (1 - p)))),
    ("activation_not_differentiated", _of(lambda p, y, z: (p - y) * p)),
    ("no_sigmoid", _of(lambda p, y, z: z - y)),
    ("hard_max", _of(lambda p, y, z: (z > 0) - y)),
    ("hard_max", _of(lambda p, y, z: (z >= 0) - y)),
    ("labels_swapped", _of(lambda p, y, z: p - (1 - y))),
    ("labels_of_minus_one", _of(lambda p, y, z: -y * sigmoid(-y * z))),
    ("forgets_bias", _without_bias),
    ("bias_subtracted", lambda w, b, X, y: (X.T @ (e := sigmoid(X @ w - b) - y) / len(y), e.mean())),
    ("bias_gradient_zero", _of(_right, bias=lambda X, e: 0.0)),
    ("bias_of_weights", _of(_right, bias=lambda X, e: (X.T @ e / len(e)).mean())),
    ("bias_of_weights", _of(_right, bias=lambda X, e: (X.T @ e / len(e)).sum())),
    ("bias_not_summed", _of(_right, bias=lambda X, e: e)),
    ("bias_not_summed", _of(_right, bias=lambda X, e: e / len(e))),
    ("no_features", _of(_right, lambda X, e: np.full(X.shape[1], e.mean()))),
    ("features_averaged", _of(_right, lambda X, e: X.mean(axis=0) * e.mean())),
    ("missing_transpose", _of(_right, lambda X, e: X @ e / len(e))),
    ("returns_updated", lambda w, b, X, y: tuple(a - g for a, g in zip((w, b), exact(w, b, X, y), strict=True))),
    ("sees_labels_only", _of(lambda p, y, z: -y)),
    ("forward_only", _of(lambda p, y, z: p)),
    ("half_of_the_loss", _of(lambda p, y, z: -y * (1 - p))),
    ("half_of_the_loss", _of(lambda p, y, z: (1 - y) * p)),
)

X = np.array([[0.5, -1.25], [-0.75, 2.0], [1.5, 0.25], [-2.0, -0.5], [0.25, 1.0]])
X3 = np.column_stack([X, [1.0, -0.5, 2.0, 0.25, -1.5]])
Y = np.array([1.0, 0.0, 1.0, 0.0, 0.0])
W = np.array([0.5, -0.25, 0.75])
FAR = np.array([[1.0, 0.5], [-1.0, 0.25], [1.0, -2.0]])

TOPIC = Plain(
    name="neuron_gradients",
    formula="neuron_gradients(w, b, X, y) = (X.T @ (a - y) / n, mean(a - y)), a = sigmoid(X @ w + b)",
    names=r"(neuron|unit|perceptron_unit|propagat|forward_(and_)?backward|backprop)\w*(grad|backward|prop)|neuron_(grad|back)|^propagate$|^backprop(agation|agate)?$",
    given=(
        Given("w", "p", "weights theta wt"),
        Given("b", also="bias intercept b0", values=[0.5, -1.0, 2.0, 0.25]),
        Given("X", "np", "x features data inputs x_train"),
        Given("y", "n", "t target targets labels y_train y_true", [0.0, 1.0, 1.0, 0.0]),
    ),
    exact=exact,
    readings=(Reading("samples in rows", "the gradients of the mean cross-entropy by w and by b"),),
    examples=(
        Example("usual", (W, 0.5, X3, Y)),
        Example("usual", (-W[1:], -0.75, X[:4], np.array([0.0, 1.0, 1.0, 1.0]))),
        Example("usual", (np.array([1.5, -2.0]), 1.25, X, 1.0 - Y)),
        Example("square", (W, -0.5, X3[:3], Y[:3])),
        Example("telling", (np.zeros(3), 0.0, X3, Y)),
        Example("single", (W, 0.5, X3[:1], Y[:1])),
        Example("integer", (np.array([0, 1]), 1, np.array([[1, 2], [1, -1], [1, 0]]), np.array([1, 0, 1]))),
        Example("scores beyond 700", (np.array([800.0, 1.0]), 0.5, FAR, Y[:3]), "overflow", "overflow"),
        Example("scores beyond 700", (np.array([-3000.0, 1.0]), 0.5, FAR, Y[:3]), "overflow", "overflow"),
    ),
    mistakes=MISTAKES,
    causes={
        "squared_error": Cause(
            "wrong",
            "This is the gradient of the squared error: with the cross-entropy the slope a (1 - a) of the sigmoid "
            "cancels, and a - y is left.",
        ),
        "activation_not_differentiated": Cause(
            "wrong", "A factor of the chain rule is missing: dL/da times da/dz = a (1 - a) leaves a - y."
        ),
        "no_sigmoid": Cause("wrong", "The sigmoid is missing: z is taken for the activation."),
        "hard_max": Cause("wrong", "The activation is rounded to 0 or 1; the loss is about the probability."),
        "labels_swapped": Cause("wrong", "The classes are swapped: y = 1 is treated as 0 and 0 as 1."),
        "forgets_bias": Cause("wrong", "The bias is left out of the forward pass: z = X @ w + b."),
        "bias_subtracted": Cause("wrong", "The bias is subtracted in the forward pass: z = X @ w + b."),
        "bias_gradient_zero": Cause("wrong", "The gradient by the bias is 0: it is the mean of a - y."),
        "bias_of_weights": Cause("wrong", "The gradient by the bias is made of dw; it is the mean of a - y."),
        "bias_not_summed": Cause("wrong", "The gradient by the bias is one number: take the mean over the samples."),
        "no_features": Cause("wrong", "The residuals are not multiplied by the features."),
        "features_averaged": Cause("wrong", "Means are multiplied; multiply sample by sample, then take the mean."),
        "returns_updated": Cause("wrong", "The parameters come back after a step; the gradients were asked for."),
        "sees_labels_only": Cause("wrong", "The activation is missing in a - y."),
        "forward_only": Cause("wrong", "The labels are missing in a - y."),
        "half_of_the_loss": Cause("wrong", "Only one class costs anything; the term of the other class is missing."),
        "overflow": Cause(
            "fragile",
            "exp overflows where a score is beyond 709 (math.exp raises), or a probability of exactly 0 or 1 is "
            "divided by. Let exp see -|z| only, and use a - y directly.",
        ),
    },
    edits={"sign_flipped": ("swap_difference", "plus_minus", "drop_minus")},
    factor=True,
    sizes={"n": (1, 4), "p": (1, 3)},
    valid=lambda w, b, X, y: set(np.ravel(y).tolist()) <= {0.0, 1.0},
    cost=lambda n: (
        np.array([0.5, 1.0]),
        0.25,
        np.column_stack([np.ones(n), np.linspace(-1.0, 1.0, n)]),
        np.arange(n) % 2.0,
    ),
    textbook=lambda w, b, X, y: (X.T @ (e := 1 / (1 + np.exp(-(X @ w + b))) - y) / len(y), e.mean()),
).topic()
