"""The scene of a margin: where its lines lie, and whose points are strong."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_blobs, make_moons
from sklearn.linear_model import RidgeClassifier

from workings.show import draw
from workings.show.margins import margin
from workings.show.scene import Line, Points
from workings.svm import SVC


def lines(scene):
    return [m for m in scene.marks if isinstance(m, Line)]


class TestMargin:
    def test_lines_are_at_0_and_at_1_on_both_sides(self):
        X, y = make_blobs(40, centers=2, random_state=1, cluster_std=0.8)
        model = SVC(kernel="linear").fit(X, y)
        scene = margin(model, X, y)
        solid, dashed = ([m for m in lines(scene) if m.style == style] for style in ("solid", "dashed"))
        assert len(solid) == 1
        assert len(dashed) == 2
        for line, level in ((solid[0], 0.0), (dashed[0], -1.0), (dashed[1], 1.0)):
            on = model.decision_function(np.column_stack([line.x, line.y]))
            np.testing.assert_allclose(on, level, atol=1e-9)

    def test_support_vectors_are_strong(self):
        X, y = make_moons(60, noise=0.2, random_state=0)
        model = SVC(C=5.0).fit(X, y)
        strong = [m for m in margin(model, X, y).marks if isinstance(m, Points) and m.strong]
        drawn = {(a, b) for m in strong for a, b in zip(m.x, m.y, strict=True)}
        assert drawn == {tuple(row) for row in X[model.support_].tolist()}
        assert sum(len(m.x) for m in margin(model, X, y).marks if isinstance(m, Points)) == 60

    def test_a_model_without_support_vectors(self):
        X, y = make_blobs(40, centers=2, random_state=1)
        model = RidgeClassifier().fit(X, y)
        scene = margin(model, X, y)
        lead = np.where(y == 1, 1, -1) * model.decision_function(X)
        assert scene.say.startswith(f"{(lead <= 1.002).sum()} support vectors of 40 samples")

    def test_draw(self):
        X, y = make_moons(40, noise=0.2, random_state=0)
        axes = draw(SVC().fit(X, y), X, y, kind="margin", names=("low", "high")).axes[0]
        assert {line.get_linestyle() for line in axes.lines} >= {"-", "--"}

    def test_three_classes_are_refused(self):
        X, y = make_blobs(40, centers=3, random_state=1)
        with pytest.raises(ValueError, match="3 classes have a margin for each pair"):
            margin(SVC().fit(X, y), X, y)
