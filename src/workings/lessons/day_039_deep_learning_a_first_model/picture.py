"""The day's picture: a digit on its way through the network, after as many epochs as you like."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from workings.lessons.day_039_deep_learning_a_first_model.data import NAMES, dense_model, digits
from workings.neural_network import Callback, Sequential
from workings.show import Control, Scene
from workings.show.networks import network

EPOCHS = 12
CONTROLS = (
    Control("epochs", 0.0, float(EPOCHS), float(EPOCHS), "epochs of training", step=1.0),
    Control("sample", 0.0, 59.0, 7.0, "which digit, of those held out", step=1.0),
)


class _Keep(Callback):
    def __init__(self) -> None:
        self.kept: list[list[NDArray[np.float32]]] = []

    def on_train_begin(self) -> None:
        self.kept.append(self.model.get_weights())

    def on_epoch_end(self, epoch: int, logs: object) -> None:
        self.kept.append(self.model.get_weights())


@cache
def trained() -> tuple[Sequential, list[list[NDArray[np.float32]]], list[float]]:
    """Return the network, its weights after each epoch, and the share of held-out digits that they read."""
    data, model, keep = digits(), dense_model(), _Keep()
    told = model.fit(
        data.X_train,
        data.y_train,
        epochs=EPOCHS,
        callbacks=[keep],
        verbose=0,
        validation_data=(data.X_test, data.y_test),
    )
    return model, keep.kept, [0.1, *told.history["val_accuracy"]]


def scene(epochs: float = EPOCHS, sample: float = 7.0) -> Scene:
    """Return the way of one held-out digit through the network."""
    data = digits_once()
    model, kept, right = trained()
    k, j = round(epochs), round(sample)
    model.set_weights(kept[k])
    image, true = data.X_test[j], data.y_test[j]
    drawn = network(model, image, names=NAMES, title=f"A {true} on its way through, after {k} epochs")
    said = int(model.predict(image[np.newaxis])[0].argmax())
    verdict = "which is right" if said == true else f"but it is a {true}"
    about = f" Of all held-out digits it reads {100 * right[k]:.0f} %." if k else " Its weights are still random."
    return Scene(drawn.title, drawn.x, drawn.y, drawn.marks, f"The network says {said}, {verdict}.{about}")


digits_once = cache(digits)
