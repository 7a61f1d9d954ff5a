"""Neighbours: scikit-learn's names, parameters and attributes."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings.neighbors.k_neighbors_classifier import KNeighborsClassifier
from workings.neighbors.k_neighbors_regressor import KNeighborsRegressor
from workings.neighbors.nearest_neighbors import NearestNeighbors
from workings.neighbors.radius_neighbors_classifier import RadiusNeighborsClassifier

__all__ = ["KNeighborsClassifier", "KNeighborsRegressor", "NearestNeighbors", "RadiusNeighborsClassifier"]
