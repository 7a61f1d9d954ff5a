"""What every public function asks of its arguments, and the sentences in which it refuses them."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

# Labels from which on kernels number them; below, NumPy is quick enough, and Numba may stay unloaded.
_MANY_LABELS = 20_000
# Entries whose sum is worth a second thread.
_SPREAD = 1 << 16


def _refuse(function: str, problem: str, remedy: str, kind: type[Exception] = TypeError) -> NoReturn:
    raise kind(f"{function}: {problem} {remedy}")


def _describe(x: Any) -> str:
    kind = type(x)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def as_numbers(function: str, x: Any, name: str = "x") -> Array:
    """Return `x` as an array of real numbers, or say what stands in the way.

    Lists, scalars, data frames and whatever else NumPy can read become arrays; arrays are not copied.
    """
    if isinstance(x, np.ma.MaskedArray):
        _refuse(
            function,
            f"{name} is a masked array, whose mask would be lost.",
            f"Try {function}({name}.data, where=~np.ma.getmaskarray({name})).",
        )
    if hasattr(x, "toarray") and hasattr(x, "nnz"):
        _refuse(function, f"{name} is a sparse matrix ({_describe(x)}).", f"Try {name}.toarray().")
    try:
        array = np.asarray(x)
    except ValueError as error:
        _refuse(function, f"{name} cannot be read as one array ({error}).", "Are all rows of equal length?", ValueError)
    kind = array.dtype.kind
    if kind in "fiub" or array.dtype.name == "bfloat16":
        return array
    if kind == "c":
        _refuse(function, f"{name} is complex, and {function} is for real numbers.", f"Try {name}.real or abs({name}).")
    if kind == "O":
        _refuse(
            function,
            f"{name} has dtype object: Python objects, not numbers.",
            f"Try {name}.astype(float) if every entry is a number; if the rows have unequal lengths, pad them.",
        )
    _refuse(function, f"{name} has dtype {array.dtype}, which is not numbers.", f"Try {name}.astype(float).")


@dataclass(frozen=True)
class Formats:
    """The type that a result is computed in, and the type that it is returned in."""

    compute: np.dtype[Any]
    result: np.dtype[Any]


_FLOAT32, _FLOAT64, _LONG = np.dtype(np.float32), np.dtype(np.float64), np.dtype(np.longdouble)
_BY_DTYPE = {_FLOAT32: Formats(_FLOAT32, _FLOAT32), _FLOAT64: Formats(_FLOAT64, _FLOAT64)}


def formats(function: str, dtype: np.dtype[Any], wanted: Any = None) -> Formats:
    """Choose the types for input of `dtype`: integers and bool compute in float64, 16-bit floats in float32.

    If a result type is wanted, the wider of the two computes, and the result is rounded once.
    """
    if wanted is None:
        known = _BY_DTYPE.get(dtype)
        if known is not None:
            return known
        result = _FLOAT64 if dtype.kind in "iub" else dtype.newbyteorder("=")
    else:
        result = np.dtype(wanted)
        if result.kind != "f" and result.name != "bfloat16":
            _refuse(function, f"dtype={result} is not a floating-point type.", "Try dtype=np.float64 or leave it out.")
    widest = _FLOAT64 if dtype.kind in "iub" or dtype.itemsize == 8 else dtype
    sizes = max(_width(result), _width(widest))
    return Formats(_FLOAT32 if sizes <= 4 else _FLOAT64 if sizes == 8 else _LONG, result)


def _width(dtype: np.dtype[Any]) -> int:
    return dtype.itemsize


def axes_of(function: str, axis: Any, ndim: int, name: str = "x") -> tuple[int, ...]:
    """Return the axes that `axis` names as sorted numbers from 0 on; None names them all."""
    if axis is None:
        return tuple(range(ndim))
    if type(axis) is int and -ndim <= axis < ndim:  # by far the most frequent case
        return (axis % ndim,)
    entries = axis if isinstance(axis, tuple | list) else (axis,)
    found = []
    for entry in entries:
        try:
            number = operator.index(entry)
        except TypeError:
            _refuse(
                function,
                f"axis={axis!r} is {_describe(entry)}, and an axis is an integer, a tuple of them, or None.",
                "Did you mean axis=-1?",
            )
        if isinstance(entry, bool) or not -ndim <= number < ndim:
            _complain_about_axis(function, axis, ndim, name)
        found.append(number % ndim)
    if len(set(found)) != len(found):
        _refuse(function, f"axis={axis!r} names an axis of {name} twice.", "Name each axis once.", ValueError)
    return tuple(sorted(found))


def _complain_about_axis(function: str, axis: Any, ndim: int, name: str) -> NoReturn:
    if ndim == 0:
        _refuse(
            function, f"axis={axis!r}, but {name} is a single number and has no axes.", "Try axis=None.", _axis_error()
        )
    axes = "1 axis" if ndim == 1 else f"{ndim} axes"
    _refuse(
        f"{function}({name}, axis={axis!r})",
        f"{name} has {axes}, so axis must be {-ndim}..{ndim - 1}.",
        "Did you mean axis=-1?",
        _axis_error(),
    )


def _axis_error() -> type[Exception]:
    """Return NumPy's AxisError, which is a ValueError and an IndexError, made to take one sentence."""
    return np.exceptions.AxisError


