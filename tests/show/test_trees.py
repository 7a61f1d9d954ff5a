"""Pictures of trees, held against what the trees say."""

import numpy as np
import pytest
from sklearn.datasets import load_iris

from workings.linear_model import LinearRegression
from workings.show import Area, Bars, Edges, Regions, Scene, Text, draw
from workings.show.tree_boxes import boxes
from workings.show.trees import importances, tree_diagram
from workings.tree import DecisionTreeClassifier, DecisionTreeRegressor

X, y = load_iris(return_X_y=True)
rng = np.random.default_rng(0)


def marks_of(scene, kind):
    return [mark for mark in scene.marks if isinstance(mark, kind)]


def test_the_diagram_has_every_node_and_its_numbers():
    model = DecisionTreeClassifier(max_depth=3).fit(X, y)
    scene = tree_diagram(model, names=["a", "b", "c"])
    tree = model.tree_
    said = [text.text for text in marks_of(scene, Text) if text.text.strip() not in ("yes", "no")]
    assert sorted(int(one.split("n = ")[1].split("\n")[0]) for one in said) == sorted(tree.n_node_samples.tolist())
    assert len(marks_of(scene, Edges)[0].x0) == tree.node_count - 1
    assert Scene.from_dict(scene.to_dict()) == scene


def test_what_the_diagram_cuts_off_is_said():
    model = DecisionTreeClassifier().fit(X, y)
    scene = tree_diagram(model, depth=1)
    assert sum("(more below)" in text.text for text in marks_of(scene, Text)) == 1
    assert len(marks_of(tree_diagram(DecisionTreeClassifier().fit(X, y * 0)), Text)) == 1


def test_every_place_lies_in_the_box_of_what_the_tree_says_there():
    model = DecisionTreeClassifier(max_depth=5).fit(X[:, 2:], y)
    scene = boxes(model, X[:, 2:], y)
    for place in rng.uniform([scene.x.low, scene.y.low], [scene.x.high, scene.y.high], (300, 2)):
        (group,) = {
            area.group
            for area in marks_of(scene, Area)
            if area.x[0] < place[0] < area.x[1] and area.y[1] < place[1] < area.y[2]
        }
        assert group == model.predict(place[None])[0]


def test_boxes_of_numbers_are_shaded_by_what_the_tree_says():
    model = DecisionTreeRegressor(max_depth=4).fit(X[:, :2], X[:, 3])
    (shades,) = marks_of(boxes(model, X[:, :2], X[:, 3]), Regions)
    middles = [(np.array(edges)[1:] + np.array(edges)[:-1]) / 2 for edges in (shades.x_edges, shades.y_edges)]
    across, up = np.meshgrid(*middles)
    said = model.predict(np.column_stack([across.ravel(), up.ravel()])).reshape(across.shape)
    np.testing.assert_allclose(np.array(shades.cells), said - said.min(), atol=1e-6)


def test_importances_are_sorted_and_draw_needs_no_samples(tmp_path):
    model = DecisionTreeClassifier().fit(X, y)
    (bars,) = marks_of(importances(model), Bars)
    gave = model.feature_importances_[model.feature_importances_ > 0]
    np.testing.assert_allclose(bars.height, np.sort(gave)[::-1])
    draw(model, kind="importances", path=tmp_path / "a.png")
    draw(model, kind="tree", caption=True)
    draw(DecisionTreeClassifier().fit(X[:, :2], y), X[:, :2], y, kind="boxes")
    with pytest.raises(TypeError, match="decision trees"):
        draw(LinearRegression().fit(X, y), kind="tree")
    with pytest.raises(TypeError, match="trees and forests"):
        importances(LinearRegression().fit(X, y))
    with pytest.raises(ValueError, match="with samples"):
        draw(model, kind="boxes")
