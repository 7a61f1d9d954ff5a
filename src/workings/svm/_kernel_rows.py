"""Where a solver gets entries of the kernel matrix from, without ever having all of it.

`write` makes pieces of rows in float32, or in float64 where float32 could not tell one sample from another; `local`
makes the small matrix of a working set, and `sums` what the gradient is judged by, in float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from workings.svm._kernel_functions import ULPS, KernelFunction, products, weighted_sums

Array = NDArray[Any]


class FactorRows:
    """The kernel matrix of samples, from their factors."""

    def __init__(self, function: KernelFunction, X: Any, rows: Array) -> None:
        self._function = function
        own = X if len(rows) == X.shape[0] and (np.diff(rows) == 1).all() else X[rows]
        self._left64 = self._left = function.left(own, function.origin(own))
        self.dtype: Any = np.float64
        self.error = function.rough_error(self._left64) if function.name == "rbf" else ULPS * 2.0**-23 * self.largest()
        if not sp.issparse(X) and np.isfinite(self.error):
            self.dtype = np.float32
            self._left = self._left64.astype(np.float32)
        self._active = self._left

    def use_double(self) -> None:
        """Make rows in float64 from now on; all samples are columns again."""
        self.dtype = np.float64
        self._left = self._active = self._left64

    def choose(self, columns: Array | None) -> None:
        """Let rows have these columns alone, or all."""
        self._active = self._left if columns is None else self._left[columns]

    def local(self, samples: Array) -> Array:
        """Return the kernel matrix of some samples, in float64, as right as rows are."""
        left = self._left[samples]
        found = self._function.finish(products(left, self._function.right(left)))
        if self._function.name == "rbf":
            np.fill_diagonal(found, 1.0)
        return found.astype(np.float64, copy=False)

    def largest(self) -> float:
        """Return the largest kernel of a sample with itself."""
        if self._function.name in ("rbf", "sigmoid"):
            return 1.0
        left, right = self._left64, self._function.right(self._left64)
        dots = left.multiply(right).sum(axis=1) if sp.issparse(left) else np.einsum("ij,ij->i", left, right)
        return float(np.abs(self._function.finish(np.array(dots, dtype=float))).max())

    def factor(self, samples: Array) -> Any:
        """Return what `write` multiplies, for the rows of these samples."""
        return self._function.right(self._left[samples])

    def write(self, factor: Any, start: int, stop: int, slots: Array, kept: Array) -> None:
        """Write the rows' entries in the chosen columns start..stop into the `slots` of `kept`."""
        from workings.kernels.kernel_rows import store_exp32, store_rows

        if sp.issparse(factor):
            found = np.ascontiguousarray(products(self._active[start:stop], factor).T)
        else:
            found = factor @ self._active[start:stop].T
        if self._function.name == "rbf" and found.dtype == np.float32:
            store_exp32(found, slots, start, kept)
        else:
            store_rows(self._function.finish(found), slots, start, kept)

    def sums(self, samples: Array | None, coef: Array, rough: bool = False) -> Array:
        """Return sum_j K_ij coef[j] for these samples i, or for all: of float64 entries, or of such as rows have."""
        support = np.flatnonzero(coef)
        source = self._left if rough else self._left64
        left = source if samples is None else source[samples]
        return weighted_sums(self._function, left, self._function.right(source[support]), coef[support][:, None])[:, 0]


class MatrixRows:
    """A kernel matrix that somebody has made."""

    dtype: Any = np.float64
    error = 0.0

    def __init__(self, K: Array, rows: Array) -> None:
        self._K, self._rows = K, rows
        self._columns = rows

    def use_double(self) -> None:
        """Do nothing: the entries are as they are."""

    def choose(self, columns: Array | None) -> None:
        """Let rows have these columns alone, or all."""
        self._columns = self._rows if columns is None else self._rows[columns]

    def local(self, samples: Array) -> Array:
        """Return the kernel matrix of some samples."""
        found: Array = self._K[np.ix_(self._rows[samples], self._rows[samples])]
        return found

    def factor(self, samples: Array) -> Any:
        """Return what `write` needs: which rows."""
        return self._rows[samples]

    def write(self, factor: Any, start: int, stop: int, slots: Array, kept: Array) -> None:
        """Write the rows' entries in the chosen columns start..stop into the `slots` of `kept`."""
        kept[slots, start:stop] = self._K[np.ix_(factor, self._columns[start:stop])]

    def sums(self, samples: Array | None, coef: Array, rough: bool = False) -> Array:
        """Return sum_j K_ij coef[j], for these samples i, or for all."""
        support = np.flatnonzero(coef)
        found = np.empty(len(self._rows) if samples is None else len(samples))
        rows = self._rows if samples is None else self._rows[samples]
        for a in range(0, len(rows), 256):
            found[a : a + 256] = self._K[np.ix_(rows[a : a + 256], self._rows[support])] @ coef[support]
        return found
