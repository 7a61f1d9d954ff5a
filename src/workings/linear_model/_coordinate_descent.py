"""What Lasso, the elastic net and their paths share: from data and a list of alphas to coefficients and gaps."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state

from workings._step import Step
from workings.linear_model import _working_set
from workings.linear_model._centred import Centred, CentredDense, CentredSparse
from workings.linear_model._penalised_problem import Control, Problem, Solution, State, Workspace
from workings.linear_model._sweeps import Penalty

Array = NDArray[Any]


def centred(X: Any, y: Array, weights: Array | None, fit_intercept: bool) -> tuple[Centred, Array, Array]:
    """Return X and y as centred data, y's columns as float64 (n, targets), and the mean of each target."""
    data: Centred = (CentredSparse if issparse(X) else CentredDense)(X, weights, fit_intercept)
    targets = np.asarray(y, dtype=np.float64).reshape(len(y), -1)
    means = np.average(targets, axis=0, weights=weights) if fit_intercept else np.zeros(targets.shape[1])
    return data, np.asfortranarray(targets - means), means


def begin(name: str, data: Centred, targets: Array, precompute: Any) -> tuple[list[Problem], Array, Workspace]:
    """Return the problem of each centred target, X'y (p, k), and the Gram matrix as far as it is known.

    Of few columns all products are formed in the one look at the data that finds their means.
    """
    given = hasattr(precompute, "__array__") or isinstance(precompute, list)
    found = None
    if not given and isinstance(data, CentredDense) and data.shape[1] <= _working_set.ALL:
        found = data.all_products(targets)
    weighted = targets if data.weights is None else targets * data.weights[:, np.newaxis]
    total = len(targets) if data.weights is None else float(data.weights.sum())
    problems = [Problem(data, y, total, float(v @ y)) for y, v in zip(targets.T, weighted.T, strict=True)]
    if found is not None:
        return problems, found[1], Workspace(np.arange(data.shape[1]), found[0])
    product = np.column_stack([data.first_look(v) for v in weighted.T])
    return problems, product, given_gram(name, precompute, data) if given else Workspace()


def visits(selection: str, random_state: Any) -> np.random.RandomState | None:
    """Return the source of random coordinates, or None for visits in turn."""
    if selection not in ("random", "cyclic"):
        raise ValueError(f"selection={selection!r}: it should be either random or cyclic.")
    return check_random_state(random_state) if selection == "random" else None


def given_gram(name: str, precompute: Any, data: Centred) -> Workspace:
    """Return a workspace that holds the Gram matrix that was given, if it is one of these data."""
    gram = np.array(precompute, dtype=np.float64)
    p = data.shape[1]
    if gram.shape != (p, p):
        raise ValueError(f"{name}: precompute has shape {gram.shape}, and the Gram matrix of X has shape {(p, p)}.")
    if not np.allclose(data.mean, 0.0):
        warnings.warn(
            "Gram matrix was provided but X was centered to fit intercept: recomputing Gram matrix. "
            "Centre X before you compute X.T @ X, or use fit_intercept=False.",
            UserWarning,
            stacklevel=7,
        )
        return Workspace()
    one, other = np.array([p // 2]), np.array([min(p // 2 + 1, p - 1)])
    expected = float(data.gram(one, other)[0][0, 0])
    if not np.isclose(expected, gram[one[0], other[0]], rtol=1e-4, atol=1e-5):
        raise ValueError(
            f"{name}: the Gram matrix passed in via 'precompute' parameter did not pass validation: its entry "
            f"({one[0]},{other[0]}) is {gram[one[0], other[0]]}, and X gives {expected}. Is it X.T @ X of these rows, "
            "with the same weights?"
        )
    return Workspace(np.arange(p), np.ascontiguousarray(gram))


def along(
    problem: Problem,
    state: State,
    alphas: Iterable[float],
    l1_ratio: float,
    positive: bool,
    control: Control,
    workspace: Workspace,
) -> Generator[Step, None, list[Solution]]:
    """Yield the steps of the fits for one alpha after the other, each from where the last ended; return them all."""
    solutions = []
    for alpha in alphas:
        strength = float(alpha) * problem.total
        penalty = Penalty(strength * l1_ratio, strength * (1.0 - l1_ratio), positive)
        solution = yield from _working_set.solve(problem, penalty, state, control, workspace)
        state = solution.state
        solutions.append(solution)
    return solutions


def control_of(
    tol: float,
    max_iter: int | None,
    rng: np.random.RandomState | None,
    gram: bool,
    numbers: Iterator[int] | None = None,
) -> Control:
    """Return when to stop; no limit on the number of sweeps if max_iter is None."""
    limit = 2**31 - 1 if max_iter is None else int(max_iter)
    return Control(float(tol), limit, rng, gram, *(() if numbers is None else (numbers,)))


def warn_of_gap(name: str, solution: Solution, alpha: float, stacklevel: int) -> None:
    """Warn if the duality gap is larger than was asked."""
    if solution.converged:
        return
    if solution.n_iter == 0 and solution.state.squares == 0.0:
        return
    ridge = " For an alpha or l1_ratio of 0, Ridge or LinearRegression is the quicker way." if alpha == 0.0 else ""
    warnings.warn(
        f"{name}: Objective did not converge. You might want to increase the number of iterations (max_iter: "
        f"{solution.n_iter} sweeps were made), scale the features, or increase alpha. Duality gap: {solution.gap:.6e}, "
        f"tolerance: {solution.wanted:.3e}.{ridge}",
        ConvergenceWarning,
        stacklevel=stacklevel,
    )
