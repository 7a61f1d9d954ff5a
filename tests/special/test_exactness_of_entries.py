"""Sigmoid, softplus and log_sigmoid are within 2 ulp of the truth."""

import numpy as np
import pytest
from tests import oracle

import workings

LIMIT = 2.0


def entries(dtype):
    rng = np.random.default_rng(11)
    first, last = (87.0, 105.0) if dtype == np.float32 else (708.0, 746.0)
    largest = 1e38 if dtype == np.float32 else 1e300
    signs = rng.choice([-1.0, 1.0], 400)
    parts = [
        rng.normal(size=400) * scale for scale in (1 / largest, 1e-20, 1e-8, 1e-3, 0.1, 1, 5, 30, 300, 1e4, largest / 9)
    ]
    parts.append(rng.uniform(first, last, 400) * signs)
    parts.append(rng.uniform(15, 40, 400) * signs)
    parts.append(rng.integers(-1100, 1100, 400) * 0.34657359027997264)
    parts.append(np.linspace(-4, 4, 801))
    x = np.concatenate([part.astype(dtype) for part in parts])
    info = np.finfo(dtype)
    return np.concatenate([x, np.array([0.0, -0.0, info.tiny, -info.tiny, info.max, -info.max], dtype=dtype)])


TRUTHS = {
    "sigmoid": oracle.sigmoid,
    "softplus": oracle.softplus,
    "log_sigmoid": lambda x: oracle.softplus(x, -1),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", TRUTHS)
def test_within_two_ulp(name, dtype):
    x = entries(dtype)
    function = getattr(workings, name)
    errors = oracle.ulps(function(x), TRUTHS[name](x))
    assert errors.max() <= LIMIT, (x[errors.argmax()], errors.max())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", TRUTHS)
def test_plain_floats_within_two_ulp(name, dtype):
    x = entries(dtype)
    function = getattr(workings, name)
    pieces = np.concatenate([function(x[a : a + 60]) for a in range(0, x.size, 60)])
    errors = oracle.ulps(pieces, TRUTHS[name](x))
    assert errors.max() <= LIMIT, (x[errors.argmax()], errors.max())


def test_known_values():
    assert workings.sigmoid(0.0) == 0.5
    assert workings.log_sigmoid(40.0) == -4.248354255291589e-18
    assert workings.softplus(-745.0) == 5e-324
    assert workings.sigmoid(-745.0) == 5e-324
    assert workings.softplus(1e300) == 1e300
