"""Backpropagation through a network of two layers: all four gradients of the mean cross-entropy."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide

# An activation: its value, and its slope of input and output.
ACTIVATIONS: dict[str, tuple[Any, Any]] = {
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: (z > 0) * np.ones_like(z)),
    "tanh": (np.tanh, lambda z, a: 1 - a * a),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
}


def _softmax(z: Array) -> Array:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _of(kind: str, **change: Any) -> Any:
    """Return the gradients with an activation, and with changes to single pieces of the chain."""
    act, slope = ACTIVATIONS[kind]

    def gradients(X: Array, y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> tuple[Any, ...]:
        n = len(X)
        Z = X @ W1 + (0 if change.get("no_b1") else b1)
        A = act(Z)
        scores = A @ W2 + (0 if change.get("no_b2") else b2)
        hot = np.eye(len(b2))[np.asarray(y).astype(int)]
        loss = change.get("loss", lambda p, t, s: p - t)
        up = loss(_softmax(scores), hot, scores) / (1 if change.get("sum") else n)
        back = up @ W2.T
        down = change.get("through", lambda g, Z, A: g * slope(Z, A))(back, Z, A)
        seen = change.get("seen", lambda A, Z: A)(A, Z)
        found = (X.T @ down, down.sum(axis=0), seen.T @ up, up.sum(axis=0))
        finish = change.get("finish")
        return tuple(finish(found, n, (W1, b1, W2, b2))) if finish else found

    return gradients


def _exact(kind: str) -> Any:
    narrow = _of(kind)

    def exact(X: Array, y: Array, *weights: Array) -> tuple[Any, ...]:
        return tuple(narrow(wide(X), y, *(wide(one) for one in weights)))

    return exact


def _mistakes(kind: str) -> tuple[tuple[str, Any], ...]:
    slope = ACTIVATIONS[kind][1]

    def told(**change: Any) -> Any:
        return _of(kind, **change)

    return (
        ("activation_not_differentiated", told(through=lambda g, Z, A: g)),
        ("activation_not_differentiated", told(through=lambda g, Z, A: g * A)),
        ("slope_of_the_output", told(through=lambda g, Z, A: g * slope(g, g))),
        ("slope_of_the_output", told(through=lambda g, Z, A: g * slope(A, np.tanh(A) if kind == "tanh" else A * 0.5))),
        ("sign_flipped", told(loss=lambda p, t, s: t - p)),
        ("sums_instead_of_mean", told(sum=True)),
        ("divides_twice", told(finish=lambda f, n, w: (f[0] / n, f[1] / n, f[2], f[3]))),
        ("divides_twice", told(finish=lambda f, n, w: [one / n for one in f])),
        ("means_in_one_layer", told(finish=lambda f, n, w: (f[0] * n, f[1] * n, f[2], f[3]))),
        ("means_in_one_layer", told(finish=lambda f, n, w: (f[0], f[1], f[2] * n, f[3] * n))),
        ("bias_summed_only", told(finish=lambda f, n, w: (f[0], f[1] * n, f[2], f[3] * n))),
        ("no_softmax", told(loss=lambda p, t, s: s - t)),
        ("sums_whole_array", told(loss=lambda p, t, s: np.exp(s - s.max()) / np.exp(s - s.max()).sum() - t)),
        ("labels_missing", told(loss=lambda p, t, s: p)),
        ("true_class_only", told(loss=lambda p, t, s: (p - t) * t)),
        ("squared_error", told(loss=lambda p, t, s: p * (p - t - np.sum((p - t) * p, axis=1, keepdims=True)))),
        ("squared_error", told(loss=lambda p, t, s: 2 * p * (p - t - np.sum((p - t) * p, axis=1, keepdims=True)))),
        ("softmax_differentiated_twice", told(loss=lambda p, t, s: (p - t) * p * (1 - p))),
        ("raw_hidden", told(seen=lambda A, Z: Z)),
        ("forgets_bias", told(no_b1=True)),
        ("forgets_bias", told(no_b2=True)),
        ("returns_updated", told(finish=lambda f, n, w: [a - g for a, g in zip(w, f, strict=True)])),
        ("parts_in_another_order", told(finish=lambda f, n, w: (f[2], f[3], f[0], f[1]))),
        ("parts_in_another_order", told(finish=lambda f, n, w: (f[0], f[2], f[1], f[3]))),
        ("bias_not_summed", told(finish=lambda f, n, w: (f[0], f[1] * 0 + f[1].mean(), f[2], f[3]))),
        *(("other_activation", _of(other)) for other in ACTIVATIONS if other != kind),
    )


X = np.array([[0.5, -1.25], [1.5, 0.75], [-2.0, 0.25], [0.75, 2.0], [-0.5, -1.5]])
Y = np.array([2, 0, 1, 0, 2])
W1 = np.array([[1.0, -0.5, 0.75, -1.25], [0.25, 2.0, -1.5, 0.5]])
B1 = np.array([0.125, -0.25, 0.5, 0.375])
W2 = np.array([[0.5, -1.0, 0.25], [1.5, 0.75, -0.5], [-0.75, 0.5, 1.25], [1.0, -0.25, -1.5]])
B2 = np.array([0.25, -0.5, 0.125])


def _no_corner(X: Array, y: Array, W1: Array, b1: Array, *rest: Array) -> bool:
    return bool(np.all(np.abs(X @ W1 + b1) > 1e-9))


def _classes(X: Array, y: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> bool:
    return bool(np.all((y >= 0) & (y < len(b2)) & (y == np.round(y)))) and np.asarray(y).dtype.kind in "iu"


TOPIC = Plain(
    name="two_layer_gradients",
    formula="two_layer_gradients(X, y, W1, b1, W2, b2) = gradients by W1, b1, W2, b2 of the mean cross-entropy of "
    "softmax(relu(X @ W1 + b1) @ W2 + b2)",
    names=r"two_layer_?(net(work)?_?)?(grad|back)|(mlp|network|net)_?(grad|back)|backprop\w*_(two|network|net|mlp)",
    given=(
        Given("X", "np", "x data inputs features"),
        Given("y", "n", "labels target targets t classes", [1, 0, 1, 1, 0]),
        Given("W1", "ph", "w_1 weights1 wh"),
        Given("b1", "h", "b_1 bias1 bh"),
        Given("W2", "hc", "w_2 weights2 wo"),
        Given("b2", "c", "b_2 bias2 bo"),
    ),
    exact=_exact("relu"),
    readings=tuple(
        Reading(
            f"{kind} in the hidden layer", "the four gradients of the mean cross-entropy", _exact(kind), _mistakes(kind)
        )
        for kind in ACTIVATIONS
    ),
    examples=(
        Example("usual", (X, Y, W1, B1, W2, B2)),
        Example("usual", (X[:4] * 0.75, np.array([1, 1, 0, 1]), -W1[:, :3], -B1[:3], W2[:3, :2] + 0.125, B2[1:])),
        Example("usual", (X[::-1] - 0.3, Y, W1 * 0.5, B1 + 0.3, -W2, B2 * 2.0)),
        Example("telling", (X[:1], Y[:1], W1, B1, W2, B2)),
        Example("square", (X[:2], Y[:2], W1[:, :2], B1[:2], W2[:2], B2)),
        Example("scores beyond 700", (X * 300.0, Y, W1, B1, W2 * 3.0, B2), "overflow", "overflow", tolerance=1e-8),
    ),
    causes={
        "activation_not_differentiated": Cause(
            "wrong", "Going back through the hidden layer, the slope of its activation is missing as a factor."
        ),
        "slope_of_the_output": Cause(
            "wrong", "The activation's slope is taken at the wrong place: it belongs to its input."
        ),
        "divides_twice": Cause("wrong", "The 1 / n of the mean is there twice: put it in once, where the loss begins."),
        "means_in_one_layer": Cause("wrong", "One layer's gradients are means, the other's sums."),
        "bias_summed_only": Cause("wrong", "The weights' gradients are means, the biases' sums."),
        "no_softmax": Cause("wrong", "The scores are taken for probabilities: softmax is missing."),
        "labels_missing": Cause(
            "wrong", "The labels are missing: the loss's derivative by the scores is p - one_hot(y)."
        ),
        "true_class_only": Cause("wrong", "Only the true class's score moves; the others' derivative is p, not 0."),
        "squared_error": Cause("wrong", "This is the gradient of the squared error of the probabilities."),
        "softmax_differentiated_twice": Cause(
            "wrong", "p (1 - p) is a factor too many: with the cross-entropy it cancels, and p - one_hot(y) is left."
        ),
        "raw_hidden": Cause(
            "wrong", "W2's gradient uses the hidden layer before its activation; W2 sees what comes after."
        ),
        "forgets_bias": Cause("wrong", "A bias is left out on the way forward."),
        "returns_updated": Cause("wrong", "The parameters come back after a step; the gradients were asked for."),
        "parts_in_another_order": Cause("wrong", "The parts come back in another order: W1, b1, W2, b2."),
        "bias_not_summed": Cause(
            "wrong", "The hidden biases all get one number; each has its own sum over the samples."
        ),
        "other_activation": Cause("wrong", "This is for another activation of the hidden layer."),
        "overflow": Cause("fragile", "exp overflows where scores are large. Subtract each row's largest score first."),
    },
    edits={"sign_flipped": ("swap_difference", "plus_minus"), "overflow": ("shift_first", "shift_in_exp")},
    factor=True,
    valid=_classes,
    everyday=_no_corner,
    sizes={"n": (1, 4), "p": (1, 2), "h": (1, 3), "c": (2, 3)},
    cost=lambda n: (np.column_stack([np.linspace(-1.0, 1.03, n), np.ones(n)]), np.arange(n) % 3, W1, B1, W2, B2),
    textbook=_of("relu"),
).topic()
