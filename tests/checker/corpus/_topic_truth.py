"""The truth about the other topics, from mpmath, and inputs for each of the ways in which they are called.

`cases(topic, kind)` yields (family, arguments, truth): families as in `_truth.py`.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mpmath
import numpy as np

Case = tuple[str, tuple[Any, ...], Any]


def _load_truth() -> Any:
    path = Path(__file__).with_name("_truth.py")
    spec = importlib.util.spec_from_file_location("corpus__truth_shared", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


truth = _load_truth()


def top_and_log_total(values: np.ndarray) -> tuple[mpmath.mpf, mpmath.mpf]:
    """The maximum, and the logarithm of the sum of what is left of the exponentials without it."""
    numbers = [mpmath.mpf(float(v)) for v in values]
    top = max(numbers)
    return top, mpmath.log(mpmath.fsum(mpmath.mpf(0) if v == -mpmath.inf else mpmath.exp(v - top) for v in numbers))


def exact_lse(values: np.ndarray) -> mpmath.mpf:
    return mpmath.fsum(top_and_log_total(values))


def log_softmax(x: np.ndarray, axis: int | None) -> np.ndarray:
    moved = x.ravel() if axis is None else np.moveaxis(x, axis, -1)
    out = np.empty(moved.shape)
    with mpmath.workdps(60):
        for index in np.ndindex(moved.shape[:-1]):
            top, log_total = top_and_log_total(moved[index])
            # The maximum first: beside 1e308, 60 digits have no room for a logarithm.
            out[index] = [float((mpmath.mpf(float(v)) - top) - log_total) for v in moved[index]]
    return out.reshape(x.shape) if axis is None else np.moveaxis(out, -1, axis)


def logsumexp(x: np.ndarray, axis: int | None) -> Any:
    moved = x.ravel() if axis is None else np.moveaxis(x, axis, -1)
    out = np.empty(moved.shape[:-1])
    with mpmath.workdps(60):
        for index in np.ndindex(moved.shape[:-1]):
            out[index] = float(exact_lse(moved[index]))
    return out


def sigmoid(x: np.ndarray) -> np.ndarray:
    with mpmath.workdps(60):
        exact = [0.0 if v < -1e5 else float(1 / (1 + mpmath.exp(-mpmath.mpf(float(v))))) for v in np.ravel(x)]
    return np.array(exact).reshape(np.shape(x))


def axis_cases(function: Any, kind: str) -> Iterator[Case]:
    for p in truth.probes(kind):
        yield p.family, (p.x, p.axis) if p.pass_axis else (p.x,), function(p.x, p.axis)


def sigmoid_cases(kind: str) -> Iterator[Case]:
    inputs = {
        "plain": [0.0, 0.3, -1.2, 2.0, -3.5],
        "small": [-12.0, -25.0, -45.0],
        "large": [31.0, 22.0, 45.0],
        "low": [-100.0, -300.0, -700.0, -800.0, -1e300],
        "big": [100.0, 700.0, 800.0, 1e300],
        "int": [0, 3, -2, 5],
    }
    for family, values in inputs.items():
        x = np.array(values)
        if kind == "number":
            for v in values:
                yield family, (v,), sigmoid(np.array(v))
        else:
            yield family, (x,), sigmoid(x)


LOGITS = {
    "plain": [[0.3, -1.2, 2.0], [1.0, 0.5, -0.7], [0.1, 0.2, 4.0], [-1.0, 2.5, 0.0], [0.7, 0.7, 0.1]],
    "big": [[1000.3, 998.8, 1002.0], [1001.0, 1000.5, 999.3], [1000.0, 1001.0, 1000.0], [1002.0, 1000.0, 1000.5]],
    "low": [[-1000.3, -998.8, -1002.0], [-1001.0, -1000.5, -999.3], [-1000.0, -1001.0, -1000.0]],
    "gap": [[0.0, 900.0, -3.0], [5.0, -900.0, 2.0], [-1000.0, 1000.0, 0.0]],
    "apart": [[0.3, -1.2, 2.0], [1001.0, 1000.5, 999.3], [-1000.0, -1001.0, -1000.0]],
    "int": [[3, 1, 2], [0, 5, -2], [4, 4, 1]],
}
PROBABILITIES = {
    "plain": [[0.2, 0.5, 0.3], [0.1, 0.1, 0.8], [0.6, 0.25, 0.15], [0.3, 0.3, 0.4], [0.05, 0.9, 0.05]],
    "zero": [[0.0, 1.0, 0.0], [0.5, 0.5, 0.0], [0.0, 0.25, 0.75]],
    "small": [[1e-12, 0.5, 0.5], [1e-300, 0.5, 0.5], [0.25, 1e-9, 0.75]],
}
TARGETS = {"zero": [1, 0, 2], "small": [0, 0, 1]}


def losses(first: str, x: np.ndarray, labels: list[int]) -> list[mpmath.mpf]:
    if first == "probabilities":
        return [-mpmath.log(mpmath.mpf(float(row[k]))) for row, k in zip(x, labels, strict=True)]
    return [exact_lse(row) - mpmath.mpf(float(row[k])) for row, k in zip(x, labels, strict=True)]


def target_cases(kind: str, *, gradient: bool) -> Iterator[Case]:
    """Scores with targets; more samples than classes in "plain", so that no axis can be mistaken."""
    first, targets, reduction = kind.split(", ")
    for family, table in (PROBABILITIES if first == "probabilities" else LOGITS).items():
        x = np.array(table)
        labels = TARGETS.get(family, [2, 0, 1, 1, 0][: len(x)])
        onehot = np.eye(3)[labels]
        with mpmath.workdps(60):
            each = losses(first, x, labels)
            total = mpmath.fsum(each)
        slope = truth.reference(x, -1) - onehot if first == "logits" else None
        if reduction == "one":
            for i, row in enumerate(x):
                target = labels[i] if targets == "index" else onehot[i]
                yield family, (row, target), slope[i] if gradient else float(each[i])
            continue
        given = np.array(labels) if targets == "indices" else onehot
        if gradient:
            yield family, (x, given), slope / len(x) if reduction == "mean" else slope
        elif reduction == "none":
            yield family, (x, given), np.array([float(v) for v in each])
        else:
            yield family, (x, given), float(total / len(x) if reduction == "mean" else total)


def cases(topic: str, kind: str) -> list[Case]:
    if topic == "log_softmax":
        return list(axis_cases(log_softmax, kind))
    if topic == "logsumexp":
        return list(axis_cases(logsumexp, kind))
    if topic == "sigmoid":
        return list(sigmoid_cases(kind))
    return list(target_cases(kind, gradient=topic == "cross_entropy_gradient"))


def agrees(topic: str, answer: Any, expected: Any) -> bool:
    """Up to rounding: relative, and beside 1 for results that are differences of larger numbers."""
    if answer is None or isinstance(answer, Exception):
        return False
    got, want = np.asarray(answer), np.asarray(expected)
    if got.shape != want.shape or got.dtype.kind not in "fiu":
        return False
    near_zero = {"sigmoid": 1e-300}.get(topic, 1e-12)
    with np.errstate(invalid="ignore", over="ignore"):
        close = np.isfinite(want) & (np.abs(got - want) <= 1e-9 * np.abs(want) + near_zero)
    return bool(np.all((got == want) | close))
