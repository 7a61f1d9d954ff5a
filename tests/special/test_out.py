"""`out=`: written in place, wherever it lies, even over the input."""

import numpy as np
import pytest

import workings

SAME_SHAPE = ("softmax", "log_softmax", "sigmoid", "softplus", "log_sigmoid")
SHAPES = ((3,), (4, 5), (40, 50), (400, 10), (3, 30, 4), (0, 3))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", SAME_SHAPE)
def test_written_and_returned(name, dtype, shape):
    x = np.random.default_rng(0).normal(size=shape).astype(dtype)
    function = getattr(workings, name)
    for options in ({"axis": 0}, {"axis": -1}, {"axis": None}) if "softmax" in name else ({},):
        expected = function(x, **options)
        strided = np.empty(tuple(2 * n for n in shape), dtype=dtype)[tuple(slice(None, None, 2) for _ in shape)]
        for out in (np.empty_like(x), np.empty(shape, dtype=dtype, order="F"), strided):
            out.fill(-7)
            assert function(x, out=out, **options) is out
            np.testing.assert_array_equal(out, expected)
        own = x.copy()
        assert function(own, out=own, **options) is own
        np.testing.assert_array_equal(own, expected)


@pytest.mark.parametrize("size", [10, 500, 40_000])
@pytest.mark.parametrize("name", SAME_SHAPE)
def test_overlapping_the_input(name, size):
    memory = np.random.default_rng(1).normal(size=size + 3)
    function = getattr(workings, name)
    expected = function(memory[:-3].copy())
    for shifted in (memory.copy(), memory.copy()[::-1].copy()[::-1]):
        x, out = shifted[:-3], shifted[3:]
        assert function(x, out=out) is out
        np.testing.assert_array_equal(out, expected)


def test_backwards_over_the_input():
    x = np.random.default_rng(2).normal(size=300)
    expected = workings.softmax(x)
    out = x[::-1]
    workings.softmax(x, out=out)
    np.testing.assert_array_equal(out, expected)


def test_fortran_out_of_a_c_input_and_back():
    x = np.random.default_rng(3).normal(size=(60, 70))
    for laid in (x, np.asfortranarray(x)):
        for order in "CF":
            out = np.empty(x.shape, order=order)
            for axis in (0, 1):
                np.testing.assert_allclose(
                    workings.softmax(laid, axis=axis, out=out), workings.softmax(x, axis=axis), rtol=1e-15
                )


@pytest.mark.parametrize("name", SAME_SHAPE)
def test_refused(name):
    function, x = getattr(workings, name), np.zeros((2, 3))
    with pytest.raises(ValueError, match=r"shape \(2, 4\).*\(2, 3\)"):
        function(x, out=np.empty((2, 4)))
    with pytest.raises(ValueError, match="shape"):
        function(x, out=np.empty(6))
    with pytest.raises(TypeError, match="int64"):
        function(x, out=np.empty((2, 3), dtype=np.int64))
    with pytest.raises(TypeError, match="dtype"):
        function(x, out=np.empty((2, 3), dtype=np.float32), dtype=np.float64)
    with pytest.raises(TypeError, match="list"):
        function(x, out=[0.0] * 3)
    locked = np.empty((2, 3))
    locked.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        function(x, out=locked)


def test_its_type_is_the_results():
    x = np.random.default_rng(4).normal(size=(3, 50))
    out = np.empty((3, 50), dtype=np.float32)
    assert workings.softmax(x, out=out) is out
    np.testing.assert_array_equal(out, workings.softmax(x).astype(np.float32))
    out = np.empty((3, 50), dtype=np.float16)
    np.testing.assert_array_equal(workings.softmax(x, out=out), workings.softmax(x, dtype=np.float16))


@pytest.mark.parametrize("n", [5, 300])
def test_of_logsumexp(n):
    x = np.random.default_rng(5).normal(size=(4, n))
    for options, shape in (
        ({"axis": -1}, (4,)),
        ({"axis": 0}, (n,)),
        ({"axis": None}, ()),
        ({"axis": 1, "keepdims": True}, (4, 1)),
        ({"axis": None, "keepdims": True}, (1, 1)),
    ):
        out = np.empty(shape)
        assert workings.logsumexp(x, out=out, **options) is out
        np.testing.assert_array_equal(out, workings.logsumexp(x, **options))
    with pytest.raises(ValueError, match="shape"):
        workings.logsumexp(x, out=np.empty(5))


def test_where_leaves_no_old_values():
    x = np.random.default_rng(6).normal(size=(3, 40))
    mask = x > 0
    out = np.full_like(x, 99.0)
    workings.softmax(x, where=mask, out=out)
    np.testing.assert_array_equal(out[~mask], 0.0)
    np.testing.assert_allclose(out.sum(axis=-1), 1.0)
