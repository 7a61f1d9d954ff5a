"""Losses beside central differences, PyTorch, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from tests.neural_network.gradients import differences

from workings.neural_network import losses

RNG = np.random.default_rng(4)
CLASSES, SCORES = np.array([2, 0, 1, 2, 2]), RNG.normal(size=(5, 3)) * 3
ROWS, SHARES = np.eye(3)[CLASSES], RNG.dirichlet([1, 1, 1], 5)
CASES = {
    "sparse": (losses.SparseCategoricalCrossentropy(), CLASSES, SCORES),
    "sparse sequences": (
        losses.SparseCategoricalCrossentropy(),
        RNG.integers(0, 3, (5, 4)),
        RNG.normal(size=(5, 4, 3)),
    ),
    "one-hot": (losses.CategoricalCrossentropy(), ROWS, SCORES),
    "shares": (losses.CategoricalCrossentropy(), SHARES, SCORES),
    "binary": (losses.BinaryCrossentropy(), ROWS[:, :2], SCORES[:, :2]),
    "mse": (losses.MeanSquaredError(), SHARES, SCORES),
    "mae": (losses.MeanAbsoluteError(), SHARES, SCORES),
    "huber": (losses.Huber(1.5), SHARES, SCORES),
}


@pytest.mark.parametrize("name", CASES)
def test_gradient_is_the_derivative(name):
    loss, y, scores = CASES[name]
    y = loss.targets(y, scores.shape[1:], scores.dtype)
    x = scores.copy()
    _, gradient = loss.losses(y, x)
    true = differences(lambda: float(loss.losses(y, x)[0].sum()), x)
    np.testing.assert_allclose(gradient, true, rtol=1e-6, atol=1e-9)


def test_beside_torch():
    torch = pytest.importorskip("torch")
    F = torch.nn.functional
    scores = torch.tensor(SCORES)
    for name, theirs in {
        "sparse": F.cross_entropy(scores, torch.tensor(CLASSES)),
        "shares": F.cross_entropy(scores, torch.tensor(SHARES)),
        "binary": F.binary_cross_entropy_with_logits(scores[:, :2], torch.tensor(ROWS[:, :2])),
        "mse": F.mse_loss(scores, torch.tensor(SHARES)),
        "mae": F.l1_loss(scores, torch.tensor(SHARES)),
        "huber": F.huber_loss(scores, torch.tensor(SHARES), delta=1.5),
    }.items():
        loss, y, output = CASES[name]
        assert loss(y, output) == pytest.approx(theirs.item(), rel=1e-12)


def test_far_scores_stay_exact():
    sure = np.array([[0.0, -800.0]])
    assert losses.SparseCategoricalCrossentropy()([1], sure) == 800.0
    assert losses.BinaryCrossentropy()([[1.0]], [[-800.0]]) == 800.0
    _, gradient = losses.BinaryCrossentropy().losses(np.array([[1.0]]), np.array([[60.0]]))
    assert gradient[0, 0] == pytest.approx(-np.exp(-60.0), rel=1e-12)


@pytest.mark.parametrize(
    ("loss", "y", "words"),
    [
        ("sparse_categorical_crossentropy", np.array([0, 3]), r"has 3, 0\.\.2"),
        ("sparse_categorical_crossentropy", np.eye(3)[:2], "categorical_crossentropy"),
        ("sparse_categorical_crossentropy", np.array([0.5, 1.0]), "one class number"),
        ("categorical_crossentropy", np.array([0, 1]), "sparse_categorical_crossentropy"),
        ("categorical_crossentropy", np.ones((2, 3)), "probabilities"),
        ("binary_crossentropy", np.array([[-1.0, 1, 1], [1, 1, 1]]), "between 0 and 1"),
        ("mse", np.ones((2, 2)), "same shape"),
        ("mse", np.full((2, 3), np.nan), "nan or infinity"),
    ],
)
def test_targets_that_do_not_fit_are_refused(loss, y, words):
    with pytest.raises(ValueError, match=words):
        losses.get(loss).targets(y, (3,), np.dtype("float32"))


def test_names_of_classes_are_refused_with_a_remedy():
    with pytest.raises(TypeError, match="LabelEncoder"):
        losses.get("mse").targets(np.array(["a", "b"]), (1,), np.dtype("float32"))
