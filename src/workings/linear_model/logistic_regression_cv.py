"""Logistic regression that chooses the strength of its penalty by cross-validation."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator
from numbers import Integral
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import get_scorer, get_scorer_names
from sklearn.model_selection import check_cv
from sklearn.utils import metadata_routing
from sklearn.utils._metadata_requests import _raise_for_params, _routing_enabled
from sklearn.utils._param_validation import Hidden, Interval, StrOptions
from sklearn.utils.metadata_routing import MetadataRouter, MethodMapping, process_routing
from sklearn.utils.validation import _check_method_params, _check_sample_weight

from workings._blas import one_blas_thread
from workings._callbacks import watched, with_callbacks
from workings._step import Step, run
from workings._validation import class_labels, sample_weights
from workings.linear_model._logistic_cv_parameters import read_cv_parameters
from workings.linear_model._logistic_fit import Task, checked, guard_for, last
from workings.linear_model._logistic_folds import (
    Grid,
    best_cells,
    legacy_attributes,
    new_attributes,
    scorer_for_folds,
    search,
    weights_of_classes,
)
from workings.linear_model._logistic_parameters import Wish, refuse, unfinished, wish_for
from workings.linear_model.logistic_regression import LogisticRegression

Array = NDArray[Any]
_NAME = "LogisticRegressionCV"
_SHARED = LogisticRegression._parameter_constraints
_NOT_HERE = ("C", "warm_start", "l1_ratio", "learning_rate", "momentum")


class LogisticRegressionCV(LogisticRegression):
    """Logistic regression with the penalty that predicts best on folds held out.

    For each fold and each l1_ratio the fits go along `Cs`, each from where the last one ended; then one fit on all
    samples with the best pair. Parameters have scikit-learn's names, defaults and meaning.

    Parameters
    ----------
    Cs : int or array_like of shape (n_cs,), default=10
        Inverse strengths of the penalty to choose from; a number stands for so many between 1e-4 and 1e4.
    l1_ratios : array_like of shape (n_l1_ratios,), default='warn'
        Shares of the absolute values in the penalty to choose from, between 0 (l2) and 1 (l1).
    fit_intercept : bool, default=True
        Whether to add an intercept, which is not penalised.
    cv : int, cross-validation generator or iterable, default=None
        The folds; None for 5, stratified.
    dual : bool, default=False
        As in LogisticRegression.
    penalty : {'l1', 'l2', 'elasticnet'}, default='deprecated'
        As in scikit-learn, deprecated: use `l1_ratios`.
    scoring : str, callable or None, default='warn'
        What is made largest; None is the accuracy.
    solver : {'lbfgs', 'liblinear', 'newton-cg', 'newton-cholesky', 'sag', 'saga'}, default='lbfgs'
        As in LogisticRegression: without effect, but for 'liblinear'.
    tol : float, default=1e-4
        As in LogisticRegression.
    max_iter : int, default=100
        At most this many steps of each fit.
    class_weight : dict, 'balanced' or None, default=None
        Weight of each class; 'balanced' gives all classes the same total weight, over all samples.
    n_jobs : int, default=None
        Without effect: each fit uses all cores.
    verbose : int, default=0
        Positive: print each step of each fit.
    refit : bool, default=True
        Whether to fit all samples with the best pair. If not, the coefficients are the mean of each fold's best.
    intercept_scaling : float, default=1.0
        As in LogisticRegression.
    random_state : int, RandomState instance or None, default=None
        Without effect: the fits draw nothing.
    use_legacy_attributes : bool, default='warn'
        Whether `C_`, `l1_ratio_`, `coefs_paths_`, `scores_` and `n_iter_` have the shapes of scikit-learn before 1.10.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    coef_ : ndarray of shape (1, n_features) or (n_classes, n_features)
    intercept_ : ndarray of shape (1,) or (n_classes,)
    Cs_ : ndarray of shape (n_cs,)
    l1_ratios_ : ndarray of shape (n_l1_ratios,)
    C_ : float, or ndarray of shape (n_classes,) or (1,)
        The best C; an array with legacy attributes.
    l1_ratio_ : float, or ndarray of shape (n_classes,) or (1,)
        The best l1_ratio.
    coefs_paths_ : ndarray of shape (n_folds, n_l1_ratios, n_cs, n_classes, n_dof), or dict
        Coefficients and intercept of every fit; with legacy attributes by class, (n_folds, n_cs[, n_l1_ratios], n_dof).
    scores_ : ndarray of shape (n_folds, n_l1_ratios, n_cs), or dict
        Scores on the folds; with legacy attributes by class, (n_folds, n_cs[, n_l1_ratios]).
    n_iter_ : ndarray of shape (n_folds, n_l1_ratios, n_cs), or with a 1 before and the last two exchanged
        Steps of each fit, at least 1.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Costs n_folds n_cs n_l1_ratios fits, most of them short.

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> model = LogisticRegressionCV(
    ...     Cs=[0.01, 0.1, 1.0], l1_ratios=(0,), scoring="neg_log_loss", use_legacy_attributes=False, max_iter=1000
    ... ).fit(X, y)
    >>> model.scores_.shape
    (5, 1, 3)
    >>> model.C_
    1.0
    """

    __metadata_request__score: ClassVar[dict[str, Any]] = {"sample_weight": metadata_routing.UNUSED}
    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **{name: one for name, one in _SHARED.items() if name not in _NOT_HERE},
        "Cs": [Interval(Integral, 1, None, closed="left"), "array-like"],
        "l1_ratios": ["array-like", None, Hidden(StrOptions({"warn"}))],
        "cv": ["cv_object"],
        "scoring": [StrOptions(set(get_scorer_names())), callable, None, Hidden(StrOptions({"warn"}))],
        "refit": ["boolean"],
        "penalty": [StrOptions({"l1", "l2", "elasticnet"}), Hidden(StrOptions({"deprecated"}))],
        "solver": [StrOptions({"lbfgs", "liblinear", "newton-cg", "newton-cholesky", "sag", "saga"})],
        "use_legacy_attributes": ["boolean", Hidden(StrOptions({"warn"}))],
    }

    def __init__(
        self,
        *,
        Cs: Any = 10,
        l1_ratios: Any = "warn",
        fit_intercept: bool = True,
        cv: Any = None,
        dual: bool = False,
        penalty: str = "deprecated",
        scoring: Any = "warn",
        solver: str = "lbfgs",
        tol: float = 1e-4,
        max_iter: int = 100,
        class_weight: dict[Any, float] | str | None = None,
        n_jobs: int | None = None,
        verbose: int = 0,
        refit: bool = True,
        intercept_scaling: float = 1.0,
        random_state: Any = None,
        use_legacy_attributes: Any = "warn",
    ) -> None:
        self.Cs = Cs
        self.l1_ratios = l1_ratios
        self.fit_intercept = fit_intercept
        self.cv = cv
        self.dual = dual
        self.penalty = penalty
        self.scoring = scoring
        self.solver = solver
        self.tol = tol
        self.max_iter = max_iter
        self.class_weight = class_weight
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.refit = refit
        self.intercept_scaling = intercept_scaling
        self.random_state = random_state
        self.use_legacy_attributes = use_legacy_attributes

    @with_callbacks
    def fit(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, **params: Any
    ) -> LogisticRegressionCV:
        """Search the best penalty, and fit with it.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        y : array_like of shape (n_samples,)
        sample_weight : array_like of shape (n_samples,), optional
        **params : dict
            Passed on to the splitter and the scorer.

        Returns
        -------
        LogisticRegressionCV
            The estimator itself.
        """
        _raise_for_params(params, self, "fit")
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight, **params))
        return self

    def _fit_steps(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None, **params: Any
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        wanted = read_cv_parameters(self)
        data, target = checked(self, X, y)
        if (guard := guard_for(self, data)) is not None:
            guard()  # each fold would look again
        classes, labels = class_labels(f"{_NAME}.fit", target)
        if self.solver == "liblinear" and len(classes) > 2:
            refuse(_NAME, "The 'liblinear' solver does not support multiclass classification.", "Leave it out.")
        weight = None if sample_weight is None else _check_sample_weight(sample_weight, data, ensure_non_negative=True)
        class_weight = weights_of_classes(_NAME, self.class_weight, classes, target, weight)
        split, score_params = self._routed(sample_weight, params)
        folds = list(check_cv(self.cv, target, classifier=True).split(data, target, **split))
        Cs = np.logspace(-4, 4, self.Cs) if isinstance(self.Cs, Integral) else np.asarray(self.Cs, dtype=np.float64)
        wishes = [[wish_for(self, _NAME, ratio, 1.0 / C) for C in Cs] for ratio in wanted.l1_ratios]

        def task_on(rows: Any, wish: Wish) -> Task:
            part = None if weight is None else weight[rows]
            scaled, total = sample_weights(f"{_NAME}.fit", part, class_weight, data[rows], classes, labels[rows])
            return Task(data[rows], labels[rows], scaled, total, len(classes), bool(self.fit_intercept), wish)

        # Compute.
        score = self._score_on(data, target, classes, wanted.scoring, score_params)
        grid = yield from watched(self, data, target, search(self, task_on, folds, wishes, Cs, score))
        best, theta, converged = self._choose(grid, lambda c, j: task_on(np.arange(len(target)), wishes[j][c]))

        # Store.
        if not (grid.converged and converged):
            # stacklevel: past the generator, run, fit and its decorator
            warnings.warn(unfinished(self, f"some fits of {_NAME}"), ConvergenceWarning, stacklevel=5)
        p = data.shape[1]
        self.classes_, self.Cs_ = classes, Cs
        self.l1_ratios_ = np.asarray(wanted.l1_ratios if wanted.listed else [None])
        self.coef_ = theta[:, :p].copy()
        self.intercept_ = theta[:, p].copy() if self.fit_intercept else np.zeros(len(theta))
        chosen = float(np.mean([Cs[c] for c, _ in best])), float(np.mean([wanted.l1_ratios[j] for _, j in best]))
        stored = legacy_attributes(grid, classes, listed=wanted.listed) if wanted.legacy else new_attributes(grid)
        for name, value in stored.items():
            setattr(self, name, value)
        self.C_, self.l1_ratio_ = (np.full(len(theta), one) if wanted.legacy else one for one in chosen)
        if wanted.legacy and self.refit and not wanted.listed:
            self.l1_ratio_ = np.full(len(theta), None)

    def _choose(self, grid: Grid, task_at: Callable[[int, int], Task]) -> tuple[list[tuple[int, int]], Array, bool]:
        """Return the best places on the grid, the coefficients that follow, and whether their fit has converged."""
        best = best_cells(grid.scores, refit=self.refit)
        if not self.refit:
            theta: Array = np.mean([grid.thetas[i][place] for i, place in enumerate(best)], axis=0)
            return best, theta, True
        c, j = best[0]
        outcome = last(task_at(c, j).optimise(self, grid.thetas[:, c, j].mean(axis=0)))
        return best, outcome.theta, outcome.converged

    def _routed(self, sample_weight: Any, params: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what the splitter gets, and what the scorer gets."""
        if _routing_enabled():
            routed = process_routing(self, "fit", sample_weight=sample_weight, **params)
            return routed.splitter.split, routed.scorer.score
        weighted = {} if sample_weight is None else {"sample_weight": sample_weight}
        return {}, {**params, **weighted}

    def _score_on(self, data: Any, target: Array, classes: Array, scoring: Any, params: dict[str, Any]) -> Any:
        """Return the function that judges coefficients on rows."""
        scorer = scorer_for_folds(get_scorer(scoring or "accuracy"), classes)
        model = LogisticRegression()
        model.classes_, model.n_features_in_ = classes, data.shape[1]

        def score(theta: Array, C: float, rows: Array) -> float:
            p = data.shape[1]
            model.C, model.coef_ = C, theta[:, :p]
            model.intercept_ = theta[:, p] if self.fit_intercept else np.zeros(len(theta))
            judged = scorer(model, data[rows], target[rows], **_check_method_params(data, params, indices=rows))
            return float(judged)

        return score

    def _get_scorer(self) -> Any:
        unset = self.scoring is None or (isinstance(self.scoring, str) and self.scoring == "warn")
        return get_scorer("accuracy" if unset else self.scoring)

    def score(
        self, X: ArrayLike, y: ArrayLike, *, sample_weight: ArrayLike | None = None, **score_params: Any
    ) -> float:
        """Return what `scoring` says of the predictions for X, (n_samples, n_features), and the classes y."""
        _raise_for_params(score_params, self, "score")
        if sample_weight is not None:
            score_params["sample_weight"] = sample_weight
        if _routing_enabled():
            score_params = process_routing(self, "score", **score_params).scorer.score
        return float(self._get_scorer()(self, X, y, **score_params))

    def get_metadata_routing(self) -> MetadataRouter:
        """Return who gets the metadata: the fit itself, the splitter, the scorer."""
        to_scorer = MethodMapping().add(caller="score", callee="score").add(caller="fit", callee="score")
        return (
            MetadataRouter(owner=self)
            .add_self_request(self)
            .add(splitter=self.cv, method_mapping=MethodMapping().add(caller="fit", callee="split"))
            .add(scorer=self._get_scorer(), method_mapping=to_scorer)
        )
