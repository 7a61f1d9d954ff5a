"""Who is right about a fit: objectives, moments and distances in long double, or scikit-learn where it is exact.

Each judge is given a problem, our fitted estimator and scikit-learn's. Minima are held to by what they reach: no more
than the best that is known, ours or theirs, and a slack for what the roundings of the coefficients alone can do.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.trust.agreement import Long, Problem, centre, near, not_above


def wide(values: Any) -> np.ndarray:
    return np.asarray(values, dtype=Long)


def scores(model: Any, X: np.ndarray) -> np.ndarray:
    """Return what a linear model says before anything is made of it: a column for each target or class."""
    return wide(X) @ np.atleast_2d(wide(model.coef_)).T + np.atleast_1d(wide(model.intercept_))


def blur(model: Any, X: np.ndarray) -> np.ndarray:
    """Return how far the roundings of coefficients and intercept alone move those scores."""
    eps = 4.0 * np.finfo(np.asarray(model.coef_).dtype).eps
    sizes = np.abs(wide(X)) @ np.abs(np.atleast_2d(wide(model.coef_)).T)
    return np.asarray(eps * (sizes + np.abs(np.atleast_1d(wide(model.intercept_)))))


def tall(y: np.ndarray) -> np.ndarray:
    return wide(y).reshape(len(y), -1)


def least_squares(problem: Problem, ours: Any, theirs: Any) -> None:
    """The penalised sum of squares; theirs is of the centred problem."""
    w, total = wide(problem.w)[:, None], problem.w.sum(dtype=Long)

    def penalty(model: Any) -> Any:
        coef, alpha = wide(model.coef_), getattr(model, "alpha_", getattr(model, "alpha", 0.0))
        ratio = getattr(model, "l1_ratio", None)
        if ratio is None:
            return alpha * (coef**2).sum()
        # these divide the squares by twice the weight
        return 2.0 * total * alpha * (ratio * np.abs(coef).sum() + 0.5 * (1.0 - ratio) * (coef**2).sum())

    ours_at = (w * (tall(problem.y) - scores(ours, problem.X)) ** 2).sum() + penalty(ours)
    X, y = problem.X, problem.y
    if getattr(ours, "fit_intercept", True):
        X, y = centre(X, problem.w), centre(y, problem.w)
    theirs_at = (w * (tall(y) - scores(theirs, X)) ** 2).sum() + penalty(theirs)
    size = (w * tall(y) ** 2).sum()
    rounding = blur(ours, problem.X) + 4.0 * np.finfo(np.float64).eps * np.abs(tall(problem.y))
    share = 1e-4 if problem.single else 1e-7
    slack = share * theirs_at + 1e-13 * size + 4.0 * (w * rounding**2).sum()
    if getattr(ours, "l1_ratio", None) is not None:
        slack += 1e-6 * size  # what tol allows
    not_above(ours_at, theirs_at, slack, "the objective")
    said = tall(ours.predict(problem.asked.astype(problem.given.dtype)))
    asked = problem.asked.astype(problem.given.dtype)
    near(problem, said, scores(ours, asked), "predict", size=blur(ours, asked) * 1e6)


def ridge_choice(problem: Problem, ours: Any, theirs: Any) -> None:
    size = np.mean(tall(centre(problem.y, problem.w)) ** 2) + 1e-300
    near(
        problem, ours.best_score_, theirs.best_score_, "best_score_", size=size, digits=1e-3 if problem.single else 1e-5
    )
    if ours.alpha_ == theirs.alpha_:
        least_squares(problem, ours, theirs)


def log_losses(problem: Problem, model: Any, X: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return -log of the probability of each sample's class, by softmax or sigmoid."""
    at = scores(model, X)
    if at.shape[1] == 1:
        sign = np.where(columns == 1, 1.0, -1.0)
        return np.asarray(np.logaddexp(Long(0.0), -sign * at[:, 0]))
    return np.asarray(np.logaddexp.reduce(at, axis=1) - at[np.arange(len(at)), columns])


