import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

from workings.linear_model import LogisticRegression
from workings.show import (
    Axis,
    Line,
    Points,
    Regions,
    Text,
    confusion_matrix,
    decision_boundary,
    decision_regions,
    loss_curve,
    steps,
)

X, y = load_iris(return_X_y=True)
TWO = y > 0


def of(scene, kind):
    return [mark for mark in scene.marks if isinstance(mark, kind)]


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
def test_the_boundary_lies_where_the_probability_is_the_threshold(threshold):
    model = LogisticRegression().fit(X[TWO, 2:], y[TWO])
    scene = decision_regions(model, X[TWO, 2:], y[TWO], threshold=threshold)
    (line,) = of(scene, Line)
    on_it = model.predict_proba(np.column_stack([line.x, line.y]))[:, 1]
    np.testing.assert_allclose(on_it, threshold, atol=0.005)


def test_cells_are_the_models_own_probabilities():
    model = LogisticRegression().fit(X[TWO, 2:], y[TWO])
    (regions,) = of(decision_regions(model, X[TWO, 2:], y[TWO]), Regions)
    cells = np.array(regions.cells)
    assert cells.shape == (len(regions.y_edges) - 1, len(regions.x_edges) - 1)
    i, j = 20, 130
    middle = [[np.mean(regions.x_edges[j : j + 2]), np.mean(regions.y_edges[i : i + 2])]]
    assert cells[i, j] == pytest.approx(model.predict_proba(middle)[0, 1])


@pytest.mark.parametrize("model", [LogisticRegression(), KNeighborsClassifier(), LinearSVC()])
def test_three_classes_by_any_classifier(model):
    model.fit(X[:, :2], y)
    scene = decision_regions(model, X[:, :2], y, names=["a", "b", "c"])
    (regions,) = of(scene, Regions)
    assert regions.scale == "classes"
    assert set(np.unique(regions.cells)) == {0.0, 1.0, 2.0}
    assert of(scene, Line)
    assert [(p.label, len(p.x)) for p in of(scene, Points)] == [("a", 50), ("b", 50), ("c", 50)]
    right = f"{model.score(X[:, :2], y):.0%}".replace("%", " %")
    assert right in scene.say


def test_other_features_are_held_at_their_means():
    model = LogisticRegression().fit(X, y)
    (regions,) = of(decision_regions(model, X, y, features=(2, 3)), Regions)
    point = X.mean(axis=0)
    point[2], point[3] = np.mean(regions.x_edges[80:82]), np.mean(regions.y_edges[80:82])
    assert regions.cells[80][80] == model.predict(point[None])[0]
    with pytest.raises(ValueError, match="two columns"):
        decision_regions(model, X, y, features=(2, 4))


def test_the_boundary_alone():
    model = LogisticRegression().fit(X[TWO, 2:], y[TWO])
    scene = decision_boundary(model, X[TWO, 2:], y[TWO], axes=(Axis("length", "cm"), Axis("width", "cm")))
    assert not of(scene, Regions)
    assert of(scene, Line)
    assert scene.x.label == "length (cm)"


def test_loss_curve_shows_every_step():
    seen = list(steps(LogisticRegression(), X, y))
    (line,) = of(loss_curve(seen), Line)
    assert line.y == tuple(step.objective for step in seen)
    with pytest.raises(ValueError, match="no steps"):
        loss_curve([])


def test_loss_curve_keeps_the_sample_apart_from_all_rows():
    rng = np.random.default_rng(0)
    wide = rng.normal(size=(20_000, 3))
    seen = list(steps(LogisticRegression(), wide, wide[:, 0] + rng.normal(size=20_000) > 0))
    lines = of(loss_curve(seen), Line)
    assert len(lines) == 2
    assert sum(len(line.x) for line in lines) == len(seen)


def test_confusion_matrix_counts():
    scene = confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0], names=["no", "yes"])
    assert [text.text.split("\n")[0] for text in of(scene, Text)] == ["1", "1", "1", "2"]
    assert scene.y.ticks == ((0.0, "no"), (1.0, "yes"))
    assert "mistake" not in confusion_matrix([0, 1], [0, 1]).say


def test_many_steps_are_a_line_without_marks():
    seen = list(steps(LogisticRegression(solver="gradient descent", max_iter=200, learning_rate=0.05, tol=0.06), X, y))
    assert len(seen) > 60
    assert not of(loss_curve(seen), Points)
    assert of(loss_curve(seen[:60]), Points)


def test_a_confusion_matrix_of_many_classes_leaves_the_zeros_out():
    true = np.arange(20) % 10
    texts = of(confusion_matrix(true, np.where(true == 3, 4, true)), Text)
    assert sorted({(t.x, t.y, t.text) for t in texts if t.x != t.y}) == [(4.0, 3.0, "2")]
    assert len(texts) == 10  # nine on the diagonal, one beside it
