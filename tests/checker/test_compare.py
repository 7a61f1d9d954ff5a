import json

import numpy as np
import pytest

from workings.checker.compare import compare


def textbook(x):
    return np.exp(x) / np.sum(np.exp(x))


def shifted(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def shifted_twice(x):
    return np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))


def rows(x):
    """Each row of x on its own."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def columns(x):
    """Each column of x on its own."""
    e = np.exp(x - x.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def flipped(x):
    e = np.exp(np.min(x) - x)
    return e / e.sum()


def endless(x):
    while True:
        pass


def test_a_shift_changes_nothing_until_exp_overflows():
    found = compare(textbook, shifted, "softmax")
    assert found.differ
    first = found.differences[0]
    assert (first.right, first.call) == ("second", "np.array([0.0, 1000.0])")
    assert np.isnan(first.first[1])
    assert list(first.expected.values()) == [[0.0, 1.0]]
    assert any("everyday numbers" in kind for kind in found.agree_on)
    assert any("large numbers" in kind for kind in found.differ_on)
    assert any("exp(x - m) / sum(exp(x - m)) = exp(x) / sum(exp(x))" in reason for reason in found.reasons)


def test_work_done_twice_for_the_same_values():
    found = compare(shifted, shifted_twice, "softmax")
    assert not found.differ
    assert found.differences == ()
    assert [cost.exp_per_entry for cost in found.costs] == [pytest.approx(1), pytest.approx(2)]
    assert any("shifted_twice computes 2.0 exponentials" in reason for reason in found.reasons)


def test_which_axis_is_summed():
    found = compare(rows, columns, "softmax")
    depends = [one for one in found.differences if one.right == "depends"]
    assert len(depends) == 1
    assert sorted(depends[0].expected) == sorted(found.intents)
    assert any("along each row (axis 1)" in r and "down each column (axis 0)" in r for r in found.reasons)


def test_a_plain_mistake_is_named():
    found = compare(shifted, flipped, "softmax")
    assert found.differences[0].right == "first"
    assert any("sign_flipped" in reason for reason in found.reasons)


def test_a_function_and_itself_do_not_differ():
    found = compare(shifted, shifted, "softmax")
    assert not found.differ
    assert (found.first, found.second) == ("shifted (first)", "shifted (second)")
    assert found.tried > 50


def test_the_order_does_not_matter():
    one, other = compare(textbook, shifted, "softmax"), compare(shifted, textbook, "softmax")
    assert one.differ_on == other.differ_on
    assert [d.call for d in one.differences] == [d.call for d in other.differences]
    assert {one.differences[0].right, other.differences[0].right} == {"first", "second"}


def test_what_cannot_be_compared_is_said():
    found = compare(endless, shifted, "softmax", deadline=4)
    assert (found.differ, found.tried) == (False, 0)
    assert "endless cannot be compared" in found.reasons[0]
    assert "could not be compared" in str(found)


def test_words_data_and_html():
    found = compare(textbook, shifted, "softmax")
    text = str(found)
    assert all(len(line) <= 100 for line in text.splitlines())
    assert "shifted is right there" in text
    data = json.loads(found.to_json())
    assert data["differ"] is True
    assert data["differences"][0]["first"] == [0.0, "nan"]
    assert found._repr_html_().startswith("<pre")


def test_bad_arguments():
    with pytest.raises(ValueError, match="neither rows nor columns tells a topic"):
        compare(rows, columns)
    with pytest.raises(ValueError, match="Did you mean 'softmax'"):
        compare(rows, columns, "sofmax")
    with pytest.raises(TypeError, match="expected a function, got int"):
        compare(rows, 3, "softmax")
