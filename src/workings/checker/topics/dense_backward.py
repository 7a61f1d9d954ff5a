"""Back through a dense layer: what changes with its input, its weights and its biases."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(X: Array, W: Array, U: Array) -> tuple[Any, Any, Any]:
    """In longdouble."""
    return wide(U) @ wide(W).T, wide(X).T @ wide(U), wide(U).sum(axis=0)


def averaged(X: Array, W: Array, U: Array) -> tuple[Any, Any, Any]:
    """With the mean over the samples in the derivatives by the parameters."""
    dX, dW, db = exact(X, W, U)
    return dX, dW / len(X), db / len(X)


def _of(change: Any) -> Any:
    return lambda X, W, U: change(U @ W.T, X.T @ U, U.sum(axis=0), X, W, U)


MISTAKES = (
    ("bias_not_summed", _of(lambda dX, dW, db, X, W, U: (dX, dW, U))),
    ("bias_of_one_sample", _of(lambda dX, dW, db, X, W, U: (dX, dW, U[0]))),
    ("bias_of_one_sample", _of(lambda dX, dW, db, X, W, U: (dX, dW, U[-1]))),
    ("bias_mean_only", _of(lambda dX, dW, db, X, W, U: (dX, dW, U.mean(axis=0)))),
    ("weights_mean_only", _of(lambda dX, dW, db, X, W, U: (dX, dW / len(X), db))),
    ("wrong_axis", _of(lambda dX, dW, db, X, W, U: (dX, dW, U.sum(axis=1)))),
    ("sums_whole_array", _of(lambda dX, dW, db, X, W, U: (dX, dW, U.sum()))),
    ("bias_of_weights", _of(lambda dX, dW, db, X, W, U: (dX, dW, dW.sum(axis=0)))),
    ("bias_of_weights", _of(lambda dX, dW, db, X, W, U: (dX, dW, W.sum(axis=0)))),
    ("bias_gradient_one", _of(lambda dX, dW, db, X, W, U: (dX, dW, np.ones(len(db))))),
    ("bias_gradient_one", _of(lambda dX, dW, db, X, W, U: (dX, dW, np.zeros(len(db))))),
    ("averages_everything", _of(lambda dX, dW, db, X, W, U: (dX / len(X), dW / len(X), db / len(X)))),
    ("transposed_weights", _of(lambda dX, dW, db, X, W, U: (dX, dW.T, db))),
    ("missing_transpose", _of(lambda dX, dW, db, X, W, U: (U @ W, dW, db))),
    ("missing_transpose", _of(lambda dX, dW, db, X, W, U: (dX, X @ U, db))),
    ("missing_transpose", _of(lambda dX, dW, db, X, W, U: (dX, X.T @ U.T, db))),
    ("upstream_ignored", _of(lambda dX, dW, db, X, W, U: (np.ones_like(U) @ W.T, dW, db))),
    ("upstream_ignored", _of(lambda dX, dW, db, X, W, U: (dX, X.T @ np.ones_like(U), db))),
    ("adds_the_bias", _of(lambda dX, dW, db, X, W, U: (dX, dW + db, db))),
    ("sign_flipped", _of(lambda dX, dW, db, X, W, U: (-dX, -dW, -db))),
    ("sign_flipped", _of(lambda dX, dW, db, X, W, U: (-dX, dW, db))),
    ("sign_flipped", _of(lambda dX, dW, db, X, W, U: (dX, -dW, -db))),
    ("sign_flipped", _of(lambda dX, dW, db, X, W, U: (dX, dW, -db))),
    ("parts_in_another_order", _of(lambda dX, dW, db, X, W, U: (dW, db, dX))),
    ("parts_in_another_order", _of(lambda dX, dW, db, X, W, U: (dW, dX, db))),
    ("parts_in_another_order", _of(lambda dX, dW, db, X, W, U: (dX, db, dW))),
    ("one_is_missing", _of(lambda dX, dW, db, X, W, U: (dX, dW))),
    ("one_is_missing", _of(lambda dX, dW, db, X, W, U: (dW, db))),
    ("divides_by_features", _of(lambda dX, dW, db, X, W, U: (dX, dW, db / X.shape[1]))),
    ("divides_by_features", _of(lambda dX, dW, db, X, W, U: (dX, dW / X.shape[1], db / X.shape[1]))),
    ("forward_instead", lambda X, W, U: X @ W),
)

X = np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.5], [-2.0, 0.25, 1.0], [0.75, 3.0, -1.0]])
W = np.array([[1.0, -0.5], [0.25, 2.0], [-1.5, 0.75]])
U = np.array([[0.5, -1.0], [2.0, 0.25], [-0.75, 1.5], [1.25, -2.0]])
S = np.array([[1.0, -2.0], [0.5, 3.0]])

TOPIC = Plain(
    name="dense_backward",
    formula="dense_backward(X, W, upstream) = (upstream @ W.T, X.T @ upstream, upstream.sum(axis=0)), for X @ W + b",
    names=r"(dense|linear|affine|fully_?connected|fc)_?(layer_?)?(back|grad|vjp)|backward_(dense|linear|affine|fc)",
    given=(
        Given("X", "np", "x inputs a input cache a_prev"),
        Given("W", "pk", "weights w kernel"),
        Given("upstream", "nk", "g u grad dout dy dz delta grad_output upstream_gradient d_out grad_out dl"),
    ),
    exact=exact,
    readings=(
        Reading("sums", "the derivatives by the input, the weights and the biases; samples are added up"),
        Reading(
            "means", "those by the parameters are means over the samples", exact=averaged, asks=r"\bmeans?\b|average"
        ),
    ),
    examples=(
        Example("usual", (X, W, U)),
        Example("usual", (-X[:3, :2], W[:2], U[1:])),
        Example("usual", (X[:2] * 0.5, W @ S, U[2:])),
        Example("square", (S, S.T + 1.0, U[:2])),
        Example("square", (X[:3], np.column_stack([W, [0.5, -1.0, 2.0]]), np.column_stack([U[:3], [1.0, 0.25, -3.0]]))),
        Example(
            "integer",
            (np.array([[1, 2], [3, -1]]), np.array([[2, 0, 1], [1, -1, 3]]), np.array([[1, 2, 0], [0, 1, -2]])),
        ),
        Example("one sample", (X[:1], W, U[:1]), "fails_single_element"),
        Example("one output", (X, W[:, :1], U[:, :1]), "fails_single_element"),
    ),
    mistakes=MISTAKES,
    causes={
        "bias_not_summed": Cause(
            "wrong", "Each bias acts on all samples: its derivative is the sum of theirs, shape (k,)."
        ),
        "bias_of_one_sample": Cause("wrong", "Only one sample counts for the biases: sum over all."),
        "bias_mean_only": Cause("wrong", "The biases' derivatives are means, the weights' sums: both must be sums."),
        "weights_mean_only": Cause("wrong", "The weights' derivatives are means, the biases' sums: both must be sums."),
        "bias_of_weights": Cause("wrong", "The biases' derivative is made of the weights: it is the sum of upstream."),
        "bias_gradient_one": Cause(
            "wrong", "The slope by a bias is 1; what comes from above multiplies it, and is summed."
        ),
        "averages_everything": Cause(
            "wrong", "Everything is divided by n. The 1 / n of a mean loss is in upstream already: it came through it."
        ),
        "transposed_weights": Cause("wrong", "dW has the shape of W: X.T @ upstream, not upstream.T @ X."),
        "upstream_ignored": Cause(
            "wrong", "The slopes of the layer are there, but not multiplied by what comes from above."
        ),
        "adds_the_bias": Cause("wrong", "The biases' derivative is added to that of the weights; they are separate."),
        "parts_in_another_order": Cause("wrong", "The parts come back in another order: by X, by W, by b."),
        "one_is_missing": Cause("wrong", "Three derivatives are asked for: by X, by W and by b."),
        "forward_instead": Cause("wrong", "This goes forward, X @ W; asked for is the way back."),
    },
    edits={
        "missing_transpose": ("swap_transpose",),
        "transposed_weights": ("swap_transpose",),
        "wrong_axis": ("other_axis",),
    },
    sizes={"n": (1, 4), "p": (1, 3), "k": (1, 3)},
    cost=lambda n: (np.linspace(-1.0, 1.0, 2 * n).reshape(n, 2), S, np.linspace(0.0, 1.0, 2 * n).reshape(n, 2)),
    textbook=lambda X, W, U: (U @ W.T, X.T @ U, U.sum(axis=0)),
).topic()
