"""Any array, any axis: what the functions accept, what they refuse, and that they never change their input."""

import numpy as np
import pytest

import workings

GROUPED = ("softmax", "log_softmax", "logsumexp")
ENTRYWISE = ("sigmoid", "softplus", "log_sigmoid")
ALL = GROUPED + ENTRYWISE
SHAPES = ((5,), (100,), (3, 4), (30, 40), (2, 3, 4), (5, 6, 7), (2, 3, 2, 3, 2), (3, 1, 60), (1, 1))


def reference(name, x, axis):
    """Compute by the textbook, good to some 1e-12: exactness is tested elsewhere."""
    x = np.asarray(x, dtype=np.float64)
    top = x.max(axis=axis, keepdims=True)
    total = np.exp(x - top).sum(axis=axis, keepdims=True)
    if name == "softmax":
        return np.exp(x - top) / total
    if name == "log_softmax":
        return x - top - np.log(total)
    lse = top + np.log(total)
    return lse.reshape(()) if axis is None else np.squeeze(lse, axis=axis)


def axes_for(ndim):
    yield None
    yield from range(-ndim, ndim)
    yield tuple(range(ndim))
    if ndim > 1:
        yield (0, -1)
        yield (-1, 0)
        yield [0, 1]
        yield (1,)
    if ndim > 2:
        yield (0, 2)
        yield (1, 2)
    yield ()


def normalised(axis):
    return tuple(axis) if isinstance(axis, list) else axis


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", GROUPED)
def test_every_axis(name, shape):
    x = np.random.default_rng(0).normal(size=shape)
    for axis in axes_for(len(shape)):
        result = getattr(workings, name)(x, axis=axis)
        np.testing.assert_allclose(result, reference(name, x, normalised(axis)), rtol=1e-12, err_msg=f"axis={axis}")


def layouts(x):
    yield "C", x
    yield "Fortran", np.asfortranarray(x)
    yield "transposed and back", np.ascontiguousarray(x.T).T
    wide = np.zeros(tuple(2 * n for n in x.shape), dtype=x.dtype)
    strided = wide[tuple(slice(None, None, 2) for _ in x.shape)]
    strided[...] = x
    yield "every other", strided
    yield "backwards", np.ascontiguousarray(x[..., ::-1])[..., ::-1]
    swapped = np.ascontiguousarray(np.swapaxes(x, 0, -1))
    yield "axes swapped", np.swapaxes(swapped, 0, -1)
    raw = np.zeros(x.nbytes + 1, dtype=np.uint8)
    unaligned = raw[1:].view(x.dtype).reshape(x.shape) if x.size else x
    unaligned[...] = x
    yield "unaligned", unaligned
    yield "byte-swapped", x.astype(x.dtype.newbyteorder())
    locked = x.copy()
    locked.flags.writeable = False
    yield "read-only", locked


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(3, 4), (30, 70), (4, 5, 6), (300, 10), (2, 100, 3)])
@pytest.mark.parametrize("name", ALL)
def test_the_same_bits_for_every_layout(name, shape, dtype):
    x = np.random.default_rng(1).normal(size=shape).astype(dtype) * 5
    function = getattr(workings, name)
    for options in ({"axis": 0}, {"axis": -1}, {"axis": None}, {"axis": (0, -1)}) if name in GROUPED else ({},):
        expected = function(x, **options)
        for kind, laid in layouts(x):
            before = laid.tobytes()
            result = function(laid, **options)
            assert laid.tobytes() == before, f"{kind}: the input was changed"
            assert result.dtype == dtype, kind
            if kind == "byte-swapped" or name in ENTRYWISE:
                np.testing.assert_array_equal(result, expected, err_msg=kind)
            else:  # another order in memory may take another kernel, which rounds otherwise
                np.testing.assert_allclose(result, expected, rtol=4 * np.finfo(dtype).eps, atol=0, err_msg=kind)


@pytest.mark.parametrize("name", ALL)
def test_scalars_and_arrays_without_axes(name):
    function = getattr(workings, name)
    for x in (1.5, np.float64(1.5), np.array(1.5), np.float32(1.5)):
        result = function(x)
        assert np.ndim(result) == 0
        assert not isinstance(result, np.ndarray)
        expected = {"softmax": 1.0, "log_softmax": 0.0, "logsumexp": 1.5}.get(name)
        if expected is not None:
            assert result == expected
    assert function(np.float32(1.5)).dtype == np.float32
    if name in GROUPED:
        assert function(1.5, axis=None) == function(1.5, axis=0) == function(1.5)
        with pytest.raises(np.exceptions.AxisError):
            function(1.5, axis=1)


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0), (2, 0, 4)])
@pytest.mark.parametrize("name", ALL)
def test_empty(name, shape):
    function = getattr(workings, name)
    for dtype in (np.float32, np.float64, np.int64):
        x = np.empty(shape, dtype=dtype)
        for axis in (-1, 0, None) if name in GROUPED else (None,):
            result = function(x, axis=axis) if name in GROUPED else function(x)
            if name == "logsumexp":
                expected = np.full(() if axis is None else tuple(np.delete(shape, axis)), -np.inf)
                np.testing.assert_array_equal(result, expected)
            else:
                assert result.shape == shape
            assert result.dtype == (np.float32 if dtype == np.float32 else np.float64)
    assert function([]).dtype == np.float64


