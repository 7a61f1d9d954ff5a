"""The linear support vector classifier."""

from __future__ import annotations

from collections.abc import Generator
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator
from sklearn.linear_model._base import SparseCoefMixin
from sklearn.utils._param_validation import Interval, StrOptions

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._linear_scores import LinearDecision
from workings._step import Step, run
from workings._validation import class_labels, sample_weights
from workings.svm._linear_band import Band
from workings.svm._linear_fit import checked, constant_of, optimise, refuse_combination, store

Array = NDArray[Any]


class LinearSVC(CallbackSupportMixin, LinearDecision, SparseCoefMixin, BaseEstimator):  # type: ignore[misc]
    r"""Linear support vector classification: the widest street between two classes, and a price for who stands on it.

    With classes :math:`y_i = \pm 1` and samples :math:`\tilde x_i = (x_i, s)`, of which s is ``intercept_scaling``, the
    fit minimises over :math:`v = (w, b / s)`

    .. math:: \tfrac12 \|v\|^2 + C \sum_i s_i \max(0, 1 - y_i\, v \cdot \tilde x_i)^q

    where q is 1 for the hinge loss and 2 for its square; with ``penalty='l1'`` the sum of sizes :math:`\|v\|_1` stands
    in the place of the squares. The intercept b is penalised with the others, as in scikit-learn. More than two
    classes are learnt each against all others. Parameters have scikit-learn's names and defaults.

    Parameters
    ----------
    penalty : {'l1', 'l2'}, default='l2'
        'l1' makes coefficients 0; it goes with the squared hinge loss only.
    loss : {'hinge', 'squared_hinge'}, default='squared_hinge'
        What a sample on the wrong side of its margin costs.
    dual : 'auto' or bool, default='auto'
        Without effect on the result. A combination that scikit-learn does not have is refused, as there.
    tol : float, default=1e-4
        The fit has converged when the duality gap, which bounds how far the objective is above its minimum, is at most
        ``tol**2`` times the objective; `tol` is then about the relative error of the coefficients.
    C : float, default=1.0
        The price of a sample's loss. The smaller, the wider the street.
    multi_class : {'ovr', 'crammer_singer'}, default='ovr'
        'crammer_singer' is refused: it is another model, which scikit-learn's own documentation calls seldom used and
        rarely more accurate.
    fit_intercept : bool, default=True
        Whether to add an intercept.
    intercept_scaling : float, default=1.0
        The constant s whose coefficient, times s, is the intercept. The larger, the less the intercept is penalised.
    class_weight : dict, 'balanced' or None, default=None
        Factor of C for each class (1 where a dict has none); 'balanced' gives all classes the same total weight.
    verbose : int, default=0
        Positive: print each step.
    random_state : int, RandomState instance or None, default=None
        What the order of the samples is drawn from if the fit passes over them one by one (more than 1,000 samples and
        1,000 features); None stands for a fixed seed. Without effect otherwise.
    max_iter : int, default=1000
        At most this many steps over all samples.

    Attributes
    ----------
    coef_ : ndarray of shape (1, n_features) or (n_classes, n_features)
        The coefficients w.
    intercept_ : ndarray of shape (1,) or (n_classes,)
        The intercepts b; the number 0.0 without an intercept, as in scikit-learn.
    classes_ : ndarray of shape (n_classes,)
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    n_iter_ : int
        Steps over all samples that the longest fit took.

    Notes
    -----
    Up to 1,000 features the squared hinge takes Newton steps (`workings.svm._linear_newton`) and the hinge an interior
    point method (`workings.svm._linear_interior`), O(n p^2) a step, a dozen steps on whatever data; fewer samples than
    features are turned first, so that p is n. More of both, text for example, are passed over sample by sample
    (`workings.svm._linear_ascent`), O(entries) a pass. Memory beside X is O(n + p^2), or O(n + p).

    Examples
    --------
    >>> from sklearn.datasets import load_breast_cancer
    >>> from sklearn.preprocessing import StandardScaler
    >>> X, y = load_breast_cancer(return_X_y=True)
    >>> X = StandardScaler().fit_transform(X)
    >>> model = LinearSVC(C=0.01, loss="hinge").fit(X, y)
    >>> round(model.score(X, y), 3)
    0.984
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "penalty": [StrOptions({"l1", "l2"})],
        "loss": [StrOptions({"hinge", "squared_hinge"})],
        "dual": ["boolean", StrOptions({"auto"})],
        "tol": [Interval(Real, 0.0, None, closed="neither")],
        "C": [Interval(Real, 0.0, None, closed="neither")],
        "multi_class": [StrOptions({"ovr", "crammer_singer"})],
        "fit_intercept": ["boolean"],
        "intercept_scaling": [Interval(Real, 0, None, closed="neither")],
        "class_weight": [None, dict, StrOptions({"balanced"})],
        "verbose": ["verbose"],
        "random_state": ["random_state"],
        "max_iter": [Interval(Integral, 0, None, closed="left")],
    }

    def __init__(
        self,
        penalty: str = "l2",
        loss: str = "squared_hinge",
        *,
        dual: str | bool = "auto",
        tol: float = 1e-4,
        C: float = 1.0,
        multi_class: str = "ovr",
        fit_intercept: bool = True,
        intercept_scaling: float = 1,
        class_weight: dict[Any, float] | str | None = None,
        verbose: int = 0,
        random_state: Any = None,
        max_iter: int = 1000,
    ) -> None:
        self.penalty = penalty
        self.loss = loss
        self.dual = dual
        self.tol = tol
        self.C = C
        self.multi_class = multi_class
        self.fit_intercept = fit_intercept
        self.intercept_scaling = intercept_scaling
        self.class_weight = class_weight
        self.verbose = verbose
        self.random_state = random_state
        self.max_iter = max_iter

    def __sklearn_tags__(self) -> Any:
        """Say that sparse X is welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> LinearSVC:
        """Fit the coefficients.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples, computed with in float64.
        y : array_like of shape (n_samples,)
            The class of each sample: numbers, strings, or bool.
        sample_weight : array_like of shape (n_samples,), optional
            Factor of C for each sample; not negative.

        Returns
        -------
        LinearSVC
            The estimator itself.

        Raises
        ------
        ValueError
            X holds NaN or infinity, the lengths differ, y holds fewer than two classes, or scikit-learn has not this
            combination of penalty, loss and dual.
        NotImplementedError
            ``multi_class='crammer_singer'``.

        Warns
        -----
        ConvergenceWarning
            The duality gap was not closed; it is told how wide it is.
        """
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(
        self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Generator[Step, None, None]:
        """Fit, one step at a time: `fit` runs this to its end, `workings.show.steps` looks at each step."""
        # Validate.
        self._validate_params()
        self._refuse()
        data, target = checked(self, X, y, numeric=False)
        classes, labels = class_labels("LinearSVC.fit", target)
        weights, total = sample_weights("LinearSVC.fit", sample_weight, self.class_weight, data, classes, labels)
        cost = (self.C * total) * weights
        ones = [1] if len(classes) == 2 else range(len(classes))
        names = [""] if len(classes) == 2 else [f"{one} against the others: " for one in classes]
        bands = [self._band(data, labels == k, cost) for k in ones]

        # Compute.
        outcomes = yield from watched(self, data, target, optimise(self, bands, names, self.penalty))

        # Store.
        self.classes_ = classes
        self.coef_ = store(self, outcomes, data.shape[1])

    def _band(self, data: Any, inside: Array, cost: Array) -> Band:
        low, high = np.where(inside, 1.0, -np.inf), np.where(inside, np.inf, -1.0)
        return Band(data, low, high, cost, self.loss == "squared_hinge", constant_of(self))

    def _refuse(self) -> None:
        """Raise for what scikit-learn does not have, and for what we have not."""
        if self.multi_class == "crammer_singer":
            raise NotImplementedError(
                "LinearSVC.fit: multi_class='crammer_singer' is another model (one objective for all classes), which "
                "this library does not have. Try multi_class='ovr', or scikit-learn's LinearSVC."
            )
        if self.penalty == "l1" and self.loss == "hinge":
            raise ValueError(
                "Unsupported set of arguments: The combination of penalty='l1' and loss='hinge' is not supported, "
                f"Parameters: penalty='l1', loss='hinge', dual={self.dual}. Try loss='squared_hinge'."
            )
        squared = self.loss == "squared_hinge"
        refuse_combination(self, self.penalty, primal=squared, dual=self.penalty == "l2")
