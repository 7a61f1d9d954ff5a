"""Preparing data: scikit-learn's names, parameters and attributes."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings.preprocessing.label_encoder import LabelEncoder
from workings.preprocessing.min_max_scaler import MinMaxScaler
from workings.preprocessing.one_hot_encoder import OneHotEncoder
from workings.preprocessing.ordinal_encoder import OrdinalEncoder
from workings.preprocessing.polynomial_features import PolynomialFeatures
from workings.preprocessing.simple_imputer import SimpleImputer
from workings.preprocessing.standard_scaler import StandardScaler

__all__: list[str] = [
    "LabelEncoder",
    "MinMaxScaler",
    "OneHotEncoder",
    "OrdinalEncoder",
    "PolynomialFeatures",
    "SimpleImputer",
    "StandardScaler",
]
