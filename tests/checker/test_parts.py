"""The parts of the judge, each alone."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workings.checker import boundary
from workings.checker.causes import predicted
from workings.checker.edits import proposals, read
from workings.checker.grading import grade_array
from workings.checker.intents import read_clues
from workings.checker.lab import Lab
from workings.checker.model import as_expression
from workings.checker.recipes import RECIPES
from workings.checker.topics import TOPICS, get_topic, topic_of

mpmath = pytest.importorskip("mpmath")
SOFTMAX = get_topic("softmax")


def textbook(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6))
def test_the_exact_answer_is_exact_and_the_textbook_within_tolerance(values):
    case = SOFTMAX.build(SOFTMAX.intent("vector"), "vector", np.array(values))
    with mpmath.workdps(60):
        top = max(values)
        weights = [mpmath.exp(mpmath.mpf(v) - top) for v in values]
        true = np.array([float(w / mpmath.fsum(weights)) for w in weights])
    np.testing.assert_allclose(case.expected, true, rtol=4e-16, atol=1e-307)
    assert not grade_array(textbook(np.array(values)), case).fails


def test_an_error_of_float32_is_no_rounding():
    case = SOFTMAX.build(SOFTMAX.intent("vector"), "vector", np.array([0.5, 1.5, -1.0]))
    assert grade_array(textbook(np.array([0.5, 1.5, -1.0], dtype=np.float32)), case).status == "silent"
    assert grade_array(case.expected[None], case).status == "shape"
    assert grade_array(np.array([0.5, np.nan, 0.5]), case).status == "loud"


@pytest.mark.parametrize("name", TOPICS)
def test_every_code_that_a_topic_can_name_has_a_cause(name):
    topic = get_topic(name)
    codes = {symptom.code for symptom in topic.symptoms} | {code for f in topic.families for code in f.codes}
    for intent in topic.intents:
        codes |= {variant.code for variant in topic.variants(intent)}
    assert codes <= set(topic.causes)
    assert {recipe for recipes in topic.edits.values() for recipe in recipes} <= set(RECIPES)


@pytest.mark.parametrize("name", TOPICS)
def test_every_mistake_is_caught_by_some_case(name):
    topic = get_topic(name)
    caught, known = set(), set()
    for intent in topic.intents:
        for variant in topic.variants(intent):
            known.add(variant.code)
            if variant.code not in caught and any(predicted(variant, case).fails for case in topic.cases(intent)):
                caught.add(variant.code)
    assert caught == known


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("softmax", "softmax"),
        ("my_softmax2", "softmax"),
        ("stableSoftmax", "softmax"),
        ("log_softmax", "log_softmax"),
        ("LogSoftmax", "log_softmax"),
        ("logsumexp", "logsumexp"),
        ("sigmoid", "sigmoid"),
        ("cross_entropy_loss", "cross_entropy"),
        ("cross_entropy_gradient", "cross_entropy_gradient"),
        ("softmax_derivative", None),
        ("softmax_regression", None),
        ("sigmoid_prime", None),
        ("relu", None),
    ],
)
def test_topics_are_recognised_by_name(name, topic):
    assert topic_of(name) == topic


def test_clues_are_read_from_words_and_code(local):
    def softmax(scores):
        """Turn each row of scores into probabilities."""
        return scores / scores.sum(axis=1)

    clues = read_clues(local(softmax))
    assert clues.row
    assert clues.uses_axis
    assert not clues.column

    def softmax_row_vector(x):
        """For a row vector x."""
        return x

    assert read_clues(local(softmax_row_vector)).vector
    assert not read_clues(local(softmax_row_vector)).row


SOURCE = '''def softmax(x):
    """Doc."""
    e = np.exp(x)
    return e / (e.sum() + 1e-8)
'''


@pytest.mark.parametrize(
    ("recipe", "after"),
    [
        ("shift_in_exp", "e = np.exp(x - np.max(x, axis=-1, keepdims=True))"),
        ("shift_first", "x = x - np.max(x, axis=-1, keepdims=True)"),
        ("sum_per_group", "return e / (e.sum(axis=-1, keepdims=True) + 1e-8)"),
        ("drop_constant", "return e / (e.sum())"),
        ("as_float", "x = np.array(x, dtype=float)"),
    ],
)
def test_recipes_change_one_line(recipe, after):
    text = read(SOURCE, SOFTMAX.intent("last axis"), None, False)
    made = [edit.after for edit in proposals(text, (recipe,))]
    assert after in made
    for edit in proposals(text, (recipe,)):
        compile(edit.source, "<edit>", "exec")


def test_bisection_finds_where_exp_overflows(local):
    def softmax(x):
        return np.exp(x) / np.exp(x).sum()

    lab = Lab(local(softmax), math.inf)
    where = boundary.describe(SOFTMAX, SOFTMAX.intent("vector"), "overflow", lab)
    assert where == "up to a largest entry of 709 right to 12 digits; above, nan"


@pytest.mark.parametrize(
    "value",
    [
        np.array([1.0, -np.inf, np.nan]),
        np.array([[1, 2]], dtype=np.int8),
        np.zeros((0, 3)),
        [[1.0, 2.0]],
        np.float64(3.0),
        None,
        -1,
    ],
)
def test_expressions_make_the_value_again(value):
    again = eval(as_expression(value), {"np": np})
    np.testing.assert_array_equal(again, value)
    assert np.asarray(again).dtype == np.asarray(value).dtype
