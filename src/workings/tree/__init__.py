"""Decision trees: scikit-learn's names, parameters and attributes."""

from workings.tree.decision_tree_classifier import DecisionTreeClassifier

__all__ = ["DecisionTreeClassifier"]
