"""Pictures of networks say and show what is so."""

import numpy as np
import pytest

from workings.neural_network import Sequential
from workings.neural_network import layers as L
from workings.show import Line, Points, Regions, Text, draw
from workings.show import networks as show

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(40, 6, 8, 1)), RNG.integers(0, 3, 40)


@pytest.fixture(scope="module")
def model():
    made = Sequential(
        [L.Conv2D(9, 3, activation="relu"), L.MaxPooling2D(), L.Flatten(), L.Dropout(0.5), L.Dense(3, "softmax")],
        seed=0,
    )
    made.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    made.fit(X, Y, epochs=3, validation_split=0.25)
    return made


def test_curves_are_the_history(model):
    scene = show.training_curves(model.history)
    lines = [mark for mark in scene.marks if isinstance(mark, Line)]
    assert [line.y for line in lines] == [tuple(model.history.history[name]) for name in ("loss", "val_loss")]
    assert len([mark for mark in scene.marks if isinstance(mark, Points)]) == 2
    with pytest.raises(ValueError, match="loss, accuracy"):
        show.training_curves(model.history, what="accuracies")


def test_filters_are_the_weights_upright_and_on_one_scale(model):
    scene = show.filters(model)
    w = model.layers[0].weights["kernel"][:, :, 0]
    found = [np.array(mark.cells) for mark in scene.marks if isinstance(mark, Regions)]
    assert len(found) == 9
    for k, cells in enumerate(found):  # regions begin below, images above
        np.testing.assert_allclose(cells[::-1], 0.5 + 0.5 * w[:, :, k] / np.abs(w).max(), atol=1e-6)
    assert draw(scene).axes
    with pytest.raises(ValueError, match="no pixels"):
        show.filters(model, "dense")
    with pytest.raises(ValueError, match="conv_2d, dense"):
        show.filters(model, "dens")


def test_weights_of_a_dense_layer_on_images_are_images():
    made = Sequential([L.Flatten(input_shape=(6, 8, 1)), L.Dense(4)], seed=0)
    first = show.filters(made).marks[0]
    w = made.layers[1].weights["kernel"]
    np.testing.assert_allclose(
        np.array(first.cells)[::-1], 0.5 + 0.5 * w[:, 0].reshape(6, 8) / np.abs(w).max(), atol=1e-6
    )


def test_the_last_activations_are_the_prediction(model):
    found = show.activations(model, X[0])
    np.testing.assert_array_equal(found["dense"], model.predict(X[:1])[0])
    assert found["conv_2d"].shape == (4, 6, 9)
    with pytest.raises(ValueError, match=r"X\[0\]"):
        show.activations(model, X)


def test_maps_and_the_whole_way(model):
    assert sum(isinstance(mark, Regions) for mark in show.feature_maps(model, X[0], "conv_2d").marks) == 9
    with pytest.raises(ValueError, match="conv_2d, max_pooling_2d"):
        show.feature_maps(model, X[0], "dense")
    scene = show.network(model, X[0], names=["a", "b", "c"], most=4)
    assert sum(isinstance(mark, Regions) for mark in scene.marks) == 1 + 4 + 4 + 1
    # To every map; then each to its own; then all to the units.
    assert sum(isinstance(mark, Line) for mark in scene.marks) == 4 + 4 + 4
    best = model.predict(X[:1])[0]
    assert f"to '{'abc'[best.argmax()]}', of which the network says {100 * best.max():.1f} %" in scene.say
    told = [mark.text for mark in scene.marks if isinstance(mark, Text) and "%" in mark.text]
    assert told == [f"{name}  {100 * p:.0f} %" for name, p in zip("abc", best, strict=True)]


def test_a_square_is_a_square_on_paper():
    for shape in ((12, 3, 3), (2, 4, 9), (30, 8, 2)):
        axes = draw(show.tiles(RNG.normal(size=shape))).axes[0]
        axes.figure.canvas.draw()
        box = axes.get_window_extent()
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        assert box.width / (right - left) == pytest.approx(box.height / (high - low), rel=0.1)
