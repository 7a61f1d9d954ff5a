"""Sums of sparse rows by class, and the logarithms of what is counted, turned for `word_sums`."""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_helper, bare_kernel
from workings.kernels._log1p import log
from workings.kernels._rows import ask_for

# So many rows ahead are asked for: rows of one class lie far from each other.
_AHEAD = 2
_LINE = 64


@bare_helper
def _ask_for_row(data, indices, start, stop):
    """Ask for the cache lines of entries start..stop."""
    for t in range(start, stop, _LINE // data.itemsize):
        ask_for(data.ctypes.data + data.itemsize * t)
    for t in range(start, stop, _LINE // indices.itemsize):
        ask_for(indices.ctypes.data + indices.itemsize * t)


@bare_kernel
def add_runs(data, indices, indptr, order, weights, bar, starts, stops, lines, first, last, sums, spare, least):
    """Write the sum of each run of rows of a CSR matrix; return where it ended: early at an index out of place.

    Run r consists of the rows order[starts[r]:stops[r]], and its sum goes to row lines[r] of the sums (k, p), or of
    what is spare, whose rows follow theirs; runs first..last are. No two runs share a row of sums, so threads may share
    out the runs. `weights` may be empty: all weigh 1. Where `bar` is not NaN, an entry counts as 1 above it, else as 0.
    The least entry of each run goes to `least`: NaN if one of the run's is not finite.
    """
    k, p = sums.shape
    for r in range(first, last):
        total = sums[lines[r]] if lines[r] < k else spare[lines[r] - k]
        for j in range(p):  # which brings it into the cache
            total[j] = 0.0
        low, spoiled = np.inf, 0.0
        for s in range(starts[r], stops[r]):
            i, later = order[s], order[min(s + _AHEAD, stops[r] - 1)]
            _ask_for_row(data, indices, indptr[later], indptr[later + 1])
            w = weights[i] if weights.shape[0] > 0 else 1.0
            for t in range(indptr[i], indptr[i + 1]):
                word, v = np.int64(indices[t]), np.float64(data[t])
                if word < 0 or word >= p:
                    return r
                low = min(low, v)
                spoiled += v - v
                if bar == bar:
                    v = 1.0 if v > bar else 0.0
                total[word] += w * v
        least[r] = low + spoiled
    return last


@bare_kernel
def smooth_logs(counts, of_class, of_word, sign, alpha, floor, shift, factor, start, stop, scratch, out):
    """Write factor * (log(max(of_class[c] + of_word[j] + sign * counts[c, j] + alpha, floor)) - shift[c]) to out[j, c].

    That is done for the words start..stop; counts are (k, p), out is (p, k), scratch (k, words in a block).
    """
    k, many = counts.shape[0], scratch.shape[1]
    for a in range(start, stop, many):
        b = min(stop, a + many)
        for c in range(k):
            row, logs, base = counts[c], scratch[c], of_class[c]
            for j in range(a, b):
                v = (base + of_word[j]) + sign * row[j] + alpha
                logs[j - a] = log(floor if v < floor else v)
        for j in range(a, b):
            for c in range(k):
                out[j, c] = factor * (scratch[c, j - a] - shift[c])
