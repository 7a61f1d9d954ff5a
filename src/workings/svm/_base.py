"""What all support vector machines share: kernel, checks of X, the choice of a solver, sums over support vectors."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar, NoReturn

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import get_tags
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.validation import _num_samples, check_consistent_length, check_is_fitted

from workings._callbacks import CallbackSupportMixin
from workings._other_arrays import validate_data
from workings._step import Step
from workings.svm._kernel_functions import KernelFunction, decided_sums, weighted_sums
from workings.svm._kernel_rows import FactorRows, MatrixRows
from workings.svm._pairs import solve_by_pairs
from workings.svm._problem import Limits, Outcome, Problem

Array = NDArray[Any]

# Up to so many samples the whole kernel matrix is made, in float64, if it keeps within cache_size.
_WHOLE = 1000
# Entries of sparse samples up to which that is done with dense ones.
_DENSE = 4_000_000

CONSTRAINTS: dict[str, list[Any]] = {
    "kernel": [StrOptions({"linear", "poly", "rbf", "sigmoid", "precomputed"}), callable],
    "degree": [Interval(Integral, 0, None, closed="left")],
    "gamma": [StrOptions({"scale", "auto"}), Interval(Real, 0.0, None, closed="left")],
    "coef0": [Interval(Real, None, None, closed="neither")],
    "tol": [Interval(Real, 0.0, None, closed="neither")],
    "shrinking": ["boolean"],
    "cache_size": [Interval(Real, 0, None, closed="neither")],
    "verbose": ["verbose"],
    "max_iter": [Interval(Integral, -1, None, closed="left")],
}
C_CONSTRAINT = [Interval(Real, 0.0, None, closed="right")]


class SupportVectorMachine(CallbackSupportMixin, BaseEstimator):  # type: ignore[misc]
    """The part of a support vector machine that does not depend on what it predicts."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = CONSTRAINTS
    n_iter_: Any

    def __sklearn_tags__(self) -> Any:
        """Say what X may be."""
        tags = super().__sklearn_tags__()
        tags.input_tags.pairwise = self.kernel == "precomputed"
        tags.input_tags.sparse = self.kernel != "precomputed"
        return tags

    def _refuse(self, problem: str) -> NoReturn:
        raise ValueError(problem)

    def _checked(self, X: Any, y: Any) -> tuple[Any, Any]:
        """Return X as float64, dense or CSR, or the kernel matrix that a callable makes of it; and y as it comes."""
        name = type(self).__name__
        if sp.issparse(X) and self.kernel == "precomputed":
            raise TypeError(f"Sparse precomputed kernels are not supported. {name}.fit: try X.toarray().")
        self._sparse = sp.issparse(X) and not callable(self.kernel)
        if callable(self.kernel):
            if y is not None:
                check_consistent_length(X, y)
            self._samples = X
            K = self._called(X)
            n = _num_samples(X)
            if K.shape != (n, n):
                self._refuse(
                    f"{name}.fit: kernel(X, X) has shape {K.shape}, and a kernel matrix has one row and one column for "
                    f"each sample: {(n, n)}. Try kernel(X, X) by itself."
                )
            if not np.isfinite(K).all():
                self._refuse(f"{name}.fit: kernel(X, X) holds NaN or infinity. Scale X, or mend the kernel.")
            return K, y
        how: dict[str, Any] = {"dtype": np.float64, "order": "C", "accept_sparse": "csr", "accept_large_sparse": False}
        if y is None and get_tags(self).target_tags.required:
            validate_data(self, X, y)  # says what is missing
        if y is None:
            X = validate_data(self, X, **how)
        else:
            X, y = validate_data(self, X, y, **how)
        if self.kernel == "precomputed" and X.shape[0] != X.shape[1]:
            raise ValueError(
                f"Precomputed matrix must be a square matrix. Input is a {X.shape[0]}x{X.shape[1]} matrix."
            )
        if self._sparse and not X.has_sorted_indices:
            X = X.sorted_indices()
        return X, y

    def _called(self, X: Any) -> Array:
        K = self.kernel(X, self._samples)
        K = K.toarray() if sp.issparse(K) else K
        return np.ascontiguousarray(K, dtype=np.float64)

    def _function(self, X: Any) -> KernelFunction:
        """Return the kernel with its parameters, and remember gamma."""
        if callable(self.kernel) or self.kernel == "precomputed":
            self._gamma = 0.0
            return KernelFunction("precomputed")
        if self.gamma == "scale":
            spread = (X.multiply(X)).mean() - X.mean() ** 2 if self._sparse else X.var()
            self._gamma = 1.0 / (X.shape[1] * spread) if spread != 0 else 1.0
        else:
            self._gamma = 1.0 / X.shape[1] if self.gamma == "auto" else self.gamma
        return self._kernel_function()

    def _kernel_function(self) -> KernelFunction:
        if callable(self.kernel) or self.kernel == "precomputed":
            return KernelFunction("precomputed")
        return KernelFunction(self.kernel, float(self._gamma), float(self.coef0), int(self.degree))

    def _weights(self, wanted: Any, X: Any, n: int) -> Array:
        """Return the weight of each sample; those of 0 or less are left out of the fit."""
        if wanted is None:
            return np.ones(n)
        weights = np.asarray(wanted, dtype=np.float64)
        if weights.shape != (n,):
            raise ValueError(f"sample_weight and X have incompatible shapes: {weights.shape} vs {np.shape(X)}")
        if not np.isfinite(weights).all():
            self._refuse(f"{type(self).__name__}.fit: sample_weight holds NaN or infinity. Give a number per sample.")
        if not (weights > 0.0).any():
            raise ValueError("Invalid input - all samples have zero or negative weights.")
        return weights

    def _limits(self) -> Limits:
        return Limits(float(self.tol), int(self.max_iter), int(self.cache_size * 2**20), bool(self.shrinking))

    def _solve(
        self, X: Any, function: KernelFunction, problem: Problem, each: bool = True
    ) -> Generator[Step, None, Outcome]:
        """Choose the solver by the size of the problem; `each`: whether somebody looks at every pair."""
        limits, n = self._limits(), len(problem.rows)
        matrix = function.name == "precomputed"
        if n <= _WHOLE and 8 * n * n <= limits.cache_bytes:
            whole = n == X.shape[0] and bool((np.diff(problem.rows) == 1).all())
            if matrix:
                K = X if whole else X[np.ix_(problem.rows, problem.rows)]
            else:
                K = function.matrix(_as_dense(X if whole else X[problem.rows]))
            return (yield from solve_by_pairs(K, problem, limits, each or bool(self.verbose)))
        from workings.svm._decomposition import solve_by_rounds

        rows = MatrixRows(X, problem.rows) if matrix else FactorRows(function, X, problem.rows)
        return (yield from solve_by_rounds(problem, rows, limits))

    def _told(self, steps: Generator[Step, None, Any]) -> Generator[Step, None, Any]:
        """Yield the steps on, and print them if asked to."""
        if not self.verbose:
            return (yield from steps)
        while True:
            try:
                step = next(steps)
            except StopIteration as stop:
                return stop.value
            print(f"[{type(self).__name__}] {step.index}: {step.what}, gap {step.facts.get('gap', np.inf):.3g}")
            yield step

    def _warn(self, outcomes: list[Outcome]) -> None:
        """Say how far from the optimum a fit is that was not finished."""
        self.fit_status_ = 0 if all(one.converged for one in outcomes) else 1
        if self.fit_status_:
            worst = max(one.gap for one in outcomes)
            limit = self.max_iter if self.max_iter >= 0 else f"-1, {max(one.n_iter for one in outcomes):,} pairs"
            warnings.warn(
                f"Solver terminated early (max_iter={limit}).  Consider pre-processing your data with "
                f"StandardScaler or MinMaxScaler. {type(self).__name__}.fit: the gap is {worst:.3g}, "
                f"and tol={self.tol}.",
                ConvergenceWarning,
                stacklevel=6,  # past the generators, run, fit and its decorator
            )
        if not all(np.isfinite(one.intercept) and np.isfinite(one.coef).all() for one in outcomes):
            self._refuse(
                "The dual coefficients or intercepts are not finite. The input data may contain large values and need "
                "to be preprocessed."
            )

    def _keep(self, X: Any, original: Any, support: Array, dual: Array, intercept: Array) -> None:
        """Store what a fit found; `dual` has one row for each coefficient of a support vector."""
        self.support_ = support.astype(np.int32)
        if callable(self.kernel) or self.kernel == "precomputed":
            self.support_vectors_ = np.empty((0, 0))
        else:
            self.support_vectors_ = X[support]
        self._dual_coef_ = sp.csr_matrix(dual) if self._sparse else dual
        self._intercept_ = intercept
        self.shape_fit_ = original.shape if hasattr(original, "shape") else (_num_samples(original),)

    def _keep_one(self, X: Any, original: Any, outcome: Outcome, rows: Array) -> None:
        """Store what a fit of a single program found."""
        support = np.flatnonzero(outcome.coef)
        self._n_support = np.array([len(support), 0], dtype=np.int32)
        self._keep(X, original, rows[support], outcome.coef[support][None], np.array([outcome.intercept]))
        self.dual_coef_, self.intercept_ = self._dual_coef_, self._intercept_.copy()
        self.n_iter_ = int(outcome.n_iter)

    def _checked_for_predict(self, X: Any) -> Any:
        """Return X in the form that the fit had."""
        check_is_fitted(self)
        if not callable(self.kernel):
            X = validate_data(
                self, X, accept_sparse="csr", dtype=np.float64, order="C", accept_large_sparse=False, reset=False
            )
        name = type(self).__name__
        if self._sparse:
            X = sp.csr_array(X)
        elif sp.issparse(X) and not callable(self.kernel):
            raise ValueError(f"cannot use sparse input in {name!r} trained on dense data")
        if self.support_vectors_.size and not self._sparse and self._n_support.sum() != self.support_vectors_.shape[0]:
            raise ValueError(f"The internal representation of {name} was altered")
        if callable(self.kernel):
            X = self._called(X)
        if function_less(self.kernel) and X.shape[1] != self.shape_fit_[0]:
            raise ValueError(
                f"X.shape[1] = {X.shape[1]} should be equal to {self.shape_fit_[0]}, the number of samples at training "
                "time"
            )
        return X

    def _sums(self, X: Any, coef: Array, offset: Any, signs: bool = False) -> Array:
        """Return the sums of kernels with the support vectors, each times its row of `coef`, plus `offset`.

        With `signs` nothing but the signs need be right.
        """
        if function_less(self.kernel):
            found: Array = X[:, self.support_] @ coef + offset
            return found
        vectors = _as_dense(self.support_vectors_)
        X = X if sp.issparse(vectors) else _as_dense(X)
        if self.kernel == "linear":
            products: Array = np.asarray(X @ (vectors.T @ coef)) + offset
            return products
        function = self._kernel_function()
        if sp.issparse(X) and not sp.issparse(vectors):
            vectors = sp.csr_array(vectors)
        if not vectors.shape[0]:
            nothing: Array = np.zeros((X.shape[0], coef.shape[1])) + offset
            return nothing
        origin = function.origin(vectors)
        left, right = function.left(X, origin), function.right(function.left(vectors, origin))
        if signs:
            return decided_sums(function, left, right, coef, offset)
        sums: Array = weighted_sums(function, left, right, coef) + offset
        return sums

    def _dense_dual(self) -> Array:
        dual: Any = self._dual_coef_
        return np.asarray(dual.toarray() if sp.issparse(dual) else dual)

    def _one_sum(self, X: ArrayLike, signs: bool = False) -> Array:
        """Return the decision values of a machine with a single program."""
        from workings._blas import one_blas_thread

        X = self._checked_for_predict(X)
        with one_blas_thread():
            found: Array = self._sums(X, self._dense_dual().T, self._intercept_[0], signs)[:, 0]
        return found

    @property
    def coef_(self) -> Any:
        """Weights of the features, (n_programs, n_features), with ``kernel="linear"`` alone; read-only."""
        if self.kernel != "linear":
            raise AttributeError("coef_ is only available when using a linear kernel")
        coef = self._linear_coef()
        (coef.data if sp.issparse(coef) else coef).flags.writeable = False
        return coef

    def _linear_coef(self) -> Any:
        return self._dual_coef_ @ self.support_vectors_

    @property
    def n_support_(self) -> Array:
        """How many support vectors there are, (1,); for a classifier in each class, (n_classes,)."""
        if not hasattr(self, "_n_support"):
            raise AttributeError(f"{type(self).__name__} is not fitted yet, so it has no n_support_.")
        counts: Array = self._n_support
        return counts if hasattr(self, "classes_") else counts[:1].copy()


def _as_dense(X: Any) -> Any:
    """Return a sparse matrix as an array if that is small: then both give the same fit to the last bit."""
    return X.toarray() if sp.issparse(X) and X.shape[0] * X.shape[1] <= _DENSE else X


def function_less(kernel: Any) -> bool:
    """Tell whether predict gets a matrix of kernels: somebody else has computed them."""
    return callable(kernel) or kernel == "precomputed"
