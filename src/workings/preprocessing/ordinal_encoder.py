"""Ordinal encoding: the number of each category."""

from __future__ import annotations

from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import OneToOneFeatureMixin
from sklearn.utils import check_array
from sklearn.utils._param_validation import Interval, RealNotInt, StrOptions
from sklearn.utils.validation import check_is_fitted

from workings.preprocessing._categories import Grouping, column_name, refuse
from workings.preprocessing._encoder import CategoryEncoder, widest
from workings.preprocessing._numbering import Numbered, is_nan

Array = NDArray[Any]
_INFREQUENT = "infrequent_sklearn"


class OrdinalEncoder(OneToOneFeatureMixin, CategoryEncoder):  # type: ignore[misc]
    """Encode each column of categories as a column of integers, 0 for its first category.

    The numbers claim an order and distances. Where the categories have none, most models are better served by
    `OneHotEncoder`; trees are not misled.

    Parameters have scikit-learn's names, defaults and meaning, and the result is the same.

    Parameters
    ----------
    categories : 'auto' or list of array_like, default='auto'
        The categories of each column, in the wanted order (numbers: ascending); 'auto': those of the data, sorted,
        None and NaN last.
    dtype : dtype, default=np.float64
        The type of the result.
    handle_unknown : {'error', 'use_encoded_value'}, default='error'
        What `transform` does with a category that fit did not see: an error, or `unknown_value`.
    unknown_value : int or np.nan, default=None
        The number of unknown categories; none that a category has.
    encoded_missing_value : int or np.nan, default=np.nan
        The number of NaN, if a column of the fit has it.
    min_frequency : int or float, default=None
        Categories with fewer samples (float: with a smaller share of them) are infrequent, and share one number, the
        last.
    max_categories : int, default=None
        At most this many numbers for each feature, that of the infrequent categories included; those of missing and
        unknown ones do not count.

    Attributes
    ----------
    categories_ : list of ndarray
        The categories of each column, in the order of their numbers.
    infrequent_categories_ : list of ndarray or None
        Those of each column; only if `min_frequency` or `max_categories` is given.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    For n samples and p columns fit and transform cost O(n p): each column is numbered in one pass with a hash table
    (`workings.preprocessing._numbering`), and `fit_transform` does that once.

    Examples
    --------
    >>> X = [["Male", 1], ["Female", 3], ["Female", 2]]
    >>> encoder = OrdinalEncoder().fit(X)
    >>> encoder.transform([["Female", 3], ["Male", 1]])
    array([[0., 2.],
           [1., 0.]])
    >>> encoder.inverse_transform([[1, 0], [0, 1]])
    array([['Male', 1],
           ['Female', 2]], dtype=object)
    >>> sizes = OrdinalEncoder(categories=[["small", "medium", "large"]])
    >>> sizes.fit_transform([["large"], ["small"], ["medium"]]).ravel()
    array([2., 0., 1.])
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "categories": [StrOptions({"auto"}), list],
        "dtype": "no_validation",
        "encoded_missing_value": [Integral, type(np.nan)],
        "handle_unknown": [StrOptions({"error", "use_encoded_value"})],
        "unknown_value": [Integral, type(np.nan), None],
        "max_categories": [Interval(Integral, 1, None, closed="left"), None],
        "min_frequency": [
            Interval(Integral, 1, None, closed="left"),
            Interval(RealNotInt, 0, 1, closed="neither"),
            None,
        ],
    }
    _spares_missing = True
    _remedy = "set handle_unknown='use_encoded_value' and unknown_value=-1."

    def __init__(
        self,
        *,
        categories: Any = "auto",
        dtype: Any = np.float64,
        handle_unknown: str = "error",
        unknown_value: float | None = None,
        encoded_missing_value: float = np.nan,
        min_frequency: float | None = None,
        max_categories: int | None = None,
    ) -> None:
        self.categories = categories
        self.dtype = dtype
        self.handle_unknown = handle_unknown
        self.unknown_value = unknown_value
        self.encoded_missing_value = encoded_missing_value
        self.min_frequency = min_frequency
        self.max_categories = max_categories

    def fit(self, X: ArrayLike, y: None = None) -> OrdinalEncoder:
        """Learn the categories of each column.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            The categories: strings, numbers, any objects that can be put in order; None is a category, NaN is missing.
        y : None
            Ignored.

        Returns
        -------
        OrdinalEncoder
            The estimator itself.

        Raises
        ------
        ValueError
            The number of unknown or missing categories is that of a category, or `dtype` cannot hold it; or
            `categories` does not fit the data.
        TypeError
            `unknown_value` is missing or not wanted; a column mixes types that have no order; X is sparse.
        """
        self._fit_numbered(X)
        return self

    def _fit_numbered(self, X: Any) -> list[Numbered]:
        """Fit, and return the numbered columns of X."""
        # Validate.
        self._validate_params()
        self._check_unknown_value()

        # Compute.
        numbered, categories, groupings = self._learn(X)
        missing = [i for i, known in enumerate(categories) if is_nan(known[-1])]
        self._check_values(groupings, missing)

        # Store.
        self._keep(categories, groupings)
        self._missing = missing
        return numbered

    def _check_unknown_value(self) -> None:
        """Refuse a number for unknown categories that is missing, not wanted, or not to be held."""
        value = self.unknown_value
        if self.handle_unknown == "error":
            if value is not None:
                refuse(
                    f"unknown_value should only be set when handle_unknown is 'use_encoded_value', got {value}.",
                    "Set both, or neither.",
                    TypeError,
                )
        elif is_nan(value):
            if np.dtype(self.dtype).kind != "f":
                refuse(
                    f"When unknown_value is np.nan, the dtype parameter should be a float dtype. Got {self.dtype}.",
                    "Try unknown_value=-1.",
                )
        elif not isinstance(value, Integral):
            refuse(
                "unknown_value should be an integer or np.nan when handle_unknown is 'use_encoded_value', "
                f"got {value}.",
                "Try unknown_value=-1.",
                TypeError,
            )

    def _check_values(self, groupings: list[Grouping], missing: list[int]) -> None:
        """Refuse numbers for unknown and missing categories that others have."""
        if self.unknown_value is not None:
            for i, one in enumerate(groupings):
                if 0 <= self.unknown_value < one.groups:
                    refuse(
                        f"The used value for unknown_value {self.unknown_value} is one of the values already used for "
                        f"encoding the seen categories, of {column_name(self, i)}.",
                        "Try unknown_value=-1.",
                    )
        if not missing:
            return
        if is_nan(self.encoded_missing_value):
            if np.dtype(self.dtype).kind != "f":
                refuse(
                    f"There are missing values in features {missing}. For OrdinalEncoder to encode missing values with "
                    f"dtype: {self.dtype}, set encoded_missing_value to a non-nan value, or set dtype to a float.",
                    "Try encoded_missing_value=-1.",
                )
            return
        taken = [i for i in missing if 0 <= self.encoded_missing_value < groupings[i].groups]
        if taken:
            names = getattr(self, "feature_names_in_", None)
            refuse(
                f"encoded_missing_value ({self.encoded_missing_value}) is already used to encode a known category in "
                f"features: {taken if names is None else names[taken]}.",
                "Try encoded_missing_value=-1.",
            )

    def fit_transform(self, X: ArrayLike, y: None = None, **fit_params: Any) -> Any:
        """Fit, and return X encoded: the same as ``fit(X).transform(X)``, but the columns are numbered only once."""
        if fit_params:
            return super().fit_transform(X, y, **fit_params)
        return self._encoded(self._fit_numbered(X))

    def transform(self, X: ArrayLike) -> Any:
        """Return X encoded, (n_samples, n_features).

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            The categories.

        Returns
        -------
        ndarray of shape (n_samples, n_features)

        Raises
        ------
        ValueError
            A column holds a category that fit did not see, and `handle_unknown` is 'error'.
        """
        check_is_fitted(self)
        return self._encoded(self._read(X))

    def _encoded(self, numbered: list[Numbered]) -> Array:
        found = np.empty((len(numbered[0].codes), len(numbered)), dtype=self.dtype)
        for i, one in enumerate(numbered):
            places = self._places(one, i)
            table = np.append(self._groupings[i].to_group, 0)[places].astype(self.dtype)  # 0 for NaN and unknown
            if i in self._missing:
                table[places == len(self.categories_[i]) - 1] = self.encoded_missing_value
            if self.handle_unknown == "use_encoded_value":
                table[places < 0] = self.unknown_value
            found[:, i] = one.through(table)
        return found

    def inverse_transform(self, X: ArrayLike) -> Array:
        """Return the categories that have these numbers.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            Numbers of categories.

        Returns
        -------
        ndarray of shape (n_samples, n_features)
            None for `unknown_value`.

        Raises
        ------
        ValueError
            X has another number of columns, or holds a number that no category has.
        """
        check_is_fitted(self)
        codes: Array = check_array(X, ensure_all_finite="allow-nan")
        if codes.shape[1] != len(self.categories_):
            refuse(
                "Shape of the passed X data is not correct.",
                f"Expected {len(self.categories_)} columns, got {codes.shape[1]}.",
            )
        unknown = self.handle_unknown == "use_encoded_value"
        infrequent = any(one.infrequent is not None for one in self._groupings)
        found = np.empty(codes.shape, dtype=widest(self.categories_))
        none = np.zeros(len(codes), dtype=np.bool_)
        later: list[tuple[Array, int, Any]] = []
        for i, categories in enumerate(self.categories_):
            numbers, one = codes[:, i], self._groupings[i]
            missing = _equal(numbers, self.encoded_missing_value) if i in self._missing else none
            strange = _equal(numbers, self.unknown_value) & ~missing if unknown else none
            common = categories if one.infrequent is None else np.delete(categories, one.infrequent)
            rare = none if one.infrequent is None else (numbers == one.groups - 1) & ~missing & ~strange
            plain = ~(missing | strange | rare)
            self._check_numbers(numbers[plain], one.groups, i)
            found[plain, i] = common[numbers[plain].astype(np.intp)]
            found[missing, i] = categories[-1]
            later += [(strange, i, None), (rare, i, _INFREQUENT)]
        if unknown or infrequent:
            found = found.astype(object)
            for samples, i, value in later:
                found[samples, i] = value
        return found

    def _check_numbers(self, numbers: Array, groups: int, i: int) -> None:
        """Refuse numbers that no category has."""
        wrong = numbers[~((numbers >= 0) & (numbers < groups) & (numbers == np.floor(numbers)))]
        if len(wrong):
            refuse(
                f"OrdinalEncoder.inverse_transform: {wrong[0]!r} in {column_name(self, i)} is no category's number.",
                f"The numbers of this column are the integers from 0 to {groups - 1}.",
            )


def _equal(numbers: Array, value: Any) -> Array:
    """Return where numbers are this value, which may be NaN."""
    found: Array = np.isnan(numbers) if is_nan(value) else numbers == value
    return found
