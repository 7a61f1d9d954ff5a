"""What nan, infinities, masks and temperatures at the edge give: decided in the docstrings, held here."""

import numpy as np
import pytest

import workings

NAN, INF = np.nan, np.inf
FLOATS = (np.float32, np.float64, np.longdouble)
# Paddings so that the same group goes through plain floats, narrow rows, long rows.
PADS = (0, 30, 200)


def everywhere(name, group, dtype, **options):
    """Yield the function's value of `group`, padded with masked entries, along every axis and path."""
    function = getattr(workings, name)
    for pad in PADS:
        x = np.array(list(group) + [-INF] * pad, dtype=dtype)
        keep = (lambda r: r[..., : len(group)]) if name != "logsumexp" else (lambda r: r)
        yield keep(function(x, **options))
        block = np.stack([np.zeros_like(x), x, np.ones_like(x)])
        block = np.concatenate([block] * 3)
        yield keep(function(block, axis=-1, **options)[1])
        result = function(np.ascontiguousarray(block.T), axis=0, **options)
        yield keep(np.moveaxis(result, -1, 0)[1])
        out = function(np.stack([block.T] * 2), axis=1, **options)
        yield keep(np.moveaxis(out, -1, 1)[1, 1])


CASES = {
    "softmax": [
        ([0.0, -INF], [1, 0]),
        ([-INF, 5.0, 5.0], [0, 0.5, 0.5]),
        ([1.0, NAN, 2.0], [NAN] * 3),
        ([1.0, INF], [NAN] * 2),
        ([INF, INF], [NAN] * 2),
        ([INF, -INF], [NAN] * 2),
        ([-INF, -INF], [NAN] * 2),
        ([-INF, NAN], [NAN] * 2),
        ([NAN, INF], [NAN] * 2),
    ],
    "log_softmax": [
        ([0.0, -INF], [0, -INF]),
        ([1.0, NAN, 2.0], [NAN] * 3),
        ([1.0, INF], [NAN] * 2),
        ([-INF, -INF], [NAN] * 2),
        ([NAN, INF], [NAN] * 2),
    ],
    "logsumexp": [
        ([0.0, -INF], 0.0),
        ([1.0, NAN, 2.0], NAN),
        ([1.0, INF], INF),
        ([INF, -INF], INF),
        ([INF, NAN], NAN),
        ([NAN, INF], NAN),
        ([-INF, -INF], -INF),
    ],
}


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize(("name", "group", "expected"), [(n, g, e) for n, cases in CASES.items() for g, e in cases])
def test_groups(name, group, expected, dtype):
    with np.errstate(all="raise"):
        for result in everywhere(name, group, dtype):
            np.testing.assert_array_equal(result, np.array(expected, dtype=dtype))


@pytest.mark.parametrize("temperature", [0.5, 3.0])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_groups_at_a_temperature(name, temperature):
    for group, expected in CASES[name]:
        for result in everywhere(name, group, np.float64, temperature=temperature):
            np.testing.assert_array_equal(result, np.array(expected))


