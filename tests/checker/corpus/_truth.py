"""The truth about softmax, for checking the labels of this corpus: an mpmath reference and inputs of every kind.

Nothing here is shared with the checker that the corpus judges.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np

SHAPES: dict[str, list[tuple[int, ...]]] = {
    "vector": [(1,), (2,), (3,), (6,)],
    "rows": [(1, 1), (1, 3), (3, 1), (2, 2), (2, 3), (4, 2), (4, 4)],
    "columns": [(1, 1), (1, 3), (3, 1), (2, 2), (2, 3), (4, 2), (4, 4)],
    "deep": [(2, 3, 4), (3, 3, 3), (2, 1, 3), (2, 2, 1, 3)],
}
PARTS = {
    "vector": ("vector",),
    "rows": ("rows",),
    "columns": ("columns",),
    "vector or rows": ("vector", "rows"),
    "vector or columns": ("vector", "columns"),
    "last axis": ("vector", "rows", "deep"),
    "first axis": ("vector", "columns", "deep"),
    "axis argument": ("vector", "rows", "deep"),
    "whole array": ("vector", "rows", "deep"),
}
FIRST = ("columns", "vector or columns", "first axis")


@dataclass(frozen=True)
class Probe:
    """One input with its true answer."""

    family: str
    x: np.ndarray
    axis: int | None
    pass_axis: bool
    tolerance: float = 1e-9

    @functools.cached_property
    def truth(self) -> np.ndarray:
        return reference(self.x, self.axis)


def exact_softmax(values: np.ndarray) -> list[float]:
    """Softmax of one group, rounded once from 60 digits."""
    with mpmath.workdps(60):
        numbers = [mpmath.mpf(float(v)) for v in values]
        top = max(numbers)
        weights = [mpmath.mpf(0) if v == -mpmath.inf else mpmath.exp(v - top) for v in numbers]
        total = mpmath.fsum(weights)
        return [float(w / total) for w in weights]


def reference(x: np.ndarray, axis: int | None) -> np.ndarray:
    if axis is None:
        return np.array(exact_softmax(x.ravel())).reshape(x.shape)
    moved = np.moveaxis(x, axis, -1)
    out = np.empty(moved.shape)
    for index in np.ndindex(moved.shape[:-1]):
        out[index] = exact_softmax(moved[index])
    return np.moveaxis(out, -1, axis)


def ramp(shape: tuple[int, ...], axis: int | None, step: float, *, along: bool) -> np.ndarray:
    """Steps along the group (`along`), or from one group to the next."""
    if axis is None:
        return np.arange(np.prod(shape)).reshape(shape) * step * along
    n = shape[axis]
    inside = np.moveaxis(np.zeros(shape), axis, -1) + np.arange(n)
    group = np.arange(inside[..., 0].size).reshape(inside.shape[:-1])[..., None] + np.zeros(inside.shape)
    return np.moveaxis(inside if along else group, -1, axis) * step


def families(shape: tuple[int, ...], axis: int | None, rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    base = np.round(rng.normal(size=shape) * 2, 3)
    yield "plain", base
    yield "plain", np.where(rng.random(shape) < 0.4, 0.0, base)
    yield "plain", rng.uniform(0.1, 3.0, size=shape)
    yield "ordered", base + ramp(shape, axis, 1.0, along=True)
    yield "wide", base * 20
    yield "big", base + 1000
    yield "low", base - 1000
    yield "gap", base + ramp(shape, axis, 900.0, along=True)
    yield "gap", base - ramp(shape, axis, 900.0, along=True)
    yield "apart", base + ramp(shape, axis, 900.0, along=False)
    yield "apart", base - ramp(shape, axis, 900.0, along=False)
    yield "near", base / 8 + ramp(shape, axis, 30.0, along=False)
    yield "huge", np.where(rng.random(shape) < 0.5, 1e308, -1e308)
    yield "huge", np.full(shape, 1e17)
    yield "huge", base + 1e15
    yield "tiny", np.where(rng.random(shape) < 0.5, 5e-324, 2e-310)
    yield "int", rng.integers(-4, 8, size=shape)
    masked = base.copy()
    if axis is None:
        masked.flat[0] = -np.inf if masked.size > 1 else masked.flat[0]
    elif shape[axis] > 1:
        np.moveaxis(masked, axis, 0)[0] = -np.inf
        yield "mask", masked[::-1].copy() if axis == 0 else np.flip(masked, axis).copy()
    yield "mask", masked


def plain_name(shape: tuple[int, ...], axis: int | None) -> str:
    """What is special about an input of ordinary size: its shape."""
    if np.prod(shape) == 1:
        return "one"
    if len(shape) == 1:
        return "1d"
    if len(set(shape)) == 1:
        return "square"
    if len(shape) > 2:
        return "nd"
    return "thin" if 1 in shape else "plain"


@functools.cache
def probes(kind: str) -> tuple[Probe, ...]:
    rng = np.random.default_rng(20)
    found = []
    for shape in [s for part in PARTS[kind] for s in SHAPES[part]]:
        if kind == "axis argument":
            axes: list[int | None] = [*range(len(shape)), *range(-len(shape), 0)]
        else:
            axes = [None if kind == "whole array" else 0 if kind in FIRST else -1]
        for axis in axes:
            for family, x in families(shape, axis, rng):
                name = plain_name(shape, axis) if family == "plain" else family
                if kind == "axis argument" and axis is not None and axis < 0:
                    if family != "plain":
                        continue
                    name = "negative"
                found.append(Probe(name, x, axis, kind == "axis argument"))
    return tuple(found)


def call(function: Callable[..., Any], probe: Probe, x: np.ndarray | None = None) -> Any:
    """Call, quietly; an exception becomes the answer."""
    arguments = [probe.x.copy() if x is None else x]
    if probe.pass_axis:
        arguments.append(probe.axis)  # type: ignore[arg-type]
    state = np.geterr()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            return copy.deepcopy(function(*arguments))
    except Exception as error:
        return error
    finally:
        np.seterr(**state)


def agrees(answer: Any, probe: Probe) -> bool:
    """The answer is the true one, up to rounding."""
    if answer is None or isinstance(answer, Exception):
        return False
    got = np.asarray(answer)
    if got.shape != probe.x.shape or got.dtype.kind not in "fiu":
        return False
    difference = np.abs(got.astype(float) - probe.truth)
    return bool(np.all(difference <= probe.tolerance * probe.truth + 1e-300))


def failing_families(function: Callable[..., Any], kind: str) -> set[str]:
    return {p.family for p in probes(kind) if not agrees(call(function, p), p)}
