"""The order in which stochastic gradient descent takes the samples: scikit-learn's, for the same ``random_state``.

scikit-learn shuffles by Fisher and Yates' exchanges, with the draws of Marsaglia's 32-bit xorshift generator
(Journal of Statistical Software 8 (14), 2003; shifts 13, 17, 5) from a seed that it takes from the random state. It
begins anew with the same seed at each pass, on the order that the pass before has left: so one permutation, applied
again and again, is all that there is.

The generator is linear over single bits: the state k steps on is a matrix of bits times this one. From a block of
states the next block of the same size follows at once, by looking up four bytes, so no loop in Python is needed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_BITS = np.uint32(1) << np.arange(32, dtype=np.uint32)


def _one_step(states: Array) -> Array:
    states = states ^ (states << np.uint32(13))
    states = states ^ (states >> np.uint32(17))
    return np.asarray(states ^ (states << np.uint32(5)), dtype=np.uint32)


def _many_steps(tables: Array, states: Array) -> Array:
    """Take each state as many steps further as the tables are for."""
    low = tables[0][states & np.uint32(255)]
    low ^= tables[1][(states >> np.uint32(8)) & np.uint32(255)]
    low ^= tables[2][(states >> np.uint32(16)) & np.uint32(255)]
    low ^= tables[3][states >> np.uint32(24)]
    return np.asarray(low)


@cache
def _tables(power: int) -> Array:
    """Return what each value of each of the four bytes contributes to the state 2**power steps on."""
    columns = (
        _one_step(_BITS) if power == 0 else _many_steps(_tables(power - 1), _many_steps(_tables(power - 1), _BITS))
    )
    tables = np.zeros((4, 256), dtype=np.uint32)
    for bit in range(8):
        tables[:, 1 << bit : 2 << bit] = tables[:, : 1 << bit] ^ columns.reshape(4, 8)[:, bit, None]
    return tables


def draws(seed: int, count: int) -> Array:
    """Return the first draws of the generator, below 2**31, as uint32."""
    states = _one_step(np.array([seed or 1], dtype=np.uint32))
    power = 0
    while len(states) < count:
        states = np.concatenate([states, _many_steps(_tables(power), states[: count - len(states)])])
        power += 1
    return np.asarray(states[:count] & np.uint32(0x7FFFFFFF))


def jumps(seed: int, n: int) -> Array:
    """Return how much further on the entry lies that is exchanged with the first, the second, ... of n."""
    count = max(n - 1, 0)
    left = np.arange(n, n - count, -1, dtype=np.uint32)
    return np.asarray(draws(seed, count) % left, dtype=np.int32)
