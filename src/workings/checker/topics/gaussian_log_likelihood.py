"""The log-density of samples whose features are independent and normal: the heart of Gaussian naive Bayes."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Dial, Example, Given, Plain, Reading, wide

_TAU = np.longdouble("6.283185307179586476925286766559005768")


def exact(X: Array, mean: Array, variance: Array) -> Any:
    """Add the logarithms with more digits than a float has."""
    away = wide(X) - wide(mean)
    return -0.5 * (np.log(_TAU * wide(variance)) + away * away / wide(variance)).sum(axis=1)


def _terms(term: Any) -> Any:
    """Return the mistake of another term for each entry."""

    def answer(X: Array, mean: Array, variance: Array) -> Any:
        return term(wide(X) - wide(mean), wide(variance)).sum(axis=1)

    return answer


def _normal(d: Any, v: Any) -> Any:
    return -0.5 * (np.log(_TAU * v) + d * d / v)


MISTAKES = (
    ("no_logarithm", lambda X, m, v: np.exp(exact(X, m, v))),
    ("no_logarithm", _terms(lambda d, v: np.exp(_normal(d, v)))),
    ("constant_left_out", _terms(lambda d, v: -0.5 * d * d / v)),
    ("constant_left_out", _terms(lambda d, v: -0.5 * (np.log(v) + d * d / v))),
    ("constant_left_out", _terms(lambda d, v: -0.5 * (np.log(_TAU) + d * d / v))),
    ("constant_once", lambda X, m, v: exact(X, m, v) + 0.5 * (len(m) - 1) * np.log(_TAU)),
    ("takes_variance_for_deviation", _terms(lambda d, v: _normal(d, v * v))),
    ("takes_variance_for_deviation", _terms(lambda d, v: -0.5 * np.log(_TAU) - np.log(v) - d * d / (2 * v))),
    ("takes_variance_for_deviation", _terms(lambda d, v: -0.5 * np.log(_TAU * v) - d * d / (2 * v * v))),
    ("takes_variance_for_deviation", _terms(lambda d, v: _normal(d, np.sqrt(v)))),
    *(
        ("constant_added", _terms(lambda d, v, eps=eps: _normal(d, v + eps)))
        for eps in (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10)
    ),
    ("half_is_missing", _terms(lambda d, v: -0.5 * np.log(_TAU * v) - d * d / v)),
    ("half_is_missing", _terms(lambda d, v: -np.log(_TAU * v) - d * d / v)),
    ("half_is_missing", _terms(lambda d, v: -np.log(_TAU * v) - d * d / (2 * v))),
    ("no_square", _terms(lambda d, v: -0.5 * (np.log(_TAU * v) + np.abs(d) / v))),
    ("no_square", _terms(lambda d, v: -0.5 * (np.log(_TAU * v) + d / v))),
    ("sign_flipped", _terms(lambda d, v: -_normal(d, v))),
    ("sign_flipped", _terms(lambda d, v: 0.5 * np.log(_TAU * v) - d * d / (2 * v))),
    ("sign_flipped", _terms(lambda d, v: -0.5 * np.log(_TAU * v) + d * d / (2 * v))),
    ("mean_of_features", lambda X, m, v: exact(X, m, v) / len(m)),
    ("not_summed", lambda X, m, v: _normal(wide(X) - wide(m), wide(v))),
    ("sums_the_samples", lambda X, m, v: _normal(wide(X) - wide(m), wide(v)).sum(axis=0)),
    ("sums_the_samples", lambda X, m, v: exact(X, m, v).sum()),
    ("other_base", lambda X, m, v: exact(X, m, v) / np.log(2)),
    ("other_base", lambda X, m, v: exact(X, m, v) / np.log(10)),
)

X = np.array([[0.5, -1.25, 2.0], [1.75, 0.25, -0.5], [-2.0, 1.5, 3.25], [0.25, -0.75, 1.0]])
MEAN, VARIANCE = np.array([0.25, -0.5, 1.25]), np.array([1.5, 0.4, 2.75])

TOPIC = Plain(
    name="gaussian_log_likelihood",
    formula="gaussian_log_likelihood(X, mean, variance)_i = sum_j log N(x_ij; mean_j, variance_j)",
    names=r"(gauss\w*|normal)_?(naive_?bayes_?)?(joint_?)?log_?(likelihood|prob\w*|pdf|density)|log_?(gauss\w*|normal)(_?(pdf|density|likelihood))?",
    given=(
        Given("X", "np", "x features data samples inputs x_test"),
        Given("mean", "p", "means mu theta m loc average"),
        Given("variance", "p", "variances var vars sigma2 sigma_sq v s2", [0.25, 0.5, 1.5, 2.0, 4.0]),
    ),
    exact=exact,
    readings=(Reading("samples in rows", "the log-density of each sample, summed over its features"),),
    examples=(
        Example("usual", (X, MEAN, VARIANCE)),
        Example("usual", (X[:3, :2] + 1.0, MEAN[1:], VARIANCE[:2])),
        Example("usual", (X[:, ::-1], VARIANCE, MEAN + 1.0)),
        Example("telling", (X[:1], MEAN, VARIANCE)),
        Example("integer", (np.array([[1, 2], [3, 0], [2, 2]]), np.array([1, 1]), np.array([1, 2]))),
        Example("samples far from the mean", (40.0 * X, MEAN, VARIANCE), "log_of_product", "log_of_product"),
        Example(
            "many features", (np.tile(X, 200), np.tile(MEAN, 200), np.tile(VARIANCE, 200)), *2 * ("log_of_product",)
        ),
        Example("a tiny variance", (X, MEAN, np.array([1e-9, 0.4, 1e-12])), *2 * ("log_of_product",)),
        Example("means far from 0", (X + 1e8, MEAN + 1e8, VARIANCE), "cancellation"),
    ),
    mistakes=MISTAKES,
    causes={
        "no_logarithm": Cause("wrong", "These are densities; their logarithms were asked for."),
        "constant_left_out": Cause(
            "wrong",
            "The factor 1 / sqrt(2 pi variance) of the density is missing or not whole. The variances differ from "
            "class to class, so it does not cancel when classes are compared.",
        ),
        "constant_once": Cause("wrong", "log(2 pi) is there once; every feature has its own normal density."),
        "takes_variance_for_deviation": Cause(
            "wrong", "Variance and standard deviation are mixed up: what comes in is the variance, the square."
        ),
        "constant_added": Cause(
            "wrong",
            "A small constant is added to the variance. Where a variance may be 0, that belongs to the fit, which "
            "knows how large the features are; here it spoils features of small spread.",
        ),
        "half_is_missing": Cause("wrong", "A half is missing: log N = -(log(2 pi v) + (x - mean)^2 / v) / 2."),
        "no_square": Cause("wrong", "The distance from the mean must be squared."),
        "mean_of_features": Cause("wrong", "The features' terms are averaged; independent densities multiply, so add."),
        "not_summed": Cause("wrong", "One number for each feature comes back: add them up, axis=1."),
        "sums_the_samples": Cause("wrong", "The sum runs over the samples; it must run over the features, axis=1."),
        "other_base": Cause("wrong", "The logarithm is to another base than e."),
        "log_of_product": Cause(
            "fragile",
            "The density itself, or the product over the features, rounds to 0 (or overflows) before its logarithm is "
            "taken. Take the logarithm of each factor on paper, and add.",
        ),
    },
    edits={"sums_the_samples": ("other_axis",), "sign_flipped": ("plus_minus", "negate", "drop_minus")},
    symptoms=(),
    valid=lambda X, mean, variance: bool(np.min(variance) > 0),
    sizes={"n": (1, 4), "p": (1, 3)},
    dials=(
        Dial(("log_of_product",), "samples {} times as far away", lambda t: (t * X, MEAN, VARIANCE), 1e6),
        Dial(("cancellation",), "an offset of {}", lambda t: (X + t, MEAN + t, VARIANCE), 1e12),
    ),
    cost=lambda n: (
        np.column_stack([np.linspace(-1.0, 1.0, n), np.linspace(0.0, 2.0, n)]),
        np.array([0.0, 1.0]),
        np.array([1.0, 0.5]),
    ),
    textbook=lambda X, m, v: -0.5 * (np.log(2 * np.pi * v) + (X - m) ** 2 / v).sum(axis=1),
).topic()
