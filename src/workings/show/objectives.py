"""What a linear model makes smaller, as a function of two of its coefficients: the surface that its steps walk over."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import clone, is_classifier

from workings._step import Step
from workings.show.descent import loss_surface, step_path
from workings.show.scene import Axis, Scene
from workings.show.steps import steps
from workings.special import softplus

Array = NDArray[Any]


class Objective:
    """The mean loss and the penalty of a linear model on its samples.

    Parameters
    ----------
    model : LinearRegression, Ridge, Lasso, ElasticNet, or LogisticRegression with two classes
    X : array_like of shape (n_samples, n_features)
    y : array_like of shape (n_samples,)
    """

    def __init__(self, model: Any, X: ArrayLike, y: ArrayLike) -> None:
        self.X, target = np.asarray(X, dtype=float), np.asarray(y)
        self.logistic = is_classifier(model)
        if self.logistic:
            classes = np.unique(target)
            if len(classes) != 2:
                raise ValueError(f"Objective: two classes make one surface, and y has {len(classes)}.")
            self.y = (target == classes[1]).astype(float)
        else:
            self.y = target.astype(float)
        self.l1, self.l2 = _penalty(model, len(self.X))

    def __call__(self, coef: Array, intercept: Array) -> Array:
        """Return the objective of each row of coefficients, (m, n_features), with its intercept, (m,)."""
        z = coef @ self.X.T + intercept[:, None]
        loss = softplus(z) - self.y * z if self.logistic else 0.5 * (z - self.y) ** 2
        total: Array = loss.mean(axis=1) + self.l1 * np.abs(coef).sum(axis=1) + 0.5 * self.l2 * (coef**2).sum(axis=1)
        return total

    def over(self, features: tuple[int, int], last: Step) -> Any:
        """Return the objective as a function of two coefficients (-1: the intercept); the others stay as in `last`."""
        coef = np.ravel(last.arrays["coef_"]).astype(float)
        cut = float(np.ravel(last.arrays.get("intercept_", _mean_intercept(self, coef)))[0])

        def value(a: Array, b: Array) -> Array:
            rows, cuts = np.tile(coef, (a.size, 1)), np.full(a.size, cut)
            for j, found in zip(features, (a, b), strict=True):
                if j == -1:
                    cuts = found.ravel()
                else:
                    rows[:, j] = found.ravel()
            if "intercept_" not in last.arrays:
                cuts = np.mean(self.y) - rows @ self.X.mean(axis=0)
            return self(rows, cuts).reshape(a.shape)

        return value


def _mean_intercept(objective: Objective, coef: Array) -> float:
    """Return the intercept that is best for these coefficients, which coordinate descent keeps out of its steps."""
    return float(np.mean(objective.y) - objective.X.mean(axis=0) @ coef)


def _penalty(model: Any, n: int) -> tuple[float, float]:
    """Return the factors of the absolute values and of half the squares."""
    kind = type(model).__name__
    if kind == "LinearRegression":
        return 0.0, 0.0
    if kind == "Ridge":
        return 0.0, float(model.alpha) / n
    if kind == "LogisticRegression" and not model.l1_ratio:
        return 0.0, 1.0 / (model.C * n)
    if kind in ("Lasso", "ElasticNet"):
        share = 1.0 if kind == "Lasso" else float(model.l1_ratio)
        return model.alpha * share, model.alpha * (1.0 - share)
    raise TypeError(
        f"draw(kind='loss'): the surface of {kind} is not known. Try LinearRegression, Ridge, Lasso, ElasticNet or "
        "LogisticRegression (l2), or loss_surface with a function of your own."
    )


def fit_over_surface(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    features: tuple[int, int] = (0, 1),
    axes: tuple[Axis, Axis] | None = None,
    title: str = "The loss and the way down",
) -> Scene:
    """Fit a copy of a linear model, and return the path of its steps over its own objective.

    Parameters
    ----------
    model : LinearRegression, Ridge, Lasso, ElasticNet, or LogisticRegression with two classes
        With more than two coefficients the others are held where the fit left them.
    X, y : array_like
    features : tuple of two int, default (0, 1)
        Which coefficients span the surface; -1 is the intercept.
    axes : tuple of two Axis, optional
    title : str

    Examples
    --------
    >>> from workings.linear_model import LinearRegression
    >>> model = LinearRegression(solver="gradient descent", learning_rate=0.1, max_iter=3, tol=10)
    >>> fit_over_surface(model, [[0.0, 1.0], [1.0, 0.0]], [1.0, 2.0]).x.name
    'coefficient of feature 0'
    """
    objective = Objective(model, X, y)
    n = objective.X.shape[1]
    if features[0] == features[1] or not -1 <= min(features) <= max(features) < n:
        raise ValueError(f"features={features} must be two different coefficients of {n}, or -1 for the intercept.")
    seen = list(steps(clone(model), X, y))
    across, up = axes or tuple(Axis("intercept" if j == -1 else f"coefficient of feature {j}") for j in features)
    sweeps = any(step.what == "sweep" for step in seen)
    return loss_surface(
        objective.over(features, seen[-1]), step_path(seen, features), axes=(across, up), square=sweeps, title=title
    )
