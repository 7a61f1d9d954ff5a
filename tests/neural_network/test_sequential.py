"""Models as wholes: trained, reproduced, beside PyTorch; what they show, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from tests.neural_network.gradients import differences

from workings import steps
from workings.kernels._threads import set_num_threads
from workings.neural_network import Sequential, losses
from workings.neural_network import layers as L
from workings.neural_network import optimisers as O
from workings.neural_network.layers import Run
from workings.neural_network.regularisers import L1L2

RNG = np.random.default_rng(0)
IMAGES, CLASSES = RNG.normal(size=(70, 8, 8, 1)).astype(np.float32), RNG.integers(0, 3, 70)


def small(seed=0, **settings):
    return Sequential(
        [
            L.Conv2D(4, 3, activation="relu", padding="same"),
            L.MaxPooling2D(),
            L.BatchNormalization(),
            L.Dropout(0.2),
            L.Flatten(),
            L.Dense(6, "tanh", kernel_regularizer=L1L2(0.001, 0.01)),
            L.Dense(3, "softmax"),
        ],
        seed=seed,
        **settings,
    )


def trained(seed=0, epochs=2, **settings):
    model = small(seed)
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    model.fit(IMAGES, CLASSES, epochs=epochs, batch_size=16, **settings)
    return model


def test_the_whole_gradient_is_the_derivative():
    model = small(dtype="float64")
    model.compile("sgd", "sparse_categorical_crossentropy")
    model.build((8, 8, 1))
    x, y = IMAGES[:5].astype(float), CLASSES[:5]

    def run():
        return Run(training=True, rng=np.random.default_rng(2))

    def objective():
        scores, _ = model.forward(x, run(), model.fused)
        return float(model.loss.losses(y, scores)[0].mean()) + model.penalty()

    scores, memories = model.forward(x, run(), model.fused)
    model.backward(model.loss.losses(y, scores)[1] / 5, memories)
    np.testing.assert_allclose(model.flat_gradient, differences(objective, model.flat), rtol=1e-6, atol=1e-8)


def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads():
    one = trained()
    try:
        set_num_threads(1)
        other = trained()
    finally:
        set_num_threads(None)
    assert one.history.history == other.history.history
    np.testing.assert_array_equal(one.predict(IMAGES), other.predict(IMAGES))
    assert not np.array_equal(trained(seed=1).flat, one.flat)


def test_training_is_that_of_torch():
    torch = pytest.importorskip("torch")
    model = Sequential([L.Conv2D(3, 3, activation="relu"), L.Flatten(), L.Dense(3, "softmax")], dtype="float64", seed=0)
    model.compile(O.SGD(0.1, 0.9), "sparse_categorical_crossentropy")
    model.build((8, 8, 1))
    theirs = torch.nn.Sequential(torch.nn.Conv2d(1, 3, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(108, 3))
    theirs.double()
    conv, dense = model.layers[0].weights, model.layers[2].weights
    with torch.no_grad():
        theirs[0].weight.copy_(torch.tensor(conv["kernel"].transpose(3, 2, 0, 1).copy()))
        theirs[0].bias.zero_()
        turned = dense["kernel"].reshape(6, 6, 3, 3).transpose(3, 2, 0, 1).reshape(3, 108)  # channels come first there
        theirs[3].weight.copy_(torch.tensor(turned.copy()))
        theirs[3].bias.zero_()
    descent = torch.optim.SGD(theirs.parameters(), 0.1, 0.9)
    for _ in range(4):
        for k in range(0, 70, 32):
            descent.zero_grad()
            scores = theirs(torch.tensor(IMAGES[k : k + 32].astype(float)).permute(0, 3, 1, 2))
            torch.nn.functional.cross_entropy(scores, torch.tensor(CLASSES[k : k + 32])).backward()
            descent.step()
    model.fit(IMAGES, CLASSES, epochs=4, shuffle=False)
    expected = torch.softmax(theirs(torch.tensor(IMAGES.astype(float)).permute(0, 3, 1, 2)), 1).detach().numpy()
    np.testing.assert_allclose(model.predict(IMAGES), expected, rtol=1e-9)


def test_steps_are_the_fit_and_show_gradients_and_updates():
    model = small()
    model.compile(O.SGD(0.1), "sparse_categorical_crossentropy")
    seen = list(steps(model, IMAGES, CLASSES, epochs=2, batch_size=35))
    assert [step.what for step in seen] == [f"epoch {e}, batch {b}" for e in (1, 2) for b in (1, 2)]
    for step in seen:
        update, gradient = step.arrays["dense.kernel.update"], step.arrays["dense.kernel.gradient"]
        np.testing.assert_allclose(update, -0.1 * gradient, atol=2e-7)
        assert step.arrays["conv_2d.output"].shape == (35, 8, 8, 4)
    other = small()
    other.compile(O.SGD(0.1), "sparse_categorical_crossentropy")
    other.fit(IMAGES, CLASSES, epochs=2, batch_size=35)
    np.testing.assert_array_equal(model.flat, other.flat)
    np.testing.assert_array_equal(seen[-1].arrays["dense.kernel"], other.layers[5].weights["kernel"])


def test_evaluate_is_the_mean_over_samples_and_predict_gives_probabilities():
    model = trained()
    found, p = model.evaluate(IMAGES, CLASSES, batch_size=32), model.predict(IMAGES, batch_size=9)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-6)
    nll = -np.log(p[np.arange(70), CLASSES].astype(float)).mean()
    assert found["loss"] == pytest.approx(nll + model.penalty(), rel=1e-5)
    assert found["accuracy"] == pytest.approx((p.argmax(axis=1) == CLASSES).mean())


def test_weights_of_samples_and_classes():
    """Weight 0 takes a sample's effect away; class weights are sample weights."""
    w = (CLASSES != 2).astype(float)
    one, other = trained(sample_weight=w), trained(class_weight={2: 0.0})
    np.testing.assert_array_equal(one.flat, other.flat)
    model = Sequential([L.Dense(1, input_shape=(2,))], seed=0)
    model.compile("sgd", "mse")
    x, y = np.ones((2, 2)), np.array([1.0, 5.0])
    assert model.evaluate(x, y, sample_weight=[2.0, 0.0])["loss"] == pytest.approx(model.evaluate(x[:1], y[:1])["loss"])


