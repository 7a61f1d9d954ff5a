"""Regression by questions, one after the other."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import RegressorMixin
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.validation import check_is_fitted

from workings._step import Step, run
from workings.kernels import tree_data as td
from workings.tree._base import Tree

Array = NDArray[Any]


class DecisionTreeRegressor(RegressorMixin, Tree):  # type: ignore[misc]
    r"""Ask, at each node, the question about one feature after which the numbers scatter least.

    A leaf predicts the mean of its targets (the median with "absolute_error"). Of all questions "is feature f at most
    t?" the one is taken that lowers the impurity most: the variance :math:`\frac1n \sum_i (y_i - \bar y)^2`, the
    absolute error, or the deviance :math:`\frac1n \sum_i y_i \log(y_i / \bar y)`, the children weighted by their size.

    Parameters
    ----------
    criterion : {"squared_error", "friedman_mse", "absolute_error", "poisson"}, default="squared_error"
        What a split makes smaller: the variance; the mean absolute error around the median, which then is predicted;
        half the Poisson deviance, for counts. "friedman_mse" is scikit-learn's old name of "squared_error".
    splitter : {"best", "random"}, default="best"
        "best": of all thresholds of a feature; "random": one threshold for each feature, drawn uniformly between its
        least and its largest value in the node, of which the best is taken.
    max_depth : int, default=None
        At most so many questions for one sample; None: no limit.
    min_samples_split : int or float, default=2
        A node of fewer samples is a leaf; a float is a share of all samples, rounded up.
    min_samples_leaf : int or float, default=1
        A leaf has at least so many samples; a float is a share of all samples, rounded up.
    min_weight_fraction_leaf : float, default=0.0
        A leaf has at least this share of the weight of all samples.
    max_features : int, float or {"sqrt", "log2"}, default=None
        How many features are drawn for each node, of which the best is taken; a float is a share of them; None: all. A
        feature that is constant in the node counts, but one that is not constant is drawn if there is any.
    random_state : int, RandomState instance or None, default=None
        What features and random thresholds are drawn from; without effect where nothing is drawn.
    max_leaf_nodes : int, default=None
        At most so many leaves: the node whose split takes most off the impurity is split first.
    min_impurity_decrease : float, default=0.0
        A split that takes less off the impurity, as a share of all samples, is not made.
    ccp_alpha : float, default=0.0
        Cut each link whose alpha is not above this: see `cost_complexity_pruning_path`.
    monotonic_cst : array_like of int of shape (n_features,), default=None
        1: the prediction never falls as the feature rises; -1: it never rises; 0: no constraint. For one output.

    Attributes
    ----------
    n_outputs_ : int
    max_features_ : int
        How many features are drawn for each node.
    feature_importances_ : ndarray of shape (n_features,)
        The share of each feature in what all splits took off the impurity.
    tree_ : sklearn.tree._tree.Tree
        The nodes as scikit-learn's arrays; see `DecisionTreeClassifier`.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    The features are sorted once, and each split divides the sorted columns: a tree of depth d costs O(n p d), where
    sorting in each node would cost another factor log n. Beside X there are 4 bytes an entry for its values in float32,
    and 4 for the sorted samples, and on each thread a copy of both for a tenth of the samples; sparse X is made dense.

    Splits have scikit-learn's gain at every node: the same thresholds are tried, half-way between values that differ by
    more than 1e-7 in float32, and missing values are tried on both sides. Among equal gains the first feature in number
    (with `max_features`, in the order in which they are drawn) wins, then missing values to the right, then the lowest
    threshold; scikit-learn draws, so that its choice depends on `random_state`. Draws depend on `random_state` and on
    the node's place in the tree alone. Nothing depends on the number of threads.

    With "absolute_error" each node costs another factor log n. With "poisson" no split is
    made that would leave a child with targets of 0 alone.

    Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees", Wadsworth, 1984.

    Examples
    --------
    >>> model = DecisionTreeRegressor(max_depth=1).fit([[0.0], [1.0], [2.0], [3.0]], [1.0, 1.2, 4.0, 4.4])
    >>> model.tree_.threshold[0], model.predict([[0.5], [9.0]])
    (np.float64(1.5), array([1.1, 4.2]))
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **Tree._parameter_constraints,
        "criterion": [StrOptions({"squared_error", "friedman_mse", "absolute_error", "poisson"})],
    }

    def __init__(
        self,
        *,
        criterion: str = "squared_error",
        splitter: str = "best",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | str | None = None,
        random_state: Any = None,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        ccp_alpha: float = 0.0,
        monotonic_cst: Any = None,
    ) -> None:
        self.criterion = criterion
        self.splitter = splitter
        self.max_depth = max_depth
        self.min_samples_split = min_samples_split
        self.min_samples_leaf = min_samples_leaf
        self.min_weight_fraction_leaf = min_weight_fraction_leaf
        self.max_features = max_features
        self.random_state = random_state
        self.max_leaf_nodes = max_leaf_nodes
        self.min_impurity_decrease = min_impurity_decrease
        self.ccp_alpha = ccp_alpha
        self.monotonic_cst = monotonic_cst

    def fit(self, X: Any, y: Any, sample_weight: Any = None, check_input: bool = True) -> DecisionTreeRegressor:
        """Grow the tree.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples, read as float32; NaN is a missing value.
        y : array_like of shape (n_samples,) or (n_samples, n_outputs)
            Their numbers.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts, not negative; one of weight 0 is left out.
        check_input : bool, default=True
            False: X is a float32 array, y an array, and both have been checked.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            X holds infinity, y is no numbers or (Poisson) negative, or a parameter is out of its range.
        """
        run(self._fit_steps(X, y, sample_weight, check_input, watch=False))
        return self

    def _fit_steps(
        self, X: Any, y: Any, sample_weight: Any = None, check_input: bool = True, *, watch: bool = True
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        X, y = self._read_samples(X, y, check_input)
        if self.criterion == "friedman_mse":
            warnings.warn(
                'The criterion "friedman_mse" is "squared_error", by which name scikit-learn calls it from 1.11 on. '
                'Use criterion="squared_error".',
                FutureWarning,
                stacklevel=4,
            )
        table = np.asarray(y, dtype=np.float64).reshape((len(y), -1))
        self.n_outputs_ = table.shape[1]
        weights = self._weights(sample_weight, X)
        rules = self._rules(X, 1, weights, self._kind())

        # Compute, and store.
        codes = np.empty((0, len(X)), np.uint8)
        one_each = np.ones(self.n_outputs_, np.intp)
        yield from self._grow(X, codes, np.ascontiguousarray(table.T), weights, rules, one_each, watch)

    def _check_targets(self, y: Array) -> None:
        if self.criterion == "poisson":
            if np.any(y < 0):
                raise ValueError("Some value(s) of y are negative which is not allowed for Poisson regression.")
            if np.sum(y) <= 0:
                raise ValueError("Sum of y is not positive which is necessary for Poisson regression.")

    def _kind(self) -> int:
        if self.criterion == "absolute_error":
            return td.MEDIANS
        if self.criterion == "poisson":
            return td.TARGET_LOGS
        return td.VARIANCE if self.n_outputs_ == 1 and self.splitter == "best" else td.TARGET_SQUARES

    def predict(self, X: Any, check_input: bool = True) -> Array:
        """Return the value of the leaf that each sample ends in.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        check_input : bool, default=True
            False: X is float32 and has been checked.

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_outputs)
        """
        check_is_fitted(self)
        return self._at_ends(
            X, check_input, lambda values: values[:, 0, 0] if self.n_outputs_ == 1 else values[:, :, 0]
        )

    def _compute_partial_dependence_recursion(self, grid: Array, target_features: Array) -> Array:
        """Return the partial dependence, which scikit-learn's inspection asks trees for."""
        averages = np.zeros(len(grid))
        self.tree_.compute_partial_dependence(
            np.asarray(grid, dtype=np.float32, order="C"), np.asarray(target_features, dtype=np.intp), averages
        )
        return averages

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
