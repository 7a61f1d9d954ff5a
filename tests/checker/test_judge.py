import json

import numpy as np
import pytest

from workings.checker import check
from workings.checker.verdict import Wrong
from workings.testing import assert_right


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_naive(x):
    """A vector of scores."""
    return np.exp(x) / np.sum(np.exp(x))


def softmax_one_max(x):
    """Probabilities for each set of scores in x."""
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum()


def softmax_batch(scores):
    """scores: (batch, classes)"""
    e = np.exp(scores - scores.max())
    return e / e.sum(axis=1, keepdims=True)


def evaluate(expression, **functions):
    return eval(expression, {"np": np, **functions})


def test_a_right_function_is_right_and_the_intent_is_told(local):
    verdict = check(local(softmax))
    assert verdict.outcome == "right"
    assert verdict.intent == "last axis"
    assert not verdict.defects
    assert verdict.ok
    verdict.raise_if_wrong()


def test_the_counterexample_runs_and_shows_the_fault(local):
    verdict = check(local(softmax_naive))
    defect = verdict.defects[0]
    assert defect.code == "overflow"
    with np.errstate(all="ignore"):
        assert np.isnan(evaluate(defect.counterexample, softmax_naive=softmax_naive)).any()
    assert np.isnan(defect.got).any()
    np.testing.assert_allclose(defect.expected, [0.0, 1.0])


def test_the_boundary_names_the_silent_zone(local):
    verdict = check(local(softmax_batch))
    assert verdict.defects[0].code == "underflow_global_max"
    where = verdict.defects[0].boundary
    assert "right to 12 digits" in where
    assert "silently wrong" in where
    assert where.endswith("above, nan")


@pytest.mark.parametrize(
    ("fn", "code", "after"),
    [
        (softmax_naive, "overflow", "x = x - np.max(x)"),
        (softmax_one_max, "sums_whole_array", "e_x = np.exp(x - np.max(x, axis=-1, keepdims=True))"),
        (softmax_batch, "underflow_global_max", "e = np.exp(scores - scores.max(axis=1, keepdims=True))"),
    ],
)
def test_the_edit_was_tried_and_mends(local, fn, code, after):
    defect = check(local(fn)).defects[0]
    assert defect.code == code
    assert defect.edit_tried
    assert defect.edit_mends
    assert defect.edit.startswith(after)


def test_the_intent_can_be_given_and_changes_the_outcome(local):
    assert check(local(softmax_one_max)).codes == ("sums_whole_array",)
    as_vector = check(local(softmax_one_max), intent="vector")
    assert as_vector.outcome == "right"
    assert as_vector.intent_given
    assert check(local(softmax), intent="columns").codes[0] == "wrong_axis"


def test_the_same_seed_gives_the_same_verdict(local):
    first, second = (check(local(softmax_naive), seed=3).to_dict() for _ in range(2))
    for verdict in (first, second):
        verdict.pop("seconds")
        verdict.pop("cost")
    assert json.dumps(first, default=str) == json.dumps(second, default=str)


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"topic": "softmx"}, ValueError, "Did you mean 'softmax'"),
        ({"topic": "softmax", "intent": "row"}, ValueError, "Did you mean 'rows'"),
        ({"topic": 3}, TypeError, "expected a string"),
        ({"topic": "softmax", "deadline": 0}, ValueError, "above 0"),
    ],
)
def test_unknown_names_are_refused_with_a_suggestion(arguments, error, says):
    with pytest.raises(error, match=says):
        check(softmax, **arguments)


def test_a_name_without_a_topic_is_refused():
    def relu(x):
        return np.maximum(x, 0)

    with pytest.raises(ValueError, match="tells no topic"):
        check(relu)
    with pytest.raises(TypeError, match="expected a function"):
        check(3, "softmax")


def test_renderings(local):
    verdict = check(local(softmax_one_max))
    assert len(str(verdict).splitlines()) <= 25
    assert "sums_whole_array" in str(verdict)
    html = verdict._repr_html_()
    assert html.startswith("<pre")
    assert "&gt;" in html
    assert verdict.__rich__().plain.splitlines()[0] == str(verdict).splitlines()[0]
    data = json.loads(verdict.to_json())
    assert data["defects"][0]["code"] == "sums_whole_array"
    assert data["outcome"] == "wrong"


def test_html_escapes_what_the_learner_says(local):
    def softmax_evil(x):
        raise ValueError("<script>alert(1)</script>")

    verdict = check(local(softmax_evil))
    assert verdict.outcome == "broken"
    assert "<script>" not in verdict._repr_html_()


def test_assert_right(local):
    assert assert_right(local(softmax)).outcome == "right"
    with pytest.raises(Wrong, match="overflow"):
        assert_right(local(softmax_naive))
    with pytest.raises(ValueError, match="allow"):
        assert_right(local(softmax), allow=("wrong",))


def test_more_than_one_fault_is_named(local):
    def softmax_bad(x):
        x -= 1.0
        return np.exp(x) / (np.exp(x).sum() + 1e-6)

    assert {"eps_bias", "overflow", "mutates_input", "fails_integer_input"} <= set(check(local(softmax_bad)).codes)


def test_needing_more_arguments_is_broken(local):
    def softmax_of(x, weights, bias):
        return softmax(x @ weights + bias)

    verdict = check(local(softmax_of))
    assert (verdict.outcome, verdict.codes) == ("broken", ("cannot_be_called",))


def test_through_the_wall():
    verdict = check(softmax_batch)
    assert verdict.codes == ("underflow_global_max",)
    assert verdict.cost.growth == "linear"
    assert verdict.cost.exp_per_entry == pytest.approx(1.0)


def test_an_endless_loop_is_broken():
    def softmax_endless(x):
        while True:
            pass

    verdict = check(softmax_endless, deadline=4)
    assert (verdict.outcome, verdict.codes) == ("broken", ("never_ends",))
    assert verdict.seconds < 4
