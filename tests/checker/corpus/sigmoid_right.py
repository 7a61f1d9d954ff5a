"""Sigmoid functions whose numbers are right, in many styles."""

import math

import numpy as np
import scipy.special


def sigmoid_plain(x):
    """exp(-x) may overflow to inf, and 1 / inf is the 0 that is right."""
    return 1 / (1 + np.exp(-x))


def sigmoid_errstate(x):
    x = np.asarray(x, dtype=float)
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-x))


def sigmoid_math(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def sigmoid_where(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))


def sigmoid_mask(x):
    x = np.asarray(x, dtype=float)
    out = np.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    out[~positive] = e / (e + 1)
    return out


def sigmoid_expit(x):
    return scipy.special.expit(np.asarray(x, dtype=float))


def sigmoid_logaddexp(x):
    return np.exp(-np.logaddexp(0, -np.asarray(x, dtype=float)))


def sigmoid_minimum(x):
    x = np.asarray(x, dtype=float)
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def sigmoid_softmax_of_two(x):
    """The softmax of (x, 0), first entry."""
    x = np.asarray(x, dtype=float)
    both = np.stack([x, np.zeros_like(x)], axis=-1)
    both = np.exp(both - both.max(axis=-1, keepdims=True))
    return both[..., 0] / both.sum(axis=-1)


def sigmoid_vectorize(x):
    def one(t):
        return (
            1 / (1 + math.exp(-t))
            if t > 0
            else 1 - 1 / (1 + math.exp(t))
            if t > -1
            else math.exp(t) / (1 + math.exp(t))
        )

    return np.vectorize(one, otypes=[float])(x)


def sigmoid_list(xs):
    out = []
    for x in xs:
        e = math.exp(-abs(x))
        out.append(1 / (1 + e) if x >= 0 else e / (1 + e))
    return out


def sigmoid_frompyfunc(x):
    def one(t):
        try:
            return 1.0 / (1.0 + math.exp(-t))
        except OverflowError:
            return 0.0

    return np.frompyfunc(one, 1, 1)(x).astype(float)


def sigmoid_piecewise(x):
    x = np.asarray(x, dtype=float)
    return np.piecewise(
        x,
        [x < 0, x >= 0],
        [lambda t: np.exp(t) / (1 + np.exp(t)), lambda t: 1 / (1 + np.exp(-t)), math.nan],
    )


def sigmoid_out(x):
    y = np.array(x, dtype=float)
    np.negative(y, out=y)
    np.exp(y, out=y)
    y += 1
    return np.divide(1, y, out=y)


def sigmoid_power(x):
    return (1 + np.exp(-1.0 * np.asarray(x))) ** -1


def sigmoid_scaled(z, beta=1.0):
    return np.reciprocal(1.0 + np.exp(-beta * np.asarray(z, dtype=float)))


def sigmoid_clip_far(x):
    """Beyond 745 the result is 0 or 1 anyway."""
    return 1 / (1 + np.exp(-np.clip(x, -709, 745)))


EXPECTED = {
    "sigmoid_plain": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_errstate": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_math": {"kind": "number", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_where": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_mask": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_expit": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_logaddexp": {"kind": "array", "codes": [], "outcome": "right", "may": ["recomputes_exp"], "intent": None},
    "sigmoid_minimum": {
        "kind": "array",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "sigmoid_softmax_of_two": {
        "kind": "array",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "sigmoid_vectorize": {
        "kind": "array",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow", "recomputes_exp"],
        "intent": None,
    },
    "sigmoid_list": {
        "kind": "array",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
        "why": "vectors only, a list comes back",
    },
    "sigmoid_frompyfunc": {
        "kind": "array",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "sigmoid_piecewise": {
        "kind": "array",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "sigmoid_out": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_power": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_scaled": {"kind": "array", "codes": [], "outcome": "right", "may": [], "intent": None},
    "sigmoid_clip_far": {
        "kind": "array",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
        "why": "it clips where the answer is below 1e-307 or equal to 1",
    },
}
