"""Day 8's formulas against 30 digits, against scikit-learn, and against students drawn again."""

import warnings

import mpmath
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression as Theirs

from workings.lessons.day_004_logistic_regression_idea.data import students
from workings.lessons.day_008_logistic_regression_mathematics import lesson, picture
from workings.lessons.day_008_logistic_regression_mathematics.newton import (
    gradient,
    hessian,
    mean_loss,
    newton_path,
    standard_errors,
    with_ones,
)
from workings.lessons.own_data import Table
from workings.lessons.page import Page
from workings.show import Points, Text

hours, passed = students()
X = with_ones(hours)


def test_derivatives_are_those_of_the_loss_in_30_digits():
    mpmath.mp.dps = 30
    few, y = X[:6], passed[:6]

    def loss(a, b):
        z = [a * row[0] + b for row in few]
        return sum(mpmath.log(1 + mpmath.exp(v)) - int(k) * v for v, k in zip(z, y, strict=True)) / len(y)

    w = np.array([0.75, -3.5])
    at = tuple(map(mpmath.mpf, w))
    np.testing.assert_allclose(mean_loss(w, few, y), float(loss(*at)), rtol=1e-14)
    orders = [(1, 0), (0, 1)]
    np.testing.assert_allclose(gradient(w, few, y), [float(mpmath.diff(loss, at, n)) for n in orders], rtol=1e-12)
    second = [[float(mpmath.diff(loss, at, (a + c, b + d))) for c, d in orders] for a, b in orders]
    np.testing.assert_allclose(hessian(w, few), second, rtol=1e-10)


def test_newton_comes_to_scikit_learns_optimum():
    w = newton_path(np.zeros(2), X, passed, 20)[-1]
    theirs = Theirs(C=np.inf, solver="newton-cholesky", tol=1e-12).fit(hours, passed)
    np.testing.assert_allclose(w, [theirs.coef_[0, 0], theirs.intercept_[0]], rtol=1e-9)


def test_standard_errors_are_the_spread_of_further_draws():
    drawn = [students(seed=seed) for seed in range(2000, 2200)]
    draws = [newton_path(np.zeros(2), with_ones(s.hours), s.passed, 12)[-1] for s in drawn]
    told = np.mean([standard_errors(w, X) for w in draws], axis=0)
    np.testing.assert_allclose(np.std(draws, axis=0), told, rtol=0.2)  # 200 draws know it to some 5 per cent


def test_the_unguarded_walk_is_lost_from_1_8_and_arrives_from_1_7():
    assert "off the picture" in picture.scene(1.8, 6.0).say
    assert "settled" in picture.scene(1.7, 6.0).say
    assert "off the picture" not in picture.scene(1.8, 6.0, guard=1.0).say


@pytest.mark.parametrize("start", [-0.5, 0.9, 1.8, 3.0])
@pytest.mark.parametrize("guard", [0.0, 1.0])
def test_nothing_is_told_outside_the_picture(start, guard):
    scene = picture.scene(start, 6.0, guard)
    for mark in scene.marks:
        if isinstance(mark, (Points, Text)):
            x, y = np.atleast_1d(mark.x), np.atleast_1d(mark.y)
            assert ((x >= scene.x.low) & (x <= scene.x.high)).all()
            assert ((y >= scene.y.low) & (y <= scene.y.high + 0.07)).all()


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (lambda r, y: [r.normal(size=80) + y, r.normal(size=80)], "odds times"),
        (lambda r, y: [y + 0.1 * r.normal(size=80)], "without a mistake"),
        (lambda r, y: [a := r.normal(size=80) + y, 2 * a], "follow from others"),
        (lambda r, y: [np.ones(80)], "No feature ever changes"),
    ],
)
def test_tables_of_every_kind_are_told_apart(columns, words, capsys):
    r = np.random.default_rng(3)
    y = r.integers(0, 2, 80)
    own = np.column_stack(columns(r, y))
    names = tuple("abc"[: own.shape[1]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lesson.run_on(Page(), Table(own.astype(float), y, names, "kind"))
    assert words in " ".join(capsys.readouterr().out.split())
