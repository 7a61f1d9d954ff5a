"""Ridge regression that chooses its penalty."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from functools import partial
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import issparse
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.metrics import check_scoring, get_scorer_names
from sklearn.model_selection import GridSearchCV
from sklearn.utils import check_scalar
from sklearn.utils._metadata_requests import _raise_for_params, _routing_enabled
from sklearn.utils._param_validation import Interval, StrOptions
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing

from workings._blas import one_blas_thread
from workings._step import Step, run
from workings.linear_model._leave_one_out import leave_one_out
from workings.linear_model._linear_regressor import LinearRegressor, Problem, means
from workings.linear_model._moments import Moments
from workings.linear_model._ridge_ways import dense_ridge
from workings.linear_model.ridge import Ridge

Array = NDArray[Any]

# A sparse X of at most so many entries, zeros included, is made dense.
_DENSE = 1e8


class RidgeCV(LinearRegressor):
    r"""Ridge regression with the penalty that predicts best: each sample by a fit without it, or by folds.

    Leaving out one sample after the other costs one decomposition for all samples and penalties, see
    `workings.linear_model._leave_one_out`. Parameters have scikit-learn's names, defaults and meaning.

    Parameters
    ----------
    alphas : array_like of shape (n_alphas,), default=(0.1, 1.0, 10.0)
        Penalties to choose from; positive (0 is allowed with `cv`).
    fit_intercept : bool, default=True
        Whether to add an intercept, which is not penalised.
    scoring : str, callable or None, default=None
        What is made largest: by default the negative mean squared error when samples are left out, R^2 with `cv`.
    cv : int, cross-validation generator or iterable, default=None
        None leaves out one sample after the other; all else is a search over folds.
    gcv_mode : {'auto', 'svd', 'eigen'}, default=None
        'svd' takes singular values of the rows; all else takes eigenvalues of their products, where these are exact
        enough for the smallest penalty, and singular values where not.
    store_cv_results : bool, default=False
        Whether to keep ``cv_results_``; not with `cv`.
    alpha_per_target : bool, default=False
        Whether each target gets a penalty of its own; not with `cv`.

    Attributes
    ----------
    alpha_ : float or ndarray of shape (n_targets,)
        The best penalty, or that of each target.
    best_score_ : float or ndarray of shape (n_targets,)
    coef_ : ndarray of shape (n_features,) or (n_targets, n_features)
    intercept_ : float or ndarray of shape (n_targets,)
    cv_results_ : ndarray of shape (n_samples, n_alphas) or (n_samples, n_targets, n_alphas)
        Squared errors of the samples left out, times their weights; with `scoring`, what was predicted for them. Only
        with ``store_cv_results=True``.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    For n rows, p features and m penalties O(n p (min(n, p) + m)). A sparse X is made dense when samples are left out,
    and refused if that would be too large; with `cv` it stays sparse.

    Examples
    --------
    >>> from sklearn.datasets import load_diabetes
    >>> X, y = load_diabetes(return_X_y=True)
    >>> model = RidgeCV(alphas=[1e-3, 1e-2, 1e-1, 1.0]).fit(X, y)
    >>> model.alpha_, round(float(model.best_score_), 1)
    (0.01, -3000.4)
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "alphas": ["array-like", Interval(Real, 0, None, closed="neither")],
        "fit_intercept": ["boolean"],
        "scoring": [StrOptions(set(get_scorer_names())), callable, None],
        "cv": ["cv_object"],
        "gcv_mode": [StrOptions({"auto", "svd", "eigen"}), None],
        "store_cv_results": ["boolean"],
        "alpha_per_target": ["boolean"],
    }

    def __init__(
        self,
        alphas: float | ArrayLike = (0.1, 1.0, 10.0),
        *,
        fit_intercept: bool = True,
        scoring: Any = None,
        cv: Any = None,
        gcv_mode: str | None = None,
        store_cv_results: bool = False,
        alpha_per_target: bool = False,
    ) -> None:
        self.alphas = alphas
        self.fit_intercept = fit_intercept
        self.scoring = scoring
        self.cv = cv
        self.gcv_mode = gcv_mode
        self.store_cv_results = store_cv_results
        self.alpha_per_target = alpha_per_target

    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, **params: Any) -> RidgeCV:
        """Choose the penalty and fit with it.

        Parameters
        ----------
        X : array_like or sparse matrix of shape (n_samples, n_features)
        y : array_like of shape (n_samples,) or (n_samples, n_targets)
        sample_weight : float or array_like of shape (n_samples,), optional
            How much each sample counts, in the fit and, without `cv`, in the score.
        **params
            For the scorer or the splitter, where scikit-learn's metadata routing is enabled.

        Returns
        -------
        RidgeCV
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, lengths differ, a penalty is not positive, or ``cv`` stands beside
            ``store_cv_results`` or ``alpha_per_target``.
        """
        # Validate.
        self._validate_params()
        _raise_for_params(params, self, "fit")
        alphas = self._checked_alphas()
        if y is None:
            raise ValueError("RidgeCV.fit requires y to be passed, but the target y is None.")

        # Compute, store.
        if self.cv is None:
            with one_blas_thread():
                run(self._fit_steps(X, y, sample_weight, **params))
        else:
            self._search(X, y, alphas, _with_weights(params, sample_weight))
        return self

    def _checked_alphas(self) -> Array:
        alphas = np.asarray(self.alphas, dtype=object)
        check = partial(
            check_scalar, target_type=Real, min_val=0.0, include_boundaries="neither" if self.cv is None else "left"
        )
        if alphas.ndim:
            for index, alpha in enumerate(alphas.ravel()):
                check(alpha, f"alphas[{index}]" if alphas.size > 1 else "alphas")
        return np.asarray(self.alphas, dtype=np.float64).ravel()

    def _fit_steps(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, **params: Any
    ) -> Generator[Step, None, None]:
        """Leave out one sample after the other: one step for each penalty."""
        # Validate.
        alphas = self._checked_alphas()
        scorer = self._scorer() if self.scoring is not None else None
        if _routing_enabled():
            score_params = process_routing(self, "fit", **_with_weights(params, sample_weight)).scorer.score
        else:
            score_params = _with_weights({}, sample_weight)
        if issparse(X):
            X = _as_dense(X, self.gcv_mode)
        problem = self._read(X, y, sample_weight)

        # Compute.
        found = self._moments(problem, bool(self.fit_intercept))
        score = partial(_score, scorer=scorer, params=score_params, each=self.alpha_per_target)
        scores, results = self._left_out(problem, found, alphas, score if scorer is not None else None)
        for index, alpha in enumerate(alphas):
            yield Step(index, f"alpha={alpha:g}", {"score": scores[index]}, -float(np.mean(scores[index])))
        best = np.argmax(scores, axis=0)  # (targets,) or one number
        coef, _ = dense_ridge(
            found,
            np.broadcast_to(alphas[best], problem.Y.shape[1]),
            solver=self.gcv_mode or "auto",
            positive=False,
        )

        # Store.
        self.alpha_ = alphas[best] if np.ndim(best) else float(alphas[best])
        self.best_score_ = scores.max(axis=0)
        if self.store_cv_results:
            self.cv_results_ = results.astype(problem.X.dtype)
        self._store(problem, coef, *means(found), bool(self.fit_intercept))
        if problem.Y.shape[1] == 1:  # as in scikit-learn, also for y of shape (n, 1)
            self.coef_ = self.coef_.ravel()

    def _left_out(self, problem: Problem, found: Moments, alphas: Array, score: Any) -> tuple[Array, Array]:
        """Return the score of each penalty (and target), and what ``cv_results_`` holds."""
        n, k = problem.Y.shape
        keep = self.store_cv_results or score is not None
        results = np.empty((n, k, len(alphas)) if keep else 0)
        sums: dict[int, Array] = {}

        def take(start: int, stop: int, errors: Array) -> None:
            sums[start] = (errors**2).sum(axis=0)
            if score is not None:
                results[start:stop] = problem.Y[start:stop, :, None] - _unweighted(errors, problem.weights, start, stop)
            elif keep:
                results[start:stop] = errors**2

        leave_one_out(found, alphas, bool(self.fit_intercept), self.gcv_mode == "svd", take)
        per_target = self.alpha_per_target and k > 1
        if score is not None:
            truth = problem.Y[:, 0] if problem.flat else problem.Y
            predicted = [results[:, 0, i] if problem.flat else results[:, :, i] for i in range(len(alphas))]
            scores = np.array([score(one, truth) for one in predicted])
        else:
            means_ = -np.sum([sums[start] for start in sorted(sums)], axis=0).T / n  # (alphas, targets)
            scores = means_ if per_target else means_.mean(axis=1)
        if not per_target:
            scores = scores.reshape(len(alphas))
        return scores, results[:, 0] if problem.flat and keep else results

    def _search(self, X: Any, y: Any, alphas: Array, params: dict[str, Any]) -> None:
        for name in ("store_cv_results", "alpha_per_target"):
            if getattr(self, name):
                raise ValueError(
                    f"RidgeCV.fit: cv!=None and {name}=True are incompatible: it belongs to leaving out one sample "
                    "after the other. Set one of the two back to its default."
                )
        model = Ridge(fit_intercept=self.fit_intercept)
        if _routing_enabled():
            model.set_fit_request(sample_weight=True)
        search = GridSearchCV(model, {"alpha": alphas}, cv=self.cv, scoring=self._scorer()).fit(X, y, **params)
        best = search.best_estimator_
        self.alpha_, self.best_score_ = float(best.alpha), search.best_score_
        self.coef_, self.intercept_, self.n_features_in_ = best.coef_, best.intercept_, best.n_features_in_
        if hasattr(best, "feature_names_in_"):
            self.feature_names_in_ = best.feature_names_in_

    def _scorer(self) -> Any:
        """Return the scorer; where metadata are routed, the default one asks for the weights."""
        if _routing_enabled() and self.scoring is None:
            return self._get_scorer_instance().set_score_request(sample_weight=True)
        return check_scoring(estimator=self, scoring=self.scoring, allow_none=True)

    def _get_scorer_instance(self) -> Any:
        """Return the scorer that stands for ``scoring=None`` where metadata are routed."""
        from sklearn.metrics import get_scorer

        return get_scorer("neg_mean_squared_error")

    def get_metadata_routing(self) -> MetadataRouter:
        """Return to whom weights and groups are passed on: the scorer and the splitter."""
        return (
            MetadataRouter(owner=self)
            .add_self_request(self)
            .add(scorer=self._scorer(), method_mapping=MethodMapping().add(caller="fit", callee="score"))
            .add(splitter=self.cv, method_mapping=MethodMapping().add(caller="fit", callee="split"))
        )


