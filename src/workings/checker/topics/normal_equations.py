"""Least squares by the normal equations."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._exact import least_squares
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide


def _with_ones(X: Array) -> Array:
    return np.column_stack([np.ones(len(X)), X])


def exact(X: Array, y: Array, intercept: Any = None) -> Array:
    """Solve X.T X w = X.T y in fractions; nan where there is no single solution."""
    found = least_squares(X, y)
    return np.full(X.shape[1], np.nan) if found is None else found


def exact_with_ones(X: Array, y: Array, intercept: Any = None) -> Array:
    """Solve the same with a column of ones before the others."""
    return exact(_with_ones(X), y)


def is_singular(X: Array, y: Array, intercept: Any = None) -> bool:
    """Whether there are many solutions."""
    return least_squares(X, y) is None


def accepts(answer: Any, X: Array, y: Array, intercept: Any = None) -> bool:
    """Any w that leaves next to nothing of X.T (y - X w): what solving does, whatever the condition of X."""
    w = np.squeeze(np.asarray(answer, dtype=float))
    if w.shape != (X.shape[1],):
        return False
    if not np.any(np.isfinite(w)):
        return is_singular(X, y)
    true = least_squares(X, y)
    left = np.max(np.abs(wide(X).T @ (wide(y) - wide(X) @ wide(w))))
    length = float(np.linalg.norm(X))
    size = length * float(np.linalg.norm(y))
    if true is None:
        return bool(left <= 1e-9 * size)
    return bool(left <= 1e-13 * (size + length**2 * float(np.linalg.norm(true))))


def _solved(matrix: Any, right: Any) -> Any:
    """Return the mistake of solving other equations."""
    return lambda X, y, c: np.linalg.solve(matrix(X), right(X, y))


def _gram(X: Array) -> Array:
    return X.T @ X


def _best(X: Array, y: Array) -> Array:
    return np.linalg.lstsq(X, y, rcond=None)[0]


MISTAKES = (
    ("missing_transpose", _solved(_gram, lambda X, y: X @ y)),
    ("missing_transpose", _solved(lambda X: X @ X.T, lambda X, y: X.T @ y)),
    ("missing_transpose", _solved(lambda X: X @ X.T, lambda X, y: X @ y)),
    ("missing_transpose", _solved(lambda X: X @ X, lambda X, y: X.T @ y)),
    ("missing_transpose", _solved(lambda X: X @ X, lambda X, y: X @ y)),
    ("missing_transpose", _solved(lambda X: X.T @ X.T, lambda X, y: X.T @ y)),
    ("not_solved", lambda X, y, c: X.T @ y),
    ("not_solved", lambda X, y, c: _gram(X) @ (X.T @ y)),
    ("divides_by_entries", lambda X, y, c: (X.T @ y) / np.diag(_gram(X))),
    ("divides_by_entries", lambda X, y, c: (X.T @ y) / _gram(X)),
    ("divides_by_entries", lambda X, y, c: (1.0 / _gram(X)) @ (X.T @ y)),
    ("sign_flipped", lambda X, y, c: -_best(X, y)),
    ("returns_predictions", lambda X, y, c: X @ _best(X, y)),
    ("returns_residuals", lambda X, y, c: y - X @ _best(X, y)),
    ("intercept_added", lambda X, y, c: _best(_with_ones(X), y)[1:]),
    ("intercept_added", lambda X, y, c: _best(X - X.mean(axis=0), y - y.mean())),
    ("centres_first", lambda X, y, c: _best(X, y - y.mean())),
    ("forgets_y", lambda X, y, c: np.linalg.inv(_gram(X)) @ X.T),
    *(
        ("penalty_added", lambda X, y, c, a=a: np.linalg.solve(_gram(X) + a * np.eye(X.shape[1]), X.T @ y))
        for a in (1.0, 0.5, 0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
    ),
    ("mixes_means_and_sums", lambda X, y, c: _best(X, y) / len(y)),
    ("mixes_means_and_sums", lambda X, y, c: _best(X, y) * len(y)),
)
FORGETS = (
    ("forgets_intercept", lambda X, y, c: _best(X, y)),
    ("forgets_intercept", lambda X, y, c: np.r_[0, _best(X, y)]),
)

X = np.array([[1.0, 2.0, -1.0], [1.0, 0.5, 3.0], [1.0, -1.5, 2.0], [1.0, 4.0, 0.25], [1.0, 1.0, -2.0]])
Y = np.array([2.0, -1.0, 3.5, 0.5, 4.0])
t = np.linspace(1.0, 2.0, 7)
STEEP = np.column_stack([t**k for k in range(6)])
CLOSE = np.column_stack([np.ones(6), 1 + 1e-6 * np.arange(6.0) ** 2, [2.0, -1.0, 0.5, 1.0, 3.0, -2.0]])
TWICE = np.column_stack([X[:, :2], 2.0 * X[:, 1]])
SUM = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0]])

TOPIC = Plain(
    name="normal_equations",
    formula="normal_equations(X, y) = w with X.T @ X @ w = X.T @ y",
    names=r"normal_?eq|(^|_)(ols|least_squares)(?!_line)(_|$)|closed_?form|multiple_(linear_)?regression|linear_regression$",
    given=(
        Given("X", "np", "x a data features design phi samples inputs x_train"),
        Given("y", "n", "t target targets b response labels outputs y_train"),
        Given(
            "intercept", also="fit_intercept add_intercept add_bias bias with_intercept", values=[True], optional=True
        ),
    ),
    exact=exact,
    readings=(
        Reading("X as it is", "one coefficient for each column of X, none added", takes=()),
        Reading(
            "an intercept added",
            "X gets a column of ones; the intercept comes first",
            exact=exact_with_ones,
            mistakes=(*FORGETS, *((code, lambda X, y, c, f=f: f(_with_ones(X), y, c)) for code, f in MISTAKES)),
            takes=(),
            only=True,
            examples=(
                Example("usual", (X[:, 1:], Y, True)),
                Example("usual", (np.array([[2.0], [0.5], [-1.5], [4.0]]), Y[:4], True)),
            ),
        ),
        Reading(
            "an intercept on request",
            "intercept=True asks for it; it comes first",
            exact=exact_with_ones,
            mistakes=FORGETS,
            takes=("intercept",),
            only=True,
            examples=(
                Example("usual", (X[:, 1:], Y, True)),
                Example("usual", (np.array([[2.0], [0.5], [-1.5], [4.0]]), Y[:4], True)),
            ),
        ),
    ),
    examples=(
        Example("usual", (X, Y, None)),
        Example("usual", (X[:4, 1:], Y[1:], None)),
        Example("usual", (np.array([[3.0, 1.0], [1.0, -2.0], [0.5, 4.0]]), np.array([1.0, 2.0, -1.5]), None)),
        Example("square", (X[:3], Y[:3], None)),
        Example("integer", (np.array([[1, 2], [1, 0], [1, 5]]), np.array([1, 0, 4]), None)),
        Example("a single column", (X[:, 1:2], Y, None), "fails_single_column"),
        Example("nearly dependent columns", (STEEP, np.sin(5 * t), None), "explicit_inverse", tolerance=0.0),
        Example(
            "nearly dependent columns",
            (CLOSE, np.array([1.0, 3.0, -2.0, 0.5, 2.0, 4.0]), None),
            "explicit_inverse",
            tolerance=0.0,
        ),
        Example("dependent columns", (TWICE, Y, None), "accepts_singular"),
        Example("dependent columns", (SUM, Y[:4], None), "accepts_singular"),
        Example("dependent columns", (X[:2], Y[:2], None), "accepts_singular"),
    ),
    mistakes=MISTAKES,
    causes={
        "not_solved": Cause("wrong", "The equations are not solved: X.T @ y is their right-hand side."),
        "divides_by_entries": Cause("wrong", "It divides entry by entry; a matrix must be solved with."),
        "returns_predictions": Cause("wrong", "The predictions X @ w come back, not w."),
        "returns_residuals": Cause("wrong", "The residuals come back, not the coefficients."),
        "centres_first": Cause("wrong", "The mean is subtracted from y and not from X: that solves no model."),
        "forgets_y": Cause("wrong", "The matrix that would be multiplied with y comes back; y is missing."),
        "intercept_added": Cause(
            "wrong",
            "These are the coefficients of a model with an intercept (a column of ones was added, or means were "
            "subtracted), and the intercept is not returned. X is to be used as it is given.",
        ),
        "penalty_added": Cause("wrong", "Something is added to the diagonal of X.T @ X: this is ridge regression."),
        "mixes_means_and_sums": Cause("wrong", "One side of the equations is divided by n and the other is not."),
        "fails_single_column": Cause("fragile", "An X of a single column fails."),
    },
    edits={
        "accepts_singular": ("lstsq_for_solve",),
        "sign_flipped": ("drop_minus", "negate"),
        "penalty_added": ("drop_term",),
    },
    everyday=lambda X, y, c: len(X) >= X.shape[1] and float(np.linalg.cond(X)) < 60.0,
    accepts=accepts,
    may_raise=is_singular,
    instead="LinAlgError, or any w with X.T @ X @ w = X.T @ y",
    factor=True,
    sizes={"n": (2, 5), "p": (1, 3)},
    cost=lambda n: (np.column_stack([np.ones(n), np.linspace(-1.0, 1.0, n)]), np.linspace(0.0, 1.0, n) ** 2, None),
    textbook=lambda X, y, c: np.linalg.solve(X.T @ X, X.T @ y),
).topic()
