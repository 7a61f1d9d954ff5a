"""Kernels: what stands for the product of two samples.

    linear   x.z
    poly     (gamma x.z + coef0)^degree
    rbf      exp(-gamma |x - z|^2)
    sigmoid  tanh(gamma x.z + coef0)

Each is a matrix product of two factors, made once, and a function of its entries. For rbf the factors are
[s, -|s|^2/2, 1] and [s, 1, -|s|^2/2] with s = sqrt(2 gamma) (x - origin): their product is the exponent. The origin,
the mean of the training samples, keeps the squares as small as the data allow; sparse samples stay where they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Array = NDArray[Any]

# Fewer entries than this are not worth importing Numba.
SMALL = 200_000
# Sparse rows are multiplied by dense ones up to this many features, by sparse ones beyond.
_DENSE_FEATURES = 4096
_TILE_ROWS, _TILE_COLUMNS = 128, 1024
# The largest square of a scaled sample for which float32 exponents are good to about 1e-5, and how many units in the
# last place of the largest summand a float32 exponent may be off; one is seen on fifty features.
_NEAR, ULPS = 200.0, 4.0


@dataclass(frozen=True)
class KernelFunction:
    """A kernel and its parameters; "precomputed" has none."""

    name: str
    gamma: float = 1.0
    coef0: float = 0.0
    degree: int = 3

    def origin(self, X: Any) -> Any:
        """Return where distances are measured from."""
        return X.mean(axis=0) if self.name == "rbf" and not sp.issparse(X) and len(X) else 0.0

    def left(self, X: Any, origin: Any) -> Any:
        """Return the left factor of the samples X: an array, or CSR for CSR."""
        if self.name == "linear":
            return X
        if self.name != "rbf":
            return _beside(X, np.ones(X.shape[0]), None)
        scale = math.sqrt(2.0 * self.gamma)
        scaled = X * scale if sp.issparse(X) else (X - origin) * scale
        squares = scaled.multiply(scaled).sum(axis=1) if sp.issparse(X) else np.einsum("ij,ij->i", scaled, scaled)
        half = -0.5 * np.asarray(squares).ravel()
        return _beside(scaled, half, np.ones_like(half))

    def right(self, left: Any) -> Any:
        """Return the right factor of the samples whose left factor this is."""
        if self.name == "linear":
            return left
        d = left.shape[1]
        if self.name == "rbf" and sp.issparse(left):
            return sp.csr_array(left.tocsc()[:, np.r_[: d - 2, d - 1, d - 2]])
        if self.name == "rbf":
            right = left.copy()
            right[:, -2], right[:, -1] = left[:, -1], left[:, -2]
            return right
        scale = np.full(d, self.gamma, dtype=left.dtype)
        scale[-1] = self.coef0
        return left * scale if not sp.issparse(left) else sp.csr_array(left.multiply(scale))

    def rough_error(self, *lefts: Any) -> float:
        """Return how far an rbf kernel of float32 factors may be from that of these float64 ones; inf for too far."""
        reach = max(-2.0 * float(left[:, [-2]].min()) for left in lefts)
        return ULPS * 2.0**-23 * (2.0 + reach) if reach < _NEAR else math.inf

    def finish(self, products: Array, plain: bool = False) -> Array:
        """Turn products of factors into kernels, in place; `plain` does without Numba."""
        if self.name == "rbf":
            if plain:
                np.minimum(products, 0.0, out=products)
                np.exp(products, out=products)
            else:
                from workings.kernels.kernel_rows import exp_in_place32, exp_in_place64

                (exp_in_place32 if products.dtype == np.float32 else exp_in_place64)(products.reshape(-1))
        elif self.name == "poly":
            np.power(products, self.degree, out=products)
        elif self.name == "sigmoid":
            np.tanh(products, out=products)
        return products

    def matrix(self, X: Any) -> Array:
        """Return the kernel matrix of the samples with themselves, in float64."""
        left = self.left(X, self.origin(X))
        found = products(left, self.right(left))
        if self.name != "rbf":
            return self.finish(found)
        found = self.finish(found, plain=True)
        np.fill_diagonal(found, 1.0)
        return found


def _beside(X: Any, first: Array, second: Array | None) -> Any:
    """Return X with one or two further columns."""
    columns = [first[:, None]] if second is None else [first[:, None], second[:, None]]
    if sp.issparse(X):
        return sp.csr_array(sp.hstack([sp.csr_array(X), *columns], format="csr"))
    d = X.shape[1]
    whole = np.empty((X.shape[0], d + len(columns)))
    whole[:, :d] = X
    for k, column in enumerate(columns):
        whole[:, d + k] = column[:, 0]
    return whole


def products(left: Any, right: Any) -> Array:
    """Return left @ right.T, dense and in C order."""
    if not sp.issparse(left):
        return np.asarray(left @ right.T)
    if right.shape[1] <= _DENSE_FEATURES:
        return np.ascontiguousarray(left @ right.toarray().T)
    return np.ascontiguousarray((left @ right.T).toarray())


def weighted_sums(function: KernelFunction, left: Any, right: Any, coef: Array) -> Array:
    """Return sum_j K(x_i, z_j) coef[j], (n, k) for `coef` of shape (m, k), on the pool, tile by tile.

    left and right are factors of x and z; the sums are float64 even if these are float32. With float64 factors the
    exponential of rbf is right to 2**-33, and the sums to 1.2e-10 times sum_j |K coef[j]|. Memory beside the result is
    a tile for each thread.
    """
    n, m = left.shape[0], right.shape[0]
    found = np.zeros((n, coef.shape[1]))
    if n * m <= SMALL:
        found += function.finish(products(left, right), plain=True) @ coef
        return found
    from workings.kernels._threads import run_blocks

    if function.name == "rbf" and coef.shape[1] == 1 and not sp.issparse(left):
        _narrow_sums(left, right, coef[:, 0], found[:, 0])
        return found
    columns = [np.ascontiguousarray(coef[j : j + _TILE_COLUMNS]) for j in range(0, m, _TILE_COLUMNS)]
    tiles: list[Any] = [right[j : j + _TILE_COLUMNS] for j in range(0, m, _TILE_COLUMNS)]
    if not sp.issparse(right):
        tiles = [np.ascontiguousarray(tile.T) for tile in tiles]

    def rows(start: int, stop: int) -> None:
        for a in range(start * _TILE_ROWS, min(stop * _TILE_ROWS, n), _TILE_ROWS):
            b = min(a + _TILE_ROWS, n)
            _block(function, left[a:b], tiles, columns, found[a:b])

    run_blocks(rows, -(-n // _TILE_ROWS), pieces=4)
    return found


def decided_sums(function: KernelFunction, left: Any, right: Any, coef: Array, offset: Array) -> Array:
    """Return the weighted sums plus `offset`, rough ones with the right signs.

    They are computed in float32 first, and again in float64 for the samples where that could change a sign.
    """
    if function.name != "rbf" or sp.issparse(left) or left.shape[0] * right.shape[0] <= SMALL:
        return weighted_sums(function, left, right, coef) + offset
    error = function.rough_error(left, function.right(right))
    if error == math.inf:
        return weighted_sums(function, left, right, coef) + offset
    found = weighted_sums(function, left.astype(np.float32), right.astype(np.float32), coef) + offset
    doubtful = (np.abs(found) <= error * np.abs(coef).sum(axis=0)).any(axis=1)
    found[doubtful] = weighted_sums(function, left[doubtful], right, coef) + offset
    return found


def _narrow_sums(left: Array, right: Array, coef: Array, found: Array) -> None:
    """Add to `found` the sums of rbf for one column of coefficients."""
    from workings.kernels._threads import pieces_of, run_blocks
    from workings.kernels.kernel_rows import rbf_sums

    (m, d), count = right.shape, -(-right.shape[0] // _TILE_COLUMNS)
    # Columns that fill the last tile have the exponent 0 and the coefficient 0.
    laid = np.zeros((count * _TILE_COLUMNS, d), dtype=left.dtype)
    laid[:m] = right
    tiles = np.ascontiguousarray(laid.reshape(count, _TILE_COLUMNS, d).transpose(0, 2, 1))
    weights = np.zeros(count * _TILE_COLUMNS)
    weights[:m] = coef
    left = np.ascontiguousarray(left)
    n = left.shape[0]
    run_blocks(lambda a, b: rbf_sums(left[a:b], tiles, weights, found[a:b]), n, pieces=pieces_of(n, m * d, least=2))


def _block(function: KernelFunction, left: Any, tiles: list[Any], columns: list[Array], sums: Array) -> None:
    from workings.kernels.matrix_product import multiply

    for tile, coef in zip(tiles, columns, strict=True):
        if sp.issparse(left):
            block = products(left, tile)
        else:
            block = np.empty((left.shape[0], tile.shape[1]), dtype=left.dtype)
            multiply(left, tile, block)
        sums += function.finish(block) @ coef
