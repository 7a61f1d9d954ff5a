"""Arrays and tables in cells: what the cells say is what NumPy and pandas give."""

import numpy as np
import pandas as pd
import pytest

from workings.show import Area, Edges, Text, draw
from workings.show.arrays import aligned, broadcasting, grid, long_to_wide, masked, memory_view, split_apply


def texts(scene):
    return {(round(one.x, 3), round(one.y, 3)): one.text for one in scene.marks if isinstance(one, Text)}


def read(scene, left, top, shape, width=1.0):
    """Return the texts of a grid of cells whose upper left corner is there; an empty cell is ""."""
    found = texts(scene)
    return [
        [found.get((round(left + width * (j + 0.5), 3), top - i - 0.5), "") for j in range(shape[1])]
        for i in range(shape[0])
    ]


def colours(scene, left, top, shape, width=1.0):
    """Return the group of each cell's area, None where it is white."""
    areas = {(round(min(a.x), 3), max(a.y)): a.group for a in scene.marks if isinstance(a, Area)}
    return [[areas.get((round(left + width * j, 3), top - i)) for j in range(shape[1])] for i in range(shape[0])]


def as_texts(values):
    return [["nan" if np.isnan(v) else f"{v:g}" for v in row] for row in np.asarray(values, dtype=float)]


def assert_drawn(scene, tmp_path):
    """Everything lies within the axes, and the scene can be drawn."""
    for one in scene.marks:
        across = [*one.x0, *one.x1] if isinstance(one, Edges) else np.atleast_1d(one.x)
        up = [*one.y0, *one.y1] if isinstance(one, Edges) else np.atleast_1d(one.y)
        assert scene.x.low <= min(across) <= max(across) <= scene.x.high
        assert scene.y.low <= min(up) <= max(up) <= scene.y.high
    path = tmp_path / "scene.png"
    draw(scene, path=path)
    assert path.stat().st_size > 2000


def test_a_grid_has_a_line_around_every_cell():
    marks = grid([["a", "", "c"], ["d", "e", "f"]], 1.0, 2.0, [[None, 7, 0], [1, None, None]], width=2.0)
    (lines,) = (one for one in marks if isinstance(one, Edges))
    pieces = set(zip(lines.x0, lines.y0, lines.x1, lines.y1, strict=True))
    assert pieces == {(x, 2.0, x, 0.0) for x in (1.0, 3.0, 5.0, 7.0)} | {(1.0, y, 7.0, y) for y in (0.0, 1.0, 2.0)}
    assert [one.text for one in marks if isinstance(one, Text)] == ["a", "c", "d", "e", "f"]
    areas = [one for one in marks if isinstance(one, Area)]
    assert [(min(a.x), max(a.x), max(a.y), a.group) for a in areas] == [(3, 5, 2, 1), (5, 7, 2, 0), (1, 3, 1, 1)]


@pytest.mark.parametrize(
    ("start", "shape", "strides"), [(2, (4, 4), (5, 1)), (0, (4, 6), (1, 1)), (3, (2, 3), (1, 4)), (11, (4, 6), (8, 4))]
)
def test_a_view_has_the_numbers_that_numpy_finds_there(start, shape, strides, tmp_path):
    scene = memory_view(24, start, shape, strides)
    memory = np.arange(24)
    # NumPy's own view, as large as the memory allows.
    fits = [
        (n, m)
        for n in range(1, shape[0] + 1)
        for m in range(1, shape[1] + 1)
        if start + (n - 1) * strides[0] + (m - 1) * strides[1] < 24
    ]
    shown = max(fits, key=lambda one: (one[1], one[0]))
    view = np.lib.stride_tricks.as_strided(memory[start:], shown, [8 * one for one in strides])
    assert read(scene, (24 - 2.0 * shown[1]) / 2, -3.0, shown, 2.0) == as_texts(view)
    assert f"Shape {shown}, strides {strides}" in scene.say
    assert f"lie in {len(np.unique(view))} place" in scene.say
    coloured = [v for v, group in enumerate(colours(scene, 0.0, 0.0, (1, 24))[0]) if group is not None]
    assert coloured == sorted(set(view.ravel().tolist()))
    assert_drawn(scene, tmp_path)


