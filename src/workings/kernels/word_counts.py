"""Sums of sparse rows by class, and the logarithms of what is counted, turned for `word_sums`."""

from __future__ import annotations

import numpy as np

from workings.kernels._jit import bare_kernel
from workings.kernels._log1p import log
from workings.kernels._sums import add


@bare_kernel
def add_runs(data, indices, indptr, order, weights, bar, starts, stops, lines, first, last, sums, spare, least):
    """Add each run of rows of a CSR matrix to a row of sums; return where it ended: early at an index out of place.

    Run r consists of the rows order[starts[r]:stops[r]], and is added to row lines[r] of the sums (k, p), or of what is
    spare, whose rows follow theirs; runs first..last are. No two runs share a row of sums, so threads may share out the
    runs. `weights` may be empty: all weigh 1. Where `bar` is not NaN, an entry counts as 1 above it, else as 0. The
    least entry of each run goes to `least`: NaN if one of the run's is not finite.
    """
    k, p = sums.shape
    for r in range(first, last):
        total = sums[lines[r]] if lines[r] < k else spare[lines[r] - k]
        low, spoiled = np.inf, 0.0
        for s in range(starts[r], stops[r]):
            i = order[s]
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
def smooth_totals(counts, of_class, of_word, sign, alpha, floor, start, stop, totals):
    """Write the sum over j of max(of_class[c] + of_word[j] + sign * counts[c, j] + alpha, floor) to totals[c]."""
    p = counts.shape[1]
    for c in range(start, stop):
        row, base, whole = counts[c], of_class[c], 0.0
        for a in range(0, p, 1024):
            part = 0.0
            for j in range(a, min(p, a + 1024)):
                v = (base + of_word[j]) + sign * row[j] + alpha
                part = add(part, floor if v < floor else v)
            whole += part
        totals[c] = whole


@bare_kernel
def smooth_logs(counts, of_class, of_word, sign, alpha, floor, shift, factor, start, stop, scratch, out):
    """Write factor * (log(max(of_class[c] + of_word[j] + sign * counts[c, j] + alpha, floor)) - shift[c]) to out[j, c].

    That is done for the words start..stop; counts are (k, p), out is (p, k), scratch as long as a block of words.
    """
    for a in range(start, stop, scratch.shape[0]):
        b = min(stop, a + scratch.shape[0])
        for c in range(counts.shape[0]):
            row, base, less = counts[c], of_class[c], shift[c]
            for j in range(a, b):
                v = (base + of_word[j]) + sign * row[j] + alpha
                scratch[j - a] = log(floor if v < floor else v)
            for j in range(a, b):
                out[j, c] = factor * (scratch[j - a] - less)
