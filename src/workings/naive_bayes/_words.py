"""What naive Bayes of counts does with sparse samples: sums by class, logarithms laid out by word, sums of those.

The logarithms are kept as an array (n_classes, n_features) in Fortran's order, whose memory is a table with a row for
each word: a sample names its rows. There is no second copy that could differ from what the model shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from workings.naive_bayes._statistics import SMALL, Counts

Array = NDArray[Any]

# The types of entries and of indices that the kernels are compiled for.
_VALUES, _INDICES = ("f4", "f8", "i8"), ("i4", "i8")
# A class of more than this share of the entries is cut, and its parts are counted apart.
_SHARE = 8
# Words whose logarithms are laid out at a time.
_TURNED = 32


@dataclass(frozen=True)
class Rows:
    """A CSR matrix as the kernels take it; an entry counts as 1 above `bar` and else as 0, unless `bar` is NaN."""

    data: Array
    indices: Array
    indptr: Array
    shape: tuple[int, int]
    bar: float

    @classmethod
    def of(cls, X: Any, bar: float | None) -> Rows:
        """Return the matrix without a copy, wherever its types allow."""
        data, indices, indptr = (_plain(X.data, _VALUES), _plain(X.indices, _INDICES), _plain(X.indptr, _INDICES))
        return cls(data, indices, indptr, X.shape, np.nan if bar is None else float(bar))

    @property
    def entries(self) -> int:
        """Return how many entries are stored."""
        return len(self.data)

    def pointers_hold(self) -> bool:
        """Tell whether the row pointers lead into what is stored."""
        ends, stored = self.indptr, min(len(self.indices), len(self.data))
        inside = len(ends) == self.shape[0] + 1 and ends[0] >= 0 and ends[-1] <= stored
        return bool(inside and (np.diff(ends) >= 0).all())

    def refuse(self, who: str) -> NoReturn:
        """Say what is wrong with indices or pointers that lead nowhere."""
        n, p = self.shape
        problem = f"its indices must lie in 0..{p - 1}"
        if not self.pointers_hold():
            problem = f"its row pointers (indptr) must be {n + 1} numbers from 0 to {self.entries} that never fall"
        raise ValueError(
            f"{who}: X is a broken sparse matrix: {problem}. X.check_format() looks for such faults; build X anew from "
            "rows, columns and values, as by scipy.sparse.coo_array."
        )

    def matrix(self, who: str) -> Any:
        """Return it as SciPy's, of float64; for small ones."""
        from scipy.sparse import csr_array

        used = self.indices
        if not self.pointers_hold() or (len(used) and not (used.min() >= 0 and used.max() < self.shape[1])):
            self.refuse(who)
        data = self.data.astype(np.float64)
        if not np.isnan(self.bar):
            data = (data > self.bar) + (data - data)  # a comparison hides NaN; here it must be seen
        return csr_array((data, used, self.indptr), shape=self.shape)


def _plain(array: Any, kinds: tuple[str, ...]) -> Array:
    """Return an array of one of these types (the last floating or the widest of them if it has another), C order."""
    array = np.asarray(array)
    known = [np.dtype(kind) for kind in kinds]
    wanted = array.dtype if array.dtype in known else np.dtype("f8") if "f8" in kinds else known[-1]
    return np.require(array, wanted, ["C_CONTIGUOUS", "ALIGNED"])


def by_word(logs: Any, shape: tuple[int, int]) -> Array:
    """Return logarithms (k, p) as a table (p, k): their own memory, if it is one."""
    table = np.asarray(logs, dtype=np.float64).T
    if table.shape != shape:
        raise ValueError(
            f"feature_log_prob_ has shape {table.shape[::-1]}, and {shape[::-1]} is asked for: a row for each class, a "
            "column for each feature."
        )
    return np.ascontiguousarray(table)


