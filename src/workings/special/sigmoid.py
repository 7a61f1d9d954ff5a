"""Sigmoid, its logarithm, and softplus: softmax's relatives for two classes, entry by entry."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workings import _other_arrays
from workings._validation import Array
from workings.special import _long_double, _small
from workings.special._groupwise import by_entry


def sigmoid(x: ArrayLike, *, where: ArrayLike | None = None, dtype: Any = None, out: Array | None = None) -> Any:
    r"""Return the logistic sigmoid of each entry.

    .. math:: \sigma(x) = \frac{1}{1 + e^{-x}}

    Parameters
    ----------
    x : array_like of real numbers, any shape
        Never changed; types are treated as in `softmax`.
    where : array_like of bool, broadcastable to x, optional
        Where it is False the result is 0.
    dtype : floating dtype, optional
        Type of the result; the wider of this and x's type computes.
    out : ndarray, optional
        Where to put the result: same shape, type of the result.

    Returns
    -------
    ndarray of x's shape, or a scalar
        Between 0 and 1, within 2 units in the last place of the true value, down to the smallest subnormal number.
        -inf gives 0, +inf gives 1, nan gives nan.

    Raises
    ------
    TypeError, ValueError
        As `softmax` does, for x, `where`, `dtype` and `out`.

    Notes
    -----
    It is `softmax` of the two scores x and 0. Left of 0 the formula above computes a tiny number as the reciprocal of a
    huge one, which overflows from -710 on; ``exp(x) / (1 + exp(x))`` is the same and does not.
    Its derivative is :math:`\sigma(x) (1 - \sigma(x))`, and :math:`1 - \sigma(x) = \sigma(-x)`: write it so.
    Cost: one exponential and one division for each entry.

    Examples
    --------
    >>> from workings import sigmoid
    >>> sigmoid([-1000.0, 0.0, 2.0]).round(4)
    array([0.    , 0.5   , 0.8808])
    """
    if type(x) is not np.ndarray and (library := _other_arrays.library_of(x)):
        return _other_arrays.special(library, "sigmoid")(x, where=where, dtype=dtype, out=out)
    return by_entry(
        "sigmoid",
        x,
        where,
        dtype,
        out,
        formula=_small.sigmoid,
        kernel=_kernel("sigmoid"),
        long_double=_long_double.sigmoid,
    )


def softplus(x: ArrayLike, *, where: ArrayLike | None = None, dtype: Any = None, out: Array | None = None) -> Any:
    r"""Return log(1 + exp(x)) of each entry: a smooth max(x, 0).

    .. math:: \mathrm{softplus}(x) = \log(1 + e^x) = \max(x, 0) + \log(1 + e^{-|x|})

    Parameters
    ----------
    x : array_like of real numbers, any shape
        Never changed; types are treated as in `softmax`.
    where : array_like of bool, broadcastable to x, optional
        Where it is False the result is 0.
    dtype : floating dtype, optional
        Type of the result; the wider of this and x's type computes.
    out : ndarray, optional
        Where to put the result: same shape, type of the result.

    Returns
    -------
    ndarray of x's shape, or a scalar
        Within 2 units in the last place of the true value. -inf gives 0, +inf gives inf, nan gives nan.

    Raises
    ------
    TypeError, ValueError
        As `softmax` does, for x, `where`, `dtype` and `out`.

    Notes
    -----
    It is `logsumexp` of x and 0; its derivative is `sigmoid`. The second formula cannot overflow, and log1p keeps the
    digits of exp(-|x|) that 1 + exp(-|x|) would drop. Cost: one exponential and one log1p for each entry.

    Examples
    --------
    >>> from workings import softplus
    >>> softplus([-50.0, 0.0, 1000.0])
    array([1.92874985e-22, 6.93147181e-01, 1.00000000e+03])
    """
    if type(x) is not np.ndarray and (library := _other_arrays.library_of(x)):
        return _other_arrays.special(library, "softplus")(x, where=where, dtype=dtype, out=out)
    return by_entry(
        "softplus",
        x,
        where,
        dtype,
        out,
        formula=_small.softplus,
        kernel=_kernel("softplus"),
        long_double=_long_double.softplus,
    )


def log_sigmoid(x: ArrayLike, *, where: ArrayLike | None = None, dtype: Any = None, out: Array | None = None) -> Any:
    r"""Return the logarithm of the sigmoid of each entry.

    .. math:: \log \sigma(x) = -\log(1 + e^{-x}) = -\mathrm{softplus}(-x)

    Parameters
    ----------
    x : array_like of real numbers, any shape
        Never changed; types are treated as in `softmax`.
    where : array_like of bool, broadcastable to x, optional
        Where it is False the result is 0.
    dtype : floating dtype, optional
        Type of the result; the wider of this and x's type computes.
    out : ndarray, optional
        Where to put the result: same shape, type of the result.

    Returns
    -------
    ndarray of x's shape, or a scalar
        At most 0, within 2 units in the last place of the true value. -inf gives -inf, +inf gives 0, nan gives nan.

    Raises
    ------
    TypeError, ValueError
        As `softmax` does, for x, `where`, `dtype` and `out`.

    Notes
    -----
    The loss of logistic regression is ``-log_sigmoid(margin)``. ``log(sigmoid(x))`` is -inf from -746 on and 0 from 37
    on. Cost: that of `softplus`.

    Examples
    --------
    >>> from workings import log_sigmoid
    >>> log_sigmoid([-1000.0, 0.0, 40.0])
    array([-1.00000000e+03, -6.93147181e-01, -4.24835426e-18])
    """
    if type(x) is not np.ndarray and (library := _other_arrays.library_of(x)):
        return _other_arrays.special(library, "log_sigmoid")(x, where=where, dtype=dtype, out=out)
    return by_entry(
        "log_sigmoid",
        x,
        where,
        dtype,
        out,
        formula=_small.log_sigmoid,
        kernel=_kernel("log_sigmoid"),
        long_double=_long_double.log_sigmoid,
    )


def _kernel(name: str) -> Any:
    """Return a function that imports the kernels only when it is called."""

    def run(x: Array, y: Array) -> None:
        from workings.special import _engine

        getattr(_engine, name)(x, y)

    return run
