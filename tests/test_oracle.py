"""The oracle itself, held against plain mpmath."""

import mpmath
import numpy as np
import pytest

from tests import oracle


def value(truth, place):
    with mpmath.workprec(300):
        parts = (part.ravel()[place] for part in (truth.high, truth.low, truth.exponent))
        high, low, exponent = (part.item() for part in parts)
        return (mpmath.mpf(high) + mpmath.mpf(low)) * mpmath.mpf(2) ** exponent


@pytest.mark.parametrize("temperature", [1.0, 0.3, 1e10, 1e-3])
@pytest.mark.parametrize(("scale", "offset"), [(1, 0), (10, 0), (300, 0), (400, 1e4), (1, 1e300), (30, 6e4)])
def test_groups_agree_with_mpmath(scale, offset, temperature):
    rng = np.random.default_rng(scale)
    x = rng.normal(size=(2, 12)) * scale + offset
    soft, log = oracle.softmax(x, temperature), oracle.log_softmax(x, temperature)
    with mpmath.workprec(1400):
        for i, row in enumerate(x.tolist()):
            scaled = [mpmath.mpf(v) / mpmath.mpf(temperature) for v in row]
            top = max(scaled)
            terms = [mpmath.exp(v - top) for v in scaled]
            total = mpmath.fsum(terms)
            for j, term in enumerate(terms):
                if term > mpmath.mpf(10) ** -330:
                    p = term / total
                    assert abs(value(soft, 12 * i + j) / p - 1) < 1e-28
                    assert p == 1 or abs(value(log, 12 * i + j) / mpmath.log(p) - 1) < 1e-28


@pytest.mark.parametrize("shift", [0.0, -3.0, 5e3])
def test_logsumexp_agrees_with_mpmath(shift):
    x = np.random.default_rng(1).normal(size=(3, 20)) + shift
    truth = oracle.logsumexp(x)
    with mpmath.workprec(300):
        for i, row in enumerate(x.tolist()):
            expected = mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(v)) for v in row))
            assert abs(value(truth, i) / expected - 1) < 1e-25


def test_ulps_of_known_distances():
    with mpmath.workprec(200):
        third = mpmath.mpf(1) / 3
    truth = oracle.from_mpmath([mpmath.mpf(1), mpmath.mpf(2) ** -1074, mpmath.mpf(0), third])
    y = np.array([1 + 2.0**-52, 0.0, 5e-324, 1 / 3])
    np.testing.assert_allclose(oracle.ulps(y, truth), [1.0, 1.0, 1.0, 1 / 3], rtol=1e-9)
    assert oracle.ulps(np.float32([1 - 2.0**-24, 0, 0, 1 / 3]), truth)[0] == 0.5


def test_ulps_below_a_power_of_two_and_at_overflow():
    with mpmath.workprec(200):
        below = oracle.from_mpmath([1 - mpmath.mpf(2) ** -60])  # rounds to 1, whose spacing is 2**-52
    assert oracle.ulps(np.array([1.0]), below)[0] == pytest.approx(2.0**-8)
    over = oracle.from_mpmath([-(mpmath.mpf(10) ** 39)])
    assert oracle.ulps(np.float32([-np.inf]), over)[0] == 0.0
    assert oracle.ulps(np.array([np.nan]), below)[0] == np.inf
