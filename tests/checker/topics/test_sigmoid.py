"""Verdicts on sigmoid, beyond the labelled functions: many right styles, and mistakes by their names."""

import math

import numpy as np
import pytest
from scipy.special import expit

from workings.checker import check


def sigmoid_a(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def sigmoid_b(x):
    return 0.5 * (math.tanh(x / 2) + 1)


def sigmoid_c(z):
    z = np.clip(z, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_d(x: float) -> float:
    try:
        return 1 / (1 + math.exp(-x))
    except OverflowError:
        return 0.0


def sigmoid_e(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


def sigmoid_f(x):
    if np.isscalar(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else 1 - 1 / (1 + math.exp(x))
    return np.array([sigmoid_f(float(v)) for v in np.ravel(x)]).reshape(np.shape(x))


def sigmoid_g(x):
    return np.exp(-np.log1p(np.exp(-x)))


def sigmoid_h(x):
    out = np.zeros_like(x, dtype=float)
    for i in np.ndindex(x.shape):
        v = x[i]
        out[i] = 1 / (1 + np.exp(-v)) if v > 0 else np.exp(v) / (1 + np.exp(v))
    return out


def sigmoid_i(X):
    n, m = X.shape
    out = np.empty((n, m))
    for i in range(n):
        for j in range(m):
            out[i, j] = 1 / (1 + np.exp(-X[i, j]))
    return out


def sigmoid_k(x):
    x = np.asarray(x, dtype=float)
    return 1 - 1 / (1 + np.exp(x))


def sigmoid_l(x):
    z = np.exp(-np.abs(x))
    return np.where(x < 0, z, 1.0) / (1 + z)


def sigmoid_m(x):
    return np.divide(1, np.add(1, np.exp(np.negative(x))))


def sigmoid_n(x):
    x = np.maximum(x, -700)
    return 1 / (1 + np.exp(-x))


def sigmoid_o(t):
    return expit(t)


def sigmoid_p(x):
    return math.exp(-math.log1p(math.exp(-x))) if x > -30 else math.exp(x)


def sigmoid_q(x):
    "e^x/(1+e^x) with a guard"
    x = np.clip(np.asarray(x, float), -709, 36.7)
    return np.exp(x) / (1 + np.exp(x))


def sigmoid_w1(x):
    return 1 / (1 + np.exp(-x)) - 0.5


def sigmoid_w2(x):
    return np.array([1 / (1 + math.exp(-v)) for v in x])


def sigmoid_w3(x):
    return 2 / (1 + np.exp(-x)) - 1


def sigmoid_w5(x):
    return np.log(1 / (1 + np.exp(-x)))


def sigmoid_w6(x):
    return np.exp(x) / np.sum(np.exp(x))


def sigmoid_w7(x):
    return (1 / (1 + np.exp(-x))).astype(int)


def sigmoid_w8(x):
    return np.float32(1) / (1 + np.exp(-np.float32(x)))


def sigmoid_w11(x):
    return 1 / (1 + np.exp(-x / 10))


def sigmoid_w12(x):
    if x > 0:
        return 1 / (1 + math.exp(-x))
    return 1 / (1 + math.exp(x))


def sigmoid_w13(x):
    x = np.clip(x, -10, 10)
    return 1 / (1 + np.exp(-x))


def sigmoid_w15(x):
    return np.exp(-x) / (1 + np.exp(-x))


def sigmoid_w17(x):
    if not isinstance(x, np.ndarray):
        return None
    return 1 / (1 + 10 ** (-x))


RIGHT = [
    sigmoid_a,
    sigmoid_b,
    sigmoid_c,
    sigmoid_d,
    sigmoid_e,
    sigmoid_f,
    sigmoid_g,
    sigmoid_h,
    sigmoid_i,
    sigmoid_k,
    sigmoid_l,
    sigmoid_m,
    sigmoid_n,
    sigmoid_o,
    sigmoid_p,
    sigmoid_q,
]
WRONG = {
    sigmoid_w1: "eps_bias",
    sigmoid_w2: "overflow",
    sigmoid_w3: "returns_tanh",
    sigmoid_w5: "returns_log",
    sigmoid_w6: "returns_softmax",
    sigmoid_w7: "eps_bias",
    sigmoid_w8: "loses_float64_precision",
    sigmoid_w11: "temperature_baked_in",
    sigmoid_w12: "ignores_sign",
    sigmoid_w13: "clips_logits",
    sigmoid_w15: "sign_flipped",
    sigmoid_w17: "wrong_base",
}


@pytest.mark.parametrize("function", RIGHT)
def test_right_in_many_styles(function, local):
    verdict = check(local(function), "sigmoid")
    assert verdict.outcome in ("right", "costly"), verdict.render()


@pytest.mark.parametrize(("function", "code"), WRONG.items())
def test_mistakes_are_named(function, code, local):
    verdict = check(local(function), "sigmoid")
    assert verdict.outcome == "wrong"
    assert code in verdict.codes, verdict.render()
    assert len(verdict.render().splitlines()) <= 25


def test_an_overflow_inside_that_ends_well_is_right(local):
    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    assert check(local(sigmoid)).outcome == "right"
