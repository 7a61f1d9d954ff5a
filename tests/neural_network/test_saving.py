"""Saved models come back whole, or not at all."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import save_file

from workings.neural_network import Sequential, load_model
from workings.neural_network import layers as L
from workings.neural_network import optimisers as O
from workings.neural_network.initialisers import RandomNormal
from workings.neural_network.regularisers import L2

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(40, 6, 6, 2)).astype(np.float32), RNG.integers(0, 3, 40)


def model():
    made = Sequential(
        [
            L.Rescaling(0.5),
            L.Conv2D(3, 3, 2, "same", "leaky_relu", kernel_regularizer=L2(0.01), kernel_initializer=RandomNormal()),
            L.BatchNormalization(),
            L.AveragePooling2D(2, 1),
            L.LayerNormalization(),
            L.Flatten(),
            L.Dropout(0.3),
            L.Dense(3, "softmax", name="last"),
        ],
        seed=3,
    )
    made.compile(
        O.Adam(O.ExponentialDecay(0.01, 5, 0.9), clipnorm=1.0), "sparse_categorical_crossentropy", ["accuracy"]
    )
    made.fit(X, Y, epochs=2, batch_size=16)
    return made


def test_a_model_comes_back_and_goes_on_as_if_nothing_had_happened(tmp_path):
    one = model()
    one.save(tmp_path / "deep" / "model.safetensors")
    other = load_model(tmp_path / "deep" / "model.safetensors")
    np.testing.assert_array_equal(other.predict(X), one.predict(X))
    assert [layer.name for layer in other.layers] == [layer.name for layer in one.layers]
    for each in (one, other):
        each.fit(X, Y, epochs=2, batch_size=16)
    np.testing.assert_array_equal(other.flat, one.flat)
    assert other.history.history == one.history.history
    assert [p.name for p in (tmp_path / "deep").iterdir()] == ["model.safetensors"]


def test_embeddings_and_float64(tmp_path):
    one = Sequential([L.Embedding(9, 4, input_shape=(5,)), L.Flatten(), L.Dense(1, "gelu")], dtype="float64", seed=1)
    one.save(tmp_path / "m")
    words = RNG.integers(0, 9, (7, 5))
    np.testing.assert_array_equal(load_model(tmp_path / "m").predict(words), one.predict(words))


def test_every_cut_and_many_damages_are_clear_errors(tmp_path):
    path, one = tmp_path / "m", model()
    one.save(path)
    expected = one.predict(X)
    whole = path.read_bytes()
    for length in (0, 1, 7, 8, 9, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(ValueError, match="damaged"):
            load_model(path)
    harmless = 0
    for k in (*range(0, len(whole), 61), *range(len(whole) - 9, len(whole))):  # the header and the weights
        path.write_bytes(whole[:k] + bytes([whole[k] ^ 0x15]) + whole[k + 1 :])
        try:
            again = load_model(path)
        except ValueError as problem:
            assert "load_model" in str(problem)  # noqa: PT017
        else:  # in the name of a mark that need not be there
            harmless += 1
            np.testing.assert_array_equal(again.predict(X), expected)
    assert harmless <= 2


def test_foreign_files_are_told_apart(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none")
    (tmp_path / "text").write_text("no model at all, but quite some words")
    with pytest.raises(ValueError, match="no safetensors file"):
        load_model(tmp_path / "text")
    save_file({"a": np.zeros(3)}, tmp_path / "tensors")
    with pytest.raises(ValueError, match="no model of this library"):
        load_model(tmp_path / "tensors")
    head = {"layers": [{"kind": "os.system", "command": "true"}], "dtype": "float32", "seed": 0, "name": "m"}
    metadata = {"format": "workings.Sequential 1", "model": json.dumps(head)}
    save_file({"a": np.zeros(3)}, tmp_path / "strange", metadata=metadata)
    with pytest.raises(ValueError, match=r"'os\.system', which is not known"):
        load_model(tmp_path / "strange")


def test_a_newer_file_is_refused_and_says_so(tmp_path):
    for form in ("2", "10"):
        save_file({"a": np.zeros(3)}, tmp_path / "later", metadata={"format": f"workings.Sequential {form}"})
        with pytest.raises(ValueError, match=r"saved by a newer workings .*upgrade"):
            load_model(tmp_path / "later")


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    one, path = model(), tmp_path / "m"
    one.save(path)
    before = path.read_bytes()

    def fails(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="disk full"):
        one.save(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["m"]


def test_a_layer_of_ones_own_is_refused(tmp_path):
    class Mine(L.Dense):
        pass

    with pytest.raises(TypeError, match="Mine"):
        Sequential([Mine(2, input_shape=(3,))]).save(tmp_path / "m")
