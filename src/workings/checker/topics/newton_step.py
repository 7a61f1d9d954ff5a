"""One step of Newton's method on the mean logistic loss."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._exact import sigmoid, solve
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def exact(w: Array, X: Array, y: Array) -> Any:
    """Solve for the step by elimination on longdouble."""
    w, X, y = wide(w), wide(X), wide(y)
    p = sigmoid(X @ w)
    hessian = (X * (p * (1 - p))[:, None]).T @ X
    step = solve(hessian.tolist(), (X.T @ (p - y)).tolist())
    return np.full(len(w), np.nan) if step is None else w - np.array(step)


def _parts(w: Array, X: Array, y: Array) -> tuple[Array, Array, Array]:
    p = sigmoid(X @ w)
    return p, X.T @ (p - y), (X * (p * (1 - p))[:, None]).T @ X


def _with(of: Any) -> Any:
    """Return the mistake of moving by `of(p, gradient, Hessian, X, y)`, both without 1/n."""

    def step(w: Array, X: Array, y: Array) -> Any:
        p, g, H = _parts(w, X, y)
        return w - of(p, g, H, X, y)

    return step


def _hessian(weights: Any) -> Any:
    """Return the mistake of other weights in the Hessian."""
    return _with(lambda p, g, H, X, y: np.linalg.solve((X * weights(p)[:, None]).T @ X, g))


MISTAKES = (
    ("climbs", _with(lambda p, g, H, X, y: -np.linalg.solve(H, g))),
    ("missing_weights", _hessian(np.ones_like)),
    ("missing_weights", _with(lambda p, g, H, X, y: np.linalg.solve(X.T @ X, g) / len(y))),
    ("missing_weights", _hessian(lambda p: np.full_like(p, 0.25))),
    ("wrong_weights", _hessian(lambda p: p)),
    ("wrong_weights", _hessian(lambda p: 1 - p)),
    ("wrong_weights", _hessian(lambda p: (p * (1 - p)) ** 2)),
    ("wrong_weights", _hessian(lambda p: p**2)),
    ("wrong_weights", _hessian(lambda p: np.sqrt(p * (1 - p)))),
    ("wrong_weights", _hessian(lambda p: p * (1 + p))),
    ("wrong_weights", _hessian(lambda p: -p * p)),
    ("labels_in_the_weights", _with(lambda p, g, H, X, y: np.linalg.solve((X * (y * (1 - p))[:, None]).T @ X, g))),
    ("step_halved", _with(lambda p, g, H, X, y: 0.5 * np.linalg.solve(H, g))),
    ("step_doubled", _with(lambda p, g, H, X, y: 2.0 * np.linalg.solve(H, g))),
    *(("step_shortened", _with(lambda p, g, H, X, y, c=c: c * np.linalg.solve(H, g))) for c in (0.1, 0.01, 0.9)),
    ("mixes_means_and_sums", _with(lambda p, g, H, X, y: np.linalg.solve(H, g) / len(y))),
    ("mixes_means_and_sums", _with(lambda p, g, H, X, y: np.linalg.solve(H, g) * len(y))),
    ("gradient_step", _with(lambda p, g, H, X, y: g)),
    ("gradient_step", _with(lambda p, g, H, X, y: g / len(y))),
    ("multiplies_by_hessian", _with(lambda p, g, H, X, y: H @ g)),
    ("multiplies_by_hessian", _with(lambda p, g, H, X, y: H @ g / len(y) ** 2)),
    ("diagonal_only", _with(lambda p, g, H, X, y: g / np.diag(H))),
    ("divides_by_entries", _with(lambda p, g, H, X, y: (1.0 / H) @ g)),
    ("penalty_added", _with(lambda p, g, H, X, y: np.linalg.solve(H + np.eye(len(g)), g))),
    *(
        ("penalty_added", _with(lambda p, g, H, X, y, a=a: np.linalg.solve(H + a * np.eye(len(g)), g)))
        for a in (0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
    ),
    *(
        (
            "penalty_added",
            _with(lambda p, g, H, X, y, a=a: np.linalg.solve(H / len(y) + a * np.eye(len(g)), g / len(y))),
        )
        for a in (1.0, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
    ),
    ("returns_step", lambda w, X, y: w - exact(w, X, y).astype(float)),
    ("returns_step", lambda w, X, y: exact(w, X, y).astype(float) - w),
    ("no_sigmoid", lambda w, X, y: w - np.linalg.solve(X.T @ X, X.T @ (X @ w - y))),
    ("no_sigmoid", _with(lambda p, g, H, X, y: np.linalg.solve(X.T @ X, g * 0 + X.T @ (np.log(p / (1 - p)) - y)))),
    ("labels_swapped", _with(lambda p, g, H, X, y: np.linalg.solve(H, X.T @ (p - 1 + y)))),
    ("sign_flipped", _with(lambda p, g, H, X, y: np.linalg.solve(H, X.T @ (p + y)))),
    ("forgets_old_weights", lambda w, X, y: exact(w, X, y).astype(float) - w),
    ("missing_transpose", _with(lambda p, g, H, X, y: np.linalg.solve(H, X @ (p - y)))),
    ("missing_transpose", _with(lambda p, g, H, X, y: np.linalg.solve(X @ np.diag(p * (1 - p)) @ X.T, g))),
    ("missing_transpose", _with(lambda p, g, H, X, y: np.linalg.solve(X @ np.diag(p * (1 - p)) @ X, g))),
    ("missing_transpose", _with(lambda p, g, H, X, y: np.linalg.solve(X @ np.diag(p * (1 - p)) @ X.T, X @ (p - y)))),
    ("weights_on_features", _with(lambda p, g, H, X, y: np.linalg.solve(X.T @ (X * (p * (1 - p))), g))),
)

X = np.array([[1.0, 0.5, -1.25], [1.0, -0.75, 2.0], [1.0, 1.5, 0.25], [1.0, -2.0, -0.5], [1.0, 0.25, 1.0]])
Y = np.array([1.0, 0.0, 1.0, 0.0, 0.0])
W = np.array([0.5, -0.25, 0.75])


def _is_plain(w: Array, X: Array, y: Array) -> bool:
    p = sigmoid(X @ np.asarray(w, dtype=float))
    return len(y) >= X.shape[1] and float(np.linalg.cond(X * np.sqrt(p * (1 - p))[:, None])) < 60.0


TOPIC = Plain(
    name="newton_step",
    formula="newton_step(w, X, y) = w - solve(H, g), g = X.T @ (p - y) / n, H = X.T @ diag(p (1 - p)) @ X / n",
    names=r"newton_?(raphson)?_?(step|update|logistic)|(logistic|irls)_?(newton)?_?step|(^|_)irls(_|$)",
    given=(
        Given("w", "p", "theta beta weights coef w0 params"),
        Given("X", "np", "x features data a inputs x_train samples design"),
        Given("y", "n", "t target targets labels y_train response", [0.0, 1.0, 1.0, 0.0]),
    ),
    exact=exact,
    readings=(Reading("the new w", "one whole step of Newton's method down the mean logistic loss"),),
    examples=(
        Example("usual", (W, X, Y)),
        Example("usual", (-W[1:], X[:4, :2], np.array([0.0, 1.0, 1.0, 1.0]))),
        Example("usual", (np.array([0.25, 1.0]), X[:, 1:], 1.0 - Y)),
        Example("square", (W, X[:3], Y[:3])),
        Example("telling", (np.zeros(3), X, Y)),
        Example("telling", (np.array([0.5]), X[:, 1:2], Y)),
        Example("integer", (np.array([0, 1]), np.array([[1, 2], [1, -1], [1, 0]]), np.array([1, 0, 1]))),
        Example(
            "one score beyond 700",
            (np.array([0.5, 1.0]), np.vstack([X[:, :2], [[1.0, -800.0]]]), np.r_[Y, 1.0]),
            "saturated_weights",
            "overflow",
            tolerance=1e-7,
        ),
        Example(
            "one score beyond 700",
            (np.array([0.5, 1.0]), np.vstack([X[:, :2], [[1.0, 800.0]]]), np.r_[Y, 1.0]),
            "saturated_weights",
            "overflow",
            tolerance=1e-7,
        ),
    ),
    mistakes=MISTAKES,
    causes={
        "climbs": Cause("wrong", "It goes up the loss: w - solve(H, g) goes down."),
        "missing_weights": Cause(
            "wrong", "The weights p (1 - p) are missing in the Hessian: X.T @ X belongs to the squared error."
        ),
        "wrong_weights": Cause("wrong", "The weights in the Hessian are p (1 - p), the slope of the sigmoid."),
        "labels_in_the_weights": Cause("wrong", "The labels do not enter the Hessian: its weights are p (1 - p)."),
        "step_halved": Cause("wrong", "Half a step is taken; Newton's step is whole."),
        "step_doubled": Cause("wrong", "The step is twice as long as Newton's."),
        "step_shortened": Cause("wrong", "The step is multiplied by a learning rate; Newton's step is whole."),
        "mixes_means_and_sums": Cause("wrong", "One of gradient and Hessian is divided by n and the other is not."),
        "gradient_step": Cause("wrong", "The Hessian is not used: this is a step of gradient descent."),
        "multiplies_by_hessian": Cause("wrong", "The gradient is multiplied by the Hessian; it must be solved with."),
        "diagonal_only": Cause("wrong", "Only the diagonal of the Hessian is used."),
        "divides_by_entries": Cause("wrong", "The Hessian is inverted entry by entry; a matrix must be solved with."),
        "penalty_added": Cause("wrong", "Something is added to the diagonal of the Hessian: that is another problem."),
        "returns_step": Cause("wrong", "The step comes back, not the new w."),
        "forgets_old_weights": Cause("wrong", "The new w is the step alone; the old w is missing in it."),
        "no_sigmoid": Cause("wrong", "The sigmoid is missing: z is taken for a probability."),
        "labels_swapped": Cause("wrong", "The classes are swapped: y = 1 is treated as 0 and 0 as 1."),
        "weights_on_features": Cause(
            "wrong", "The weights p (1 - p) multiply columns; each belongs to a sample, a row."
        ),
        "saturated_weights": Cause(
            "fragile",
            "Where a probability rounds to 0 or 1 its weight p (1 - p) is 0, and what was divided by it is lost, "
            "though the residual is not 0. Solve with the gradient, which needs no division by the weights.",
        ),
        "overflow": Cause(
            "fragile", "exp overflows where a score is beyond 709 (math.exp raises). Let exp see -|z| only."
        ),
    },
    edits={
        "climbs": ("plus_minus", "drop_minus"),
        "step_halved": ("drop_scale",),
        "step_doubled": ("drop_scale",),
        "step_shortened": ("drop_scale",),
        "penalty_added": ("drop_term",),
        "labels_swapped": ("swap_difference",),
        "mixes_means_and_sums": ("divide_by_n", "drop_scale"),
    },
    valid=lambda w, X, y: set(np.ravel(y).tolist()) <= {0.0, 1.0} and bool(np.all(np.isfinite(exact(w, X, y)))),
    everyday=_is_plain,
    sizes={"n": (2, 5), "p": (1, 2)},
    cost=lambda n: (np.array([0.5, 1.0]), np.column_stack([np.ones(n), np.linspace(-1.0, 1.0, n)]), np.arange(n) % 2.0),
    textbook=lambda w, X, y: w - np.linalg.solve(_parts(w, X, y)[2], _parts(w, X, y)[1]),
    digits=1e-10,
).topic()