def sums_of_words(rows: Rows, logs: Any, constant: Array, who: str) -> Array:
    """Return constant + X @ logs.T, (n, k); 0 * -inf counts as 0: what is absent costs nothing."""
    k = len(constant)
    table = by_word(logs, (rows.shape[1], k))
    out = np.empty((rows.shape[0], k))
    if rows.entries * k <= SMALL:
        out[:] = rows.matrix(who) @ table + constant
        strange = not (out < np.inf).all()
    else:
        from workings.kernels.word_sums import STRANGE, word_sums

        strange = bool(_over_rows(rows, table, constant, who, lambda *args: word_sums(*args, out)) & STRANGE)
    impossible = np.isneginf(table) if strange else None
    if impossible is None or not impossible.any():
        return out
    # An entry of 0, or a negative one, met a probability of 0.
    finite = sums_of_words(rows, np.where(impossible, 0.0, table).T, constant, who)
    hits = sums_of_words(rows, impossible.astype(np.float64).T, np.zeros(k), who)
    finite[hits > 0.0] = -np.inf
    return finite


def likeliest(rows: Rows, logs: Any, constant: Array, who: str) -> Array | None:
    """Return the number of the largest entry in each row of that, the first of equals; None if it takes a closer look.

    That is so where some sum is NaN or infinity, be it of X or of the logarithms, and for small matrices.
    """
    k = len(constant)
    if rows.entries * k <= SMALL:
        return None
    from workings.kernels.word_sums import likeliest_by_words

    best = np.empty(rows.shape[0], dtype=np.intp)

    def work(*args: Any) -> int:
        said: int = likeliest_by_words(*args, np.empty((1, k)), best)
        return said

    return None if _over_rows(rows, by_word(logs, (rows.shape[1], k)), constant, who, work) else best


def _over_rows(rows: Rows, table: Array, constant: Array, who: str, kernel: Callable[..., int]) -> int:
    """Run a kernel over all rows, on all threads; return what it says of them."""
    from workings.kernels._threads import pieces_of, run_blocks
    from workings.kernels.word_sums import BROKEN

    n, k = rows.shape[0], len(constant)
    given = (rows.data, rows.indices, rows.indptr, table, np.ascontiguousarray(constant, dtype=np.float64), rows.bar)
    said: list[int] = []

    def work(a: int, b: int) -> None:
        said.append(kernel(*given, a, b))

    if len(rows.indptr) == n + 1:
        run_blocks(work, n, pieces=pieces_of(n, rows.entries * k / n, 4))
    all_of_it = int(np.bitwise_or.reduce(said, initial=0)) if said else BROKEN
    if all_of_it & BROKEN:
        rows.refuse(who)
    return all_of_it