@pytest.mark.parametrize("name", ALL)
def test_lists_tuples_and_ranges(name):
    function = getattr(workings, name)
    expected = function(np.array([[1.0, 2.0], [3.0, 4.0]]))
    np.testing.assert_array_equal(function([[1, 2], [3, 4]]), expected)
    np.testing.assert_array_equal(function(((1.0, 2.0), (3.0, 4.0))), expected)
    np.testing.assert_array_equal(function(range(3)), function(np.arange(3.0)))


@pytest.mark.parametrize("size", [10, 4000])
@pytest.mark.parametrize("name", ALL)
def test_memory_mapped(name, size, tmp_path):
    values = np.random.default_rng(2).normal(size=(2, size))
    values.tofile(tmp_path / "x.bin")
    mapped = np.memmap(tmp_path / "x.bin", dtype=np.float64, mode="r", shape=values.shape)
    result = getattr(workings, name)(mapped)
    np.testing.assert_array_equal(result, getattr(workings, name)(values))
    np.testing.assert_array_equal(np.fromfile(tmp_path / "x.bin").reshape(values.shape), values)


class Tagged(np.ndarray):
    """A subclass as users write them."""


@pytest.mark.parametrize("name", ALL)
def test_subclasses_become_plain_arrays(name):
    x = np.random.default_rng(3).normal(size=(10, 20))
    function = getattr(workings, name)
    for special in (x.view(Tagged), np.asmatrix(x)):
        result = function(special)
        assert type(result) is np.ndarray
        np.testing.assert_array_equal(result, function(x))


def test_data_frames():
    pandas = pytest.importorskip("pandas")
    x = np.random.default_rng(4).normal(size=(4, 3))
    frame = pandas.DataFrame(x, columns=list("abc"))
    np.testing.assert_array_equal(workings.softmax(frame), workings.softmax(x))
    np.testing.assert_array_equal(workings.softmax(frame["a"]), workings.softmax(x[:, 0]))


@pytest.mark.parametrize("axis", [2, -3, 17])
@pytest.mark.parametrize("name", GROUPED)
def test_a_wrong_axis_says_the_range_and_a_remedy(name, axis):
    with pytest.raises(np.exceptions.AxisError) as caught:
        getattr(workings, name)(np.zeros((2, 3)), axis=axis)
    text = str(caught.value)
    assert f"{name}(x, axis={axis})" in text
    assert "-2..1" in text
    assert "axis=-1" in text
    assert isinstance(caught.value, ValueError | IndexError)


@pytest.mark.parametrize("name", GROUPED)
def test_axes_that_make_no_sense(name):
    function = getattr(workings, name)
    with pytest.raises(ValueError, match="twice"):
        function(np.zeros((2, 3)), axis=(0, 0))
    with pytest.raises(ValueError, match="twice"):
        function(np.zeros((2, 3)), axis=(1, -1))
    for axis in (0.5, "0", "rows", (0, 0.5)):
        with pytest.raises(TypeError, match="integer"):
            function(np.zeros((2, 3)), axis=axis)
    np.testing.assert_array_equal(function(np.ones((2, 3)), axis=np.int8(1)), function(np.ones((2, 3)), axis=1))


@pytest.mark.parametrize("name", ALL)
def test_refusals_say_what_to_do(name):
    sparse = pytest.importorskip("scipy.sparse")
    function = getattr(workings, name)
    cases = [
        (np.array([1 + 2j]), ".real"),
        (np.array([1.0, None], dtype=object), "astype(float)"),
        (np.array(["1", "2"]), "astype(float)"),
        (np.array([np.datetime64("2024-01-01")]), "not numbers"),
        (sparse.csr_array(np.eye(3)), "toarray"),
        (sparse.csr_matrix(np.eye(3)), "toarray"),
        (np.ma.masked_array([1.0, 2.0], mask=[True, False]), "where="),
        ("text", "not numbers"),
        (None, "object"),
        ({"a": 1}, "object"),
    ]
    for x, advice in cases:
        with pytest.raises(TypeError) as caught:
            function(x)
        assert advice in str(caught.value), x
        assert str(caught.value).startswith(name)
    with pytest.raises(ValueError, match="equal length"):
        function([[1.0, 2.0], [3.0]])
