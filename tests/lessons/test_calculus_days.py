"""Days 30 to 32, 37 and 38 on tables of the learner's own, and pictures that say what is true."""

import re

import mpmath
import numpy as np
import pytest

from workings.lessons import get_day


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("number", [30, 31, 32, 37, 38])
def test_own_table(number, classes, run_on_own, noisy_kinds):
    written, drawn = run_on_own(number, noisy_kinds(classes))
    assert "90 rows" in written
    assert len(drawn) == 1
    assert "nan" not in written


def test_the_secant_comes_near_to_the_tangent():
    scene = get_day(30).module("picture").scene
    off = [float(re.search(r": ([-+.e0-9]+) off", scene(h=h).say).group(1)) for h in (1.0, 0.1, 0.01)]
    np.testing.assert_allclose(off, [1.0, 1e-2, 1e-4], rtol=0.01)  # of t**3 the error is h**2


@pytest.mark.parametrize("outer", range(4))
def test_the_product_of_stretches_is_the_slope(outer):
    picture = get_day(31).module("picture")
    f = (mpmath.sin, lambda u: u * u / 3, lambda u: mpmath.sqrt(1 + u), lambda u: 3 * mpmath.exp(-u))[outer]
    for at in (-1.3, 0.9):
        said = float(re.search(r"together by ([-.0-9]+)\.", picture.scene(at=at, outer=outer).say).group(1))
        assert said == pytest.approx(float(mpmath.diff(lambda x: f(x * x), at)), abs=6e-5)


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("centre", [-0.6, 0.0, 2.0])
def test_taylor_coefficients(which, centre):
    known = get_day(32).module("picture").KNOWN[which]
    f = (mpmath.sin, mpmath.exp, mpmath.log1p, lambda x: 1 / (1 + x * x))[which]
    with mpmath.workdps(50):
        true = mpmath.taylor(f, centre, 8)
    np.testing.assert_allclose(
        [known.coefficient(k, centre) for k in range(9)], np.array(true, dtype=float), rtol=1e-12, atol=1e-14
    )


def test_the_neuron_of_day_37():
    with mpmath.workdps(30):
        true = mpmath.diff(lambda w: (1 / (1 + mpmath.exp(-(w * 1.5 - 0.5))) - 1) ** 2, 0.8)
    scene = get_day(37).module("picture").scene
    assert f"by w is {float(true):.4g}," in scene().say
    assert "No derivative has arrived" in scene(shown=0).say


def test_blame_fades_and_grows():
    scene = get_day(38).module("picture").scene
    share = lambda **how: float(re.search(r"is ([-+.e0-9]+) times", scene(**how).say).group(1))  # noqa: E731
    assert (
        share(which=2, spread=1.0) < 1e-4 < 0.1 < share(which=0, spread=2**0.5) < 10 < 100 < share(which=0, spread=3.0)
    )


def test_the_four_equations_against_complex_steps():
    network = get_day(38).module("network")
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(7, 3)), np.array([0, 1, 2, 1, 0, 2, 2])
    layers = network.start([3, 4, 5, 3], 1.5)

    def loss(first):
        A = np.tanh(np.tanh(X @ first) @ layers[1][0]) @ layers[2][0]
        return np.mean(np.log(np.exp(A).sum(axis=1)) - A[np.arange(7), y])

    found = network.backward(layers, X, y, network.ACTIVATIONS[1]).gradients[0][0]
    true = np.empty((3, 4))
    for place in np.ndindex(3, 4):
        moved = layers[0][0].astype(complex)
        moved[place] += 1e-40j
        true[place] = np.imag(loss(moved)) / 1e-40
    np.testing.assert_allclose(found, true, rtol=1e-12, atol=1e-15)
