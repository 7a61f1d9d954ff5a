r"""The objective of logistic regression: its value, gradient and second derivatives on blocks of rows.

With weights :math:`s_i` that sum to 1, classes :math:`k` and coefficients :math:`w_k`, intercepts :math:`b_k`:

.. math:: F = \sum_i s_i \Bigl(\log \sum_k e^{z_{ik}} - z_{i y_i}\Bigr) + \frac{\lambda}{2} \sum_k \|w_k\|^2,
          \qquad z_{ik} = w_k \cdot x_i + b_k

Two classes need only one row of coefficients (the other's logit is 0). The parameters are one matrix ``theta`` of
shape (rows, width): the coefficients, and the intercept in the last column if there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels._memory import in_large_pages
from workings.kernels._threads import run_blocks

Array = NDArray[Any]

# Below this number of logits NumPy is quick enough, and Numba, whose import takes a second, stays unloaded.
SMALL = 30_000
# So many numbers of X are worth it too: NumPy would fetch them from memory twice.
_MANY = 1 << 20
# Below this product of rows and coefficients a second thread would not be awake in time to help.
_ALONE = 1 << 17
# Numbers of X that a sweep reads twice while they are near.
_SWEPT = 1 << 12
# Parts of the rows that threads take in turn: at least so many, and of at most so many rows. Their sums are added in
# order, so the result does not hang on the number of threads.
_PIECES, _ROWS = 16, 1 << 13
# Second derivatives that the parts of the rows may hold together; with more of them there are fewer parts.
_SUMS = 1 << 25
# A sample holds at least so many rows of each class, or all of them.
_LEAST = 50


def swept(X: Array, classes: int = 2) -> bool:
    """Return whether a dense X has so many rows, or entries, that kernels sweep over them."""
    return len(X) * classes > SMALL or X.size > _MANY


@dataclass(frozen=True, eq=False)
class LogisticLoss:
    r"""The objective on one data set.

    Attributes
    ----------
    X : ndarray of shape (n, p), float64 or float32, in C order
        The samples; converted to float64 block by block.
    labels : ndarray of shape (n,), int64
        The class of each sample.
    weights : ndarray of shape (n,), float64
        Their weights, which sum to 1.
    n_classes : int
    l2 : float
        The factor :math:`\lambda` of the penalty; 0 for none.
    fit_intercept : bool
    guard : callable, optional
        Called without arguments when a gradient is not finite: it raises an error if X holds NaN or infinity.
    """

    X: Array
    labels: Array
    weights: Array
    n_classes: int
    l2: float
    fit_intercept: bool
    guard: Callable[[], None] | None = None

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
        if self.guard is not None and not np.isfinite(gradient).all():
            self.guard()
        if self.l2:
            p = self.X.shape[1]
            coef = theta[:, :p]
            value += 0.5 * self.l2 * float(np.vdot(coef, coef))
            gradient[:, :p] += self.l2 * coef
        return value, gradient

    def _data_terms(self, theta: Array) -> tuple[float, Array]:
        n = self.X.shape[0]
        if not swept(self.X, self.n_classes):
            return self._block_terms(theta)
        sweep = _kernels().binary_sweep if self.rows == 1 else _kernels().softmax_sweep
        X, padded = self.X, self._padded(theta)
        size = max(16, _SWEPT // max(1, X.shape[1]) // 8 * 8)
        pieces = self._pieces(theta)
        parts: dict[int, tuple[float, Array]] = {}

        def work(start: int, stop: int) -> None:
            for i in range(start, stop):
                gradient = np.zeros(padded.shape)
                a, b = n * i // pieces, n * (i + 1) // pieces
                parts[i] = sweep(X, self.labels, self.weights, padded, a, b, size, gradient), gradient

        run_blocks(work, pieces, pieces=pieces)
        in_order = [parts[i] for i in range(pieces)]
        gradient = np.sum([g for _, g in in_order], axis=0)
        return sum(v for v, _ in in_order), gradient[:, : theta.shape[1]].copy()

    def _pieces(self, theta: Array) -> int:
        """Return into how many parts the rows are cut, one if a second thread would come too late to help."""
        n = self.X.shape[0]
        return 1 if n * theta.size <= _ALONE else max(_PIECES, n // _ROWS)

    def _padded(self, theta: Array) -> Array:
        """Return theta with a column of intercepts, as the kernels take it."""
        if self.fit_intercept:
            return theta
        return np.column_stack([theta, np.zeros(self.rows)])

    def _block(self, start: int, stop: int) -> Array:
        return self.X[start:stop].astype(np.float64, copy=False)

    def _logits(self, theta: Array, X: Array) -> Array:
        """Return z transposed: (rows, samples)."""
        p = X.shape[1]
        z = theta[:, :p] @ X.T
        if self.fit_intercept:
            z += theta[:, p:]
        return z

    def _block_terms(self, theta: Array) -> tuple[float, Array]:
        X = self._block(0, self.X.shape[0])
        p = X.shape[1]
        z = self._logits(theta, X)
        if self.rows == 1:
            value = _residuals_by_numpy(z[0], 2.0 * self.labels - 1.0, self.weights)
        else:
            value = _residuals_by_numpy(z, self.labels, self.weights)
        gradient = np.empty(theta.shape)
        gradient[:, :p] = z @ X
        if self.fit_intercept:
            gradient[:, p] = z.sum(axis=1)
        return value, gradient

    def hessian(self, theta: Array, dtype: Any = np.float64) -> Array:
        """Return the second derivatives, of shape (theta.size, theta.size); float32 is quicker."""
        size, width = theta.size, self.width
        pairs = [(0, 1)] if self.rows == 1 else [(k, m) for k in range(self.rows) for m in range(k + 1, self.rows)]
        # Where all classes are equally probable all blocks are the same.
        blocks = self._curvature(theta, pairs if theta.any() else pairs[:1], dtype)
        hessian = np.zeros((self.rows, width, self.rows, width))
        for i, (k, m) in enumerate(pairs):
            block = blocks[i % len(blocks)]
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

    def _curvature(self, theta: Array, pairs: Sequence[tuple[int, int | None]], dtype: Any = np.float64) -> Array:
        """Return X' diag(weights q_k q_l) X for each pair of classes; None stands for all classes but k."""
        n = self.X.shape[0]
        if n * theta.size <= SMALL:  # not worth Numba
            return self._curvature_by_numpy(theta, pairs)
        from workings.kernels.logistic_curvature import add_curvature  # loads Numba

        ones = np.array([k for k, _ in pairs])
        others = np.array([-1 if m is None else m for _, m in pairs])
        padded, shares = self._padded(theta), self.weights * n  # of ordinary size, whatever the type
        pieces = min(self._pieces(theta), max(2, _SUMS // (len(pairs) * self.width**2)))
        parts: dict[int, Array] = {}

        def work(start: int, stop: int) -> None:
            for i in range(start, stop):
                parts[i] = np.zeros((len(pairs), self.width, self.width), dtype)
                a, b = n * i // pieces, n * (i + 1) // pieces
                add_curvature(self.X, padded, shares, ones, others, a, b, parts[i])

        run_blocks(work, pieces, pieces=pieces)
        total = parts.pop(0).astype(np.float64, copy=False)
        for i in range(1, pieces):
            total += parts.pop(i)
        lower = np.tril(total / n)
        found: Array = lower + np.tril(lower, -1).swapaxes(1, 2)
        return found

    def _curvature_by_numpy(self, theta: Array, pairs: Sequence[tuple[int, int | None]]) -> Array:
        X = self._block(0, self.X.shape[0])
        if self.fit_intercept:
            X = np.column_stack([X, np.ones(len(X))])
        q = _probabilities(self._logits(theta, X[:, : self.X.shape[1]]))
        by = [self.weights * q[k] * (1.0 - q[k] if m is None else q[m]) for k, m in pairs]
        return np.array([(X * root[:, None]).T @ (X * root[:, None]) for root in np.sqrt(by)])

    def column_squares(self) -> Array:
        """Return the weighted mean of each column's squares."""
        squares: Array = np.einsum("i,ij,ij->j", self.weights, self.X, self.X)
        return squares

    def restricted(self, columns: Array) -> LogisticLoss:
        """Return the objective of these columns alone."""
        return LogisticLoss(np.take(self.X, columns, axis=1), *self._rest())

    def _rest(self) -> tuple[Array, Array, int, float, bool]:
        return self.labels, self.weights, self.n_classes, self.l2, self.fit_intercept

    @cached_property
    def _class_totals(self) -> tuple[Array, Array]:
        """Return how many samples of each class there are, and their total weight."""
        n = len(self.labels)
        if n * self.n_classes <= SMALL:
            counts = np.bincount(self.labels, minlength=self.n_classes)
            return counts, np.bincount(self.labels, weights=self.weights, minlength=self.n_classes)
        from workings.kernels.labels import TABLES, weigh_labels  # loads Numba

        tables = np.zeros((TABLES, self.n_classes), dtype=np.int64), np.zeros((TABLES, self.n_classes))
        weigh_labels(self.labels, self.weights, *tables)
        return tables[0].sum(axis=0), tables[1].sum(axis=0)

    def _rows(self, rows: Array) -> Any:
        """Return X[rows]; rows lie far apart in memory, so two threads wait for half as long."""
        out = in_large_pages((len(rows), self.X.shape[1]), self.X.dtype)
        run_blocks(lambda a, b: np.take(self.X, rows[a:b], axis=0, out=out[a:b], mode="clip"), len(rows))
        return out

    def sample(self, size: int) -> LogisticLoss:
        """Return the objective on about `size` rows, drawn with a fixed seed; of a rare class more than its share.

        Rows may be drawn twice. The weights are raised so that each class keeps its total weight.
        """
        rng = np.random.default_rng(0)
        rows = np.sort(rng.integers(0, self.X.shape[0], size))
        counts, totals = self._class_totals
        drawn = np.bincount(self.labels[rows], minlength=self.n_classes)
        least = np.minimum(counts, min(size // self.n_classes, _LEAST))
        for k in np.flatnonzero(drawn < least):
            members = np.flatnonzero(self.labels == k)
            some = rng.choice(members, least[k], replace=False, shuffle=False)
            rows = np.sort(np.concatenate([rows[self.labels[rows] != k], some]))
        labels, weights = self.labels[rows], self.weights[rows]
        kept = np.bincount(labels, weights=weights, minlength=self.n_classes)
        weights = weights * np.divide(totals, kept, out=np.ones_like(totals), where=kept > 0.0)[labels]
        return replace(self, X=self._rows(rows), labels=labels, weights=weights / weights.sum())


def _kernels() -> Any:
    from workings.kernels import logistic_sweeps  # loads Numba

    return logistic_sweeps


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
