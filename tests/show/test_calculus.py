"""Scenes of calculus: what they say is what is so, and curves stay within the picture."""

import numpy as np
import pytest

from workings import autodiff as ad
from workings.show import Area, Line, Points, Scene, Text
from workings.show.calculus import computation_graph, stretched_lines, strips, tangent, taylor


def test_curves_are_cut_where_they_leave():
    scene = tangent(lambda x: 1.0 / x, -1.0, at=1.0, h=0.5, limits=((-2.0, 2.0), (-3.0, 3.0)))
    pieces = [mark for mark in scene.marks if isinstance(mark, Line) and mark.group == 0]
    assert len(pieces) == 2, "the two branches are not joined"
    assert sum(bool(piece.label) for piece in pieces) == 1
    assert all(abs(y) <= 3.0 for piece in pieces for y in piece.y)


def test_strips_have_the_area_that_they_say():
    scene = strips(lambda x: 3.0 - x, (1.0, 2.0), 2, 1.5)
    assert scene.say.startswith("2 trapezoids hold 1.5;")
    assert sum(isinstance(mark, Area) for mark in scene.marks) == 2


@pytest.mark.parametrize("degree", [0, 1, 4, 9])
def test_taylor_says_how_far_it_is_near(degree):
    from math import factorial

    c = [1 / factorial(k) for k in range(degree + 1)]
    scene = taylor(np.exp, c, 0.0, limits=((-3.0, 3.0), (-2.0, 20.0)))
    low, high = (float(word.rstrip(".")) for word in scene.say.split(" from ")[1].split(" to "))
    inside = np.linspace(low + 0.01, high - 0.01, 50) if high - low > 0.02 else np.zeros(1)
    assert np.all(np.abs(np.polynomial.polynomial.polyval(inside, c) - np.exp(inside)) <= 0.0101)
    if high < 2.99:
        assert abs(np.polynomial.polynomial.polyval(high + 0.02, c) - np.exp(high + 0.02)) > 0.01


def test_stretches_multiply():
    maps = (("u", lambda x: 2.0 * x, 2.0), ("y", lambda u: -3.0 * u, -3.0))
    scene = stretched_lines(maps, 0.5, 0.25, limits=(-1.0, 1.0))
    assert "together by -6.0000" in scene.say
    assert "-6.0000 times as long" in scene.say


def test_a_tape_that_branches():
    x = ad.Variable(2.0)
    y = x * x
    scene = computation_graph(y * x + y, {x.number: "x"})
    assert scene.say == "The result is 12. Its derivative by x is 16."
    assert Scene.from_dict(scene.to_dict()) == scene
    at = [(mark.x, mark.y) for mark in scene.marks if isinstance(mark, Text)]
    assert len(at) == len(set(at)) == 8, "four values and four derivatives, none on top of another"
    half = computation_graph(y * x + y, {x.number: "x"}, shown=2)
    assert sum(len(mark.x) for mark in half.marks if isinstance(mark, Points) and mark.group == 1) == 2
