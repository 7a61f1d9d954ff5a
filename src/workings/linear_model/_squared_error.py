r"""The mean squared error of a linear model and its gradient, for gradient descent.

.. math:: F(w, b) = \frac{1}{2 S} \Bigl( \sum_i s_i \|w x_i + b - y_i\|^2 + \alpha \|w\|^2 \Bigr), \qquad S = \sum_i s_i
.. math:: \frac{\partial F}{\partial w} = \frac1S \Bigl( \sum_i s_i (w x_i + b - y_i) x_i^T + \alpha w \Bigr), \qquad
          \frac{\partial F}{\partial b} = \frac1S \sum_i s_i (w x_i + b - y_i)
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.linear_model._gradient_descent import Descent, descend

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class SquaredError:
    """F on one data set.

    Attributes
    ----------
    X : ndarray or sparse array of shape (n, p)
    Y : ndarray of shape (n, k)
    weights : ndarray of shape (n,) or None
    alpha : ndarray of shape (k,)
        The penalty of each target's coefficients.
    fit_intercept : bool
    """

    X: Any
    Y: Array
    weights: Array | None
    alpha: Array
    fit_intercept: bool

    def value_and_gradient(self, theta: Array) -> tuple[float, Array]:
        """Return F and its gradient at theta of shape (k, p + 1), the intercepts in the last column, if any."""
        p = self.X.shape[1]
        coef, gradient = theta[:, :p], np.empty_like(theta)
        residual = self.X @ coef.T - self.Y
        if self.fit_intercept:
            residual += theta[:, p]
        weighted = residual if self.weights is None else residual * self.weights[:, None]
        total = float(len(self.Y) if self.weights is None else self.weights.sum())
        penalised = self.alpha[:, None] * coef
        gradient[:, :p] = ((self.X.T @ weighted).T + penalised) / total
        if self.fit_intercept:
            gradient[:, p] = weighted.sum(axis=0) / total
        value = (float(np.vdot(weighted, residual)) + float(np.vdot(penalised, coef))) / (2.0 * total)
        return value, gradient

    def descend(
        self, *, flat: bool, learning_rate: float | None, momentum: float, max_iter: int, tol: float
    ) -> Generator[Step, None, Descent]:
        """Descend from zeros until the gradient is `tol` times as large as at the start."""
        p = self.X.shape[1]
        start = np.zeros((self.Y.shape[1], p + self.fit_intercept))
        first = float(np.abs(self.value_and_gradient(start)[1]).max(initial=0.0))

        def named(theta: Array) -> Mapping[str, Array]:
            shown = {"coef_": theta[0, :p] if flat else theta[:, :p]}
            return {**shown, "intercept_": theta[:, p]} if self.fit_intercept else shown

        return (
            yield from descend(
                self.value_and_gradient,
                start,
                learning_rate=learning_rate,
                momentum=momentum,
                max_iter=max_iter,
                tol=tol * first,
                named=named,
            )
        )
