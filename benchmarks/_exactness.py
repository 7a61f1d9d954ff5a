"""The largest errors, in units in the last place, of the softmax family: ours beside the peers'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from tests import groups, oracle

from benchmarks import _peers
from benchmarks._peers import Array

GROUPED = ("softmax", "log_softmax", "logsumexp")
ENTRYWISE = ("sigmoid", "softplus", "log_sigmoid")
TRUTHS = {
    "softmax": oracle.softmax,
    "log_softmax": oracle.log_softmax,
    "logsumexp": oracle.logsumexp,
    "sigmoid": oracle.sigmoid,
    "softplus": oracle.softplus,
    "log_sigmoid": lambda x: oracle.softplus(x, -1),
}


def inputs(name: str, dtype: Any, quick: bool) -> Iterator[Array]:
    """Yield the arrays that a function is tried on."""
    if name in ENTRYWISE:
        for _, x in groups.of_type(dtype, 10, 60 if quick else 150):
            yield x.reshape(1, -1)
        return
    lengths = (3, 100) if quick else (2, 3, 10, 49, 300, 5000, 100_000)
    for n in lengths:
        for family, x in groups.of_type(dtype, max(1, min(24, 2000 // n)), n):
            if n < 100_000 or family in ("normal * 10", "wide + 341", "normal * 5 + 10000"):
                yield x
    if name == "logsumexp":
        for n in (3, 100, 1000):
            for _, x in groups.log_probabilities(dtype, n):
                yield x


def largest_errors(name: str, dtype: Any, quick: bool) -> dict[str, dict[str, float]]:
    """Return every library's largest error where the true result is a normal number, and where it is subnormal."""
    functions = _peers.functions(name)
    found = {library: {"normal": 0.0, "subnormal": 0.0} for library in functions}
    tiny = float(np.finfo(dtype).tiny)
    for x in inputs(name, dtype, quick):
        truth = TRUTHS[name](x)
        with np.errstate(all="ignore"):
            size = np.abs(np.ldexp(truth.high, np.clip(truth.exponent, -5000, 5000)))
        for library, function in functions.items():
            with np.errstate(all="ignore"):
                errors = oracle.ulps(function(x.copy()), truth)
            for kind, here in (("normal", size >= tiny), ("subnormal", size < tiny)):
                if here.any():
                    found[library][kind] = max(found[library][kind], float(errors[here].max()))
    return found


def measure(quick: bool) -> dict[str, dict[str, dict[str, float]]]:
    """Return the largest errors of every function in both types, keyed by "softmax float32" and so on."""
    return {
        f"{name} {np.dtype(dtype).name}": largest_errors(name, dtype, quick)
        for name in (*GROUPED, *ENTRYWISE)
        for dtype in (np.float32, np.float64)
    }
