"""Fits to data that do not fit in memory, batch by batch, in one process and without dask.

The statistics are the same as those of a cluster: those of a batch merge with those of the batches before, so memory
holds one batch and one state (O(p^2) numbers for least squares, O(k p) for k classes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.backends.dask import METHODS, _learn
from workings.backends.dask._imputer import imputer
from workings.backends.dask._sources import Batches

Array = NDArray[Any]
Batch = tuple[Any, ...]

_LEARN = {
    "fits:fit_counts": _learn.counts,
    "fits:fit_gaussian": _learn.gaussian,
    "fits:fit_imputer": imputer,
    "fits:fit_least_squares": _learn.least_squares,
    "fits:fit_scaler": _learn.scaler,
}


def fit_batches(model: Any, begin: Callable[[], Iterable[Batch]]) -> Any:
    """Fit a model to batches.

    Parameters
    ----------
    model : StandardScaler, SimpleImputer, LinearRegression, Ridge, GaussianNB, MultinomialNB or BernoulliNB
        Naive Bayes reads the batches twice, an imputer of medians six times, the others once (and all look at the
        first batch before).
    begin : callable
        Returns the batches from the first on, at every call: tuples (X,), (X, y) or (X, y, sample_weight) of arrays.

    Returns
    -------
    The model, fitted as in memory but for rounding.

    Raises
    ------
    TypeError
        Statistics of this model do not merge, or not with these parameters.
    ValueError
        There are no rows; lengths or numbers of features differ; X holds NaN or infinity where that is not allowed.

    Examples
    --------
    >>> import numpy as np
    >>> from workings.backends.dask.batches import fit_batches, in_rows
    >>> from workings.linear_model import LinearRegression
    >>> X = np.array([[1.0], [2.0], [3.0], [4.0]])
    >>> fit_batches(LinearRegression(), in_rows(X, 2.0 * X[:, 0] + 1.0, rows=2)).coef_.round(12)
    array([2.])
    """
    who = type(model).__name__
    learn = _LEARN.get(METHODS.get(who, {}).get("fit", ""))
    if learn is None:
        known = sorted(name for name, methods in METHODS.items() if methods.get("fit") in _LEARN)
        raise TypeError(f"fit_batches: {who} does not learn from batches. These do: {', '.join(known)}.")
    first = next(iter(begin()), None)
    if first is None:
        raise ValueError("fit_batches: there are no batches. Give a function that begins anew at every call.")
    X = np.asarray(first[0])
    if X.ndim != 2:
        raise ValueError(f"fit_batches: X has {X.ndim} axes, and samples have two. Try X.reshape(-1, 1).")
    model.n_features_in_ = X.shape[1]
    model.__dict__.pop("feature_names_in_", None)
    kind = np.dtype(X.dtype if X.dtype in (np.float32, np.float64) else np.float64)
    return learn(model, Batches(lambda: _alike(begin, X.shape[1]), kind, len(first) > 2 and first[2] is not None))


def _alike(begin: Callable[[], Iterable[Batch]], features: int) -> Iterator[Batch]:
    for i, batch in enumerate(begin()):
        if np.shape(batch[0])[1:] != (features,):
            raise ValueError(
                f"fit_batches: batch {i} has shape {np.shape(batch[0])}, and the first has {features} features."
            )
        yield batch


def in_rows(X: Any, y: Any = None, *, rows: int = 65_536) -> Callable[[], Iterator[Batch]]:
    """Return the batches of arrays that `numpy.load(path, mmap_mode="r")` maps: so many rows are read at a time."""
    if rows < 1:
        raise ValueError(f"in_rows: rows={rows} must be at least 1. Try rows=65536.")

    def begin() -> Iterator[Batch]:
        for a in range(0, len(X), rows):
            yield np.array(X[a : a + rows]), None if y is None else np.array(y[a : a + rows])

    return begin


def in_parquet(
    path: Any, features: Sequence[str], target: str | None = None, *, rows: int = 65_536
) -> Callable[[], Iterator[Batch]]:
    """Return the batches of a Parquet file, (X, y) so many rows at a time, by pyarrow.

    A missing entry becomes NaN.
    """
    from pyarrow import parquet

    wanted = [*features, *([] if target is None else [target])]
    with parquet.ParquetFile(path) as file:
        absent = [name for name in wanted if name not in file.schema_arrow.names]
    if absent:
        raise ValueError(f"in_parquet: {path} has no columns {absent}. It has {file.schema_arrow.names}.")

    def begin() -> Iterator[Batch]:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=rows, columns=wanted, use_threads=False):
                columns = [batch.column(name).to_numpy(zero_copy_only=False) for name in wanted]
                X = np.column_stack([column.astype(np.float64) for column in columns[: len(features)]])
                yield X, None if target is None else columns[-1]

    return begin
