"""The layers of `Sequential`, one file each, with Keras's names and defaults."""

from workings.neural_network.layers.activation import Activation
from workings.neural_network.layers.base import Layer, Run
from workings.neural_network.layers.batch_normalization import BatchNormalization
from workings.neural_network.layers.conv_2d import Conv2D
from workings.neural_network.layers.dense import Dense
from workings.neural_network.layers.dropout import Dropout
from workings.neural_network.layers.embedding import Embedding
from workings.neural_network.layers.flatten import Flatten
from workings.neural_network.layers.layer_normalization import LayerNormalization
from workings.neural_network.layers.pooling_2d import AveragePooling2D, MaxPooling2D
from workings.neural_network.layers.rescaling import Rescaling

__all__ = [
    "Activation",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Embedding",
    "Flatten",
    "Layer",
    "LayerNormalization",
    "MaxPooling2D",
    "Rescaling",
    "Run",
]
