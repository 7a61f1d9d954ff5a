"""What the two topics of the hinge loss share: scores, margins, examples."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array, Cause
from workings.checker.topics._plain import Example, Given, wide

X = np.array([[0.5, -1.25], [-0.75, 2.0], [1.5, 0.25], [-2.0, -0.5], [0.25, 1.0]])
X3 = np.column_stack([X, [1.0, -0.5, 2.0, 0.25, -1.5]])
Y = np.array([1.0, -1.0, 1.0, -1.0, -1.0])
W = np.array([0.5, -0.25, 0.75])

GIVEN = (
    Given("w", "p", "weights theta wt coef"),
    Given("b", also="bias intercept b0", values=[0.5, -1.0, 2.0, 0.25]),
    Given("X", "np", "x features data inputs x_train"),
    Given("y", "n", "t target targets labels y_train y_true", [-1.0, 1.0, 1.0, -1.0]),
)


def margins(w: Array, b: float, X: Array, y: Array) -> Any:
    """Return y (x w + b) of each sample."""
    return wide(y) * (wide(X) @ wide(w) + np.longdouble(b))


EXAMPLES = (
    Example("usual", (W, 0.5, X3, Y)),
    Example("usual", (2.0 * W[1:], -0.75, X[:4], np.array([1.0, -1.0, -1.0, 1.0]))),
    Example("usual", (np.array([1.5, -2.0]), 1.25, X, -Y)),
    Example("telling", (W / 4, 0.125, X3, Y)),
    Example("telling", (np.array([8.0, -6.0]), 0.25, X, Y)),
    Example("one sample", (W, 0.5, X3[:1], Y[:1]), "fails_single_element"),
    Example("integer", (np.array([1, -1]), 1, np.array([[1, 2], [2, -1], [0, 3]]), np.array([1, -1, 1]))),
    Example(
        "no sample inside the margin",
        (np.array([50.0, 0.25]), 0.0, np.array([[1.0, 0.5], [-2.0, 1.0], [3.0, 0.0]]), np.array([1.0, -1.0, 1.0])),
        "all_outside",
    ),
)

CAUSES = {
    "no_maximum": Cause(
        "wrong", "Samples far on the right side count too (below 0): each sample's loss is max(0, 1 - margin)."
    ),
    "maximum_of_the_mean": Cause("wrong", "The maximum with 0 is taken once, after the mean; take it for each sample."),
    "margin_of_zero": Cause("wrong", "A sample must pass the border by 1 to cost nothing: max(0, 1 - margin)."),
    "squared_hinge": Cause("wrong", "This is the squared hinge loss."),
    "labels_left_out": Cause("wrong", "The labels are missing: the margin is y times the score."),
    "forgets_bias": Cause("wrong", "The bias is left out: the score is X @ w + b."),
    "bias_subtracted": Cause("wrong", "The bias is subtracted: the score is X @ w + b."),
    "other_loss": Cause("wrong", "This is another loss than the hinge."),
    "counts_mistakes": Cause("wrong", "Mistakes are counted; the hinge loss says by how much, too."),
    "adds_the_penalty": Cause("wrong", "|w|^2 is added; only the mean of the losses was asked for."),
    "all_outside": Cause("fragile", "Where no sample lies inside the margin, the answer is 0; here it is not."),
}
