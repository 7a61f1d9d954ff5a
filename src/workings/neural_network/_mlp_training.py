"""Epochs of a multi-layer perceptron, by scikit-learn's rules of order and of stopping; and its fit by L-BFGS."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import issparse
from sklearn.exceptions import ConvergenceWarning

from workings._step import Step
from workings._validation import Array
from workings.neural_network._lbfgs import minimise
from workings.neural_network._mlp_epochs import CompiledEpochs
from workings.neural_network._mlp_net import Network
from workings.neural_network._mlp_rules import Rule


@dataclass(frozen=True, eq=False)
class Samples:
    """What is trained on.

    Attributes
    ----------
    X : ndarray or CSR matrix of shape (n, p)
    y : ndarray of shape (n,) or (n, k)
        Numbers of classes for softmax, else the outputs that are wanted.
    weights : ndarray of shape (n,)
    weighted : bool
        Whether any weight differs from 1.
    """

    X: Any
    y: Array
    weights: Array
    weighted: bool

    def at(self, rows: Array) -> Samples:
        """Return some of the samples."""
        return Samples(self.X[rows], self.y[rows], self.weights[rows], self.weighted)

    def batch(self, rows: Array | slice, buffer: Array | None) -> tuple[Any, Array, Array, float]:
        """Return X, y, weights and their sum for some rows; what X of them is copied into is used again."""
        if buffer is None or isinstance(rows, slice):
            X = self.X[rows]
        else:
            X = np.take(self.X, rows, axis=0, out=buffer[: len(rows)], mode="clip")
        weights = self.weights[rows]
        return X, self.y[rows], weights, float(weights.sum()) if self.weighted else float(len(weights))


def batch_size_of(model: Any, n: int) -> int:
    """Return how many samples a batch holds, and warn if that is fewer than wanted."""
    if isinstance(model.batch_size, str):
        return min(200, n)
    if model.batch_size > n:
        warnings.warn(
            f"Got `batch_size` less than 1 or larger than sample size. It is going to be clipped to {n}.", stacklevel=6
        )
    return int(np.clip(model.batch_size, 1, n))


def epochs(
    model: Any,
    network: Network,
    rule: Rule,
    samples: Samples,
    judge: Callable[[], float] | None,
    most: int,
) -> Generator[Step, None, None]:
    """Yield a step for each epoch; `judge` scores the network on the samples set aside, if some are."""
    n, size = samples.X.shape[0], batch_size_of(model, samples.X.shape[0])
    order = np.arange(n)
    compiled = CompiledEpochs(network, samples, size) if CompiledEpochs.can(network, samples) else None
    plain = issparse(samples.X) or compiled is not None
    buffer = None if plain else np.empty((size, samples.X.shape[1]), dtype=samples.X.dtype)
    model.n_iter_ = 0
    for _ in range(most):
        if model.shuffle:
            places = np.arange(n)
            model._random_state.shuffle(places)
            order = order[places]
        if compiled is not None:
            model.loss_ = compiled.run(model, rule, order)
        else:
            model.loss_ = _epoch(model, network, rule, samples, order if model.shuffle else None, buffer, size)
        model.n_iter_ += 1
        model.t_ += n
        model.loss_curve_.append(model.loss_)
        if model.verbose:
            print(f"Iteration {model.n_iter_}, loss = {model.loss_:.8f}")
        _note_progress(model, network, judge)
        rule.epoch_ends(model, model.t_)
        yield _told(model, network)
        if model._no_improvement_count > model.n_iter_no_change:
            if not rule.goes_on(model, _standstill(model)):
                return
            model._no_improvement_count = 0


def _epoch(
    model: Any,
    network: Network,
    rule: Rule,
    samples: Samples,
    order: Array | None,
    buffer: Array | None,
    size: int,
) -> float:
    """Make one epoch, and return the mean loss of its batches."""
    n, summed = samples.X.shape[0], 0.0
    with np.errstate(over="ignore", invalid="ignore"):  # what is no number any more is told at the end
        for a in range(0, n, size):
            b = min(a + size, n)
            X, y, weights, total = samples.batch(slice(a, b) if order is None else order[a:b], buffer)
            if total == 0.0:  # nothing counts in this batch
                continue
            summed += network.loss(X, y, weights, total) * (b - a)
            rule.update(model, network.theta, network.gradient, network.parts)
    return float(summed / n)


def _standstill(model: Any) -> str:
    what = "Validation score" if model.early_stopping else "Training loss"
    return f"{what} did not improve more than tol={model.tol:f} for {model.n_iter_no_change} consecutive epochs."


def _note_progress(model: Any, network: Network, judge: Callable[[], float] | None) -> None:
    if judge is None:
        worse = model.loss_ > model.best_loss_ - model.tol
        model.best_loss_ = min(model.best_loss_, model.loss_) if model.loss_ == model.loss_ else model.best_loss_
    else:
        score = judge()
        model.validation_scores_.append(score)
        if model.verbose:
            print(f"Validation score: {score:f}")
        worse = score < model.best_validation_score_ + model.tol
        if score > model.best_validation_score_:
            model.best_validation_score_ = score
            model._best = network.theta.copy()
    model._no_improvement_count = model._no_improvement_count + 1 if worse else 0


def _told(model: Any, network: Network) -> Step:
    facts = {"epoch": float(model.n_iter_)}
    if model.early_stopping and model.validation_scores_:
        facts["validation_score"] = float(model.validation_scores_[-1])
    return Step(model.n_iter_ - 1, f"epoch {model.n_iter_}", named(network), float(model.loss_), facts)


def named(network: Network) -> dict[str, Array]:
    """Return the arrays of each layer, by name."""
    layers = enumerate(zip(network.coefs, network.intercepts, strict=True))
    return {
        f"{name}[{i}]": part for i, pair in layers for name, part in zip(("coefs_", "intercepts_"), pair, strict=True)
    }


def warn_of_early_end(model: Any) -> None:
    """Warn if the last epoch that was allowed was made."""
    warnings.warn(
        f"Stochastic Optimizer: Maximum iterations ({model.max_iter}) reached and the optimization hasn't converged "
        "yet. Raise max_iter, or scale the data.",
        ConvergenceWarning,
        stacklevel=6,
    )


def lbfgs(model: Any, network: Network, samples: Samples) -> Generator[Step, None, None]:
    """Yield the iterations of SciPy's L-BFGS-B on all samples at once, in float64; left early, the last one stays."""
    X, y, weights, total = samples.batch(slice(None), None)

    def value_and_gradient(theta: Array) -> tuple[float, Array]:
        network.theta[:] = theta
        with np.errstate(over="ignore", invalid="ignore"):
            return network.loss(X, y, weights, total), network.gradient.copy()

    options = {"maxfun": model.max_fun, "maxiter": model.max_iter, "gtol": model.tol}
    model.n_iter_, reached = 0, network.theta.copy()
    iterations = minimise(value_and_gradient, reached, options)
    try:
        while True:
            reached, model.loss_ = next(iterations)
            network.theta[:] = reached
            model.n_iter_ += 1
            if model.verbose:
                print(f"Iteration {model.n_iter_}, loss = {model.loss_:.8f}")
            yield _told_iteration(model, network)
    except StopIteration as end:
        found = end.value
        reached, model.loss_ = found.x, float(found.fun)
    finally:
        iterations.close()
        network.theta[:] = reached
    if found.status != 0:
        warnings.warn(
            f"lbfgs failed to converge after {model.n_iter_} iteration(s) (status={found.status}): {found.message}. "
            "You might also want to scale the data, or raise max_iter.",
            ConvergenceWarning,
            stacklevel=6,
        )
    if model.n_iter_ == 0:  # where it begins nothing can be gained
        yield _told_iteration(model, network)


def _told_iteration(model: Any, network: Network) -> Step:
    facts = {"largest_gradient": float(np.abs(network.gradient).max(initial=0.0))}
    index = max(0, model.n_iter_ - 1)
    return Step(index, f"iteration {model.n_iter_} of L-BFGS", named(network), float(model.loss_), facts)
