"""Imputation: one value for whatever is missing in a feature."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.impute import MissingIndicator
from sklearn.utils._param_validation import MissingValues, StrOptions
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted

from workings._other_arrays import library_of, run_elsewhere, validate_data
from workings.preprocessing import _columns, _fill_values
from workings.preprocessing._missing import is_na, is_nan, mask_of, missing_entries, refuse_other_kinds
from workings.preprocessing._sparse import in_the_wanted_interface

Array = NDArray[Any]


class SimpleImputer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Replace what is missing in a feature by its mean, its median, its most frequent value, or a constant.

    Parameters
    ----------
    missing_values : int, float, str, np.nan, None or pandas.NA, default=np.nan
        What stands for "missing" in the data.
    strategy : {'mean', 'median', 'most_frequent', 'constant'} or callable, default='mean'
        What replaces it. Means and medians need numbers; of several most frequent values the least is taken; a callable
        gets the entries of a feature that are there, a one-dimensional array, and returns a number.
    fill_value : str or number, default=None
        The constant; None is 0 for numbers and "missing_value" for objects and strings.
    copy : bool, default=True
        False: write the result into X where that is possible.
    add_indicator : bool, default=False
        Whether to append, for each feature that lacked entries in the fit, a column that says where they are missing.
    keep_empty_features : bool, default=False
        Whether a feature of which the fit saw no entry is kept, with 0 (``fill_value`` for 'constant'), or dropped.

    Attributes
    ----------
    statistics_ : ndarray of shape (n_features,)
        What replaces the missing entries of each feature; NaN for a feature that is dropped.
    indicator_ : sklearn.impute.MissingIndicator or None
        None without ``add_indicator``.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Cost: O(n_samples n_features); 'most_frequent' sorts each feature. The mean is that of the data rounded once.
    A statistic is one number for all of a feature: the imputed feature varies less than the true one, and goes less
    along with the others. Fit it on the training set only.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.preprocessing import SimpleImputer
    >>> SimpleImputer().fit_transform([[1.0, 4.0], [3.0, np.nan]])
    array([[1., 4.],
           [3., 4.]])
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "missing_values": [MissingValues()],
        "add_indicator": ["boolean"],
        "keep_empty_features": ["boolean"],
        "strategy": [StrOptions({"mean", "median", "most_frequent", "constant"}), callable],
        "fill_value": "no_validation",
        "copy": ["boolean"],
    }

    def __init__(
        self,
        *,
        missing_values: Any = np.nan,
        strategy: str | Callable[[Array], Any] = "mean",
        fill_value: Any = None,
        copy: bool = True,
        add_indicator: bool = False,
        keep_empty_features: bool = False,
    ) -> None:
        self.missing_values = missing_values
        self.add_indicator = add_indicator
        self.keep_empty_features = keep_empty_features
        self.strategy = strategy
        self.fill_value = fill_value
        self.copy = copy

    _fit_dtype: np.dtype[Any]
    indicator_: Any

    def fit(self, X: ArrayLike, y: Any = None) -> SimpleImputer:
        """Find what replaces the missing entries of each feature.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            Numbers; for 'most_frequent' and 'constant' also objects, strings among them.
        y : None
            Not used.

        Returns
        -------
        SimpleImputer
            The imputer itself.

        Raises
        ------
        ValueError
            X holds what the strategy cannot use, infinity, or a ``fill_value`` of another kind.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y)
        # Validate.
        self._validate_params()
        data = self._read(X, in_fit=True)

        # Compute.
        missing = None
        if not self._is_plain(data) or self.strategy != "mean" or self.add_indicator:
            missing = missing_entries(data, self.missing_values)
        statistics = _fill_values.statistics(self, data, missing)
        if missing is None and not np.isfinite(statistics).all():
            _columns.refuse_infinity(self, data)
        indicator = None
        if missing is not None and self.add_indicator:
            indicator = MissingIndicator(missing_values=self.missing_values, error_on_new=False)
            indicator._fit(mask_of(data, missing), precomputed=True)

        # Store.
        self.indicator_ = indicator
        self._fill_dtype = data.dtype
        self.statistics_ = statistics
        return self

    def transform(self, X: ArrayLike) -> Any:
        """Return X with its missing entries replaced, (n_samples, n_features_out).

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            Sparse data become CSC.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "transform", X)
        check_is_fitted(self)
        data = self._read(X, in_fit=False)
        values, kept = self._values_and_kept()
        if self._is_plain(data) and kept.all() and not self.add_indicator:
            filling, placeholder = values, float(self.missing_values)
            return _columns.changed(
                self, data, self.copy, lambda source, out: _columns.fill(source, out, filling, placeholder)
            )
        if self._is_plain(data):
            _columns.refuse_infinity(self, data)
        missing = missing_entries(data, self.missing_values)
        signs = self.indicator_.transform(mask_of(data, missing)) if self.add_indicator else None
        if sparse.issparse(data):
            columns = np.repeat(np.arange(data.shape[1]), np.diff(data.indptr))
            data.data[missing] = values[columns[missing]]
            filled = data if kept.all() else data[:, np.flatnonzero(kept)]
            if signs is not None:
                filled = sparse.hstack([filled, signs], format="csc")
            return in_the_wanted_interface(filled)
        filled, missing = (data, missing) if kept.all() else (data[:, kept], missing[:, kept])
        if self.copy and filled is data:
            filled = data.copy()
        rows, columns = np.nonzero(missing)
        filled[rows, columns] = values[kept][columns]
        return filled if signs is None else np.hstack([filled, signs])

    def inverse_transform(self, X: ArrayLike) -> Array:
        """Return the data with their missing entries, from the columns that ``add_indicator`` appended.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features_out)
            What `transform` returned.

        Raises
        ------
        ValueError
            The imputer was made without ``add_indicator``; what was missing is not known then.
        """
        check_is_fitted(self)
        if not self.add_indicator:
            raise ValueError(
                "'inverse_transform' works only when 'SimpleImputer' is instantiated with 'add_indicator=True'. "
                f"Got 'add_indicator={self.add_indicator}' instead: what was missing is not known."
            )
        data = np.asarray(X)
        marked = self.indicator_.features_
        columns = data.shape[1] - len(marked)
        missing = np.zeros((len(data), self.n_features_in_), dtype=bool)
        missing[:, marked] = data[:, columns:].astype(bool)
        _, kept = self._values_and_kept(warn=False)
        if int(kept.sum()) != columns:
            raise ValueError(
                f"SimpleImputer.inverse_transform: X has {data.shape[1]} columns, and transform returns "
                f"{int(kept.sum()) + len(marked)}. Give what it returned."
            )
        numeric = data.dtype.kind in "fiub"
        original: Array = np.zeros(missing.shape, dtype=np.float64 if numeric else object)
        original[:, kept] = data[:, :columns]
        original[:, ~kept] = self.missing_values
        original[missing] = self.missing_values
        return original

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> Array:
        """Return the names of the features that are kept, and of the indicators.

        Parameters
        ----------
        input_features : array_like of str, optional
            Names of the features; those of the fit, or x0, x1 ..., when not given.
        """
        check_is_fitted(self)
        names = _check_feature_names_in(self, input_features)
        kept: Array = names[self._values_and_kept(warn=False)[1]]
        if not self.add_indicator:
            return kept
        return np.concatenate([kept, self.indicator_.get_feature_names_out(names)])

    def _read(self, X: ArrayLike, *, in_fit: bool) -> Any:
        """Return X as the strategy wants it."""
        numbers_only = self.strategy not in ("most_frequent", "constant")
        dtype: Any = _columns.FLOATS if numbers_only else None
        if not numbers_only and isinstance(X, list) and any(isinstance(one, str) for row in X for one in row):
            dtype = object  # NumPy would make strings of the numbers too
        if not in_fit and self._fit_dtype.kind == "O":
            dtype = self._fit_dtype
        finite: Any = "allow-nan" if is_na(self.missing_values) or is_nan(self.missing_values) else True
        plain = finite == "allow-nan" and self.strategy == "mean" and _columns.is_large(X)
        in_place = not in_fit and not self.copy
        try:
            data = validate_data(
                self,
                X,
                reset=in_fit,
                accept_sparse="csc",
                dtype=dtype,
                ensure_all_finite=False if plain and not in_place else finite,
                copy=not in_fit and self.copy and sparse.issparse(X),
                force_writeable=True if in_place else None,
            )
        except ValueError as error:
            if "could not convert" not in str(error):
                raise
            raise ValueError(
                f"Cannot use {self.strategy} strategy with non-numeric data:\n{error}\n"
                "Try strategy='most_frequent' or 'constant', which take any values."
            ) from None
        if in_fit:
            self._fit_dtype = data.dtype
        refuse_other_kinds(self, _columns.only_numpy(self, data), in_fit)
        return data

    def _is_plain(self, data: Any) -> bool:
        """Whether the data are floats in memory and a number stands for missing: what the kernels take."""
        return isinstance(data, np.ndarray) and data.dtype.kind == "f" and isinstance(self.missing_values, Real)

    def _values_and_kept(self, *, warn: bool = True) -> tuple[Array, Array]:
        """Return what replaces the missing entries, of the data's type, and which features are kept."""
        known = self.statistics_
        if self.keep_empty_features:
            return known.astype(self._fill_dtype, copy=False), np.ones(len(known), dtype=bool)
        kept = ~missing_entries(known, np.nan)
        if warn and not kept.all():
            names = getattr(self, "feature_names_in_", np.arange(len(known)))[~kept]
            warnings.warn(
                f"Skipping features without any observed values: {names}. At least one non-missing value is needed for "
                f"imputation with strategy={self.strategy!r}. Set keep_empty_features=True to keep them.",
                UserWarning,
                stacklevel=4,
            )
        values = np.zeros(len(known), dtype=self._fill_dtype)
        values[kept] = known[kept].astype(self._fill_dtype, copy=False)
        return values, kept

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = is_na(self.missing_values) or is_nan(self.missing_values)
        return tags
