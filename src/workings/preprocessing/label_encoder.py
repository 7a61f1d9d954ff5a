"""Labels as integers: for targets, not for features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import column_or_1d
from sklearn.utils.validation import check_is_fitted

from workings.preprocessing._categories import found_categories, refuse
from workings.preprocessing._numbering import Numbered, number, positions

Array = NDArray[Any]


class LabelEncoder(TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):  # type: ignore[misc, call-arg]
    """Encode the labels of a target as integers from 0 to n_classes - 1, in the order of the sorted labels.

    For y, not for X: for features there are `OrdinalEncoder` and `OneHotEncoder`.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The labels, sorted; None and NaN last.

    Notes
    -----
    One pass over the labels with a hash table; see `workings.preprocessing._numbering`.

    Examples
    --------
    >>> encoder = LabelEncoder().fit(["paris", "paris", "tokyo", "amsterdam"])
    >>> encoder.classes_.tolist()
    ['amsterdam', 'paris', 'tokyo']
    >>> encoder.transform(["tokyo", "tokyo", "paris"])
    array([2, 2, 1])
    >>> encoder.inverse_transform([2, 0]).tolist()
    ['tokyo', 'amsterdam']
    """

    def fit(self, y: ArrayLike) -> LabelEncoder:
        """Learn the labels.

        Parameters
        ----------
        y : array_like of shape (n_samples,)
            Labels: strings, numbers, any objects that can be put in order.

        Returns
        -------
        LabelEncoder
            The estimator itself.

        Raises
        ------
        ValueError
            y has more than one column.
        TypeError
            y mixes types that have no order.
        """
        self._fit_numbered(y)
        return self

    def _fit_numbered(self, y: ArrayLike) -> Numbered:
        # Validate.
        labels = column_or_1d(y, warn=True)

        # Compute.
        numbered = number(labels)
        classes = found_categories(numbered.values, "y")

        # Store.
        self.classes_ = classes
        return numbered

    def fit_transform(self, y: ArrayLike) -> Array:
        """Learn the labels, and return the number of each sample's label, (n_samples,)."""
        numbered = self._fit_numbered(y)
        return numbered.through(positions(numbered.values, self.classes_).astype(np.int64))

    def transform(self, y: ArrayLike) -> Array:
        """Return the number of each sample's label.

        Parameters
        ----------
        y : array_like of shape (n_samples,)
            Labels that were there in the fit.

        Returns
        -------
        ndarray of shape (n_samples,), of integers

        Raises
        ------
        ValueError
            y holds a label that was not there.
        """
        check_is_fitted(self)
        labels = column_or_1d(y, warn=True)
        if not len(labels):
            return np.array([])
        if self.classes_.dtype.kind == "U" and labels.dtype.kind != "U":
            labels = labels.astype(str)  # NumPy made strings of everything in the fit: ["a", nan] is ["a", "nan"]
        numbered = number(labels)
        places = positions(numbered.values, self.classes_)
        if (places < 0).any():
            unseen = numbered.values[places < 0].tolist()
            refuse(
                f"y contains previously unseen labels: {unseen[:10]}.",
                f"LabelEncoder was fitted on {len(self.classes_)} labels; fit it on all that there are.",
            )
        return numbered.through(places.astype(np.int64))

    def inverse_transform(self, y: ArrayLike) -> Array:
        """Return the labels that have these numbers.

        Parameters
        ----------
        y : array_like of shape (n_samples,)
            Integers from 0 to n_classes - 1.

        Returns
        -------
        ndarray of shape (n_samples,)

        Raises
        ------
        ValueError
            y holds something else.
        """
        check_is_fitted(self)
        numbers = column_or_1d(y, warn=True)
        if not len(numbers):
            return np.array([])
        wrong = np.setdiff1d(numbers, np.arange(len(self.classes_)))
        if len(wrong):
            refuse(
                f"y contains previously unseen labels: {wrong.tolist()[:10]}.",
                f"The numbers of the labels are the integers from 0 to {len(self.classes_) - 1}.",
            )
        found: Array = self.classes_[numbers.astype(np.intp)]
        return found

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.target_tags.one_d_labels = True
        return tags
