"""Softmax and its vector-Jacobian product."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from workings import _other_arrays
from workings import _validation as validation
from workings._validation import Array
from workings.special import _long_double, _small
from workings.special._call import read
from workings.special._groupwise import by_group
from workings.special._layout import Groups, along_rows

_FLOAT64 = np.dtype(np.float64)
_ndarray = np.ndarray
_from_iterable = np.fromiter
_empty = np.empty


def softmax(
    x: ArrayLike,
    axis: int | tuple[int, ...] | None = -1,
    *,
    temperature: float = 1.0,
    where: ArrayLike | None = None,
    dtype: Any = None,
    out: Array | None = None,
) -> Any:
    r"""Turn scores into probabilities: exponentiate each, divide by the sum of its group.

    .. math:: \mathrm{softmax}(x)_i = \frac{e^{x_i / T}}{\sum_j e^{x_j / T}}

    Parameters
    ----------
    x : array_like of real numbers, any shape
        The scores ("logits"), without unit. Never changed. Integers and bool compute in float64; float16 and bfloat16
        compute in float32 and round once; long double keeps its precision.
    axis : int, tuple of int, or None, default -1
        The axis along which a group lies, see below. None: the whole array is one group.
    temperature : float, default 1.0
        T above: positive. Small values sharpen towards a one-hot of argmax, large ones flatten towards 1/n.
    where : array_like of bool, broadcastable to x, optional
        Entries where it is False take no part and get probability 0.
    dtype : floating dtype, optional
        Type of the result; the wider of this and x's type computes.
    out : ndarray, optional
        Where to put the result: same shape, type of the result. It may be x itself.

    Returns
    -------
    ndarray of x's shape, or a scalar if x has no axes
        Every entry in [0, 1]; every group sums to 1 up to rounding. Within 2 units in the last place of the true
        value, for every finite x, subnormal results included.

    Raises
    ------
    TypeError
        x is complex, of objects, sparse or masked; `where` is not bool; `out` has another type.
    ValueError
        An axis that x does not have (`numpy.exceptions.AxisError`), a temperature that is not positive and finite,
        a wrong shape of `where` or `out`.

    Notes
    -----
    **Why subtract the maximum?** For any constant c, :math:`e^{x_i - c} / \sum_j e^{x_j - c}` is the same number: the
    factor :math:`e^{-c}` stands above and below the line and cancels. Mathematically nothing changes. Numerically
    everything does: in float64 ``exp(710)`` is inf, and inf / inf is nan; in float32 that happens from 89 on. With
    c = max(x) the largest exponent is 0: no exponential exceeds 1, one of them is exactly 1, so the sum lies between 1
    and n, and there is neither overflow nor 0/0. Each group needs its own maximum: with one maximum for a whole batch,
    a group that lies far below it underflows to 0/0.

    **The rounding of x - max.** The subtraction is off by up to half a unit in the last place of x, and exp turns an
    absolute error of its argument into a relative error of its value: with scores around 700 that costs 60 to 300 units
    in the last place. Here x itself is split into a multiple of ln 2 and a rest, exactly, and the maximum only
    contributes an integer to the exponent of 2.

    **What the axis means.** Along `axis` the results sum to 1. Scores of shape (samples, classes) want the default -1,
    each row a distribution; scores of shape (classes, samples) want ``axis=0``, each column one.

    **Its relatives.** argmax is its limit: as the temperature goes to 0 all probability moves to the largest entry
    (shared among equals), so softmax is a smooth argmax, not a smooth maximum. The smooth maximum is `logsumexp`, and
    softmax is its gradient. For two scores it is the `sigmoid` of their difference:
    ``softmax([a, b])[0] == sigmoid(a - b)``. Its logarithm is `log_softmax`, to be used wherever a log follows.

    **Special values.** -inf is a mask: probability 0. A group with nan, or with +inf, or all -inf is nan throughout:
    inf - inf has no value, and no evidence is no distribution. A group that `where` excludes altogether is 0
    throughout. A group of one finite entry is 1. Empty input gives empty output.

    **Cost.** Two or three passes over data in the cache, one exponential for each entry (two, along other axes than the
    last). Up to 32 entries are computed in plain floats, about 2 microseconds for three, without loading the compiler;
    more entries go to compiled kernels, in all cores if that pays. Once those are loaded, short vectors are compiled,
    too, to the same bits, and three entries take 0.7 microseconds.

    References
    ----------
    P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and softmax functions", IMA Journal
    of Numerical Analysis 41 (2021), 2311-2330.

    Examples
    --------
    >>> import numpy as np
    >>> from workings import softmax
    >>> softmax([1.0, 2.0, 3.0]).round(4)
    array([0.09  , 0.2447, 0.6652])
    >>> softmax([1000.0, 1000.0])  # no overflow
    array([0.5, 0.5])
    >>> scores = np.array([[1.0, 2.0], [3.0, 5.0]])
    >>> softmax(scores).sum(axis=1)  # each row
    array([1., 1.])
    >>> softmax(scores, axis=0).sum(axis=0)  # each column
    array([1., 1.])
    >>> softmax([3.0, 1.0, -np.inf]).round(4)  # a mask
    array([0.8808, 0.1192, 0.    ])
    """
    # A short vector is the most frequent call, and overhead is most of its cost: no step too many.
    if (
        type(x) is _ndarray
        and x.dtype is _FLOAT64
        and len(x.shape) == 1
        and axis == -1
        and temperature == 1.0
        and where is dtype is out is None
        and 0 < len(x) <= _small.SMALL
    ):
        if _small.compiled is not None and x.flags.carray:
            y = _empty(len(x))
            if _small.compiled(x, y):
                return y
        return _from_iterable(_small.softmax(x.tolist()), _FLOAT64)
    if type(x) is not _ndarray and (library := _other_arrays.library_of(x)):
        return _other_arrays.special(library, "softmax")(
            x, axis, temperature=temperature, where=where, dtype=dtype, out=out
        )
    scale = 1.0 if temperature == 1.0 else validation.positive("softmax", temperature, "temperature")

    def kernel(groups: Groups, flat: Array) -> None:
        from workings.special import _engine

        if scale == 1.0:
            _engine.softmax(groups, flat)
        else:
            along_rows(groups, flat, lambda rows, y: _engine.softmax_at_temperature(rows, y, scale))

    return by_group(
        read("softmax", x, dtype, out),
        axis,
        where,
        formula=lambda values: _small.softmax(values, scale),
        kernel=kernel,
        long_double=lambda array, axes: _long_double.softmax(array, axes, scale),
        outside=0.0,
    )


def softmax_vjp(
    probabilities: ArrayLike, cotangent: ArrayLike, axis: int | tuple[int, ...] | None = -1, *, temperature: float = 1.0
) -> Any:
    r"""Carry a gradient back through softmax: from the probabilities to the scores.

    Softmax's Jacobian is :math:`\partial p_i / \partial x_j = p_i (\delta_{ij} - p_j) / T`. Nobody needs the matrix:
    its product with a cotangent g is

    .. math:: \bar x_i = p_i \Bigl(g_i - \sum_j p_j g_j\Bigr) / T

    each entry's share of how far its own gradient lies above the average gradient.

    Parameters
    ----------
    probabilities : array_like of real numbers, any shape
        What softmax returned, p above.
    cotangent : array_like, broadcastable to the same shape
        The gradient of the loss with respect to the probabilities, g above.
    axis : int, tuple of int, or None, default -1
        The axis that softmax was taken along.
    temperature : float, default 1.0
        The temperature that softmax was taken at.

    Returns
    -------
    ndarray of the probabilities' shape, float64 (float32 if both inputs are)
        The gradient with respect to the scores; along the axis it sums to 0 up to rounding, because adding a constant
        to all scores of a group changes nothing.

    Notes
    -----
    Cost: two multiplications and two additions for each entry, no exponential.

    Examples
    --------
    >>> import numpy as np
    >>> from workings import softmax, softmax_vjp
    >>> p = softmax([1.0, 2.0, 3.0])
    >>> softmax_vjp(p, [0.0, 0.0, 1.0]).round(4)  # how the last probability answers to each score
    array([-0.0599, -0.1628,  0.2227])
    """
    if library := _other_arrays.library_of(probabilities):
        return _other_arrays.special(library, "softmax_vjp")(probabilities, cotangent, axis, temperature=temperature)
    scale = validation.positive("softmax_vjp", temperature, "temperature")
    p = validation.as_numbers("softmax_vjp", probabilities, "probabilities")
    g = validation.as_numbers("softmax_vjp", cotangent, "cotangent")
    kind = np.result_type(*(validation.formats("softmax_vjp", a.dtype).compute for a in (p, g)))
    axes = () if p.ndim == 0 and axis in (-1, 0) else validation.axes_of("softmax_vjp", axis, p.ndim, "probabilities")
    try:
        g = np.broadcast_to(g, p.shape)
    except ValueError:
        raise ValueError(
            f"softmax_vjp: the cotangent has shape {g.shape}, the probabilities {p.shape}. "
            "Give one gradient for each probability."
        ) from None
    p, g = p.astype(kind, copy=False), g.astype(kind, copy=False)
    average = (p * g).sum(axis=axes, keepdims=True)
    result = p * (g - average)
    if scale != 1.0:
        result = result / kind.type(scale)
    return result if result.ndim else result[()]
