"""Number the distinct entries of a column: 0 for the first that is met, 1 for the next other one, and so on.

One pass with a hash table (open addressing, linear probing; Knuth, The Art of Computer Programming, vol. 3, section
6.4). The table holds numbers, and beside each number stand the hash and the place of its first entry, so that two
entries are equal only if all their bytes are. It doubles when it is half full.

Three kinds of entries: one word each (numbers, addresses of objects), rows of equal width (NumPy's strings), and lines
of a text that are ended by a zero byte. Each kernel writes the numbers into `codes` and returns the places of the first
entries; it gives up, and returns nothing, when there are more than `limit`. A helper goes on until the table is half
full, and its caller exchanges the table: arrays that change inside a loop are counted by Numba at every turn, which
costs more than the search.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import exact_helper, kernel

_START = 1024
# 2**64 divided by the golden ratio, and the second constant of the finaliser of SplitMix64.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0x94D049BB133111EB)
_SHIFT = np.uint64(32)
_ONE, _TWO, _THREE = np.uint64(1), np.uint64(2), np.uint64(3)
# Eight bytes at a time: the lowest and the highest bit of each.
_LOW, _HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
# So many zeros must follow a text.
PADDING = 8


@exact_helper
def _stir(h, word):
    """Take one more word into a hash."""
    h = (h ^ word) * _GOLDEN
    return h ^ (h >> _SHIFT)


@exact_helper
def _finish(h):
    h *= _MIX
    return h ^ (h >> _SHIFT)


@exact_helper
def _put(table, h, number):
    """Write a number into the first free place for its hash."""
    mask = np.uint64(table.shape[0] - 1)
    at = h & mask
    while table[at] >= 0:
        at = (at + np.uint64(1)) & mask
    table[at] = number


@exact_helper
def _grown(table, hashes, firsts, count):
    """Return twice as large a table with the same numbers, and longer lists for what stands beside it."""
    size = 2 * table.shape[0]
    larger, all_hashes = np.full(size, -1, np.int32), np.empty(size, np.uint64)
    all_firsts = np.empty(size, np.int64)
    for number in range(count):
        _put(larger, hashes[number], number)
        all_hashes[number], all_firsts[number] = hashes[number], firsts[number]
    return larger, all_hashes, all_firsts


@exact_helper
def _new():
    return np.full(_START, -1, np.int32), np.empty(_START, np.uint64), np.empty(_START, np.int64)


@exact_helper
def _add(table, hashes, firsts, count, h, first):
    """Give a new entry the next number."""
    _put(table, h, count)
    hashes[count], firsts[count] = h, first


@exact_helper
def _some_words(words, codes, begin, count, limit, table, hashes, firsts):
    mask = np.uint64(table.shape[0] - 1)
    for i in range(begin, words.shape[0]):
        word = words[i]
        h = _finish(_stir(np.uint64(0), word))
        at = h & mask
        number = table[at]
        while number >= 0 and words[firsts[number]] != word:
            at = (at + np.uint64(1)) & mask
            number = table[at]
        if number < 0:
            if 2 * count >= table.shape[0] or count == limit:
                return i, count
            number = count
            _add(table, hashes, firsts, count, h, i)
            count += 1
        codes[i] = number
    return words.shape[0], count


@kernel
def number_words(words, codes, limit):
    """Number the entries of a vector of uint64."""
    table, hashes, firsts = _new()
    done, count = 0, 0
    while True:
        done, count = _some_words(words, codes, done, count, limit, table, hashes, firsts)
        if done == words.shape[0]:
            return firsts[:count].copy()
        if count == limit:
            return firsts[:0].copy()
        table, hashes, firsts = _grown(table, hashes, firsts, count)


@exact_helper
def _same_row(rows, i, k):
    for j in range(rows.shape[1]):  # noqa: SIM110 - Numba has no all()
        if rows[i, j] != rows[k, j]:
            return False
    return True


@exact_helper
def _some_rows(rows, codes, begin, count, limit, table, hashes, firsts):
    mask = np.uint64(table.shape[0] - 1)
    for i in range(begin, rows.shape[0]):
        h = np.uint64(0)
        for j in range(rows.shape[1]):
            h = _stir(h, np.uint64(rows[i, j]))
        h = _finish(h)
        at = h & mask
        number = table[at]
        while number >= 0 and not (hashes[number] == h and _same_row(rows, firsts[number], i)):
            at = (at + np.uint64(1)) & mask
            number = table[at]
        if number < 0:
            if 2 * count >= table.shape[0] or count == limit:
                return i, count
            number = count
            _add(table, hashes, firsts, count, h, i)
            count += 1
        codes[i] = number
    return rows.shape[0], count


@kernel
def number_rows(rows, codes, limit):
    """Number the rows of a matrix of unsigned integers."""
    table, hashes, firsts = _new()
    done, count = 0, 0
    while True:
        done, count = _some_rows(rows, codes, done, count, limit, table, hashes, firsts)
        if done == rows.shape[0]:
            return firsts[:count].copy()
        if count == limit:
            return firsts[:0].copy()
        table, hashes, firsts = _grown(table, hashes, firsts, count)


@exact_helper
def _eight(text, a):
    """Return eight bytes as one word, the first lowest; a position of unsigned type spares the test for a negative."""
    a = np.uint64(a)
    b = a + np.uint64(4)
    lower = np.uint64(text[a]) | np.uint64(text[a + _ONE]) << np.uint64(8)
    lower |= np.uint64(text[a + _TWO]) << np.uint64(16) | np.uint64(text[a + _THREE]) << np.uint64(24)
    upper = np.uint64(text[b]) | np.uint64(text[b + _ONE]) << np.uint64(8)
    upper |= np.uint64(text[b + _TWO]) << np.uint64(16) | np.uint64(text[b + _THREE]) << np.uint64(24)
    return lower | upper << _SHIFT


@exact_helper
def _first_zero(word):
    """Return the lowest bit of the first zero byte, or 0 if no byte is zero (H. S. Warren, Hacker's Delight, 6-1)."""
    found = (word - _LOW) & ~word & _HIGH
    return (found & (~found + np.uint64(1))) >> np.uint64(7)


@exact_helper
def _same_line(text, a, b):
    while True:
        u, v = _eight(text, a), _eight(text, b)
        end = _first_zero(u)
        if end != 0:
            return ((u ^ v) & ((end << np.uint64(8)) - np.uint64(1))) == 0
        if u != v:
            return False
        a += 8
        b += 8


@exact_helper
def _read_line(text, begin):
    """Return the hash of the line that begins here, and where the next one does."""
    h = np.uint64(0)
    while True:
        word = _eight(text, begin)
        end = _first_zero(word)
        if end != 0:
            below = end - np.uint64(1)  # all bits of the bytes before the zero
            length = ((below & _LOW) * _LOW) >> np.uint64(56)
            return _finish(_stir(h, word & below)), begin + np.int64(length) + 1
        h = _stir(h, word)
        begin += 8


@exact_helper
def _some_lines(text, codes, line, begin, count, limit, table, hashes, firsts, starts):
    mask, end = np.uint64(table.shape[0] - 1), text.shape[0] - PADDING
    while begin < end and line < codes.shape[0]:
        h, following = _read_line(text, begin)
        at = h & mask
        number = table[at]
        while number >= 0 and not (hashes[number] == h and _same_line(text, starts[number], begin)):
            at = (at + np.uint64(1)) & mask
            number = table[at]
        if number < 0:
            if 2 * count >= table.shape[0] or count == limit:
                break
            number = count
            _add(table, hashes, firsts, count, h, line)
            starts[count] = begin
            count += 1
        codes[line] = number
        line += 1
        begin = following
    return line, begin, count


@kernel
def number_lines(text, codes, limit):
    """Number the lines of a text of bytes, each ended by a zero; give up as well if there are not as many as codes."""
    table, hashes, firsts = _new()
    starts = np.empty(_START, np.int64)
    line, begin, count = 0, 0, 0
    end = text.shape[0] - PADDING
    while True:
        line, begin, count = _some_lines(text, codes, line, begin, count, limit, table, hashes, firsts, starts)
        if begin >= end or line == codes.shape[0]:
            return firsts[:count].copy() if begin == end and line == codes.shape[0] else firsts[:0].copy()
        if count == limit:
            return firsts[:0].copy()
        longer = np.empty(2 * table.shape[0], np.int64)
        longer[:count] = starts[:count]
        table, hashes, firsts = _grown(table, hashes, firsts, count)
        starts = longer
