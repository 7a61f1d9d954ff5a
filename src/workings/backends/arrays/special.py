"""The softmax family on torch, JAX and CuPy arrays: on their device, of their type, with their derivatives."""

from __future__ import annotations

from typing import Any

from workings._other_arrays import library_of
from workings._validation import positive
from workings.backends.arrays import _formulas, _read
from workings.backends.arrays._formulas import Axes
from workings.backends.arrays.cross_entropy import cross_entropy, cross_entropy_gradient

__all__ = [
    "cross_entropy",
    "cross_entropy_gradient",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "sigmoid",
    "softmax",
    "softmax_vjp",
    "softplus",
]


def softmax(
    x: Any, axis: Any = -1, *, temperature: float = 1.0, where: Any = None, dtype: Any = None, out: Any = None
) -> Any:
    """Return the softmax of each group; as `workings.softmax`."""
    return _by_group("softmax", x, axis, temperature, where, dtype, out, 0.0)


def log_softmax(
    x: Any, axis: Any = -1, *, temperature: float = 1.0, where: Any = None, dtype: Any = None, out: Any = None
) -> Any:
    """Return the logarithm of the softmax of each group; as `workings.log_softmax`."""
    return _by_group("log_softmax", x, axis, temperature, where, dtype, out, -float("inf"))


def _by_group(
    function: str, x: Any, axis: Any, temperature: float, where: Any, dtype: Any, out: Any, outside: float
) -> Any:
    scale = 1.0 if temperature == 1.0 else positive(function, temperature, "temperature")
    _no_out(function, out)
    xp = _read.namespace(x)
    values, result = _read.floating(function, xp, x, dtype)
    axes = _read.axes(function, axis, values.ndim)
    taken = None if where is None else _read.mask(function, xp, values, where)
    if taken is not None:
        values = xp.where(taken, values, xp.full_like(values, -float("inf")))
    found = _softmax_of(function, xp, x, values, axes, scale)
    if taken is not None:
        found = xp.where(taken, found, xp.full_like(found, outside))
    return found if found.dtype == result else xp.astype(found, result)


def _softmax_of(function: str, xp: Any, x: Any, values: Any, axes: Axes, scale: float) -> Any:
    """Run the kernels where they can run, else the formulas."""
    if 0 in values.shape:
        return values * 1
    if not axes:  # a single number is a group of its own
        return xp.squeeze(_softmax_of(function, xp, x, xp.expand_dims(values, axis=0), (0,), scale), axis=0)
    if library_of(values) == "torch":
        from workings.backends.arrays import _host

        if _host.takes(values):
            return getattr(_host, function)(values, axes, scale)
        kernels = _host.of_gpu(values)
        if kernels is not None and len(axes) == 1:
            turned = values.movedim(axes[0], -1) / scale if scale != 1.0 else values.movedim(axes[0], -1)
            return getattr(kernels, function)(turned).movedim(-1, axes[0])
    if scale != 1.0:
        values = values / scale
    return getattr(_formulas, function)(xp, values, axes)


def logsumexp(
    x: Any,
    axis: Any = -1,
    *,
    b: Any = None,
    keepdims: bool = False,
    return_sign: bool = False,
    where: Any = None,
    dtype: Any = None,
    out: Any = None,
) -> Any:
    """Return log(sum(b exp(x))) of each group; as `workings.logsumexp`."""
    _no_out("logsumexp", out)
    xp = _read.namespace(x)
    values, result = _read.floating("logsumexp", xp, x, dtype)
    axes = _read.axes("logsumexp", axis, values.ndim)
    if where is not None:
        taken = _read.mask("logsumexp", xp, values, where)
        values = xp.where(taken, values, xp.full_like(values, -float("inf")))
    single = not axes
    if single:
        values, axes = xp.expand_dims(values, axis=0), (0,)
    found, sign = _log_of_sum(xp, values, b, axes)
    if single:
        found, sign = xp.squeeze(found, axis=0), xp.squeeze(sign, axis=0)
    elif not keepdims:
        found, sign = xp.squeeze(found, axis=axes), xp.squeeze(sign, axis=axes)
    if not return_sign:
        found = xp.where(sign < 0, xp.full_like(found, float("nan")), found)
    found = found if found.dtype == result else xp.astype(found, result)
    return (found, xp.astype(sign, result)) if return_sign else found


