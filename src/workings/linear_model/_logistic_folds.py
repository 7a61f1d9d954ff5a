"""Logistic regression along a grid of penalties on folds: the search behind LogisticRegressionCV."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import make_scorer
from sklearn.utils.class_weight import compute_class_weight

from workings._step import Step
from workings.linear_model._logistic_fit import Task, last
from workings.linear_model._logistic_parameters import Wish, refuse
from workings.linear_model._proximal import shown

Array = NDArray[Any]
Score = Callable[[Array, float, Array], float]  # coefficients, C, rows of the fold


@dataclass(frozen=True, eq=False)
class Grid:
    """What a search found: by fold, C and l1_ratio.

    Attributes
    ----------
    thetas : ndarray of shape (n_folds, n_Cs, n_l1_ratios, rows, width)
    scores : ndarray of shape (n_folds, n_Cs, n_l1_ratios)
    n_iter : ndarray of shape (n_folds, n_Cs, n_l1_ratios), int32
    converged : bool
        Whether every fit has.
    """

    thetas: Array
    scores: Array
    n_iter: Array
    converged: bool


def search(
    model: Any,
    task_on: Callable[[Array, Wish], Task],
    folds: list[tuple[Array, Array]],
    wishes: list[list[Wish]],
    Cs: Array,
    score: Score,
) -> Generator[Step, None, Grid]:
    """Yield a step for each fit; each begins where that for the last C ended.

    wishes has a row for each l1_ratio, and in it one for each C.
    """
    shape = (len(folds), len(Cs), len(wishes))
    thetas: dict[tuple[int, int, int], Array] = {}
    scores, n_iter = np.zeros(shape), np.zeros(shape, dtype=np.int32)
    converged, index = True, 0
    for i, (train, test) in enumerate(folds):
        for j, row in enumerate(wishes):
            known = None
            for c, wish in enumerate(row):
                task = task_on(train, wish)
                outcome = last(task.optimise(model, known))
                known = thetas[i, c, j] = outcome.theta
                scores[i, c, j] = score(known, Cs[c], test)
                n_iter[i, c, j] = max(1, outcome.n_iter)  # to find that nothing is left to do is a step too
                converged = converged and outcome.converged
                what = f"fold {i + 1} of {len(folds)}, C={Cs[c]:.4g}" + (f", l1_ratio={wish.l1_ratio:g}" if j else "")
                p = task.X.shape[1]
                facts = {"C": float(Cs[c]), "score": float(scores[i, c, j])}
                yield Step(index, what, shown(known, p), float(scores[i, c, j]), facts)
                index += 1
    stacked = np.array([thetas[key] for key in np.ndindex(*shape)])
    return Grid(stacked.reshape(*shape, *stacked.shape[1:]), scores, n_iter, converged)


def scorer_for_folds(scorer: Any, classes: Array) -> Any:
    """Return the scorer, told of all classes if it can be: a fold may lack one."""
    known = inspect.signature(scorer._score_func).parameters if hasattr(scorer, "_score_func") else {}
    if "labels" not in known:
        return scorer
    positive = {"pos_label": classes[-1]} if len(classes) == 2 and "pos_label" in known else {}
    return make_scorer(
        scorer._score_func,
        greater_is_better=scorer._sign == 1,
        response_method=scorer._response_method,
        labels=classes,
        **positive,
        **getattr(scorer, "_kwargs", {}),
    )


def best_cells(scores: Array, *, refit: bool) -> list[tuple[int, int]]:
    """Return the places (C, l1_ratio) of the best score: one over all folds, or one for each fold."""
    shape = scores.shape[1:]
    tables = [scores.sum(axis=0)] if refit else list(scores)
    places = [np.unravel_index(int(np.argmax(table)), shape) for table in tables]
    return [(int(c), int(j)) for c, j in places]


def new_attributes(grid: Grid) -> dict[str, Any]:
    """Return what a search stores, in scikit-learn's shapes from 1.10 on."""
    return {
        "coefs_paths_": np.moveaxis(grid.thetas, 2, 1),
        "scores_": np.moveaxis(grid.scores, 2, 1),
        "n_iter_": np.moveaxis(grid.n_iter, 2, 1),
    }


def legacy_attributes(grid: Grid, classes: Array, *, listed: bool) -> dict[str, Any]:
    """Return what a search stores, in scikit-learn's shapes before 1.10: by class, and by l1_ratio if listed."""
    names = classes[1:] if len(classes) == 2 else classes
    some = (slice(None), slice(None)) if listed else (slice(None), slice(None), 0)
    return {
        "coefs_paths_": {name: grid.thetas[..., k, :][some] for k, name in enumerate(names)},
        "scores_": {name: grid.scores[some].copy() for name in names},
        "n_iter_": grid.n_iter[some][None],
    }


def weights_of_classes(
    name: str, class_weight: Any, classes: Array, target: Array, weight: Array | None
) -> dict[Any, float] | None:
    """Return the weight of each class, balanced over all samples and not fold by fold."""
    if isinstance(class_weight, dict) and not set(class_weight) <= set(classes.tolist()):
        keys = list(class_weight)
        problem = f"The given class_weight dict must have the class labels as keys; classes={classes} but key={keys}"
        refuse(name, problem, "Use the labels as they stand in y.")
    if class_weight is None or isinstance(class_weight, dict):
        return class_weight
    balanced = compute_class_weight(class_weight, classes=classes, y=target, sample_weight=weight)
    return dict(zip(classes.tolist(), balanced.tolist(), strict=True))
