"""What LinearSVC and LinearSVR share: how an optimum is looked for, and how the result is shown and stored."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import ArrayLike, NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state

from workings._other_arrays import validate_data
from workings._step import Step
from workings._validation import check_finite
from workings.kernels._threads import run_blocks
from workings.svm._linear_ascent import ascend
from workings.svm._linear_band import Band, Fit, Outcome
from workings.svm._linear_interior import interior_point
from workings.svm._linear_l1 import lasso
from workings.svm._linear_newton import newton

Array = NDArray[Any]
_Fits = Generator[Step, None, list[Outcome]]

# Up to this many coefficients, or samples, second derivatives are formed.
_FULL = 1000
# Sparse data of so few samples and so few entries, zeros included, are dealt with as dense ones.
_FEW = 4_000_000


def checked(model: Any, X: ArrayLike, y: ArrayLike, *, numeric: bool) -> tuple[Any, Array]:
    """Return X, an array in C order or a CSR matrix, and y, as float64 without NaN and infinity."""
    data, target = validate_data(
        model,
        X,
        y,
        accept_sparse="csr",
        dtype=np.float64,
        order="C",
        accept_large_sparse=False,
        ensure_all_finite=False,
        y_numeric=numeric,
    )
    sparse = scipy.sparse.issparse(data)
    check_finite(model, data.data if sparse else data)
    if sparse and not data.has_canonical_format:
        data = data.copy()
        data.sum_duplicates()
    return data, target


def refuse_combination(model: Any, penalty: str, primal: bool, dual: bool) -> None:
    """Raise for a `dual` that scikit-learn does not have for this penalty and loss, so that code can go both ways."""
    if model.dual == "auto" or (dual if model.dual else primal):
        return
    raise ValueError(
        f"Unsupported set of arguments: The combination of penalty='{penalty}' and loss='{model.loss}' are not "
        f"supported when dual={model.dual}, Parameters: penalty={penalty!r}, loss={model.loss!r}, dual={model.dual}. "
        "Leave dual out: the quickest way to the optimum is chosen by the data."
    )


def constant_of(model: Any) -> float:
    """Return the last entry of every sample, whose coefficient gives the intercept."""
    return float(model.intercept_scaling) if model.fit_intercept else 0.0


def optimise(model: Any, bands: Sequence[Band], names: Sequence[str], penalty: str = "l2") -> _Fits:
    """Yield the steps of all fits; the value is the list of their outcomes.

    One fit comes after another, each on all threads; where a fit has use for one thread only, all take their steps side
    by side.
    """
    p, index = bands[0].X.shape[1], 0
    shown = np.zeros((len(bands), bands[0].size))
    outcomes: dict[int, Outcome] = {}
    abreast = len(bands) if _way(bands[0], penalty) == "ascent" else 1
    for first in range(0, len(bands), abreast):
        fits = {k: _solve(model, bands[k], penalty) for k in range(first, first + abreast)}
        while fits:
            for k, step in sorted(_advanced(fits, outcomes).items()):
                shown[k] = step.arrays["v"]
                arrays = {"coef_": shown[:, :p], "intercept_": bands[k].constant * shown[:, p:].sum(axis=1)}
                named = Step(index, f"{names[k]}{step.what}", arrays, step.objective, step.facts)
                if model.verbose:
                    gap = step.facts.get("gap", np.nan)
                    print(f"{index:4d}  objective {step.objective:.10g}  gap {gap:.2e}  {named.what}")
                index += 1
                yield named
    return [outcomes[k] for k in range(len(bands))]


def _advanced(fits: dict[int, Fit], outcomes: dict[int, Outcome]) -> dict[int, Step]:
    """Take the next step of each fit; those that have ended are moved to the outcomes."""
    waiting = list(fits)
    steps: dict[int, Step] = {}

    def work(start: int, stop: int) -> None:
        for k in waiting[start:stop]:
            try:
                steps[k] = next(fits[k])
            except StopIteration as end:
                outcomes[k] = end.value

    run_blocks(work, len(waiting), pieces=len(waiting))
    for k in waiting:
        if k in outcomes:
            del fits[k]
    return steps


def _way(band: Band, penalty: str) -> str:
    """Return how a fit goes, by the shape of the data: see the docstring of each way."""
    n, p = band.X.shape
    if penalty == "l1":
        return "lasso"
    if n < band.size and n <= _FULL and n * p <= _FEW:
        return "turned"
    return "direct" if band.size <= _FULL else "ascent"


def _solve(model: Any, band: Band, penalty: str) -> Fit:
    """Return the steps of one fit."""
    tol, most = float(model.tol), int(model.max_iter)
    way = _way(band, penalty)
    counted = band.cost > 0.0
    if not counted.all():
        band = band.rows(counted)
    if way == "lasso":
        return lasso(band, tol, most)
    if way == "turned":
        return _turned(band, tol, most)
    if way == "direct":
        return newton(band, np.zeros(band.size), tol, most) if band.squared else interior_point(band, tol, most)
    seed = check_random_state(model.random_state if model.random_state is not None else 0).randint(2**31)
    return ascend(band, tol, most, seed)


def _turned(band: Band, tol: float, max_iter: int) -> Fit:
    """Fit with fewer samples than features: in coordinates along the samples, of which there are no more than these.

    The coefficients are a sum of samples, so with X' = Q R the features Q' x, of which there are n, say it all.
    """
    X = band.X.toarray() if band.sparse else band.X
    if band.constant:
        X = np.column_stack([X, np.full(len(X), band.constant)])
    Q, R = np.linalg.qr(X.T)
    turned = replace(band, X=np.ascontiguousarray(R.T), constant=0.0)
    ways = newton(turned, np.zeros(turned.size), tol, max_iter) if band.squared else None
    steps = ways if ways is not None else interior_point(turned, tol, max_iter)
    while True:
        try:
            step = next(steps)
        except StopIteration as stop:
            outcome: Outcome = stop.value
            return replace(outcome, v=Q @ outcome.v)
        yield replace(step, arrays={"v": Q @ step.arrays["v"]})


def store(model: Any, outcomes: Sequence[Outcome], p: int) -> Array:
    """Keep intercepts and steps, warn if the gap stayed open, and return the coefficients, (fits, p)."""
    name = type(model).__name__
    found = np.array([outcome.v for outcome in outcomes])
    model.intercept_ = constant_of(model) * found[:, p] if model.fit_intercept else 0.0
    model.n_iter_ = max(1, *(outcome.n_iter for outcome in outcomes)) if model.max_iter else 0
    late = [outcome for outcome in outcomes if not outcome.converged]
    if late:
        worst = max(late, key=lambda outcome: outcome.gap / max(outcome.objective, 1e-300))
        warnings.warn(
            f"{name}.fit stopped after max_iter={model.max_iter} steps with a duality gap of {worst.gap:.3g}: the "
            f"objective, {worst.objective:.6g}, may be that much above its minimum, and tol={model.tol} asks for "
            f"{model.tol**2 * worst.objective:.3g}. Try a larger max_iter, or scale the features (StandardScaler).",
            ConvergenceWarning,
            stacklevel=6,
        )
    return found[:, :p].copy()
