"""Layers one after the other: built together, run forward and back; their weights are one long vector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network.layers.base import Layer, Run, Shape

# The memory of a layer that was done together with the one before.
_TOGETHER = object()


class Stack:
    """The layers of a model, without the training.

    Attributes
    ----------
    layers : list of Layer
    flat : ndarray
        All weights that are fitted; the layers' own arrays are views into it.
    flat_gradient : ndarray
        The gradient of the last batch, in the same order.
    """

    def __init__(self, layers: Iterable[Layer] = (), *, dtype: Any = "float32", seed: int | None = None) -> None:
        self.dtype = np.dtype(dtype)
        if self.dtype not in (np.dtype(np.float32), np.dtype(np.float64)):
            raise ValueError(f"Sequential(dtype={dtype!r}): networks compute in 'float32' or 'float64'.")
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.layers: list[Layer] = []
        self.built = False
        for layer in layers:
            self.add(layer)

    def add(self, layer: Layer) -> None:
        """Put a layer behind the others.

        Raises
        ------
        TypeError
            It is no layer (a class instead of an object, often).
        ValueError
            The layer is in a model already; the model is built already; the shapes do not fit.
        """
        if not isinstance(layer, Layer):
            hint = f" Make an object of it: {layer.__name__}(...)." if isinstance(layer, type) else ""
            raise TypeError(f"Sequential.add: {layer!r} is not a layer.{hint}")
        if self.layers and self.built and self.layers[0].input_shape is None:
            raise ValueError("Sequential.add: the model is built; add layers before fit or build.")
        if layer.output_shape is not None:
            raise ValueError(f"Sequential.add: layer {layer.name!r} is part of a model already. Make another one.")
        if layer.takes_indices and self.layers:
            raise ValueError(f"Sequential.add: {type(layer).__name__} looks whole numbers up and must come first.")
        self.layers.append(layer)
        self._name_layers()
        if self.built:  # the shape of the input is known: one layer more
            previous = self.layers[-2].output_shape
            assert previous is not None
            layer.build(previous, self.rng, self.dtype)
            self._flatten()
        elif self.layers[0].input_shape is not None:
            self.build(self.layers[0].input_shape)

    def _name_layers(self) -> None:
        taken = Counter(layer.name for layer in self.layers if layer.name)
        double = [name for name, times in taken.items() if times > 1]
        if double:
            raise ValueError(f"Sequential: two layers are named {double[0]!r}. Names must differ.")
        for layer in self.layers:
            if not layer.name:
                base, k = layer.default_name(), 0
                while (name := base if k == 0 else f"{base}_{k}") in taken:
                    k += 1
                layer.name, taken[name] = name, 1

    def build(self, input_shape: Sequence[int]) -> None:
        """Make the weights for samples of this shape (without the axis of the batch)."""
        if not self.layers:
            raise ValueError("Sequential has no layers. Try model.add(layers.Dense(1)).")
        if self.built:
            raise ValueError("Sequential.build: the model is built already.")
        shape: Shape = tuple(int(n) for n in input_shape)
        for layer in self.layers:
            shape = layer.build(shape, self.rng, self.dtype)
        self.built = True
        self._flatten()

    def _flatten(self) -> None:
        """Bring all weights into one vector, and make the layers' own arrays views of it."""
        arrays = [(layer, name, w) for layer in self.layers for name, w in layer.weights.items()]
        self.flat = np.concatenate([w.ravel() for _, _, w in arrays] or [np.empty(0, self.dtype)])
        self.flat_gradient = np.zeros_like(self.flat)
        self.pieces: list[slice] = []
        self.gradients: list[dict[str, Array]] = [{} for _ in self.layers]
        place = {id(layer): k for k, layer in enumerate(self.layers)}
        start = 0
        for layer, name, w in arrays:
            piece = slice(start, start + w.size)
            layer.weights[name] = self.flat[piece].reshape(w.shape)
            self.gradients[place[id(layer)]][name] = self.flat_gradient[piece].reshape(w.shape)
            self.pieces.append(piece)
            start += w.size

    def need_built(self, doing: str) -> None:
        """Refuse what needs weights."""
        if not self.built:
            raise ValueError(
                f"Sequential.{doing}: the model has no weights yet. Fit it, give the first layer an input_shape, or "
                "call model.build(shape_of_one_sample)."
            )

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """The shape of a batch of inputs; None stands for its size."""
        self.need_built("input_shape")
        return (None, *(self.layers[0].input_shape or ()))

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """The shape of a batch of outputs; None stands for its size."""
        self.need_built("output_shape")
        return (None, *(self.layers[-1].output_shape or ()))

    def count_params(self) -> int:
        """Return the number of weights, with those that are not fitted."""
        self.need_built("count_params")
        return sum(layer.count_params() for layer in self.layers)

    def forward(
        self, x: Array, run: Run, scores: bool = False, outputs: list[Array] | None = None
    ) -> tuple[Array, list[Any]]:
        """Return the output of a batch, and what the way back needs.

        `scores` leaves the last activation out; into `outputs` go those of all layers.
        """
        memories: list[Any] = []
        for k, layer in enumerate(self.layers):
            if len(memories) > k:  # done together with the layer before
                continue
            if outputs is None and k < len(self.layers) - (2 if scores else 1):
                both = layer.forward_with(x, run, self.layers[k + 1])
                if both is not None:
                    x = both[0]
                    memories += [both[1], _TOGETHER]
                    continue
            last = scores and k == len(self.layers) - 1
            x, memory = layer.forward(x, replace(run, scores=True) if last else run)
            memories.append(memory)
            if outputs is not None:
                outputs.append(x)
        return x, memories

    def backward(self, upstream: Array, memories: list[Any]) -> None:
        """Write the gradient of all weights, the penalties' with them, into `flat_gradient`."""
        deepest = next((k for k, layer in enumerate(self.layers) if layer.weights), len(self.layers))
        for k in range(len(self.layers) - 1, deepest - 1, -1):
            if memories[k] is _TOGETHER:
                continue
            back = self.layers[k].backward(upstream, memories[k], self.gradients[k], wanted=k > deepest)
            if back is None:
                break
            upstream = back
        for layer, gradients in zip(self.layers, self.gradients, strict=True):
            for name, regulariser in layer.regularisers.items():
                regulariser.add_gradient(layer.weights[name], gradients[name])

    def penalty(self) -> float:
        """Return the sum of the penalties on the weights."""
        return sum(
            one.penalty(layer.weights[name]) for layer in self.layers for name, one in layer.regularisers.items()
        )

    def get_weights(self) -> list[Array]:
        """Return copies of all arrays, layer by layer: those that are fitted, then the others."""
        self.need_built("get_weights")
        return [w.copy() for layer in self.layers for w in (*layer.weights.values(), *layer.state.values())]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Take over arrays in the order and shapes of `get_weights`."""
        self.need_built("set_weights")
        own = [w for layer in self.layers for w in (*layer.weights.values(), *layer.state.values())]
        shapes, given = [w.shape for w in own], [np.shape(w) for w in weights]
        if shapes != given:
            raise ValueError(f"Sequential.set_weights: the model's arrays have shapes {shapes}, and {given} came.")
        for mine, theirs in zip(own, weights, strict=True):
            mine[...] = theirs