def test_validation_and_data_sets():
    class Batches:
        def __iter__(self):
            return ((IMAGES[k : k + 16], CLASSES[k : k + 16]) for k in range(0, 64, 16))

    model = small()
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    told = model.fit(Batches(), epochs=2, validation_data=(IMAGES, CLASSES)).history
    assert set(told) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert model.predict(Batches()).shape == (64, 3)
    same = small()
    same.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    same.fit(IMAGES[:64], CLASSES[:64], epochs=2, batch_size=16, shuffle=False)
    np.testing.assert_array_equal(model.flat, same.flat)
    split = trained(validation_split=0.25)
    assert len(split.history.history["val_loss"]) == 2


def test_a_loss_that_is_no_number_names_its_layer_and_step():
    x, y = RNG.normal(size=(64, 3)), RNG.normal(size=64)
    model = Sequential([L.Dense(4, name="first"), L.Dense(1, name="second")], seed=0)
    model.compile(O.SGD(1e6), "mse")
    with pytest.raises(FloatingPointError, match=r"in epoch \d+, batch \d.*(first|second|loss).*learning rate"):
        model.fit(x, y, epochs=40)

    class Bad(L.Activation):
        def forward(self, x, run):
            return np.full_like(x, np.nan), None

    model = Sequential([L.Dense(4), Bad("relu", name="broken"), L.Dense(1)], seed=0)
    model.compile("sgd", "mse")
    with pytest.raises(FloatingPointError, match=r"epoch 1, batch 1.*'broken'"):
        model.fit(x, y)

    class Back(L.Activation):
        def backward(self, upstream, memory, gradients, wanted=True):
            return np.full_like(upstream, np.inf)

    model = Sequential([L.Dense(4), L.Dense(4, name="spoilt"), Back("tanh"), L.Dense(1)], seed=0)
    model.compile("sgd", "mse")
    with pytest.raises(FloatingPointError, match=r"epoch 1, batch 2.*'spoilt'"):
        model.fit(x, y)


@pytest.mark.parametrize(
    ("layers", "loss", "words"),
    [
        ([L.Dense(3)], "sparse_categorical_crossentropy", "does not end in softmax"),
        ([L.Dense(3, "softmax")], losses.SparseCategoricalCrossentropy(from_logits=True), "already"),
        ([L.Dense(1)], "binary_crossentropy", "from_logits=True"),
        ([L.Dense(1)], "mean_squared", "Did you mean 'mean_squared_error'"),
        ([L.Dense(1)], None, "loss is needed"),
    ],
)
def test_losses_that_do_not_go_with_the_last_layer_are_refused(layers, loss, words):
    with pytest.raises(ValueError, match=words):
        Sequential(layers).compile("adam", loss)


def test_what_does_not_fit_is_refused():
    model = small()
    with pytest.raises(ValueError, match="compile"):
        model.fit(IMAGES, CLASSES)
    with pytest.raises(ValueError, match="no weights yet"):
        model.summary()
    model.compile("adam", "sparse_categorical_crossentropy")
    for data, words in (
        ((IMAGES[..., 0], CLASSES), "channel"),
        ((np.full_like(IMAGES, np.nan), CLASSES), "nan"),
        ((IMAGES, CLASSES[:3]), "one target for each"),
        ((IMAGES, None), "y is missing"),
        ((IMAGES[:0], CLASSES[:0]), "at least one sample"),
    ):
        with pytest.raises(ValueError, match=words):
            model.fit(*data)
    with pytest.raises(TypeError, match=r"Dense\(\.\.\.\)"):
        Sequential([L.Dense])
    with pytest.raises(ValueError, match="two layers are named"):
        Sequential([L.Dense(1, name="a"), L.Dense(1, name="a")])
    with pytest.raises(ValueError, match="batch_size"):
        trained(epochs=1).predict(IMAGES, batch_size=0)


def test_scores_and_probabilities_train_alike():
    one, other = (Sequential([L.Flatten(), L.Dense(3, last)], seed=1) for last in ("softmax", None))
    one.compile("sgd", "sparse_categorical_crossentropy", ["accuracy"])
    other.compile("sgd", losses.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
    for model in (one, other):
        model.fit(IMAGES, CLASSES, epochs=2)
    assert one.history.history == other.history.history


@pytest.mark.slow
def test_digits_are_read():
    """The benchmark's network reads 98.5 % of a held-out third."""
    from benchmarks.networks import digits

    assert digits()["accuracy"] >= 0.985


def test_dask_arrays_are_not_gathered():
    da = pytest.importorskip("dask.array")
    model = Sequential([L.Dense(2, "softmax", input_shape=(3,))])
    model.compile("adam", "sparse_categorical_crossentropy")
    with pytest.raises(TypeError, match="Give batches"):
        model.fit(da.ones((10, 3), chunks=5), np.zeros(10, int), verbose=0)