@pytest.mark.parametrize("b", [[10, 20, 30], [[10], [20]], 5, [[1, 2, 3], [4, 5, 6]], [[7]]])
def test_broadcasting_is_numpys(b, tmp_path):
    a = np.array([[1, 2, 3], [4, 5, 6]])
    scene = broadcasting(a, b)
    assert read(scene, 0.0, 0.0, (2, 3)) == as_texts(a)
    assert read(scene, 4.5, 0.0, (2, 3)) == as_texts(np.broadcast_to(b, (2, 3)))
    assert read(scene, 9.0, 0.0, (2, 3)) == as_texts(a + np.asarray(b))
    own = sum(group is not None for row in colours(scene, 4.5, 0.0, (2, 3)) for group in row)
    assert own == np.size(b)
    assert f"has {np.size(b)} of the 6 numbers" in scene.say
    assert_drawn(scene, tmp_path)


@pytest.mark.parametrize("b", [[1, 2], [[1, 2, 3]] * 3, [1, 2, 3, 4]])
def test_what_numpy_refuses_to_broadcast_is_said_not_to_fit(b, tmp_path):
    a = np.zeros((2, 3))
    with pytest.raises(ValueError, match="broadcast"):
        a + np.asarray(b)
    scene = broadcasting(a, b)
    assert "do not fit" in scene.say
    assert "does not fit" in texts(scene).values()
    assert_drawn(scene, tmp_path)


def test_a_square_matrix_is_warned_of():
    assert "nothing tells whether rows or columns" in broadcasting(np.zeros((3, 3)), [1, 2, 3]).say
    assert "nothing tells" not in broadcasting(np.zeros((3, 3)), [[1], [2], [3]]).say


@pytest.mark.parametrize("ordered", [False, True])
def test_a_mask_takes_what_numpy_takes(ordered, tmp_path):
    x = np.random.default_rng(0).integers(0, 9, (4, 6))
    scene = masked(x, x > 4, ordered=ordered)
    taken = np.sort(x[x > 4]) if ordered else x[x > 4]
    assert read(scene, 0.0, -5.8, (1, len(taken))) == as_texts([taken])
    assert [[g is not None for g in row] for row in colours(scene, 0.0, 0.0, (4, 6), 4.0)] == (x > 4).tolist()
    # What was taken keeps the colour of the row it is from.
    assert sorted(colours(scene, 0.0, -5.8, (1, len(taken)))[0]) == sorted(np.nonzero(x > 4)[0].tolist())
    assert f"True at {len(taken)} of 24" in scene.say
    assert_drawn(scene, tmp_path)


@pytest.mark.parametrize("threshold", [-1, 99])
def test_masks_that_take_all_or_nothing(threshold, tmp_path):
    x = np.arange(24).reshape(4, 6)
    scene = masked(x, x > threshold, ordered=True)
    assert f"True at {int((x > threshold).sum())} of 24" in scene.say
    assert_drawn(scene, tmp_path)


SERIES = [
    ({"x": 3, "z": 1, "y": 4}, {"z": 5, "x": 2, "w": 6}),
    ({"b": 1, "a": 2}, {"a": 3, "b": 4}),
    ({"a": 1}, {"b": 2, "c": 3}),
    (dict.fromkeys("abcdef", 1.5), dict.fromkeys("fghijk", 2.0)),
]


@pytest.mark.parametrize(("left", "right"), SERIES)
@pytest.mark.parametrize("fill", [None, 0.0, 10.0])
def test_series_are_aligned_as_in_pandas(left, right, fill, tmp_path):
    scene = aligned(left, right, fill=fill)
    total = pd.Series(left, dtype=float).add(pd.Series(right, dtype=float), fill_value=fill).sort_index()
    shown = read(scene, 5.5, 0.0, (len(total), 2), 1.5)
    assert [row[0] for row in shown] == list(total.index)
    assert [[row[1]] for row in shown] == as_texts(total.to_numpy()[:, None])
    alone = len(set(left) ^ set(right))
    assert f"has {len(total)} labels; {alone} stand" in scene.say
    # Every value of a series is linked with the row of its label in the sum.
    links = [one for one in scene.marks if isinstance(one, Edges) and one.group is not None]
    for series, one in zip((left, right), links, strict=True):
        assert list(one.y1) == [-list(total.index).index(label) - 0.5 for label in series]
    assert_drawn(scene, tmp_path)


