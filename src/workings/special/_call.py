"""The way of every function of this family: read the arguments, lay the groups out, compute, round once, put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from workings import _validation as validation
from workings._validation import Array
from workings.special._layout import overlaps


@dataclass(frozen=True)
class Request:
    """The arguments of a call, read: numbers, the types to compute and to return, where to put the result."""

    function: str
    x: Array
    formats: validation.Formats
    out: Array | None

    @property
    def is_long(self) -> bool:
        """Whether to compute in long double, which no kernel does."""
        return self.formats.compute.itemsize > 8

    def widened(self) -> Array:
        """Return x in the type that computes."""
        return self.x.astype(self.formats.compute, copy=False)

    def target(self, like: Array) -> Array | None:
        """Return `out` if a kernel may write into it directly: same layout as `like`, same type, apart from it."""
        out = self.out
        if out is None or out.dtype != self.formats.compute or overlaps(out, self.x):
            return None
        same_c = like.flags.c_contiguous and out.flags.c_contiguous
        same_f = like.flags.f_contiguous and out.flags.f_contiguous
        return out if same_c or same_f else None

    def deliver(self, result: Array) -> Any:
        """Round the result to its type, once; write it to `out` if one was given; unwrap what has no axes."""
        if self.out is not None:
            if result is not self.out:
                with np.errstate(over="ignore", under="ignore"):
                    np.copyto(self.out, result, casting="unsafe")
            return self.out
        if result.dtype != self.formats.result:
            # Beyond the type's range the rounded result is infinity or 0, silently, as in kernels.
            with np.errstate(over="ignore", under="ignore"):
                result = result.astype(self.formats.result)
        return result if result.ndim else result[()]


def read(
    function: str, x: Any, dtype: Any, out: Any, *, reduced: Callable[[Array], tuple[int, ...]] | None = None
) -> Request:
    """Read the arguments that all functions share; `reduced` gives the result's shape where it is not x's."""
    array = validation.as_numbers(function, x)
    chosen = validation.formats(function, array.dtype, dtype if dtype is not None or out is None else _out_dtype(out))
    if out is not None:
        shape = array.shape if reduced is None else reduced(array)
        out = validation.check_out(function, out, shape, chosen.result)
    return Request(function, array, chosen, out)


def _out_dtype(out: Any) -> Any:
    """Take the result's type from `out` if it is of a floating-point type; else leave the complaint to the check."""
    dtype = getattr(out, "dtype", None)
    return dtype if isinstance(dtype, np.dtype) and (dtype.kind == "f" or dtype.name == "bfloat16") else None


def masked(function: str, x: Array, where: Any) -> tuple[Array, Array | None]:
    """Return x as floats with -inf wherever `where` is False, and the mask."""
    if where is None:
        return x, None
    mask = validation.mask_for(function, where, x.shape)
    return np.where(mask, x, np.asarray(-np.inf, dtype=x.dtype)), mask
