"""Products of small matrices against exact arithmetic, for every tile and every kind of processor."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workings.kernels.matrix_product import DEEP, multiply, multiply_add


def check(rows: int, inner: int, columns: int, dtype: type, turned: bool, seed: int) -> None:
    rng = np.random.default_rng(seed)
    # Whole numbers: every product and every sum is exact, so the result must be too.
    a = rng.integers(-50, 50, (rows, inner)).astype(dtype, order="F" if turned else "C")
    b = rng.integers(-50, 50, (inner, columns + 2)).astype(dtype)[:, :columns]
    around = np.full((rows + 2, columns + 3), 7, dtype)
    out = around[1:-1, 1 : columns + 1]
    multiply(a, b, out)
    np.testing.assert_array_equal(out, a.astype(np.int64) @ b.astype(np.int64))
    around[1:-1, 1 : columns + 1] = 7
    assert (around == 7).all(), "something beside the result was overwritten"


@settings(max_examples=150, deadline=None)
@given(
    rows=st.integers(1, 40),
    inner=st.one_of(st.integers(0, 40), st.sampled_from([DEEP, DEEP + 1, 2 * DEEP + 5])),
    columns=st.integers(1, 150),
    dtype=st.sampled_from([np.float32, np.float64]),
    turned=st.booleans(),
    seed=st.integers(0, 99),
)
def test_whole_numbers_are_multiplied_exactly(rows, inner, columns, dtype, turned, seed):
    check(rows, inner, columns, dtype, turned, seed)


@pytest.mark.parametrize("inner", [1, DEEP + 9])
def test_products_are_added(inner):
    rng = np.random.default_rng(1)
    a, b = rng.integers(-9, 9, (7, inner)).astype(float), rng.integers(-9, 9, (inner, 70)).astype(float)
    out = np.ones((7, 70))
    multiply_add(a, b, out)
    np.testing.assert_array_equal(out, a @ b + 1)


def test_what_is_not_finite_goes_where_it_must():
    a = np.array([[np.inf, 1.0], [np.nan, 2.0], [1e308, 1e308]])
    b = np.array([[1.0, 0.0], [1.0, 3.0]])
    out = np.empty((3, 2))
    multiply(a, b, out)
    np.testing.assert_array_equal(out, [[np.inf, np.nan], [np.nan, np.nan], [np.inf, np.inf]])


@pytest.mark.parametrize("machine", ["haswell", "generic"])
def test_processors_with_fewer_registers(machine, tmp_path):
    if os.uname().machine != "x86_64" if hasattr(os, "uname") else True:
        pytest.skip("these are names of x86-64 processors")
    features = "+avx,+avx2,+fma" if machine == "haswell" else "+sse2"
    script = """
import numpy as np
from tests.kernels.test_matrix_product import check
from workings.kernels.matrix_product import BYTES
for rows, inner, columns in ((1, 1, 1), (13, 7, 33), (5, 300, 17), (20, 3, 64)):
    check(rows, inner, columns, np.float32, rows > 10, 0)
print(BYTES)
"""
    known = {"NUMBA_CPU_NAME": machine, "NUMBA_CPU_FEATURES": features, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, **known}, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == ("32" if machine == "haswell" else "16"), done.stderr