def logistic(problem: Problem, ours: Any, theirs: Any) -> None:
    """The penalised likelihood; theirs is of the centred problem, except where the intercept is penalised."""
    np.testing.assert_array_equal(ours.classes_, theirs.classes_)
    columns = np.searchsorted(ours.classes_, problem.y)
    ratio, w = ours.l1_ratio, wide(problem.w)

    def objective(model: Any, X: np.ndarray) -> Any:
        coef = wide(model.coef_)
        if model.solver == "liblinear":
            coef = np.column_stack([coef, wide(model.intercept_) / model.intercept_scaling])
        penalty = ratio * np.abs(coef).sum() + 0.5 * (1.0 - ratio) * (coef**2).sum()
        return penalty + model.C * (w * log_losses(problem, model, X, columns)).sum()

    X = problem.X if theirs.solver == "liblinear" else centre(problem.X, problem.w)
    least = objective(theirs, X)
    moved = ours.C * (w * blur(ours, problem.X).max(axis=1)).sum()
    not_above(objective(ours, problem.X), least, (1e-3 if problem.single else 1e-5) * least + moved + 1e-9, "objective")
    asked = problem.asked.astype(problem.given.dtype)
    at = scores(ours, asked)
    at = np.column_stack([np.zeros(len(at)), at]) if at.shape[1] == 1 else at
    truth = np.exp(at - np.logaddexp.reduce(at, axis=1)[:, None])
    near(problem, ours.predict_proba(asked), truth, "predict_proba", size=4e6 * blur(ours, asked).max())


def logistic_choice(problem: Problem, ours: Any, theirs: Any) -> None:
    near(problem, ours.scores_, theirs.scores_, "scores_", size=1.0, digits=1e-3)


def same(*names: str, digits: float | None = None) -> Any:
    """Return a judge who holds attributes to scikit-learn's, each within a share of its largest entry."""

    def judge(problem: Problem, ours: Any, theirs: Any) -> None:
        for name in names:
            got, truth = getattr(ours, name), getattr(theirs, name)
            if callable(got):
                got = got(problem.asked.astype(problem.given.dtype))
                truth = truth(problem.asked.astype(problem.given.dtype).astype(np.float64))
            if np.asarray(truth).dtype.kind in "fiu":
                size = np.abs(wide(truth)[np.isfinite(wide(truth))]).max(initial=0.0)
                share = None if digits is None else max(digits, problem.digits)
                near(problem, got, truth, name, size=size, digits=share)
            else:
                np.testing.assert_array_equal(got, truth, err_msg=name)

    return judge


def gaussian(problem: Problem, ours: Any, theirs: Any) -> None:
    """Means, variances and likelihoods in long double."""
    means, variances = [], []
    for one in ours.classes_:
        w = wide(problem.w)[problem.y == one]
        X = wide(problem.X)[problem.y == one]
        if not w.sum() > 0.0:
            return  # nothing is known of a class without weight
        mean = np.tensordot(w, X, 1) / w.sum()
        means.append(mean)
        variances.append(np.tensordot(w, (X - mean) ** 2, 1) / w.sum())
    spread = wide(problem.X).var(axis=0).max()
    largest = np.abs(wide(problem.X)).max(initial=0.0)
    mean, variance = wide(means), wide(variances)
    near(
        problem, ours.theta_, mean, "theta_", size=np.maximum(largest, 1e-300), digits=1e-7 if problem.single else 1e-14
    )
    near(
        problem,
        ours.var_,
        variance + ours.var_smoothing * spread,
        "var_",
        size=largest**2 * 1e-30 + 1e-300,
        digits=1e-5,
    )
    near(problem, ours.class_prior_, theirs.class_prior_, "class_prior_")
    if problem.tame and (wide(ours.var_) > 0.0).all():
        asked = problem.asked.astype(problem.given.dtype)
        distances = (wide(asked)[:, None] - wide(ours.theta_)) ** 2 / wide(ours.var_)
        spare = 0.5 * (distances + np.abs(np.log(2.0 * np.pi * wide(ours.var_)))).sum(axis=2)
        with np.errstate(divide="ignore"):
            truth = np.log(wide(ours.class_prior_)) - 0.5 * (
                distances + np.log(2.0 * Long(np.pi) * wide(ours.var_))
            ).sum(axis=2)
        near(problem, ours.predict_joint_log_proba(asked), truth, "log-likelihoods", size=spare)


