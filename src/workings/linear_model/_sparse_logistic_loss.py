"""The objective of logistic regression on sparse rows: products that pass over the zeros.

The same formula as in `_logistic_loss`; X is a CSR array or matrix of SciPy. Second derivatives are dense matrices, as
there, but made of sparse products.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from workings.linear_model._logistic_loss import SMALL, LogisticLoss, _kernels, _probabilities, _residuals_by_numpy

Array = NDArray[Any]


class SparseLogisticLoss(LogisticLoss):
    """The objective on a sparse X."""

    X: Any

    def _residuals(self, z: Array) -> float:
        """Replace logits by residuals times weights; return the loss."""
        few = z.size <= SMALL
        if self.rows == 1:
            residuals = _residuals_by_numpy if few else _kernels().binary_residuals
            return float(residuals(z[0], 2.0 * self.labels - 1.0, self.weights))
        residuals = _residuals_by_numpy if few else _kernels().softmax_residuals
        return float(residuals(z, self.labels, self.weights))

    def _logits(self, theta: Array, X: Any) -> Array:
        p = X.shape[1]
        z: Array = np.ascontiguousarray((X @ theta[:, :p].T).T, dtype=np.float64)
        if self.fit_intercept:
            z += theta[:, p:]
        return z

    def _data_terms(self, theta: Array) -> tuple[float, Array]:
        p = self.X.shape[1]
        z = self._logits(theta, self.X)
        value = self._residuals(z)
        gradient = np.empty(theta.shape)
        gradient[:, :p] = (self.X.T @ z.T).T
        if self.fit_intercept:
            gradient[:, p] = z.sum(axis=1)
        return value, gradient

    def _curvature(self, theta: Array, pairs: Sequence[tuple[int, int | None]], dtype: Any = np.float64) -> Array:
        p, width = self.X.shape[1], self.width
        q = _probabilities(self._logits(theta, self.X))
        found = np.zeros((len(pairs), width, width))
        for block, (k, m) in zip(found, pairs, strict=True):
            share = self.weights * q[k] * (1.0 - q[k] if m is None else q[m])
            block[:p, :p] = (self.X.T @ _scaled(self.X, share)).toarray()
            if self.fit_intercept:
                block[p, :p] = block[:p, p] = self.X.T @ share
                block[p, p] = share.sum()
        return found

    def column_squares(self) -> Array:
        """Return the weighted mean of each column's squares."""
        squares: Array = self.X.multiply(self.X).T @ self.weights
        return squares

    def _rows(self, rows: Array) -> Any:
        return self.X[rows]

    def restricted(self, columns: Array) -> LogisticLoss:
        """Return the objective of these columns alone; a handful of them is no longer sparse."""
        some = self.X[:, columns]
        if some.shape[0] * some.shape[1] > max(1 << 22, 8 * self.X.nnz):
            return SparseLogisticLoss(some, *self._rest())
        return LogisticLoss(some.toarray(), *self._rest())


def _scaled(X: Any, factors: Array) -> Any:
    """Return diag(factors) X."""
    data = X.data * np.repeat(factors, np.diff(X.indptr))
    return scipy.sparse.csr_array((data, X.indices, X.indptr), shape=X.shape)
