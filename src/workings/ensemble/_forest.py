"""What all forests share: the draws, the growth of the trees, their votes on samples that they have not seen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Iterator
from numbers import Integral
from typing import Any, ClassVar
from warnings import warn

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import hstack, issparse
from sklearn.base import BaseEstimator, MetaEstimatorMixin, MultiOutputMixin
from sklearn.exceptions import DataConversionWarning
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, RealNotInt
from sklearn.utils.validation import _check_sample_weight, assert_all_finite, check_is_fitted

from workings._other_arrays import validate_data
from workings._step import Step
from workings.ensemble._bootstrap import draw_size, drawn
from workings.ensemble._grown import Problem, Trees
from workings.ensemble._votes import OutOfBag, mean_values, threads_of
from workings.tree._base import Tree

Array = NDArray[Any]

_SEEDS = np.iinfo(np.int32).max
# What a forest hands on to its trees.
_OF_TREES = (
    "criterion", "max_depth", "min_samples_split", "min_samples_leaf", "min_weight_fraction_leaf", "max_features",
    "max_leaf_nodes", "min_impurity_decrease", "ccp_alpha", "monotonic_cst",
)  # fmt: skip


class Forest(MultiOutputMixin, MetaEstimatorMixin, BaseEstimator):  # type: ignore[misc]
    """Base of the forests; what is particular to classes or numbers stands in the methods that are abstract here."""

    estimators_: list[Any]
    n_outputs_: int
    _n_samples: int
    _n_samples_bootstrap: Any

    _tree: ClassVar[type[Tree]]

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        **{name: Tree._parameter_constraints[name] for name in _OF_TREES if name in Tree._parameter_constraints},
        "n_estimators": [Interval(Integral, 1, None, closed="left")],
        "bootstrap": ["boolean"],
        "oob_score": ["boolean", callable],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
        "verbose": ["verbose"],
        "warm_start": ["boolean"],
        "max_samples": [
            None,
            Interval(RealNotInt, 0.0, None, closed="neither"),
            Interval(Integral, 1, None, closed="left"),
        ],
    }

    def _fit_steps(
        self, X: Any, y: Any, sample_weight: Any = None, *, watch: bool = True
    ) -> Generator[Step, None, None]:
        # Validate.
        self._validate_params()
        X, y = self._read_samples(X, y)
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, X, dtype=np.float64)
        problem = self._problem(X, y, sample_weight)
        if not self.bootstrap and self.oob_score:
            raise ValueError(
                "Out of bag estimation only available if bootstrap=True: without it each tree sees all samples."
            )
        trees, before = self._planted()

        # Compute.
        threads = threads_of(self.n_jobs)
        if trees:
            grown = Trees(problem, trees[0])
            if watch:
                yield from self._watched(problem, grown, trees, before)
            else:
                grown.grow(trees, threads)

        # Store.
        for tree in trees:
            self._name_classes(tree)
        self.estimators_ = before + trees
        self.estimator_ = self._tree(criterion=self.criterion)
        if self.oob_score and (trees or not hasattr(self, "oob_score_")):
            self._store_out_of_bag(problem, self.oob_score)

    def _read_samples(self, X: Any, y: Any) -> tuple[Array, Array]:
        """Return X as float32, dense, and y as an array of columns; NaN stays where trees take it."""
        if issparse(y):
            raise ValueError("sparse multilabel-indicator for y is not supported. Try y.toarray().")
        X, y = validate_data(
            self, X, y, multi_output=True, accept_sparse="csc", dtype=np.float32, ensure_all_finite=False
        )
        if issparse(X):
            assert_all_finite(X, estimator_name=type(self).__name__, input_name="X")
            X = X.toarray()
        else:
            Tree._check_values(self, X)
        y = np.atleast_1d(y)
        if y.ndim == 2 and y.shape[1] == 1:
            warn(
                "A column-vector y was passed when a 1d array was expected. Please change the shape of y to "
                "(n_samples,), for example using ravel().",
                DataConversionWarning,
                stacklevel=4,
            )
        y = y.reshape((len(y), -1))
        if self.criterion == "poisson":
            if np.any(y < 0):
                raise ValueError("Some value(s) of y are negative which is not allowed for Poisson regression.")
            if np.sum(y) <= 0:
                raise ValueError("Sum of y is not strictly positive which is necessary for Poisson regression.")
        self._n_samples, self.n_outputs_ = y.shape
        return X, y

    def _drawn_from(self, n: int, weights: Array | None) -> int:
        """Return how many samples are drawn for each tree, 0 for all; keep what the draws depend on."""
        self._sample_weight = weights
        if weights is not None and not weights.sum() > 0.0:
            raise ValueError(
                f"{type(self).__name__}.fit: the weights of the samples sum to {weights.sum()}. "
                "Give some sample a positive weight."
            )
        if not self.bootstrap and self.max_samples is not None:
            raise ValueError(
                "`max_sample` cannot be set if `bootstrap=False`. Either switch to `bootstrap=True` or set "
                "`max_sample=None`."
            )
        self._n_samples_bootstrap = draw_size(n, self.max_samples, weights) if self.bootstrap else None
        return self._n_samples_bootstrap or 0

    def _planted(self) -> tuple[list[Any], list[Any]]:
        """Return the trees that are to be grown, each with its seed, and those that stay."""
        generator = check_random_state(self.random_state)
        before = list(self.estimators_) if self.warm_start and hasattr(self, "estimators_") else []
        more = self.n_estimators - len(before)
        if more < 0:
            raise ValueError(
                f"n_estimators={self.n_estimators} must be larger or equal to len(estimators_)={len(before)} when "
                "warm_start==True"
            )
        if more == 0:
            warn("Warm-start fitting without increasing n_estimators does not fit new trees.", stacklevel=4)
        elif before:
            generator.randint(_SEEDS, size=len(before))
        settings = {name: getattr(self, name) for name in _OF_TREES}
        return [self._tree(**settings, random_state=generator.randint(_SEEDS)) for _ in range(more)], before

    def _watched(
        self, problem: Problem, grown: Trees, trees: list[Any], before: list[Any]
    ) -> Generator[Step, None, None]:
        """Grow one tree after the other, and yield what all say of the samples that they have not seen.

        Without a bootstrap every tree has seen all samples, and what is shown is their vote on these. Before there are
        trees, everything is guessed to be as the average.
        """
        outputs = max(len(problem.codes), len(problem.targets))
        guess, everybody = self._guess(problem), np.ones(self._n_samples, dtype=bool)
        yield Step(
            0,
            "no tree yet: the same guess for all samples",
            {self._vote_name: self._as_shown(guess), "drawn": np.zeros(self._n_samples, np.int64)},
            self._error(problem, guess, everybody),
        )
        votes = OutOfBag(self._n_samples, outputs, int(problem.n_classes.max()))
        for index, tree in enumerate(before + trees, start=1):
            if index > len(before):
                grown.grow([tree], 1)
            counts = self._draws(tree)
            left_out = counts == 0 if self.bootstrap else np.ones(self._n_samples, dtype=bool)
            votes.add(tree, problem.X, left_out)
            seen, means = votes.trees > 0, votes.means()
            means[~seen] = np.nan
            n_out = int(left_out.sum()) if self.bootstrap else 0
            words = f", {n_out} of {self._n_samples} samples left out" if self.bootstrap else ""
            yield Step(
                index,
                f"tree {index} of {len(before) + len(trees)}: {tree.tree_.n_leaves} leaves{words}",
                {self._vote_name: self._as_shown(means), "drawn": counts},
                self._error(problem, means, seen),
                {"nodes": float(tree.tree_.node_count), "depth": float(tree.tree_.max_depth), "left_out": float(n_out)},
            )

    def _draws(self, tree: Any) -> Array:
        """Return how often each sample was drawn for a tree."""
        if not self.bootstrap:
            return np.ones(self._n_samples, np.int64)
        indices = drawn(tree.random_state, self._n_samples, self._n_samples_bootstrap, self._sample_weight)
        return np.bincount(indices, minlength=self._n_samples)

    def _out_of_bag(self, problem: Problem) -> Array:
        """Return the mean vote on each sample of the trees grown without it, (samples, outputs, classes)."""
        outputs = max(len(problem.codes), len(problem.targets))
        votes = OutOfBag(self._n_samples, outputs, int(problem.n_classes.max()))
        for tree in self.estimators_:
            votes.add(tree, problem.X, self._draws(tree) == 0)
        if not votes.trees.all():
            warn(
                "Some inputs do not have OOB scores. This probably means too few trees were used to compute any "
                "reliable OOB estimates.",
                UserWarning,
                stacklevel=5,
            )
        return votes.means()

    @abstractmethod
    def _problem(self, X: Array, y: Array, sample_weight: Array | None) -> Problem:
        """Return what all trees share, and keep what is known of the targets."""

    @abstractmethod
    def _name_classes(self, tree: Any) -> None:
        """Tell a tree what its classes are called."""

    @abstractmethod
    def _store_out_of_bag(self, problem: Problem, scored_by: Any) -> None:
        """Keep the votes on samples that were left out, and how good they are."""

    @abstractmethod
    def _guess(self, problem: Problem) -> Array:
        """Return what is said of each sample without any tree, (samples, outputs, classes)."""

    @abstractmethod
    def _error(self, problem: Problem, means: Array, seen: Array) -> float:
        """Return how wrong the mean votes on the samples `seen` are."""

    _vote_name: ClassVar[str]

    @staticmethod
    @abstractmethod
    def _as_shown(means: Array) -> Array:
        """Return mean votes in the shape in which they are kept."""

    def apply(self, X: Any) -> Array:
        """Return the number of the leaf that each sample ends in, in each tree.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)
            Read as float32, as in `fit`.

        Returns
        -------
        ndarray of shape (n_samples, n_estimators), int64
        """
        X = self._read(X)
        return np.array([tree.apply(X, check_input=False) for tree in self.estimators_]).T

    def decision_path(self, X: Any) -> tuple[Any, Array]:
        """Return which nodes each sample passes, in each tree.

        Parameters
        ----------
        X : array_like or sparse of shape (n_samples, n_features)

        Returns
        -------
        indicator : sparse of shape (n_samples, n_nodes)
            1 where the sample passes the node; the nodes of all trees side by side.
        n_nodes_ptr : ndarray of shape (n_estimators + 1,)
            The nodes of tree t are the columns ``n_nodes_ptr[t]`` to ``n_nodes_ptr[t + 1]``.
        """
        X = self._read(X)
        passed = [tree.decision_path(X, check_input=False) for tree in self.estimators_]
        return hstack(passed).tocsr(), np.cumsum([0, *(one.shape[1] for one in passed)])

    @property
    def feature_importances_(self) -> Array:
        """The mean over the trees of each feature's share in what all splits took off the impurity; they sum to 1.

        Features with many different values are favoured: see ``sklearn.inspection.permutation_importance``.
        """
        check_is_fitted(self)
        shares = [tree.feature_importances_ for tree in self.estimators_ if tree.tree_.node_count > 1]
        if not shares:
            return np.zeros(self.n_features_in_)
        mean = np.mean(shares, axis=0)
        of_all: Array = mean / mean.sum()
        return of_all

    @property
    def estimators_samples_(self) -> list[Array]:
        """The samples that each tree was grown on, in the order in which they were drawn; drawn anew at each call."""
        check_is_fitted(self, "_n_samples", msg="%(name)s: what each tree saw is known after a fit in memory only.")
        n = self._n_samples
        if not self.bootstrap:
            return [np.arange(n, dtype=np.int32) for _ in self.estimators_]
        size, weights = self._n_samples_bootstrap, self._sample_weight
        return [drawn(tree.random_state, n, size, weights) for tree in self.estimators_]

    def _mean_values(self, X: Any) -> Array:
        """Return the mean of the values of the leaves, (samples, outputs, classes)."""
        X = self._read(X)
        return mean_values(self.estimators_, X, threads_of(self.n_jobs))

    def _read(self, X: Any) -> Array:
        """Return the samples of a prediction as float32, dense."""
        check_is_fitted(self)
        finite = "allow-nan" if self.__sklearn_tags__().input_tags.allow_nan and not issparse(X) else True
        X = validate_data(
            self, X, dtype=np.float32, order="C", accept_sparse="csr", reset=False, ensure_all_finite=finite
        )
        dense: Array = X.toarray() if issparse(X) else X
        return dense

    def __len__(self) -> int:
        """Return the number of trees."""
        return len(self.estimators_)

    def __getitem__(self, index: int) -> Any:
        """Return a tree."""
        return self.estimators_[index]

    def __iter__(self) -> Iterator[Any]:
        """Go through the trees."""
        return iter(self.estimators_)

    def __sklearn_tags__(self) -> Any:
        """Say what it takes."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = self._tree(criterion=self.criterion).__sklearn_tags__().input_tags.allow_nan
        return tags