@pytest.mark.parametrize("n", [70, 1000, 70_000, 300_000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_one_bad_entry_anywhere_in_a_long_row(n, dtype):
    for bad in (NAN, INF):
        for place in (0, 1, n // 2, n - 1):
            x = np.zeros(n, dtype=dtype)
            x[place] = bad
            assert np.isnan(workings.softmax(x)).all()
            assert np.isnan(workings.softmax(np.stack([x, x], 1), axis=0)).all()
            np.testing.assert_array_equal(workings.logsumexp(x), dtype(bad))
            assert np.isnan(workings.log_softmax(x)).all()
    assert np.isnan(workings.softmax(np.full(n, -INF, dtype=dtype))).all()


@pytest.mark.parametrize("n", [1, 3, 200])
@pytest.mark.parametrize("dtype", FLOATS)
def test_entries(dtype, n):
    for name, values in (
        ("sigmoid", {NAN: NAN, INF: 1.0, -INF: 0.0}),
        ("softplus", {NAN: NAN, INF: INF, -INF: 0.0}),
        ("log_sigmoid", {NAN: NAN, INF: 0.0, -INF: -INF}),
    ):
        for x, expected in values.items():
            with np.errstate(all="raise"):
                result = getattr(workings, name)(np.full(n, x, dtype=dtype))
            np.testing.assert_array_equal(result, np.full(n, expected, dtype=dtype))


@pytest.mark.parametrize("shape", [(4, 5), (40, 50), (3, 4, 60)])
@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp"])
def test_where_is_a_mask_of_minus_infinity(name, shape):
    rng = np.random.default_rng(0)
    x, mask = rng.normal(size=shape), rng.random(shape) < 0.6
    mask[..., 0] = True
    mask[0, ...] = True
    outside = {"softmax": 0.0, "log_softmax": -INF}.get(name)
    function = getattr(workings, name)
    spoiled = np.where(mask, x, rng.choice([NAN, INF, 7e300], shape))
    for axis in (0, -1, None):
        expected = function(np.where(mask, x, -INF), axis=axis)
        before = spoiled.copy()
        result = function(spoiled, axis=axis, where=mask)
        np.testing.assert_array_equal(spoiled, before)
        np.testing.assert_array_equal(result, expected)
        if outside is not None:
            np.testing.assert_array_equal(result[~mask], outside)


@pytest.mark.parametrize("n", [3, 100])
def test_where_that_excludes_a_whole_group(n):
    x, mask = np.zeros((2, n)), np.array([[False], [True]])
    np.testing.assert_array_equal(workings.softmax(x, where=mask)[0], 0.0)
    np.testing.assert_allclose(workings.softmax(x, where=mask)[1], 1 / n)
    np.testing.assert_array_equal(workings.log_softmax(x, where=mask)[0], -INF)
    assert workings.logsumexp(x, where=mask)[0] == -INF
    assert workings.softmax(x, where=False).sum() == 0.0
    np.testing.assert_array_equal(workings.softmax(x, where=True), workings.softmax(x))


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "log_sigmoid"])
def test_where_of_entries(name):
    function = getattr(workings, name)
    for n in (6, 300):
        x = np.linspace(-3, 3, n)
        mask = x > 0
        np.testing.assert_array_equal(function(x, where=mask), np.where(mask, function(x), 0.0))


@pytest.mark.parametrize("name", ["softmax", "log_softmax", "logsumexp", "sigmoid"])
def test_where_refused(name):
    function = getattr(workings, name)
    with pytest.raises(TypeError, match="bool"):
        function([1.0, 2.0], where=[1, 0])
    with pytest.raises(ValueError, match="broadcast"):
        function([1.0, 2.0], where=[True, False, True])


@pytest.mark.parametrize("bad", [0.0, -1.0, INF, -INF, NAN, -0.0, 1e-320])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_temperature_out_of_range(name, bad):
    with pytest.raises(ValueError, match="temperature"):
        getattr(workings, name)([1.0, 2.0], temperature=bad)


@pytest.mark.parametrize("bad", ["warm", None, [1.0, 2.0], 1j])
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_temperature_of_a_wrong_type(name, bad):
    with pytest.raises(TypeError, match="temperature"):
        getattr(workings, name)([1.0, 2.0], temperature=bad)


@pytest.mark.parametrize("n", [3, 100])
def test_temperature_at_its_limits(n):
    x = np.zeros(n)
    x[:2] = 1.0, 1.0 - 1e-3
    cold, hot = workings.softmax(x, temperature=2.0**-1022), workings.softmax(x, temperature=1e308)
    assert cold[0] == 1.0
    assert cold[1:].max() == 0.0
    np.testing.assert_allclose(hot, 1 / n, rtol=1e-15)
    np.testing.assert_array_equal(workings.softmax(x, temperature=np.float32(1.0)), workings.softmax(x))
    np.testing.assert_allclose(workings.softmax(x * 2, temperature=2), workings.softmax(x), rtol=1e-15)
    log = workings.log_softmax(x, temperature=2.0**-1022)
    assert log[0] == 0.0
    assert (log[1:] < -1e300).all()
