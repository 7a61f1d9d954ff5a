"""One-hot encoding of columns in blocks: the categories are the union of those of all blocks.

The state of a block is, for each column, its different values and how often each comes: what travels grows with the
number of categories, not with that of the rows. Categories, infrequent ones included, are those in memory. Blocks are
encoded lazily; with ``sparse_output`` each is a sparse matrix.
"""

from __future__ import annotations

import copy
import importlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.utils.validation import _check_feature_names, check_is_fitted

from workings.backends.dask._sources import _some, in_a_tree
from workings.preprocessing._categories import column_name, numbered_column, read_columns
from workings.preprocessing._numbering import number
from workings.preprocessing._sparse import in_the_wanted_interface

Array = NDArray[Any]


@dataclass(frozen=True)
class Tallied:
    """The different values of a column, and how often each comes: what an encoder asks of numbered columns."""

    values: Array
    times: NDArray[np.int64]
    codes: range

    def counts(self) -> NDArray[np.int64]:
        """Return how many samples have each value."""
        return self.times


def fit(model: Any, X: Any, y: Any = None) -> Any:
    """Learn the categories of each column."""
    # Validate.
    model._validate_params()
    dask: Any = importlib.import_module("dask")
    blocks, _ = _blocks(model, X, reset=True)
    names = copy.copy(model)

    # Compute.
    task = dask.delayed(_tallied, pure=False)
    states = [task(names, block) for block in blocks]
    columns = _some(in_a_tree(states, _merged).compute() if states else None)
    categories, groupings = model._learn_from(columns)

    # Store.
    model._store(categories, groupings)
    return model


def transform(model: Any, X: Any) -> Any:
    """Return X encoded, a dask array of which each block is what `transform` gives in memory."""
    dask: Any = importlib.import_module("dask")
    da: Any = importlib.import_module("dask.array")
    check_is_fitted(model)
    blocks, lengths = _blocks(model, X, reset=False)
    bare = copy.copy(model)
    bare._sklearn_output_config = {}
    if not hasattr(X, "columns"):
        bare.__dict__.pop("feature_names_in_", None)  # they were compared; blocks have none
    width = sum(bare._widths())
    nothing: Any = np.empty((0, width), dtype=model.dtype)
    if model.sparse_output:
        nothing = in_the_wanted_interface(sparse.csr_array(nothing))
    task, known = dask.delayed(_encoded, pure=False), dask.delayed(bare, pure=False, traverse=False)
    parts = [
        da.from_delayed(task(known, block, nothing), shape=(n, width), dtype=nothing.dtype, meta=nothing)
        for block, n in zip(blocks, lengths, strict=True)
    ]
    return da.concatenate(parts, axis=0, allow_unknown_chunksizes=True)


def _blocks(model: Any, X: Any, *, reset: bool) -> tuple[list[Any], Any]:
    """Return blocks of whole rows and their lengths; check or learn the names of the columns."""
    who = type(model).__name__
    if hasattr(X, "columns"):
        _check_feature_names(model, X._meta, reset=reset)
        found, features, lengths = X.to_delayed(), len(X.columns), [np.nan] * X.npartitions
    else:
        if X.ndim != 2:
            raise ValueError(f"{who}: Expected 2D array, got {X.ndim}D array instead. Try X.reshape(-1, 1).")
        _check_feature_names(model, np.empty((0, 0)), reset=reset)
        X = X.rechunk({1: -1}) if X.numblocks[1] > 1 else X
        found, features, lengths = X.to_delayed().ravel(), X.shape[1], X.chunks[0]
    if not reset and features != model.n_features_in_:
        raise ValueError(f"X has {features} features, but {who} is expecting {model.n_features_in_} features as input.")
    return list(found), lengths


def _plain(block: Any) -> Any:
    """Return a block whose columns are NumPy's or categories: dask keeps strings in Arrow's arrays, NaN as NA."""
    if not hasattr(block, "iloc"):
        return np.asarray(block)
    strings = [name for name, kind in block.dtypes.items() if getattr(kind, "name", "").startswith("string")]
    if not strings:
        return block
    plain = {name: block[name].astype(object).where(block[name].notna(), np.nan) for name in strings}
    return block.assign(**plain)


def _tallied(names: Any, block: Any) -> list[Tallied] | None:
    if not len(block):
        return None
    columns = read_columns(_plain(block))
    numbered = [numbered_column(column, column_name(names, i)) for i, column in enumerate(columns)]
    return [Tallied(one.values, one.counts(), range(len(block))) for one in numbered]


def _merged(a: list[Tallied], b: list[Tallied]) -> list[Tallied]:
    return [_both(one, other) for one, other in zip(a, b, strict=True)]


def _both(a: Tallied, b: Tallied) -> Tallied:
    numbered = number(np.concatenate([a.values, b.values]))
    places = numbered.through(np.arange(len(numbered.values)))
    times = np.zeros(len(numbered.values), dtype=np.int64)
    np.add.at(times, places, np.concatenate([a.times, b.times]))
    return Tallied(numbered.values, times, range(len(a.codes) + len(b.codes)))


def _encoded(model: Any, block: Any, nothing: Any) -> Any:
    return model.transform(_plain(block)) if len(block) else nothing
