"""How weights begin: zeros, ones, or random numbers of the right size.

The size of random weights follows the number of inputs (fan_in) and outputs (fan_out) of a unit, so that signals
neither fade nor grow from layer to layer. Sources: X. Glorot, Y. Bengio (2010); K. He and others (2015).
"""

from __future__ import annotations

from functools import partial
from math import prod, sqrt
from typing import Any

import numpy as np

from workings._validation import Array
from workings.neural_network._naming import Described, by_name

# The standard deviation of a standard normal number cut off at -2 and 2.
_CUT = 0.8796256610342398


class Initialiser(Described):
    """Makes the first values of an array of weights."""

    def __call__(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Return float64 values of that shape."""
        raise NotImplementedError


class Constant(Initialiser):
    """All weights equal."""

    def __init__(self, value: float = 0.0) -> None:
        self.value = value

    def get_config(self) -> dict[str, Any]:
        """Return the value."""
        return {"value": self.value}

    def __call__(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Return the value, everywhere."""
        return np.full(shape, self.value)


class RandomNormal(Initialiser):
    """Normal numbers of a mean and a standard deviation."""

    def __init__(self, mean: float = 0.0, stddev: float = 0.05) -> None:
        self.mean, self.stddev = mean, stddev

    def get_config(self) -> dict[str, Any]:
        """Return mean and standard deviation."""
        return {"mean": self.mean, "stddev": self.stddev}

    def __call__(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draw."""
        return rng.normal(self.mean, self.stddev, shape)


class RandomUniform(Initialiser):
    """Numbers spread evenly between two bounds."""

    def __init__(self, minval: float = -0.05, maxval: float = 0.05) -> None:
        self.minval, self.maxval = minval, maxval

    def get_config(self) -> dict[str, Any]:
        """Return the bounds."""
        return {"minval": self.minval, "maxval": self.maxval}

    def __call__(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draw."""
        return rng.uniform(self.minval, self.maxval, shape)


class VarianceScaling(Initialiser):
    """Random numbers of mean 0 and variance scale / n, n counted as `mode` says.

    Parameters
    ----------
    scale : float
    mode : {"fan_in", "fan_out", "fan_avg"}
        n is the number of inputs of a unit, of its outputs, or their mean.
    distribution : {"truncated_normal", "uniform"}
        Normal numbers beyond two standard deviations are drawn again.
    """

    def __init__(self, scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal") -> None:
        if mode not in ("fan_in", "fan_out", "fan_avg") or distribution not in ("truncated_normal", "uniform"):
            raise ValueError(
                f"VarianceScaling(mode={mode!r}, distribution={distribution!r}): mode is 'fan_in', 'fan_out' or "
                "'fan_avg', and distribution 'truncated_normal' or 'uniform'."
            )
        self.scale, self.mode, self.distribution = scale, mode, distribution

    def get_config(self) -> dict[str, Any]:
        """Return scale, mode and distribution."""
        return {"scale": self.scale, "mode": self.mode, "distribution": self.distribution}

    def __call__(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draw."""
        window = prod(shape[:-2])
        inputs, outputs = (shape[-2] * window, shape[-1] * window) if len(shape) > 1 else (shape[0], shape[0])
        n = {"fan_in": inputs, "fan_out": outputs, "fan_avg": (inputs + outputs) / 2}[self.mode]
        spread = sqrt(self.scale / max(1.0, n))
        if self.distribution == "uniform":
            return rng.uniform(-sqrt(3.0) * spread, sqrt(3.0) * spread, shape)
        drawn = rng.standard_normal(shape)
        while (far := np.abs(drawn) > 2.0).any():
            drawn[far] = rng.standard_normal(int(far.sum()))
        return np.asarray(drawn * (spread / _CUT))


class Orthogonal(Initialiser):
    """A matrix with orthonormal columns (or rows), times `gain`; further axes are folded into the first."""

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def get_config(self) -> dict[str, Any]:
        """Return the gain."""
        return {"gain": self.gain}

    def __call__(self, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
        """Draw a matrix and make its columns orthonormal."""
        rows, columns = prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(rng.standard_normal((max(rows, columns), min(rows, columns))))
        q *= np.sign(np.diag(r))  # so that every rotation is equally likely
        return np.asarray(self.gain * (q if rows >= columns else q.T)).reshape(shape)


KNOWN: dict[str, Any] = {
    "zeros": Constant,
    "ones": partial(Constant, 1.0),
    "random_normal": RandomNormal,
    "random_uniform": RandomUniform,
    "glorot_uniform": partial(VarianceScaling, 1.0, "fan_avg", "uniform"),
    "glorot_normal": partial(VarianceScaling, 1.0, "fan_avg"),
    "he_uniform": partial(VarianceScaling, 2.0, "fan_in", "uniform"),
    "he_normal": partial(VarianceScaling, 2.0, "fan_in"),
    "lecun_uniform": partial(VarianceScaling, 1.0, "fan_in", "uniform"),
    "lecun_normal": partial(VarianceScaling, 1.0, "fan_in"),
    "orthogonal": Orthogonal,
}
KINDS = {kind.__name__: kind for kind in (Constant, RandomNormal, RandomUniform, VarianceScaling, Orthogonal)}


def get(initialiser: str | Initialiser, what: str) -> Initialiser:
    """Return the initialiser of that name."""
    found: Initialiser = by_name(what, initialiser, KNOWN, Initialiser)
    return found