def positive(function: str, value: Any, name: str) -> float:
    """Return `value` as a float that is finite, positive, and has a finite reciprocal."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        _refuse(function, f"{name} must be a number, and {value!r} is {_describe(value)}.", f"Try {name}=1.0.")
    if not (2.0**-1022 <= number < math.inf):
        _refuse(
            function,
            f"{name} must be a positive, finite number, and it is {value!r}.",
            "At temperatures towards 0 softmax tends to a one-hot of argmax, towards infinity to equal shares."
            if name == "temperature"
            else f"Try {name}=1.0.",
            ValueError,
        )
    return number


def mask_for(function: str, where: Any, shape: tuple[int, ...], name: str = "x") -> NDArray[np.bool_]:
    """Return `where` as a bool array broadcast to `shape`."""
    mask = np.asarray(where)
    if mask.dtype != np.bool_:
        _refuse(function, f"where has dtype {mask.dtype}, and a mask is bool.", "Try where=mask.astype(bool).")
    try:
        return np.broadcast_to(mask, shape)
    except ValueError:
        _refuse(
            function,
            f"where has shape {mask.shape}, which cannot be broadcast to {name}'s shape {shape}.",
            f"Give one truth value for each entry of {name}.",
            ValueError,
        )


def check_out(function: str, out: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return `out` if a result of this shape and type can be written into it."""
    if not isinstance(out, np.ndarray):
        _refuse(function, f"out must be a NumPy array, and it is {_describe(out)}.", "Try out=np.empty_like(x).")
    if out.shape != shape:
        _refuse(
            function,
            f"out has shape {out.shape}, and the result has shape {shape}.",
            f"Try np.empty({shape}).",
            ValueError,
        )
    if out.dtype != dtype:
        _refuse(
            function,
            f"out has dtype {out.dtype}, and the result has dtype {dtype}.",
            f"Try out=np.empty({shape}, dtype={str(dtype)!r}), or dtype={str(out.dtype)!r}.",
        )
    if not out.flags.writeable:
        _refuse(function, "out is read-only.", "Try a copy of it.", ValueError)
    return out


def check_finite(estimator: Any, X: Array) -> None:
    """Raise scikit-learn's ValueError if X holds NaN or infinity; the sums that find out run on all threads."""
    from workings.kernels._threads import run_blocks

    sums: list[Any] = []
    with np.errstate(over="ignore", invalid="ignore"):
        threads = 1 if X.size < _SPREAD else None
        run_blocks(lambda start, stop: sums.append(X[start:stop].sum()), len(X), threads=threads)
        if np.isfinite(sum(sums)):
            return
    from sklearn.utils import assert_all_finite

    assert_all_finite(X, estimator_name=type(estimator).__name__, input_name="X")


