"""The heavy sweep: long groups, and a wide search among short ones. Run it with ``pytest -m slow``."""

import numpy as np
import pytest
from tests import groups, oracle

import workings

LIMIT = 2.0
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("n", [65_535, 65_536, 300_000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_long_groups(dtype, n):
    for family, x in groups.of_type(dtype, 1, n):
        truth = oracle.softmax(x)
        twice = np.ascontiguousarray(np.repeat(x.T, 2, axis=1))
        assert oracle.worst(workings.softmax(x), truth) <= LIMIT, family
        assert oracle.worst(workings.softmax(twice, axis=0)[:, 1][None], truth) <= LIMIT, family
        assert oracle.worst(workings.logsumexp(x), oracle.logsumexp(x)) <= LIMIT, family
        if "huge" not in family:
            assert oracle.worst(workings.log_softmax(x), oracle.log_softmax(x)) <= LIMIT, family


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_million_entries(dtype):
    rng = np.random.default_rng(1)
    wide = -rng.uniform(0, 745, (1, 1_000_000))
    for values in (rng.normal(size=(1, 1_000_000)) * 5, wide, np.full((1, 1_000_000), 0.1)):
        x = values.astype(dtype)
        assert oracle.worst(workings.softmax(x), oracle.softmax(x)) <= LIMIT
        assert oracle.worst(workings.log_softmax(x), oracle.log_softmax(x)) <= LIMIT
        assert oracle.worst(workings.logsumexp(x), oracle.logsumexp(x)) <= LIMIT


@pytest.mark.parametrize("n", [2, 3, 4, 7, 10, 32, 33, 65, 256, 300])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_wide_search(name, n):
    function, tell = getattr(workings, name), getattr(oracle, name)
    for seed in range(4):
        for family, x in groups.of_type(np.float64, max(4, 2000 // n), n, seed + 100):
            truth = tell(x)
            assert oracle.worst(function(x), truth) <= LIMIT, (family, seed)
            if n <= 64:
                assert oracle.worst(np.stack([function(row) for row in x]), truth) <= LIMIT, (family, seed)


@pytest.mark.parametrize("seed", range(4))
def test_logsumexp_of_many_log_probabilities(seed):
    for family, x in groups.log_probabilities(np.float64, 100_000, seed):
        assert oracle.worst(workings.logsumexp(x), oracle.logsumexp(x)) <= LIMIT, family
