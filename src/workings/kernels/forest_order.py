"""Sort the keys of a node's samples: few of them for eight features side by side, many for one feature by their digits.

A key holds the level of a sample in a feature (its place among the distinct values) in its upper half, and what is to
be known of the sample in its lower half, so that nothing has to be looked up once it is sorted. A sorting network
compares the same places whatever stands there: no branch is guessed wrongly, and one instruction serves eight features.

Source: Knuth, The Art of Computer Programming, vol. 3, sections 5.2.2 (algorithm M, merge exchange, for any number of
keys) and 5.2.5 (radix).
"""

from __future__ import annotations

from workings.kernels._jit import bare_helper
from workings.kernels._lanes import order_eight

# Keys up to which the network is quicker than digits; samples that are copied to stand side by side.
FEW = NEAR = 256
_MOST_BITS = 11


@bare_helper
def sort_lanes(table, size):
    """Sort the first `size` rows of each of the eight columns."""
    top = 1
    while 2 * top < size:
        top *= 2
    p = top
    while p > 0:
        q, r, d = top, 0, p
        while True:
            if p == 1:
                for i in range(r, size - d, 2):
                    order_eight(table, i, i + d)
            else:
                for start in range(r, size - d, 2 * p):
                    for i in range(start, min(start + p, size - d)):
                        order_eight(table, i, i + d)
            if q == p:
                break
            d, q, r = q - p, q // 2, p
        p //= 2


@bare_helper
def digits_of(largest):
    """Return how many digits of how many bits make up the levels up to the largest."""
    bits = 1
    while largest >> bits:
        bits += 1
    turns = (bits + _MOST_BITS - 1) // _MOST_BITS
    return turns, (bits + turns - 1) // turns


@bare_helper
def sort_keys(keys, other, counts, size, turns, digit):
    """Sort the first keys by their upper halves; return whether into `other`.

    counts: two rows of 2 ** 11, of which the first says how many keys have each last digit. Each turn counts for the
    next one.
    """
    mask, width = (1 << digit) - 1, 1 << digit
    source, target = keys, other
    for turn in range(turns):
        here, after, shift = counts[turn & 1], counts[1 - (turn & 1)], 32 + turn * digit
        total = 0
        for d in range(width):
            count = here[d]
            here[d] = total
            total += count
            after[d] = 0
        for i in range(size):
            key = source[i]
            d = (key >> shift) & mask
            target[here[d]] = key
            here[d] += 1
            after[(key >> (shift + digit)) & mask] += 1
        source, target = target, source
    return turns & 1 == 1
