"""The derivative through the rectified linear unit."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(x: Array, g: Array) -> Array:
    """Let through where x is positive."""
    return np.asarray(np.where(x > 0, wide(g), 0))


def accepts(answer: Any, x: Array, g: Array) -> bool:
    """At 0 any slope between 0 and 1 will do."""
    got = np.asarray(answer, dtype=float)
    if got.shape != x.shape:
        return False
    low, high = np.minimum(g, 0), np.maximum(g, 0)
    at = x == 0
    return bool(np.all(got[~at] == np.where(x > 0, g, 0)[~at]) and np.all((got >= low) & (got <= high) | ~at))


MISTAKES = (
    ("upstream_ignored", lambda x, g: (x > 0) * 1.0),
    ("forward_instead", lambda x, g: np.maximum(x, 0)),
    ("multiplies_by_x", lambda x, g: g * np.maximum(x, 0)),
    ("mask_of_upstream", lambda x, g: np.maximum(g, 0)),
    ("mask_of_upstream", lambda x, g: np.where((x > 0) & (g > 0), g, 0)),
    ("mask_of_upstream", lambda x, g: x * (g > 0)),
    ("mask_of_upstream", lambda x, g: np.where(x * g > 0, g, 0)),
    ("let_through", lambda x, g: g),
    ("wrong_side", lambda x, g: np.where(x < 0, g, 0)),
    ("keeps_a_slope", lambda x, g: np.where(x > 0, g, 0.01 * g)),
    ("keeps_a_slope", lambda x, g: np.where(x > 0, g, 0.1 * g)),
    ("keeps_a_slope", lambda x, g: np.where(x > 0, g, -g)),
    ("sign_flipped", lambda x, g: np.where(x > 0, -g, 0)),
    ("one_outside", lambda x, g: np.where(x > 0, g, 1.0)),
    ("one_outside", lambda x, g: np.where(x > 0, 1.0, g)),
    ("threshold_of_one", lambda x, g: np.where(x > 1, g, 0)),
    ("other_activation", lambda x, g: g * (1 - np.tanh(x) ** 2)),
    ("other_activation", lambda x, g: g / (1 + np.exp(-x))),
    ("adds_up", lambda x, g: np.sum(np.where(x > 0, g, 0), axis=0)),
    ("adds_up", lambda x, g: np.sum(np.where(x > 0, g, 0))),
)

X = np.array([[0.5, -1.25, 2.0], [-0.75, 0.25, -3.0]])
G = np.array([[-1.5, 2.0, 0.75], [0.5, -0.25, 4.0]])

TOPIC = Plain(
    name="relu_gradient",
    formula="relu_gradient(x, upstream) = upstream where x > 0, else 0",
    names=r"relu_?(layer_?)?(grad|back|deriv|prime|vjp)|((^|_)d|grad\w*|deriv\w*|backward)_?(of_)?relu",
    given=(
        Given("x", "np", "z inputs pre_activation cache a input"),
        Given("upstream", "np", "g grad dout dy da grad_output delta upstream_gradient dl d_out grad_out"),
    ),
    exact=exact,
    readings=(Reading("a layer", "the derivative of the loss by x, given that by relu(x)"),),
    examples=(
        Example("usual", (X, G)),
        Example("usual", (-X[:, :2], G[:, 1:])),
        Example("usual", (X.T * 0.5 + 0.1, -G.T)),
        Example("telling", (X[:1], G[:1])),
        Example("integer", (np.array([[1, -2], [-1, 3]]), np.array([[2, 5], [-3, -4]]))),
        Example("x exactly 0", (np.array([[0.0, 1.0, -0.0]]), np.array([[2.0, -1.0, -3.0]])), "divides_by_zero"),
        Example("huge x", (np.array([[1e300, -1e300, 800.0]]), np.array([[2.0, 1.0, -3.0]])), "overflow", "overflow"),
        Example("tiny x", (np.array([[1e-300, -1e-300]]), np.array([[2.0, 1.0]])), "threshold"),
    ),
    mistakes=MISTAKES,
    causes={
        "upstream_ignored": Cause(
            "wrong", "This is relu's own slope; by the chain rule it multiplies what comes from above."
        ),
        "forward_instead": Cause("wrong", "This is relu itself; asked for is the derivative."),
        "multiplies_by_x": Cause("wrong", "relu(x) is multiplied with; its slope is 1 where x > 0, not x."),
        "mask_of_upstream": Cause(
            "wrong", "Where to let through is decided by x, not by the sign of what comes from above."
        ),
        "let_through": Cause("wrong", "Everything passes; where x is negative relu is flat, and nothing may."),
        "wrong_side": Cause("wrong", "It passes where x is negative; relu is flat there."),
        "keeps_a_slope": Cause("wrong", "Where x is negative a slope is left: that is leaky relu, or abs."),
        "one_outside": Cause("wrong", "One side gives 1 in place of the slope times what comes from above."),
        "threshold_of_one": Cause("wrong", "The corner is at 0; here it is at 1."),
        "other_activation": Cause("wrong", "This is the derivative of another activation, the sigmoid's or tanh's."),
        "adds_up": Cause("wrong", "The entries are summed; there is one derivative for each entry of x."),
        "divides_by_zero": Cause("fragile", "At x = 0 the answer is between 0 and what comes from above; 0 is usual."),
        "overflow": Cause("fragile", "Large x overflow; compare with 0, and do not compute with x."),
        "threshold": Cause("fragile", "The slope is 1 for every positive x, however small."),
    },
    edits={"wrong_side": ("flip_comparison",), "sign_flipped": ("negate", "drop_minus")},
    accepts=accepts,
    everyday=lambda x, g: bool(np.all(x != 0)),
    cost=lambda n: (np.linspace(-1.0, 1.0, n).reshape(-1, 1), np.linspace(2.0, 3.0, n).reshape(-1, 1)),
    grows_with="the number of samples",
).topic()
