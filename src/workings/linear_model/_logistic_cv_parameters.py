"""What the parameters of LogisticRegressionCV ask for, with scikit-learn's warnings of what will change."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from numbers import Real
from typing import Any

from workings.linear_model._logistic_parameters import refuse

_NAME = "LogisticRegressionCV"


@dataclass(frozen=True)
class Wanted:
    """The grid's shares of l1, whether they were listed, the scoring, and the kind of attributes."""

    l1_ratios: tuple[float, ...]
    listed: bool
    scoring: Any
    legacy: bool


def read_cv_parameters(model: Any) -> Wanted:
    """Return what is wanted; raise and warn where scikit-learn does."""
    ratios, scoring, legacy = model.l1_ratios, model.scoring, model.use_legacy_attributes
    if isinstance(ratios, str):
        ratios = None
        _warn("The default value for l1_ratios will change from None to (0.0,): give l1_ratios=(0,).")
    elif ratios is None and model.penalty == "deprecated":
        _warn("'l1_ratios=None' was deprecated in scikit-learn 1.8: give l1_ratios=(0,).")
    if isinstance(scoring, str) and scoring == "warn":
        scoring = None
        _warn(
            "The default value of the parameter 'scoring' will change from None, the accuracy, to 'neg_log_loss': give "
            "one of them."
        )
    if isinstance(legacy, str):
        legacy = True
        _warn("The default value of use_legacy_attributes will change from True to False: give one of them.")
    found = _checked_ratios(model, ratios)
    return Wanted(found, ratios is not None, scoring, bool(legacy))


def _checked_ratios(model: Any, ratios: Any) -> tuple[float, ...]:
    if model.penalty == "deprecated":
        chosen = (0.0,) if ratios is None else ratios
    else:
        _warn("'penalty' was deprecated in scikit-learn 1.8: leave it out, and use l1_ratios.")
        if model.penalty != "elasticnet" and ratios is not None:
            warnings.warn(
                f"l1_ratios parameter is only used when penalty is 'elasticnet'. Got (penalty={model.penalty})",
                UserWarning,
                stacklevel=9,
            )
        alone = {"l2": (0.0,), "l1": (1.0,)}.get(model.penalty)
        chosen = ratios if alone is None else alone * (1 if ratios is None else len(ratios))
    bad = chosen is None or len(chosen) == 0
    if bad or any(not isinstance(one, Real) or not 0.0 <= float(one) <= 1.0 for one in chosen):
        refuse(
            _NAME,
            f"l1_ratios must be an array-like of numbers between 0 and 1; got (l1_ratios={ratios!r})",
            "Try (0,).",
        )
    return tuple(float(one) for one in chosen)


def _warn(text: str) -> None:
    warnings.warn(text, FutureWarning, stacklevel=9)  # past the reader, the generator, run, fit and its decorator
