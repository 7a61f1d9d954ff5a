"""Scenes of forests: the error of the vote as trees join, and what the first few trees say everywhere."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import is_classifier

from workings.show.pictures import decision_regions
from workings.show.scene import Axis, Line, Mark, Scene, numbers

Array = NDArray[Any]

# Numbers at most that are held at a time, of each tree for each sample and class.
_ENTRIES = 2**21


def first_trees(model: Any, count: int) -> Any:
    """Return the forest of the first `count` trees of a fitted one; the trees themselves are shared.

    Examples
    --------
    >>> from workings.ensemble import RandomForestRegressor
    >>> model = RandomForestRegressor(10, random_state=0).fit([[0.0], [1.0]], [0.0, 1.0])
    >>> len(first_trees(model, 3).estimators_)
    3
    """
    if not 1 <= count <= len(model.estimators_):
        raise ValueError(f"first_trees(count={count}): the forest has {len(model.estimators_)} trees. Try count=1.")
    few = copy.copy(model)
    few.estimators_, few.n_estimators = list(model.estimators_[:count]), count
    return few


def vote_regions(model: Any, X: ArrayLike, y: ArrayLike, *, trees: int, **options: Any) -> Scene:
    """Return what the first `trees` trees of a fitted forest say everywhere in a plane; see `decision_regions`."""
    return decision_regions(first_trees(model, trees), X, y, **options)


def errors_by_trees(model: Any, X: ArrayLike, y: ArrayLike, *, new: bool = False) -> Array:
    """Return how wrong the vote of the first 1, 2, ... trees is: the share of wrong classes, or the mean squared error.

    Parameters
    ----------
    model : fitted forest
        For one output.
    X, y : array_like
        The samples that it was fitted on, on each of which only the trees vote that were grown without it; or,
        with `new`, others, on which all vote.
    new : bool, default False

    Returns
    -------
    ndarray of shape (n_estimators,)
        nan until some sample has a vote.
    """
    X = np.asarray(X, dtype=np.float32)
    classes = is_classifier(model)
    truth = np.searchsorted(model.classes_, np.asarray(y)) if classes else np.asarray(y, dtype=float)
    if not new and not model.bootstrap:
        raise ValueError("errors_by_trees: without a bootstrap no sample is left out. Try new=True with other samples.")
    errors, seen = np.zeros(len(model.estimators_)), np.zeros(len(model.estimators_), np.int64)
    drawn = None if new else model.estimators_samples_
    rows = max(1, _ENTRIES // (len(errors) * (model.n_classes_ if classes else 1)))
    for first in range(0, len(X), rows):
        part = slice(first, first + rows)
        votes = _votes(model.estimators_, X[part])
        voters = np.ones(votes.shape[:2], dtype=bool)
        for t, indices in enumerate(drawn or ()):
            inside = indices[(indices >= first) & (indices < first + rows)] - first
            voters[t, inside] = False
        votes *= voters[:, :, None]
        np.cumsum(votes, axis=0, out=votes)
        count = np.cumsum(voters, axis=0)
        if classes:
            wrong: Array = (votes.argmax(axis=2) != truth[part]).astype(float)
        else:
            wrong = (votes[:, :, 0] / np.maximum(count, 1) - truth[part]) ** 2
        errors += np.where(count > 0, wrong, 0.0).sum(axis=1)
        seen += np.count_nonzero(count, axis=1)
    return np.where(seen > 0, errors / np.maximum(seen, 1), np.nan)


def _votes(trees: list[Any], X: Array) -> Array:
    """Return what each tree says of each row of float32 X, (trees, rows, classes), or one number in place of those."""
    return np.array([one.tree_.value[one.tree_.apply(X), 0] for one in trees])


def error_curve(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    new: tuple[ArrayLike, ArrayLike] | None = None,
    title: str = "The error as trees join",
) -> Scene:
    """Return the out-of-bag error of the vote against the number of trees.

    Parameters
    ----------
    model : fitted forest with a bootstrap
    X, y : array_like
        The samples that it was fitted on.
    new : tuple of X and y, optional
        Samples that it was not fitted on, whose error is a line of its own.
    title : str

    Returns
    -------
    Scene

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.ensemble import RandomForestClassifier
    >>> X, y = load_iris(return_X_y=True)
    >>> error_curve(RandomForestClassifier(30, random_state=0).fit(X, y), X, y).title
    'The error as trees join'
    """
    # The class is asked: the model itself would draw every tree's samples anew to answer.
    if not hasattr(type(model), "estimators_samples_"):
        raise TypeError(f"draw(kind='error') is for forests, not for {type(model).__name__}.")
    share = 100.0 if is_classifier(model) else 1.0
    unit = "% of the samples" if is_classifier(model) else "squared error"
    inner = share * errors_by_trees(model, X, y)
    at = np.arange(1, len(inner) + 1)
    known = ~np.isnan(inner)
    marks: list[Mark] = [Line(numbers(at[known]), numbers(inner[known]), 0, "out of bag")]
    say = f"Out of bag, {inner[known][0]:.3g} with the first tree, {inner[-1]:.3g} with all {len(inner)} ({unit})."
    if new is not None:
        outer = share * errors_by_trees(model, *new, new=True)
        marks.append(Line(numbers(at), numbers(outer), 1, "new samples", style="dashed"))
        say += f" On samples never seen: {outer[0]:.3g} and {outer[-1]:.3g}."
    return Scene(title, Axis("trees", low=0.0), Axis("error", unit, low=0.0), tuple(marks), say=say)
