"""Look at a fit while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workings._step import Step


def steps(estimator: Any, X: Any, y: Any = None, **fit_params: Any) -> Iterator[Step]:
    """Fit an estimator, and yield each state of the fit on the way.

    What is yielded is the fit itself, not a second version of it: when the last step has been taken, the estimator is
    fitted, with the very numbers that ``estimator.fit(X, y)`` gives.

    Parameters
    ----------
    estimator : estimator of this library with an iterative fit
    X, y : array_like
        As for ``fit``.
    **fit_params
        As for ``fit``: ``sample_weight``.

    Yields
    ------
    Step
        Its number, what happened, copies of the arrays that changed, the objective.

    Raises
    ------
    TypeError
        The estimator has no steps to show.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.linear_model import LogisticRegression
    >>> X, y = load_iris(return_X_y=True)
    >>> for step in steps(LogisticRegression(tol=1e-3), X, y):
    ...     print(step.index, step.what, round(step.objective, 4))
    0 start 1.0986
    1 Newton step 0.4774
    2 Newton step 0.3344
    3 Newton step 0.2246
    4 Newton step 0.1954
    5 Newton step 0.1926
    6 Newton step 0.1926
    7 one step more, whose gradient is not looked at 0.1926
    """
    fit_steps = getattr(estimator, "_fit_steps", None)
    if fit_steps is None:
        raise TypeError(
            f"steps(estimator): {type(estimator).__name__} has no steps to show. "
            "Try an estimator of this library that is fitted step by step, such as workings.linear_model."
            "LogisticRegression."
        )
    return (step.copy() for step in fit_steps(X, y, **fit_params))
