"""Images in folders: what is read, in which order, and what happens to files that are no images."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from workings.neural_network import Sequential, image_dataset_from_directory
from workings.neural_network import layers as L


@pytest.fixture
def folder(tmp_path):
    for name, grey in (("cats", 40), ("dogs", 90), ("owls", 200)):
        (tmp_path / name).mkdir()
        for k in range(4):
            Image.new("RGB", (9, 7), (grey + k, grey, 0)).save(tmp_path / name / f"{k}.png")
    (tmp_path / "dogs" / "notes.txt").write_text("no image")
    return tmp_path


def test_classes_sizes_and_values(folder):
    data = image_dataset_from_directory(folder, image_size=(5, 6), batch_size=5, shuffle=False)
    x, y = data.arrays()
    assert (data.class_names, len(data), x.shape, x.dtype) == (["cats", "dogs", "owls"], 3, (12, 5, 6, 3), np.float32)
    np.testing.assert_array_equal(y, np.repeat([0, 1, 2], 4))
    np.testing.assert_array_equal(x[5, 0, 0], [91, 90, 0])
    grey = image_dataset_from_directory(folder, color_mode="grayscale", image_size=(5, 6), shuffle=False)
    assert grey.arrays()[0].shape == (12, 5, 6, 1)


def test_orders_and_labels(folder):
    def order(seed):
        data = image_dataset_from_directory(folder, image_size=(2, 2), batch_size=5, seed=seed)
        return [[x[k, 0, 0, 0] for x, _ in data for k in range(len(x))] for _ in range(2)]

    one = order(1)
    assert one == order(1)
    assert one[0] != one[1]
    assert sorted(one[0]) == sorted(one[1])
    two = image_dataset_from_directory(
        folder, label_mode="categorical", class_names=["owls", "cats"], image_size=(2, 2), shuffle=False
    )
    np.testing.assert_array_equal(two.arrays()[1], np.repeat(np.eye(2), 4, axis=0))
    alone = image_dataset_from_directory(folder, labels=None, image_size=(2, 2), batch_size=7)
    assert [len(batch) for batch in alone] == [1, 1]


def test_a_split_parts_the_files(folder):
    parts = [
        image_dataset_from_directory(folder, image_size=(2, 2), seed=3, validation_split=0.25, subset=subset)
        for subset in ("training", "validation")
    ]
    assert [len(part.file_paths) for part in parts] == [9, 3]
    assert not set(parts[0].file_paths) & set(parts[1].file_paths)


def test_a_corrupt_file_is_named(folder):
    bad = folder / "dogs" / "bad.png"
    bad.write_bytes((folder / "dogs" / "0.png").read_bytes()[:40])
    with pytest.raises(ValueError, match=r"bad\.png.*corrupt='skip'"):
        image_dataset_from_directory(folder, image_size=(2, 2)).arrays()
    data = image_dataset_from_directory(folder, image_size=(2, 2), corrupt="skip")
    with pytest.warns(UserWarning, match=r"bad\.png"):
        x, _ = data.arrays()
    assert len(x) == 12
    assert data.skipped == [bad]


def test_a_model_learns_from_it(folder):
    data = image_dataset_from_directory(folder, image_size=(4, 4), batch_size=4, seed=0)
    model = Sequential([L.Rescaling(1 / 255), L.Flatten(), L.Dense(3, "softmax")], seed=0)
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])
    model.optimizer.learning_rate = 0.1
    model.fit(data, epochs=20, validation_data=data)
    assert model.history.history["val_accuracy"][-1] == 1.0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"color_mode": "gray"}, "'grayscale'"),
        ({"label_mode": "binary"}, "two classes"),
        ({"class_names": ["cats", "mice"]}, "no folder 'mice'"),
        ({"validation_split": 0.2}, "go together"),
        ({"batch_size": 0}, "batch_size=0"),
    ],
)
def test_what_makes_no_sense_is_refused(folder, settings, words):
    with pytest.raises(ValueError, match=words):
        image_dataset_from_directory(folder, **settings)


def test_missing_and_empty_folders(tmp_path):
    with pytest.raises(FileNotFoundError, match="no folder"):
        image_dataset_from_directory(tmp_path / "none")
    with pytest.raises(ValueError, match="no folders"):
        image_dataset_from_directory(tmp_path)
    (tmp_path / "a").mkdir()
    with pytest.raises(ValueError, match="no images"):
        image_dataset_from_directory(tmp_path)
