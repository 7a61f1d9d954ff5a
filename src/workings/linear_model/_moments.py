r"""Sums of squares and products of the centred columns, in one pass over the rows.

With weights :math:`s_i`, and the mean of each column with those weights,

.. math:: G = \sum_i s_i (x_i - \bar x)(x_i - \bar x)^T, \qquad C = \sum_i s_i (x_i - \bar x)(y_i - \bar y)^T .

Rows are shifted by a first guess of the means, so that a large offset costs no digits, and what the guess left over is
taken off at the end:  :math:`\sum (x - m)(x - m)^T - n (\bar x - m)(\bar x - m)^T`. NaN and infinity in any row show in
the diagonal of G, so nobody needs to look for them in a pass of its own.

Source: Chan, Golub and LeVeque, "Algorithms for computing the sample variance", Amer. Statist. 37 (1983) 242.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.kernels._threads import heed, parts_for_sums, run_blocks, spans

Array = NDArray[Any]

# Numbers of a block: what one core's second-level cache holds beside the products.
_BLOCK = 1 << 16
# Entries of X for which the kernel is taken, loaded or not: its last bits are not those of BLAS, and must not depend on
# what this process, or a thread beside, has done before.
_COMPILED = 300_000
# Features up to which the kernel wins over BLAS, and targets, of which it forms products that nobody needs.
_WIDE, _FEW_TARGETS = 1500, 4
# Rows from which the means are guessed.
_GUESS = 256


@dataclass(frozen=True, eq=False)
class Rows:
    """The data of a least-squares problem, and how its rows are centred and weighted.

    Attributes
    ----------
    X : ndarray of shape (n, p), float64 or float32
    Y : ndarray of shape (n, k), float64
    weights : ndarray of shape (n,), float64, or None
        How much each row counts; None for 1.
    x_shift, y_shift : ndarray of shape (p,) and (k,)
        What is subtracted first: near the means, or zeros where there is no intercept.
    x_rest, y_rest : ndarray of shape (p,) and (k,)
        The means of what is left then; zeros until they are known, and where there is no intercept. A mean is kept in
        these two parts because in one number it would be rounded at the size of the offset.
    """

    X: Array
    Y: Array
    weights: Array | None
    x_shift: Array
    y_shift: Array
    x_rest: Array
    y_rest: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        """Samples, features, targets."""
        return self.X.shape[0], self.X.shape[1], self.Y.shape[1]

    @property
    def block(self) -> int:
        """How many rows a block of scratch holds."""
        _, p, k = self.shape
        return max(64, _BLOCK // (p + k + 1))

    def centred(self, start: int, stop: int, out_x: Array, out_y: Array) -> None:
        """Write the rows, shifted and centred, but not weighted."""
        np.subtract(self.X[start:stop], self.x_shift, out=out_x)
        np.subtract(self.Y[start:stop], self.y_shift, out=out_y)
        if self.x_rest.any() or self.y_rest.any():
            out_x -= self.x_rest
            out_y -= self.y_rest

    def all_centred(self) -> tuple[Array, Array]:
        """Return copies of all rows, centred and multiplied by the roots of their weights."""
        x, y = np.empty(self.X.shape), np.empty(self.Y.shape)
        self.centred(0, len(x), x, y)
        if self.weights is not None:
            root = np.sqrt(self.weights)[:, None]
            x *= root
            y *= root
        return x, y


@dataclass(frozen=True, eq=False)
class Moments:
    """G and C of the formula above, the sums of the squares of y, and the rows with their means.

    `finite` is False where a number is NaN or infinite, or so large that its square is.
    """

    rows: Rows
    gram: Array
    cross: Array
    y_squares: Array
    finite: bool

    def of_targets(self, chosen: Array) -> Moments:
        """Return the moments for some of the targets."""
        rows = self.rows
        fewer = replace(rows, Y=rows.Y[:, chosen], y_shift=rows.y_shift[chosen], y_rest=rows.y_rest[chosen])
        return replace(self, rows=fewer, cross=self.cross[:, chosen], y_squares=self.y_squares[chosen])


def rows_of(X: Array, Y: Array, weights: Array | None, fit_intercept: bool) -> Rows:
    """Return the rows with a first guess of their means, or zeros where there is no intercept."""
    p, k = X.shape[1], Y.shape[1]
    x_shift, y_shift = np.zeros(p), np.zeros(k)
    if fit_intercept:
        some = slice(0, None, max(1, X.shape[0] // _GUESS))
        with np.errstate(invalid="ignore", over="ignore"):
            x_shift, y_shift = X[some].mean(axis=0, dtype=np.float64), Y[some].mean(axis=0, dtype=np.float64)
    return Rows(X, Y, weights, x_shift, y_shift, np.zeros(p), np.zeros(k))


def moments(rows: Rows, fit_intercept: bool) -> Moments:
    """Return the moments of the rows, and the rows with their exact means."""
    _, p, k = rows.shape
    with np.errstate(invalid="ignore", over="ignore", under="ignore"):
        total, squares = _by_kernel(rows) if _kernel_pays(rows) else _by_numpy(rows)
        count = total[p, p]
        x_sum, y_sum = total[:p, p], total[p, p + 1 :]
        gram, cross = total[:p, :p], total[:p, p + 1 :]
        x_rest, y_rest = np.zeros(p), np.zeros(k)
        if fit_intercept:
            x_rest, y_rest = x_sum / count, y_sum / count
            gram = gram - np.outer(x_sum, x_rest)
            cross = cross - np.outer(x_rest, y_sum)
            squares = np.maximum(squares - y_sum * y_rest, 0.0)
        finite = bool(np.isfinite(gram.diagonal().sum()) and np.isfinite(cross.sum()) and np.isfinite(squares.sum()))
    return Moments(replace(rows, x_rest=x_rest, y_rest=y_rest), gram, cross, squares, finite)


def _by_numpy(rows: Rows) -> tuple[Array, Array]:
    """Return the products of [x, 1] with [x, 1, y] for shifted rows, and the sums of the squares of y."""
    _, p, k = rows.shape
    total = sum_over_blocks(rows, lambda scratch: _products(scratch, p, k), (p + 1, p + 1 + k))
    return total, _y_squares(rows)


def _kernel_pays(rows: Rows) -> bool:
    n, p, k = rows.shape
    if k > _FEW_TARGETS or p > _WIDE or not (rows.X.flags.c_contiguous or rows.X.flags.f_contiguous):
        return False
    return n * p > _COMPILED


def _by_kernel(rows: Rows) -> tuple[Array, Array]:
    """Do what `_by_numpy` does."""
    from workings.kernels.row_products import add_row_products

    n, p, k = rows.shape
    width = p + 1 + k
    turned = not rows.X.flags.c_contiguous
    weights = np.zeros(0) if rows.weights is None else rows.weights
    given = rows.X.T if turned else rows.X, turned, np.ascontiguousarray(rows.Y), weights, rows.x_shift, rows.y_shift
    parts: dict[int, Array] = {}

    def work(start: int, stop: int) -> None:
        parts[start] = total = np.zeros((width, width))
        for a, b in spans(stop - start, width * (1.0 + width / 16.0)):
            add_row_products(*given, start + a, start + b, total)

    run_blocks(work, n, parts=parts_for_sums(width * width))
    lower = np.sum([parts[start] for start in sorted(parts)], axis=0)
    whole = np.tril(lower) + np.tril(lower, -1).T
    return whole[: p + 1], whole.diagonal()[p + 1 :]


def sum_over_blocks(rows: Rows, part: Callable[[Array], Array], shape: tuple[int, ...]) -> Array:
    """Return the sum of ``part([x, 1, y])`` over blocks of centred rows times the roots of their weights.

    The parts are added in the order of the rows, so that the same data always give the same bits.
    """
    n, p, _ = rows.shape
    size = rows.block
    parts: dict[int, Array] = {}

    def work(start: int, stop: int) -> None:
        total = np.zeros(shape)
        scratch = np.empty((min(size, stop - start), sum(rows.shape[1:]) + 1))
        with np.errstate(invalid="ignore", over="ignore", under="ignore"):
            for a in range(start, stop, size):
                heed()
                b = min(a + size, stop)
                block = scratch[: b - a]
                block[:, p] = 1.0
                rows.centred(a, b, block[:, :p], block[:, p + 1 :])
                if rows.weights is not None:
                    block *= np.sqrt(rows.weights[a:b])[:, None]
                total += part(block)
        parts[start] = total

    # Few rows are not worth a second thread.
    run_blocks(work, n, parts=1 if n * p < _BLOCK else parts_for_sums(math.prod(shape)))
    total: Array = np.sum([parts[start] for start in sorted(parts)], axis=0)
    return total


def _products(block: Array, p: int, k: int) -> Array:
    """Return the products of [x, 1] with [x, 1, y]; NumPy takes half of the work where both sides are the same."""
    if 8 * k <= p:
        return (block.T @ block)[: p + 1]
    left = block[:, : p + 1]
    return np.hstack([left.T @ left, left.T @ block[:, p + 1 :]])


def _y_squares(rows: Rows) -> Array:
    y = rows.Y - rows.y_shift
    squares: Array = np.einsum("ik,ik->k", y, y) if rows.weights is None else rows.weights @ (y * y)
    return squares
