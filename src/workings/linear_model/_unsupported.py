"""What scikit-learn's LogisticRegression can and this one cannot: said clearly, never passed over."""

from __future__ import annotations

import warnings
from typing import Any, NoReturn

import numpy as np


def _refuse(problem: str, remedy: str) -> NoReturn:
    raise ValueError(f"LogisticRegression.fit: {problem} {remedy}")


def refuse_what_differs(model: Any) -> bool:
    """Raise for parameters that ask for another optimum; return whether there is no penalty."""
    _warn_of_deprecated(model)
    theirs = "Use sklearn.linear_model.LogisticRegression"
    if model.penalty in ("l1", "elasticnet") or (model.penalty == "deprecated" and model.l1_ratio):
        what = f"penalty={model.penalty!r}" if model.penalty != "deprecated" else f"l1_ratio={model.l1_ratio}"
        if not (model.penalty == "deprecated" and np.inf == model.C):
            _refuse(
                f"{what} asks for an l1 penalty, and only l2 (l1_ratio=0) and none (C=np.inf) are there.",
                f"{theirs}(solver='saga') for l1.",
            )
    if model.solver == "liblinear":
        _refuse(
            "solver='liblinear' also penalises the intercept, which gives another optimum than all other solvers.",
            f"Leave solver out, or use {theirs[4:]}(solver='liblinear') for just that.",
        )
    if model.dual:
        _refuse("dual=True is not there: it is a way of liblinear's to the same optimum.", "Leave dual out.")
    if model.intercept_scaling != 1:
        _refuse(
            f"intercept_scaling={model.intercept_scaling} belongs to liblinear.",
            "Here the intercept is not penalised, so leave it out.",
        )
    return model.penalty is None or np.inf == model.C


def _warn_of_deprecated(model: Any) -> None:
    """Warn where scikit-learn does."""
    if model.penalty != "deprecated":
        warnings.warn(
            "penalty is deprecated, as it is in scikit-learn: leave it out for l2, and use C=np.inf for no penalty.",
            FutureWarning,
            stacklevel=7,
        )
    if model.penalty is None and model.C != 1.0:
        warnings.warn("penalty=None ignores C.", UserWarning, stacklevel=7)
    if model.l1_ratio is None:
        warnings.warn("l1_ratio=None is deprecated: use l1_ratio=0.", FutureWarning, stacklevel=7)
    if model.n_jobs is not None:
        warnings.warn("n_jobs is deprecated and has no effect.", FutureWarning, stacklevel=7)
