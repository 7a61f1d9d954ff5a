"""Numbers of labels against np.unique, and sums over classes against np.bincount."""

from __future__ import annotations

import numpy as np
import pytest

from workings import _validation
from workings._validation import class_labels
from workings.kernels.labels import TABLES, weigh_labels

N = _validation._MANY_LABELS
LABELS = {
    "two": lambda rng: rng.integers(0, 2, N),
    "below zero": lambda rng: rng.integers(-3, 3, N),
    "far from zero": lambda rng: 10**15 + rng.integers(0, 500, N),
    "with gaps": lambda rng: rng.choice([-7, 5, 2 * N - 8], N),
    "further apart than there are": lambda rng: rng.choice([-7, 5, 2 * N - 7], N),
    "at the ends of the range": lambda rng: rng.choice([-(2**63), 0, 2**63 - 1], N),
    "every other one": lambda rng: rng.integers(0, 5, 2 * N)[::2],
}


@pytest.mark.parametrize("kind", LABELS)
def test_as_unique_does(kind):
    y = LABELS[kind](np.random.default_rng(0))
    before = y.copy()
    classes, labels = class_labels("fit", y)
    expected, numbers = np.unique(y, return_inverse=True)
    assert classes.dtype == expected.dtype
    assert labels.dtype == np.int64
    np.testing.assert_array_equal(classes, expected)
    np.testing.assert_array_equal(labels, numbers)
    np.testing.assert_array_equal(y, before)


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="1 class"):
        class_labels("fit", np.full(N, 3))


@pytest.mark.parametrize("n", [0, 1, 7, 1001])
def test_counts_and_weights_of_classes(n):
    rng = np.random.default_rng(n)
    labels, weights = rng.integers(0, 5, n), rng.integers(0, 9, n).astype(np.float64)
    counts, totals = np.zeros((TABLES, 5), dtype=np.int64), np.zeros((TABLES, 5))
    weigh_labels(labels, weights, counts, totals)
    np.testing.assert_array_equal(counts.sum(axis=0), np.bincount(labels, minlength=5))
    np.testing.assert_array_equal(totals.sum(axis=0), np.bincount(labels, weights=weights, minlength=5))
