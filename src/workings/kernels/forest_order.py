"""Sort the places of a node's samples, in one of four ways: whichever is quickest for as many as there are.

Very few are inserted one after the other. Few are compared each with each, without a branch: a sample's rank is how
many places are smaller. If they are a good
part of all samples, each sets its bit in a row of bits, which is then read from the left. In between, they are sorted
by digits of 8 bits and more. All ways give the same order, as no two places are equal.

Source: Knuth, The Art of Computer Programming, vol. 3, sections 5.2 (comparison counting), 5.2.1 (insertion) and
5.2.5 (radix).
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import lowest_bit, one_more_if
from workings.kernels._jit import exact_helper

_VERY_FEW, _FEW = 16, 96
_ONE = np.uint64(1)


@exact_helper
def _by_insertion(keys, out, size):
    for i in range(size):
        key, j = keys[i], i
        while j > 0 and keys[out[j - 1]] > key:
            out[j] = out[j - 1]
            j -= 1
        out[j] = i


@exact_helper
def _by_comparison(keys, out, size):
    for i in range(size):
        key, rank = keys[i], np.uint32(0)
        for j in range(size):
            rank = one_more_if(rank, keys[j] < key)
        out[rank] = i


@exact_helper
def _by_bits(keys, slots, words, out, size):
    for i in range(size):
        key = np.int64(keys[i])
        words[key >> 6] |= _ONE << np.uint64(key & 63)
        slots[key] = i
    at = 0
    for w in range(words.shape[0]):
        word = words[w]
        if word == 0:
            continue
        words[w] = 0
        base = w << 6
        while word != 0:
            out[at] = slots[base + lowest_bit(word)]
            at += 1
            word &= word - _ONE


@exact_helper
def _by_digits(keys, counts, other, out, size, largest):
    bits = 1
    while largest >> bits:
        bits += 1
    turns = (bits + 10) // 11 if size > 2000 else (bits + 7) // 8
    turns += turns & 1  # an even number of turns ends in `out`
    digit = (bits + turns - 1) // turns
    mask, width = (1 << digit) - 1, 1 << digit
    for i in range(size):
        out[i] = i
    for turn in range(turns):
        shift = turn * digit
        source, target = (out, other) if turn & 1 == 0 else (other, out)
        for d in range(width):
            counts[d] = 0
        for i in range(size):
            counts[(np.int64(keys[i]) >> shift) & mask] += 1
        total = 0
        for d in range(width):
            here = counts[d]
            counts[d] = total
            total += here
        for i in range(size):
            k = source[i]
            d = (np.int64(keys[k]) >> shift) & mask
            target[counts[d]] = k
            counts[d] += 1


@exact_helper
def sort_places(keys, other, slots, words, digits, out, size, largest):
    """Write into `out` the numbers 0, 1, ... of the first keys in their order; `largest` is the largest of them."""
    if size <= _VERY_FEW:
        _by_insertion(keys, out, size)
    elif size <= _FEW:
        _by_comparison(keys, out, size)
    elif 32 * size > slots.shape[0]:
        _by_bits(keys, slots, words, out, size)
    else:
        _by_digits(keys, digits, other, out, size, largest)
