"""The one module that refuses arguments: each complaint says what was wrong, where, and what to try."""

import ml_dtypes
import numpy as np
import pytest

from workings import _validation as v


def test_arrays_are_passed_through_uncopied():
    x = np.zeros((2, 3), dtype=np.float32)
    assert v.as_numbers("f", x) is x
    assert v.as_numbers("f", [1, 2]).dtype.kind == "i"
    assert v.as_numbers("f", ml_dtypes.bfloat16(1)).dtype == ml_dtypes.bfloat16


@pytest.mark.parametrize(
    ("source", "compute", "result"),
    [
        (np.float32, np.float32, np.float32),
        (np.float64, np.float64, np.float64),
        (np.float16, np.float32, np.float16),
        (ml_dtypes.bfloat16, np.float32, ml_dtypes.bfloat16),
        (np.longdouble, np.longdouble, np.longdouble),
        (np.bool_, np.float64, np.float64),
        (np.uint8, np.float64, np.float64),
        (np.int64, np.float64, np.float64),
        (">f4", np.float32, np.float32),
        (">f8", np.float64, np.float64),
    ],
)
def test_types(source, compute, result):
    found = v.formats("f", np.dtype(source))
    assert found.compute == np.dtype(compute)
    assert found.result == np.dtype(result)


@pytest.mark.parametrize(
    ("source", "wanted", "compute"),
    [
        (np.float32, np.float64, np.float64),
        (np.float64, np.float32, np.float64),
        (np.float16, np.float16, np.float32),
        (np.float32, np.float16, np.float32),
        (np.int32, np.float32, np.float64),
        (np.float64, np.float16, np.float64),
        (np.float32, np.longdouble, np.longdouble),
        (np.longdouble, np.float32, np.longdouble),
    ],
)
def test_the_wider_of_input_and_result_computes(source, wanted, compute):
    found = v.formats("f", np.dtype(source), wanted)
    assert found.compute == np.dtype(compute)
    assert found.result == np.dtype(wanted)


def test_axes():
    assert v.axes_of("f", None, 3) == (0, 1, 2)
    assert v.axes_of("f", -1, 3) == (2,)
    assert v.axes_of("f", (2, -3), 3) == (0, 2)
    assert v.axes_of("f", [1], 3) == (1,)
    assert v.axes_of("f", (), 3) == ()
    assert v.axes_of("f", np.int64(1), 2) == (1,)


@pytest.mark.parametrize(
    ("axis", "ndim", "message"),
    [
        (3, 2, "f(x, axis=3): x has 2 axes, so axis must be -2..1. Did you mean axis=-1?"),
        (1, 1, "f(x, axis=1): x has 1 axis, so axis must be -1..0. Did you mean axis=-1?"),
        ((0, 5), 3, "f(x, axis=(0, 5)): x has 3 axes, so axis must be -3..2. Did you mean axis=-1?"),
        (True, 2, "f(x, axis=True): x has 2 axes, so axis must be -2..1. Did you mean axis=-1?"),
    ],
)
def test_wrong_axes(axis, ndim, message):
    with pytest.raises(np.exceptions.AxisError) as caught:
        v.axes_of("f", axis, ndim)
    assert str(caught.value) == message


def test_no_axes():
    with pytest.raises(np.exceptions.AxisError, match="single number"):
        v.axes_of("f", 0, 0)


def test_positive():
    assert v.positive("f", np.float32(2), "t") == 2.0
    assert v.positive("f", 3, "t") == 3.0
    for bad in (0, -1, np.nan, np.inf, 1e-320):
        with pytest.raises(ValueError, match="f: t must be a positive, finite number"):
            v.positive("f", bad, "t")
    with pytest.raises(TypeError, match="t must be a number"):
        v.positive("f", "cold", "t")


def test_out():
    out = np.empty((2, 3))
    assert v.check_out("f", out, (2, 3), np.dtype(np.float64)) is out
    with pytest.raises(TypeError, match="NumPy array"):
        v.check_out("f", [1.0], (1,), np.dtype(np.float64))


def test_masks_broadcast():
    assert v.mask_for("f", [True, False], (3, 2)).shape == (3, 2)
    with pytest.raises(ValueError, match="broadcast"):
        v.mask_for("f", [True, False], (2, 3))
    with pytest.raises(TypeError, match="bool"):
        v.mask_for("f", 1, (2, 3))
