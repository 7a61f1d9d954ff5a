"""Decision trees: scikit-learn's names, parameters and attributes."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py
import sklearn.tree as _theirs

from workings.tree.decision_tree_classifier import DecisionTreeClassifier
from workings.tree.decision_tree_regressor import DecisionTreeRegressor
from workings.tree.extra_tree_classifier import ExtraTreeClassifier
from workings.tree.extra_tree_regressor import ExtraTreeRegressor

# What draws, prints and explains trees asks by isinstance whether it is given scikit-learn's.
for _ours in (DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor):
    getattr(_theirs, _ours.__name__).register(_ours)

__all__ = ["DecisionTreeClassifier", "DecisionTreeRegressor", "ExtraTreeClassifier", "ExtraTreeRegressor"]
