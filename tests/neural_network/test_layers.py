"""Every layer's way back beside central differences in float64, and beside PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
from tests.neural_network.gradients import back_and_differences, run

from workings.kernels import conv_windows
from workings.neural_network import Sequential
from workings.neural_network import layers as L
from workings.neural_network.layers import _windows, conv_2d

IMAGES = (2, 5, 6, 3)
CASES = {
    "dense": (L.Dense(4), (3, 5)),
    "dense without bias": (L.Dense(4, use_bias=False), (3, 5)),
    "dense on three axes": (L.Dense(2, "tanh"), (2, 3, 4)),
    **{f"dense {name}": (L.Dense(4, name), (3, 5)) for name in ("relu", "leaky_relu", "gelu", "sigmoid", "softmax")},
    "conv valid": (L.Conv2D(4, 3), IMAGES),
    "conv same": (L.Conv2D(4, 3, padding="same", activation="relu"), IMAGES),
    "conv even size": (L.Conv2D(2, (2, 4), padding="same", activation="gelu"), IMAGES),
    "conv strides": (L.Conv2D(3, 3, (2, 3), padding="same", activation="tanh"), IMAGES),
    "conv strides valid": (L.Conv2D(3, (3, 2), 2, use_bias=False), IMAGES),
    "conv softmax": (L.Conv2D(3, 2, activation="softmax"), IMAGES),
    "max": (L.MaxPooling2D(2), IMAGES),
    "max overlapping": (L.MaxPooling2D(3, 1), IMAGES),
    "max same": (L.MaxPooling2D((2, 3), 2, "same"), IMAGES),
    "average": (L.AveragePooling2D(2), IMAGES),
    "average same": (L.AveragePooling2D(3, 2, "same"), IMAGES),
    "flatten": (L.Flatten(), IMAGES),
    "dropout": (L.Dropout(0.4), (4, 6)),
    "batch normalisation": (L.BatchNormalization(), (6, 3)),
    "batch normalisation of images": (L.BatchNormalization(), IMAGES),
    "batch normalisation, plain": (L.BatchNormalization(center=False, scale=False), (6, 3)),
    "layer normalisation": (L.LayerNormalization(), (3, 5)),
    "layer normalisation on three axes": (L.LayerNormalization(center=False), (2, 3, 5)),
    **{
        f"activation {name}": (L.Activation(name), (3, 5))
        for name in ("relu", "leaky_relu", "gelu", "tanh", "sigmoid", "softmax", "linear")
    },
    "rescaling": (L.Rescaling(0.5, -1.0), (3, 4)),
}


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_backward_is_the_derivative(case, compiled, monkeypatch):
    if compiled and not case.startswith(("conv", "max", "dense")):
        pytest.skip("no compiled loop in this layer")
    monkeypatch.setattr(_windows, "_WORTH", 0 if compiled else 10**9)
    monkeypatch.setattr(_windows, "_WORTH_LOADED", 0 if compiled else 10**9)
    monkeypatch.setattr("workings.neural_network.layers.conv_2d._WORTH", 0 if compiled else 10**9)
    monkeypatch.setattr("workings.neural_network.layers.conv_2d._ROOM", 100)  # a line or two at a time
    monkeypatch.setattr("workings.neural_network._products._WORTH", 0 if compiled else 10**9)
    layer, shape = CASES[case]
    rng = np.random.default_rng(3)
    layer.build(shape[1:], rng, "float64")
    for name, w in layer.weights.items():
        layer.weights[name] = w + rng.normal(size=w.shape) * 0.3
    x = rng.normal(size=shape)
    upstream = rng.normal(size=(shape[0], *layer.output_shape))
    for weight, (mine, true) in back_and_differences(layer, x, upstream).items():
        np.testing.assert_allclose(mine, true, rtol=1e-6, atol=1e-8 * max(1, np.abs(true).max()), err_msg=weight)


def test_batch_normalisation_in_use_has_a_derivative_of_its_own():
    layer, rng = L.BatchNormalization(), np.random.default_rng(0)
    layer.build((3,), rng, "float64")
    layer.state["moving_mean"][...] = 0.3, -0.2, 1.0
    layer.state["moving_variance"][...] = 0.5, 2.0, 1.5
    x, upstream = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    for mine, true in back_and_differences(layer, x, upstream, training=False).values():
        np.testing.assert_allclose(mine, true, rtol=1e-7, atol=1e-9)


def test_embedding_adds_the_gradients_of_repeated_words():
    layer, rng = L.Embedding(6, 3), np.random.default_rng(0)
    layer.build((4,), rng, "float64")
    x, upstream = np.array([[1, 1, 5, 0], [2, 1, 5, 5]]), rng.normal(size=(2, 4, 3))
    for mine, true in back_and_differences(layer, x, upstream).values():
        np.testing.assert_allclose(mine, true, rtol=1e-7, atol=1e-9)
    with pytest.raises(ValueError, match=r"0\.\.5"):
        layer.forward(np.array([[6]]), run())


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2, (3, 2)])
def test_compiled_windows_are_those_of_numpy_bit_by_bit(padding, strides, monkeypatch):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(3, 7, 8, 2)).astype(np.float32)
    x[0, 1, 2, 0] = np.nan
    found = []
    for worth in (0, 10**9):
        monkeypatch.setattr(_windows, "_WORTH", worth)
        monkeypatch.setattr(_windows, "_WORTH_LOADED", worth)
        windows = _windows.Windows.over("test", (7, 8), (3, 4), _pair(strides), padding)
        rows = np.empty((3 * windows.count[0] * windows.count[1], 24), dtype=np.float32)
        windows.gather(x, rows)
        back = np.zeros_like(x)
        if worth:
            windows.scatter(np.nan_to_num(rows), back)
        else:
            for k, part in enumerate(np.split(rows, 3)):
                for i in range(windows.count[0]):
                    line = part[i * windows.count[1] : (i + 1) * windows.count[1]]
                    conv_windows.scatter(np.nan_to_num(line), back[k].reshape(7, 16), 2, windows.geometry, i, i + 1)
        pool = L.MaxPooling2D((3, 4), strides, padding)
        pool.build((7, 8, 2), rng, "float32")
        y, memory = pool.forward(x, run())
        dx = pool.backward(np.nan_to_num(y), memory, {})
        found.append((back, y, memory[1], dx))
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


def _pair(strides):
    return strides if isinstance(strides, tuple) else (strides, strides)


def test_max_pooling_sends_the_gradient_of_ties_to_the_first():
    layer = L.MaxPooling2D(2)
    layer.build((2, 2, 1), np.random.default_rng(0), "float64")
    _, memory = layer.forward(np.ones((1, 2, 2, 1)), run())
    np.testing.assert_array_equal(layer.backward(np.full((1, 1, 1, 1), 3.0), memory, {}).ravel(), [3, 0, 0, 0])


def test_dropout_keeps_the_mean_and_is_silent_in_use():
    layer, x = L.Dropout(0.25), np.ones((200, 200), dtype=np.float32)
    y, _ = layer.forward(x, run())
    assert set(np.unique(y)) == {0.0, np.float32(1 / 0.75)}
    assert abs(y.mean() - 1.0) < 0.01
    assert layer.forward(x, run(training=False))[0] is x


def test_batch_normalisation_moves_its_means():
    layer = L.BatchNormalization(momentum=0.75)
    layer.build((1,), np.random.default_rng(0), "float64")
    layer.forward(np.array([[2.0], [6.0]]), run())
    assert layer.state["moving_mean"] == [1.0]
    assert layer.state["moving_variance"] == [0.75 + 0.25 * 4.0]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: L.Dense(0), "units"),
        (lambda: L.Dense(3, "rellu"), "Did you mean 'relu'"),
        (lambda: L.Dropout(1.0), "0 <= rate < 1"),
        (lambda: L.Conv2D(3, (2, 2, 2)), "kernel_size"),
        (lambda: L.Conv2D(3, 3, padding="full").build((8, 8, 1), None, "float32"), "'valid', 'same'"),
        (lambda: L.Conv2D(3, 9).build((8, 8, 1), None, "float32"), "does not fit"),
        (lambda: L.Conv2D(3, 3).build((8, 8), None, "float32"), "one channel"),
        (lambda: L.Dense(3, kernel_initializer="he"), "he_normal"),
        (lambda: L.BatchNormalization(momentum=1.0), "momentum"),
    ],
)
def test_what_makes_no_sense_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


class TestBesideTorch:
    """Forward and back in float64, to 1e-5 relative and much better."""

    def same(self, layer, x, module, dims=None):
        torch = pytest.importorskip("torch")
        given = torch.tensor(x if dims is None else np.moveaxis(x, -1, 1).copy(), requires_grad=True)
        theirs = module(given)
        y, memory = layer.forward(x, run())
        upstream = np.random.default_rng(9).normal(size=y.shape)
        to = (lambda a: a) if dims is None else (lambda a: np.moveaxis(a, -1, 1).copy())
        theirs.backward(torch.tensor(to(upstream)))
        gradients = {name: np.empty_like(w) for name, w in layer.weights.items()}
        dx = layer.backward(upstream, memory, gradients)
        np.testing.assert_allclose(to(y), theirs.detach().numpy(), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(to(dx), given.grad.numpy(), rtol=1e-9, atol=1e-12)
        return gradients

    @pytest.mark.parametrize(("padding", "stride"), [("valid", 1), ("same", 1), ("valid", 2)])
    def test_convolution(self, padding, stride):
        torch = pytest.importorskip("torch")
        layer, rng = L.Conv2D(4, 3, stride, padding), np.random.default_rng(0)
        layer.build((7, 6, 2), rng, "float64")
        module = torch.nn.Conv2d(2, 4, 3, stride, padding, dtype=torch.float64)
        with torch.no_grad():
            module.weight.copy_(torch.tensor(layer.weights["kernel"].transpose(3, 2, 0, 1).copy()))
            module.bias.zero_()
        gradients = self.same(layer, rng.normal(size=(3, 7, 6, 2)), module, dims=2)
        np.testing.assert_allclose(gradients["kernel"].transpose(3, 2, 0, 1), module.weight.grad.numpy(), rtol=1e-9)
        np.testing.assert_allclose(gradients["bias"], module.bias.grad.numpy(), rtol=1e-9)

    def test_pooling_and_activations(self):
        torch = pytest.importorskip("torch")
        rng = np.random.default_rng(0)
        for layer, module in (
            (L.MaxPooling2D(2), torch.nn.MaxPool2d(2)),
            (L.AveragePooling2D(2), torch.nn.AvgPool2d(2)),
        ):
            layer.build((6, 6, 3), rng, "float64")
            self.same(layer, rng.normal(size=(2, 6, 6, 3)), module, dims=2)
        for name, module in (("gelu", torch.nn.GELU()), ("leaky_relu", torch.nn.LeakyReLU(0.2)), ("tanh", torch.tanh)):
            layer = L.Activation(name)
            layer.build((4,), rng, "float64")
            self.same(layer, rng.normal(size=(5, 4)), module)

    def test_normalisation(self):
        torch = pytest.importorskip("torch")
        rng = np.random.default_rng(0)
        for layer, module in (
            (L.BatchNormalization(), torch.nn.BatchNorm1d(4, eps=1e-3, dtype=torch.float64)),
            (L.LayerNormalization(), torch.nn.LayerNorm(4, eps=1e-3, dtype=torch.float64)),
        ):
            layer.build((4,), rng, "float64")
            gradients = self.same(layer, rng.normal(size=(6, 4)), module)
            np.testing.assert_allclose(gradients["gamma"], module.weight.grad.numpy(), rtol=1e-9)
            np.testing.assert_allclose(gradients["beta"], module.bias.grad.numpy(), rtol=1e-9)


@pytest.mark.parametrize("activation", ["relu", None])
@pytest.mark.parametrize(("size", "strides", "padding"), [(2, None, "valid"), (3, 2, "same"), ((2, 3), 1, "valid")])
def test_convolution_and_maximum_in_one_go(size, strides, padding, activation, monkeypatch):
    """The kernels keep the maxima alone; NumPy's way, one layer after the other, is judged by PyTorch above."""
    rng, found = np.random.default_rng(0), []
    x, upstream = rng.normal(size=(9, 7, 8, 3)), None
    for worth in (0, 10**12):
        monkeypatch.setattr(conv_2d, "_WORTH", worth)
        model = Sequential(
            [L.Conv2D(5, 3, padding="same", activation=activation), L.MaxPooling2D(size, strides, padding)],
            dtype="float64",
            seed=0,
        )
        model.build(x.shape[1:])
        y, memories = model.forward(x, run())
        assert (memories[1].__class__ is object) == (worth == 0), "not the way that is meant"
        upstream = rng.normal(size=y.shape) if upstream is None else upstream
        model.backward(upstream, memories)
        dx = model.layers[0].backward(upstream, memories[0], model.gradients[0]) if worth == 0 else None
        if dx is None:
            between = model.layers[1].backward(upstream, memories[1], {})
            dx = model.layers[0].backward(between, memories[0], model.gradients[0])
        found.append((y, model.flat_gradient, dx))
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("turned", [False, True])
def test_large_dense_layers_go_back_exactly(dtype, turned):
    """Whole numbers: every product and every sum is exact, so the gradients must be, on however many threads."""
    layer, rng = L.Dense(70), np.random.default_rng(0)
    layer.build((700,), rng, dtype)
    layer.weights["kernel"][...] = rng.integers(-9, 9, (700, 70))
    x = rng.integers(-9, 9, (90, 700)).astype(dtype, order="F" if turned else "C")
    upstream = rng.integers(-9, 9, (90, 70)).astype(dtype, order="F" if turned else "C")
    _, memory = layer.forward(x, run())
    gradients = {name: np.full_like(w, np.nan) for name, w in layer.weights.items()}
    dx = layer.backward(upstream, memory, gradients)
    np.testing.assert_array_equal(dx, upstream @ layer.weights["kernel"].T)
    np.testing.assert_array_equal(gradients["kernel"], x.T @ upstream)
    np.testing.assert_array_equal(gradients["bias"], upstream.sum(axis=0))
