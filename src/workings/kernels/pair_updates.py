"""Sequential minimal optimisation: the dual of a support vector machine, two variables at a time.

The problem, whatever the machine: minimise b'Kb / 2 + q'b over b with low <= b <= high and a fixed sum. With the scores
s = -(q + Kb), the slope of the descent in each variable, one that may rise can be moved against one that may fall with
profit as long as its score is larger. The gap is the largest score of those that may rise less the smallest of those
that may fall; at the optimum it is not positive.

The first of the pair has the largest score, the second gains most by second-order information:
(s_i - s_j)^2 / (K_ii + K_jj - 2 K_ij).

Source: J. C. Platt, "Fast training of support vector machines using sequential minimal optimization" (1998); R.-E. Fan,
P.-H. Chen, C.-J. Lin, "Working set selection using second order information", JMLR 6 (2005) 1889.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import larger
from workings.kernels._jit import kernel

_TINY = 1e-12  # what stands for a curvature that is not positive


@kernel
def move_pairs(K, diagonal, s, b, low, high, tol, at_most, gains):
    """Move pairs until the gap is below `tol` or `at_most` pairs were moved.

    K (n, n) is the kernel matrix; s, b, low, high (c, n) hold c variables for each of its rows (two in a regression).
    `gains` (n,) is scratch. Of equal candidates the last is taken. Returns the number of pairs moved, the largest and
    the smallest score, whose difference is the gap, by how much the objective has fallen, and the last pair, numbered
    h * n + v.
    """
    copies, n = s.shape
    moved, first, second = 0, -1, -1
    fallen = 0.0
    while True:
        top, bottom = -np.inf, np.inf
        for h in range(copies):
            scores, at, floor, ceiling = s[h], b[h], low[h], high[h]
            negative = -bottom
            for v in range(n):
                x = scores[v]
                top = larger(x if at[v] < ceiling[v] else -np.inf, top)
                negative = larger(-x if at[v] > floor[v] else -np.inf, negative)
            bottom = -negative
        gap = top - bottom
        if gap < tol or moved >= at_most or not gap > -np.inf:
            return moved, top, bottom, fallen, first, second
        i, hi = 0, -1
        for h in range(copies - 1, -1, -1):
            scores, at, ceiling = s[h], b[h], high[h]
            for v in range(n - 1, -1, -1):
                if scores[v] == top and at[v] < ceiling[v]:
                    i, hi = v, h
                    break
            if hi >= 0:
                break
        row, own = K[i], diagonal[i]
        best, j, hj = -1.0, -1, -1
        for h in range(copies - 1, -1, -1):
            scores, at, floor = s[h], b[h], low[h]
            most = -1.0
            for v in range(n):
                away = top - scores[v]
                curve = (own + diagonal[v]) - 2.0 * row[v]
                gain = (away * away) / (curve if curve > 0.0 else _TINY)
                gain = gain if away > 0.0 else -1.0
                gain = gain if at[v] > floor[v] else -1.0
                gains[v] = gain
                most = larger(gain, most)
            if most > best:
                best, hj = most, h
                for v in range(n - 1, -1, -1):
                    if gains[v] == most:
                        j = v
                        break
        if j < 0:  # not a number among the scores
            return moved, top, bottom, fallen, first, second
        away = top - s[hj, j]
        curve = (own + diagonal[j]) - 2.0 * row[j]
        curve = curve if curve > 0.0 else _TINY
        step = away / curve
        room_up, room_down = high[hi, i] - b[hi, i], b[hj, j] - low[hj, j]
        if step >= room_up or step >= room_down:
            step = min(room_up, room_down)
        b[hi, i] = high[hi, i] if step == room_up else b[hi, i] + step
        b[hj, j] = low[hj, j] if step == room_down else b[hj, j] - step
        fallen += step * (away - 0.5 * step * curve)
        other = K[j]
        for h in range(copies):
            scores = s[h]
            for v in range(n):
                scores[v] -= step * (row[v] - other[v])
        moved, first, second = moved + 1, hi * n + i, hj * n + j


@kernel
def extremes(f, q, b, low, high):
    """Return the largest score -(q + f) of a variable that may rise, and the smallest of one that may fall."""
    top, negative = -np.inf, -np.inf
    for h in range(q.shape[0]):
        linear, at, floor, ceiling = q[h], b[h], low[h], high[h]
        for v in range(f.shape[0]):
            x = linear[v] + f[v]
            top = larger(-x if at[v] < ceiling[v] else -np.inf, top)
            negative = larger(x if at[v] > floor[v] else -np.inf, negative)
    return top, -negative


_BINS = 1024


@kernel
def most_violating(f, q, b, low, high, top, bottom, taken, half, chosen, bins):
    """Fill `chosen` with up to `half` variables that may rise, of large scores, and as many that may fall, of small.

    Scores between `bottom` and `top`, and those alone can be in a violating pair, are counted in bins (2, _BINS), which
    tells down to which bin the best `half` reach. Variables are numbered h * n + v; `taken` marks those that are not
    to be chosen, and is set for those that are. Returns how many were chosen.
    """
    n = f.shape[0]
    scale = _BINS / (top - bottom)
    bins[:] = 0
    for h in range(q.shape[0]):
        linear, at, floor, ceiling, mark = q[h], b[h], low[h], high[h], taken[h]
        for v in range(n):
            x = -(linear[v] + f[v])
            if bottom <= x <= top and mark[v] == 0:
                place = min(int((x - bottom) * scale), _BINS - 1)
                if at[v] < ceiling[v]:
                    bins[0, place] += 1
                if at[v] > floor[v]:
                    bins[1, place] += 1
    edge_up, count_up = _BINS - 1, bins[0, _BINS - 1]
    while edge_up > 0 and count_up < half:
        edge_up -= 1
        count_up += bins[0, edge_up]
    edge_down, count_down = 0, bins[1, 0]
    while edge_down < _BINS - 1 and count_down < half:
        edge_down += 1
        count_down += bins[1, edge_down]
    number = 0
    ups, downs = 0, 0
    # First the bins that go in whole, then as many of the last bin as there is room for.
    for last in range(2):
        for h in range(q.shape[0]):
            linear, at, floor, ceiling, mark = q[h], b[h], low[h], high[h], taken[h]
            for v in range(n):
                x = -(linear[v] + f[v])
                if not (bottom <= x <= top) or mark[v] != 0:
                    continue
                place = min(int((x - bottom) * scale), _BINS - 1)
                rises = at[v] < ceiling[v] and ups < half and (place == edge_up if last else place > edge_up)
                falls = at[v] > floor[v] and downs < half and (place == edge_down if last else place < edge_down)
                if rises or falls:
                    ups += rises
                    downs += falls
                    mark[v] = 1
                    chosen[number] = h * n + v
                    number += 1
    return number
