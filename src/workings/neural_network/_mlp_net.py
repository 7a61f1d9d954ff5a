r"""The loss of a multi-layer perceptron on a batch, and its gradient, in buffers made once.

With :math:`a_0 = x`, :math:`a_i = \phi(a_{i-1} W_i + b_i)` and the outputs :math:`\psi(z)` of
:math:`z = a_{L-1} W_L + b_L`,

.. math:: \frac{1}{\sum_i w_i} \Big( \sum_i w_i \ell(y_i, \psi(z_i)) + \frac{\alpha}{2} \sum_k \|W_k\|^2 \Big)

The gradient goes back by :math:`\delta_L = \psi(z) - y`, :math:`\delta_{k-1} = (\delta_k W_k^T) \phi'(z_{k-1})`, and is
:math:`a_{k-1}^T \delta_k` for the coefficients, the column sums of :math:`\delta_k` for the intercepts. All of them lie
in one vector, coefficients first, so that an update is one pass. Source: D. Rumelhart, G. Hinton, R. Williams,
"Learning representations by back-propagating errors", Nature 323 (1986).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from scipy.sparse import issparse

from workings._validation import Array
from workings.neural_network._mlp_parts import Parts
from workings.neural_network._products import product


def size_of(units: list[int]) -> int:
    """Return how many coefficients and intercepts layers of these sizes have."""
    return sum((a + 1) * b for a, b in pairwise(units))


def views(theta: Array, units: list[int]) -> tuple[list[Array], list[Array]]:
    """Return the coefficients and the intercepts of each layer, as views of the vector that holds them all."""
    coefs, intercepts, at = [], [], 0
    for a, b in pairwise(units):
        coefs.append(theta[at : at + a * b].reshape(a, b))
        at += a * b
    for b in units[1:]:
        intercepts.append(theta[at : at + b])
        at += b
    return coefs, intercepts


def pack(coefs: list[Array], intercepts: list[Array], dtype: Any) -> Array:
    """Return all coefficients and intercepts in one new vector."""
    return np.concatenate([part.ravel() for part in (*coefs, *intercepts)], dtype=dtype)


def multiply(a: Any, b: Array, out: Array) -> None:
    """Write the product of a, perhaps sparse, and b into out."""
    if issparse(a):
        out[...] = a @ b
    else:
        product(a, b, out)


class Network:
    """Layers whose coefficients and intercepts are views of one vector, `theta`.

    Parameters
    ----------
    theta : ndarray of shape (size_of(units),)
        Whoever changes it changes the network.
    units : list of int
        Features, sizes of the hidden layers, outputs.
    parts : Parts
    alpha : float
    rows : int
        The most rows that a batch may have.
    """

    def __init__(self, theta: Array, units: list[int], parts: Parts, alpha: float, rows: int) -> None:
        self.theta, self.units, self.parts = theta, units, parts
        self.alpha = alpha
        self.coefs, self.intercepts = views(theta, units)
        self.gradient = np.zeros_like(theta)
        self._coef_gradients, self._intercept_gradients = views(self.gradient, units)
        self._outputs = [np.empty((rows, u), dtype=theta.dtype) for u in units[1:]]
        self._deltas = [np.empty((rows, u), dtype=theta.dtype) for u in units[1:-1]]
        self._n_coefs = theta.size - sum(units[1:])

    def loss(self, X: Any, y: Array, weights: Array, total: float) -> float:
        """Return the loss of a batch, and leave its gradient in `gradient`; `total` is the sum of the weights."""
        n, last, number = X.shape[0], len(self.coefs) - 1, self.theta.dtype.type
        outputs = [buffer[:n] for buffer in self._outputs]
        below = X
        for i in range(last):
            multiply(below, self.coefs[i], outputs[i])
            self.parts.forward(outputs[i], self.intercepts[i])
            below = outputs[i]
        delta = outputs[last]
        multiply(below, self.coefs[last], delta)
        value = self.parts.end(delta, self.intercepts[last], y, weights, self._intercept_gradients[last])
        for i in range(last, -1, -1):
            below = outputs[i - 1] if i else X
            multiply(below.T, delta, self._coef_gradients[i])
            if i:
                lower = self._deltas[i - 1][:n]
                product(delta, self.coefs[i].T, lower)
                self.parts.backward(lower, below, self._intercept_gradients[i - 1])
                delta = lower
        squares = self.parts.add_penalty(
            self.theta, self.gradient, self._n_coefs, number(self.alpha), number(1.0 / total)
        )
        return (value + 0.5 * self.alpha * squares) / total
