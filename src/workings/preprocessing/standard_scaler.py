"""Standardisation: every feature with mean 0 and standard deviation 1."""

from __future__ import annotations

import warnings
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from workings._callbacks import CallbackSupportMixin, fitted_at_once, with_callbacks
from workings._other_arrays import library_of, run_elsewhere
from workings.preprocessing import _columns
from workings.preprocessing._moments import Moments, dense_moments, merge, sparse_moments

Array = NDArray[Any]
_EPS = float(np.finfo(np.float64).eps)


class StandardScaler(CallbackSupportMixin, OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    r"""Subtract the mean of each feature and divide by its standard deviation.

    .. math:: z = \frac{x - \bar x}{s}, \qquad
              \bar x = \frac{\sum_i w_i x_i}{\sum_i w_i}, \qquad
              s^2 = \frac{\sum_i w_i (x_i - \bar x)^2}{\sum_i w_i}

    Mean and variance are those of the data rounded once, however far from 0 the data lie and in however many parts
    they come (`workings.preprocessing._moments`). NaN is missing: the fit passes over it, and it stays NaN.

    Parameters
    ----------
    copy : bool, default=True
        False: write the result into X where that is possible.
    with_mean : bool, default=True
        Whether to subtract the mean. Not for sparse data, which would no longer be sparse.
    with_std : bool, default=True
        Whether to divide by the standard deviation.

    Attributes
    ----------
    scale_ : ndarray of shape (n_features,) or None
        Square root of the variance; 1 for a feature that counts as constant (see Notes); None without ``with_std``.
    mean_ : ndarray of shape (n_features,) or None
        None if neither ``with_mean`` nor ``with_std``.
    var_ : ndarray of shape (n_features,) or None
        Variance with divisor n; None without ``with_std``.
    n_samples_seen_ : int or ndarray of shape (n_features,)
        Number of samples, or the sum of their weights; one for each feature if they differ, as with NaN.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Cost: O(n_samples n_features); a fit reads the data once. Memory beside X: the result.

    As in scikit-learn a feature counts as constant, and is not scaled, if its variance is at most
    ``n eps var + (n eps mean)**2``: what a sum in float64 could not tell from 0. The variance here is right below that
    bound too, so a feature that does vary and is left unscaled by this rule is named in a warning.

    ``transform`` subtracts the mean with twice the digits of ``mean_``, which matters where the data lie far from 0.

    Source: T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983) 242.

    Examples
    --------
    >>> from workings.preprocessing import StandardScaler
    >>> scaler = StandardScaler().fit([[0.0, 10.0], [2.0, 30.0]])
    >>> scaler.mean_, scaler.scale_
    (array([ 1., 20.]), array([ 1., 10.]))
    >>> scaler.transform([[3.0, 20.0]])
    array([[2., 0.]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "copy": ["boolean"],
        "with_mean": ["boolean"],
        "with_std": ["boolean"],
    }

    def __init__(self, *, copy: bool = True, with_mean: bool = True, with_std: bool = True) -> None:
        self.with_mean = with_mean
        self.with_std = with_std
        self.copy = copy

    @with_callbacks
    def fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> StandardScaler:
        """Find mean and standard deviation of each feature.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            NaN is missing. Sparse data only ``with_mean=False``.
        y : None
            Not used.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts; not negative.

        Returns
        -------
        StandardScaler
            The scaler itself.

        Raises
        ------
        ValueError
            X holds an infinite entry, or is sparse and ``with_mean=True``; a weight is negative.

        Warns
        -----
        UserWarning
            A feature varies and counts as constant, see Notes.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        return self._learn(X, y, sample_weight, first=True)

    @with_callbacks
    def partial_fit(self, X: ArrayLike, y: Any = None, sample_weight: ArrayLike | None = None) -> StandardScaler:
        """Take further samples into mean and standard deviation; arguments as in `fit`."""
        if library := library_of(X):
            return run_elsewhere(library, self, "partial_fit", X, y, sample_weight)
        return self._learn(X, y, sample_weight, first=not hasattr(self, "n_samples_seen_"))

    def _learn(self, X: ArrayLike, y: Any, sample_weight: ArrayLike | None, *, first: bool) -> StandardScaler:
        # Validate.
        self._validate_params()
        data = _columns.read(self, X, reset=first, accept_sparse=("csr", "csc"))
        if sparse.issparse(data) and self.with_mean:
            raise ValueError(
                "Cannot center sparse matrices: pass `with_mean=False` to StandardScaler, or give X.toarray(), which "
                "takes the memory of all the zeros."
            )
        weights = None
        if sample_weight is not None:
            weights = _check_sample_weight(sample_weight, data, dtype=np.float64, ensure_non_negative=True)

        # Compute.
        with fitted_at_once(self, X, y, {"sample_weight": sample_weight}):
            seen = _moments_of(self, data, weights)
            if not first:
                seen = merge([self._moments, seen])
            self._store(seen, weighted=sample_weight is not None)
        return self

    def _store(self, seen: Moments, *, weighted: bool) -> None:
        # Store.
        used = self.with_mean or self.with_std
        self._moments = seen
        self.mean_ = seen.mean if used else None
        variance = seen.variance
        self.var_ = variance if self.with_std else None
        self.scale_ = _scale(self, seen, variance) if self.with_std else None
        count = seen.count if used or weighted else np.rint(seen.count).astype(np.int64)
        self.n_samples_seen_ = count[0] if (count == count[0]).all() else count

    def transform(self, X: ArrayLike, copy: bool | None = None) -> Any:
        """Return X standardised, (n_samples, n_features), of X's floating type.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            CSR stays CSR.
        copy : bool, optional
            Instead of the parameter of this name.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "transform", X, copy)
        check_is_fitted(self)
        kept = self.copy if copy is None else copy
        options: dict[str, Any] = {} if kept and not sparse.issparse(X) else {"copy": kept, "force_writeable": True}
        data = _columns.read(self, X, reset=False, accept_sparse="csr", **options)
        if sparse.issparse(data):
            return _scale_stored(self, data, "center")
        columns = data.shape[1]
        centre, low = self._centre(columns)
        scale = np.ones(columns) if self.scale_ is None or not self.with_std else self.scale_
        return _columns.changed(
            self, data, kept, lambda source, out: _columns.standardise(source, out, centre, low, scale)
        )

    def inverse_transform(self, X: ArrayLike, copy: bool | None = None) -> Any:
        """Return what was standardised to X; arguments as in `transform`."""
        if library := library_of(X):
            return run_elsewhere(library, self, "inverse_transform", X, copy)
        check_is_fitted(self)
        kept = self.copy if copy is None else copy
        options: dict[str, Any] = {} if kept and not sparse.issparse(X) else {"copy": kept, "force_writeable": True}
        columns = self.n_features_in_
        data = _columns.read_back(self, X, columns, accept_sparse="csr", **options)
        if sparse.issparse(data):
            return _scale_stored(self, data, "uncenter")
        centre, low = self._centre(columns)
        scale = np.ones(columns) if self.scale_ is None or not self.with_std else self.scale_
        return _columns.changed(self, data, kept, lambda source, out: _columns.restore(source, out, centre, low, scale))

    def _centre(self, columns: int) -> tuple[Array, Array]:
        """Return the mean and the rest of it below its last digit, or zeros."""
        nothing = np.zeros(columns)
        if not self.with_mean or self.mean_ is None:
            return nothing, nothing
        known = getattr(self, "_moments", None)  # whoever sets mean_ by hand means just that number
        if known is None or not np.array_equal(known.mean, self.mean_, equal_nan=True):
            return self.mean_, nothing
        return self.mean_, known.mean_low

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.sparse = not self.with_mean
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _moments_of(estimator: StandardScaler, data: Any, weights: Array | None) -> Moments:
    if sparse.issparse(data):
        seen = sparse_moments(data, weights)
    else:
        seen = dense_moments(data.astype(np.float32) if data.dtype == np.float16 else data, weights)
    used = np.isfinite(seen.mean) & (np.isfinite(seen.squares) if estimator.with_std else True)
    unknown = (seen.count != 0) & ~used
    if unknown.any() or not np.isfinite(seen.squares).all():
        _columns.refuse_infinity(estimator, data)
    if unknown.any():
        raise ValueError(
            f"StandardScaler: features {np.flatnonzero(unknown).tolist()} are so large that the sum of their squares "
            "overflows. Divide them by a constant first."
        )
    return seen


def _scale(estimator: Any, seen: Moments, variance: Array) -> Array:
    """Return the standard deviations, with 1 for the features that count as constant."""
    n, mean = seen.count, seen.mean
    with np.errstate(over="ignore", invalid="ignore"):
        constant = variance <= n * _EPS * variance + (n * mean * _EPS) ** 2
        varies = constant & (np.sqrt(variance) > 8.0 * _EPS * np.abs(mean))
        scale: Array = np.sqrt(variance)
    scale[constant] = 1.0
    if varies.any():
        which = np.flatnonzero(varies)
        names = getattr(estimator, "feature_names_in_", which)
        j = which[0]
        warnings.warn(
            f"StandardScaler left features {(names[which] if names is not which else which).tolist()} unscaled: beside "
            f"their means they vary so little (the first: {mean[j]:.6g} with standard deviation "
            f"{np.sqrt(variance[j]):.3g}) that scikit-learn's rule takes them for constant. Subtract a constant near "
            "the mean from them first.",
            UserWarning,
            stacklevel=5,  # past _store, _learn, fit and its decorator
        )
    return scale


def _scale_stored(estimator: StandardScaler, data: Any, verb: str) -> Any:
    """Scale the stored entries of a CSR matrix in their place, back with "uncenter"."""
    if estimator.with_mean:
        raise ValueError(f"Cannot {verb} sparse matrices: pass `with_mean=False` to StandardScaler.")
    if estimator.scale_ is not None:
        by_entry = estimator.scale_[data.indices].astype(data.dtype, copy=False)
        if verb == "center":
            data.data /= by_entry
        else:
            data.data *= by_entry
    return data
