"""What linear models say of new samples: their scores, ``X @ coef.T + intercept``, and the class of the largest."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.linear_model._base import LinearClassifierMixin
from sklearn.utils.validation import check_is_fitted

from workings._other_arrays import validate_data
from workings._validation import check_finite
from workings.kernels._threads import pieces_of, run_blocks

Array = NDArray[Any]

# Entries of X for which kernels are taken, loaded or not: their last bits are not those of BLAS, and must not depend on
# what this process, or a thread beside, has done before.
_COMPILED = 300_000
# Classes, and coefficients that stay in a core's cache beside the samples; BLAS knows how to deal with more.
_FEW, _NEAR = 12, 1 << 14
# Samples that kernels take together: threads are handed whole groups, so that no sum depends on their number.
_GROUP = 8


def checked_samples(estimator: Any, X: Any, **how: Any) -> Any:
    """Return X as array or sparse matrix of the right width; NaN and infinity in a dense one are still to be found."""
    X = validate_data(estimator, X, reset=False, ensure_all_finite=False, **how)
    if issparse(X):
        check_finite(estimator, X.data)
    return X


def linear_values(estimator: Any, X: Any, coef: Array, intercept: Any) -> Array:
    """Return X @ coef.T + intercept for checked samples: (n,) for coef of shape (p,), else (n, k)."""
    if not _kernels_pay(X, coef):
        if not issparse(X):
            check_finite(estimator, X)
        products: Any = X @ coef.T
        found: Array = (products.toarray() if issparse(products) else products) + intercept
        return found
    from workings.kernels import linear_scores

    given = _laid_out(X, coef, intercept)
    out = np.empty((len(X), len(given[2])), X.dtype)
    _run(estimator, X, lambda start, stop: linear_scores.linear_values(*given, start, stop, out))
    return out[:, 0] if coef.ndim == 1 else out


def linear_labels(estimator: Any, X: Any, coef: Array, intercept: Any) -> NDArray[np.intp]:
    """Return the number of the class with the largest score for checked samples, (n,); coef of shape (k, p).

    With k = 1: 1 where the score is positive, else 0.
    """
    if not _kernels_pay(X, coef):
        scores = linear_values(estimator, X, coef, intercept)
        best: NDArray[np.intp] = scores.argmax(axis=1) if scores.shape[1] > 1 else (scores[:, 0] > 0).astype(np.intp)
        return best
    from workings.kernels import linear_scores

    given = _laid_out(X, coef, intercept)
    best = np.empty(len(X), np.intp)
    _run(estimator, X, lambda start, stop: linear_scores.linear_labels(*given, start, stop, best))
    return best


def _kernels_pay(X: Any, coef: Any) -> bool:
    if issparse(X) or issparse(coef) or X.dtype != coef.dtype or coef.dtype not in (np.float64, np.float32):
        return False
    return (
        X.size >= _COMPILED
        and coef.size <= _NEAR
        and (coef.ndim == 1 or len(coef) <= _FEW)
        and bool(X.flags.c_contiguous or X.flags.f_contiguous)
    )


def _rows_of(coef: Any) -> Any:
    """Return coefficients with a row for each score; they may be sparse, and then have that already."""
    return coef if issparse(coef) else np.atleast_2d(coef)


def _laid_out(X: Array, coef: Array, intercept: Any) -> tuple[Array, bool, Array]:
    """Return the samples in C order, whether they are turned for that, and the rows of coefficients and intercepts."""
    turned = not X.flags.c_contiguous
    rows = coef.reshape(-1, coef.shape[-1])
    w = np.empty((len(rows), rows.shape[1] + 1), X.dtype if turned else np.float64)
    w[:, :-1], w[:, -1] = rows, intercept
    return X.T if turned else X, turned, w


def _run(estimator: Any, X: Array, work: Any) -> None:
    """Call a kernel on blocks of rows; say so if X is not finite."""
    n, odd = len(X), []
    groups = -(-n // _GROUP)

    def some(start: int, stop: int) -> None:
        odd.append(work(start * _GROUP, min(stop * _GROUP, n)))

    run_blocks(some, groups, pieces=pieces_of(groups, _GROUP * X.shape[1], least=4))
    if any(odd):
        check_finite(estimator, X)


class LinearDecision(LinearClassifierMixin):  # type: ignore[misc]
    """A linear classifier: scikit-learn's mixin, but that it looks at dense samples once."""

    coef_: Any
    intercept_: Any
    classes_: Array

    def decision_function(self, X: ArrayLike) -> Array:
        """Return the scores: (n_samples,) for two classes, else (n_samples, n_classes); see `predict`."""
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse="csr")
        scores = linear_values(self, samples, _rows_of(self.coef_), self.intercept_)
        return scores[:, 0] if scores.shape[1] == 1 else scores

    def predict(self, X: ArrayLike) -> Array:
        """Return the class with the largest score of each sample, (n_samples,); of two, the second where it is > 0."""
        check_is_fitted(self)
        samples = checked_samples(self, X, accept_sparse="csr")
        predicted: Array = self.classes_[linear_labels(self, samples, _rows_of(self.coef_), self.intercept_)]
        return predicted
