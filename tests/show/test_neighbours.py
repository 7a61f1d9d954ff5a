import numpy as np
import pytest

from workings.linear_model import LogisticRegression
from workings.neighbors import KNeighborsClassifier, RadiusNeighborsClassifier
from workings.show import Area, Edges, Line, Points, Scene, Text, draw
from workings.show.neighbours import voronoi_cells, vote

rng = np.random.default_rng(0)
X = rng.normal(size=(40, 2))
y = np.where(X[:, 0] + 0.5 * rng.normal(size=40) > 0, "b", "a")


def marks_of(scene, kind):
    return [mark for mark in scene.marks if isinstance(mark, kind)]


@pytest.mark.parametrize("metric", ["euclidean", "manhattan", "chebyshev", "canberra"])
def test_the_vote_shows_who_is_asked_and_how_far_they_lie(metric):
    model = KNeighborsClassifier(7, metric=metric).fit(X, y)
    query = np.array([0.1, -0.2])
    scene = vote(model, query, X, y)
    distance, near = model.kneighbors(query[None])
    (edges,) = marks_of(scene, Edges)
    np.testing.assert_array_equal(np.column_stack([edges.x1, edges.y1]), X[near[0]])
    assert [text.text for text in marks_of(scene, Text)] == list("1234567")
    lines = marks_of(scene, Line)
    assert len(lines) == (metric != "canberra")
    for line in lines:  # the farthest neighbour lies on it, everywhere by the metric's own measure
        order = {"euclidean": 2, "manhattan": 1, "chebyshev": np.inf}[metric]
        around = np.column_stack([line.x, line.y]) - query
        np.testing.assert_allclose(np.linalg.norm(around, order, axis=1), distance[0, -1])
    votes = {one: int((y[near[0]] == one).sum()) for one in "ab"}
    assert f'{votes["a"]} say "a"' in scene.say
    assert scene.say.endswith(f'"{model.predict(query[None])[0]}".')


def test_the_vote_within_a_radius_and_of_nobody():
    model = RadiusNeighborsClassifier(0.5, outlier_label="most_frequent").fit(X, y)
    scene = vote(model, [0.0, 0.0], X, y, names=["left", "right"])
    (edges,) = marks_of(scene, Edges)
    assert len(edges.x1) == (np.hypot(*X.T) <= 0.5).sum()
    assert vote(model, [50.0, 50.0], X, y).say == "Nobody is near enough to be asked."


def test_every_place_lies_in_the_cell_of_its_nearest_sample():
    from matplotlib.path import Path

    scene = voronoi_cells(X, y)
    cells = marks_of(scene, Area)
    low, high = np.array([scene.x.low, scene.y.low]), np.array([scene.x.high, scene.y.high])
    places = rng.uniform(low, high, size=(500, 2))
    nearest = KNeighborsClassifier(1).fit(X, y).kneighbors(places, return_distance=False)[:, 0]
    for place, i in zip(places, nearest, strict=True):
        assert Path(np.column_stack([cells[i].x, cells[i].y])).contains_point(place, radius=1e-9)
    area = sum(0.5 * abs(np.dot(c.x, np.roll(c.y, 1)) - np.dot(c.y, np.roll(c.x, 1))) for c in cells)
    assert area == pytest.approx(np.prod(high - low))
    model = KNeighborsClassifier(1).fit(X, y)
    for line in marks_of(scene, Line):  # to both sides of the boundary the classes differ
        a, b = np.column_stack([line.x, line.y])
        across = np.array([b[1] - a[1], a[0] - b[0]]) / max(np.hypot(*(b - a)), 1e-300) * 1e-7
        if np.hypot(*(b - a)) > 1e-5:
            first, second = model.predict([(a + b) / 2 + across, (a + b) / 2 - across])
            assert first != second


def test_equal_samples_share_a_cell():
    scene = voronoi_cells(np.vstack([X, X[:5]]), np.concatenate([y, y[:5]]))
    assert len(marks_of(scene, Area)) == 40


def test_they_draw_and_survive_json():
    model = KNeighborsClassifier(3).fit(X, y)
    for scene in (vote(model, X[0], X, y), voronoi_cells(X, y)):
        assert Scene.from_dict(scene.to_dict()) == scene
        assert draw(scene).axes
    assert draw(model, X, y, kind="vote", query=[0.0, 0.0]).axes
    assert draw(model, X, y, kind="cells").axes
    assert [mark for mark in vote(model, X[0], X, y).marks if isinstance(mark, Points)]


def test_refusals():
    model = KNeighborsClassifier(3).fit(X, y)
    with pytest.raises(TypeError, match="LogisticRegression has no neighbours"):
        vote(LogisticRegression().fit(X, y), [0, 0], X, y)
    with pytest.raises(ValueError, match="fitted on 40"):
        vote(model, [0, 0], X[:9], y[:9])
    with pytest.raises(ValueError, match="two features"):
        voronoi_cells(np.zeros((4, 3)), y[:4])
