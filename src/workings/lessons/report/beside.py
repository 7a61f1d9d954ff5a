"""Fits of ours beside scikit-learn's: what a lesson fits is seen, then fitted again by both in turn, and timed."""

from __future__ import annotations

import functools
import importlib
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import clone, is_classifier, is_clusterer, is_regressor

PACKAGES = (
    "cluster",
    "ensemble",
    "linear_model",
    "naive_bayes",
    "neighbors",
    "neural_network",
    "preprocessing",
    "svm",
    "tree",
)
MOST = 3  # kinds of model a day
SECONDS = 0.4  # for timing one kind
REPEATS = 7


@dataclass(frozen=True)
class Fit:
    """One kind of model, fitted by us and by scikit-learn to the same samples.

    Attributes
    ----------
    name : str
        The class, under which both are known.
    rows, features : int
        Of the samples: the largest that the lesson fits it to.
    ours, theirs : float
        Seconds; the least of several in turn.
    agreement : str
        How near the two come to each other, in words ("within" is relative to the largest); empty where there is
        nothing to compare.
    """

    name: str
    rows: int
    features: int
    ours: float
    theirs: float
    agreement: str


@dataclass
class _Seen:
    model: Any
    X: Any
    y: Any

    @property
    def size(self) -> int:
        return int(np.prod(np.shape(self.X)))


class Watch:
    """What was fitted while it looked on: of each class the largest samples."""

    def __init__(self) -> None:
        self.ours: dict[str, _Seen] = {}
        self.theirs: dict[str, type] = {}
        self._inside = threading.local()

    def fit_of(self, cls: type, fit: Callable[..., Any]) -> Callable[..., Any]:
        """Return a `fit` that is seen; fits that it calls itself are not."""

        @functools.wraps(fit)
        def seen(model: Any, X: Any, *arguments: Any, **options: Any) -> Any:
            if type(model) is cls and not getattr(self._inside, "fit", False):
                self._note(model, X, arguments[0] if arguments else options.get("y"))
            before, self._inside.fit = getattr(self._inside, "fit", False), True
            try:
                return fit(model, X, *arguments, **options)
            finally:
                self._inside.fit = before

        return seen

    def _note(self, model: Any, X: Any, y: Any) -> None:
        name, known = type(model).__name__, self.ours.get(type(model).__name__)
        if np.ndim(X) == 2 and (known is None or np.prod(np.shape(X)) > known.size):
            self.ours[name] = _Seen(clone(model), X, y)


@contextmanager
def watching() -> Iterator[Watch]:
    """See the fits of those of our estimators that are imported by now, and have a namesake in scikit-learn."""
    watch = Watch()
    changed: list[tuple[type, Any]] = []
    for package in PACKAGES:
        ours = sys.modules.get(f"workings.{package}")
        if ours is None:
            continue
        theirs = importlib.import_module(f"sklearn.{package}")
        for name in getattr(ours, "__all__", ()):
            cls, peer = getattr(ours, name), getattr(theirs, name, None)
            if isinstance(cls, type) and isinstance(peer, type) and hasattr(cls, "fit"):
                changed.append((cls, cls.__dict__.get("fit")))
                watch.theirs[name] = peer
                cls.fit = watch.fit_of(cls, cls.fit)
    try:
        yield watch
    finally:
        for cls, fit in changed:
            if fit is None:
                del cls.fit  # type: ignore[attr-defined]
            else:
                cls.fit = fit  # type: ignore[attr-defined]


def compared(watch: Watch) -> list[Fit]:
    """Fit what was seen again, by us and by scikit-learn with the same parameters, in turn."""
    largest = sorted(watch.ours.items(), key=lambda one: -one[1].size)[:MOST]
    fits = []
    for name, seen in largest:
        # A peer that does not know our parameters, or the data, is no peer.
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                fits.append(_compared(name, seen, watch.theirs[name]))
            except Exception:
                continue
    return fits


def _compared(name: str, seen: _Seen, peer: type) -> Fit:
    # Parameters that only we have are left to us; one of them set to something else has no counterpart there.
    usual = type(seen.model)().get_params(deep=False)
    chosen = {key: value for key, value in seen.model.get_params(deep=False).items() if value is not usual[key]}
    ours, theirs = seen.model, peer(**chosen)
    best = [np.inf, np.inf]
    end = time.perf_counter() + SECONDS
    fitted: list[Any] = [None, None]
    for _ in range(REPEATS):
        for k, model in enumerate((ours, theirs)):
            fresh = clone(model)
            start = time.perf_counter()
            fitted[k] = fresh.fit(seen.X) if seen.y is None else fresh.fit(seen.X, seen.y)
            best[k] = min(best[k], time.perf_counter() - start)
        if time.perf_counter() > end:
            break
    rows, features = np.shape(seen.X)
    return Fit(name, rows, features, best[0], best[1], _agreement(fitted[0], fitted[1], seen.X))


def _agreement(ours: Any, theirs: Any, X: Any) -> str:
    X = X[:2000]
    if is_clusterer(ours) and hasattr(ours, "labels_"):
        from sklearn.metrics import adjusted_rand_score

        score = adjusted_rand_score(ours.labels_, theirs.labels_)
        return "same clusters" if score == 1.0 else f"clusters alike: Rand {score:.2f}"
    if is_classifier(ours):
        same = float(np.mean(ours.predict(X) == theirs.predict(X)))
        return "same answers" if same == 1.0 else f"{100 * min(same, 0.999):.1f} % same answers"
    if is_regressor(ours):
        return _difference("predictions", ours.predict(X), theirs.predict(X))
    if hasattr(ours, "kneighbors"):
        return _difference("distances", ours.kneighbors(X)[0], theirs.kneighbors(X)[0])
    if hasattr(ours, "transform"):
        return _difference("values", ours.transform(X), theirs.transform(X))
    return ""


def _difference(what: str, ours: Any, theirs: Any) -> str:
    a, b = (np.asarray(one.toarray() if hasattr(one, "toarray") else one, dtype=float) for one in (ours, theirs))
    scale = float(np.nanmax(np.abs(b), initial=0.0)) or 1.0
    most = float(np.nanmax(np.abs(a - b), initial=0.0)) / scale
    return f"same {what}" if most == 0.0 else f"{what} within {most:.0e}"
