"""The logarithm of softmax."""

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


def log_softmax(
    x: ArrayLike,
    axis: int | tuple[int, ...] | None = -1,
    *,
    temperature: float = 1.0,
    where: ArrayLike | None = None,
    dtype: Any = None,
    out: Array | None = None,
) -> Any:
    r"""Return the logarithms of softmax's probabilities, exact where ``log(softmax(x))`` is not.

    .. math:: \log\mathrm{softmax}(x)_i = x_i / T - \log \sum_j e^{x_j / T}

    Parameters
    ----------
    x : array_like of real numbers, any shape
        The scores. Never changed; types are treated as in `softmax`.
    axis : int, tuple of int, or None, default -1
        The axis along which a group lies; None: the whole array is one group.
    temperature : float, default 1.0
        T above: positive.
    where : array_like of bool, broadcastable to x, optional
        Entries where it is False take no part and get -inf, the log of probability 0.
    dtype : floating dtype, optional
        Type of the result; the wider of this and x's type computes.
    out : ndarray, optional
        Where to put the result: same shape, type of the result.

    Returns
    -------
    ndarray of x's shape, or a scalar if x has no axes
        Every entry at most 0, within 2 units in the last place of the true value for every finite x.

    Raises
    ------
    TypeError, ValueError
        As `softmax` does.

    Notes
    -----
    ``log(softmax(x))`` loses twice: probabilities below 1e-308 are 0, whose log is -inf; and probabilities near 1 have
    lost the digits that their log consists of. So does ``x - max - log(sum(exp(x - max)))`` near 0: 1 + 4e-18 rounds to
    1, whose log is 0. Here entries equal to the maximum are counted and only the others are summed, so that log1p sees
    what is left: ``log_softmax([0, -40])[0]`` is -4.248e-18.

    -inf stays -inf; a group with nan or +inf, or all -inf, is nan throughout. Cost: two exponentials for each entry,
    one log for each group, sums in two parts; axes other than the last are copied once.

    Examples
    --------
    >>> from workings import log_softmax
    >>> log_softmax([1.0, 2.0, 3.0]).round(4)
    array([-2.4076, -1.4076, -0.4076])
    >>> float(log_softmax([0.0, -40.0])[0])
    -4.248354255291589e-18
    >>> log_softmax([0.0, 2000.0])  # log(softmax) would be -inf and 0
    array([-2000.,     0.])
    """
    if type(x) is not np.ndarray and (library := _other_arrays.library_of(x)):
        return _other_arrays.special(library, "log_softmax")(
            x, axis, temperature=temperature, where=where, dtype=dtype, out=out
        )
    scale = 1.0 if temperature == 1.0 else validation.positive("log_softmax", temperature, "temperature")

    def kernel(groups: Groups, flat: Array) -> None:
        from workings.special import _engine

        along_rows(groups, flat, lambda rows, y: _engine.log_softmax(rows, y, scale))

    return by_group(
        read("log_softmax", x, dtype, out),
        axis,
        where,
        formula=lambda values: _small.log_softmax(values, scale),
        kernel=kernel,
        long_double=lambda array, axes: _long_double.log_softmax(array, axes, scale),
        outside=-np.inf,
    )