PAIRS = [("b", "q"), ("a", "p"), ("b", "p"), ("a", "r")]
VALUES = [4.0, 1.5, -2.0, 8.0]


def _own_mean(row):
    return np.where(np.isnan(row), np.nanmean(row), row)


def _by_pandas():
    rows, columns = zip(*PAIRS, strict=True)
    return pd.DataFrame({"row": rows, "column": columns, "v": VALUES}).pivot(index="row", columns="column", values="v")


@pytest.mark.parametrize("fill", [None, _own_mean])
def test_a_long_table_becomes_the_wide_one_of_pandas(fill, tmp_path):
    scene = long_to_wide(PAIRS, VALUES, fill=fill)
    wide = _by_pandas()
    gaps = wide.isna().to_numpy()
    if fill is not None:
        wide = wide.T.fillna(wide.mean(axis=1)).T
    shown = read(scene, 7.0, -1.0, (2, 4), 1.6)
    assert [row[0] for row in shown] == ["a", "b"]
    assert [row[1:] for row in shown] == as_texts(wide)
    assert [[g is None for g in row[1:]] for row in colours(scene, 7.0, -1.0, (2, 4), 1.6)] == gaps.tolist()
    assert scene.say.startswith("4 rows become 2 x 3 cells; 2 of them (white) had no row")
    assert ("2 of these are filled" in scene.say) == (fill is not None)
    assert_drawn(scene, tmp_path)


def test_a_wide_table_without_gaps_says_so(tmp_path):
    scene = long_to_wide([("a", "p"), ("a", "q")], [1.0, 2.0], fill=_own_mean)
    assert scene.say == "2 rows become 1 x 2 cells; none is left without a row."
    assert long_to_wide([("a", "p"), ("a", "q")], [1.0, 2.0]).say == scene.say
    assert_drawn(scene, tmp_path)


def test_a_row_without_any_value_stays_missing(tmp_path):
    def own(row):
        return np.full(len(row), np.nan) if np.isnan(row).all() else _own_mean(row)

    scene = long_to_wide([("a", "p")], [1.0], fill=own, names=(["a", "b"], ["p", "q"]))
    assert read(scene, 7.0, -1.0, (2, 3), 1.6) == [["a", "1", "1"], ["b", "nan", "nan"]]
    assert "3 of them (white) had no row, and 1 of these is filled" in scene.say
    assert_drawn(scene, tmp_path)


def test_the_columns_of_a_long_table_can_have_names(tmp_path):
    scene = long_to_wide(PAIRS, VALUES, header=("row", "column", "°C"))
    assert read(scene, 0.0, 1.0, (1, 3), 1.6) == [["row", "column", "°C"]]
    assert_drawn(scene, tmp_path)


KEYS, NUMBERS = list("bacbabca"), [3.0, 1.0, 8.5, 4.0, -2.0, 5.0, 0.5, 7.0]


@pytest.mark.parametrize("shown", [None, 0, 1, 5, 8, 50])
@pytest.mark.parametrize("what", ["mean", "max"])
def test_groups_are_those_of_pandas(shown, what, tmp_path):
    apply = {"mean": np.mean, "max": np.max}[what]
    scene = split_apply(KEYS, NUMBERS, apply, shown=shown, what=what)
    read_rows = pd.DataFrame({"k": KEYS, "v": NUMBERS}).head(8 if shown is None else shown)
    result = read_rows.groupby("k")["v"].agg(what)
    for key, number in result.items():
        assert f"{key} {number:.3g}" in scene.say
    rows = "row falls" if len(read_rows) == 1 else "rows fall"
    groups = "group" if len(result) == 1 else "groups"
    assert scene.say.startswith(f"{len(read_rows)} {rows} into {len(result)} {groups}")
    links = [one for one in scene.marks if isinstance(one, Edges) and one.group is not None]
    assert [len(one.x0) for one in links] == read_rows.groupby("k").size().tolist()
    assert_drawn(scene, tmp_path)


def test_tables_are_told_apart_without_colour():
    """Each cell says in words what its colour says: the row, the key, the gap."""
    words = list(texts(long_to_wide(PAIRS, VALUES)).values())
    assert words.count("nan") == 2
    assert {"a", "b", "p", "q", "r"} <= set(words)
