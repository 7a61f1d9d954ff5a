"""What all trees share: their parameters, the rules made of them, and everything that is read off a grown tree."""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import ceil
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix, issparse
from sklearn.base import BaseEstimator, MultiOutputMixin, clone
from sklearn.utils import Bunch, check_random_state, metadata_routing
from sklearn.utils._param_validation import Interval, RealNotInt, StrOptions
from sklearn.utils.validation import (
    _assert_all_finite_element_wise,
    _check_n_features,
    _check_sample_weight,
    assert_all_finite,
    check_is_fitted,
)

from workings._other_arrays import validate_data
from workings._step import Step
from workings.kernels import tree_data as td
from workings.tree._apply import ends_of, leaves_of, plain
from workings.tree._arrays import as_tree
from workings.tree._growth import grow, sorted_samples
from workings.tree._pruning import pruned, pruning_path
from workings.tree._steps import splits

Array = NDArray[Any]


class Tree(MultiOutputMixin, BaseEstimator):  # type: ignore[misc]
    """Base of the trees; what is particular to classes or numbers stands in `_targets` and `_kind`."""

    __metadata_request__fit: ClassVar[dict[str, Any]] = {"check_input": metadata_routing.UNUSED}
    __metadata_request__predict: ClassVar[dict[str, Any]] = {"check_input": metadata_routing.UNUSED}

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "splitter": [StrOptions({"best", "random"})],
        "max_depth": [Interval(Integral, 1, None, closed="left"), None],
        "min_samples_split": [
            Interval(Integral, 2, None, closed="left"),
            Interval(RealNotInt, 0.0, 1.0, closed="right"),
        ],
        "min_samples_leaf": [
            Interval(Integral, 1, None, closed="left"),
            Interval(RealNotInt, 0.0, 1.0, closed="neither"),
        ],
        "min_weight_fraction_leaf": [Interval(Real, 0.0, 0.5, closed="both")],
        "max_features": [
            Interval(Integral, 1, None, closed="left"),
            Interval(RealNotInt, 0.0, 1.0, closed="right"),
            StrOptions({"sqrt", "log2"}),
            None,
        ],
        "random_state": ["random_state"],
        "max_leaf_nodes": [Interval(Integral, 2, None, closed="left"), None],
        "min_impurity_decrease": [Interval(Real, 0.0, None, closed="left")],
        "ccp_alpha": [Interval(Real, 0.0, None, closed="left")],
        "monotonic_cst": ["array-like", None],
    }

    def get_depth(self) -> int:
        """Return the depth: the most splits between the root and a leaf.

        Returns
        -------
        int
        """
        check_is_fitted(self)
        return int(self.tree_.max_depth)

    def get_n_leaves(self) -> int:
        """Return the number of leaves.

        Returns
        -------
        int
        """
        check_is_fitted(self)
        return int(self.tree_.n_leaves)

    @property
    def feature_importances_(self) -> Array:
        """The share of each feature in what all splits took off the impurity; they sum to 1."""
        check_is_fitted(self)
        shares: Array = self.tree_.compute_feature_importances()
        return shares

    def apply(self, X: Any, check_input: bool = True) -> Array:
        """Return the number of the leaf that each sample ends in.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            Read as float32, as in `fit`.
        check_input : bool, default=True
            False: X is float32 and has been checked.

        Returns
        -------
        ndarray of shape (n_samples,), int64
            Numbers of nodes of ``tree_``.
        """
        check_is_fitted(self)
        return self._leaves(self._read(X, check_input))

    def decision_path(self, X: Any, check_input: bool = True) -> csr_array | csr_matrix:
        """Return which nodes each sample passes.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
        check_input : bool, default=True
            False: X is float32 and has been checked.

        Returns
        -------
        sparse of shape (n_samples, n_nodes)
            1 where the sample passes the node.
        """
        check_is_fitted(self)
        return self.tree_.decision_path(self._read(X, check_input))

    def cost_complexity_pruning_path(self, X: Any, y: Any, sample_weight: Any = None) -> Bunch:
        """Return at which `ccp_alpha` the fully grown tree loses its weakest link, then the next one, and so on.

        Parameters
        ----------
        X, y, sample_weight
            As for `fit`.

        Returns
        -------
        Bunch
            ``ccp_alphas``, rising from 0, and ``impurities``: the weighted impurities of the leaves from each on.
        """
        grown = clone(self).set_params(ccp_alpha=0.0).fit(X, y, sample_weight=sample_weight)
        alphas, impurities = pruning_path(grown.tree_)
        return Bunch(ccp_alphas=alphas, impurities=impurities)

    def _leaves(self, X: Any) -> Array:
        return leaves_of(self.tree_, X)

    def _at_ends(self, X: Any, check_input: bool, of_node: Callable[[Array], Array]) -> Array:
        """Return for each sample what `of_node` tells of its leaf, from the values of some or all nodes."""
        if plain(self, X) and (ends := ends_of(self.tree_, X)) is not None:
            return of_node(self.tree_.value[ends.leaves])[ends.numbers]
        at = self._leaves(self._read(X, check_input))
        return of_node(self.tree_.value)[at]

    def _read(self, X: Any, check_input: bool) -> Any:
        """Return the samples of a prediction as float32."""
        if not check_input:
            _check_n_features(self, X, reset=False)
            return X
        finite = "allow-nan" if self.__sklearn_tags__().input_tags.allow_nan and not issparse(X) else True
        X = validate_data(self, X, dtype=np.float32, accept_sparse="csr", reset=False, ensure_all_finite=finite)
        return X.toarray() if issparse(X) else X

    def _read_samples(self, X: Any, y: Any, check_input: bool) -> tuple[Array, Array]:
        """Return X as float32, dense, and y as an array; NaN stays where it is allowed."""
        if check_input:
            X, y = validate_data(
                self,
                X,
                y,
                validate_separately=(
                    {"dtype": np.float32, "accept_sparse": "csc", "ensure_all_finite": False},
                    {"ensure_2d": False, "dtype": None},
                ),
            )
        else:
            _check_n_features(self, X, reset=True)
        if issparse(X):
            words = {"estimator_name": type(self).__name__, "input_name": "X"}
            assert_all_finite(X, **words)
            X = X.toarray(order="F")
        elif check_input:
            self._check_values(X)
        y = np.asarray(y)
        self._check_targets(y)
        if len(y) != len(X):
            raise ValueError(f"Number of labels={len(y)} does not match number of samples={len(X)}")
        return X, y

    def _check_targets(self, y: Array) -> None:
        """Refuse targets that the criterion does not take."""

    def _check_values(self, X: Array) -> None:
        """Refuse infinity, and NaN where the criterion does not take it."""
        words = {"estimator_name": type(self).__name__, "input_name": "X"}
        with np.errstate(over="ignore", invalid="ignore"):
            total = np.sum(X)
        if np.isfinite(total):
            return
        if self.__sklearn_tags__().input_tags.allow_nan:
            _assert_all_finite_element_wise(X, xp=np, allow_nan=True, **words)
        else:
            assert_all_finite(X, **words)

    def _rules(self, X: Array, n_classes: int, weights: Array, kind: int) -> td.Rules:
        """Return when nodes are split, as numbers."""
        n, p = X.shape
        leaf, split, wanted = self.min_samples_leaf, self.min_samples_split, self.max_features
        leaf = leaf if isinstance(leaf, Integral) else ceil(leaf * n)
        split = split if isinstance(split, Integral) else max(2, ceil(split * n))
        if wanted is None:
            wanted = p
        elif isinstance(wanted, str):
            wanted = max(1, int(np.sqrt(p) if wanted == "sqrt" else np.log2(p)))
        elif not isinstance(wanted, Integral):
            wanted = max(1, int(wanted * p))
        self.max_features_ = int(wanted)
        total = float(weights.sum())
        return td.Rules(
            kind=kind,
            classes=n_classes,
            max_depth=2**31 - 1 if self.max_depth is None else int(self.max_depth),
            min_split=max(int(split), 2 * int(leaf)),
            min_leaf=int(leaf),
            min_weight=float(self.min_weight_fraction_leaf * total),
            min_decrease=float(self.min_impurity_decrease),
            total=total,
            max_features=min(int(wanted), p),
            drawn=1 if self.splitter == "random" else None,
            monotone=self._monotone(p),
            max_leaves=0 if self.max_leaf_nodes is None else int(self.max_leaf_nodes),
        )

    def _monotone(self, p: int) -> Array:
        """Return the direction of each feature, or an empty array if there are no constraints."""
        if self.monotonic_cst is None:
            return np.empty(0, np.int8)
        if self.n_outputs_ > 1:
            raise ValueError("Monotonicity constraints are not supported with multiple outputs.")
        wanted = np.asarray(self.monotonic_cst)
        if wanted.shape[0] != p:
            raise ValueError(f"monotonic_cst has shape {wanted.shape[0]} but the input data X has {p} features.")
        if not np.isin(wanted, (-1, 0, 1)).all():
            raise ValueError(f"monotonic_cst must be None or an array-like of -1, 0 or 1, but got {np.unique(wanted)}")
        if wanted.any() and self.splitter == "random" and self.criterion == "absolute_error":
            raise ValueError(
                f"{type(self).__name__}: monotonic_cst is not there for criterion='absolute_error' with random "
                "thresholds. Try criterion='squared_error', or splitter='best'."
            )
        return wanted.astype(np.int8)

    def _weights(self, sample_weight: Any, X: Array) -> Array:
        """Return the weight of each sample."""
        if sample_weight is None:
            return np.ones(len(X))
        weights: Array = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        if not weights.sum() > 0.0:
            raise ValueError(
                f"{type(self).__name__}.fit: the weights of the samples sum to {weights.sum()}. "
                "Give some sample a positive weight."
            )
        return weights

    def _grow(
        self, X: Array, codes: Array, targets: Array, weights: Array, rules: td.Rules, n_classes: Array, watch: bool
    ) -> Generator[Step, None, None]:
        """Grow the tree, prune it, and store it."""
        members = np.flatnonzero(weights).astype(np.uint32)
        columns, order = sorted_samples(X, members)
        counts = np.arange(len(members) + 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            data = td.Samples(
                columns=columns,
                order=order,
                codes=codes,
                targets=targets,
                weights=weights,
                gappy=np.isnan(columns.sum(axis=1)).astype(np.uint8),
                reciprocals=1.0 / counts if rules.kind == td.COUNTS else None,
                logs=np.where(counts > 0, counts * np.log(counts), 0.0) if rules.kind == td.COUNT_LOGS else None,
            )
        draw = int(check_random_state(self.random_state).randint(np.iinfo(np.int32).max))
        nodes = grow(data, rules, draw)
        if watch:
            yield from splits(data, rules, nodes)
        self.tree_ = as_tree(nodes, X.shape[1], n_classes, self.n_outputs_)
        if self.ccp_alpha > 0.0:
            self.tree_ = pruned(self.tree_, float(self.ccp_alpha), n_classes)

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
