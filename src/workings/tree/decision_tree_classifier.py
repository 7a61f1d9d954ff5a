"""Classification by questions, one after the other."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from sklearn.base import ClassifierMixin
from sklearn.utils import compute_sample_weight, metadata_routing
from sklearn.utils._param_validation import StrOptions
from sklearn.utils.validation import check_is_fitted

from workings._step import Step, run
from workings._validation import class_labels
from workings.kernels import tree_data as td
from workings.tree._base import Tree

Array = NDArray[Any]


class DecisionTreeClassifier(ClassifierMixin, Tree):  # type: ignore[misc]
    r"""Ask, at each node, the question about one feature after which the classes are least mixed.

    A node with shares :math:`q_c` of the classes has the gini impurity :math:`1 - \sum_c q_c^2`, or the entropy
    :math:`-\sum_c q_c \log_2 q_c`. Of all questions "is feature f at most t?" the one is taken that lowers the impurity
    most, the children weighted by their samples; a node of one class is a leaf.

    Parameters
    ----------
    criterion : {"gini", "entropy", "log_loss"}, default="gini"
        What a split makes smaller: gini, the share of pairs of samples that differ in class; the entropy of the
        classes, of which "log_loss" is another name.
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
    class_weight : dict, list of dict or "balanced", default=None
        Weight of each class (1 where a dict has none); a list has a dict for each output; "balanced": inversely to its
        number of samples.
    ccp_alpha : float, default=0.0
        Cut each link whose alpha is not above this: see `cost_complexity_pruning_path`.
    monotonic_cst : array_like of int of shape (n_features,), default=None
        1: the share of the second class never falls as the feature rises; -1: it never rises; 0: no constraint. For
        two classes and one output.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Sorted; a list of them if y has several outputs.
    n_classes_ : int or ndarray of shape (n_outputs,)
    n_outputs_ : int
    max_features_ : int
        How many features are drawn for each node.
    feature_importances_ : ndarray of shape (n_features,)
        The share of each feature in what all splits took off the impurity.
    tree_ : sklearn.tree._tree.Tree
        The nodes as scikit-learn's arrays: ``children_left``, ``children_right`` (-1 in a leaf), ``feature``,
        ``threshold`` (-2 in a leaf), ``impurity``, ``n_node_samples``, ``weighted_n_node_samples``, ``value``,
        ``missing_go_to_left``. ``sklearn.tree.plot_tree``, ``export_text`` and others read it.
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

    Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees", Wadsworth, 1984.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> X, y = load_iris(return_X_y=True)
    >>> model = DecisionTreeClassifier(max_depth=2).fit(X, y)
    >>> model.tree_.feature[0], model.tree_.threshold[0].round(3)
    (np.int64(2), np.float64(2.45))
    >>> model.predict_proba(X[[0, 60, 120]]).round(3)
    array([[1.   , 0.   , 0.   ],
           [0.   , 0.907, 0.093],
           [0.   , 0.022, 0.978]])
    """

    __metadata_request__predict_proba: ClassVar[dict[str, Any]] = {"check_input": metadata_routing.UNUSED}

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **Tree._parameter_constraints,
        "criterion": [StrOptions({"gini", "entropy", "log_loss"})],
        "class_weight": [dict, list, StrOptions({"balanced"}), None],
    }

    def __init__(
        self,
        *,
        criterion: str = "gini",
        splitter: str = "best",
        max_depth: int | None = None,
        min_samples_split: float = 2,
        min_samples_leaf: float = 1,
        min_weight_fraction_leaf: float = 0.0,
        max_features: float | str | None = None,
        random_state: Any = None,
        max_leaf_nodes: int | None = None,
        min_impurity_decrease: float = 0.0,
        class_weight: Mapping[Any, float] | Sequence[Mapping[Any, float]] | str | None = None,
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
        self.class_weight = class_weight
        self.ccp_alpha = ccp_alpha
        self.monotonic_cst = monotonic_cst

    def fit(self, X: Any, y: Any, sample_weight: Any = None, check_input: bool = True) -> DecisionTreeClassifier:
        """Grow the tree.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            The samples, read as float32; NaN is a missing value.
        y : array_like of shape (n_samples,) or (n_samples, n_outputs)
            Their classes: numbers, strings or bool.
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
            X holds infinity, y is no classes, or a parameter is out of its range.
        """
        run(self._fit_steps(X, y, sample_weight, check_input, watch=False))
        return self

    def _fit_steps(
        self, X: Any, y: Any, sample_weight: Any = None, check_input: bool = True, *, watch: bool = True
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        X, y = self._read_samples(X, y, check_input)
        table = y.reshape((len(y), -1))
        self.n_outputs_ = table.shape[1]
        found = [class_labels(f"{type(self).__name__}.fit", table[:, k], 1) for k in range(self.n_outputs_)]
        n_classes = np.array([len(classes) for classes, _ in found], dtype=np.intp)
        weights = self._weights(sample_weight, X)
        if self.class_weight is not None:
            weights = weights * compute_sample_weight(self.class_weight, y)
        most = int(n_classes.max())
        codes = np.stack([numbers for _, numbers in found]).astype(np.uint8 if most <= 256 else np.int32)
        whole = self.n_outputs_ == 1 and bool(np.all((weights == 1.0) | (weights == 0.0)))
        rules = self._rules(X, most, weights, self._kind(whole))
        if len(rules.monotone):
            if most > 2:
                raise ValueError("Monotonicity constraints are not supported with multiclass classification")
            # They are about the second class, and the kernels watch the share of the first.
            rules = rules._replace(monotone=-rules.monotone)

        # Compute, and store.
        yield from self._grow(X, codes, np.empty((0, len(X))), weights, rules, n_classes, watch)
        single = self.n_outputs_ == 1
        self.classes_ = found[0][0] if single else [classes for classes, _ in found]
        self.n_classes_ = n_classes[0] if single else n_classes

    def _kind(self, whole: bool) -> int:
        gini = self.criterion == "gini"
        if whole and self.splitter == "best" and self.monotonic_cst is None:
            return td.COUNTS if gini else td.COUNT_LOGS
        return td.CLASS_SQUARES if gini else td.CLASS_LOGS

    def predict(self, X: Any, check_input: bool = True) -> Array:
        """Return the class with the largest share in the leaf that each sample ends in, of equals the first.

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
        return self._at_ends(X, check_input, self._winners)

    def _winners(self, shares: Array) -> Array:
        """Return the class with the largest share in each node."""
        places = shares.argmax(axis=2)
        if self.n_outputs_ == 1:
            winners: Array = self.classes_[places[:, 0]]
            return winners
        return np.column_stack([one[places[:, k]] for k, one in enumerate(self.classes_)])

    def predict_proba(self, X: Any, check_input: bool = True) -> Any:
        """Return the shares of the classes in the leaf that each sample ends in.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        check_input : bool, default=True
            False: X is float32 and has been checked.

        Returns
        -------
        ndarray of shape (n_samples, n_classes), or a list of them if y has several outputs
        """
        check_is_fitted(self)
        found = self._at_ends(X, check_input, lambda shares: shares)
        shares = [found[:, k, :count] for k, count in enumerate(np.atleast_1d(self.n_classes_))]
        return shares[0] if self.n_outputs_ == 1 else shares

    def predict_log_proba(self, X: Any) -> Any:
        """Return the logarithms of `predict_proba`; -inf for a class that the leaf does not hold.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_classes), or a list of them if y has several outputs
        """
        shares = self.predict_proba(X)
        with np.errstate(divide="ignore"):
            return np.log(shares) if self.n_outputs_ == 1 else [np.log(one) for one in shares]

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.classifier_tags.multi_label = True
        return tags
