"""Classification by the mean of many trees, each grown on a draw of the samples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from workings._other_arrays import library_of, run_elsewhere
from workings._step import run
from workings.ensemble._classifier import ForestClassifier
from workings.tree._base import Tree
from workings.tree.decision_tree_classifier import DecisionTreeClassifier


class RandomForestClassifier(ForestClassifier):
    r"""Many trees, each grown on its own draw of the samples, asking about draws of the features; their mean decides.

    Each tree is grown on n samples drawn with replacement from the n there are, and at each node only a few features,
    drawn anew, may be asked about. Alone such a tree is worse; but the mean of T trees with variance :math:`s^2` and
    correlation :math:`r` has the variance :math:`r s^2 + (1 - r) s^2 / T`, and both draws lower :math:`r`.

    Parameters
    ----------
    n_estimators : int, default=100
        How many trees.
    criterion : {"gini", "entropy", "log_loss"}, default="gini"
        What a split makes smaller: gini, the share of pairs of samples that differ in class; the entropy of the
        classes, of which "log_loss" is another name.
    max_depth : int, default=None
        At most so many questions for one sample; None: no limit.
    min_samples_split : int or float, default=2
        A node of fewer samples is a leaf; a float is a share of all samples, rounded up.
    min_samples_leaf : int or float, default=1
        A leaf has at least so many samples; a float is a share of all samples, rounded up.
    min_weight_fraction_leaf : float, default=0.0
        A leaf has at least this share of the weight of all samples.
    max_features : int, float, {"sqrt", "log2"} or None, default="sqrt"
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
        y_pred)`` says how, otherwise by the accuracy.
    n_jobs : int, default=None
        How many threads at most; None and -1: all cores. The result is the same.
    random_state : int, RandomState instance or None, default=None
        What samples, features and random thresholds are drawn from.
    verbose : int, default=0
        Without effect: see ``workings.steps``.
    warm_start : bool, default=False
        True: another `fit` keeps the trees and adds what is missing from `n_estimators`.
    class_weight : dict, list of dict, "balanced" or "balanced_subsample", default=None
        Weight of each class (1 where a dict has none); a list has a dict for each output; "balanced": inversely to its
        number of samples, "balanced_subsample": among those drawn for the tree.
    ccp_alpha : float, default=0.0
        Cut each link of a tree whose alpha is not above this: as
        `DecisionTreeClassifier` does.
    max_samples : int or float, default=None
        How many samples are drawn for each tree, or which share of them (of their weights, if they have any); None: as
        many as there are.
    monotonic_cst : array_like of int of shape (n_features,), default=None
        1: the share of the second class never falls as the feature rises; -1: it never rises; 0: no constraint. For
        two classes and one output.

    Attributes
    ----------
    estimator_ : DecisionTreeClassifier
        What kind the trees are of.
    estimators_ : list of DecisionTreeClassifier
        The trees, each with its ``tree_`` and, as ``random_state``, the seed of its draws.
    estimators_samples_ : list of ndarray
        The samples drawn for each tree.
    feature_importances_ : ndarray of shape (n_features,)
        The mean over the trees of each feature's share in what all splits took off the impurity.
    classes_ : ndarray of shape (n_classes,)
        Sorted; a list of them if y has several outputs.
    n_classes_ : int or list of int
    n_outputs_ : int
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.
    oob_score_ : float
        Only with `oob_score`.
    oob_decision_function_ : ndarray of shape (n_samples, n_classes) or (n_samples, n_classes, n_outputs)
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
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = RandomForestClassifier(50, random_state=0, oob_score=True).fit(X, y)
    >>> model.predict(X[[0, 60, 120]])
    array([0, 1, 2])
    >>> model.oob_score_ > 0.9
    True
    """

    _tree: ClassVar[type[Tree]] = DecisionTreeClassifier

    def __init__(
        self,
        n_estimators: int = 100,
        *,
        criterion: str = "gini",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | str | None = "sqrt",
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        bootstrap: bool = True,
        oob_score: bool | Callable[..., float] = False,
        n_jobs: int | None = None,
        random_state: Any = None,
        verbose: int = 0,
        warm_start: bool = False,
        class_weight: Mapping[Any, float] | Sequence[Mapping[Any, float]] | str | None = None,
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
        self.class_weight = class_weight
        self.ccp_alpha = ccp_alpha
        self.max_samples = max_samples
        self.monotonic_cst = monotonic_cst

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> RandomForestClassifier:
        """Grow the trees.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples, read as float32; NaN is a missing value.
        y : array_like of shape (n_samples,) or (n_samples, n_outputs)
            Their classes: numbers, strings or bool.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts: with `bootstrap`, how likely it is drawn; without, its weight in each tree.

        Returns
        -------
        The estimator itself.

        Raises
        ------
        ValueError
            X holds infinity, y is no classes, or a parameter is out of its range.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        run(self._fit_steps(X, y, sample_weight, watch=False))
        return self
