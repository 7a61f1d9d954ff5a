"""Neural networks: layers, losses and optimisers whose every part can be looked at, in Keras's terms."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings.neural_network import activations, callbacks, initialisers, layers, losses, optimisers, regularisers
from workings.neural_network._saving import load_model
from workings.neural_network.callbacks import Callback, EarlyStopping, History, ModelCheckpoint, TensorBoard
from workings.neural_network.image_dataset import ImageDataset, image_dataset_from_directory
from workings.neural_network.mlp_classifier import MLPClassifier
from workings.neural_network.mlp_regressor import MLPRegressor
from workings.neural_network.sequential import Sequential

__all__ = [
    "Callback",
    "EarlyStopping",
    "History",
    "ImageDataset",
    "MLPClassifier",
    "MLPRegressor",
    "ModelCheckpoint",
    "Sequential",
    "TensorBoard",
    "activations",
    "callbacks",
    "image_dataset_from_directory",
    "initialisers",
    "layers",
    "load_model",
    "losses",
    "optimisers",
    "regularisers",
]