def class_labels(name: str, y: Array, at_least: int = 2) -> tuple[Array, NDArray[np.int64]]:
    """Return the classes in y, sorted, and the number of each sample's class among them."""
    n = len(y)
    if y.dtype.kind not in "iubUS":  # numbers that are no labels: refused in scikit-learn's words
        from sklearn.utils.multiclass import check_classification_targets

        check_classification_targets(y)
    if y.dtype == np.int64 and n >= _MANY_LABELS and (numbered := _numbers_of_many(y)) is not None:
        classes, labels = numbered
    elif y.dtype.kind in "iu" and n and (span := int(y.max()) - int(low := y.min())) < 2 * n:
        # A table instead of a sort.
        seen = np.bincount(y - low, minlength=span + 1) > 0
        numbers = np.cumsum(seen) - 1
        classes, labels = (np.flatnonzero(seen) + low).astype(y.dtype), numbers[y - low]
    else:
        classes, labels = np.unique(y, return_inverse=True)
    if len(classes) < at_least:
        found = f"y holds 1 class only ({classes.tolist()[0]!r})" if n else "y is empty"
        _refuse(name, f"{found}; a classifier needs two or more.", "Is it the right column?", ValueError)
    return classes, labels.astype(np.int64, copy=False)


def _numbers_of_many(y: Array) -> tuple[Array, NDArray[np.int64]] | None:
    """Do the same with kernels, for labels within a range that is not much larger than their number."""
    from workings.kernels import labels as kernels

    y = np.ascontiguousarray(y)
    low, high = kernels.label_range(y)
    if high - low >= 2 * len(y):
        return None
    counts = np.zeros((kernels.TABLES, high - low + 1), dtype=np.int64)
    kernels.count_labels(y, low, counts)
    seen = counts.any(axis=0)
    found = np.empty(len(y), dtype=np.int64)
    kernels.number_labels(y, low, np.cumsum(seen) - 1, found)
    return np.flatnonzero(seen) + low, found


def sample_weights(
    name: str, wanted: Any, class_weight: Any, X: Array, classes: Array, labels: Array
) -> tuple[Array, float]:
    """Return the weight of each sample, of its class included, as float64 that sums to 1, and the sum it had before."""
    if wanted is None and class_weight is None:
        n = X.shape[0]
        return np.full(n, 1.0 / n), float(n)
    from sklearn.utils.validation import _check_sample_weight

    weights: Array = _check_sample_weight(wanted, X, dtype=np.float64, ensure_non_negative=True)
    if class_weight is not None:
        weights = weights * _class_weights(name, class_weight, classes, labels, weights)[labels]
    total = float(weights.sum())
    if not (0.0 < total < math.inf):
        _refuse(name, f"the weights of the samples sum to {total}.", "Give some sample a positive weight.", ValueError)
    return weights / total, total


def _class_weights(name: str, class_weight: Any, classes: Array, labels: Array, weights: Array) -> Array:
    known = classes.tolist()
    if isinstance(class_weight, dict):
        strange = [key for key in class_weight if key not in known]
        if strange and any(one not in class_weight for one in known):
            _refuse(
                name,
                f"class_weight names {strange!r}, and the classes in y are {known}.",
                "Use the labels as they stand in y.",
                ValueError,
            )
        return np.array([float(class_weight.get(one, 1.0)) for one in known])
    shares = np.bincount(labels, weights=weights, minlength=len(known))  # "balanced": all classes weigh the same
    balanced: Array = weights.sum() / (len(known) * np.where(shares > 0.0, shares, 1.0))
    return balanced
