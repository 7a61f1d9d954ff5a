"""The loop of training: batches forward, back, and a step of the optimiser, as a generator of Steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from workings._step import Step
from workings._validation import Array
from workings.neural_network._data import Samples
from workings.neural_network._not_finite import where_it_began
from workings.neural_network.layers.base import Run

if TYPE_CHECKING:
    from workings.neural_network.sequential import Sequential


@dataclass
class Means:
    """Weighted means of the loss and of the metrics over batches."""

    names: Sequence[str]
    total: float = 0.0
    sums: dict[str, float] = field(default_factory=dict)

    def add(self, values: Mapping[str, float], size: float) -> None:
        """Count a batch of that size."""
        self.total += size
        for name, value in values.items():
            self.sums[name] = self.sums.get(name, 0.0) + size * value

    def result(self) -> dict[str, float]:
        """Return the means so far."""
        return {name: self.sums.get(name, 0.0) / max(self.total, 1e-300) for name in self.names}


@dataclass(frozen=True)
class Plan:
    """How to train."""

    samples: Samples
    batch_size: int
    epochs: int
    initial_epoch: int
    shuffle: bool
    held_out: Samples | None
    watched: bool


def train(model: Sequential, plan: Plan, told: Callable[..., None]) -> Iterator[Step]:
    """Train, tell the callbacks, and yield a Step for each batch."""
    index = 0
    told("on_train_begin")
    for epoch in range(plan.initial_epoch, plan.epochs):
        told("on_epoch_begin", epoch)
        means = Means(model.told_names())
        rng = model.rng if plan.shuffle else None
        for number, batch in enumerate(plan.samples.batches(plan.batch_size, rng)):
            told("on_train_batch_begin", number)
            index += 1
            what = f"epoch {epoch + 1}, batch {number + 1}"
            step = _one_batch(model, batch, index, what, means, plan.watched)
            told("on_train_batch_end", number, means.result)
            yield step
            if model.stop_training:
                break
        if means.total == 0.0:
            raise ValueError("fit: the data set yielded no batch. Can it be iterated more than once?")
        logs = means.result()
        if plan.held_out is not None:
            told("on_test_begin")
            found = evaluate(model, plan.held_out, plan.batch_size)
            logs |= {f"val_{name}": value for name, value in found.items()}
        told("on_epoch_end", epoch, lambda logs=logs: logs)
        if model.stop_training:
            break
    told("on_train_end")


def _one_batch(model: Sequential, batch: Any, index: int, what: str, means: Means, watched: bool) -> Step:
    """Go forward and back with one batch, and take a step."""
    x, y, weight = batch
    run = Run(training=True, rng=model.rng)
    outputs: list[Array] | None = [] if watched else None
    with np.errstate(all="ignore"):  # what overflows is found below, and told with its layer
        scores, memories = model.forward(x, run, model.fused, outputs)
        losses, gradient = model.loss.losses(y, scores)
        share = _shares(weight, len(x), scores.dtype)
        value = float(np.dot(losses, share)) + model.penalty()
        upstream = gradient * share.reshape(-1, *(1,) * (gradient.ndim - 1))
        model.backward(upstream, memories)
    rate = model.optimizer.current_learning_rate()
    if not np.isfinite(value):
        raise FloatingPointError(where_it_began(model, x, y, what, value, rate))
    before = model.flat.copy() if watched else model.flat
    with np.errstate(all="ignore"):
        model.optimizer.apply(model.flat, model.flat_gradient, model.pieces)
    means.add({"loss": value, **measured(model, y, scores, share * len(x))}, len(x))
    arrays = {} if outputs is None else _seen(model, x, outputs, before)
    return Step(index, what, arrays, value, {"learning_rate": rate})


def _shares(weight: Array | None, n: int, dtype: Any) -> Array:
    """Return what each sample's loss counts for in the loss of the batch: its weight divided by the samples."""
    return np.full(n, 1.0 / n, dtype=dtype) if weight is None else np.asarray(weight / n, dtype=dtype)


def measured(model: Sequential, y: Array, scores: Array, weight: Array) -> dict[str, float]:
    """Return the metrics of a batch."""
    if not model.metrics:
        return {}
    prediction = model.finished(scores)
    total = float(weight.sum())
    return {one.name: float(np.dot(weight, one.of(y, prediction))) / (total or 1.0) for one in model.metrics}


def evaluate(model: Sequential, samples: Samples, batch_size: int) -> dict[str, float]:
    """Return loss and metrics, means over all samples; weights are left as they are."""
    means, run = Means(model.told_names()), Run()
    for x, y, weight in samples.batches(batch_size):
        scores, _ = model.forward(x, run, model.fused)
        losses, _ = model.loss.losses(y, scores)
        share = _shares(weight, len(x), scores.dtype)
        found = {"loss": float(np.dot(losses, share)) + model.penalty()}
        means.add({**found, **measured(model, y, scores, share * len(x))}, len(x))
    return means.result()


def _seen(model: Sequential, x: Array, outputs: list[Array], before: Array) -> dict[str, Array]:
    """Return what a step shows: the activations, the gradients and the updates, layer by layer."""
    seen, pieces = {"input": x}, iter(model.pieces)
    for layer, gradients, output in zip(model.layers, model.gradients, outputs, strict=True):
        seen[f"{layer.name}.output"] = output
        for name, w in layer.weights.items():
            seen[f"{layer.name}.{name}"] = w
            seen[f"{layer.name}.{name}.gradient"] = gradients[name]
            seen[f"{layer.name}.{name}.update"] = w - before[next(pieces)].reshape(w.shape)
    return seen
