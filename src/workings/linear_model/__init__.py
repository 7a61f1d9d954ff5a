"""Linear models: scikit-learn's names, parameters and attributes."""

from workings.linear_model.coordinate_descent_path import enet_path, lasso_path
from workings.linear_model.elastic_net import ElasticNet
from workings.linear_model.lasso import Lasso
from workings.linear_model.linear_regression import LinearRegression
from workings.linear_model.logistic_regression import LogisticRegression
from workings.linear_model.ridge import Ridge
from workings.linear_model.ridge_cv import RidgeCV

__all__ = [
    "ElasticNet",
    "Lasso",
    "LinearRegression",
    "LogisticRegression",
    "Ridge",
    "RidgeCV",
    "enet_path",
    "lasso_path",
]