def _log_of_sum(xp: Any, values: Any, b: Any, axes: Axes) -> tuple[Any, Any]:
    if any(values.shape[axis] == 0 for axis in axes):
        shape = tuple(1 if axis in axes else n for axis, n in enumerate(values.shape))
        empty = xp.broadcast_to(xp.sum(values, axis=axes, keepdims=True), shape)
        return empty - float("inf"), empty
    if b is not None:
        weights = _read.beside("logsumexp", xp, values, b, "b")
        weights, _ = _read.floating("logsumexp", xp, weights, name="b")
        return _formulas.signed_logsumexp(xp, values, xp.astype(weights, values.dtype), axes)
    if library_of(values) == "torch":
        from workings.backends.arrays import _host

        if _host.takes(values) and 0 not in values.shape:
            found = _host.logsumexp(values, axes)
            return found, _sign(xp, found)
    found = _formulas.logsumexp(xp, values, axes)
    return found, _sign(xp, found)


def _sign(xp: Any, found: Any) -> Any:
    fixed = _formulas.constant(xp, found)
    return xp.where(xp.isnan(fixed), fixed, xp.astype(fixed > -float("inf"), fixed.dtype))


def sigmoid(x: Any, *, where: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """Return 1 / (1 + exp(-x)); as `workings.sigmoid`."""
    return _by_entry("sigmoid", x, where, dtype, out)


def softplus(x: Any, *, where: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """Return log(1 + exp(x)); as `workings.softplus`."""
    return _by_entry("softplus", x, where, dtype, out)


def log_sigmoid(x: Any, *, where: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """Return log(1 / (1 + exp(-x))); as `workings.log_sigmoid`."""
    return _by_entry("log_sigmoid", x, where, dtype, out)


def _by_entry(function: str, x: Any, where: Any, dtype: Any, out: Any) -> Any:
    _no_out(function, out)
    xp = _read.namespace(x)
    values, result = _read.floating(function, xp, x, dtype)
    taken = None if where is None else _read.mask(function, xp, values, where)
    if taken is not None:  # what does not count must not make a derivative nan either
        values = xp.where(taken, values, xp.zeros_like(values))
    found = None
    if library_of(values) == "torch":
        from workings.backends.arrays import _host

        if _host.takes(values):
            found = _host.entries(function, values)
    if found is None:
        found = getattr(_formulas, function)(xp, values)
    if taken is not None:
        found = xp.where(taken, found, xp.zeros_like(found))
    return found if found.dtype == result else xp.astype(found, result)


def softmax_vjp(probabilities: Any, cotangent: Any, axis: Any = -1, *, temperature: float = 1.0) -> Any:
    """Return p (g - sum(p g)) / temperature; as `workings.softmax_vjp`."""
    scale = positive("softmax_vjp", temperature, "temperature")
    xp = _read.namespace(probabilities)
    p, result = _read.floating("softmax_vjp", xp, probabilities, name="probabilities")
    g = _read.beside("softmax_vjp", xp, probabilities, cotangent, "cotangent", "probabilities")
    g = xp.astype(_read.floating("softmax_vjp", xp, g, name="cotangent")[0], p.dtype)
    axes = _read.axes("softmax_vjp", axis, p.ndim, "probabilities")
    average = xp.sum(p * g, axis=axes, keepdims=True) if axes else p * g
    return xp.astype(p * (g - average) / scale, result)


def _no_out(function: str, out: Any) -> None:
    if out is not None:
        _read.refuse(function, "out is there for NumPy arrays only.", "Leave it out, and take what is returned.")
