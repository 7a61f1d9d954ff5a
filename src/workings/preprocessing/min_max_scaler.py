"""Scaling to a range: the least value of every feature at one end, the largest at the other."""

from __future__ import annotations

import warnings
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from workings.preprocessing import _columns

Array = NDArray[Any]


class MinMaxScaler(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    r"""Move and stretch each feature so that its least and largest value become the ends of a range.

    .. math:: z = \frac{x - \min}{\max - \min} (b - a) + a \qquad \text{for the range } (a, b)

    It is computed in this order, so that the least value becomes a and, for the range (0, 1), the largest exactly 1,
    however far from 0 the data lie. NaN is missing: the fit passes over it, and it stays NaN.

    Parameters
    ----------
    feature_range : tuple (min, max), default=(0, 1)
        The range.
    copy : bool, default=True
        False: write the result into X where that is possible.
    clip : bool, default=False
        Whether to cut off at the ends of the range what new data have beyond them.

    Attributes
    ----------
    min_ : ndarray of shape (n_features,)
        ``feature_range[0] - data_min_ * scale_``.
    scale_ : ndarray of shape (n_features,)
        ``(feature_range[1] - feature_range[0]) / data_range_``; a range below ten rounding errors of 1 counts as 1.
    data_min_ : ndarray of shape (n_features,)
    data_max_ : ndarray of shape (n_features,)
    data_range_ : ndarray of shape (n_features,)
        ``data_max_ - data_min_``.
    n_samples_seen_ : int
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Cost: O(n_samples n_features); a fit reads the data once. Memory beside X: the result.

    Examples
    --------
    >>> from workings.preprocessing import MinMaxScaler
    >>> MinMaxScaler().fit_transform([[-1.0, 2.0], [0.0, 6.0], [1.0, 18.0]])
    array([[0.  , 0.  ],
           [0.5 , 0.25],
           [1.  , 1.  ]])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "feature_range": [tuple],
        "copy": ["boolean"],
        "clip": ["boolean"],
    }

    def __init__(self, feature_range: tuple[float, float] = (0, 1), *, copy: bool = True, clip: bool = False) -> None:
        self.feature_range = feature_range
        self.copy = copy
        self.clip = clip

    data_min_: Array
    data_max_: Array
    n_samples_seen_: int

    def fit(self, X: ArrayLike, y: Any = None) -> MinMaxScaler:
        """Find the least and the largest value of each feature.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            NaN is missing.
        y : None
            Not used.

        Returns
        -------
        MinMaxScaler
            The scaler itself.

        Raises
        ------
        TypeError
            X is sparse: moved, its zeros would no longer be zeros.
        ValueError
            X holds an infinite entry, or the range is empty.
        """
        return self._learn(X, first=True)

    def partial_fit(self, X: ArrayLike, y: Any = None) -> MinMaxScaler:
        """Take further samples into the least and the largest value; arguments as in `fit`."""
        return self._learn(X, first=not hasattr(self, "n_samples_seen_"))

    def _learn(self, X: ArrayLike, *, first: bool) -> MinMaxScaler:
        # Validate.
        self._validate_params()
        start, stop = _range(self)
        if sparse.issparse(X):
            raise TypeError(
                "MinMaxScaler does not support sparse input: moved, its zeros would no longer be zeros. "
                "Consider using sklearn.preprocessing.MaxAbsScaler instead."
            )
        data = _columns.read(self, X, reset=first)

        # Compute.
        least, most = _columns.extremes(data)
        if np.isinf(least).any() or np.isinf(most).any():
            _columns.refuse_infinity(self, data)
        if not first:  # a feature of which only NaN was seen takes what the other part knows
            least, most = np.fmin(self.data_min_, least), np.fmax(self.data_max_, most)
        with np.errstate(over="ignore"):
            span = most - least
        if np.isinf(span).any():
            raise ValueError(
                f"MinMaxScaler: the ranges of features {np.flatnonzero(np.isinf(span)).tolist()} overflow "
                f"{span.dtype}. Divide them by a constant first."
            )
        width = _width(self, least, most, span)

        # Store.
        self.n_samples_seen_ = len(data) + (0 if first else self.n_samples_seen_)
        kind = data.dtype.type
        self.scale_ = (kind(stop) - kind(start)) / width
        self.min_ = kind(start) - least * self.scale_
        self.data_min_ = least
        self.data_max_ = most
        self.data_range_ = span
        return self

    def transform(self, X: ArrayLike) -> Array:
        """Return X scaled to the range, (n_samples, n_features), of X's floating type."""
        check_is_fitted(self)
        options = {} if self.copy else {"copy": False, "force_writeable": True}
        data = _columns.read(self, X, reset=False, **options)
        span = _range(self)
        low, width = self._ends()
        return _columns.changed(
            self, data, self.copy, lambda source, out: _columns.stretch(source, out, low, width, span, self.clip)
        )

    def inverse_transform(self, X: ArrayLike) -> Array:
        """Return what was scaled to X; what ``clip`` has cut off is lost."""
        check_is_fitted(self)
        options = {} if self.copy else {"copy": False, "force_writeable": True}
        data = _columns.read_back(self, X, self.n_features_in_, **options)
        span = _range(self)
        low, width = self._ends()
        nothing = np.zeros(len(low))
        return _columns.changed(
            self, data, self.copy, lambda source, out: _columns.restore(source, out, low, nothing, width, span)
        )

    def _ends(self) -> tuple[Array, Array]:
        """Return the least values and the widths, 1 for what counts as constant, in float64."""
        low = self.data_min_.astype(np.float64)
        width = self.data_max_.astype(np.float64) - low
        width[_is_constant(self.data_range_)] = 1.0
        return low, width

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def _range(scaler: MinMaxScaler) -> tuple[float, float]:
    start, stop = scaler.feature_range
    if not start < stop:
        raise ValueError(
            "Minimum of desired feature range must be smaller than maximum. "
            f"Got {scaler.feature_range}. Try feature_range=(0, 1)."
        )
    return float(start), float(stop)


def _is_constant(span: Array) -> Array:
    constant: Array = span < 10 * np.finfo(span.dtype).eps
    return constant


def _width(scaler: MinMaxScaler, least: Array, most: Array, span: Array) -> Array:
    """Return the spans, 1 for the features that count as constant; those that are none are named in a warning."""
    constant = _is_constant(span)
    varies = constant & (span > 8 * np.finfo(span.dtype).eps * np.maximum(np.abs(least), np.abs(most)))
    if varies.any():
        which = np.flatnonzero(varies)
        names = getattr(scaler, "feature_names_in_", np.arange(len(span)))[which].tolist()
        warnings.warn(
            f"MinMaxScaler left features {names} unscaled: their ranges (the first: {span[which[0]]:.3g}) are so small "
            "that scikit-learn's rule takes them for constant. Multiply them by a constant first.",
            UserWarning,
            stacklevel=4,
        )
    return np.where(constant, span.dtype.type(1), span)