def moments(problem: Problem, ours: Any, theirs: Any) -> None:
    """Mean, variance and standardised data in long double; what counts as constant is scikit-learn's rule."""
    X = wide(problem.X)
    w = np.where(np.isnan(X), 0.0, wide(problem.w)[:, None])
    total = w.sum(axis=0)
    if not (total > 0.0).all():
        return
    mean = (w * np.nan_to_num(X)).sum(axis=0) / total
    variance = (w * np.nan_to_num(X - mean) ** 2).sum(axis=0) / total
    largest = np.nanmax(np.abs(X), axis=0, initial=0.0)
    if ours.mean_ is not None:
        near(problem, ours.mean_, mean, "mean_", size=largest, digits=1e-14)
    if ours.with_std:
        near(problem, ours.var_, variance, "var_", size=(largest * 1e-14) ** 2, digits=1e-9)
        constant = variance <= problem.w.sum() * 2.3e-16 * variance + (problem.w.sum() * 2.3e-16 * mean) ** 2
        scale = np.where(constant, 1.0, np.sqrt(variance))
        near(problem, ours.scale_[~constant], scale[~constant], "scale_", size=largest[~constant] * 1e-15, digits=1e-9)
    asked = problem.asked.astype(problem.given.dtype)
    away = (wide(asked) - mean if ours.with_mean else wide(asked)) / (wide(ours.scale_) if ours.with_std else 1.0)
    digits = 1e-5 if problem.single else 1e-9
    unit = 1e-6 if problem.single else 1e-15
    near(
        problem,
        ours.transform(asked),
        away,
        "transform",
        size=unit / digits * largest / np.max(ours.scale_ if ours.with_std else 1.0),
        digits=digits,
    )


def entries(problem: Problem, ours: Any, theirs: Any) -> None:
    """A transformation that only orders, counts and copies: equal to the last bit, of what was handed in."""
    for name in ("categories_",):
        for got, truth in zip(getattr(ours, name, ()), getattr(theirs, name, ()), strict=True):
            np.testing.assert_array_equal(got, truth)
    got, truth = ours.transform(problem.given), theirs.transform(problem.X)
    got, truth = (one.toarray() if hasattr(one, "toarray") else one for one in (got, truth))
    np.testing.assert_array_equal(got, truth)


def labels(problem: Problem, ours: Any, theirs: Any) -> None:
    np.testing.assert_array_equal(ours.classes_, theirs.classes_)
    np.testing.assert_array_equal(ours.transform(problem.y), theirs.transform(problem.y))


def filled(problem: Problem, ours: Any, theirs: Any) -> None:
    largest = np.nanmax(np.abs(problem.X), axis=0, initial=0.0)
    got, truth = ours.transform(problem.given), theirs.transform(problem.X)
    assert got.shape == truth.shape
    if got.shape[1] == len(largest):
        near(problem, got, truth, "transform", size=largest, digits=1e-6 if problem.single else 1e-14)


def transformed(problem: Problem, ours: Any, theirs: Any) -> None:
    got, truth = ours.transform(problem.given), theirs.transform(problem.X)
    with np.errstate(all="ignore"):
        near(problem, got, np.asarray(truth).astype(got.dtype), "transform", digits=1e-5 if problem.single else 1e-12)
