"""Products of columns against exact arithmetic: whole numbers, whose centred sums are exact too."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workings.kernels.column_products import add_column_products, add_mirrored


def exact(X, mean, weights, columns, known):
    chosen = X[:, columns].astype(np.int64) - mean[columns].astype(np.int64)
    return chosen[:, known:].T @ (chosen * (1 if not len(weights) else weights[:, None].astype(np.int64)))


@settings(max_examples=80, deadline=None)
@given(
    n=st.sampled_from([1, 5, 127, 128, 129, 300]),
    p=st.sampled_from([1, 3, 40, 97, 130, 260]),
    share=st.sampled_from([0.0, 0.3, 1.0]),
    shuffled=st.booleans(),
    turned=st.booleans(),
    weighted=st.booleans(),
    dtype=st.sampled_from([np.float32, np.float64]),
    seed=st.integers(0, 99),
)
def test_whole_numbers(n, p, share, shuffled, turned, weighted, dtype, seed):
    rng = np.random.default_rng(seed)
    X = rng.integers(-9, 10, (n, p)).astype(np.float64)
    mean = rng.integers(-3, 4, p).astype(np.float64)
    weights = rng.integers(0, 3, n).astype(np.float64) ** 2 if weighted else np.zeros(0)
    columns = rng.permutation(p)[: max(1, 3 * p // 4)] if shuffled else np.arange(p)
    known = int(share * (len(columns) - 1))
    total = np.ones((len(columns) - known, len(columns)), dtype)
    given_X = np.ascontiguousarray(X.T) if turned else X
    first, last = 0, n // 3
    for start, stop in ((first, last), (last, n)):
        add_column_products(given_X, turned, mean, weights, columns, known, start, stop, total)
    expected = exact(X, mean, weights, columns, known) + 1
    lower = np.tril(np.ones(total.shape, bool), known)
    np.testing.assert_array_equal(total[lower], expected[lower])


@pytest.mark.parametrize("columns", [[0, 2, 1, 3], [3, 2, 1, 0], [1, 1, 2, 3]])
def test_columns_whose_ends_look_like_neighbours(columns):
    X = np.arange(20.0).reshape(5, 4) % 7
    total = np.zeros((4, 4))
    add_column_products(X, False, np.zeros(4), np.zeros(0), np.array(columns), 0, 0, 5, total)
    np.testing.assert_array_equal(np.tril(total), np.tril(X[:, columns].T @ X[:, columns]))


@pytest.mark.parametrize("k", [1, 31, 32, 70])
def test_lower_halves_are_mirrored(k):
    rng = np.random.default_rng(k)
    whole = rng.integers(-9, 10, (2, k, k)).astype(np.float32)
    out = np.zeros((k, k))
    for part in whole:
        add_mirrored(part, out)
    lower = np.tril(whole.sum(axis=0))
    np.testing.assert_array_equal(out, lower + np.tril(lower, -1).T)
