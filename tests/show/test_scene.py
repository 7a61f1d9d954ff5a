import json

import pytest

from workings.show import Axis, Bars, Control, Edges, Line, Points, Regions, Scene, Text

MARKS = (
    Regions((0.0, 1.0, 2.0), (0.0, 1.0), ((0.25, 0.75),), "share", "probability"),
    Points((0.5,), (0.5,), 1, "a", strong=True),
    Line((0.0, 2.0), (0.0, 1.0), None, "boundary", "dashed"),
    Bars((0.0, 1.0), (2.0, 3.0)),
    Text(1.0, 0.5, "here", "left"),
    Edges((0.0,), (1.0,), (1.0,), (0.0,)),
)
SCENE = Scene("a title", Axis("x", "m", 0.0, 2.0), Axis("y", ticks=((0.0, "no"), (1.0, "yes"))), MARKS, "A sentence.")


def test_a_scene_survives_json():
    assert Scene.from_dict(json.loads(json.dumps(SCENE.to_dict(), allow_nan=False))) == SCENE


def test_every_mark_is_named_by_kind():
    assert [m["kind"] for m in SCENE.to_dict()["marks"]] == ["regions", "points", "line", "bars", "text", "edges"]


def test_axis_label():
    assert Axis("age", "years").label == "age (years)"
    assert Axis("step").label == "step"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((0.0, 1.0, 2.0), "default"), ((1.0, 1.0, 1.0), "differ")],
)
def test_a_control_must_have_a_range_that_holds_its_default(arguments, words):
    with pytest.raises(ValueError, match=words):
        Control("C", *arguments, label="C")
    with pytest.raises(ValueError, match="log"):
        Control("C", 0.0, 2.0, 1.0, label="C", scale="log")
