"""Every plain topic: its answers agree with other libraries', and each of its mistakes shows and is told apart."""

import mpmath
import numpy as np
import pytest
from scipy.special import expit
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from workings.checker.causes import ORDINARY, Evidence, best_variant, predicted
from workings.checker.grading import grade
from workings.checker.search import draw_cases
from workings.checker.subject import Answer
from workings.checker.topics import TOPICS, get_topic

PLAIN = [name for name in TOPICS if get_topic(name).bind is not None]
INTENTS = [pytest.param(name, one, id=f"{name}-{one.name}") for name in PLAIN for one in get_topic(name).intents]


def _line(x, y):
    fit = LinearRegression().fit(np.reshape(x, (-1, 1)), y)
    return fit.coef_[0], fit.intercept_


def _scaled(train, test):
    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def _newton(w, X, y):
    """In 40 digits."""
    with mpmath.workdps(40):
        p = [1 / (1 + mpmath.exp(-mpmath.fdot(map(float, x), map(float, w)))) for x in X]
        H = mpmath.matrix(len(w), len(w))
        g = mpmath.matrix(len(w), 1)
        for q, x, t in zip(p, X.tolist(), y.tolist(), strict=True):
            for i in range(len(w)):
                g[i] += (q - t) * x[i]
                for j in range(len(w)):
                    H[i, j] += q * (1 - q) * x[i] * x[j]
        return [float(mpmath.mpf(float(v)) - s) for v, s in zip(w, mpmath.lu_solve(H, g), strict=True)]


def _unit(w, b, X, y):
    e = expit(X @ w + b) - y
    return X.T @ e / len(y), e.mean()


def _descent(X, y, rate, steps, start):
    w = np.zeros(X.shape[1])
    for _ in range(steps):
        w = w - rate * (X.T @ (expit(X @ w) - y)) / len(y)
    return w


def _perceptron(X, y, epochs):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(epochs):
        for x, t in zip(X, y, strict=True):
            if t * (x @ w + b) <= 0:
                w, b = w + t * x, b + t
    return w, b


ORACLES = {
    "impute_mean": lambda X: SimpleImputer(keep_empty_features=True).fit_transform(X),
    "one_hot": lambda labels, n: OneHotEncoder(sparse_output=False).fit_transform(labels[:, None]),
    "standardise": _scaled,
    "fit_line": _line,
    "normal_equations": lambda X, y, c: np.linalg.lstsq(X, y, rcond=None)[0],
    "newton_step": _newton,
    "neuron_gradients": _unit,
    "gradient_descent": _descent,
    "perceptron": _perceptron,
}


@pytest.mark.parametrize("name", ORACLES)
def test_answers_agree_with_other_libraries(name):
    intent = get_topic(name).intents[0]
    cases = draw_cases(name, intent.name, 7)[:60]
    assert len(cases) >= 20
    for case in cases:
        flat, fits = case.form.read(ORACLES[name](*case.args))
        assert fits
        np.testing.assert_allclose(flat, case.expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("name", "intent"), INTENTS)
def test_every_mistake_shows_on_everyday_numbers(name, intent):
    topic = get_topic(name)
    cases = [case for case in topic.cases(intent) if case.tag in ORDINARY]
    for variant in topic.variants(intent):
        assert variant.code in topic.causes
        if all(predicted(variant, case).status == "raised" for case in cases):
            continue  # a mistake of other forms than this topic's
        assert any(predicted(variant, case).fails for case in cases) or _is_right_here(variant, cases), variant.code


def _is_right_here(variant, cases):
    """Some mistakes of labels or ties are no mistakes under another reading."""
    return all(predicted(variant, case).status == "right" for case in cases)


@pytest.mark.parametrize("name", PLAIN)
def test_each_mistake_is_told_from_the_others(name):
    topic = get_topic(name)
    intent = topic.intents[0]
    cases = topic.cases(intent)
    for variant in topic.variants(intent):
        answers = []
        for case in cases:
            try:
                with np.errstate(all="ignore"):
                    answers.append(Answer("value", value=variant.answer(case)))
            except (ValueError, IndexError, ZeroDivisionError, TypeError, np.linalg.LinAlgError) as error:
                answers.append(Answer("raised", error_type=type(error).__name__))
        evidence = Evidence(intent, cases, answers, [grade(a, c) for a, c in zip(answers, cases, strict=True)])
        wrong = [i for i in evidence.core() if evidence.grades[i].fails]
        if not wrong or all(evidence.grades[i].status == "raised" for i in evidence.core()):
            continue
        found = best_variant(topic, evidence)
        assert found is not None, variant.code
        assert found[0].code == variant.code or found[0].code in SAME.get(variant.code, ()), variant.code


# Different words for what is the same on these inputs.
SAME = {
    "returns_its_input": ("nan_left", "and_for_or", "sum_not_assigned"),
    "forgets_old_weights": ("returns_step",),
    "half_of_the_loss": ("labels_of_minus_one",),
    # Zeros: no learning, shares cut to whole numbers, and 1 minus the sum of the shares.
    "not_written": ("never_learns", "whole_numbers", "squares_forgotten"),
    "squares_of_the_sum": ("squares_forgotten",),  # the shares add up to 1, and so does its square
    "one_column_too_many": ("counts_from_one",),
    # Once every word and comma is off, what is left over of a price with a point is the same number.
    "marks_left": ("comma_always_thousands",),
}


@pytest.mark.parametrize("name", PLAIN)
def test_edges_have_causes_and_edits_have_recipes(name):
    from workings.checker.recipes import RECIPES

    topic = get_topic(name)
    assert all(symptom.code in topic.causes for symptom in topic.symptoms)
    assert all(recipe in RECIPES for recipes in topic.edits.values() for recipe in recipes)


@pytest.mark.parametrize("name", PLAIN)
def test_the_exercise_name_tells_the_topic(name):
    from workings.checker.topics import topic_of

    assert topic_of(name) == name
    assert topic_of(f"my_{name}") == name


@pytest.mark.parametrize(
    ("function", "topic"),
    [
        ("cross_entropy_one_hot", "cross_entropy"),
        ("logistic_loss_gradient", "logistic_loss_gradient"),
        ("logistic_gradient_descent", "gradient_descent"),
        ("standardize_columns", "standardise"),
        ("simple_linear_regression", "fit_line"),
        ("impute", "impute_mean"),
        ("train_perceptron", "perceptron"),
        ("softmax_gradient_descent", None),
        ("plot_softmax", None),
        ("fit_model", None),
    ],
)
def test_names_that_speak_of_several_things(function, topic):
    from workings.checker.topics import topic_of

    assert topic_of(function) == topic
