"""Methods that treat every row by itself: lazily, block by block, by the method for arrays in memory."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils.validation import check_is_fitted

from workings.backends.dask._sources import matrix

Array = NDArray[Any]


def _by_rows(model: Any, X: Any, method: str) -> Any:
    check_is_fitted(model)
    X = matrix(model, X, reset=False)
    bare = copy.copy(model)
    bare.__dict__.pop("feature_names_in_", None)  # they were compared; blocks have none
    if hasattr(bare, "_sklearn_output_config"):
        bare._sklearn_output_config = {}
    kind = X.dtype if X.dtype in (np.float32, np.float64) else np.dtype(np.float64)
    probe = getattr(bare, method)(np.ones((1, X.shape[1]), dtype=kind))
    if isinstance(probe, list):
        raise TypeError(
            f"{type(model).__name__}.{method}: several outputs are not there for arrays of dask. Try predict."
        )
    options: dict[str, Any] = {"dtype": probe.dtype, "meta": np.empty((0,) * probe.ndim, dtype=probe.dtype)}
    if probe.ndim == 1:
        options["drop_axis"] = 1
    else:
        options["chunks"] = (X.chunks[0], (probe.shape[1],))
    from dask.delayed import delayed

    # One task holds the model, however large it is, and all blocks refer to it.
    return X.map_blocks(_call, delayed(bare, pure=False, traverse=False), method, probe[:0], **options)


def _call(block: Array, model: Any, method: str, nothing: Array) -> Array:
    if not len(block):
        return nothing
    found: Array = getattr(model, method)(np.asarray(block))
    return found


def predict(model: Any, X: Any) -> Any:
    """Return what `predict` gives, as a dask array."""
    return _by_rows(model, X, "predict")


def predict_proba(model: Any, X: Any) -> Any:
    """Return the probabilities of the classes."""
    return _by_rows(model, X, "predict_proba")


def predict_log_proba(model: Any, X: Any) -> Any:
    """Return the logarithms of the probabilities."""
    return _by_rows(model, X, "predict_log_proba")


def predict_joint_log_proba(model: Any, X: Any) -> Any:
    """Return log P(x, class)."""
    return _by_rows(model, X, "predict_joint_log_proba")


def decision_function(model: Any, X: Any) -> Any:
    """Return the scores."""
    return _by_rows(model, X, "decision_function")


def transform(model: Any, X: Any, copy: bool | None = None) -> Any:
    """Return the transformed rows."""
    return _by_rows(model, X, "transform")


def inverse_transform(model: Any, X: Any, copy: bool | None = None) -> Any:
    """Return the rows that were transformed to X."""
    return _by_rows(model, X, "inverse_transform")
