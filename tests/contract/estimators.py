"""Every estimator of the library, found, so that none can be forgotten."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from sklearn.base import BaseEstimator

import workings


def all_estimators() -> list[type]:
    """Return every public estimator class, sorted by name."""
    found = set()
    for info in pkgutil.iter_modules(workings.__path__):
        if info.ispkg and not info.name.startswith("_") and info.name not in ("app", "checker", "kernels", "lessons"):
            package = importlib.import_module(f"workings.{info.name}")
            for name in getattr(package, "__all__", ()):
                thing = getattr(package, name)
                if inspect.isclass(thing) and issubclass(thing, BaseEstimator):
                    found.add(thing)
    return sorted(found, key=lambda one: one.__name__)
