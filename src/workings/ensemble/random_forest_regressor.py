"""Regression by the mean of many trees, each grown on a draw of the samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from workings._other_arrays import library_of, run_elsewhere
from workings._step import run
from workings.ensemble._regressor import ForestRegressor
from workings.tree._base import Tree
from workings.tree.decision_tree_regressor import DecisionTreeRegressor


class RandomForestRegressor(ForestRegressor):
    r"""Many regression trees, each grown on its own draw of the samples; their mean is predicted.

    Each tree is grown on n samples drawn with replacement from the n there are. The mean of T trees with variance
    :math:`s^2` and correlation :math:`r` has the variance :math:`r s^2 + (1 - r) s^2 / T`. With `max_features` below 1
    each node may only ask about a few features, drawn anew, which lowers :math:`r` further.

    Parameters
    ----------
    n_estimators : int, default=100
        How many trees.
    criterion : {"squared_error", "absolute_error", "friedman_mse", "poisson"}, default="squared_error"
        What a split makes smaller: the variance; the mean absolute error around the median, which then is predicted;
        half the Poisson deviance, for counts. "friedman_mse" is scikit-learn's old name of "squared_error".
    max_depth : int, default=None
        At most so many questions for one sample; None: no limit.
    min_samples_split : int or float, default=2
        A node of fewer samples is a leaf; a float is a share of all samples, rounded up.
    min_samples_leaf : int or float, default=1
        A leaf has at least so many samples; a float is a share of all samples, rounded up.
    min_weight_fraction_leaf : float, default=0.0
        A leaf has at least this share of the weight of all samples.
    max_features : int, float, {"sqrt", "log2"} or None, default=1.0
        How many features are drawn for each node, of which the best is taken; a float is a share of them; None: all. A
        feature that is constant in the node counts, but one that is not constant is drawn if there is any.
    max_leaf_nodes : int, default=None
        At most so many leaves in each tree: the node whose split takes most off the impurity is split first.
    min_impurity_decrease : float, default=0.0
        A split that takes less off the impurity, as a share of all samples, is not made.
    bootstrap : bool, default=True
        True: each tree is grown on samples drawn with replacement; False: on all.
    oob_score : bool or callable, default=False
        Whether to judge the forest by the votes of trees on samples left out of them; a callable ``score(y_true,
        y_pred)`` says how, otherwise by R².
    n_jobs : int, default=None
        How many threads at most; None and -1: all cores. The result is the same.
    random_state : int, RandomState instance or None, default=None
        What samples, features and random thresholds are drawn from.
    verbose : int, default=0
        Without effect: see ``workings.steps``.
    warm_start : bool, default=False
        True: another `fit` keeps the trees and adds what is missing from `n_estimators`.
    ccp_alpha : float, default=0.0
        Cut each link of a tree whose alpha is not above this: as
        `DecisionTreeRegressor` does.
    max_samples : int or float, default=None
        How many samples are drawn for each tree, or which share of them (of their weights, if they have any); None: as
        many as there are.
    monotonic_cst : array_like of int of shape (n_features,), default=None
        1: the prediction never falls as the feature rises; -1: it never rises; 0: no constraint. For one
        output.

    Attributes
    ----------
    estimator_ : DecisionTreeRegressor
        What kind the trees are of.
    estimators_ : list of DecisionTreeRegressor
        The trees, each with its ``tree_`` and, as ``random_state``, the seed of its draws.
    estimators_samples_ : list of ndarray
        The samples drawn for each tree.
    feature_importances_ : ndarray of shape (n_features,)
        The mean over the trees of each feature's share in what all splits took off the impurity.
    n_outputs_ : int
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    oob_score_ : float
        Only with `oob_score`.
    oob_prediction_ : ndarray of shape (n_samples,) or (n_samples, n_outputs)
        Only with `oob_score`: the mean vote on each sample of the trees grown without it; 0 where there is none.

    Notes
    -----
    Trees are grown on the samples drawn for them, each sample with the number of times it was drawn; splits are exact:
    every threshold between two values of a drawn feature is tried, nothing is binned. Samples and seeds of trees are
    drawn as scikit-learn draws them, so that the same samples are left out with the same `random_state`; features and
    thresholds are drawn otherwise. Nothing depends on `n_jobs`.

    Each sample is left out of about a third of the trees, (1 - 1/n)^n = 0.37 for large n. Their vote on it is a test
    that costs no data: ``oob_score``.

    A tree costs O(n m log n) for m features a node, about; beside X there are 4 bytes an entry for its values in
    float32, and 8 for their order; sparse X is made dense.

    Source: L. Breiman, "Random forests", Machine Learning 45 (2001) 5.

    Samples of dask: if they fit in half of a worker's memory the trees are those of the same rows in memory. Otherwise
    how often a row counts in a tree is Poisson; the first splits of a tree, down to nodes that fit, come from samples
    as large as fit, and what is below on all rows of the node. See ``workings.backends.dask.forests``.

    Examples
    --------
    >>> model = RandomForestRegressor(50, random_state=0).fit([[0.0], [1.0], [2.0], [3.0]], [1.0, 1.0, 5.0, 5.0])
    >>> bool(model.predict([[0.0]])[0] < 3.0 < model.predict([[3.0]])[0])
    True
    """

    _tree: ClassVar[type[Tree]] = DecisionTreeRegressor

    def __init__(
        self,
        n_estimators: int = 100,
        *,
        criterion: str = "squared_error",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | str | None = 1.0,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        bootstrap: bool = True,
        oob_score: bool | Callable[..., float] = False,
        n_jobs: int | None = None,
        random_state: Any = None,
        verbose: int = 0,
        warm_start: bool = False,
        ccp_alpha: float = 0.0,
        max_samples: float | None = None,
        monotonic_cst: Any = None,
    ) -> None:
        self.n_estimators = n_estimators
        self.criterion = criterion
        self.max_depth = max_depth
        self.min_samples_split = min_samples_split
        self.min_samples_leaf = min_samples_leaf
        self.min_weight_fraction_leaf = min_weight_fraction_leaf
        self.max_features = max_features
        self.max_leaf_nodes = max_leaf_nodes
        self.min_impurity_decrease = min_impurity_decrease
        self.bootstrap = bootstrap
        self.oob_score = oob_score
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.verbose = verbose
        self.warm_start = warm_start
        self.ccp_alpha = ccp_alpha
        self.max_samples = max_samples
        self.monotonic_cst = monotonic_cst

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> RandomForestRegressor:
        """Grow the trees.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples, read as float32; NaN is a missing value.
        y : array_like of shape (n_samples,) or (n_samples, n_outputs)
            Their numbers.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts: with `bootstrap`, how likely it is drawn; without, its weight in each tree.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            X holds infinity, y is no numbers or (Poisson) negative, or a parameter is out of its range.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        run(self._fit_steps(X, y, sample_weight, watch=False))
        return self
