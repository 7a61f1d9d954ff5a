"""A topic of an ordinary function, made with `Plain`: how it is called, what counts as right, what is named."""

import re
from pathlib import Path

import numpy as np
import pytest

from workings.checker import judge as judging
from workings.checker.topics import _plain_inputs as inputs
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

LABELS = np.array(["b", "a", "b", "c", "a", "b"])


def _largest(counts, words):
    best = max(counts.tolist())
    return min(w for w, c in zip(words.tolist(), counts.tolist(), strict=True) if c == best)


NEAREST = Plain(
    name="nearest",
    formula="nearest(points, target) = the places of the two nearest points, and their mean distance",
    names="^nearest$",
    given=(Given("points", "n", "x xs"), Given("target", also="t q"), Given("squared", optional=True, values=[False])),
    exact=lambda x, t, squared: (np.argsort(np.abs(x - t), kind="stable")[:2], np.sort(np.abs(x - t))[:2].mean()),
    readings=(Reading("two", "the two nearest", takes=()),),
    examples=(
        Example("usual", (np.array([3.0, -1.0, 2.5, 7.0]), 2.0, False)),
        Example("usual", (np.array([0.5, 4.0, -6.0]), -1.0, False)),
        Example("no two points", (np.array([1.0, 1.0, 1.0]), 1.0, False), "differs"),
    ),
    mistakes=(("farthest", lambda x, t, s: (np.argsort(-np.abs(x - t))[:2], np.sort(np.abs(x - t))[-2:].mean())),),
    causes={"farthest": Cause("wrong", "These are the farthest points.")},
    canonical=lambda answer, x, t, s: (sorted(np.ravel(answer[0])), answer[1]),
    may_raise=lambda x, t, s: np.ptp(x) == 0,
    everyday=lambda x, t, s: len(set(np.abs(x - t).tolist())) == len(x),
    sizes={"n": (3, 5)},
).topic()
COMMONEST = Plain(
    name="commonest",
    formula="commonest(labels) = the label that occurs most often, and how often each occurs",
    names="^commonest$",
    given=(Given("labels", "n", values=["a", "b", "c"]),),
    exact=lambda y: (np.array(_largest(*np.unique(y, return_counts=True)[::-1])), len(y)),
    readings=(Reading("labels", "one label, and how many there are"),),
    examples=(Example("usual", (LABELS,)), Example("usual", (LABELS[3:],))),
    accepts=lambda answer, y: (
        answer[1] == len(y) and (y == answer[0]).sum() == np.unique(y, return_counts=True)[1].max()
    ),
).topic()


def outcome(local, function, topic, name=None):
    subject = local(function, name=name or function.__name__)
    return judging.judge(subject, topic, intent=None, seed=0, deadline=10)


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The random search looks topics up by name."""
    made = {"nearest": NEAREST, "commonest": COMMONEST}
    monkeypatch.setattr("workings.checker.search.get_topic", made.__getitem__)


def by_sorting(points, target):
    order = sorted(range(len(points)), key=lambda i: abs(points[i] - target))
    return order[:2], sum(abs(points[i] - target) for i in order[:2]) / 2


def other_order_and_names(t, xs):
    d = np.abs(xs - t)
    found = np.argpartition(d, 1)[:2]
    return {"places": found[::-1], "distance": d[found].mean()}


def refuses_equal_points(points, target, squared=False):
    if len(set(points)) == 1:
        raise ValueError("all points are the same")
    return by_sorting(points, target)


def farthest(points, target):
    d = np.abs(points - target)
    return np.argsort(d)[-2:], np.sort(d)[-2:].mean()


def swapped(points, target):
    return by_sorting(points, target)[::-1]


def positional(*args):
    return by_sorting(*args)


def wants_more(points, target, metric):
    return by_sorting(points, target)


@pytest.mark.parametrize("function", [by_sorting, other_order_and_names, refuses_equal_points, positional])
def test_right_in_any_order_of_arguments_and_parts(local, function):
    verdict = outcome(local, function, NEAREST)
    assert verdict.outcome in ("right", "costly"), verdict.render()


@pytest.mark.parametrize(("function", "code"), [(farthest, "farthest"), (swapped, "returns_wrong_shape")])
def test_mistakes_are_named(local, function, code):
    assert outcome(local, function, NEAREST).codes[0] == code


def test_what_cannot_be_called_says_how_it_is_called(local):
    verdict = outcome(local, wants_more, NEAREST)
    assert verdict.codes == ("cannot_be_called",)
    assert "metric" in verdict.defects[0].explanation
    assert "nearest(points, target)" in verdict.defects[0].explanation


def test_words_with_ties_that_may_fall_either_way(local):
    def last_of_the_commonest(labels):
        words, counts = np.unique(labels, return_counts=True)
        return str(words[counts == counts.max()][-1]), len(labels)

    def rarest(labels):
        words, counts = np.unique(labels, return_counts=True)
        return str(words[counts.argmin()]), len(labels)

    assert outcome(local, last_of_the_commonest, COMMONEST).outcome in ("right", "costly")
    verdict = outcome(local, rarest, COMMONEST)
    assert verdict.outcome == "wrong"
    assert verdict.defects[0].expected[0] in ("a", "b", "c")


def test_rows_are_left_out_of_all_arguments_at_once():
    given = (Given("X", "np"), Given("y", "n"), Given("w", "p"), Given("steps"))
    args = (np.arange(6.0).reshape(3, 2), np.arange(3.0), np.zeros(2), 2)
    for smaller in inputs.smaller(given, args):
        assert inputs.lengths(given, smaller) is not None
        assert smaller[3] in (1, 2)
    assert inputs.lengths(given, (args[0], np.zeros(2), args[2], 1)) is None


def test_the_example_of_the_guide_is_a_topic(local):
    guide = Path(__file__).parents[3] / "docs" / "writing-a-topic.md"
    code = re.search(r"```python\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL).group(1)
    space = {}
    exec(compile(code, str(guide), "exec"), space)
    topic = space["TOPIC"]

    def squared(y_true, y_pred):
        return np.mean((y_true - y_pred) ** 2)

    # No random inputs: this topic is not listed.
    subject = local(squared)
    assert judging.judge(subject, topic, intent=None, seed=0, deadline=10).codes == ("squares",)
