"""The support vector classifier: the widest margin between classes, in the space that a kernel speaks of."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, ClassVar

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from sklearn.base import ClassifierMixin
from sklearn.utils import column_or_1d, compute_class_weight
from sklearn.utils._param_validation import Hidden, StrOptions
from sklearn.utils.multiclass import _ovr_decision_function, check_classification_targets
from sklearn.utils.validation import _num_samples, check_is_fitted

from workings._blas import one_blas_thread
from workings._callbacks import watched, with_callbacks
from workings._step import Step, run
from workings.svm._base import C_CONSTRAINT, CONSTRAINTS
from workings.svm._kernel_functions import KernelFunction
from workings.svm._one_vs_one import fit_pairs, joined, pair_coefficients, votes
from workings.svm._probabilities import WithProbabilities

Array = NDArray[Any]


class SVC(ClassifierMixin, WithProbabilities):  # type: ignore[misc]
    r"""Support vector classification.

    Two classes, y = 1 and -1, are told apart by the sign of :math:`f(x) = \sum_i \alpha_i y_i K(x_i, x) + b`. The fit
    minimises

    .. math:: \tfrac12 \|f\|_K^2 + C \sum_i s_i \max(0, 1 - y_i f(x_i))

    by its dual: :math:`\tfrac12 \sum_{ij} \alpha_i \alpha_j y_i y_j K_{ij} - \sum_i \alpha_i` is made small over
    :math:`0 \le \alpha_i \le C s_i` with :math:`\sum_i \alpha_i y_i = 0`. Samples with :math:`\alpha_i > 0` are the
    support vectors. Several classes have one machine for each pair, and vote.

    Parameters
    ----------
    C : float, default=1.0
        Weight of the samples inside the margin; the smaller, the wider the margin. ``np.inf`` allows none.
    kernel : {'linear', 'poly', 'rbf', 'sigmoid', 'precomputed'} or callable, default='rbf'
        The formulas stand in `workings.svm._kernel_functions`. With 'precomputed' X is the kernel matrix; a callable
        makes it: ``kernel(X, Z)`` of shape (n, m).
    degree : int, default=3
        Of the kernel 'poly'.
    gamma : {'scale', 'auto'} or float, default='scale'
        Of 'rbf', 'poly' and 'sigmoid': 'scale' is 1 / (n_features * X.var()), 'auto' 1 / n_features.
    coef0 : float, default=0.0
        Of 'poly' and 'sigmoid'.
    shrinking : bool, default=True
        Whether to leave out, for a while, variables that sit at a bound.
    probability : bool, default='deprecated'
        As in scikit-learn, deprecated: use ``CalibratedClassifierCV(SVC(), ensemble=False)``. True fits a sigmoid to
        each pair's decision values, which takes five more fits of it.
    tol : float, default=1e-3
        The fit has converged when the gap is smaller: the largest score of a variable that may rise, less the smallest
        of one that may fall, in units of the decision function.
    cache_size : float, default=200
        Memory for rows of the kernel matrix, in MB.
    class_weight : dict, 'balanced' or None, default=None
        Multiplies C of each class (1 where a dict has none); 'balanced': inversely to its number of samples.
    verbose : bool, default=False
        Print each step.
    max_iter : int, default=-1
        At most this many pairs of variables are moved in each machine; -1 for ten million, or a hundred for each sample
        if that is more.
    decision_function_shape : {'ovr', 'ovo'}, default='ovr'
        Whether `decision_function` returns a column for each class, or for each pair of them.
    break_ties : bool, default=False
        Whether `predict` takes the largest of the 'ovr' decision values instead of the votes, whose ties go to the
        first class. Needs ``decision_function_shape='ovr'``.
    random_state : int, RandomState instance or None, default=None
        What the folds for ``probability=True`` are drawn from; without effect otherwise.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    class_weight_ : ndarray of shape (n_classes,)
        What C is multiplied by.
    support_ : ndarray of shape (n_support,)
        Which samples are support vectors, class by class.
    support_vectors_ : ndarray or CSR of shape (n_support, n_features)
        Empty for a precomputed or callable kernel.
    n_support_ : ndarray of shape (n_classes,)
    dual_coef_ : ndarray or CSR of shape (n_classes - 1, n_support)
        :math:`\alpha_i y_i`; with more than two classes one row for each other class.
    coef_ : ndarray or CSR of shape (n_pairs, n_features)
        With ``kernel='linear'`` alone.
    intercept_ : ndarray of shape (n_pairs,)
    fit_status_ : int
        0 if all machines have converged, else 1.
    n_iter_ : ndarray of shape (n_pairs,)
        How many pairs of variables were moved in each machine.
    shape_fit_ : tuple of int
        The shape of the training X.
    probA_ : ndarray of shape (n_pairs,)
        Slopes of the sigmoids; deprecated with `probability`.
    probB_ : ndarray of shape (n_pairs,)
        Their offsets.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    Up to 1,000 samples the kernel matrix is made in float64 and pairs are moved on it (`workings.svm._pairs`), in the
    order in which LIBSVM moves them. More samples are solved in working sets, on rows that are made when wanted and
    kept within `cache_size` (`workings.svm._decomposition`): O(n) memory beside that and X. The gap that ends a fit is
    computed in float64. Decision values are float64; the exponential of 'rbf' is right to 2**-33, so a decision value
    is to 1.2e-10 times the sum of the absolute dual coefficients. `predict`, which needs their signs, computes them in
    float32, and again in float64 where that might change a sign.

    ``workings.show.steps(model, X, y)`` yields each pair that is moved, and with many samples each working set.

    Source: C. Cortes, V. Vapnik, "Support-vector networks", Machine Learning 20 (1995) 273; C.-C. Chang, C.-J. Lin,
    "LIBSVM: a library for support vector machines", ACM TIST 2 (2011) 27.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = SVC().fit(X, y)
    >>> model.predict(X[[0, 70, 120]])
    array([0, 1, 2])
    >>> model.n_support_
    array([ 7, 29, 24], dtype=int32)
    >>> round(model.score(X, y), 3)
    0.973
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **CONSTRAINTS,
        "C": C_CONSTRAINT,
        "probability": ["boolean", Hidden(StrOptions({"deprecated"}))],
        "class_weight": [StrOptions({"balanced"}), dict, None],
        "decision_function_shape": [StrOptions({"ovr", "ovo"})],
        "break_ties": ["boolean"],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        *,
        C: float = 1.0,
        kernel: str | Callable[[Any, Any], Any] = "rbf",
        degree: int = 3,
        gamma: float | str = "scale",
        coef0: float = 0.0,
        shrinking: bool = True,
        probability: bool | str = "deprecated",
        tol: float = 1e-3,
        cache_size: float = 200,
        class_weight: dict[Any, float] | str | None = None,
        verbose: bool = False,
        max_iter: int = -1,
        decision_function_shape: str = "ovr",
        break_ties: bool = False,
        random_state: Any = None,
    ) -> None:
        self.C = C
        self.kernel = kernel
        self.degree = degree
        self.gamma = gamma
        self.coef0 = coef0
        self.shrinking = shrinking
        self.probability = probability
        self.tol = tol
        self.cache_size = cache_size
        self.class_weight = class_weight
        self.verbose = verbose
        self.max_iter = max_iter
        self.decision_function_shape = decision_function_shape
        self.break_ties = break_ties
        self.random_state = random_state

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> SVC:
        """Fit the machines.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features), or (n_samples, n_samples)
            The samples; for a precomputed kernel its matrix; for a callable one whatever that takes.
        y : array_like of shape (n_samples,)
            The class of each sample: numbers, strings, or bool.
        sample_weight : array_like of shape (n_samples,), optional
            Multiplies C; samples of weight 0 or less are left out.

        Returns
        -------
        SVC
            The estimator itself.

        Raises
        ------
        ValueError
            X holds NaN or infinity, lengths differ, or samples with a positive weight are of one class only.

        Warns
        -----
        ConvergenceWarning
            `max_iter` pairs did not suffice; it tells the gap.
        """
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight, watch=False))
        return self

    def _fit_steps(
        self, X: Any, y: Any, sample_weight: ArrayLike | None = None, *, watch: bool = True
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        calibrate = self._wants_probabilities()
        data, target = self._checked(X, y)
        classes, labels = self._classes(target)
        weights = self._weights(sample_weight, X, _num_samples(X))
        if len(np.unique(labels[weights > 0.0])) < 2:
            self._refuse("Invalid input - all samples with positive weights belong to the same class.")
        class_weight = compute_class_weight(self.class_weight, classes=classes, y=column_or_1d(target))
        bounds = np.where(weights > 0.0, self.C, 0.0) * np.maximum(weights, 0.0) * class_weight[labels]
        function = self._function(data)

        # Compute.
        machines = yield from watched(
            self,
            X,
            y,
            self._told(fit_pairs(labels, bounds, len(classes), self._solver(data, function, watch), classes)),
        )
        sigmoids = self._sigmoids(data, labels, bounds, function, len(classes)) if calibrate else (np.empty(0),) * 2

        # Store.
        self._warn([outcome for _, outcome in machines])
        support, dual, counts = joined(labels, len(classes), machines)
        self.classes_, self.class_weight_, self._n_support = classes, class_weight, counts
        self._keep(data, X, support, dual, np.array([outcome.intercept for _, outcome in machines]))
        sign = -1.0 if len(classes) == 2 else 1.0  # of two classes the second is the positive one
        self.intercept_, self.dual_coef_ = sign * self._intercept_ + 0.0, sign * self._dual_coef_
        self.n_iter_ = np.array([outcome.n_iter for _, outcome in machines], dtype=np.int32)
        self._probA = sigmoids[0]
        self._probB = sigmoids[1]

    def _classes(self, y: Any) -> tuple[Array, Array]:
        target = column_or_1d(y, warn=True)
        check_classification_targets(target)
        classes, labels = np.unique(target, return_inverse=True)
        if len(classes) < 2:
            self._refuse(f"The number of classes has to be greater than one; got {len(classes)} class")
        return classes, labels

    def _solver(self, data: Any, function: KernelFunction, each: bool) -> Any:
        return lambda problem: self._solve(data, function, problem, each)

    def _pair_decisions(self, X: Any, signs: bool = False) -> Array:
        """Return the decision values of all pairs, positive for the first class of each, (n_samples, n_pairs)."""
        X = self._checked_for_predict(X)
        with one_blas_thread():
            return self._sums(X, pair_coefficients(self._dense_dual(), self._n_support), self._intercept_, signs)

    def decision_function(self, X: ArrayLike) -> Array:
        """Return the decision values.

        Returns
        -------
        ndarray
            For two classes (n_samples,), positive for the second. For more (n_samples, n_classes), the votes of each
            class with the pairs' decision values as fractions, or with ``decision_function_shape='ovo'`` (n_samples,
            n_pairs), positive for the first class of the pair.
        """
        decisions = self._pair_decisions(X)
        if len(self.classes_) == 2:
            return -decisions[:, 0]
        if self.decision_function_shape == "ovr":
            by_class: Array = _ovr_decision_function(decisions < 0, -decisions, len(self.classes_))
            return by_class
        return decisions

    def predict(self, X: ArrayLike) -> Array:
        """Return the class of each sample, (n_samples,)."""
        check_is_fitted(self)
        if self.break_ties and self.decision_function_shape == "ovo":
            self._refuse("break_ties must be False when decision_function_shape is 'ovo'. Try 'ovr'.")
        if self.break_ties and len(self.classes_) > 2:
            best = self.decision_function(X).argmax(axis=1)
        else:
            best = votes(self._pair_decisions(X, signs=True), len(self.classes_))
        predicted: Array = self.classes_[best]
        return predicted

    def _linear_coef(self) -> Any:
        coef = pair_coefficients(self._dense_dual(), self._n_support).T @ self.support_vectors_
        if len(self.classes_) == 2:
            coef = -coef
        return sp.csr_matrix(coef) if self._sparse else np.asarray(coef)
