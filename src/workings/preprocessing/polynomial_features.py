"""Products of features: a polynomial becomes a linear function of them."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _check_feature_names_in, check_is_fitted

from workings._other_arrays import validate_data
from workings._validation import check_finite
from workings.preprocessing import _columns, _terms
from workings.preprocessing._moments import BLOCK, SMALL
from workings.preprocessing._sparse import in_the_wanted_interface

Array = NDArray[Any]


class PolynomialFeatures(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    r"""All products of features up to a degree.

    Two features a, b become, for degree 2,

    .. math:: 1,\; a,\; b,\; a^2,\; ab,\; b^2

    Parameters
    ----------
    degree : int or tuple (min_degree, max_degree), default=2
        The largest number of factors, or the least and the largest. Degree 0 is the column of ones, and there only with
        ``include_bias``.
    interaction_only : bool, default=False
        Whether to leave out products in which a feature stands twice.
    include_bias : bool, default=True
        Whether to begin with a column of ones.
    order : {'C', 'F'}, default='C'
        Order of the result in memory, for dense data: rows or columns next to each other.

    Attributes
    ----------
    powers_ : ndarray of shape (n_output_features_, n_features_in_)
        Exponent of each feature in each product.
    n_output_features_ : int
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    For p features and degree d there are :math:`\binom{p + d}{d}` products, each made by one multiplication. Sparse
    data cost as much as there are stored products, whatever the degree.

    Examples
    --------
    >>> from workings.preprocessing import PolynomialFeatures
    >>> model = PolynomialFeatures(2)
    >>> model.fit_transform([[2.0, 3.0]])
    array([[1., 2., 3., 4., 6., 9.]])
    >>> model.get_feature_names_out(["a", "b"]).tolist()
    ['1', 'a', 'b', 'a^2', 'a b', 'b^2']
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "degree": [Interval(Integral, 0, None, closed="left"), "array-like"],
        "interaction_only": ["boolean"],
        "include_bias": ["boolean"],
        "order": [StrOptions({"C", "F"})],
    }

    def __init__(
        self,
        degree: int | tuple[int, int] = 2,
        *,
        interaction_only: bool = False,
        include_bias: bool = True,
        order: str = "C",
    ) -> None:
        self.degree = degree
        self.interaction_only = interaction_only
        self.include_bias = include_bias
        self.order = order

    _combinations = staticmethod(_terms.tuples_of)
    _num_combinations = staticmethod(_terms.count_terms)

    def fit(self, X: ArrayLike, y: Any = None) -> PolynomialFeatures:
        """Count the products.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            Only its width and its names matter.
        y : None
            Not used.

        Returns
        -------
        PolynomialFeatures
            The transformer itself.

        Raises
        ------
        ValueError
            X holds NaN or infinity; ``degree`` is no such number or pair; there would be no column, or more than can be
            counted.
        """
        # Validate.
        self._validate_params()
        data = self._read(X, reset=True, sparse_formats=True)
        least, most = _degrees(self)

        # Compute.
        columns = _terms.count_terms(data.shape[1], least, most, self.interaction_only, self.include_bias)
        if columns > np.iinfo(np.intp).max:
            raise ValueError(
                f"The output that would result from the current configuration would have {columns} features which is "
                f"too large to be indexed by {np.intp.__name__}: n_features={data.shape[1]}, degrees {least} to {most}."
                " Take a lower degree or fewer features."
            )

        # Store.
        self._min_degree, self._max_degree = least, most
        self.n_output_features_ = columns
        return self

    def transform(self, X: ArrayLike) -> Any:
        """Return the products, (n_samples, n_output_features_), of X's floating type.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            CSR and CSC stay what they are; any other sparse format becomes CSR.
        """
        check_is_fitted(self)
        data = self._read(X, reset=False, sparse_formats=("csr", "csc"), dtype=_columns.FLOATS)
        if sparse.issparse(data):
            return in_the_wanted_interface(self._expand_sparse(data))
        return self._expand_dense(data)

    def _read(self, X: ArrayLike, *, reset: bool, sparse_formats: Any, dtype: Any = "numeric") -> Any:
        large = _columns.is_large(X)
        data = validate_data(
            self, X, reset=reset, accept_sparse=sparse_formats, dtype=dtype, ensure_all_finite=not large
        )
        if large:
            check_finite(self, data)
        return _columns.only_numpy(self, data)

    def _expand_dense(self, X: Array) -> Array:
        n, p = X.shape
        distinct, bias = self.interaction_only, bool(self.include_bias)
        out: Array = np.empty((n, self.n_output_features_), dtype=X.dtype, order=self.order)  # type: ignore[call-overload]
        if self._max_degree == 0:
            out[:] = 1.0
            return out
        full = _terms.count_terms(p, 0, self._max_degree, distinct, bias)
        skipped = full - self.n_output_features_
        segments = _terms.segments_of(p, self._max_degree, distinct, bias)
        if out.size <= SMALL or X.dtype == np.float16 or (self.order == "F" and skipped):
            # Terms below the least degree are needed on the way.
            terms = out if not skipped else np.empty((n, full), dtype=X.dtype, order=self.order)  # type: ignore[call-overload]
            with np.errstate(over="ignore", invalid="ignore"):
                _terms.expand_small(X, segments, bias, terms)
            if skipped:
                out[:, : int(bias)] = 1.0
                out[:, int(bias) :] = terms[:, skipped + int(bias) :]
            return out
        _expand_large(X, segments, bias, skipped, full, out)
        return out

    def _expand_sparse(self, X: Any) -> Any:
        if X.format == "csc":
            return self._expand_sparse(X.tocsr()).tocsc()
        if not X.has_canonical_format:
            X = X.copy()
            X.sum_duplicates()
        parts = []
        if self.include_bias:
            parts.append(sparse.csr_array(np.ones((X.shape[0], 1), dtype=X.dtype)))
        if self._min_degree <= 1 and self._max_degree > 0:
            parts.append(X)
        degrees = range(max(2, self._min_degree), self._max_degree + 1)
        with np.errstate(over="ignore", invalid="ignore"):
            parts += _terms.expand_stored(X, degrees, bool(self.interaction_only))
        if not parts:
            return sparse.csr_array((X.shape[0], 0), dtype=X.dtype)
        return sparse.hstack(parts, dtype=X.dtype, format="csr")

    @property
    def powers_(self) -> Array:
        """Exponent of each feature in each product."""
        check_is_fitted(self)
        powers = np.zeros((self.n_output_features_, self.n_features_in_), dtype=np.int64)
        for row, factors in zip(powers, self._tuples(), strict=True):
            for feature in factors:
                row[feature] += 1
        return powers

    def _tuples(self) -> Iterator[tuple[int, ...]]:
        return _terms.tuples_of(
            self.n_features_in_, self._min_degree, self._max_degree, self.interaction_only, self.include_bias
        )

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> Array:
        """Return the names of the products, "a^2 b" for features named a and b.

        Parameters
        ----------
        input_features : array_like of str, optional
            Names of the features; those of the fit, or x0, x1 ..., when not given.
        """
        check_is_fitted(self)
        names = _check_feature_names_in(self, input_features)
        found = []
        for factors in self._tuples():
            counted = {feature: factors.count(feature) for feature in factors}
            parts = [names[i] if times == 1 else f"{names[i]}^{times}" for i, times in counted.items()]
            found.append(" ".join(parts) or "1")
        return np.asarray(found, dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _degrees(model: PolynomialFeatures) -> tuple[int, int]:
    """Return the least and the largest degree."""
    degree: Any = model.degree
    least: Any
    most: Any
    if isinstance(degree, Integral):
        least, most = 0, degree
    else:
        try:
            least, most = degree
        except (TypeError, ValueError):
            raise ValueError(
                f"degree must be a non-negative int or tuple (min_degree, max_degree), got {degree}."
            ) from None
        if not (isinstance(least, Integral) and isinstance(most, Integral) and 0 <= int(least) <= int(most)):
            raise ValueError(
                "degree=(min_degree, max_degree) must be non-negative integers that fulfil min_degree <= max_degree, "
                f"got {degree}."
            )
    if most == 0 and not model.include_bias:
        what = "degree to zero" if isinstance(degree, Integral) else "both min_degree and max_degree to zero"
        raise ValueError(
            f"Setting {what} and include_bias to False would result in an empty output array. Try degree=1."
        )
    return int(least), int(most)


def _expand_large(X: Array, segments: Array, bias: bool, skipped: int, full: int, out: Array) -> None:
    from workings.kernels._threads import pieces_of, run_blocks
    from workings.kernels.polynomial import expand_columns, expand_rows

    n = X.shape[0]
    if out.flags.c_contiguous:
        source = np.ascontiguousarray(X)

        def rows(first: int, last: int) -> None:
            row = np.empty(full if skipped else 0, dtype=X.dtype)
            expand_rows(source, segments, len(segments), int(bias), skipped, out, row, first, last)

        run_blocks(rows, n, pieces=pieces_of(n, full, least=4))
        return
    # Columns of a block stay in the cache while they are multiplied.
    size = max(1024, BLOCK // out.shape[1])
    turned, terms = np.ascontiguousarray(X.T), out.T

    def columns(first: int, last: int) -> None:
        for b in range(first, last):
            expand_columns(turned, segments, len(segments), int(bias), terms, b * size, min((b + 1) * size, n))

    run_blocks(columns, -(-n // size), pieces=pieces_of(-(-n // size), size * full, least=4))
