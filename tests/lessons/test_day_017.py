"""Day 17's picture against the pixels themselves, and its neuron against the descent written out."""

import numpy as np
import pytest
from sklearn.datasets import load_digits

from workings.lessons.day_017_logistic_regression_real_data import picture
from workings.lessons.day_017_logistic_regression_real_data.data import RATE, digits, unit_after
from workings.show import Regions, Text


def test_no_image_is_both_seen_and_unseen():
    data = digits()
    assert len(data.seen) + len(data.unseen) == len(load_digits().data)
    assert data.seen.min() == 0.0
    assert data.seen.max() == 1.0


def test_the_weights_are_those_of_gradient_descent_written_out():
    X, y = digits().seen, (digits().seen_digits == 3).astype(float)
    w, b = np.zeros(64), 0.0
    for _ in range(20):
        residual = 1 / (1 + np.exp(-(X @ w + b))) - y
        w, b = w - RATE * X.T @ residual / len(y), b - RATE * residual.mean()
    ours, bias = unit_after(3, 20)
    np.testing.assert_allclose(ours, w, rtol=1e-9, atol=1e-12)
    assert bias == pytest.approx(b)


def test_the_panels_show_image_weights_and_product():
    scene = picture.scene(steps=100.0, digit=3.0, image=7.0)
    pixels, weights, product = (mark for mark in scene.marks if isinstance(mark, Regions))
    w, b = unit_after(3, 100)
    image = digits().unseen[7]
    np.testing.assert_array_equal(np.array(pixels.cells)[::-1].ravel(), image)
    np.testing.assert_allclose(np.sign(np.array(weights.cells)[::-1].ravel() - 0.5), np.sign(w))
    np.testing.assert_allclose(np.sign(np.array(product.cells)[::-1].ravel() - 0.5), np.sign(w * image))
    a = 1 / (1 + np.exp(-(w @ image + b)))
    assert any(isinstance(mark, Text) and f"{a:.3f}" in mark.text for mark in scene.marks)


def test_what_rounds_to_nothing_is_not_called_0():
    assert "probability below 0.001" in picture.scene(steps=2000.0, digit=3.0, image=9.0).say
    assert picture.scene(steps=1.0).say.startswith("After 1 step the")


def test_an_8_has_another_article():
    assert (picture.an(8), picture.an(3)) == ("an 8", "a 3")
