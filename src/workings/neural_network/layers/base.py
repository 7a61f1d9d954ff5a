"""What every layer is: something with weights that goes forward, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from workings._validation import Array
from workings.neural_network import initialisers, regularisers
from workings.neural_network._naming import Described

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """What a layer must know of the run that it is part of.

    Attributes
    ----------
    training : bool
        Whether weights are being fitted: dropout drops, batch normalisation uses the batch's own mean.
    rng : numpy.random.Generator
        Where random numbers come from.
    scores : bool
        Whether the layer's own activation is left out, because the loss takes scores (softmax and cross-entropy
        together are exact; one after the other they are not).
    """

    training: bool = False
    rng: np.random.Generator = field(default_factory=np.random.default_rng)
    scores: bool = False


class Layer(Described):
    """A step of a network.

    A layer is built once, when the shape of its input is known. `forward` returns the output and what `backward` will
    need; nothing of a run is kept in the layer, so that many threads can predict at once.

    Attributes
    ----------
    name : str
    weights : dict of str to ndarray
        What is fitted. In a model these are views into one long vector.
    state : dict of str to ndarray
        What is kept and saved, but not fitted by gradients: moving means.
    regularisers : dict of str to L1L2
        Penalties, by the name of the weight.
    output_shape : tuple of int
        Of one sample, once the layer is built.
    """

    takes_indices: ClassVar[bool] = False

    def __init__(self, *, name: str | None = None, input_shape: Shape | None = None) -> None:
        self.name = name or ""
        self.input_shape = None if input_shape is None else tuple(int(n) for n in input_shape)
        self.output_shape: Shape | None = None
        self.weights: dict[str, Array] = {}
        self.state: dict[str, Array] = {}
        self.regularisers: dict[str, regularisers.L1L2] = {}

    def default_name(self) -> str:
        """Return the class's name in small letters: conv_2d."""
        return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", "_", type(self).__name__).lower()

    def build(self, shape: Shape, rng: np.random.Generator, dtype: Any) -> Shape:
        """Make the weights for inputs of that shape (of one sample), and return the shape of the output."""
        self.input_shape = shape
        self.output_shape = self._build(shape, rng, np.dtype(dtype))
        return self.output_shape

    def _build(self, shape: Shape, rng: np.random.Generator, dtype: np.dtype[Any]) -> Shape:
        """Make the weights; layers without weights only tell the shape."""
        return shape

    def forward(self, x: Array, run: Run) -> tuple[Array, Any]:
        """Return the output for a batch, and what `backward` needs to know of it."""
        raise NotImplementedError

    def forward_with(self, x: Array, run: Run, following: Layer) -> tuple[Array, Any] | None:
        """Return the output of this layer and the one behind it, done together, or None where that does not pay.

        The way back is then this layer's `backward` alone, with what came beside the output.
        """
        return None

    def backward(self, upstream: Array, memory: Any, gradients: dict[str, Array], wanted: bool = True) -> Array | None:
        """Write the gradients of the weights, and return that of the input.

        Parameters
        ----------
        upstream : ndarray of the output's shape
            The derivative of the loss with respect to each entry of the output.
        memory
            What `forward` returned beside the output.
        gradients : dict of str to ndarray
            Where to write, by the names of `weights`.
        wanted : bool
            Whether the gradient of the input is wanted; the first layer of a network is spared it.
        """
        raise NotImplementedError

    def count_params(self) -> int:
        """Return the number of weights, with those that are not fitted."""
        return sum(w.size for w in (*self.weights.values(), *self.state.values()))

    def _common(self) -> dict[str, Any]:
        """Return the arguments that every layer takes."""
        return {"name": self.name or None, "input_shape": self.input_shape}

    def _make(
        self, name: str, shape: Shape, how: initialisers.Initialiser, rng: np.random.Generator, dtype: np.dtype[Any]
    ) -> None:
        self.weights[name] = np.asarray(how(shape, rng)).astype(dtype)


def positive(what: str, value: Any) -> int:
    """Return a whole number above 0, or say what is wrong with it."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{what}={value!r} must be a whole number of at least 1.")
    return int(value)


def pair(what: str, value: Any) -> tuple[int, int]:
    """Return two whole numbers above 0: 3 is (3, 3)."""
    if isinstance(value, tuple | list) and len(value) == 2:
        return positive(what, value[0]), positive(what, value[1])
    if isinstance(value, int | np.integer):
        return positive(what, value), positive(what, value)
    raise ValueError(f"{what}={value!r} must be a whole number of at least 1, or two: (3, 3).")


def images_only(layer: Layer, shape: Shape) -> None:
    """Refuse samples that are not images of height, width and channels."""
    if len(shape) != 3:
        raise ValueError(
            f"{type(layer).__name__} takes images of shape (height, width, channels), and one sample here has shape "
            f"{shape}. Grey images have one channel: try X[..., np.newaxis]."
        )