def counts_so_far(rows: Rows, labels: Array, weights: Array, k: int, who: str) -> Iterator[tuple[int, Counts]]:
    """Yield how many samples are left and the counts of all before, portion by portion; the counts keep growing."""
    n, p = rows.shape
    if rows.entries <= SMALL:
        yield 0, _count_few(rows, labels, weights, k, who)
        return
    if not rows.pointers_hold():
        rows.refuse(who)
    many = int(max(1, min(16, n, rows.entries // (4 * k * p))))
    found = None
    for i in range(many):
        part = _count(rows, n * i // many, n * (i + 1) // many, labels, weights, k, who)
        found = part if found is None else found.merge(part)
        yield n - n * (i + 1) // many, found


def _count_few(rows: Rows, labels: Array, weights: Array, k: int, who: str) -> Counts:
    from scipy.sparse import csr_array

    n, X = len(labels), rows.matrix(who)
    member = csr_array((weights if len(weights) else np.ones(n), (labels, np.arange(n))), shape=(k, n))
    least = float(X.data.min(initial=np.inf) + (X.data - X.data).sum())
    return Counts(member.sum(axis=1), (member @ X).toarray(), least)


def _count(rows: Rows, start: int, stop: int, labels: Array, weights: Array, k: int, who: str) -> Counts:
    """Return the counts of some rows, taken class by class, so that the sums that are written to stay in the cache."""
    from workings.kernels._threads import run_blocks
    from workings.kernels.word_counts import add_runs

    own, p = labels[start:stop], rows.shape[1]
    order = np.argsort(own.astype(np.min_scalar_type(k)), kind="stable")
    lengths = np.diff(rows.indptr[start : stop + 1])[order]
    sizes = np.bincount(own, minlength=k)
    starts, stops, places = _runs(np.cumsum(lengths, dtype=np.int64), np.cumsum(sizes))
    cut = np.flatnonzero(places[1:] == places[:-1]) + 1  # all but the first run of a class that has several
    lines = places.copy()
    lines[cut] = k + np.arange(len(cut))
    sums, spare, least = np.empty((k, p)), np.empty((len(cut), p)), np.full(len(places), np.inf)
    sums[sizes == 0] = 0.0
    order += start
    done = []

    def work(a: int, b: int) -> None:
        end = add_runs(
            *(rows.data, rows.indices, rows.indptr, order, weights, rows.bar),
            *(starts, stops, lines, a, b, sums, spare, least),
        )
        done.append(end == b)

    run_blocks(work, len(places), parts=min(len(places), 4 * _SHARE))
    if not all(done):
        rows.refuse(who)
    for line, r in zip(spare, cut, strict=True):
        sums[places[r]] += line
    weight = np.bincount(own, weights[start:stop] if len(weights) else None, minlength=k)
    return Counts(weight.astype(np.float64), sums, float(np.min(least)))


def _runs(entries: Array, last: Array) -> tuple[Array, Array, Array]:
    """Cut rows in the order of their classes into runs of one class each, and not too many entries.

    `entries` counts the entries of all rows up to each, `last` the rows of all classes up to each. Returns where the
    runs begin and end, and their classes. That depends on the data alone, and so does every sum.
    """
    total = int(entries[-1]) if len(entries) else 0
    edges, classes, begin = [0], [], 0
    for c, end in enumerate(last.tolist()):
        if end > begin:
            before, after = int(entries[begin - 1]) if begin else 0, int(entries[end - 1])
            pieces = max(1, min(end - begin, -(-(after - before) * _SHARE // max(1, total))))
            wanted = [before + (after - before) * i // pieces for i in range(1, pieces)]
            cuts = begin + np.searchsorted(entries[begin:end], wanted)
            inside = sorted({int(cut) for cut in cuts} - {begin, end})
            edges += [*inside, end]
            classes += [c] * (len(inside) + 1)
            begin = end
    return np.array(edges[:-1]), np.array(edges[1:]), np.array(classes)


def smoothed_logs(
    counts: Array,
    alpha: float,
    shift: Array,
    *,
    of_class: Array | None = None,
    of_word: Array | None = None,
    sign: float = 1.0,
    floor: float = -np.inf,
    factor: float = 1.0,
) -> Array:
    """Return factor * (log(v) - shift) by word; v = max(of_class + of_word + sign * counts + alpha, floor).

    Counts are (k, p), `of_class` and `shift` (k,), `of_word` (p,); what is not given is 0.
    """
    from workings.kernels._threads import run_blocks
    from workings.kernels.word_counts import smooth_logs

    k, p = counts.shape
    given = (
        np.ascontiguousarray(counts),
        np.zeros(k) if of_class is None else of_class,
        np.zeros(p) if of_word is None else of_word,
        *(sign, float(alpha), floor, shift, factor),
    )
    table = np.empty((p, k))
    run_blocks(lambda a, b: smooth_logs(*given, a, b, np.empty((k, _TURNED)), table), p, pieces=4)
    return table.T


def difference(first: Array, second: Array) -> Array:
    """Return first - second, laid out as `first` is."""
    if first.size <= SMALL or not (first.flags.f_contiguous and second.flags.f_contiguous):
        return np.subtract(first, second)
    from workings.kernels._threads import run_blocks

    out = np.empty(first.shape, order="F")
    one, other, table = first.T, second.T, out.T
    run_blocks(lambda a, b: np.subtract(one[a:b], other[a:b], out=table[a:b]), len(table))
    return out
