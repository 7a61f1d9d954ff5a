"""What counts as missing, whatever stands for it."""

from __future__ import annotations

import sys
from numbers import Integral, Real
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[Any]


def is_nan(value: Any) -> bool:
    """Whether a value is the number NaN."""
    return isinstance(value, Real) and not isinstance(value, Integral) and bool(value != value)


def is_na(value: Any) -> bool:
    """Whether a value is pandas.NA; without pandas there is none."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and value is getattr(pandas, "NA", pandas)


def missing_entries(data: Any, placeholder: Any) -> NDArray[np.bool_]:
    """Return where entries are missing: of the data's shape, for a sparse matrix of its stored entries'."""
    values = data.data if sparse.issparse(data) else data
    if is_na(placeholder):
        return np.asarray(sys.modules["pandas"].isna(values), dtype=bool)
    if not is_nan(placeholder):
        return np.asarray(values == placeholder, dtype=bool)
    if values.dtype.kind == "f":
        return np.asarray(np.isnan(values))
    if values.dtype.kind == "O":
        return np.asarray(values != values, dtype=bool)
    return np.zeros(values.shape, dtype=bool)


def mask_of(data: Any, missing: Array) -> Any:
    """Return where entries are missing as a container of the data's kind and shape."""
    if not sparse.issparse(data):
        return missing
    return sparse.csc_array((missing.copy(), data.indices.copy(), data.indptr.copy()), shape=data.shape)


def refuse_other_kinds(imputer: Any, data: Any, in_fit: bool) -> None:
    """Raise if the data, what stands for missing, and what replaces it are not of one kind."""
    kind = data.dtype.kind
    if kind in "fiu" and not isinstance(imputer.missing_values, Real) and not is_na(imputer.missing_values):
        raise ValueError(
            "'X' and 'missing_values' types are expected to be both numerical. "
            f"Got X.dtype={data.dtype} and type(missing_values)={type(imputer.missing_values)}."
        )
    if kind not in "iufO":
        raise ValueError(
            f"SimpleImputer does not support data with dtype {data.dtype}. Please provide either a numeric array "
            "(with a floating point or integer dtype) or categorical data represented either as an array with "
            "integer dtype or an array of string values with an object dtype: X.astype(object)."
        )
    if sparse.issparse(data) and imputer.missing_values == 0:
        raise ValueError(
            "Imputation not possible when missing_values == 0 and input is sparse. Provide a dense array instead."
        )
    if imputer.strategy != "constant" or (in_fit and imputer.fill_value is None):
        return
    filling = type(imputer.fill_value) if in_fit else imputer._fill_dtype
    if np.can_cast(filling, data.dtype, casting="same_kind"):
        return
    if in_fit:
        raise ValueError(
            f"fill_value={imputer.fill_value!r} (of type {filling!r}) cannot be cast to the input data that is "
            f"{data.dtype!r}. If fill_value is a Python scalar, instead pass a numpy scalar of the data's kind "
            "(e.g. fill_value=np.uint8(0) for np.uint8)."
        )
    raise ValueError(
        f"The dtype of the filling value (i.e. {filling!r}) cannot be cast to the input data that is "
        f"{data.dtype!r}. Make sure that the dtypes of the input data are of the same kind between fit and transform."
    )
