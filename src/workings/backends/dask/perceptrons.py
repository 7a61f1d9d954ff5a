r"""Multi-layer perceptrons on samples in blocks: the network travels, and the samples stay.

With "adam" and "sgd" an epoch takes the network from block to block, each of which makes the steps of its own batches
and hands on coefficients and the memory of the rule: what `partial_fit` on one block after the other does. Steps follow
one another, so more workers make this no faster, but samples never travel. With ``shuffle`` the blocks come in another
order at each epoch, and the rows within each are shuffled; without it, and with batches that divide the blocks, the fit
is that in memory. With "lbfgs" every block gives its share of the loss and of the gradient,

.. math:: \Big(\sum_i w_i \ell(y_i, x_i),\; \sum_i w_i \nabla \ell(y_i, x_i)\Big)

and these add, on all workers at once; the optimum is that in memory.
"""

from __future__ import annotations

import copy
import importlib
import warnings
from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import _check_partial_fit_first_call
from sklearn.utils.validation import assert_all_finite

from workings._blas import one_blas_thread
from workings._callbacks import watched
from workings._step import Step, run
from workings.backends.dask._kept import Kept
from workings.backends.dask._learn import _classes_part, checked_classes, unsupported
from workings.backends.dask._sources import Chunks, chunks, part
from workings.neural_network._mlp_base import _sizes
from workings.neural_network._mlp_net import Network, views
from workings.neural_network._mlp_rules import RULES, Rule
from workings.neural_network._mlp_training import (
    Samples,
    _epoch,
    _note_progress,
    _standstill,
    _told,
    batch_size_of,
    lbfgs,
    warn_of_early_end,
)

Array = NDArray[Any]

# So many blocks are read at once, while the network is on its way through them.
_AHEAD = 4


@dataclass
class Moving:
    """What travels from block to block: the vector of coefficients, the rule, and the sum of the losses so far."""

    theta: Array
    rule: Rule
    summed: float


@dataclass
class Found:
    """What is known of all samples: rows, their weight, classes or None, outputs, the least target."""

    rows: int
    weight: float
    classes: Array | None
    outputs: int
    least: float


