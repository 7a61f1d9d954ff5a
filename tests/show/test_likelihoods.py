import numpy as np
import pytest
from sklearn.datasets import load_iris

from workings.naive_bayes import GaussianNB, MultinomialNB
from workings.show import Bars, Line, Points, Scene, draw
from workings.show.likelihoods import class_densities, evidence

X, y = load_iris(return_X_y=True)
MODEL = GaussianNB().fit(X, y)


def test_the_curves_are_densities_weighted_by_the_priors():
    scene = class_densities(MODEL, X, y, feature=1, names=["a", "b", "c"])
    curves = [mark for mark in scene.marks if isinstance(mark, Line)]
    for k, curve in enumerate(curves):
        area = np.trapezoid(curve.y, curve.x)
        assert area == pytest.approx(MODEL.class_prior_[k], rel=0.03)
    assert [mark.label for mark in scene.marks if isinstance(mark, Points)] == ["a", "b", "c"]


def test_the_pieces_of_evidence_add_up_to_the_log_odds():
    scene = evidence(MODEL, X[70], between=(1, 2), most=2)
    names = [name for _, name in scene.y.ticks]
    assert names[0] == "prior"
    assert names[-2:] == ["2 others", "sum"]
    heights = {
        place: h for mark in scene.marks if isinstance(mark, Bars) for place, h in zip(mark.x, mark.height, strict=True)
    }
    log = MODEL.predict_log_proba(X[70:71])[0]
    assert heights[len(names) - 1] == pytest.approx(log[2] - log[1])
    assert sum(heights.values()) == pytest.approx(2 * (log[2] - log[1]))


def test_what_has_no_densities_is_refused():
    with pytest.raises(TypeError, match="MultinomialNB has learnt no normal densities"):
        class_densities(MultinomialNB().fit(X, y), X, y)


def test_they_draw_and_survive_json():
    for scene in (class_densities(MODEL, X, y), evidence(MODEL, X[0])):
        assert Scene.from_dict(scene.to_dict()) == scene
        assert draw(scene).axes
