"""Draw anything that can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from workings._step import Step
from workings.show import pictures
from workings.show.scene import Scene

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Kind = Literal["regions", "boundary", "confusion"]


def draw(
    what: Any,
    X: Any = None,
    y: Any = None,
    *,
    kind: Kind = "regions",
    path: str | Path | None = None,
    caption: bool = False,
    **options: Any,
) -> Figure:
    """Draw a scene, a fit's steps, or a fitted classifier, with matplotlib.

    Parameters
    ----------
    what : Scene, sequence of Step, or fitted classifier
        A scene is drawn as it is; steps become the curve of the objective; a classifier becomes the picture that
        `kind` names.
    X, y : array_like
        The samples and their classes, with a classifier.
    kind : {"regions", "boundary", "confusion"}, default "regions"
        What to show of a classifier.
    path : str or Path, optional
        Where to save the picture too; the ending says as what (``.png``, ``.svg``, ``.pdf``).
    caption : bool, default False
        Write the scene's sentence below.
    **options
        Of the picture: ``names``, ``axes``, ``features``, ``threshold``, ``title``.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError
        `what` is none of these.
    ValueError
        A classifier comes without samples, or `kind` is unknown.

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


def _scene(what: Any, X: Any, y: Any, kind: str, options: dict[str, Any]) -> Scene:
    if isinstance(what, Scene):
        return what
    if isinstance(what, Sequence) and what and all(isinstance(one, Step) for one in what):
        return pictures.loss_curve(what, **options)
    if not hasattr(what, "predict"):
        raise TypeError(
            f"draw: cannot draw {type(what).__name__}. Try a Scene, list(steps(estimator, X, y)), or a fitted "
            "classifier with its X and y."
        )
    if X is None or y is None:
        raise ValueError("draw: a classifier is drawn with samples. Try draw(model, X, y).")
    if kind == "confusion":
        return pictures.confusion_matrix(y, what.predict(X), **options)
    makers = {"regions": pictures.decision_regions, "boundary": pictures.decision_boundary}
    if kind not in makers:
        raise ValueError(f"draw(kind={kind!r}): the kinds are 'regions', 'boundary', 'confusion'. Try kind='regions'.")
    return makers[kind](what, X, y, **options)
