import json

import hypothesis.extra.numpy as hnp
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from workings.checker.wall.child import wire

numbers = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(max_size=5))
arrays = hnp.arrays(
    hnp.scalar_dtypes().filter(lambda d: d.kind in "biufc"), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0)
)
values = st.recursive(numbers | arrays, lambda inner: st.lists(inner) | st.lists(inner).map(tuple), max_leaves=8)


def journey(value):
    writer = wire.Writer()
    header = json.loads(json.dumps(writer.write(value)))
    return header, writer.body(), wire.Reader(writer.body()).read(header)


@settings(max_examples=300, deadline=None)
@given(values)
def test_values_arrive_as_they_were_sent(value):
    header, body, back = journey(value)
    assert type(back) is type(value)
    # Written again, they give the same bytes: nan, -0.0, dtype, shape and memory order included.
    again = wire.Writer()
    assert json.loads(json.dumps(again.write(back))) == header
    assert again.body() == body


@pytest.mark.parametrize(
    "array",
    [
        np.arange(12.0).reshape(3, 4),
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(24.0).reshape(3, 8)[:, ::2],
        np.arange(12.0).reshape(3, 4)[::-1],
        np.broadcast_to(np.float32(3), (2, 2)),
        np.arange(5, dtype=">i4"),
        np.array(2.5, dtype=np.longdouble),
        np.empty((0, 3)),
    ],
)
def test_layout_is_rebuilt(array):
    back = journey(array)[2]
    assert back.dtype == array.dtype
    assert np.array_equal(back, array)
    for flag in ("C_CONTIGUOUS", "F_CONTIGUOUS", "WRITEABLE"):
        assert back.flags[flag] == array.flags[flag]
    assert not np.shares_memory(back, array)


def test_long_lists_are_packed():
    header, body, back = journey([0.5, float("nan"), -0.0])
    assert header[0] == "packed"
    assert len(body) == 24
    assert repr(back) == "[0.5, nan, -0.0]"


@pytest.mark.parametrize(
    "forged",
    [
        None,
        [],
        ["array"],
        ["array", "<f8", [10**9], "C", 1, 0],
        ["array", "<f8", [-1], "C", 1, 0],
        ["array", "<f8", [2], "C", 1, -8],
        ["array", "|O8", [1], "C", 1, 0],
        ["array", "<f8", [2], "C", 1, "0"],
        ["array", "<f8", [0, 10**30], "C", 1, 0],
        ["array", "<f8", [0, "x"], "C", 1, 0],
        ["array", ["<f8"], [1], "C", 1, 0],
        ["packed", "list", "f", 10**12, 0],
        ["objects", [3], []],
        ["scalar", "<f8"],
        ["int", "zz"],
        ["float", "one"],
        ["eval", "1+1"],
        ["str", 5],
        ["list", "abc"],
        {"array": 1},
    ],
)
def test_forged_descriptions_are_refused(forged):
    with pytest.raises(wire.WireError):
        wire.Reader(bytes(64)).read(forged)


def test_endless_nesting_is_refused():
    deep = ["none"]
    for _ in range(500):
        deep = ["list", [deep]]
    with pytest.raises(wire.WireError):
        wire.Reader(b"").read(deep)
    loop = []
    loop.append(loop)
    with pytest.raises(wire.WireError):
        wire.Writer().write(loop)


def test_nothing_but_data_can_be_written():
    for value in (object(), {1}, {1: {1}}, lambda: 0, np.array([b"a"]), np.array([{1}])):
        with pytest.raises(wire.WireError):
            wire.Writer().write(value)


def test_the_first_bytes_are_checked():
    with pytest.raises(wire.WireError):
        wire.sizes(wire.PREFIX.pack(b"no!!", 1, 1, bytes(16)))
    with pytest.raises(wire.WireError):
        wire.sizes(wire.PREFIX.pack(wire.MAGIC, 1, 1 << 60, bytes(16)))
