"""The nearest of all samples: exact ranks of tiles of samples against blocks of queries, and a screen before them.

`best` (m, k) and `at` (m, k) hold, for each query, the k least ranks so far and the numbers of their samples, ordered
by rank and then by number. They start as infinity and a number that no sample has.
"""

from __future__ import annotations

import numpy as np

from workings.kernels._bits import larger
from workings.kernels._jit import helper, kernel
from workings.kernels._sums import add
from workings.kernels.matrix_product import multiply

# Samples of a tile of exact ranks; queries whose scores are looked at while they are in the second cache.
TILE, SOME = 256, 64


@kernel
def keep(best, at, rank, number):
    """Put a rank into its place in one query's row of the least ones, if it belongs there; return the k-th."""
    k = best.shape[0]
    if rank < best[k - 1] or (rank == best[k - 1] and number < at[k - 1]):
        j = k - 1
        while j > 0 and (rank < best[j - 1] or (rank == best[j - 1] and number < at[j - 1])):
            best[j] = best[j - 1]
            at[j] = at[j - 1]
            j -= 1
        best[j] = rank
        at[j] = number
    return best[k - 1]


@helper
def _term(d, code, power):
    """Return the term of a difference: see workings.neighbors._measure."""
    if code == 0:
        return d * d
    if code == 4:
        return 1.0 if d != 0.0 else 0.0
    return abs(d) ** power if code == 3 else abs(d)


@kernel
def tile_ranks(q, tile, code, power, weights, out):
    """Write the ranks of query q (p,) and the samples in the first columns of tile (p, TILE) into out.

    The features come in order, one after the other, and each sum is rounded: the same bits as NumPy's.
    """
    p = tile.shape[0]
    for j in range(out.shape[0]):
        out[j] = 0.0
    if code == 0:
        i = 0
        while i + 4 <= p:
            q0, q1, q2, q3 = q[i], q[i + 1], q[i + 2], q[i + 3]
            t0, t1, t2, t3 = tile[i], tile[i + 1], tile[i + 2], tile[i + 3]
            for j in range(out.shape[0]):
                d0, d1, d2, d3 = q0 - t0[j], q1 - t1[j], q2 - t2[j], q3 - t3[j]
                out[j] = (((out[j] + d0 * d0) + d1 * d1) + d2 * d2) + d3 * d3
            i += 4
        for r in range(i, p):
            qr, tr = q[r], tile[r]
            for j in range(out.shape[0]):
                d = qr - tr[j]
                out[j] += d * d
    elif code == 5:
        for r in range(p):
            qr, tr = q[r], tile[r]
            for j in range(out.shape[0]):
                out[j] += qr * tr[j]
        for j in range(out.shape[0]):
            out[j] = larger(1.0 - out[j], 0.0)
    elif code == 1:
        for r in range(p):
            qr, tr = q[r], tile[r]
            for j in range(out.shape[0]):
                out[j] += abs(qr - tr[j])
    elif code == 2:
        for r in range(p):
            qr, tr = q[r], tile[r]
            for j in range(out.shape[0]):
                out[j] = larger(abs(qr - tr[j]), out[j])
    else:
        for r in range(p):
            qr, tr = q[r], tile[r]
            w = weights[r] if weights.shape[0] > 0 else 1.0
            for j in range(out.shape[0]):
                out[j] += w * _term(qr - tr[j], code, power)


@kernel
def turn(X, start, stop, tile):
    """Write samples start..stop into the columns of tile; what stands in columns without a sample is not looked at."""
    for j in range(stop - start):
        x = X[start + j]
        for r in range(x.shape[0]):
            tile[r, j] = x[r]
    for j in range(stop - start, TILE):
        for r in range(X.shape[1]):
            tile[r, j] = 0.0


