"""Optimisers beside PyTorch's and beside the formulas, written down once more number by number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from workings.neural_network import optimisers as O
from workings.neural_network.optimisers import base

ALL = [slice(0, 4), slice(4, 6)]


def path(optimiser, steps=7, dtype=np.float64):
    """Return the weights after steps on a quartic bowl."""
    w = np.array([1.0, -2.0, 0.5, 3.0, -0.25, 0.0], dtype=dtype)
    for _ in range(steps):
        optimiser.apply(w, w**3 - 0.3, ALL)
    return w


@pytest.mark.parametrize(
    ("ours", "name", "settings"),
    [
        (O.SGD(0.02), "SGD", {"lr": 0.02}),
        (O.SGD(0.02, 0.9), "SGD", {"lr": 0.02, "momentum": 0.9}),
        (O.SGD(0.02, 0.9, nesterov=True), "SGD", {"lr": 0.02, "momentum": 0.9, "nesterov": True}),
        (O.RMSprop(0.02, epsilon=1e-30), "RMSprop", {"lr": 0.02, "alpha": 0.9, "eps": 1e-15}),
        (O.Adam(0.05, epsilon=1e-15), "Adam", {"lr": 0.05, "eps": 1e-15}),
        (O.AdamW(0.05, 0.1, epsilon=1e-15), "AdamW", {"lr": 0.05, "weight_decay": 0.1, "eps": 1e-15}),
    ],
)
def test_beside_torch(ours, name, settings):
    torch = pytest.importorskip("torch")
    w = torch.tensor([1.0, -2.0, 0.5, 3.0, -0.25, 0.0], dtype=torch.float64, requires_grad=True)
    theirs = getattr(torch.optim, name)([w], **settings)
    for _ in range(7):
        w.grad = (w**3 - 0.3).detach()
        theirs.step()
    np.testing.assert_allclose(path(ours), w.detach().numpy(), rtol=1e-10)


def test_adam_by_hand():
    w, m, v, t = 2.0, 0.0, 0.0, 0
    for t in range(1, 8):
        g = w**3 - 0.3
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.05 * math.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / (math.sqrt(v) + 1e-7)
    mine, adam = np.array([2.0]), O.Adam(0.05)
    for _ in range(t):
        adam.apply(mine, mine**3 - 0.3, [slice(0, 1)])
    assert mine[0] == pytest.approx(w, rel=1e-13)


def test_compiled_adam_is_numpys(monkeypatch):
    plain = path(O.Adam(0.05), dtype=np.float32)
    monkeypatch.setattr("workings.neural_network.optimisers.adam.LARGE", 0)
    np.testing.assert_allclose(path(O.Adam(0.05), dtype=np.float32), plain, rtol=2e-6)
    assert base.LARGE > 0


def test_clipping():
    w, g = np.zeros(6), np.array([3.0, 4.0, 0.0, 0.0, 0.6, -0.8])
    for settings, expected in (
        ({"clipvalue": 1.0}, [1, 1, 0, 0, 0.6, -0.8]),
        ({"clipnorm": 1.0}, [0.6, 0.8, 0, 0, 0.6, -0.8]),
        ({"global_clipnorm": 1.0}, g / np.sqrt(26.0)),
    ):
        w[:] = 0
        O.SGD(1.0, **settings).apply(w, g.copy(), ALL)
        np.testing.assert_allclose(-w, expected, rtol=1e-12, atol=1e-15)


def test_schedules():
    assert [O.PiecewiseConstantDecay([2, 4], [3.0, 2.0, 1.0])(k) for k in range(6)] == [3, 3, 3, 2, 2, 1]
    assert O.ExponentialDecay(1.0, 10, 0.5, staircase=True)(19) == 0.5
    assert O.InverseTimeDecay(1.0, 10, 2.0)(5) == 0.5
    assert O.CosineDecay(2.0, 10, alpha=0.25)(99) == 0.5
    assert O.CosineDecay(2.0, 10)(5) == pytest.approx(1.0)
    w = np.ones(6)
    sgd = O.SGD(O.PiecewiseConstantDecay([0], [1.0, 0.5]))
    for expected in (0.0, -0.5):
        sgd.apply(w, np.ones(6), ALL)
        assert w[0] == expected


@pytest.mark.parametrize(
    "make",
    [
        lambda: O.SGD(-1.0),
        lambda: O.SGD(0.1, 1.0),
        lambda: O.Adam(0.1, 1.0),
        lambda: O.Adam(clipnorm=1.0, clipvalue=1.0),
        lambda: O.Adam(clipnorm=-1.0),
        lambda: O.PiecewiseConstantDecay([1], [0.1]),
        lambda: O.get("addam"),
    ],
)
def test_what_makes_no_sense_is_refused(make):
    with pytest.raises(ValueError, match=r"\w"):
        make()
