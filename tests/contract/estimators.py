"""Every estimator of the library, found, so that none can be forgotten; data that suit it; and what it refuses."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils import all_estimators as all_of_scikit_learn
from sklearn.utils import get_tags

import workings

# Checks of scikit-learn that an estimator cannot pass, and why; scikit-learn excuses its namesake as well.
_ONE_BY_ONE = "two equal samples are two steps, at other places of the shuffled order than one of weight 2"
EXCUSED = {
    name: {f"check_sample_weight_equivalence_on_{kind}_data": _ONE_BY_ONE for kind in ("dense", "sparse")}
    for name in ("Perceptron", "SGDClassifier", "SGDRegressor")
}
_WITHIN_TOL = "a fit ends when the gap is below tol, which weights and repeated samples reach at different points"
for _name in ("OneClassSVM", "SVC", "SVR"):
    EXCUSED[_name] = {f"check_sample_weight_equivalence_on_{kind}_data": _WITHIN_TOL for kind in ("dense", "sparse")}
_DRAWN = "samples are drawn by their weights, and other draws than of repeated samples come out of one seed"
for _name in ("RandomForestClassifier", "RandomForestRegressor"):
    EXCUSED[_name] = {f"check_sample_weight_equivalence_on_{kind}_data": _DRAWN for kind in ("dense", "sparse")}
_DRAWS = "two equal samples are two draws of the start, at other numbers than one of weight 2"
for _name in ("BisectingKMeans", "KMeans", "MiniBatchKMeans"):
    EXCUSED[_name] = {f"check_sample_weight_equivalence_on_{kind}_data": _DRAWS for kind in ("dense", "sparse")}
EXCUSED["LogisticRegressionCV"] = {
    "check_sparsify_coefficients": "its classes have too few samples for five folds; scikit-learn gives its own three"
}

# What scikit-learn's estimator of the same name has and ours has not, by design: parameters, methods, attributes of a
# fit, sparse data. A parameter that a user can set must be there and refuse (see docs/adding-an-estimator.md); here
# stands only what cannot even be asked for. The test fails for what is missing and not listed, and for what is listed
# and there.
LACKING: dict[str, dict[str, str]] = {}


# Attributes of a fit that differ in kind from scikit-learn's, by design.
DIFFERENT: dict[tuple[str, str], str] = {
    ("Ridge", "solver_"): "a word: it names the way that was taken",
    ("Ridge", "n_iter_"): "its check_estimator wants a number, and its own Ridge, which has None, is exempt",
}


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


def namesake(kind: type) -> type | None:
    """Return scikit-learn's estimator of the same name, or None."""
    return dict(all_of_scikit_learn()).get(kind.__name__)


def wants_only_labels(model: BaseEstimator) -> bool:
    """Whether the estimator is fitted on y alone, as a LabelEncoder is."""
    return next(iter(inspect.signature(model.fit).parameters)) == "y"


def data_for(model: BaseEstimator) -> tuple[np.ndarray, ...]:
    """Return the arguments of `fit`: X and y, or y alone; 120 samples, 3 classes in 4 features or none."""
    rng = np.random.default_rng(0)
    tags = get_tags(model)
    X = rng.normal(size=(120, 4))
    signal = X[:, 0] - X[:, 2] + 0.3 * rng.normal(size=120)
    if tags.input_tags.positive_only:
        X = np.abs(X)
        signal = X[:, 0] - X[:, 2]
    if tags.input_tags.categorical and not tags.input_tags.sparse:
        X = np.digitize(X, [-0.5, 0.5])
        signal = X[:, 0] - X[:, 2] + 0.3 * rng.normal(size=120)
    y = 5.0 * signal if tags.estimator_type == "regressor" else np.digitize(signal, [-0.5, 0.5])
    if tags.classifier_tags is not None and not tags.classifier_tags.multi_class:
        y = (signal > 0).astype(int)
    if tags.target_tags.multi_output and not tags.target_tags.single_output:
        y = np.column_stack([y, -y])
    return (y,) if wants_only_labels(model) else (X, y)


def outcome(model: BaseEstimator, *data: np.ndarray) -> np.ndarray:
    """Return what a fitted model makes of its data, whatever its kind."""
    for name in ("predict", "transform", "score_samples", "kneighbors"):
        if hasattr(model, name):
            found = getattr(model, name)(data[0])
            found = found[0] if isinstance(found, tuple) else found
            return found.toarray() if hasattr(found, "toarray") else np.asarray(found)
    return np.asarray(model.labels_)


def fitted_names(model: BaseEstimator) -> set[str]:
    """Return the public attributes that a fit left."""
    names = {name for name in dir(model) if name.endswith("_") and not name.startswith("_")}
    return {name for name in names if hasattr(model, name)}


def public_methods(kind: type) -> set[str]:
    """Return the names of the methods that users call."""
    return {name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name, None))}


def families(kind: type) -> set[str]:
    """Return the names of scikit-learn's public mixins that a class inherits from: transformer, classifier ..."""
    return {one.__name__ for one in kind.__mro__ if one.__module__ == "sklearn.base" and one.__name__.endswith("Mixin")}


def fitted_pair(kind: type) -> tuple[BaseEstimator, BaseEstimator]:
    """Return ours and scikit-learn's, fitted on the same data."""
    theirs = namesake(kind)
    assert theirs is not None
    data = data_for(theirs())
    return kind().fit(*data), theirs().fit(*data)
