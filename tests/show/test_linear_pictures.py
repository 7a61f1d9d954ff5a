"""The pictures of linear models, held to the fits that they show."""

import json

import numpy as np
import pytest

from workings.linear_model import (
    ElasticNet,
    Lasso,
    LinearRegression,
    LogisticRegression,
    Perceptron,
    Ridge,
    lasso_path,
)
from workings.show import (
    Area,
    Edges,
    Line,
    Points,
    Regions,
    Scene,
    Text,
    coefficient_paths,
    draw,
    fit_over_surface,
    fitted_line,
    fitted_plane,
    loss_surface,
    perceptron_step,
    step_path,
    steps,
)
from workings.show.objectives import Objective

rng = np.random.default_rng(5)
X = rng.normal(size=(40, 2))
y = X @ [1.0, 2.0] + 0.5 + 0.3 * rng.normal(size=40)
KIND = (y > 0.5).astype(int)


def of(scene, kind):
    return [mark for mark in scene.marks if isinstance(mark, kind)]


def test_residuals_end_at_the_prediction():
    model = LinearRegression().fit(X, y)
    (residuals,) = of(fitted_line(model, X, y), Edges)
    np.testing.assert_allclose(residuals.y1, model.predict(X))
    np.testing.assert_array_equal(residuals.y0, y)
    with pytest.raises(ValueError, match="column"):
        fitted_line(model, X, y, feature=2)
    with pytest.raises(ValueError, match="shape"):
        fitted_line(model, X, y[1:])


@pytest.mark.parametrize("turn", [-170, -60, 0, 45, 90])
def test_the_plane_from_all_sides(turn):
    model = LinearRegression().fit(X, y)
    scene = fitted_plane(model, X, y, turn=turn)
    assert len(of(scene, Area)) == 1
    assert sum(len(points.x) for points in of(scene, Points)) == 40
    for marks in (of(scene, Points), of(scene, Line)):
        for mark in marks:
            assert scene.x.low <= min(mark.x, default=0) <= max(mark.x, default=0) <= scene.x.high
            assert scene.y.low <= min(mark.y, default=0) <= max(mark.y, default=0) <= scene.y.high
    assert Scene.from_dict(json.loads(json.dumps(scene.to_dict()))) == scene
    for edges in of(scene, Edges):
        np.testing.assert_allclose(edges.x0, edges.x1, atol=1e-12)  # a residual is upright from everywhere


def test_a_plane_needs_two_features():
    with pytest.raises(ValueError, match="two columns"):
        fitted_plane(LinearRegression().fit(X, y), X, y, features=(1, 1))


@pytest.mark.parametrize(
    "model",
    [
        LinearRegression(solver="gradient descent", learning_rate=0.3),
        Ridge(alpha=3.0, solver="gradient descent"),
        Lasso(alpha=0.2),
        ElasticNet(alpha=0.2),
        LogisticRegression(C=0.5),
        LogisticRegression(C=2.0, solver="gradient descent", learning_rate=0.5, momentum=0.5, max_iter=1000),
    ],
)
def test_the_surface_has_the_height_that_each_step_tells(model):
    target = KIND if isinstance(model, LogisticRegression) else y
    seen = list(steps(model, X, target))
    for step in seen:
        height = Objective(model, X, target).over((0, 1), step)(*step_path([step]).T)
        np.testing.assert_allclose(height, step.objective, rtol=1e-10)
    scene = fit_over_surface(model, X, target)
    assert f"in {len(seen) - 1} steps" in scene.say
    (shade,) = of(scene, Regions)
    assert len(shade.cells) == len(shade.y_edges) - 1


def test_sweeps_move_one_coefficient_at_a_time():
    line = next(mark for mark in of(fit_over_surface(Lasso(alpha=0.2), X, y), Line) if mark.group == 1)
    moves = np.abs(np.diff(np.column_stack([line.x, line.y]), axis=0)) > 0
    assert not moves.all(axis=1).any()


def test_a_surface_over_the_intercept():
    model = LogisticRegression(solver="gradient descent", max_iter=50, tol=0.05)
    assert fit_over_surface(model, X, KIND, features=(0, -1)).y.name == "intercept"
    with pytest.raises(ValueError, match="two different"):
        fit_over_surface(model, X, KIND, features=(0, 0))
    with pytest.raises(TypeError, match="not known"):
        fit_over_surface(Perceptron(), X, KIND)
    with pytest.raises(ValueError, match="two classes"):
        fit_over_surface(model, X, np.arange(40) % 3)
    with pytest.raises(ValueError, match="steps, 2"):
        loss_surface(lambda a, b: a + b, [1.0, 2.0])


def test_coefficient_paths_are_those_of_the_path():
    alphas, coefs, _ = lasso_path(X, y)
    scene = coefficient_paths(alphas, coefs, names=["a", "b"], chosen=0.1)
    lines = [mark for mark in of(scene, Line) if mark.group is not None]
    for line, path in zip(lines, coefs, strict=True):
        np.testing.assert_array_equal(line.y, path)
    assert {text.text for text in of(scene, Text)} == {"a", "b"}
    assert "The first to move: b." in scene.say
    with pytest.raises(ValueError, match="lasso_path"):
        coefficient_paths(alphas[1:], coefs)


def test_names_beside_paths_do_not_lie_on_each_other():
    scene = coefficient_paths([1.0, 0.1], [[0, 1.0], [0, 1.01], [0, 1.02], [0, 5.0]])
    heights = sorted(text.y for text in of(scene, Text))
    assert min(np.diff(heights)) > 0.04 * 5


def test_the_line_before_and_after_a_mistake():
    one = next(s for s in steps(Perceptron(shuffle=False), X, KIND) if s.index == 3)
    i = int(one.facts["sample"])
    after = one.arrays["coef_"].ravel(), float(one.arrays["intercept_"][0])
    before = after[0] - one.facts["step"] * X[i], after[1] - one.facts["step"]
    scene = perceptron_step(before, after, X, KIND, i)
    strong = [mark for mark in of(scene, Points) if mark.strong]
    assert [(*mark.x, *mark.y) for mark in strong] == [tuple(X[i])]
    for line, (w, b) in zip(of(scene, Line), (before, after), strict=True):
        np.testing.assert_allclose(np.column_stack([line.x, line.y]) @ w + b, 0, atol=1e-12)
    with pytest.raises(ValueError, match="two features"):
        perceptron_step(before, after, X[:, :1], KIND)
    assert not of(perceptron_step(([0, 0], 0.0), ([0, 0], 0.0), X, KIND), Line)


@pytest.mark.parametrize("kind", [None, "line", "plane", "loss", "paths"])
def test_draw_knows_them(kind, tmp_path):
    figure = draw(Lasso(alpha=0.1).fit(X, y), X, y, kind=kind, path=tmp_path / "x.png")
    assert figure.axes
    assert (tmp_path / "x.png").stat().st_size > 5000


def test_draw_refuses_the_wrong_kind_of_model():
    with pytest.raises(ValueError, match="predicts numbers"):
        draw(LinearRegression().fit(X, y), X, y, kind="confusion")
    with pytest.raises(ValueError, match="predicts classes"):
        draw(LogisticRegression().fit(X, KIND), X, KIND, kind="line")
    with pytest.raises(ValueError, match="Lasso and ElasticNet"):
        draw(Ridge().fit(X, y), X, y, kind="paths")
