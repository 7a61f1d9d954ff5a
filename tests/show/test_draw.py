import subprocess
import sys

import pytest
from sklearn.datasets import load_iris
from tests.show.test_scene import SCENE

from workings.linear_model import LogisticRegression
from workings.show import draw, steps

X, y = load_iris(return_X_y=True)


def test_every_mark_is_drawn(tmp_path):
    figure = draw(SCENE, path=tmp_path / "new" / "scene.png", caption=True)
    axes = figure.axes[0]
    assert axes.get_title(loc="left") == "a title"
    assert axes.get_xlabel() == "x (m)"
    assert [label.get_text() for label in axes.get_yticklabels()] == ["no", "yes"]
    assert len(axes.collections) == 2
    assert len(axes.lines) == 2
    assert len(axes.patches) == 2
    assert [text.get_text() for text in axes.texts] == ["here"]
    assert (tmp_path / "new" / "scene.png").stat().st_size > 5000


def test_what_can_be_drawn():
    model = LogisticRegression()
    seen = list(steps(model, X, y))
    assert draw(seen).axes[0].get_xlabel() == "step"
    assert draw(model, X, y, kind="confusion").axes[0].get_xlabel() == "predicted"
    assert draw(model, X, y, features=(2, 3)).axes[0].get_xlabel() == "feature 2"
    assert draw(model, X, y, kind="boundary").axes[0].lines


def test_what_cannot_be_drawn_is_refused_with_a_remedy():
    model = LogisticRegression().fit(X, y)
    with pytest.raises(TypeError, match="Scene"):
        draw(3)
    with pytest.raises(ValueError, match=r"draw\(model, X, y\)"):
        draw(model)
    with pytest.raises(ValueError, match="kinds"):
        draw(model, X, y, kind="clock")


def test_drawing_does_not_touch_pyplot():
    code = (
        "import sys; from tests.show.test_scene import SCENE; from workings.show import draw; draw(SCENE);"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_same_scene_is_the_same_file(tmp_path):
    first, second = tmp_path / "a.png", tmp_path / "b.png"
    draw(SCENE, path=first)
    draw(SCENE, path=second)
    assert first.read_bytes() == second.read_bytes()
