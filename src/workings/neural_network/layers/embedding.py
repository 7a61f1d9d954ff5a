"""A layer that gives every word (or whatever is counted) a vector of its own."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from workings._validation import Array
from workings.neural_network import initialisers, regularisers
from workings.neural_network.layers.base import Layer, Run, Shape, positive


class Embedding(Layer):
    """Each whole number 0 .. input_dim - 1 becomes a learnt vector of output_dim numbers.

    Parameters
    ----------
    input_dim : int
        How many different numbers there are.
    output_dim : int
        The length of the vectors.
    embeddings_initializer : str or Initialiser, default "random_uniform"
    embeddings_regularizer : str or L1L2, optional
    name, input_shape
        As for `Dense`.

    Notes
    -----
    It is a dense layer on one-hot vectors that are never made: a row of the table is looked up, and its gradient is the
    sum over the places where it stood. It must be the first layer.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> Sequential([layers.Embedding(100, 8, input_shape=(5,))]).output_shape
    (None, 5, 8)
    """

    takes_indices: ClassVar[bool] = True

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        *,
        embeddings_initializer: str | initialisers.Initialiser = "random_uniform",
        embeddings_regularizer: str | regularisers.L1L2 | None = None,
        name: str | None = None,
        input_shape: Shape | None = None,
    ) -> None:
        super().__init__(name=name, input_shape=input_shape)
        self.input_dim = positive("Embedding(input_dim", input_dim)
        self.output_dim = positive("Embedding(output_dim", output_dim)
        self.embeddings_initializer = initialisers.get(embeddings_initializer, "embeddings_initializer")
        self.embeddings_regularizer = regularisers.get(embeddings_regularizer, "embeddings_regularizer")

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make an equal layer."""
        own = ("input_dim", "output_dim", "embeddings_initializer", "embeddings_regularizer")
        return {**{name: getattr(self, name) for name in own}, **self._common()}

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        self._make("embeddings", (self.input_dim, self.output_dim), self.embeddings_initializer, rng, dtype)
        if self.embeddings_regularizer is not None:
            self.regularisers = {"embeddings": self.embeddings_regularizer}
        return (*shape, self.output_dim)

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Look the vectors up."""
        index = x if x.dtype.kind in "iu" else x.astype(np.intp)
        if index.size and not (np.array_equal(index, x) and index.min() >= 0 and index.max() < self.input_dim):
            raise ValueError(
                f"Embedding {self.name!r} looks up whole numbers in 0..{self.input_dim - 1}, and the batch holds "
                f"numbers from {x.min()} to {x.max()}. Count from 0, or raise input_dim."
            )
        return self.weights["embeddings"][index], index

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Add up the gradients of each row of the table; a number has none."""
        table = gradients["embeddings"]
        table[...] = 0
        np.add.at(table, memory.ravel(), upstream.reshape(-1, self.output_dim))
        return None