def fit(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Fit all layers."""
    run(_fit_steps(model, X, y, sample_weight, incremental=False))
    return model


def partial_fit_classes(model: Any, X: Any, y: Any, sample_weight: Any = None, classes: Any = None) -> Any:
    """Make one epoch, with these classes."""
    model._validate_params()
    if _check_partial_fit_first_call(model, classes):
        model._label_binarizer = LabelBinarizer().fit(classes)
    run(_fit_steps(model, X, y, sample_weight, incremental=True))
    return model


def partial_fit_numbers(model: Any, X: Any, y: Any, sample_weight: Any = None) -> Any:
    """Make one epoch."""
    run(_fit_steps(model, X, y, sample_weight, incremental=True))
    return model


def _fit_steps(model: Any, X: Any, y: Any, sample_weight: Any, *, incremental: bool) -> Generator[Step, None, None]:
    # Validate.
    model._validate_params()
    if model.early_stopping:
        unsupported(model, "early_stopping=True", "Set blocks aside yourself, and try fewer epochs by max_iter.")
    if y is None:
        raise ValueError(f"{type(model).__name__} requires y to be passed, but the target y is None.")
    first = not hasattr(model, "coefs_") or not (model.warm_start or incremental)
    source = chunks(model, X, y, sample_weight, reset=first)
    found = source.reduce(_classes_seen if hasattr(model, "predict_proba") else _numbers_seen, _merged)
    if not found.weight > 0.0:
        raise ValueError("The weights of the samples sum to 0. Give some sample a positive weight.")
    outputs = _prepare(model, found, incremental)
    model._random_state = check_random_state(model.random_state)
    theta = model._begin([model.n_features_in_, *_sizes(model.hidden_layer_sizes), outputs], source.dtype, first)

    # Compute.
    fitter = _by_gradients if model.solver == "lbfgs" else _by_blocks
    with one_blas_thread():
        try:
            theta = yield from watched(model, X, y, fitter(model, source, theta, found, incremental))
        except KeyboardInterrupt:
            warnings.warn("Training interrupted by user.", stacklevel=4)

    # Store.
    model.coefs_, model.intercepts_ = views(theta.astype(source.dtype, copy=False), model._units)
    if not np.isfinite(theta).all():
        raise ValueError(
            "Solver produced non-finite parameter weights. The input data may contain large values and need to be "
            "preprocessed. Try workings.preprocessing.StandardScaler, or a smaller learning_rate_init."
        )


def _classes_seen(X: Array, y: Any, weights: Any) -> Found:
    weight = float(len(X) if weights is None else weights.sum())
    return Found(len(X), weight, _classes_part(X, y, weights), 1, 0.0)


def _numbers_seen(X: Array, y: Any, weights: Any) -> Found:
    if y.dtype.kind not in "fiub":
        raise ValueError(f"y must hold numbers, and has type {y.dtype}. Try y.astype(float).")
    assert_all_finite(y, input_name="y")
    weight = float(len(X) if weights is None else weights.sum())
    return Found(len(X), weight, None, 1 if y.ndim == 1 else y.shape[1], float(y.min()))


def _merged(a: Found, b: Found) -> Found:
    classes = None if a.classes is None or b.classes is None else np.union1d(a.classes, b.classes)
    return Found(a.rows + b.rows, a.weight + b.weight, classes, a.outputs, min(a.least, b.least))


def _prepare(model: Any, found: Found, incremental: bool) -> int:
    """Keep what is known of the targets, as `_read` does in memory; return how many outputs there are."""
    if found.classes is None:
        if model.loss == "poisson" and found.least < 0:
            raise ValueError(
                f"MLPRegressor(loss='poisson'): y must not be negative, and holds {found.least}. "
                "Try loss='squared_error'."
            )
        model.out_activation_ = "exp" if model.loss == "poisson" else "identity"
        return found.outputs
    classes = checked_classes(model, found.classes)
    if not hasattr(model, "classes_") or not (model.warm_start or incremental):
        model._label_binarizer = LabelBinarizer().fit(classes)
        model.classes_ = model._label_binarizer.classes_
    else:
        model._refuse_new_classes(classes)
    several = model._label_binarizer.y_type_ == "multiclass"
    model.out_activation_ = "softmax" if several else "logistic"
    return len(model.classes_) if several else 1


def _samples(model: Any, dtype: np.dtype[Any], X: Array, y: Any, weights: Any) -> Samples:
    """Return a block of samples, as a network takes them."""
    assert_all_finite(X, estimator_name=type(model).__name__, input_name="X")
    if model.out_activation_ == "softmax":
        target = np.searchsorted(model.classes_, y)
    elif hasattr(model, "classes_"):
        target = model._label_binarizer.transform(y).astype(dtype)
    else:
        target = np.asarray(y).reshape(len(X), -1).astype(dtype)
    given = np.ones(len(X), dtype=dtype) if weights is None else weights.astype(dtype)
    return Samples(np.ascontiguousarray(X, dtype=dtype), target, given, weights is not None)


def _bare(model: Any) -> Any:
    """Return a copy for the workers, without what it has learnt and what it draws from."""
    bare = copy.copy(model)
    for name in ("coefs_", "intercepts_", "_optimizer", "_random_state", "_best", "loss_curve_", "feature_names_in_"):
        bare.__dict__.pop(name, None)
    return bare


def _by_blocks(
    model: Any, source: Chunks, theta: Array, found: Found, incremental: bool
) -> Generator[Step, None, Array]:
    """Yield the epochs of "adam" and "sgd"; the value is the vector where they ended."""
    dask: Any = importlib.import_module("dask")

    most, size = 1 if incremental else model.max_iter, batch_size_of(model, found.rows)
    if not incremental or not hasattr(model, "_optimizer"):
        model._optimizer = RULES[model.solver](model, theta)
    network, bare = model._network(theta, 1, 0), _bare(model)
    prepare, number = partial(_samples, bare, source.dtype), len(source.rows)

    rule, model.n_iter_ = model._optimizer, 0
    for _ in range(most):
        order, seeds = np.arange(number), [None] * number
        if model.shuffle:
            order = model._random_state.permutation(number)
            seeds = model._random_state.randint(np.iinfo(np.int32).max, size=number).tolist()
        moving = Moving(network.theta, rule, 0.0)
        for a in range(0, number, _AHEAD):
            delayed: Any = moving
            for b in order[a : a + _AHEAD]:
                step = partial(_through_a_block, bare, size, found.rows * most, seeds[b], prepare)
                delayed = dask.delayed(step, pure=False)(delayed, *source.rows[b])
            moving = delayed.compute()
        network.theta[:] = moving.theta
        theta[:] = moving.theta
        rule.__dict__.update(moving.rule.__dict__)
        model.loss_ = float(moving.summed / found.rows)
        model.n_iter_ += 1
        model.t_ += found.rows
        model.loss_curve_.append(model.loss_)
        if model.verbose:
            print(f"Iteration {model.n_iter_}, loss = {model.loss_:.8f}")
        _note_progress(model, network, None)
        rule.epoch_ends(model, model.t_)
        yield _told(model, network)
        if model._no_improvement_count > model.n_iter_no_change:
            if not rule.goes_on(model, _standstill(model)):
                break
            model._no_improvement_count = 0
    if not incremental and model.n_iter_ == model.max_iter:
        warn_of_early_end(model)
    return theta


def _through_a_block(
    bare: Any, size: int, work: int, seed: int | None, prepare: Any, moving: Moving, X: Any, y: Any, weights: Any
) -> Moving:
    """Make the steps of a block's batches; what came in stays as it is, for a scheduler may use it again."""
    samples = part(prepare, X, y, weights)
    if samples is None:
        return moving
    theta, rule, n = moving.theta.copy(), copy.deepcopy(moving.rule), len(samples.X)
    size = min(size, n)
    order = None if seed is None else np.random.RandomState(seed).permutation(n)
    buffer = None if order is None else np.empty((size, samples.X.shape[1]), dtype=samples.X.dtype)
    with one_blas_thread():
        network = bare._network(theta, size, work)
        mean = _epoch(bare, network, rule, samples, order, buffer, size)
    return Moving(network.theta, rule, moving.summed + mean * n)


class _Spread(Network):
    """A network whose loss is summed over blocks: what `lbfgs` makes smaller is the same as in memory."""

    blocks: Kept
    look: Any
    weight: float

    def loss(self, X: Any, y: Any, weights: Any, total: float) -> float:
        """Return the loss of all samples, and leave its gradient in `gradient`; nothing is given but the weight."""
        value, self.gradient[:] = self.blocks.reduce(self.look, _added, self.theta.copy())
        coefs = self.theta[: self._n_coefs]
        self.gradient[: self._n_coefs] += self.alpha * coefs
        self.gradient /= total
        return (float(value) + 0.5 * self.alpha * float(coefs @ coefs)) / total

    def batch(self, *_: Any) -> tuple[None, None, None, float]:
        """Stand for the samples as well."""
        return None, None, None, self.weight


def _by_gradients(
    model: Any, source: Chunks, theta: Array, found: Found, incremental: bool
) -> Generator[Step, None, Array]:
    """Yield the optimum that L-BFGS finds; the value is its vector, in float64."""
    double, bare = np.dtype(np.float64), _bare(model)
    network = _Spread(theta.astype(double), model._units, model._network(theta, 1, 0).parts, model.alpha, 1)
    bare.alpha = 0.0
    network.blocks, network.weight = Kept(source, partial(_samples, bare, double)), found.weight
    network.look = partial(_share, bare, found.rows * model.max_iter)
    try:
        yield from lbfgs(model, network, network)  # type: ignore[arg-type]
    finally:  # after Ctrl-C, too
        theta[:] = network.theta
    return network.theta


def _share(bare: Any, work: int, samples: Samples, theta: Array) -> tuple[float, Array]:
    """Return the sum of the losses of a block, and its gradient."""
    X, y, weights, _ = samples.batch(slice(None), None)
    with one_blas_thread(), np.errstate(over="ignore", invalid="ignore"):
        network = bare._network(theta.copy(), len(X), work)
        return network.loss(X, y, weights, 1.0), network.gradient


def _added(a: tuple[float, Array], b: tuple[float, Array]) -> tuple[float, Array]:
    return a[0] + b[0], a[1] + b[1]
