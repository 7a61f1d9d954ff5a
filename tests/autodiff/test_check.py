"""Differences: how good they are, and which wrong derivatives they catch."""

import math

import numpy as np
import pytest

from workings import autodiff as ad

V = np.array([0.75, -0.5, 1.25])


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (math.exp, math.exp),
        (math.sin, math.cos),
        (lambda x: 1e8 + x**3, lambda x: 3 * x * x),
        (lambda x: math.sin(50.0 * x), lambda x: 50.0 * math.cos(50.0 * x)),
        (lambda x: 1e-9 * x**4, lambda x: 4e-9 * x**3),
    ],
)
@pytest.mark.parametrize("x", [0.3, -2.5, 1234.5])
def test_differences(f, slope, x):
    x = x if f is not math.exp else min(x, 5.0)
    found, error = ad.numerical_gradient(f, x, return_error=True)
    far = abs(found - slope(x))
    assert far <= max(1e-8 * abs(slope(x)), 20 * error, 2e-16 * abs(f(x)) / 0.06)


@pytest.mark.parametrize("x", [1e-3, 0.03, 5.0])
def test_near_the_edge_of_what_is_defined(x):
    assert abs(ad.numerical_gradient(lambda x: float(np.log(x)), x) * x - 1) < 1e-7


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x: 2 * x * x,
        lambda x: -3 * x * x,
        lambda x: 3 * x * x * (1 + 3e-6),
        lambda x: 0 * x,
        lambda x: x * np.nan,
    ],
)
def test_wrong_derivatives(wrong):
    found = ad.check_gradient(lambda x: (x**3).sum(), V, gradient=wrong)
    assert not found
    assert "WRONG" in str(found)


def test_the_worst_entry_is_named():
    def nearly(x):
        g = 3 * x * x
        g[1] += 1.0
        return g

    found = ad.check_gradient(lambda x: (x**3).sum(), V, gradient=nearly)
    assert found.worst == (1,)
    assert found.difference == pytest.approx(0.75)


def test_float32_and_many_entries():
    x = np.linspace(0.1, 2.0, 1000, dtype=np.float32)
    found = ad.check_gradient(lambda x: np.sqrt(x).sum(), x, entries=20)
    assert found
    assert found.entries == 20


def test_at_a_corner_differences_decide_nothing():
    found = ad.check_gradient(lambda x: np.abs(x).sum(), np.array([0.0, 1.0]))
    assert found
    found = ad.check_gradient(lambda x: (x > 0) * 1.0 if np.ndim(x) == 0 else (x[1] > 0) * x[0] + x[1], V)
    assert found


def test_backward_steps_are_the_walk():
    x = ad.Variable(V)
    steps = list(ad.backward_steps((np.exp(x) * 2.0).sum()))
    assert [s.what for s in steps] == ["sum", "multiply", "exp", "given"]
    np.testing.assert_allclose(steps[-1].arrays["derivative"], 2 * np.exp(V))
    assert [node.operation is None for node in ad.tape(x * x)] == [True, False]
