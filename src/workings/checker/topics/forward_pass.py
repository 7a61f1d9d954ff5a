"""Forward through a network of two layers: its scores, or the probabilities that softmax makes of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide

ACTIVATIONS: dict[str, Any] = {
    "relu": lambda z: np.maximum(z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)),
}


def _softmax(z: Any) -> Any:
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _of(bend: Any, end: Any, **change: Any) -> Any:
    """Return the way forward with these two functions, and with changes to single pieces of it."""

    def forward(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Any:
        hidden = bend(X @ W1 + (0 if change.get("no_b1") else b1))
        if change.get("late_b1"):
            hidden = bend(X @ W1) + b1
        return end(change.get("last", lambda z: z)(hidden @ W2 + (0 if change.get("no_b2") else b2)))

    return forward


def _exactly(bend: Any, end: Any) -> Any:
    return lambda *args: _of(bend, end)(*map(wide, args))


def _same(z: Any) -> Any:
    return z


def _mistakes(kind: str, end: Any) -> tuple[tuple[str, Any], ...]:
    bend = ACTIVATIONS[kind]
    made: list[tuple[str, Any]] = [
        ("no_activation", _of(_same, end)),
        ("forgets_bias", _of(bend, end, no_b1=True)),
        ("forgets_bias", _of(bend, end, no_b2=True)),
        ("forgets_bias", _of(bend, end, no_b1=True, no_b2=True)),
        ("bias_after_activation", _of(bend, end, late_b1=True)),
        ("activation_at_the_end", _of(bend, end, last=bend)),
        ("absolute_value", _of(np.abs, end)),
        ("returns_hidden", lambda X, W1, b1, W2, b2: bend(X @ W1 + b1)),
        ("one_answer_only", lambda *args: _of(bend, end)(*args).argmax(axis=1)),
        ("one_answer_only", lambda *args: _of(bend, end)(*args).max(axis=1)),
    ]
    if end is not _same:
        made += [
            ("softmax_over_samples", _of(bend, lambda z: _softmax(z.T).T)),
            ("softmax_over_all", _of(bend, lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum())),
            ("not_divided", _of(bend, np.exp)),
            ("not_divided", _of(bend, lambda z: np.exp(z - z.max(axis=1, keepdims=True)))),
            ("softmax_twice", _of(bend, lambda z: _softmax(_softmax(z)))),
        ]
    return tuple(made)


X = np.array([[0.5, -1.25], [1.5, 0.75], [-2.0, 0.25], [0.75, 2.0], [-0.5, -1.5]])
W1 = np.array([[1.0, -0.5, 0.75, -1.25], [0.25, 2.0, -1.5, 0.5]])
B1 = np.array([0.125, -0.25, 0.5, 0.375])
W2 = np.array([[0.5, -1.0, 0.25], [1.5, 0.75, -0.5], [-0.75, 0.5, 1.25], [1.0, -0.25, -1.5]])
B2 = np.array([0.25, -0.5, 0.125])
ENDS = (("probabilities", _softmax), ("scores", _same))

TOPIC = Plain(
    name="forward_pass",
    formula="forward_pass(X, W1, b1, W2, b2) = softmax of each row of relu(X @ W1 + b1) @ W2 + b2",
    names=r"forward_?(pass|prop)|(network|net|mlp)_?(forward|output)",
    given=(
        Given("X", "np", "x data inputs features"),
        Given("W1", "ph", "w_1 weights1 wh"),
        Given("b1", "h", "b_1 bias1 bh"),
        Given("W2", "hc", "w_2 weights2 wo"),
        Given("b2", "c", "b_2 bias2 bo"),
    ),
    exact=_exactly(ACTIVATIONS["relu"], _softmax),
    readings=tuple(
        Reading(
            f"{kind}, {name}", f"{name}, with {kind} in the hidden layer", _exactly(bend, end), _mistakes(kind, end)
        )
        for name, end in ENDS
        for kind, bend in ACTIVATIONS.items()
    ),
    examples=(
        Example("usual", (X, W1, B1, W2, B2)),
        Example("usual", (X[:4] * 0.75, -W1[:, :3], -B1[:3], W2[:3, :2] + 0.125, B2[1:])),
        Example("usual", (X[::-1] - 0.3, W1 * 0.5, B1 + 0.3, -W2, B2 * 2.0)),
        Example("square", (X[:2], W1[:, :2], B1[:2], W2[:2, :2], B2[:2])),
        Example("one sample", (X[:1], W1, B1, W2, B2), "fails_single_element"),
        Example("scores beyond 700", (X * 300.0, W1, B1, W2 * 3.0, B2), "overflow", "overflow", tolerance=1e-8),
    ),
    causes={
        "no_activation": Cause(
            "wrong", "The hidden layer does not bend: without its activation, two layers are one straight one."
        ),
        "forgets_bias": Cause("wrong", "A bias is left out."),
        "bias_after_activation": Cause(
            "wrong", "The first bias is added after the bend; it belongs to the sum before."
        ),
        "activation_at_the_end": Cause("wrong", "The scores are bent as well; the bend is for the hidden layer."),
        "absolute_value": Cause("wrong", "Negative sums are turned round: relu makes them 0."),
        "returns_hidden": Cause("wrong", "This is what the hidden layer puts out; the second layer is missing."),
        "one_answer_only": Cause("wrong", "One number a sample comes back; asked for is one for each class."),
        "softmax_over_samples": Cause(
            "wrong", "softmax runs down the samples; each sample's classes sum to 1: axis=1."
        ),
        "softmax_over_all": Cause("wrong", "softmax is taken over all samples at once; each row sums to 1."),
        "not_divided": Cause("wrong", "The exponentials are not divided by their sum: no probabilities yet."),
        "softmax_twice": Cause("wrong", "softmax is applied twice."),
    },
    sizes={"n": (1, 4), "p": (1, 3), "h": (1, 3), "c": (2, 3)},
    everyday=lambda X, W1, b1, W2, b2: bool(np.abs(np.abs(X @ W1 + b1) @ np.abs(W2) + np.abs(b2)).max() < 100),
    cost=lambda n: (np.linspace(-1.0, 1.0, 2 * n).reshape(n, 2), W1, B1, W2[:, :1], B2[:1]),
    textbook=_of(ACTIVATIONS["relu"], _softmax),
).topic()