class _Given(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Predicts what it is given, for scorers that want an estimator."""

    def predict(self, X: Array) -> Array:
        return X


def _score(predicted: Array, truth: Array, *, scorer: Any, params: dict[str, Any], each: bool) -> Any:
    if each and truth.ndim == 2:
        return [scorer(_Given(), predicted[:, j], truth[:, j], **params) for j in range(truth.shape[1])]
    return scorer(_Given(), predicted, truth, **params)


def _with_weights(params: dict[str, Any], sample_weight: Any) -> dict[str, Any]:
    return params if sample_weight is None else {**params, "sample_weight": sample_weight}


def _unweighted(errors: Array, weights: Array | None, start: int, stop: int) -> Array:
    if weights is None:
        return errors
    root = np.sqrt(weights[start:stop])[:, None, None]
    return np.divide(errors, root, out=np.zeros_like(errors), where=root > 0.0)


def _as_dense(X: Any, mode: str | None) -> Array:
    if mode == "svd":
        warnings.warn(
            "The 'svd' mode is not supported for sparse X by scikit-learn, which will refuse it from 1.11 on. "
            "Leave gcv_mode out.",
            FutureWarning,
            stacklevel=5,
        )
    if X.shape[0] * X.shape[1] > _DENSE:
        raise ValueError(
            f"RidgeCV.fit: leaving out one sample after the other would make X, sparse and {X.shape[0]} x "
            f"{X.shape[1]}, dense. Try cv=5, which keeps it sparse."
        )
    dense: Array = X.toarray()
    return dense
