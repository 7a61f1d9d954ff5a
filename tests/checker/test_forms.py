"""Answers of many forms, laid beside the exact one."""

import numpy as np
import pytest

from workings.checker.forms import Form, told
from workings.checker.grading import grade_value
from workings.checker.model import Case

PAIR = Form.of((np.array([1.0, 2.0]), 3.0))


@pytest.mark.parametrize(
    "answer",
    [
        ([1, 2], 3),
        [[1.0, 2.0], 3.0],
        (np.array([[1.0], [2.0]]), np.array([3.0])),
        {"w": [1, 2], "b": 3},
        (np.array([[1.0, 2.0]]), np.float32(3)),
    ],
)
def test_equal_forms_of_a_pair(answer):
    flat, fits = PAIR.read(answer)
    assert fits
    assert flat.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("answer", [(3.0, [1.0, 2.0]), [1.0, 2.0, 3.0], ([1.0, 2.0],), ([1.0], 3.0), np.zeros((3, 3))])
def test_other_forms_do_not_fit_a_pair(answer):
    assert not PAIR.read(answer)[1]


def test_what_is_no_number_is_read_as_nothing():
    assert PAIR.read(("a", "b"))[0] is None
    assert PAIR.read(None)[0] is None or not PAIR.read(None)[1]


def test_an_array_of_two_is_a_pair_of_numbers():
    form = Form.of((2.0, -1.0))
    assert form.read(np.array([[2.0], [-1.0]]))[0].tolist() == [2.0, -1.0]


def test_a_column_is_a_vector_but_a_transposed_matrix_is_not_the_matrix():
    assert Form.of(np.ones(3)).read(np.ones((3, 1)))[1]
    assert not Form.of(np.ones((2, 3))).read(np.ones((3, 2)))[1]


def test_dicts_are_read_by_their_keys():
    form = Form.of({"left": 1.0, "right": [2.0, 3.0]})
    assert form.read({"right": [2, 3], "left": 1})[0].tolist() == [1.0, 2.0, 3.0]
    assert not form.read({"left": 1, "up": [2, 3]})[1]
    assert form.show(np.array([1.0, 2.0, 3.0])) == {"left": 1.0, "right": [2.0, 3.0]}


def test_words_are_compared_and_shown_as_words():
    form = Form.of(np.array(["cat", "dog", "cat"]))
    flat, fits = form.read(["cat", "cow", "cat"])
    assert fits
    assert flat.tolist() == [0.0, -1.0, 0.0]
    assert form.show(np.array([1.0, 0.0, 0.0])) == ["dog", "cat", "cat"]


def test_show_undoes_read():
    answer = (np.arange(6.0).reshape(2, 3), 7.0, np.array([8.0]))
    form = Form.of(answer)
    assert form.show(form.read(answer)[0]) == told(answer)


def test_canonical_answers_are_compared():
    form = Form((((3,)),), canonical=sorted)
    assert form.read([3.0, 1.0, 2.0])[0].tolist() == [1.0, 2.0, 3.0]


def test_a_swapped_pair_is_a_matter_of_form():
    case = Case("usual", (), np.array([1.0, 2.0, 3.0]), np.full(3, 1e-9), form=PAIR)
    assert grade_value(([1.0, 2.0], 3.0), case).status == "right"
    assert grade_value(([1.0, 2.5], 3.0), case).status == "silent"
    assert grade_value(([1.0, np.nan], 3.0), case).status == "loud"
    assert grade_value((3.0, [1.0, 2.0]), case).status == "shape"
    assert grade_value("three", case).status == "type"


def test_a_matrix_of_one_number_is_not_three_parts():
    form = Form.of((np.ones((1, 1)), np.ones((1, 1)), np.ones(1)))
    assert not form.read(np.array([[3.0]]))[1]
