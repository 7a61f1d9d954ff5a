r"""The objective of logistic regression: its value, gradient and second derivatives on blocks of rows.

With weights :math:`s_i` that sum to 1, classes :math:`k` and coefficients :math:`w_k`, intercepts :math:`b_k`:

.. math:: F = \sum_i s_i \Bigl(\log \sum_k e^{z_{ik}} - z_{i y_i}\Bigr) + \frac{\lambda}{2} \sum_k \|w_k\|^2,
          \qquad z_{ik} = w_k \cdot x_i + b_k

Two classes need only one row of coefficients (the other's logit is 0). The parameters are one matrix ``theta`` of
shape (rows, width): the coefficients, and the intercept in the last column if there is one.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels._threads import run_blocks

Array = NDArray[Any]

# Below this number of logits NumPy is quick enough, and Numba, whose import takes a second, stays unloaded.
SMALL = 30_000
# Numbers of X in a block: about what one core's second-level cache holds.
_BLOCK = 1 << 16


@dataclass(frozen=True, eq=False)
class LogisticLoss:
    r"""The objective on one data set.

    Attributes
    ----------
    X : ndarray of shape (n, p), float64 or float32
        The samples; converted to float64 block by block.
    labels : ndarray of shape (n,), int64
        The class of each sample.
    weights : ndarray of shape (n,), float64
        Their weights, which sum to 1.
    n_classes : int
    l2 : float
        The factor :math:`\lambda` of the penalty; 0 for none.
    fit_intercept : bool
    """

    X: Array
    labels: Array
    weights: Array
    n_classes: int
    l2: float
    fit_intercept: bool

    @property
    def rows(self) -> int:
        """How many rows of coefficients there are."""
        return 1 if self.n_classes == 2 else self.n_classes

    @property
    def width(self) -> int:
        """Coefficients, and intercept, of a row."""
        return int(self.X.shape[1]) + self.fit_intercept

    def value_and_gradient(self, theta: Array) -> tuple[float, Array]:
        """Return F and its gradient, of theta's shape."""
        value, gradient = self._data_terms(theta)
        if self.l2:
            p = self.X.shape[1]
            coef = theta[:, :p]
            value += 0.5 * self.l2 * float(np.vdot(coef, coef))
            gradient[:, :p] += self.l2 * coef
        return value, gradient

    def _data_terms(self, theta: Array) -> tuple[float, Array]:
        n = self.X.shape[0]
        if n * self.n_classes <= SMALL:
            return self._block_terms(theta, 0, n, _residuals_by_numpy)
        from workings.kernels import logistic  # loads Numba

        residuals = logistic.binary_residuals if self.rows == 1 else logistic.softmax_residuals
        parts: dict[int, tuple[float, Array]] = {}
        lock = threading.Lock()
        size = max(256, _BLOCK // max(1, self.X.shape[1]))

        def work(start: int, stop: int) -> None:
            value, gradient = 0.0, np.zeros((self.rows, self.width))
            for a in range(start, stop, size):
                v, g = self._block_terms(theta, a, min(a + size, stop), residuals)
                value += v
                gradient += g
            with lock:
                parts[start] = value, gradient

        run_blocks(work, n)
        in_order = [parts[start] for start in sorted(parts)]
        return sum(v for v, _ in in_order), np.sum([g for _, g in in_order], axis=0)

    def _block(self, start: int, stop: int) -> Array:
        return self.X[start:stop].astype(np.float64, copy=False)

    def _logits(self, theta: Array, X: Array) -> Array:
        """Return z transposed: (rows, samples)."""
        p = X.shape[1]
        z = theta[:, :p] @ X.T
        if self.fit_intercept:
            z += theta[:, p:]
        return z

    def _block_terms(self, theta: Array, start: int, stop: int, residuals: Any) -> tuple[float, Array]:
        X = self._block(start, stop)
        p = X.shape[1]
        z = self._logits(theta, X)
        labels, weights = self.labels[start:stop], self.weights[start:stop]
        if self.rows == 1:
            value = residuals(z[0], 2.0 * labels - 1.0, weights)
        else:
            value = residuals(z, labels, weights)
        gradient = np.empty(theta.shape)
        gradient[:, :p] = z @ X
        if self.fit_intercept:
            gradient[:, p] = z.sum(axis=1)
        return value, gradient

    def hessian(self, theta: Array) -> Array:
        """Return the second derivatives, of shape (theta.size, theta.size)."""
        size, width = theta.size, self.width
        pairs = [(0, 1)] if self.rows == 1 else [(k, m) for k in range(self.rows) for m in range(k + 1, self.rows)]
        blocks = self._curvature(theta, pairs)
        hessian = np.zeros((self.rows, width, self.rows, width))
        for (k, m), block in zip(pairs, blocks, strict=True):
            if self.rows == 1:
                hessian[0, :, 0, :] = block
            else:  # the rows of diag(q) - q q' sum to 0, so the blocks off the diagonal say it all
                hessian[k, :, m, :] = hessian[m, :, k, :] = -block
                hessian[k, :, k, :] += block
                hessian[m, :, m, :] += block
        square = hessian.reshape(size, size)
        square[np.diag_indices(size)] += np.tile(self.penalties(), self.rows)
        return square

    def class_hessians(self, theta: Array) -> Array:
        """Return the second derivatives by the coefficients of one class at a time, (rows, width, width)."""
        blocks = self._curvature(theta, [(k, None) for k in range(self.rows)])
        blocks[:, np.arange(self.width), np.arange(self.width)] += self.penalties()
        return blocks

    def penalties(self) -> Array:
        """Return the second derivatives of the penalty by the entries of a row of theta."""
        return np.where(np.arange(self.width) < self.X.shape[1], self.l2, 0.0)

    def _curvature(self, theta: Array, pairs: Sequence[tuple[int, int | None]]) -> Array:
        """Return X' diag(weights q_k q_l) X for each pair of classes; None stands for all classes but k."""
        n, width = self.X.shape[0], self.width
        parts: dict[int, Array] = {}
        lock = threading.Lock()
        step = max(128, _BLOCK // max(1, width * self.rows))

        def work(start: int, stop: int) -> None:
            total = np.zeros((len(pairs), width, width))
            for a in range(start, stop, step):
                b = min(a + step, stop)
                X = self._block(a, b)
                q = _probabilities(self._logits(theta, X))
                if self.fit_intercept:
                    X = np.column_stack([X, np.ones(b - a)])
                for i, (k, m) in enumerate(pairs):
                    share = self.weights[a:b] * q[k] * (1.0 - q[k] if m is None else q[m])
                    total[i] += X.T @ (X * share[:, None])
            with lock:
                parts[start] = total

        # Few rows are not worth a second thread.
        run_blocks(work, n, threads=1 if n * theta.size <= SMALL else None)
        total: Array = np.sum([parts[start] for start in sorted(parts)], axis=0)
        return total

    def sample(self, size: int) -> LogisticLoss:
        """Return the objective on about `size` rows: from each class its share, drawn with a fixed seed.

        The weights of the drawn rows are raised so that each class keeps its total weight.
        """
        rng = np.random.default_rng(0)
        n = self.X.shape[0]
        chosen: list[Array] = []
        weights: list[Array] = []
        order = np.argsort(self.labels.astype(np.min_scalar_type(self.n_classes)), kind="stable")
        ends = np.cumsum(np.bincount(self.labels, minlength=self.n_classes))
        for members in np.split(order, ends[:-1]):
            count = min(len(members), max(size * len(members) // n, min(size // self.n_classes, 50)))
            drawn = members[np.sort(rng.choice(len(members), count, replace=False, shuffle=False))]
            kept = self.weights[drawn]
            total = kept.sum()
            weights.append(kept * (self.weights[members].sum() / total if total > 0 else 1.0))
            chosen.append(drawn)
        rows, shares = np.concatenate(chosen), np.concatenate(weights)
        return LogisticLoss(
            self.X[rows], self.labels[rows], shares / shares.sum(), self.n_classes, self.l2, self.fit_intercept
        )


def _probabilities(z: Array) -> Array:
    """Return the classes' probabilities from logits (rows, n); for one row, of both classes."""
    if z.shape[0] == 1:
        z = np.vstack([z, np.zeros_like(z)])
    e: Array = np.exp(z - z.max(axis=0))
    e /= e.sum(axis=0)
    return e


def _residuals_by_numpy(z: Array, labels: Array, weights: Array) -> float:
    """Do what the kernels `binary_residuals` and `softmax_residuals` do, on few logits."""
    if z.ndim == 1:
        margin = z * labels
        size = np.abs(margin)
        e = np.exp(-size)
        wrong = np.where(margin >= 0, e, 1.0) / (1.0 + e)
        loss = np.log1p(e) + np.where(margin >= 0, 0.0, size)
        np.multiply(weights, -labels * wrong, out=z)
        return float(weights @ loss)
    columns = np.arange(z.shape[1])
    top = z.max(axis=0)
    gap = top - z[labels, columns]
    np.exp(z - top, out=z)
    own = z[labels, columns]
    z[labels, columns] = 0.0
    others = z.sum(axis=0)
    factor = weights / (own + others)
    z *= factor
    z[labels, columns] = -others * factor
    return float(weights @ (np.log1p(others - (1.0 - own)) + gap))
