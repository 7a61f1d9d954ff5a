"""Prediction of `workings.neural_network.Sequential` on torch, JAX and CuPy arrays, with derivatives."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from workings import special
from workings._other_arrays import library_of
from workings.backends.arrays import _read, _samples

_ERFC = {"cupy": "cupyx.scipy.special", "jax": "jax.scipy.special", "torch": "torch.special"}


def predict(model: Any, x: Any, *, batch_size: int | None = None) -> Any:
    """Return the outputs for samples, in the type that the network computes in."""
    xp = _read.namespace(x)
    model.need_built("predict")
    shape = model.layers[0].input_shape
    if tuple(x.shape[1:]) != tuple(shape):
        raise ValueError(f"predict: the model takes samples of shape {shape}, and X has shape {tuple(x.shape)}.")
    x, _ = _read.floating("predict", xp, x, str(model.dtype), name="X")
    x = xp.astype(x, getattr(xp, str(model.dtype)))
    _samples.check_finite("predict", xp, x)
    strange = [layer for layer in model.layers if type(layer).__name__ not in _LAYERS]
    if strange:
        raise TypeError(
            f"predict: layer {strange[0].name!r} ({type(strange[0]).__name__}) computes on NumPy arrays only, and X is "
            f"an array of {library_of(x)}. On other arrays these do: {', '.join(sorted(_LAYERS))}."
        )
    size = x.shape[0] if batch_size is None else batch_size
    found = []
    for start in range(0, x.shape[0], max(size, 1)):
        part = x[start : start + size, ...]
        for layer in model.layers:
            part = _LAYERS[type(layer).__name__](xp, layer, part)
        found.append(part)
    return found[0] if len(found) == 1 else xp.concat(found, axis=0)


def _weight(xp: Any, layer: Any, name: str, x: Any) -> Any:
    held = {**layer.weights, **layer.state}
    return _samples.carried(xp, x, held[name].copy())  # a copy: torch may share memory with NumPy


def _dense(xp: Any, layer: Any, x: Any) -> Any:
    z = x @ _weight(xp, layer, "kernel", x)
    if layer.use_bias:
        z = z + _weight(xp, layer, "bias", x)
    return activated(xp, layer.activation, z)


def activated(xp: Any, activation: Any, z: Any) -> Any:
    """Return an activation of z."""
    name = type(activation).__name__
    zero = xp.zeros_like(z)
    if name == "Linear":
        return z
    if name == "ReLU":
        return xp.where(z > 0, z, zero)
    if name == "LeakyReLU":
        return xp.where(z > 0, z, z * activation.negative_slope)
    if name == "GELU":
        erfc = importlib.import_module(_ERFC[str(library_of(z))]).erfc
        return z * 0.5 * erfc(-z * 0.5**0.5)
    if name == "Tanh":
        return xp.tanh(z)
    if name in ("Sigmoid", "Softmax"):
        return special.sigmoid(z) if name == "Sigmoid" else special.softmax(z, -1)
    raise TypeError(f"predict: the activation {name} computes on NumPy arrays only. Try X.detach().cpu().numpy().")


def _normal(xp: Any, layer: Any, x: Any, mean: Any, variance: Any) -> Any:
    y = (x - mean) / xp.sqrt(variance + layer.epsilon)
    if layer.scale:
        y = y * _weight(xp, layer, "gamma", x)
    return y + _weight(xp, layer, "beta", x) if layer.center else y


def _by_moving_moments(xp: Any, layer: Any, x: Any) -> Any:
    moments = (_weight(xp, layer, name, x) for name in ("moving_mean", "moving_variance"))
    return _normal(xp, layer, x, *moments)


def _by_own_moments(xp: Any, layer: Any, x: Any) -> Any:
    mean = xp.mean(x, axis=-1, keepdims=True)
    return _normal(xp, layer, x, mean, xp.mean((x - mean) ** 2, axis=-1, keepdims=True))


_LAYERS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "Activation": lambda xp, layer, x: activated(xp, layer.activation, x),
    "BatchNormalization": _by_moving_moments,
    "Dense": _dense,
    "Dropout": lambda xp, layer, x: x,
    "Flatten": lambda xp, layer, x: xp.reshape(x, (x.shape[0], -1)),
    "LayerNormalization": _by_own_moments,
    "Rescaling": lambda xp, layer, x: x * layer.scale + layer.offset,
}
