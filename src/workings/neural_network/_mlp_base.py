"""What MLPClassifier and MLPRegressor share: parameters, beginnings, the fit."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from functools import partial
from itertools import pairwise
from numbers import Integral, Real
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, is_classifier
from sklearn.model_selection import train_test_split
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, Options, StrOptions
from sklearn.utils.validation import _check_sample_weight, check_is_fitted

from workings._blas import one_blas_thread
from workings._callbacks import CallbackSupportMixin, watched, with_callbacks
from workings._other_arrays import library_of, run_elsewhere
from workings._step import Step, run
from workings._validation import Array
from workings.neural_network._mlp_net import Network, pack, size_of, views
from workings.neural_network._mlp_outputs import outputs_of, read_samples
from workings.neural_network._mlp_parts import parts_for
from workings.neural_network._mlp_rules import RULES
from workings.neural_network._mlp_training import Samples, batch_size_of, epochs, lbfgs, warn_of_early_end

# Multiplications of a whole fit from which on compiled loops pay for loading Numba.
_WORTH = 400_000_000

CONSTRAINTS: dict[str, list[Any]] = {
    "hidden_layer_sizes": ["array-like", Interval(Integral, 1, None, closed="left")],
    "activation": [StrOptions({"identity", "logistic", "tanh", "relu"})],
    "solver": [StrOptions({"lbfgs", "sgd", "adam"})],
    "alpha": [Interval(Real, 0, None, closed="left")],
    "batch_size": [StrOptions({"auto"}), Interval(Integral, 1, None, closed="left")],
    "learning_rate": [StrOptions({"constant", "invscaling", "adaptive"})],
    "learning_rate_init": [Interval(Real, 0, None, closed="neither")],
    "power_t": [Interval(Real, 0, None, closed="left")],
    "max_iter": [Interval(Integral, 1, None, closed="left")],
    "shuffle": ["boolean"],
    "random_state": ["random_state"],
    "tol": [Interval(Real, 0, None, closed="left")],
    "verbose": ["verbose"],
    "warm_start": ["boolean"],
    "momentum": [Interval(Real, 0, 1, closed="both")],
    "nesterovs_momentum": ["boolean"],
    "early_stopping": ["boolean"],
    "validation_fraction": [Interval(Real, 0, 1, closed="left")],
    "beta_1": [Interval(Real, 0, 1, closed="both")],
    "beta_2": [Interval(Real, 0, 1, closed="both")],
    "epsilon": [Interval(Real, 0, None, closed="neither")],
    "n_iter_no_change": [Interval(Integral, 1, None, closed="left"), Options(Real, {np.inf})],
    "max_fun": [Interval(Integral, 1, None, closed="left")],
}


class MultilayerPerceptron(CallbackSupportMixin, BaseEstimator):  # type: ignore[misc]
    """A network of dense layers."""

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = CONSTRAINTS

    @with_callbacks
    def fit(self, X: ArrayLike, y: ArrayLike, sample_weight: ArrayLike | None = None) -> Any:
        """Fit the coefficients and intercepts of all layers.

        Parameters
        ----------
        X : {array_like, sparse matrix} of shape (n_samples, n_features)
            The samples. float32 and float64 are used as they are, other numbers become float64; sparse ones CSR.
        y : array_like of shape (n_samples,) or (n_samples, n_outputs)
            The class of each sample (or a 0 or 1 for each of several labels); numbers for a regressor.
        sample_weight : array_like of shape (n_samples,), optional
            How much each sample counts.

        Returns
        -------
        estimator
            The estimator itself.

        Raises
        ------
        ValueError
            X or y holds NaN or infinity, the lengths differ, or coefficients grow beyond all bounds.

        Warns
        -----
        ConvergenceWarning
            `max_iter` epochs did not suffice.
        """
        if library := library_of(X):
            return run_elsewhere(library, self, "fit", X, y, sample_weight)
        with one_blas_thread():
            run(self._fit_steps(X, y, sample_weight))
        return self

    def _fit_steps(
        self, X: Any, y: Any, sample_weight: Any = None, *, incremental: bool = False
    ) -> Generator[Step, None, None]:
        """Fit, one epoch at a time: `fit` runs this to its end, `workings.show.steps` looks at each epoch."""
        # Validate.
        self._validate_params()
        if incremental and self.early_stopping:
            raise ValueError("partial_fit does not support early_stopping=True")
        first = not hasattr(self, "coefs_") or not (self.warm_start or incremental)
        data, target, outputs = self._read(X, y, incremental, first)
        samples = Samples(data, target, _weights(sample_weight, data), sample_weight is not None)
        self._random_state = check_random_state(self.random_state)
        theta = self._begin([data.shape[1], *_sizes(self.hidden_layer_sizes), outputs], data.dtype, first)

        # Compute.
        steps = self._optimise(theta, samples, incremental)
        try:
            theta = yield from watched(self, data, target, steps)
        except KeyboardInterrupt:
            warnings.warn("Training interrupted by user.", stacklevel=4)

        # Store.
        self.coefs_, self.intercepts_ = views(theta.astype(data.dtype, copy=False), self._units)
        if not np.isfinite(theta).all():
            raise ValueError(
                "Solver produced non-finite parameter weights. The input data may contain large values and need to be "
                "preprocessed. Try workings.preprocessing.StandardScaler, or a smaller learning_rate_init."
            )

    def _begin(self, units: list[int], dtype: Any, first: bool) -> Array:
        """Return all coefficients and intercepts in one vector: drawn, or those of the last fit."""
        self._units, self.n_layers_, self.n_outputs_ = units, len(units), units[-1]
        if not first:
            known = [w.shape for w in self.coefs_]
            if known != list(pairwise(units)):
                raise ValueError(
                    f"{type(self).__name__} goes on from layers of shapes {known}, and hidden_layer_sizes, X and y ask "
                    f"for {list(pairwise(units))}. Fit anew with warm_start=False."
                )
            return pack(self.coefs_, self.intercepts_, dtype)
        theta = np.empty(size_of(units), dtype=dtype)
        for w, b in zip(*views(theta, units), strict=True):
            # Glorot and Bengio (2010); drawn in scikit-learn's order, so that one seed begins in one place.
            bound = np.sqrt((2.0 if self.activation == "logistic" else 6.0) / sum(w.shape))
            w[...] = self._random_state.uniform(-bound, bound, w.shape)
            b[...] = self._random_state.uniform(-bound, bound, len(b))
        self.n_iter_ = self.t_ = 0
        self._best = None
        if self.solver != "lbfgs":
            self.loss_curve_: list[float] = []
            self._no_improvement_count = 0
            stops = self.early_stopping
            self.best_loss_ = None if stops else np.inf
            self.validation_scores_: list[float] | None = [] if stops else None
            self.best_validation_score_ = -np.inf if stops else None
        return theta

    def _network(self, theta: Array, rows: int, work: int) -> Network:
        compiled = work * theta.size >= _WORTH
        parts = parts_for(self.activation, self.out_activation_, compiled=compiled)
        return Network(theta, self._units, parts, self.alpha, rows)

    def _optimise(self, theta: Array, samples: Samples, incremental: bool) -> Generator[Step, None, Array]:
        """Yield the steps of the solver; the value is the vector where it ended."""
        n, most = samples.X.shape[0], 1 if incremental else self.max_iter
        if self.solver == "lbfgs":
            exact = Samples(samples.X.astype(np.float64), samples.y, samples.weights.astype(float), samples.weighted)
            network = self._network(theta.astype(np.float64), n, n * most)
            for step in lbfgs(self, network, exact):
                theta[:] = network.theta  # what an interruption keeps
                yield step
            theta[:] = network.theta
            return theta
        held = None
        if self.early_stopping:
            samples, held = self._set_aside(samples)
            n = samples.X.shape[0]
        network = self._network(theta, batch_size_of(self, n), n * most)
        if not incremental or not hasattr(self, "_optimizer"):
            self._optimizer = RULES[self.solver](self, theta)
        judge = None if held is None else partial(self._judge, network, held)
        yield from epochs(self, network, self._optimizer, samples, judge, most)
        if not incremental and self.n_iter_ == self.max_iter:
            warn_of_early_end(self)
        best = getattr(self, "_best", None)  # none if somebody made the attributes by hand
        return theta if best is None else best

    def _set_aside(self, samples: Samples) -> tuple[Samples, Samples]:
        """Return what is trained on, and what judges each epoch."""
        n = samples.X.shape[0]
        binary = is_classifier(self) and self.n_outputs_ == 1
        train, test = train_test_split(
            np.arange(n),
            random_state=self._random_state,
            test_size=self.validation_fraction,
            stratify=samples.y.astype(bool) if binary else None,
        )
        if len(test) < 2:
            raise ValueError(
                f"The validation set is too small ({len(test)} of {n} samples). Increase 'validation_fraction' or the "
                "size of your dataset."
            )
        return samples.at(train), samples.at(test)

    def _judge(self, network: Network, held: Samples) -> float:
        """Return the score on the samples set aside; nan if outputs are not finite."""
        outputs = outputs_of(self, held.X, network.coefs, network.intercepts)
        return self._score(held.y, outputs, held.weights) if np.isfinite(outputs).all() else np.nan

    def _outputs(self, X: Any) -> Array:
        check_is_fitted(self, "coefs_")
        return outputs_of(self, read_samples(self, X), self.coefs_, self.intercepts_)

    def _has_epochs(self) -> bool:
        if self.solver == "lbfgs":
            raise AttributeError("partial_fit is only available for stochastic optimizers. lbfgs is not stochastic.")
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags


def _sizes(hidden: Any) -> list[int]:
    """Return the sizes of the hidden layers."""
    sizes = list(hidden) if hasattr(hidden, "__iter__") else [hidden]
    if any(size <= 0 for size in sizes):
        raise ValueError(f"hidden_layer_sizes must be > 0, got {sizes}.")
    return [int(size) for size in sizes]


def _weights(sample_weight: Any, X: Any) -> Array:
    if sample_weight is None:
        return np.ones(X.shape[0], dtype=X.dtype)
    weights: Array = _check_sample_weight(sample_weight, X, dtype=X.dtype, ensure_non_negative=True)
    if not weights.sum() > 0.0:
        raise ValueError("The weights of the samples sum to 0. Give some sample a positive weight.")
    return weights
