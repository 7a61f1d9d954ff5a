"""Several classes: one machine for each pair of them, and their votes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings._step import Step
from workings.svm._problem import Outcome, Problem, classification

Array = NDArray[Any]

Solver = Callable[[Problem], Generator[Step, None, Outcome]]


def pairs(n_classes: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of classes in the order of their decision values."""
    return combinations(range(n_classes), 2)


def fit_pairs(
    labels: Array, bounds: Array, n_classes: int, solve: Solver, names: Array
) -> Generator[Step, None, list[tuple[Array, Outcome]]]:
    """Fit one machine for each pair, whose first class is the positive one. Samples with bound 0 are left out."""
    members = [np.flatnonzero((labels == k) & (bounds > 0.0)) for k in range(n_classes)]
    found = []
    index = 0
    for i, j in pairs(n_classes):
        rows = np.concatenate([members[i], members[j]])
        signs = np.repeat([1.0, -1.0], [len(members[i]), len(members[j])])
        steps = solve(classification(rows, signs, bounds[rows]))
        said = f"{names[i]} or {names[j]}: " if n_classes > 2 else ""
        while True:
            try:
                step = next(steps)
            except StopIteration as stop:
                found.append((rows, stop.value))
                break
            arrays = {**step.arrays, "samples": rows}
            yield Step(index, said + step.what, arrays, step.objective, step.facts)
            index += 1
    return found


def joined(labels: Array, n_classes: int, machines: list[tuple[Array, Outcome]]) -> tuple[Array, Array, Array]:
    """Return the support vectors class by class, their coefficients, and how many each class has.

    Coefficients are (n_classes - 1, n_support). A vector of class i has the one against class j in row j - 1 for j > i,
    in row j for j < i.
    """
    used = np.zeros(len(labels), dtype=bool)
    for rows, outcome in machines:
        used[rows[outcome.coef != 0.0]] = True
    support = np.flatnonzero(used)
    support = support[np.argsort(labels[support], kind="stable")]
    place = np.full(len(labels), -1)
    place[support] = np.arange(len(support))
    dual = np.zeros((n_classes - 1, len(support)))
    for (i, j), (rows, outcome) in zip(pairs(n_classes), machines, strict=True):
        first = (labels[rows] == i) & (outcome.coef != 0.0)
        second = (labels[rows] == j) & (outcome.coef != 0.0)
        dual[j - 1, place[rows[first]]] = outcome.coef[first]
        dual[i, place[rows[second]]] = outcome.coef[second]
    return support, dual, np.bincount(labels[support], minlength=n_classes).astype(np.int32)


def pair_coefficients(dual: Array, n_support: Array) -> Array:
    """Return the coefficients of the support vectors in each pair's machine, (n_support, n_pairs)."""
    n_classes = len(n_support)
    ends = np.concatenate([[0], np.cumsum(n_support)])
    found = np.zeros((dual.shape[1], n_classes * (n_classes - 1) // 2))
    for column, (i, j) in enumerate(pairs(n_classes)):
        found[ends[i] : ends[i + 1], column] = dual[j - 1, ends[i] : ends[i + 1]]
        found[ends[j] : ends[j + 1], column] = dual[i, ends[j] : ends[j + 1]]
    return found


def votes(decisions: Array, n_classes: int) -> Array:
    """Return the class with most votes for each row of decision values; of equal ones the first."""
    counts = np.zeros((len(decisions), n_classes), dtype=np.int64)
    for column, (i, j) in enumerate(pairs(n_classes)):
        for_first = decisions[:, column] > 0.0
        counts[:, i] += for_first
        counts[:, j] += ~for_first
    best: Array = counts.argmax(axis=1)
    return best
