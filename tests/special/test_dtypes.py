"""Which type computes and which type comes back."""

import ml_dtypes
import numpy as np
import pytest
from tests import oracle

import workings

ALL = ("softmax", "log_softmax", "logsumexp", "sigmoid", "softplus", "log_sigmoid")
INTEGERS = (np.bool_, np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64)
TRUTHS = {
    "softmax": oracle.softmax,
    "log_softmax": oracle.log_softmax,
    "logsumexp": oracle.logsumexp,
    "sigmoid": oracle.sigmoid,
    "softplus": oracle.softplus,
    "log_sigmoid": lambda x: oracle.softplus(x, -1),
}


@pytest.mark.parametrize("n", [3, 200])
@pytest.mark.parametrize("dtype", INTEGERS)
@pytest.mark.parametrize("name", ALL)
def test_integers_and_bool_compute_in_float64(name, dtype, n):
    x = np.random.default_rng(0).integers(0, 2 if dtype == np.bool_ else 100, n).astype(dtype)
    result = getattr(workings, name)(x)
    assert result.dtype == np.float64
    np.testing.assert_array_equal(result, getattr(workings, name)(x.astype(np.float64)))


def test_unsigned_integers_do_not_wrap():
    expected = workings.softmax([3.0, 5.0])
    np.testing.assert_array_equal(workings.softmax(np.uint8([3, 5])), expected)
    np.testing.assert_array_equal(workings.softmax(np.uint64([3, 5])), expected)
    assert workings.sigmoid(np.uint8(3)) == workings.sigmoid(3.0)


@pytest.mark.parametrize("n", [3, 70, 500])
@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("name", ALL)
def test_half_precision_is_rounded_once(name, dtype, n):
    for scale in (0.1, 1, 5, 12):
        x = (np.random.default_rng(n).normal(size=(4, n)) * scale).astype(dtype)
        result = getattr(workings, name)(x)
        assert result.dtype == dtype
        # Half a unit for the one rounding, and what is left of float32's error.
        assert oracle.worst(result, TRUTHS[name](x.astype(np.float64))) <= 0.5 + 2.0**-8


@pytest.mark.parametrize("n", [3, 200])
@pytest.mark.parametrize("name", ALL)
def test_long_double_keeps_its_precision(name, n):
    if np.finfo(np.longdouble).nmant <= 52:
        pytest.skip("long double is float64 here")
    x = np.random.default_rng(1).normal(size=(2, n)) * 5
    result = getattr(workings, name)(x.astype(np.longdouble))
    assert result.dtype == np.longdouble
    # Some units of long double: thousands of times closer than any float64.
    assert oracle.worst(result, TRUTHS[name](x)) <= 16.0


def test_long_double_beyond_float64():
    if np.finfo(np.longdouble).maxexp <= 1024:
        pytest.skip("long double has float64's range here")
    x = np.array([0, -800], dtype=np.longdouble)
    assert 0 < workings.softmax(x)[1] < np.longdouble("1e-340")
    assert workings.logsumexp(np.array([np.longdouble("1e4000"), 0], dtype=np.longdouble)) == np.longdouble("1e4000")


@pytest.mark.parametrize("name", ALL)
def test_dtype_chooses_the_result(name):
    function = getattr(workings, name)
    for n in (3, 100):
        x = np.random.default_rng(2).normal(size=n).astype(np.float32)
        wide = function(x, dtype=np.float64)
        assert wide.dtype == np.float64
        np.testing.assert_array_equal(wide, function(x.astype(np.float64)))
        narrow = function(x.astype(np.float64), dtype="float32")
        assert narrow.dtype == np.float32
        np.testing.assert_array_equal(narrow, function(x.astype(np.float64)).astype(np.float32))
        assert function(np.arange(n), dtype=np.float16).dtype == np.float16
        assert function(x, dtype=ml_dtypes.bfloat16).dtype == ml_dtypes.bfloat16
        assert function(x, dtype=np.longdouble).dtype == np.longdouble


@pytest.mark.parametrize("dtype", [int, np.uint8, complex, bool, object, "U3"])
@pytest.mark.parametrize("name", ALL)
def test_other_result_types_are_refused(name, dtype):
    with pytest.raises(TypeError, match="float64"):
        getattr(workings, name)([1.0, 2.0], dtype=dtype)


def test_byte_order_of_the_result_is_native():
    x = np.array([1.0, 2.0, 3.0], dtype=">f8")
    assert workings.softmax(x).dtype == np.dtype(np.float64)
    assert workings.softmax(np.zeros((50, 3), dtype=">f4")).dtype == np.dtype(np.float32)
    assert workings.logsumexp(x).dtype == np.dtype(np.float64)
