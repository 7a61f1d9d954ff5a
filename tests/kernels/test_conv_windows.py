"""Convolutions and their gradients against sums of whole numbers, which are exact: every result must be, too."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workings.kernels import conv_pooling, conv_windows
from workings.kernels.matrix_product import multiply_turned
from workings.neural_network.layers._windows import Windows

ALL = np.empty((0, 0, 0, 0), np.uint8), (1, 1, 1, 1, 0, 0)  # no pooling


def plainly(x, w, upstream, windows):
    """Return outputs, the gradient of the images and that of the filters, by the sums that define them."""
    padded = np.pad(x, ((0, 0), *zip(windows.before, windows.after, strict=True), (0, 0)))
    y, dpadded, dw = np.zeros(upstream.shape, np.int64), np.zeros(padded.shape, np.int64), np.zeros(w.shape, np.int64)
    for i, j in np.ndindex(*windows.size):
        here = windows.places(padded, i, j)
        y += here @ w[i, j]
        dw[i, j] = np.einsum("nhwc,nhwf->cf", here, upstream)
        windows.places(dpadded, i, j)[...] += upstream @ w[i, j].T
    return y, windows.inner(dpadded), dw


def check(image, size, strides, padding, channels, filters, dtype, rectify, seed):
    rng = np.random.default_rng(seed)
    windows = Windows.over("test", image, size, strides, padding)
    x, w = rng.integers(-9, 9, (3, *image, channels)), rng.integers(-9, 9, (*size, channels, filters))
    bias, given_ = rng.integers(-9, 9, filters), rng.integers(-9, 9, (3, *windows.count, filters))
    y = plainly(x, w, given_, windows)[0] + bias
    y = np.maximum(y, 0) if rectify else y
    upstream = np.where(y > 0, given_, 0) if rectify else given_
    _, dx, dw = plainly(x, w, upstream, windows)

    columns, kernel = size[0] * size[1] * channels, w.astype(dtype)
    z = np.full((3, *windows.count, filters), np.nan, dtype)
    flat = kernel.reshape(columns, filters), bias.astype(dtype)[np.newaxis], rectify, z, *ALL, windows.geometry
    for part in ((0, 2), (2, 3)):
        conv_windows.forward(x.astype(dtype), *flat, *part)
    np.testing.assert_array_equal(z, y)

    turned = np.ascontiguousarray(kernel.reshape(columns, filters).T)
    if strides == (1, 1):
        turned = np.ascontiguousarray(kernel[::-1, ::-1].transpose(0, 1, 3, 2)).reshape(-1, channels)
    back, sums = np.full(x.shape, np.nan, dtype), np.full((2, columns, filters), np.nan, dtype)
    of_bias = np.full((2, filters), np.nan, dtype)
    given_ = (given_.astype(dtype), z, rectify, *ALL)
    for group in (0, 1):
        conv_windows.backward(
            x.astype(dtype), turned, *given_, back, sums, of_bias, windows.geometry, 2, group, group + 1
        )
    np.testing.assert_array_equal(back, dx)
    np.testing.assert_array_equal(sums.sum(axis=0).reshape(w.shape), dw)
    np.testing.assert_array_equal(of_bias.sum(axis=0), upstream.sum(axis=(0, 1, 2)))


@settings(max_examples=100, deadline=None)
@given(
    image=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    size=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    strides=st.one_of(st.just((1, 1)), st.tuples(st.integers(1, 3), st.integers(1, 3))),
    padding=st.sampled_from(["valid", "same"]),
    channels=st.sampled_from([1, 2, 3, 17]),
    filters=st.sampled_from([1, 5, 16, 33, 70]),
    dtype=st.sampled_from([np.float32, np.float64]),
    rectify=st.booleans(),
    seed=st.integers(0, 99),
)
def test_whole_numbers_are_exact(image, size, strides, padding, channels, filters, dtype, rectify, seed):
    if padding == "valid":
        size = min(size[0], image[0]), min(size[1], image[1])
    check(image, size, strides, padding, channels, filters, dtype, rectify, seed)


def test_what_is_not_finite_stays_where_it_belongs():
    windows = Windows.over("test", (1, 4), (1, 2), (1, 1), "valid")
    x = np.array([1.0, np.inf, np.nan, 1.0]).reshape(1, 1, 4, 1)
    z = np.empty((1, 1, 3, 1))
    conv_windows.forward(x, np.array([[1.0], [-1.0]]), np.zeros((1, 1)), True, z, *ALL, windows.geometry, 0, 1)
    np.testing.assert_array_equal(z.ravel(), [0.0, np.nan, np.nan])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("rows", "inner", "columns"), [(1, 1, 1), (7, 33, 70), (5, 16, 64), (3, 0, 4)])
def test_products_with_a_transposed_matrix(rows, inner, columns, dtype):
    rng = np.random.default_rng(0)
    a, b = rng.integers(-9, 9, (rows, inner)).astype(dtype), rng.integers(-9, 9, (columns, inner)).astype(dtype)
    out = np.full((rows, columns), np.nan, dtype)
    for begin, end in ((0, columns // 2), (columns // 2, columns)):
        multiply_turned(a, b, out, begin, end)
    np.testing.assert_array_equal(out, a @ b.T)


def test_gradients_of_maxima_overwrite_what_was_there():
    upstream, chosen = np.array([[[[5.0]]]], np.float32), np.array([[[[3]]]], np.uint8)
    dx = np.full((1, 3, 2, 1), np.nan, np.float32)
    conv_pooling.unpool_max(upstream, chosen, dx, 2, 2, 2, 2, 0, 0)
    np.testing.assert_array_equal(dx.ravel(), [0, 0, 0, 5, 0, 0])


def test_processors_with_fewer_registers(tmp_path):
    if not hasattr(os, "uname") or os.uname().machine != "x86_64":
        pytest.skip("this is the name of an x86-64 processor")
    script = """
import numpy as np
from tests.kernels.test_conv_windows import check
check((5, 6), (3, 3), (1, 1), "same", 3, 33, np.float32, True, 0)
"""
    known = {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx,+avx2,+fma", "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **known}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
