"""What the scalers do to columns, by NumPy for small data and by kernels for large, and how their input is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.utils import assert_all_finite
from sklearn.utils.validation import check_array

from workings._other_arrays import validate_data
from workings.preprocessing._lanes import is_contiguous, lanes_of
from workings.preprocessing._moments import BLOCK, SMALL

Array = NDArray[Any]
FLOATS = [np.float64, np.float32, np.float16]


def read(estimator: Any, X: Any, *, reset: bool, **options: Any) -> Any:
    """Return X as a matrix of floats in which NaN may stand; infinite entries of a large array are left to be noticed.

    The walk over a large array that follows notices them (`refuse_infinity`), so that the data are read once less.
    """
    if not options.get("copy") and not options.get("force_writeable"):
        options["ensure_all_finite"] = False if is_large(X) else "allow-nan"
    found = validate_data(estimator, X, reset=reset, dtype=FLOATS, **{"ensure_all_finite": "allow-nan", **options})
    return only_numpy(estimator, found)


def read_back(estimator: Any, X: Any, columns: int, **options: Any) -> Any:
    """Return what `inverse_transform` is given as a matrix of floats with this many columns."""
    found = check_array(
        X,
        dtype=FLOATS,
        estimator=estimator,
        ensure_all_finite="allow-nan" if options.get("force_writeable") or not is_large(X) else False,
        **options,
    )
    if found.shape[1] != columns:
        raise ValueError(
            f"{type(estimator).__name__}.inverse_transform: X has {found.shape[1]} columns, and the data that it was "
            f"fitted on had {columns}. Give what transform returned."
        )
    return only_numpy(estimator, found)


def is_large(X: Any) -> bool:
    """Whether X is a large array of floats, whose entries need not be looked at before they are walked through."""
    return type(X) is np.ndarray and X.dtype.kind == "f" and X.dtype.itemsize >= 4 and X.size > SMALL


def only_numpy(estimator: Any, X: Any) -> Any:
    """Return X if it is NumPy's or SciPy's."""
    if isinstance(X, np.ndarray) or hasattr(X, "tocsr"):
        return X
    raise TypeError(
        f"{type(estimator).__name__}: X is a {type(X).__module__}.{type(X).__name__}, which array_api_dispatch "
        "hands on as it is, and only NumPy's arrays are computed with. Turn it into one, or use scikit-learn's class."
    )


def refuse_infinity(estimator: Any, X: Array) -> None:
    """Raise scikit-learn's ValueError if an entry is infinite."""
    assert_all_finite(X, allow_nan=True, estimator_name=type(estimator).__name__, input_name="X")


def changed(estimator: Any, X: Array, copy: bool, change: Callable[[Array, Array], bool]) -> Array:
    """Return what ``change(X, out)`` makes of X: in a new array, or in X itself, which has been checked then."""
    if X.dtype == np.float16:
        wide = X.astype(np.float32)
        change(wide, wide)
        out = X if not copy else np.empty_like(X)
        with np.errstate(over="ignore"):
            out[...] = wide
        return out
    if not copy:
        source = out = X
    elif is_contiguous(X):
        source, out = X, np.empty_like(X)
    else:
        source = out = np.array(X)
    if change(source, out) and copy:
        refuse_infinity(estimator, X)
    return out


def _walk(kernel: str, X: Array, out: Array, by_column: tuple[Array, ...], *numbers: Any) -> bool:
    from workings.kernels import column_scaling

    view = lanes_of(X)
    run, target = getattr(column_scaling, kernel), view.like(out)
    arrays = [view.repeat(values) for values in by_column]
    size = view.lanes * max(1, BLOCK // view.lanes)
    notices: list[bool] = []
    view.walk(lambda *span: notices.append(run(view.lines, target, *arrays, *numbers, size, *span)), size)
    return any(notices)


def _by_numpy(X: Array, out: Array) -> bool:
    return X.size <= SMALL or not is_contiguous(X) or not is_contiguous(out)


def standardise(X: Array, out: Array, centre: Array, low: Array, scale: Array) -> bool:
    """Write (X - centre - low) / scale to `out`; return whether an entry may be infinite."""
    if not _by_numpy(X, out):
        return _walk("standardise", X, out, (centre, low, scale))
    with np.errstate(over="ignore", invalid="ignore"):
        out[...] = ((X - centre) - low) / scale
    return False


def stretch(X: Array, out: Array, low: Array, scale: Array, span: tuple[float, float], clip: bool) -> bool:
    """Write (X - low) / scale * (stop - start) + start to `out`, as `standardise` does; cut to the span if `clip`."""
    start, stop = span
    if not _by_numpy(X, out):
        return _walk("stretch", X, out, (low, scale), start, stop, clip)
    with np.errstate(over="ignore", invalid="ignore"):
        out[...] = (X - low) / scale * (stop - start) + start
    if clip:
        np.clip(out, out.dtype.type(start), out.dtype.type(stop), out=out)
    return False


def restore(
    X: Array, out: Array, centre: Array, low: Array, scale: Array, span: tuple[float, float] = (0.0, 1.0)
) -> bool:
    """Undo `standardise`, or with a span `stretch`."""
    start, factor = span[0], span[1] - span[0]
    if not _by_numpy(X, out):
        return _walk("restore", X, out, (centre, low, scale), factor, start)
    with np.errstate(over="ignore", invalid="ignore"):
        out[...] = ((X - start) / factor * scale + low) + centre
    return False


def fill(X: Array, out: Array, values: Array, missing: float = np.nan) -> bool:
    """Write X to `out`, with the column's value where X is NaN or `missing`."""
    if not _by_numpy(X, out):
        return _walk("fill", X, out, (values.astype(X.dtype, copy=False),), X.dtype.type(missing))
    here = ~(np.isnan(X) | (missing == X))
    out[...] = np.where(here, X, values)
    return False


def extremes(X: Array) -> tuple[Array, Array]:
    """Return the least and the largest entry of each column, NaN for a column of nothing but NaN."""
    if _by_numpy(X, X):
        least = np.fmin.reduce(X, axis=0, initial=np.inf)
        most = np.fmax.reduce(X, axis=0, initial=-np.inf)
    else:
        least, most = _extremes_by_lanes(X)
    nothing = least > most
    return np.where(nothing, np.nan, least).astype(X.dtype), np.where(nothing, np.nan, most).astype(X.dtype)


def _extremes_by_lanes(X: Array) -> tuple[Array, Array]:
    from workings.kernels.column_scaling import extremes as run

    view = lanes_of(X)
    size = view.lanes * max(1, BLOCK // view.lanes)
    found: list[tuple[Array, Array]] = []

    def work(*span: int) -> None:
        low, high = np.full((2, view.groups, view.columns), np.inf, X.dtype)
        high *= -1
        run(view.lines, view.lanes, view.columns, size, *span, low, high)
        found.append((low, high))

    view.walk(work, size)
    lows, highs = (np.stack(part) for part in zip(*found, strict=True))
    return lows.min(axis=0).ravel(), highs.max(axis=0).ravel()
