"""What naive Bayes of counts does with dense samples of few classes: sums of logarithms, and the largest of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.naive_bayes._statistics import SMALL
from workings.naive_bayes._words import by_word

Array = NDArray[Any]

# Up to so many classes our own loop multiplies faster than BLAS.
_FEW = 16
_TYPES = tuple(np.dtype(kind) for kind in ("f4", "f8", "i8"))


def fit_for_kernel(X: Array, k: int) -> bool:
    """Tell whether these samples are many, of few classes, and such as the kernels take."""
    return X.size > SMALL and k <= _FEW and X.dtype in _TYPES and X.flags.c_contiguous and X.flags.aligned


def sums_of_numbers(X: Array, bar: float | None, logs: Array, constant: Array) -> Array:
    """Return constant + X @ logs.T, (n, k); where there is a bar, entries count as 1 above it and else as 0."""
    from workings.kernels._threads import run_blocks
    from workings.kernels.word_sums import number_sums

    given, out = _given(X, bar, logs, constant), np.empty((len(X), len(constant)))
    run_blocks(lambda a, b: number_sums(*given, a, b, out), len(X), pieces=4)
    return out


def likeliest_of_numbers(X: Array, bar: float | None, logs: Array, constant: Array) -> Array | None:
    """Return the number of the largest of these, the first of equals; None if one is NaN or infinite."""
    from workings.kernels._threads import run_blocks
    from workings.kernels.word_sums import SAMPLES, likeliest_by_numbers

    given, best = _given(X, bar, logs, constant), np.empty(len(X), dtype=np.intp)
    said: list[int] = []
    run_blocks(
        lambda a, b: said.append(likeliest_by_numbers(*given, a, b, np.empty((SAMPLES, len(constant))), best)),
        len(X),
        pieces=4,
    )
    return None if any(said) else best


def _given(X: Array, bar: float | None, logs: Array, constant: Array) -> tuple[Any, ...]:
    table = by_word(logs, (X.shape[1], len(constant)))
    return X, table, np.ascontiguousarray(constant, dtype=np.float64), np.nan if bar is None else float(bar)
