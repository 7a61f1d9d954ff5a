"""Epochs of a multi-layer perceptron by the kernel that makes many batches in one call, on several threads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from workings._validation import Array
from workings.neural_network._mlp_net import Network
from workings.neural_network._mlp_rules import Rule

if TYPE_CHECKING:
    from workings.neural_network._mlp_training import Samples

# Multiplications of one call: some twenty milliseconds, so that Ctrl-C is heard.
_CALL = 2e9
# Rows of a part of a batch, and the most parts.
_ROWS, _PARTS = 100, 8
_ENDS = ("softmax", "logistic", "identity")


class CompiledEpochs:
    """What the kernel works with, made once for a fit.

    Parameters
    ----------
    network : Network
        Whose `theta` is changed in place.
    samples : Samples
    size : int
        Samples of a batch.
    """

    def __init__(self, network: Network, samples: Samples, size: int) -> None:
        theta, units = network.theta, network.units
        n, self.size = samples.X.shape[0], size
        self.parts = int(np.clip(size // _ROWS, 1, _PARTS))
        rows = -(-size // self.parts)
        turned = max(a * b for a, b in pairwise(units))
        enough = rows * (units[0] + 2 * sum(units[1:])) + turned
        self.rooms = np.empty((self.parts, theta.size), theta.dtype), np.empty((self.parts, enough), theta.dtype)
        self.end = _ENDS.index(network.parts.out_activation)
        none = np.empty((0, 0), theta.dtype)
        by_label = self.end == 0
        labels = samples.y.astype(np.int64, copy=False) if by_label else np.empty(0, np.int64)
        targets = none if by_label else np.ascontiguousarray(samples.y.reshape(n, -1), dtype=theta.dtype)
        X = np.ascontiguousarray(samples.X)
        self.samples = (X, labels, targets, np.ascontiguousarray(samples.weights, dtype=theta.dtype))
        self.network = network
        self.edges = np.append(np.arange(0, n, size), n)
        self.batches_of_call = max(1, int(_CALL / (3.0 * size * theta.size)))

    @staticmethod
    def can(network: Network, samples: Samples) -> bool:
        """Whether the kernel knows such a network."""
        known = network.parts.activation == "relu" or len(network.units) == 2
        known = known and network.parts.out_activation in _ENDS and network.parts.compiled
        return known and isinstance(samples.X, np.ndarray) and samples.X.dtype == network.theta.dtype

    def run(self, model: Any, rule: Rule, order: Array) -> float:
        """Make one epoch over the samples in this order, and return the mean loss of its batches."""
        edges, weights = self.edges, self.samples[3]
        totals = np.add.reduceat(weights[order].astype(np.float64), edges[:-1])
        counts = totals > 0.0
        t = rule.steps(model) + np.cumsum(counts).astype(np.float64)
        losses = np.zeros((len(totals), self.parts, 2))
        for a in range(0, len(totals), self.batches_of_call):
            b = min(a + self.batches_of_call, len(totals))
            self._call((order, edges[a : b + 1], totals[a:b], t[a:b]), rule, model, losses[a:b])
        rule.made(model, int(counts.sum()))
        value, squares = losses.sum(axis=1).T
        each = (value + 0.5 * self.network.alpha * squares) / np.where(counts, totals, 1.0)
        return float(np.sum(each * np.diff(edges)) / edges[-1])

    def _call(self, batches: tuple[Array, ...], rule: Rule, model: Any, losses: Array) -> None:
        from workings.kernels import _threads
        from workings.kernels.mlp_epoch import train

        network, counters = self.network, np.zeros(2, dtype=np.int64)
        units = np.array(network.units, dtype=np.int64)
        whole = (network.theta, *rule.memory(), units, self.end, float(network.alpha))
        numbers = rule.numbers(model)

        def draw_tickets(_start: int, _stop: int) -> None:
            train(counters, self.samples, batches, whole, numbers, self.rooms, losses)

        threads = min(self.parts, _threads.num_threads())
        _threads.run_blocks(draw_tickets, threads, threads=threads)
