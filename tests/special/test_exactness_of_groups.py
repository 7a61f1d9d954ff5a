"""Softmax, log_softmax and logsumexp are within 2 ulp of the truth, on every path through the library."""

import numpy as np
import pytest
from tests import groups, oracle

import workings

LIMIT = 2.0
LENGTHS = (1, 2, 3, 5, 10, 17, 32, 33, 48, 49, 64, 65, 100, 256, 257, 1000)
FLOATS = (np.float32, np.float64)


def rows_for(n):
    return max(1, min(24, 3000 // n))


def ways(function, x):
    """Yield every way to ask for the same groups: each reaches other code."""
    m = len(x)
    whole = np.tile(x, (70 // x.size + 1, 1)) if x.size <= 64 else x
    yield "rows", function(whole, axis=-1)[:m]
    result = function(np.ascontiguousarray(whole.T), axis=0)
    yield "columns", np.moveaxis(result, -1, 0)[:m]
    result = function(np.ascontiguousarray(np.stack([whole.T, whole.T[::-1]])), axis=1)
    yield "middle axis", np.moveaxis(result, -1, 1)[0, :m]
    if x.shape[1] <= 64:
        yield "plain floats", np.stack([function(row) for row in x])


@pytest.mark.parametrize("n", LENGTHS)
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_within_two_ulp(name, dtype, n):
    function, tell = getattr(workings, name), getattr(oracle, name)
    failures = []
    for family, x in groups.of_type(dtype, rows_for(n), n):
        truth = tell(x)
        for way, result in ways(function, x):
            error = oracle.worst(result, truth)
            assert result.dtype == dtype
            if error > LIMIT:
                failures.append(f"{family}, {way}: {error:.2f} ulp")
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize("n", [2, 3, 4, 10, 50])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_plain_floats_within_two_ulp(name, n):
    rng = np.random.default_rng(n)
    x = np.concatenate([rng.normal(size=(600 if n < 10 else 60, n)) * scale for scale in (0.1, 1, 4, 10, 40, 300)])
    result = np.stack([getattr(workings, name)(row) for row in x])
    errors = oracle.ulps(result, getattr(oracle, name)(x))
    assert errors.max() <= LIMIT, x[np.unravel_index(errors.argmax(), errors.shape)[0]].tolist()


@pytest.mark.parametrize("temperature", [1e-300, 1e-3, 0.1, 0.7, 3.0, 1e5, 1e300])
@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_within_two_ulp_at_temperatures(name, dtype, temperature):
    function, tell = getattr(workings, name), getattr(oracle, name)
    rng = np.random.default_rng(7)
    for n in (3, 20, 70):
        for scale in (1.0, min(temperature * 50, 1e30), min(temperature * 400, 1e30)):
            x = (rng.normal(size=(24, n)) * scale).astype(dtype)
            if not np.abs(x).max() < 1e35 * min(temperature, 1.0):
                continue
            truth = tell(x, temperature)
            assert oracle.worst(function(x, temperature=temperature), truth) <= LIMIT
            one = oracle.Exact(*(part[:1] for part in (truth.high, truth.low, truth.exponent)))
            assert oracle.worst(function(x[0], temperature=temperature)[None], one) <= LIMIT


@pytest.mark.parametrize("n", [2, 60, 65, 1000, 100_000])
def test_log_softmax_near_zero(n):
    x = np.full(n, -40.0)
    x[0] = 0.0
    truth = oracle.log_softmax(x[None])
    assert oracle.worst(workings.log_softmax(x)[None], truth) <= LIMIT
    assert oracle.worst(workings.log_softmax(np.stack([x, x], axis=1), axis=0)[:, 1][None], truth) <= LIMIT


def test_log_softmax_near_zero_known_values():
    assert workings.log_softmax([0.0, -40.0])[0] == -4.248354255291589e-18
    assert workings.log_softmax(np.tile([0.0, -40.0], (50, 1)))[37, 0] == -4.248354255291589e-18
    assert workings.log_softmax([0.0, -745.0])[0] == -5e-324
    million = workings.log_softmax(np.concatenate([[0.0], np.full(1_000_000, -40.0)]))[0]
    assert million == pytest.approx(-4.248354255282565e-12, rel=1e-14)


@pytest.mark.parametrize("n", [2, 3, 10, 64, 65, 100, 1000, 20_000])
@pytest.mark.parametrize("dtype", FLOATS)
def test_logsumexp_of_log_probabilities(dtype, n):
    for seed in range(6 if n <= 1000 else 1):
        for family, x in groups.log_probabilities(dtype, n, seed):
            truth = oracle.logsumexp(x)
            copies = np.repeat(x, 70 // n + 1, axis=0)
            for result in (workings.logsumexp(x[0])[None], workings.logsumexp(copies, axis=1)[:1]):
                assert oracle.worst(result, truth) <= LIMIT, (family, seed)


@pytest.mark.parametrize("n", [2, 3, 10, 65])
@pytest.mark.parametrize("dtype", FLOATS)
def test_logsumexp_where_maximum_and_logarithm_partly_cancel(dtype, n):
    rng = np.random.default_rng(n)
    m = 400
    x = rng.normal(size=(m, n)) * rng.choice([0.01, 0.1, 1, 5, 30], size=(m, 1))
    top = x.max(axis=1, keepdims=True)
    log = np.log(np.exp(x - top).sum(axis=1, keepdims=True))
    left = rng.choice([1e-12, 1e-6, 1e-3, 0.03, 0.1, 0.3, 0.7, 0.76, 0.9, 1.0, 1.3, 2.0], size=(m, 1))
    x = (x - top - log + log * left * rng.choice([-1, 1], size=(m, 1))).astype(dtype)
    truth = oracle.logsumexp(x)
    assert oracle.worst(workings.logsumexp(x), truth) <= LIMIT
    if n <= 64:
        assert oracle.worst(np.array([workings.logsumexp(row) for row in x]), truth) <= LIMIT


@pytest.mark.parametrize("tiny", [1e-25, 1e-40, 1e-200])
def test_logsumexp_of_one_certain_event(tiny):
    for n in (3, 100):
        x = np.full((1, n), -800.0)
        x[0, n // 2] = -tiny
        assert oracle.worst(workings.logsumexp(x), oracle.logsumexp(x)) <= LIMIT


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("tiny", [1e-25, -1e-25, 1e-37, -1e-37, 0.0, -0.0, 1e-9, -1e-9])
def test_logsumexp_where_the_maximum_is_next_to_zero(tiny, dtype):
    below = -np.linspace(1.0, 60.0, 150)
    for n in (2, 3, 40):
        x = np.stack([np.full_like(below, tiny)] + [below - k for k in range(n - 1)], axis=1).astype(dtype)
        truth = oracle.logsumexp(x)
        assert oracle.worst(workings.logsumexp(x), truth) <= LIMIT
        assert oracle.worst(np.array([workings.logsumexp(row) for row in x]), truth) <= LIMIT


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("n", "width"), [(1 << 16, 2), (40_007, 10), (400, 997), (1300, 101)])
@pytest.mark.parametrize("spread", [1.0, 50.0, 300.0, 700.0])
def test_columns_that_threads_share(dtype, n, width, spread):
    """Lines of every length, with a rest; entries that a plain exponential serves, and ones that want the maximum."""
    x = np.random.default_rng(0).uniform(-spread, spread, (n, width)).astype(dtype)
    some = [0, width // 2, width - 1]
    truth = oracle.softmax(np.ascontiguousarray(x[:, some].T))
    result = workings.softmax(x, axis=0)
    assert oracle.worst(np.ascontiguousarray(result[:, some].T), truth) <= LIMIT
    spoiled = x.copy()
    spoiled[n // 2, 1] = np.nan
    again = workings.softmax(spoiled, axis=0)
    assert np.isnan(again[:, 1]).all()
    assert np.isfinite(np.delete(again, 1, axis=1)).all()
