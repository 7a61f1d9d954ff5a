"""Data and parameters on which our estimators are held to scikit-learn's, and how far two answers may lie apart.

scikit-learn is given the same numbers as plain float64, in the order of C: what it answers to float32, to strided rows
or to integers is then nobody's rounding but ours. Where it loses digits itself, far from 0, it is given the centred
data, or its place is taken by long double (`tests.trust.truths`).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning

from tests.trust.hostile_data import contained

Long = np.longdouble
TAME = (
    "usual",
    "usual",
    "usual",
    "integers",
    "small integers",
    "twice",
    "steps",
    "one hot",
    "constant column",
    "zeros",
)
WILD = (*TAME, "offset", "far offset", "scales", "subnormal")
LAYOUTS = ("C", "C", "F", "strided", "reversed", "read-only", "float32", "float32", "int8", "bool")
REFUSALS = (ValueError, TypeError, FloatingPointError, OverflowError, np.linalg.LinAlgError)


@dataclass
class Problem:
    """What both are given: X as it is handed in and as plain float64, y, weights or None, and samples to ask about."""

    given: np.ndarray
    X: np.ndarray
    y: np.ndarray | None
    weights: np.ndarray | None
    asked: np.ndarray
    values: str
    told: bool = False  # our fit said that it did not converge

    @property
    def single(self) -> bool:
        return bool(self.given.dtype == np.float32)

    @property
    def tame(self) -> bool:
        return self.values in TAME

    @property
    def w(self) -> np.ndarray:
        """Weights, 1 where none are given."""
        return np.ones(len(self.X)) if self.weights is None else self.weights

    @property
    def digits(self) -> float:
        """By how much of its size a number may differ."""
        return 2e-4 if self.single else 1e-6


@dataclass(frozen=True)
class Case:
    """An estimator: what it is fitted on, with which parameters, and who judges the fit."""

    judge: Callable[[Problem, Any, Any], None]
    params: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    target: str | None = None
    values: tuple[str, ...] = WILD
    layouts: tuple[str, ...] = LAYOUTS
    weights: bool = True
    ours: dict[str, Any] = field(default_factory=dict)  # for ours alone
    theirs: dict[str, Any] = field(default_factory=dict)  # for theirs alone
    centred: bool = False  # they get X, and numbers for y, less their means
    positive: bool = False
    rows: int = 1  # at least so many
    whole_weights: bool = False
    # Words with which one of the two refuses what the other takes, and why that is right.
    stricter: dict[str, str] = field(default_factory=dict)
    laxer: dict[str, str] = field(default_factory=dict)


@st.composite
def problems(draw: st.DrawFn, case: Case) -> Problem:
    """Draw data for a case."""
    n = max(case.rows, draw(st.sampled_from((1, 2, 3, 5, 8, 12, 20, 30))))
    p = draw(st.sampled_from((1, 1, 2, 3, 5)))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    values, layout = draw(st.sampled_from(case.values)), draw(st.sampled_from(case.layouts))
    plain = table(rng, n, p, values)
    with np.errstate(all="ignore"):
        given = contained(np.abs(plain) if case.positive else plain, layout)
    X = np.array(given, dtype=np.float64, order="C")
    asked = np.vstack([X[rng.integers(n, size=3)], X[rng.integers(n, size=3)] * 0.5 + X[rng.integers(n, size=3)] * 0.5])
    weights = draw(st.sampled_from(("none", "none", "numbers", "zeros"))) if case.weights else "none"
    return Problem(
        given, X, targets(draw, rng, X, case.target), drawn_weights(rng, n, weights, case.whole_weights), asked, values
    )


def table(rng: np.random.Generator, n: int, p: int, values: str) -> np.ndarray:
    """Return numbers of a kind."""
    X = rng.normal(size=(n, p))
    match values:
        case "integers":
            return rng.integers(-100, 100, size=(n, p)).astype(float)
        case "small integers":
            return rng.integers(0, 3, size=(n, p)).astype(float)
        case "twice":
            return X[rng.integers(0, max(1, n // 3), size=n)]
        case "steps":
            return np.round(X, 1)
        case "one hot":
            return np.eye(p)[rng.integers(0, p, size=n)]
        case "constant column":
            X[:, rng.integers(p)] = 3.7
        case "zeros":
            return np.zeros((n, p))
        case "offset":
            return X + 1e4
        case "far offset":
            return X + 1e8
        case "scales":
            return X * 10.0 ** rng.integers(-4, 4, size=(1, p))
        case "subnormal":
            return X * 5e-320
    return X


def targets(draw: st.DrawFn, rng: np.random.Generator, X: np.ndarray, kind: str | None) -> np.ndarray | None:
    """Return a y of a kind."""
    n = len(X)
    match kind:
        case "classes":
            k = rng.integers(0, draw(st.sampled_from((1, 2, 2, 3, 4))), size=n)
            return draw(st.sampled_from((k, k, np.array(["a", "b", "c", "d"])[k], k - 2, k.astype(float))))
        case "two classes":
            return np.where(rng.random(n) < 0.5, "no", "yes")
        case "numbers":
            y = np.round(rng.normal(size=n), draw(st.sampled_from((0, 1, 15)))) * draw(st.sampled_from((1.0, 1.0, 1e3)))
            y = y + draw(st.sampled_from((0.0, 0.0, 1e6)))
            return y.astype(np.float32).astype(np.float64) if draw(st.booleans()) else y
        case "one or two columns":
            y = rng.normal(size=(n, draw(st.sampled_from((1, 2)))))
            return y[:, 0] if draw(st.booleans()) else y
    return None


def drawn_weights(rng: np.random.Generator, n: int, kind: str, whole: bool) -> np.ndarray | None:
    """Return weights, some of them 0 or none at all."""
    if kind == "none":
        return None
    weights = rng.integers(1, 4, size=n).astype(float) if whole else rng.uniform(0.1, 3.0, size=n)
    if kind == "zeros" and n > 1:
        weights[rng.integers(n, size=max(1, n // 3))] = 0.0
    return weights


def parameters(draw: st.DrawFn, case: Case) -> dict[str, Any]:
    """Draw parameters for a case."""
    return {name: draw(st.sampled_from(values)) for name, values in case.params.items()}


def fitted(model: Any, X: np.ndarray, problem: Problem, y: Any) -> Any:
    """Return a fitted model, or the words in which it refuses."""
    known = {} if problem.weights is None else {"sample_weight": problem.weights}
    with warnings.catch_warnings(record=True) as said, np.errstate(all="ignore"):
        warnings.simplefilter("always")
        try:
            model = model.fit(X, **known) if y is None else model.fit(X, y, **known)
        except REFUSALS as refusal:
            return f"{type(refusal).__name__}: {refusal}"
    if type(model).__module__.startswith("workings"):
        problem.told = any(issubclass(one.category, ConvergenceWarning) for one in said)
    return model


def compared(case: Case, kind: type, namesake: type, problem: Problem, params: dict[str, Any]) -> None:
    """Fit both; hold the one to the other, or their refusals to what is told of them."""
    X, y = problem.X, problem.y
    if case.centred and params.get("fit_intercept", True):
        X = centre(X, problem.w)
        y = y if y is None or y.dtype.kind not in "fi" or case.target == "classes" else centre(y, problem.w)
    ours = fitted(kind(**{**params, **case.ours}), problem.given, problem, problem.y)
    theirs = fitted(namesake(**{**params, **case.theirs}), X, problem, y)
    if isinstance(ours, str):
        known = any(re.search(words, ours) for words in case.stricter)
        assert isinstance(theirs, str) or known, f"only ours refuses: {ours}"
        return
    if isinstance(theirs, str):
        assert any(re.search(words, theirs) for words in case.laxer), f"only theirs refuses: {theirs}"
        return
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        case.judge(problem, ours, theirs)


def centre(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the values less their weighted means, found in long double."""
    total = weights.sum(dtype=Long)
    if not total > 0.0:
        return values
    wide = values.astype(Long)
    mean = np.tensordot(weights.astype(Long), wide, 1) / total
    return np.asarray(wide - mean, dtype=np.float64)


def near(problem: Problem, got: Any, truth: Any, what: str, size: Any = None, digits: float | None = None) -> None:
    """Hold an array to its truth, by a share of each number and of `size`, if that is larger."""
    got, truth = np.asarray(got, dtype=Long), np.asarray(truth, dtype=Long)
    assert got.shape == truth.shape, f"{what}: {got.shape} and not {truth.shape}"
    scale = np.abs(truth) if size is None else np.maximum(np.abs(truth), size)
    wrong = ~(
        (np.abs(got - truth) <= (digits or problem.digits) * scale) | (got == truth) | (np.isnan(got) & np.isnan(truth))
    )
    assert not wrong.any(), f"{what}: {got[wrong][:3]} and not {truth[wrong][:3]}"


def not_above(got: Any, least: Any, slack: Any, what: str) -> None:
    """Hold an objective to the smallest that is known."""
    assert np.isfinite(got), f"{what} is {got}"
    assert got <= least + slack, f"{what} is {got:.15g}, and {least:.15g} can be had (slack {slack:.3g})"
