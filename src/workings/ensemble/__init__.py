"""Forests: many trees, each grown on its own draw of the samples, which vote. scikit-learn's names and parameters."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py
import sklearn.ensemble as _theirs

from workings.ensemble.extra_trees_classifier import ExtraTreesClassifier
from workings.ensemble.extra_trees_regressor import ExtraTreesRegressor
from workings.ensemble.random_forest_classifier import RandomForestClassifier
from workings.ensemble.random_forest_regressor import RandomForestRegressor

# What explains forests asks by isinstance whether it is given scikit-learn's.
for _ours in (ExtraTreesClassifier, ExtraTreesRegressor, RandomForestClassifier, RandomForestRegressor):
    getattr(_theirs, _ours.__name__).register(_ours)

__all__ = ["ExtraTreesClassifier", "ExtraTreesRegressor", "RandomForestClassifier", "RandomForestRegressor"]
