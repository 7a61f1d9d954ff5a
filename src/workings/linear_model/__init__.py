"""Linear models: scikit-learn's names, parameters and attributes."""

from workings.linear_model.linear_regression import LinearRegression
from workings.linear_model.logistic_regression import LogisticRegression

__all__ = ["LinearRegression", "LogisticRegression"]
