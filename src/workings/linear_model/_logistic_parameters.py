"""What the parameters of LogisticRegression ask for, as scikit-learn reads them: penalties, and what is refused."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

DESCENT = "gradient descent"


# How scikit-learn's warnings begin: what people have told `warnings` to ignore is ignored here too.
_UNFINISHED = {
    "lbfgs": "lbfgs failed to converge",
    "newton-cg": "newton-cg failed to converge. Increase the number of iterations.",
    "newton-cholesky": "Newton solver did not converge after {} iterations",
    "liblinear": "Liblinear failed to converge, increase the number of iterations.",
    "sag": "The max_iter was reached which means the coef_ did not converge",
    "saga": "The max_iter was reached which means the coef_ did not converge",
    DESCENT: "Gradient descent did not converge",
}


@dataclass(frozen=True)
class Wish:
    """The objective that a set of parameters describes.

    Attributes
    ----------
    strength : float
        The factor of the whole penalty, 1 / C, on the sum of the losses; 0 for none.
    l1_ratio : float
        The share of the absolute values in it.
    column : float or None
        Liblinear's way with the intercept: the coefficient of a further column of this number, penalised as the others.
    """

    strength: float
    l1_ratio: float
    column: float | None

    def factors(self, total: float) -> tuple[float, float]:
        """Return the factors of the absolute values and of half the squares, for weights divided by their total."""
        strength = self.strength / total
        return self.l1_ratio * strength, (1.0 - self.l1_ratio) * strength


def refuse(name: str, problem: str, remedy: str) -> NoReturn:
    """Raise a ValueError that says where, what, and what to do."""
    raise ValueError(f"{name}.fit: {problem} {remedy}")


def unfinished(model: Any, what: str) -> str:
    """Return the warning of a fit, or of some fits, that stopped at max_iter."""
    begin = _UNFINISHED[model.solver].format(model.max_iter)
    return (
        f"{begin} ({what} stopped after max_iter={model.max_iter} steps, before the gradient fell to tol={model.tol}. "
        "Try a larger max_iter, or scale the features: StandardScaler.)"
    )


def read_parameters(model: Any) -> Wish:
    """Return the objective that a LogisticRegression asks for; raise and warn where scikit-learn does."""
    _warn_of_deprecated(model)
    if model.penalty == "deprecated":
        ratio = float(model.l1_ratio or 0.0)
        unpenalised = np.inf == model.C
    else:
        ratio = {"l1": 1.0, "elasticnet": model.l1_ratio}.get(model.penalty, 0.0)
        unpenalised = model.penalty is None or np.inf == model.C
        if model.penalty == "elasticnet" and model.l1_ratio is None:
            refuse("LogisticRegression", "l1_ratio must be specified when penalty is elasticnet.", "Try l1_ratio=0.5.")
    return wish_for(model, "LogisticRegression", ratio, 0.0 if unpenalised else 1.0 / model.C)


def wish_for(model: Any, name: str, ratio: float, strength: float) -> Wish:
    """Return the objective, or refuse a solver that stands for something else."""
    solver = model.solver
    if solver == "liblinear":
        if not strength:
            refuse(
                name,
                "C=np.inf as well as penalty=None is not supported for the liblinear solver.",
                "Leave solver out.",
            )
        if 0.0 < ratio < 1.0:
            refuse(name, f"solver={solver!r} has l1 or l2, no elastic net.", "Leave solver out.")
    elif model.dual:
        refuse(
            name,
            f"Solver {solver} supports only dual=False, got dual=True.",
            "Leave dual out: the optimum is the same.",
        )
    if solver == DESCENT and ratio and strength:
        refuse(name, f"solver={solver!r} needs a slope everywhere, and l1 has none at 0.", "Leave solver out.")
    scaled = model.fit_intercept and solver == "liblinear"
    return Wish(strength, ratio if strength else 0.0, float(model.intercept_scaling) if scaled else None)


def _warn_of_deprecated(model: Any) -> None:
    """Warn where scikit-learn does."""
    if model.penalty != "deprecated":
        _warn(
            "'penalty' was deprecated in scikit-learn 1.8: leave it out; l1_ratio=0 for l2, l1_ratio=1 for l1, between "
            "them for elasticnet, and C=np.inf for no penalty.",
        )
        if {"l2": 0, "l1": 1}.get(str(model.penalty), model.l1_ratio) != model.l1_ratio:
            _warn(
                f"Inconsistent values: penalty={model.penalty} with l1_ratio={model.l1_ratio}. Use l1_ratio only.",
                UserWarning,
            )
        if model.penalty != "elasticnet" and model.l1_ratio is not None and 0 < model.l1_ratio < 1:
            _warn(
                f"l1_ratio parameter is only used when penalty is 'elasticnet'. Got (penalty={model.penalty})",
                UserWarning,
            )
    elif model.l1_ratio is None:
        _warn("'l1_ratio=None' was deprecated in scikit-learn 1.8: use l1_ratio=0.")
    if model.penalty is None and model.C != 1.0:
        _warn("Setting penalty=None will ignore the C and l1_ratio parameters", UserWarning)
    if model.n_jobs is not None:
        _warn(f"'n_jobs' has no effect, as in scikit-learn since 1.8: leave n_jobs={model.n_jobs} out.")


def _warn(text: str, kind: type[Warning] = FutureWarning) -> None:
    warnings.warn(text, kind, stacklevel=9)  # past the reader, the generator, run, fit and its decorator
