r"""The softmax family on dask arrays: no axis is ever gathered into one chunk.

Every chunk gives a state for each of its groups: the maximum m and :math:`s = \sum e^{(x - m) / T}` as a pair of
floats. States merge, in any order and so in a tree, by

.. math:: (m_1, s_1) + (m_2, s_2) = \bigl(M,\; s_1 e^{(m_1 - M) / T} + s_2 e^{(m_2 - M) / T}\bigr), \quad
          M = \max(m_1, m_2)

with exponentials and sums to about 2**-58, so that neither chunks nor the tree's depth cost digits. Only states travel
between workers: 24 bytes for each group and chunk. Everything computes in float64 and is rounded to the type of the
result at the end.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import partial
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from workings import _validation as validation
from workings.preprocessing import _pairs
from workings.special import _pairs as powers

Array = NDArray[Any]
_STATE = np.dtype([("top", "f8"), ("high", "f8"), ("low", "f8")])
_HIGH = np.array([high for high, _ in powers.TABLE])
_LOW = np.array([low for _, low in powers.TABLE])
_LIFT = 200
# How many states one task merges.
_FAN_IN = 8


def softmax(
    x: Any, axis: Any = -1, *, temperature: float = 1.0, where: Any = None, dtype: Any = None, out: Any = None
) -> Any:
    """Return the probabilities, lazily; arguments as in `workings.softmax`, but for `out`."""
    x, states, kind, scale = _grouped("softmax", x, axis, temperature, where, dtype, out)
    found = _together(_probabilities, x, states, kind, scale=scale)
    if where is None:
        return found
    da: Any = importlib.import_module("dask.array")

    return da.where(where, found, kind.type(0.0))


def log_softmax(
    x: Any, axis: Any = -1, *, temperature: float = 1.0, where: Any = None, dtype: Any = None, out: Any = None
) -> Any:
    """Return the logarithms of the probabilities, lazily; arguments as in `workings.log_softmax`, but for `out`."""
    x, states, kind, scale = _grouped("log_softmax", x, axis, temperature, where, dtype, out)
    found = _together(_logarithms, x, states, kind, scale=scale)
    if where is None:
        return found
    da: Any = importlib.import_module("dask.array")

    return da.where(where, found, kind.type(-np.inf))


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
    """Return log(sum(exp(x))), lazily; arguments as in `workings.logsumexp`, but for `b`, `return_sign` and `out`."""
    if b is not None or return_sign:
        _refuse("logsumexp", "b and return_sign are not there for dask arrays. Add log(b) to x for positive weights.")
    x, states, kind, _ = _grouped("logsumexp", x, axis, 1.0, where, dtype, out)
    found = states.map_blocks(_totals, kind, dtype=kind, meta=np.empty((0,) * states.ndim, dtype=kind))
    return found if keepdims else found.squeeze(axis=validation.axes_of("logsumexp", axis, x.ndim))


def softmax_vjp(probabilities: Any, cotangent: Any, axis: Any = -1, *, temperature: float = 1.0) -> Any:
    """Carry a gradient back through softmax, lazily; arguments as in `workings.softmax_vjp`."""
    scale = validation.positive("softmax_vjp", temperature, "temperature")
    axes = validation.axes_of("softmax_vjp", axis, probabilities.ndim, "probabilities")
    average = (probabilities * cotangent).sum(axis=axes, keepdims=True)
    return probabilities * (cotangent - average) / probabilities.dtype.type(scale)


def sigmoid(x: Any, *, where: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """Return 1 / (1 + exp(-x)) of every entry, lazily."""
    return _each("sigmoid", x, where, dtype, out)


def log_sigmoid(x: Any, *, where: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """Return log(sigmoid(x)) of every entry, lazily."""
    return _each("log_sigmoid", x, where, dtype, out)


def softplus(x: Any, *, where: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """Return log(1 + exp(x)) of every entry, lazily."""
    return _each("softplus", x, where, dtype, out)


def cross_entropy(*args: Any, **options: Any) -> Any:
    """Return the cross-entropy, lazily; see `workings.backends.dask.entropy`, which builds on this file."""
    return importlib.import_module("workings.backends.dask.entropy").cross_entropy(*args, **options)


def cross_entropy_gradient(*args: Any, **options: Any) -> Any:
    """Return the gradient of the cross-entropy, lazily."""
    return importlib.import_module("workings.backends.dask.entropy").cross_entropy_gradient(*args, **options)


def _refuse(function: str, why: str) -> NoReturn:
    raise TypeError(f"{function}: {why}")


def _each(function: str, x: Any, where: Any, dtype: Any, out: Any) -> Any:
    if where is not None or out is not None:
        _refuse(function, "where and out are not there for dask arrays. Try dask.array.where on the result.")
    kind = validation.formats(function, x.dtype, dtype).result
    return x.map_blocks(_call, function, kind, dtype=kind, meta=np.empty((0,) * x.ndim, dtype=kind))


def _call(block: Array, function: str, kind: np.dtype[Any]) -> Array:
    import workings.special as functions

    found: Array = np.asarray(getattr(functions, function)(block, dtype=kind))
    return found


def _grouped(
    function: str, x: Any, axis: Any, temperature: Any, where: Any, dtype: Any, out: Any
) -> tuple[Any, Any, np.dtype[Any], float]:
    """Return x, the states of its groups (axes kept), the type of the result, the temperature."""
    da: Any = importlib.import_module("dask.array")

    if out is not None:
        _refuse(function, "dask arrays cannot be written into. Leave out=... away, and use what is returned.")
    x = x.to_dask_array() if hasattr(x, "to_dask_array") else x
    if x.dtype.kind not in "fiub" and x.dtype.name != "bfloat16":
        _refuse(function, f"x has type {x.dtype}, and scores are real numbers. Try x.astype(float).")
    kinds = validation.formats(function, x.dtype, dtype)
    if kinds.compute.itemsize > 8:
        _refuse(function, "long double is not there for dask arrays. Try x.astype(float).")
    scale = 1.0 if temperature == 1.0 else validation.positive(function, temperature, "temperature")
    axes = validation.axes_of(function, axis, x.ndim)
    if where is not None:
        if getattr(where, "dtype", np.asarray(where).dtype) != np.bool_:
            _refuse(function, "where is no mask of bool. Try where=mask.astype(bool).")
        x = da.where(where, x.astype(np.float64), -np.inf)
    states = _reduced(da, x, axes, scale)
    return x, states, kinds.result, scale


def _reduced(da: Any, x: Any, axes: tuple[int, ...], scale: float) -> Any:
    return da.reduction(
        x,
        partial(_state, scale=scale),
        partial(_merged, scale=scale),
        combine=partial(_merged, scale=scale),
        axis=axes,
        keepdims=True,
        concatenate=False,
        split_every=_FAN_IN,
        dtype=_STATE,
        meta=np.empty((0,) * x.ndim, dtype=_STATE),
    )


def _together(function: Any, x: Any, states: Any, kind: np.dtype[Any], **options: Any) -> Any:
    da: Any = importlib.import_module("dask.array")

    meta = np.empty((0,) * x.ndim, dtype=kind)
    return da.map_blocks(function, x, states, kind=kind, dtype=kind, meta=meta, chunks=x.chunks, **options)


def _exp(high: Array, low: Array) -> _pairs.Pair:
    """Return exp(high + low) 2**200 as a pair, for numbers from -800 to 0; less counts as -800, NaN stays."""
    with np.errstate(invalid="ignore"):
        x = np.maximum(high, -800.0)
        k = np.nan_to_num(np.rint(x * powers.PER_STEP)).astype(np.int64)
        rest = np.where(high < -800.0, 0.0, low)
        small = np.expm1((x - k * powers.STEP_HIGH) - k * powers.STEP_LOW + rest)
        at, lift = k & 63, (k >> 6) + _LIFT
        return _pairs.settled(np.ldexp(_HIGH[at], lift), np.ldexp(_LOW[at] + _HIGH[at] * small, lift))


def _below(x: Array, top: Array, scale: float) -> _pairs.Pair:
    """Return (x - top) / scale as a pair; -inf where x is -inf, NaN where the maximum is NaN or +inf."""
    with np.errstate(invalid="ignore", over="ignore"):
        base = np.where(np.isneginf(top), 0.0, top)
        high, low = _pairs.two_sum(x.astype(np.float64), -base)
        low = np.where(np.isfinite(high), low, 0.0)
        if scale != 1.0:
            finite = np.isfinite(high)
            divided = _pairs.divide((np.where(finite, high, 0.0), low), np.asarray(scale))
            high, low = np.where(finite, divided[0], high), np.where(np.isfinite(divided[0]), divided[1], 0.0)
    return high, low


def _sum(terms: _pairs.Pair, axes: tuple[int, ...]) -> _pairs.Pair:
    """Return the sum over some axes, which are kept, as a pair."""
    shape = terms[0].shape
    kept = tuple(1 if i in axes else n for i, n in enumerate(shape))
    rows = [
        np.moveaxis(t, axes, tuple(range(len(axes)))).reshape(-1, *(n for i, n in enumerate(shape) if i not in axes))
        for t in terms
    ]
    high, low = _pairs.sum_rows(*rows)
    return high.reshape(kept), low.reshape(kept)


def _state(x: Array, axis: Any, keepdims: bool, scale: float = 1.0) -> Array:
    """Return the state of each group of a chunk, its sum without the lift."""
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    top = np.max(x.astype(np.float64), axis=axes, keepdims=True, initial=-np.inf)
    state = np.empty(top.shape, dtype=_STATE)
    state["top"] = top
    high, low = _sum(_exp(*_below(x, top, scale)), axes)
    empty = np.isneginf(top)
    state["high"] = np.where(empty, 0.0, np.ldexp(high, -_LIFT))
    state["low"] = np.where(empty, 0.0, np.ldexp(low, -_LIFT))
    return state


def _flat(states: Any) -> Iterator[Array]:
    if isinstance(states, list):
        for one in states:
            yield from _flat(one)
    else:
        yield states


def _merged(states: Any, axis: Any, keepdims: bool, scale: float = 1.0) -> Array:
    """Return the state of all the parts that some states have."""
    all_states = np.stack(list(_flat(states)))
    total: Array = all_states[0].copy()
    total["top"] = top = all_states["top"].max(axis=0)
    factor = _exp(*_below(all_states["top"], top[None], scale))
    scaled = _pairs.multiply((all_states["high"], all_states["low"]), factor)
    high, low = _pairs.sum_rows(*scaled)
    total["high"], total["low"] = np.ldexp(high, -_LIFT), np.ldexp(low, -_LIFT)
    return total


def _probabilities(x: Array, states: Array, kind: np.dtype[Any], scale: float) -> Array:
    high, low = _exp(*_below(x, states["top"], scale))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
        quotient, rest = _pairs.divide((high, low), states["high"])
        share = quotient + (rest - quotient * (states["low"] / states["high"]))
        share = np.where(np.isneginf(x), 0.0, np.ldexp(share, -_LIFT))
        share = np.where(np.isfinite(states["top"]), share, np.nan)
        found: Array = share.astype(kind)
    return found


def _log(states: Array) -> _pairs.Pair:
    """Return the logarithms of the sums as pairs."""
    with np.errstate(invalid="ignore", divide="ignore"):
        first = np.where(states["high"] > 0.0, np.log(states["high"]), 0.0)
        inverse = _exp(-first, np.zeros_like(first))
        inverse = np.ldexp(inverse[0], -_LIFT), np.ldexp(inverse[1], -_LIFT)
        near = _pairs.multiply((states["high"], states["low"]), inverse)
        return first, np.log1p((near[0] - 1.0) + near[1])


def _logarithms(x: Array, states: Array, kind: np.dtype[Any], scale: float) -> Array:
    high, low = _below(x, states["top"], scale)
    first, second = _log(states)
    with np.errstate(invalid="ignore", over="ignore"):
        total, rest = _pairs.two_sum(high, -first)
        value = np.where(np.isfinite(total), total + (rest + (low - second)), total)
        value = np.where(np.isfinite(states["top"]), value, np.nan)
        found: Array = value.astype(kind)
    return found


def _totals(states: Array, kind: np.dtype[Any]) -> Array:
    first, second = _log(states)
    with np.errstate(invalid="ignore", over="ignore"):
        total, rest = _pairs.two_sum(states["top"], first)
        value = np.where(np.isfinite(total), total + (rest + second), states["top"])
        found: Array = value.astype(kind)
    return found
