"""Where a solver gets entries of the kernel matrix from, without ever having all of it.

`fresh` makes pieces of rows in float32, or in float64 where float32 could not tell one sample from another; `local`
makes the small matrix of a working set, and `sums` what the gradient is judged by, in float64.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from workings.svm._kernel_functions import KernelFunction, products, weighted_sums

Array = NDArray[Any]

# The largest square of a scaled sample for which float32 exponents are good to about 1e-5.
_NEAR = 200.0


class FactorRows:
    """The kernel matrix of samples, from their two factors."""

    def __init__(self, function: KernelFunction, X: Any, rows: Array) -> None:
        self._function = function
        own = X if len(rows) == X.shape[0] and (np.diff(rows) == 1).all() else X[rows]
        origin = function.origin(own)
        self._left64, self._right64 = function.left(own, origin), function.right(own, origin)
        self.dtype: Any = np.float64
        if not sp.issparse(X) and (function.name != "rbf" or self._reach() < _NEAR):
            self.dtype = np.float32
        self._left, self._right = self._left64, self._right64
        if self.dtype == np.float32:
            self._left, self._right = self._left64.astype(np.float32), self._right64.astype(np.float32)
        self._active = self._left

    def _reach(self) -> float:
        return -2.0 * float(self._right64[:, -1].min())

    def use_double(self) -> None:
        """Make rows in float64 from now on; all samples are columns again."""
        self.dtype = np.float64
        self._left = self._active = self._left64
        self._right = self._right64

    def choose(self, columns: Array | None) -> None:
        """Let rows have these columns alone, or all."""
        self._active = self._left if columns is None else self._left[columns]

    def local(self, samples: Array) -> Array:
        """Return the kernel matrix of some samples in float64."""
        found = self._function.finish(products(self._left64[samples], self._right64[samples]))
        if self._function.name == "rbf":
            np.fill_diagonal(found, 1.0)
        return found

    def largest(self) -> float:
        """Return the largest kernel of a sample with itself."""
        if self._function.name in ("rbf", "sigmoid"):
            return 1.0
        left, right = self._left64, self._right64
        dots = left.multiply(right).sum(axis=1) if sp.issparse(left) else np.einsum("ij,ij->i", left, right)
        return float(np.abs(self._function.finish(np.array(dots, dtype=float))).max())

    def factor(self, samples: Array) -> Any:
        """Return what `fresh` multiplies, for the rows of these samples."""
        return self._right[samples]

    def fresh(self, factor: Any, start: int, stop: int) -> Array:
        """Return the rows' entries in the chosen columns start..stop."""
        if sp.issparse(factor):
            found = np.ascontiguousarray(products(self._active[start:stop], factor).T)
        else:
            found = factor @ self._active[start:stop].T
        return self._function.finish(found)

    def sums(self, samples: Array | None, coef: Array) -> Array:
        """Return sum_j K_ij coef[j] in float64, for these samples i, or for all."""
        support = np.flatnonzero(coef)
        left = self._left64 if samples is None else self._left64[samples]
        return weighted_sums(self._function, left, self._right64[support], coef[support][:, None])[:, 0]


class MatrixRows:
    """A kernel matrix that somebody has made."""

    dtype: Any = np.float64

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

    def largest(self) -> float:
        """Return the largest kernel of a sample with itself."""
        return float(np.abs(self._K[self._rows, self._rows]).max())

    def factor(self, samples: Array) -> Any:
        """Return what `fresh` needs: which rows."""
        return self._rows[samples]

    def fresh(self, factor: Any, start: int, stop: int) -> Array:
        """Return the rows' entries in the chosen columns start..stop."""
        found: Array = self._K[np.ix_(factor, self._columns[start:stop])]
        return found

    def sums(self, samples: Array | None, coef: Array) -> Array:
        """Return sum_j K_ij coef[j], for these samples i, or for all."""
        support = np.flatnonzero(coef)
        found = np.empty(len(self._rows) if samples is None else len(samples))
        rows = self._rows if samples is None else self._rows[samples]
        for a in range(0, len(rows), 256):
            found[a : a + 256] = self._K[np.ix_(rows[a : a + 256], self._rows[support])] @ coef[support]
        return found
