"""The logarithm of a sum of exponentials: the smooth maximum."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workings import _other_arrays
from workings import _validation as validation
from workings._validation import Array
from workings.special import _long_double, _small
from workings.special._call import masked, read
from workings.special._layout import as_rows, lay_out


def logsumexp(
    x: ArrayLike,
    axis: int | tuple[int, ...] | None = -1,
    *,
    b: ArrayLike | None = None,
    keepdims: bool = False,
    return_sign: bool = False,
    where: ArrayLike | None = None,
    dtype: Any = None,
    out: Array | None = None,
) -> Any:
    r"""Return the logarithm of the sum of exponentials of each group.

    .. math:: \mathrm{lse}(x) = \log \sum_j b_j e^{x_j}

    Parameters
    ----------
    x : array_like of real numbers, any shape
        The exponents. Never changed; types are treated as in `softmax`.
    axis : int, tuple of int, or None, default -1
        The axis along which a group lies; None: the whole array is one group.
    b : array_like of real numbers, broadcastable to x, optional
        Weights of the terms, as in `scipy.special.logsumexp`; negative ones subtract. A weight of 0 leaves its entry
        out, whatever it is.
    keepdims : bool, default False
        Keep the reduced axes as axes of length one.
    return_sign : bool, default False
        Also return the sign of the sum, and the log of its absolute value; without it, a negative sum gives nan.
    where : array_like of bool, broadcastable to x, optional
        Entries where it is False are left out.
    dtype : floating dtype, optional
        Type of the result; the wider of this and x's type computes.
    out : ndarray, optional
        Where to put the result: the reduced shape, type of the result.

    Returns
    -------
    ndarray of the reduced shape, or a scalar; with `return_sign` a pair of them
        Without weights within 2 units in the last place of the true value for every finite x. An empty group, or one of
        -inf alone, is -inf: the log of 0.

    Raises
    ------
    TypeError, ValueError
        As `softmax` does.

    Notes
    -----
    It lies between the maximum and the maximum plus log(n): a smooth maximum, whose gradient is `softmax`. The maximum
    is taken out first, ``max + log(sum(exp(x - max)))``, or the exponentials overflow.

    Where the result is near 0 the maximum (negative) and the logarithm cancel: for the logs of probabilities, which add
    up to nearly 1, no digit of a float64 sum survives. Such groups are computed once more in 128-bit fixed point. It is
    exact by default, and costs about 80 ns more for each entry of such a group.

    A group with nan is nan; else a group with +inf is +inf. With weights, terms and their sum are computed in long
    double: without cancellation between positive and negative terms as exact as without weights.

    Cost: one exponential for each entry and one log for each group.

    Examples
    --------
    >>> import numpy as np
    >>> from workings import logsumexp
    >>> float(logsumexp([1000.0, 1000.0]))  # 1000 + log(2)
    1000.6931471805599
    >>> float(logsumexp(np.log([0.5, 0.5])))  # the logs are rounded, and this is by how much
    2.3190468138462996e-17
    >>> logsumexp([[0.0, 0.0], [1.0, 1.0]], axis=1).round(4)
    array([0.6931, 1.6931])
    >>> float(logsumexp([3.0, 2.0], b=[1.0, -1.0]))  # log(e**3 - e**2)
    2.541324854612918
    """
    if type(x) is not np.ndarray and (library := _other_arrays.library_of(x)):
        return _other_arrays.special(library, "logsumexp")(
            x, axis, b=b, keepdims=keepdims, return_sign=return_sign, where=where, dtype=dtype, out=out
        )
    plain = b is None and not return_sign

    def reduced(array: Array) -> tuple[int, ...]:
        axes = _axes(axis, array.ndim)
        kept = tuple(1 if a in axes else n for a, n in enumerate(array.shape))
        return kept if keepdims else tuple(n for a, n in enumerate(array.shape) if a not in axes)

    request = read("logsumexp", x, dtype, out, reduced=reduced)
    axes = _axes(axis, request.x.ndim)
    wide, _ = masked("logsumexp", request.widened(), where)
    shape = reduced(wide)
    if wide.size == 0:
        result = np.full(shape, -np.inf, dtype=request.formats.compute)
        sign = np.zeros(shape, dtype=request.formats.compute)
    elif plain:
        result = _unweighted(wide, axes, request.is_long).reshape(shape)
    else:
        result, sign = (part.reshape(shape) for part in _weighted(wide, axes, b))
    if not return_sign:
        if not plain and wide.size:
            result = np.where(sign < 0, np.asarray(np.nan, dtype=result.dtype), result)
        return request.deliver(result)
    if plain:
        sign = np.where(np.isnan(result), result, (result > -np.inf).astype(result.dtype))
    sign = sign.astype(request.formats.result)
    return request.deliver(result), sign if sign.ndim else sign[()]


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    return () if ndim == 0 and axis in (-1, 0) else validation.axes_of("logsumexp", axis, ndim)


def _unweighted(x: Array, axes: tuple[int, ...], is_long: bool) -> Array:
    if is_long:
        return _long_double.logsumexp(x, axes)
    if x.size <= _small.SMALL:
        groups = as_rows(lay_out(x, axes, np.dtype(np.float64)))
        values, n = groups.flat.tolist(), groups.n
        results = np.array([_small.logsumexp(values[a : a + n]) for a in range(0, len(values), n)])
    else:
        from workings.special import _engine

        groups = as_rows(lay_out(x, axes, x.dtype))
        results = _engine.logsumexp(groups)
    # The groups come in the order in which the array lies in memory; their own axes go back to their places.
    kept = tuple(1 if place in axes else n for place, n in enumerate(x.shape))
    if groups.order is None:
        return results.reshape(kept)
    lain = tuple(kept[place] for place in np.argsort(groups.order))
    return results.reshape(lain).transpose(groups.order)


def _weighted(x: Array, axes: tuple[int, ...], b: ArrayLike | None) -> tuple[Array, Array]:
    """Return log |sum(b exp(x))| and the sum's sign, both with the reduced axes kept."""
    weights = validation.as_numbers("logsumexp", 1.0 if b is None else b, "b")
    try:
        weights = np.broadcast_to(weights, x.shape).astype(np.longdouble)
    except ValueError:
        raise ValueError(
            f"logsumexp: b has shape {weights.shape}, which cannot be broadcast to x's shape {x.shape}. "
            "Give one weight for each entry of x."
        ) from None
    with np.errstate(all="ignore"):
        values = np.where(weights == 0, np.longdouble(-np.inf), x.astype(np.longdouble))
        top = values.max(axis=axes, keepdims=True)
        finite = np.where(np.isfinite(top), top, np.longdouble(0))
        total = (weights * np.exp(values - finite)).sum(axis=axes, keepdims=True, where=weights != 0)
        return finite + np.log(np.abs(total)), np.sign(total)
