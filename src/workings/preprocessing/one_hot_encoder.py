"""One-hot encoding: a column of 0 and 1 for each category."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.utils import check_array
from sklearn.utils._param_validation import Interval, RealNotInt, StrOptions
from sklearn.utils._set_output import _get_output_config
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted

from workings._other_arrays import library_of, run_elsewhere
from workings.preprocessing._categories import Grouping, refuse
from workings.preprocessing._encoder import CategoryEncoder
from workings.preprocessing._numbering import Numbered
from workings.preprocessing._one_hot import combiner, decoded, dropped_groups, first_of_groups

try:
    from sklearn.utils import _align_api_if_sparse as _in_wanted_api
except ImportError:  # scikit-learn < 1.9, which has matrices only
    _in_wanted_api = sparse.csr_matrix

Array = NDArray[Any]
_INFREQUENT = "infrequent_sklearn"


class OneHotEncoder(CategoryEncoder):
    """Encode each column of categories as columns of 0 and 1, one for each category.

    Of the columns that belong to one feature exactly one holds 1. They add up to the column of ones that an intercept
    is, so a linear model without penalty has no unique coefficients (the dummy-variable trap): ``drop="first"`` leaves
    one out.

    Parameters have scikit-learn's names, defaults and meaning, and the result is the same.

    Parameters
    ----------
    categories : 'auto' or list of array_like, default='auto'
        The categories of each column, in the wanted order (numbers: ascending); 'auto': those of the data, sorted,
        None and NaN last.
    drop : {'first', 'if_binary'} or array_like of shape (n_features,), default=None
        Which category of each column gets no column: none, the first, the first where there are two, or these.
    sparse_output : bool, default=True
        Whether to return a sparse matrix in CSR format, or an array.
    dtype : dtype, default=np.float64
        The type of the result.
    handle_unknown : {'error', 'ignore', 'infrequent_if_exist', 'warn'}, default='error'
        What `transform` does with a category that fit did not see: an error; zeros; the column of the infrequent ones
        if there is one, else zeros; the same with a warning.
    min_frequency : int or float, default=None
        Categories with fewer samples (float: with a smaller share of them) are infrequent, and share one column.
    max_categories : int, default=None
        At most this many columns for each feature, that of the infrequent categories included.
    feature_name_combiner : 'concat' or callable, default='concat'
        ``name(feature, category)`` for `get_feature_names_out`; 'concat' joins them by ``_``.

    Attributes
    ----------
    categories_ : list of ndarray
        The categories of each column, those that are dropped included.
    drop_idx_ : ndarray of shape (n_features,), of dtype object, or None
        The number in ``categories_[i]`` of the category that is dropped, or None.
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
    >>> encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(X)
    >>> encoder.categories_
    [array(['Female', 'Male'], dtype=object), array([1, 2, 3], dtype=object)]
    >>> encoder.transform([["Female", 1], ["Male", 4]])
    array([[1., 0., 1., 0., 0.],
           [0., 1., 0., 0., 0.]])
    >>> encoder.inverse_transform([[0, 1, 1, 0, 0], [0, 0, 0, 1, 0]])
    array([['Male', 1],
           [None, 2]], dtype=object)
    >>> OneHotEncoder(drop="first", sparse_output=False).fit_transform(X)
    array([[1., 0., 0.],
           [0., 0., 1.],
           [0., 1., 0.]])
    """

    _parameter_constraints: ClassVar[dict[str, Any]] = {
        "categories": [StrOptions({"auto"}), list],
        "drop": [StrOptions({"first", "if_binary"}), "array-like", None],
        "dtype": "no_validation",
        "handle_unknown": [StrOptions({"error", "ignore", "infrequent_if_exist", "warn"})],
        "max_categories": [Interval(Integral, 1, None, closed="left"), None],
        "min_frequency": [
            Interval(Integral, 1, None, closed="left"),
            Interval(RealNotInt, 0, 1, closed="neither"),
            None,
        ],
        "sparse_output": ["boolean"],
        "feature_name_combiner": [StrOptions({"concat"}), callable],
    }
    _remedy = "set handle_unknown='ignore' (zeros) or 'infrequent_if_exist'."

    def __init__(
        self,
        *,
        categories: Any = "auto",
        drop: Any = None,
        sparse_output: bool = True,
        dtype: Any = np.float64,
        handle_unknown: str = "error",
        min_frequency: float | None = None,
        max_categories: int | None = None,
        feature_name_combiner: str | Callable[[Any, Any], str] = "concat",
    ) -> None:
        self.categories = categories
        self.drop = drop
        self.sparse_output = sparse_output
        self.dtype = dtype
        self.handle_unknown = handle_unknown
        self.min_frequency = min_frequency
        self.max_categories = max_categories
        self.feature_name_combiner = feature_name_combiner

    def fit(self, X: ArrayLike, y: None = None) -> OneHotEncoder:
        """Learn the categories of each column.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            The categories: strings, numbers, any objects that can be put in order; None and NaN are categories.
        y : None
            Ignored.

        Returns
        -------
        OneHotEncoder
            The estimator itself.

        Raises
        ------
        ValueError
            `categories` or `drop` does not fit the data.
        TypeError
            A column mixes types that have no order; X is sparse.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y)
        self._fit_numbered(X)
        return self

    def _fit_numbered(self, X: Any) -> list[Numbered]:
        """Fit, and return the numbered columns of X."""
        # Validate.
        self._validate_params()

        # Compute.
        numbered, categories, groupings = self._learn(X)

        # Store.
        self._store(categories, groupings)
        return numbered

    def _store(self, categories: list[Array], groupings: list[Grouping]) -> None:
        dropped = dropped_groups(self.drop, categories, groupings)
        self._keep(categories, groupings)
        self._dropped = dropped
        self.drop_idx_ = first_of_groups(dropped, groupings)

    def fit_transform(self, X: ArrayLike, y: None = None, **fit_params: Any) -> Any:
        """Fit, and return X encoded: the same as ``fit(X).transform(X)``, but the columns are numbered only once."""
        if fit_params:
            return super().fit_transform(X, y, **fit_params)
        if library_of(X):
            return self.fit(X).transform(X)
        numbered = self._fit_numbered(X)
        self._refuse_sparse_frames()
        return self._encoded(numbered)

    def transform(self, X: ArrayLike) -> Any:
        """Return X encoded.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features)
            The categories.

        Returns
        -------
        CSR matrix or array, or ndarray, of shape (n_samples, n_encoded_features)

        Raises
        ------
        ValueError
            A column holds a category that fit did not see, and `handle_unknown` is 'error'.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "transform", X)
        check_is_fitted(self)
        self._refuse_sparse_frames()
        return self._encoded(self._read(X))

    def _refuse_sparse_frames(self) -> None:
        wanted = _get_output_config("transform", estimator=self)["dense"]
        if wanted != "default" and self.sparse_output:
            name = wanted.capitalize()
            refuse(
                f"{name} output does not support sparse data.",
                f"Set sparse_output=False to output {wanted} dataframes or disable {name} output via "
                'set_output(transform="default").',
            )

    def _widths(self) -> list[int]:
        """Return how many columns each feature has in the result."""
        dropped = [None] * len(self._groupings) if self._dropped is None else self._dropped
        return [one.groups - (drop is not None) for one, drop in zip(self._groupings, dropped, strict=True)]

    def _columns_of_values(self, numbered: Numbered, i: int) -> tuple[Array, bool]:
        """Return the column of each value among those of its feature, -1 for none; and whether one is unknown."""
        one, places = self._groupings[i], self._places(numbered, i)
        unknown = places < 0
        groups = one.to_group[places]
        groups[unknown] = -1
        if one.infrequent is not None and self.handle_unknown in ("infrequent_if_exist", "warn"):
            groups[unknown] = one.groups - 1
        drop = None if self._dropped is None else self._dropped[i]
        if drop is not None:
            groups = np.where(groups == drop, -1, groups - (groups > drop))
        return groups, bool(unknown.any())

    def _encoded(self, numbered: list[Numbered]) -> Any:
        n, widths = len(numbered[0].codes), self._widths()
        starts = np.cumsum([0, *widths])
        index = np.int32 if max(n * len(numbered), starts[-1]) < 2**31 else np.int64
        columns, with_unknown, full = np.empty((n, len(numbered)), dtype=index), [], True
        for i, one in enumerate(numbered):
            table, unknown = self._columns_of_values(one, i)
            with_unknown += [i] * unknown
            full = full and bool((table >= 0).all())
            columns[:, i] = one.through(np.where(table < 0, -1, table + starts[i]).astype(index))
        if with_unknown:
            self._warn_of_unknown(with_unknown)
        if full:
            indices, ends = columns.reshape(-1), np.arange(0, n * len(numbered) + 1, len(numbered), dtype=index)
        else:
            there = columns >= 0
            indices = columns[there]
            ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(index)
        ones = np.ones(len(indices), dtype=self.dtype)
        found = sparse.csr_array((ones, indices, ends), shape=(n, starts[-1]))
        return _in_wanted_api(found) if self.sparse_output else found.toarray()

    def _warn_of_unknown(self, columns: list[int]) -> None:
        if self.drop is None and self.handle_unknown != "warn":
            return
        ignored = self.handle_unknown == "ignore"
        become = "all zeros" if ignored else "the infrequent category, or as all zeros in a column that has none"
        warnings.warn(
            f"Found unknown categories in columns {columns} during transform. These unknown categories will be "
            f"encoded as {become}.",
            UserWarning,
            stacklevel=5,
        )

    def _groups_of(self, i: int, *, dropped: bool) -> Array:
        """Return the categories of a feature as the result has them, the infrequent ones as one."""
        categories, one = self.categories_[i], self._groupings[i]
        if one.infrequent is not None:
            common = np.delete(categories, one.infrequent)
            categories = np.append(common.astype(object), np.array([_INFREQUENT], dtype=object))
        if not dropped and self._dropped is not None and self._dropped[i] is not None:
            categories = np.delete(categories, int(self._dropped[i]))
        return categories

    def inverse_transform(self, X: Any) -> Array:
        """Return the categories that encoded samples have.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_encoded_features)
            Of the columns of one feature the largest entry counts. All zeros mean the dropped category, else None.

        Returns
        -------
        ndarray of shape (n_samples, n_features)

        Raises
        ------
        ValueError
            X has another number of columns; or a sample has only zeros for a feature, and nothing can be meant by it.
        """
        if library := library_of(X):
            run_elsewhere(library, self, "inverse_transform", X)
        check_is_fitted(self)
        X = check_array(X, accept_sparse="csr")
        widths = self._widths()
        if X.shape[1] != sum(widths):
            refuse(
                "Shape of the passed X data is not correct.",
                f"Expected {sum(widths)} columns, got {X.shape[1]}: one for each name in get_feature_names_out().",
            )
        groups = [self._groups_of(i, dropped=True) for i in range(len(widths))]
        drops = [None] * len(widths) if self._dropped is None else self._dropped.tolist()
        means_unknown = [
            self.handle_unknown == "ignore" or (self.handle_unknown != "error" and one.infrequent is None)
            for one in self._groupings
        ]
        return decoded(X, groups, drops, means_unknown, self.handle_unknown)

    def get_feature_names_out(self, input_features: Any = None) -> Array:
        """Return the name of each column of the result, made of the names of its feature and its category."""
        check_is_fitted(self)
        features = _check_feature_names_in(self, input_features)
        combine = combiner(self.feature_name_combiner)
        names = [
            combine(features[i], category)
            for i in range(len(features))
            for category in self._groups_of(i, dropped=False)
        ]
        return np.array(names, dtype=object)
