"""One name for the float32 and the float64 version of a helper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workings.kernels._numba import overload, types


def by_dtype(for32: Callable[..., Any], for64: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function for kernels that is `for32` where its first argument is a float32 or an array of them."""

    def chosen(*_args: Any) -> Any:
        raise NotImplementedError("This is for kernels only: it has a meaning where Numba compiles it.")

    @overload(chosen)
    def _choose(x, *args):  # no annotations: Numba compares this signature with the lambdas'
        if getattr(x, "dtype", x) == types.float32:
            return lambda x, *args: for32(x, *args)
        return lambda x, *args: for64(x, *args)

    return chosen
