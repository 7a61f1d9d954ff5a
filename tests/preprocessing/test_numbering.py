"""Against Python's own equality, entry by entry; the kernels on short columns too."""

import subprocess
import sys

import numpy as np
import pytest

from workings.preprocessing import _numbering
from workings.preprocessing._numbering import Coded, is_nan, number, positions

RNG = np.random.default_rng(0)
NAMES = np.array(["a", "b", "ab", "", "é", "x" * 20])
PICKED = NAMES[RNG.integers(0, 6, 300)]
MIXED = np.array(["a", None, np.nan, "b", float("nan")], dtype=object)[RNG.integers(0, 5, 300)]
COLUMNS = {
    "fixed width": PICKED,
    "bytes": np.char.encode(PICKED, "utf-8"),
    "shared": NAMES.astype(object)[RNG.integers(0, 6, 300)],
    "each its own": np.array([(text + "!")[:-1] for text in PICKED.tolist()], dtype=object),
    "with a zero inside": np.array([["a\0", "a", "\0a"][i % 3] + "" for i in range(300)], dtype=object),
    "lone surrogates": np.array(
        [["\ud800", "\udc00", "\ud800\udc00", "\U00010000"][i % 4] for i in range(300)], object
    ),
    "missing": MIXED,
    "each NaN its own": np.array([[1.5, float("nan")][i % 2] for i in range(300)], dtype=object),
    "numbers as objects": np.array([[1, True, 1.0, 2, np.int64(2), 0.5][i % 6] for i in range(300)], dtype=object),
    "tuples": np.array([None] * 300, dtype=object),
    "integers": RNG.integers(-3, 3, 300),
    "bytes of integers": RNG.integers(0, 3, 300).astype(np.uint8),
    "the largest": np.array([2**64 - 1, 0, 2**63])[RNG.integers(0, 3, 300)],
    "bool": RNG.integers(0, 2, 300).astype(bool),
    "floats": np.array([0.0, -0.0, np.nan, -np.nan, 1.5, 1e-320])[RNG.integers(0, 6, 300)],
    "float32": np.array([0.1, -0.0, np.nan], dtype=np.float32)[RNG.integers(0, 3, 300)],
    "other byte order": RNG.integers(-3, 3, 300).astype(">i4"),
    "other byte order, strings": PICKED.astype(PICKED.dtype.newbyteorder()),
    "long double": RNG.integers(-3, 3, 300).astype(np.longdouble),
    "dates": np.datetime64("2020-01-01") + RNG.integers(0, 3, 300),
    "every other": np.repeat(PICKED, 2)[::2],
    "a column of objects": np.column_stack([MIXED, MIXED[::-1]])[:, 1],
    "a column of strings": np.column_stack([PICKED, PICKED[::-1]])[:, 1],
    "backwards": RNG.integers(-3, 3, 300)[::-1],
    "pandas": Coded(np.array([0, -1, 2, 2], dtype=np.int8), np.array(["x", "y", "z"], dtype=object)),
}
COLUMNS["tuples"][:] = [(i % 3, "a") for i in range(300)]


def same(a, b):
    return a == b or (is_nan(a) and is_nan(b))


@pytest.mark.parametrize("large", [0, 10**9], ids=["kernels", "without"])
@pytest.mark.parametrize("kind", COLUMNS)
def test_every_sample_gets_its_value(monkeypatch, kind, large):
    monkeypatch.setattr(_numbering, "LARGE", large)
    column = COLUMNS[kind]
    entries = ["x", np.nan, "z", "z"] if kind == "pandas" else _numbering._as_objects(column)
    found = number(column)
    values = _numbering._as_objects(found.values)
    places = found.through(np.arange(len(values)))
    assert all(same(values[place], entry) for place, entry in zip(places, entries, strict=True))
    assert not any(same(a, b) for i, a in enumerate(values) for b in values[:i])
    np.testing.assert_array_equal(found.counts(), np.bincount(places, minlength=len(values)))
    assert found.counts().min() > 0
    if found.values.dtype.kind != "O":
        np.testing.assert_array_equal(found.values, np.unique(column))
        assert found.values.dtype.newbyteorder("=") == column.dtype.newbyteorder("=")


def test_many_values_and_many_threads():
    """More values than the address table takes, so that the contents are compared."""
    text = np.array([str(i % 9000) for i in range(40_000)], dtype=object)
    found = number(text)
    assert found.values[found.through(np.arange(len(found.values)))].tolist() == text.tolist()
    assert len(found.values) == 9000


def test_mixed_objects_each_its_own():
    """Neither addresses nor a text serve."""
    column = np.array([float(i % 7) if i % 2 else str(i % 7) for i in range(30_000)], dtype=object)
    found = number(column)
    assert found.values[found.through(np.arange(len(found.values)))].tolist() == column.tolist()
    assert len(found.values) == 14


@pytest.mark.parametrize(
    ("values", "categories", "expected"),
    [
        (np.array(["b", "z", "a"], object), np.array(["a", "b"], object), [1, -1, 0]),
        (np.array([np.nan, None, "a"], object), np.array(["a", None, np.nan], object), [2, 1, 0]),
        (np.array([np.nan, None], object), np.array(["a"], object), [-1, -1]),
        (np.array([1.0, 1.5, np.nan]), np.array([1, 2]), [0, -1, -1]),
        (np.array([1.0, 5.0, np.nan]), np.array([1.0, np.nan]), [0, -1, 1]),
        (np.array([1, 2, 9]), np.array([1, 2], object), [0, 1, -1]),
        (np.array(["abc", "ab"]), np.array(["ab", "b"]), [-1, 0]),
        (np.array(["ab"]), np.array([b"ab"]), [-1]),
        (np.array([b"b", b"a"]), np.array([b"b", b"a"]), [0, 1]),
        (np.array([True]), np.array([0, 1]), [1]),
    ],
)
def test_positions(values, categories, expected):
    assert positions(values, categories).tolist() == expected


def test_short_columns_do_not_load_numba():
    script = (
        "import sys; from workings.preprocessing import OneHotEncoder\n"
        "OneHotEncoder().fit_transform([['a', 1]] * 1000)\nprint('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
