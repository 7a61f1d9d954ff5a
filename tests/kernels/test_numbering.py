"""Against a dictionary of Python's, which numbers the same way."""

import numpy as np
import pytest

from workings.kernels.numbering import PADDING, number_lines, number_rows, number_words


def by_dictionary(entries):
    """Return the numbers of the entries, and where each distinct one is first."""
    numbers, firsts = {}, []
    codes = []
    for i, entry in enumerate(entries):
        if entry not in numbers:
            numbers[entry] = len(numbers)
            firsts.append(i)
        codes.append(numbers[entry])
    return codes, firsts


def text_of(lines):
    return np.frombuffer(("\0".join(lines) + "\0" * (1 + PADDING)).encode("utf-8", "surrogatepass"), np.uint8)


def assert_numbered(kernel, data, entries, limit=None):
    codes = np.empty(len(entries), np.int32)
    firsts = kernel(data, codes, len(entries) + 1 if limit is None else limit)
    expected_codes, expected_firsts = by_dictionary(entries)
    assert firsts.tolist() == expected_firsts
    assert codes.tolist() == expected_codes


@pytest.mark.parametrize("distinct", [1, 5, 511, 512, 513, 5000])
@pytest.mark.parametrize("step", [1, 1 << 32, (1 << 64) // 5000, 0x9E3779B97F4A7C15])
def test_words(distinct, step):
    """The table grows at 512; multiples of large numbers are hard for a hash."""
    rng = np.random.default_rng(distinct)
    numbers = rng.integers(0, distinct, 8000)
    words = numbers.astype(np.uint64) * np.uint64(step % 2**64)
    assert_numbered(number_words, words, words.tolist())
    assert_numbered(number_words, np.column_stack([words, words])[:, 1], words.tolist())


@pytest.mark.parametrize("dtype", [np.uint8, np.uint32])
@pytest.mark.parametrize("width", [1, 2, 9])
def test_rows(dtype, width):
    rows = np.random.default_rng(0).integers(0, 3, (6000, width)).astype(dtype)
    assert_numbered(number_rows, rows, [tuple(row) for row in rows.tolist()])


@pytest.mark.parametrize("lengths", [(0, 1), (7, 8), (8, 9), (1, 17), (15, 40)])
def test_lines(lengths):
    """Lengths about the eight bytes that are read at once; letters of one to four bytes; beginnings of one another."""
    rng = np.random.default_rng(0)
    alphabet = np.array(list("abé€😀\x01\x80\ud800"))
    lines = ["".join(rng.choice(alphabet[: rng.integers(1, 9)], rng.integers(*lengths))) for _ in range(300)]
    lines += ["a" * n for n in range(30)]
    lines = [lines[i] for i in rng.integers(0, len(lines), 4000)]
    assert_numbered(number_lines, text_of(lines), lines)


def test_many_lines():
    lines = [str(i % 3001) for i in range(9000)]
    assert_numbered(number_lines, text_of(lines), lines)


@pytest.mark.parametrize("lines", [["a\0b", "c"], ["a", "\0"], ["\0\0", "", "b"]])
def test_lines_with_a_zero_inside_are_given_up(lines):
    assert len(number_lines(text_of(lines), np.empty(len(lines), np.int32), 9)) == 0


@pytest.mark.parametrize("limit", [3, 512, 600])
def test_too_many_are_given_up(limit):
    words = np.arange(limit + 1, dtype=np.uint64)
    codes = np.empty(len(words), np.int32)
    assert len(number_words(words, codes, limit)) == 0
    assert len(number_rows(words.astype(np.uint32)[:, None], codes, limit)) == 0
    assert len(number_lines(text_of(words.astype(str).tolist()), codes, limit)) == 0
    assert len(number_words(words[:limit], codes, limit)) == limit
