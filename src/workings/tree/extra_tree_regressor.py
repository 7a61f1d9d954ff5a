"""Regression by questions with random thresholds."""

from __future__ import annotations

from typing import Any

from workings.tree.decision_tree_regressor import DecisionTreeRegressor


class ExtraTreeRegressor(DecisionTreeRegressor):
    """A regression tree whose thresholds are drawn at random: one for each feature, of which the best is taken.

    As `DecisionTreeRegressor` with ``splitter="random"``.

    Parameters
    ----------
    criterion : {"squared_error", "friedman_mse", "absolute_error", "poisson"}, default="squared_error"
        What a split makes smaller: the variance; the mean absolute error around the median, which then is predicted;
        half the Poisson deviance, for counts. "friedman_mse" is scikit-learn's old name of "squared_error".
    splitter : {"best", "random"}, default="random"
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
    max_features : int, float or {"sqrt", "log2"}, default=1.0
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
    The draws depend on `random_state` and on the node's place in the tree alone, not on the number of threads; they are
    not scikit-learn's. Alone such a tree is weak; many of them, averaged, are strong.

    Source: P. Geurts, D. Ernst, L. Wehenkel, "Extremely randomized trees", Machine Learning 63 (2006) 3.

    Examples
    --------
    >>> model = ExtraTreeRegressor(random_state=0).fit([[0.0], [1.0], [2.0]], [1.0, 2.0, 5.0])
    >>> model.predict([[2.0]])
    array([5.])
    """

    def __init__(
        self,
        *,
        criterion: str = "squared_error",
        splitter: str = "random",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | str | None = 1.0,
        random_state: Any = None,
        min_impurity_decrease: float = 0.0,
        max_leaf_nodes: int | None = None,
        ccp_alpha: float = 0.0,
        monotonic_cst: Any = None,
    ) -> None:
        super().__init__(
            criterion=criterion,
            splitter=splitter,
            max_depth=max_depth,
            min_samples_split=min_samples_split,
            min_samples_leaf=min_samples_leaf,
            min_weight_fraction_leaf=min_weight_fraction_leaf,
            max_features=max_features,
            random_state=random_state,
            max_leaf_nodes=max_leaf_nodes,
            min_impurity_decrease=min_impurity_decrease,
            ccp_alpha=ccp_alpha,
            monotonic_cst=monotonic_cst,
        )

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = self.splitter == "random"
        return tags
