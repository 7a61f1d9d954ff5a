"""What a fit by coordinate descent is given, has reached, and ends with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workings.linear_model._block_sweeps import BlockSweeps
from workings.linear_model._centred import Centred
from workings.linear_model._sweeps import BY_HAND

Array = NDArray[Any]


@dataclass
class Problem:
    """One target: the centred data and target, the sum of weights that divides the objective, and y'y."""

    data: Centred
    y: Array
    total: float
    squares: float


@dataclass
class State:
    """Coefficients, and what one pass over the data says of them: X'r, and the sum of squares of r = y - Xw."""

    w: Array
    gradient: Array
    squares: float

    @classmethod
    def at(cls, problem: Problem, w: Array) -> State:
        """Return the state at w, by a pass over the data."""
        return cls(w, *problem_pass(problem, w)[1:])


def problem_pass(problem: Problem, w: Array) -> tuple[Array, Array, float]:
    """Return the residual at w, the gradient, and the weighted sum of squares of the residual."""
    r, gradient = problem.data.residual(w, problem.y)
    weights = problem.data.weights
    return r, gradient, float(r @ r if weights is None else (r * weights) @ r)


@dataclass
class Workspace:
    """The Gram matrix of the columns that have mattered so far; alphas and targets share it."""

    columns: Array = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    gram: Array = field(default_factory=lambda: np.zeros((0, 0)))
    sweeps: BlockSweeps | None = None
    rough: bool = False  # whether the Gram matrix is one of float32
    exact: bool = False  # whether it must not be

    def extend(self, data: Centred, new: Array, roughly: bool) -> None:
        """Add columns; the first ones with the precision of float32, if that is enough and can be had."""
        if not len(new):
            return
        if roughly and not len(self.columns) and not self.exact:
            gram = data.rough_gram(new)
            if gram is not None:
                self.columns, self.gram, self.rough = new, gram, True
                return
            self.exact = True
        k, more = len(self.columns), len(new)
        cross, square = data.gram(self.columns, new)
        if not k:
            self.columns, self.gram = new, square
            return
        gram = np.empty((k + more, k + more))
        gram[:k, :k] = self.gram
        gram[:k, k:], gram[k:, :k], gram[k:, k:] = cross, cross.T, square
        self.columns, self.gram = np.concatenate([self.columns, new]), gram


@dataclass
class Control:
    """When to stop, and how to visit: `rng` None is in turn.

    `gram`: use the Gram matrix of all columns. `trust`: take residuals from it as well, where it is known.
    """

    tol: float
    max_iter: int
    rng: np.random.RandomState | None = None
    gram: bool = False
    trust: bool = False
    numbers: Iterator[int] = field(default_factory=count)
    by_hand: list[int] = field(default_factory=lambda: [BY_HAND])


@dataclass
class Solution:
    """The last state, its duality gap (of the sum, not the mean), sweeps, and what was asked of the gap."""

    state: State
    gap: float
    n_iter: int
    wanted: float

    @property
    def converged(self) -> bool:
        """Whether the gap is as small as was asked."""
        return self.gap <= self.wanted
