"""Draw anything that can be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from sklearn.base import is_regressor

from workings._step import Step
from workings.show import descent, objectives, pictures, regression
from workings.show.scene import Scene

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal[
    "regions",
    "boundary",
    "confusion",
    "line",
    "plane",
    "loss",
    "paths",
    "vote",
    "cells",
    "margin",
    "dendrogram",
    "merges",
    "tree",
    "boxes",
    "importances",
    "error",
]


def draw(
    what: Any,
    X: Any = None,
    y: Any = None,
    *,
    kind: Kind | None = None,
    path: str | Path | None = None,
    caption: bool = False,
    **options: Any,
) -> Figure:
    """Draw a scene, a fit's steps, or a fitted model, with matplotlib.

    Parameters
    ----------
    what : Scene, sequence of Step, or fitted estimator
        A scene is drawn as it is; steps become the curve of the objective; a model becomes the picture that `kind`
        names.
    X, y : array_like
        The samples and their classes or numbers, with a model.
    kind : str, optional
        What to show of a classifier: "regions" (the default), "boundary", "confusion", "vote" of the
        neighbours of a ``query``, "cells" of one neighbour, "margin" between two classes; of a regressor: "line" (the
        default) with its residuals, "plane" over two features; of a linear model, fitted or not: "loss", the surface of
        its objective with the steps of its fit, and "paths", the coefficients of Lasso and ElasticNet against alpha.
        Of a decision tree: its questions as a "tree", and the "boxes" that it cuts the plane into; of trees and
        forests the "importances" of features; of a forest the out-of-bag "error" as trees join. Trees and
        importances need no samples.
        Of a tree of merges, or a fitted AgglomerativeClustering with its distances: "dendrogram", and "merges" on the
        plane; ``n_clusters`` says where it is cut.
        Networks have scenes of their own: `network`, `filters`, `feature_maps` and `training_curves`.
    path : str or Path, optional
        Where to save the picture too; the ending says as what (``.png``, ``.svg``, ``.pdf``).
    caption : bool, default False
        Write the scene's sentence below.
    **options
        Of the picture: ``names``, ``axes``, ``features``, ``threshold``, ``title``, ``turn``, ``tilt``.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError
        `what` is none of these.
    ValueError
        A model comes without samples, or `kind` is unknown or not for such a model.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.linear_model import LogisticRegression
    >>> X, y = load_iris(return_X_y=True)
    >>> figure = draw(LogisticRegression().fit(X, y), X, y, kind="confusion")
    >>> figure.axes[0].get_xlabel()
    'predicted'
    """
    from workings.show.matplotlib import figure

    drawn = figure(_scene(what, X, y, kind, options), caption=caption)
    if path is not None:
        save(drawn, path)
    return drawn


def save(figure: Figure, path: str | Path) -> None:
    """Save a figure at a resolution for screens; folders on the way are made."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150, metadata={"Software": None} if path.suffix == ".png" else None)


_MAKERS: dict[str, Callable[..., Scene]] = {
    "regions": pictures.decision_regions,
    "boundary": pictures.decision_boundary,
    "confusion": lambda model, X, y, **options: pictures.confusion_matrix(y, model.predict(X), **options),
    "line": regression.fitted_line,
    "plane": regression.fitted_plane,
    "loss": objectives.fit_over_surface,
}
_OF_CLASSES, _OF_NUMBERS = ("regions", "boundary", "confusion", "vote", "cells", "margin"), ("line", "plane", "paths")

_WITHOUT_SAMPLES = ("tree", "importances")


def _scene(what: Any, X: Any, y: Any, kind: str | None, options: dict[str, Any]) -> Scene:
    if isinstance(what, Scene):
        return what
    if isinstance(what, Sequence) and what and all(isinstance(one, Step) for one in what):
        return pictures.loss_curve(what, **options)
    if kind in ("dendrogram", "merges"):
        return _tree(what, X, kind, options)
    if not hasattr(what, "predict"):
        raise TypeError(
            f"draw: cannot draw {type(what).__name__}. Try a Scene, list(steps(estimator, X, y)), or a fitted "
            "model with its X and y."
        )
    if (X is None or y is None) and kind not in _WITHOUT_SAMPLES:
        raise ValueError("draw: a model is drawn with samples. Try draw(model, X, y).")
    numeric = is_regressor(what)
    kind = kind or ("line" if numeric else "regions")
    if kind not in _MAKERS:
        raise ValueError(f"draw(kind={kind!r}): the kinds are {', '.join(map(repr, _MAKERS))}. Try kind='regions'.")
    if kind in (_OF_CLASSES if numeric else _OF_NUMBERS):
        raise ValueError(
            f"draw(kind={kind!r}) is not for {type(what).__name__}, which predicts "
            f"{'numbers' if numeric else 'classes'}. Try kind={'line' if numeric else 'regions'!r}."
        )
    return _MAKERS[kind](what, X, y, **options)


def _tree(what: Any, X: Any, kind: str, options: dict[str, Any]) -> Scene:
    """Return the dendrogram of a clustering, or its merges on the plane of its samples."""
    from workings.show.merges import dendrogram, merges

    if kind == "dendrogram":
        return dendrogram(what, **options)
    if X is None:
        raise ValueError("draw: merges are drawn with samples. Try draw(model, X, kind='merges').")
    return merges(what, X, **options)


def _paths(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return the coefficients of a lasso or an elastic net against alpha, of data brought to mean 0."""
    from workings.linear_model import enet_path

    share = 1.0 if type(model).__name__ == "Lasso" else getattr(model, "l1_ratio", None)
    if share is None:
        raise ValueError(f"draw(kind='paths') is for Lasso and ElasticNet, not for {type(model).__name__}.")
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    alphas, coefs, _ = enet_path(X - X.mean(axis=0), y - y.mean(), l1_ratio=share)
    return descent.coefficient_paths(alphas, coefs, **{"chosen": float(model.alpha), **options})


def _vote(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return the vote of the neighbours on the query, or on the middle of the samples."""
    from workings.show.neighbours import vote

    query = options.pop("query", None)
    return vote(model, np.mean(np.asarray(X, dtype=float), axis=0) if query is None else query, X, y, **options)


def _cells(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return the cells of the samples, which are the regions of one neighbour."""
    from workings.show.neighbours import voronoi_cells

    return voronoi_cells(X, y, **options)


def _margin(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return the border between two classes, the margin, and the support vectors."""
    from workings.show.margins import margin

    return margin(model, X, y, **options)


def _tree_boxes(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return the boxes that a tree cuts the plane into."""
    from workings.show.tree_boxes import boxes

    return boxes(model, X, y, **options)


def _tree_questions(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return the questions of a tree."""
    from workings.show.trees import tree_diagram

    return tree_diagram(model, **options)


def _importances(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return what each feature gave."""
    from workings.show.trees import importances

    return importances(model, **options)


def _error(model: Any, X: Any, y: Any, **options: Any) -> Scene:
    """Return the out-of-bag error of a forest against the number of its trees."""
    from workings.show.forests import error_curve

    return error_curve(model, X, y, **options)


_MAKERS["tree"] = _tree_questions
_MAKERS["boxes"] = _tree_boxes
_MAKERS["importances"] = _importances
_MAKERS["error"] = _error
_MAKERS["paths"] = _paths
_MAKERS["vote"] = _vote
_MAKERS["cells"] = _cells
_MAKERS["margin"] = _margin
