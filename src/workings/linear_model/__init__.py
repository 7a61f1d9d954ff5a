"""Linear models: scikit-learn's names, parameters and attributes."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings.linear_model.coordinate_descent_path import enet_path, lasso_path
from workings.linear_model.elastic_net import ElasticNet
from workings.linear_model.lasso import Lasso
from workings.linear_model.linear_regression import LinearRegression
from workings.linear_model.logistic_regression import LogisticRegression
from workings.linear_model.logistic_regression_cv import LogisticRegressionCV
from workings.linear_model.perceptron import Perceptron
from workings.linear_model.ridge import Ridge
from workings.linear_model.ridge_cv import RidgeCV
from workings.linear_model.sgd_classifier import SGDClassifier
from workings.linear_model.sgd_regressor import SGDRegressor

__all__ = [
    "ElasticNet",
    "Lasso",
    "LinearRegression",
    "LogisticRegression",
    "LogisticRegressionCV",
    "Perceptron",
    "Ridge",
    "RidgeCV",
    "SGDClassifier",
    "SGDRegressor",
    "enet_path",
    "lasso_path",
]