@helper
def _bound(q, X, code, power, weights, numbers):
    """Return what the k-th least rank of query q is not above: the largest rank of k samples, a little raised.

    `numbers` are the samples nearest to the query before, and so, on a grid or along a path, near to this one.
    """
    most = 0.0
    for number in numbers:
        total, x = 0.0, X[number]
        for r in range(q.shape[0]):
            d = q[r] - x[r]
            if code == 5:
                total += q[r] * x[r]
            elif code == 2:
                total = max(abs(d), total)
            else:
                total += (weights[r] if weights.shape[0] > 0 else 1.0) * _term(d, code, power)
        most = max(most, 1.0 - total if code == 5 else total)
    return most * (1.0 + 1e-9) + 1e-12 if most < np.inf else np.inf


@kernel
def nearest(X, first, last, Q, code, power, weights, best, at):
    """Bring best and at up to date with the samples first..last, for these queries; those before have been seen."""
    k = best.shape[1]
    tile = np.empty((X.shape[1], TILE))
    out = np.empty(TILE)
    for start in range(first, last, TILE):
        stop = min(last, start + TILE)
        turn(X, start, stop, tile)
        used = out[: (stop - start + 63) // 64 * 64]
        for i in range(Q.shape[0]):
            tile_ranks(Q[i], tile, code, power, weights, used)
            limit = best[i, k - 1]
            if start == 0 and i > 0 and k <= stop:
                limit = min(limit, _bound(Q[i], X, code, power, weights, at[i - 1]))
            for c in range(0, stop - start, 64):
                part = used[c : c + 64]
                top = -np.inf
                for j in range(64):
                    top = larger(-part[j], top)
                if -top <= limit:
                    for j in range(min(64, stop - start - c)):
                        if part[j] <= limit:
                            limit = min(limit, keep(best[i], at[i], part[j], start + c + j))


@kernel
def count_within(X, first, last, Q, code, power, weights, limits, counts):
    """Add how many of the samples first..last have a rank that is at most the query's limit."""
    tile = np.empty((X.shape[1], TILE))
    out = np.empty(TILE)
    for start in range(first, last, TILE):
        stop = min(last, start + TILE)
        turn(X, start, stop, tile)
        for i in range(Q.shape[0]):
            tile_ranks(Q[i], tile, code, power, weights, out)
            limit, count = limits[i], 0
            for j in range(stop - start):
                count += out[j] <= limit
            counts[i] += count


@kernel
def fill_within(X, first, last, Q, code, power, weights, limits, ends, ranks, at):
    """Write ranks and numbers of those of first..last within the limits, from ends[i] on, which moves along."""
    tile = np.empty((X.shape[1], TILE))
    out = np.empty(TILE)
    for start in range(first, last, TILE):
        stop = min(last, start + TILE)
        turn(X, start, stop, tile)
        for i in range(Q.shape[0]):
            tile_ranks(Q[i], tile, code, power, weights, out)
            limit, end = limits[i], ends[i]
            for j in range(stop - start):
                if out[j] <= limit:
                    ranks[end] = out[j]
                    at[end] = start + j
                    end += 1
            ends[i] = end


@kernel
def _first_limit(scores, doubt, firsts, limit):
    """Write the k-th largest score less the doubt into limit (1,); firsts (k,) is scratch."""
    k, width = firsts.shape[0], scores.shape[1]
    for t in range(k):
        firsts[t] = -np.inf
    for c in range(scores.shape[0]):
        top = np.float32(-np.inf)
        for j in range(width):
            top = larger(scores[c, j], top)
        if top > firsts[k - 1]:
            for j in range(width):
                score = scores[c, j]
                if score > firsts[k - 1]:
                    t = k - 1
                    while t > 0 and score > firsts[t - 1]:
                        firsts[t] = firsts[t - 1]
                        t -= 1
                    firsts[t] = score
    low = firsts[k - 1] - doubt
    limit[0] = np.float32(low - abs(low) * 2.0**-23)


@kernel
def screened(scores, numbers, X, Q, squares, unit, slack, doubt, allowance, limits, spent, best, at):
    """Look at a tile of scores (queries, samples / 64, 64), and take the exact ranks of what may be near enough.

    A score is an upper bound of |q|^2 - rank, in units where a rank is `unit` times as large; so a sample whose score
    is less than |q|^2 - (k-th least rank) is none of the nearest. `numbers` says which sample stands in a column. No
    score is above the truth by more than the query's `doubt`, so the k-th largest score of the first tile gives a first
    limit. A query that has spent its allowance of exact ranks is left to others: its `spent` is negative.
    """
    k, width = best.shape[1], scores.shape[2]
    firsts = np.empty(k, dtype=np.float32)
    for i in range(scores.shape[0]):
        if spent[i] < 0:
            continue
        limit, q = limits[i], Q[i]
        count = spent[i]
        if limit == -np.inf:
            _first_limit(scores[i], doubt[i], firsts, limits[i : i + 1])
            limit = limits[i]
        for c in range(scores.shape[1]):
            top = np.float32(-np.inf)
            for j in range(width):
                top = larger(scores[i, c, j], top)
            if top < limit:
                continue
            for j in range(width):
                if scores[i, c, j] >= limit:
                    number = numbers[width * c + j]
                    if number < 0:
                        continue
                    x = X[number]
                    rank = 0.0
                    for r in range(x.shape[0]):
                        d = q[r] - x[r]
                        rank += d * d
                    count += 1
                    if rank < best[i, k - 1] or (rank == best[i, k - 1] and number < at[i, k - 1]):
                        last = keep(best[i], at[i], rank, number)
                        low = squares[i] - last * unit
                        low -= slack * (squares[i] + last * unit) + 2.0**-120
                        # Rounded down: a float32 that is not above.
                        limit = max(limit, np.float32(low - abs(low) * 2.0**-23))
        limits[i] = limit
        spent[i] = count if count <= allowance else -1


@kernel
def search_screened(rows, tiles, numbers, X, Q, squares, unit, slack, doubt, allowance, limits, spent, best, at):
    """Look at all tiles (tile, feature, sample) of the screen for some queries, SOME at a time; see `screened`."""
    width = tiles.shape[2]
    room = np.empty((SOME, width), dtype=np.float32)
    for a in range(0, rows.shape[0], SOME):
        b = min(a + SOME, rows.shape[0])
        scores = room[: b - a]
        for t in range(tiles.shape[0]):
            multiply(rows[a:b], tiles[t], scores)
            screened(
                scores.reshape(b - a, width // 64, 64),
                numbers[t * width : (t + 1) * width],
                X,
                Q[a:b],
                squares[a:b],
                unit,
                slack,
                doubt[a:b],
                allowance,
                limits[a:b],
                spent[a:b],
                best[a:b],
                at[a:b],
            )


@kernel
def extent(X, found):
    """Write the largest absolute value of the entries, and the smallest but 0, into found (2,)."""
    largest, least = 0.0, -np.inf
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            v = abs(X[i, j])
            largest = larger(v, largest)
            least = larger(-v if v > 0.0 else -np.inf, least)
    found[0], found[1] = largest, -least


@kernel
def reach(X, origin, found):
    """Write the largest distance of a coordinate from the origin's into found (1,)."""
    largest = 0.0
    for i in range(X.shape[0]):
        for j in range(X.shape[1]):
            largest = larger(abs(X[i, j] - origin[j]), largest)
    found[0] = largest


@kernel
def fill_screen(X, numbers, origin, unit, error, columns):
    """Write the rows of the screen's product (see workings.neighbors._screen) of the samples with these numbers."""
    p = X.shape[1]
    for i in range(numbers.shape[0]):
        x, row = X[numbers[i]], columns[i]
        squares = 0.0
        for j in range(p):
            d = (x[j] - origin[j]) * unit
            squares = add(squares, d * d)
            row[j] = 2.0 * d
        row[p] = (error - 1.0) * squares
        row[p + 1] = 2.0 * error * np.sqrt(squares)
