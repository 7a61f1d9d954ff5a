"""Scenes of joins: the rows of a join are those that pandas makes, and the sentence counts them."""

import json

import numpy as np
import pandas as pd
import pytest

from workings.show import Scene, Text
from workings.show.joins import joined, pairs

WAYS = ["inner", "left", "right", "outer"]
LEFT, RIGHT = [("b", "1"), ("a", "2"), ("e", "3"), ("b", "4")], [("c", "5"), ("b", "6"), ("b", "7"), ("a", "8")]


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("seed", range(8))
def test_rows_are_those_of_pandas(how, seed):
    rng = np.random.default_rng(seed)
    left, right = (rng.choice(list("abcde"), n).tolist() for n in (5, 6))
    one = pd.DataFrame({"key": left, "i": np.arange(5)})
    both = one.merge(pd.DataFrame({"key": right, "j": np.arange(6)}), on="key", how=how)
    wanted = [tuple(None if v != v else int(v) for v in row) for row in both[["i", "j"]].to_numpy(dtype=float)]
    assert pairs(left, right, how) == wanted


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("inner", "has 5: 2 rows of left stand there 2 times, and 1 is lost."),
        ("left", "has 6: 2 rows of left stand there 2 times, and 1 has no partner."),
        ("right", "has 6: 2 rows of left stand there 2 times, 1 is lost, and 1 has no row of left."),
        ("outer", "has 7: 2 rows of left stand there 2 times, 1 has no partner, and 1 has no row of left."),
    ],
)
def test_the_sentence_counts(how, told):
    scene = joined(LEFT, RIGHT, how)
    assert scene.say == f"The {how} join of 4 and 4 rows {told}"
    assert Scene.from_dict(json.loads(json.dumps(scene.to_dict()))) == scene


def test_one_partner_each():
    assert joined(LEFT, [("a", "x"), ("b", "y"), ("e", "z")]).say.endswith("each row of left stands there once.")
    nothing = joined(LEFT[:1], [("z", "x")])
    assert nothing.say == "The inner join of 1 and 1 rows has 0: 1 is lost."
    assert [mark.text for mark in nothing.marks if isinstance(mark, Text)][-1] == "inner join: 0 rows"
