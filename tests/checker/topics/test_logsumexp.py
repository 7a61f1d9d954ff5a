"""Verdicts on logsumexp, beyond the labelled functions: many right styles, and mistakes by their names."""

import math

import numpy as np
import pytest
from scipy.special import logsumexp as _lse

from workings.checker import check


def logsumexp_a(x, axis=-1):
    m = x.max(axis=axis)
    return m + np.log(np.exp(x - np.expand_dims(m, axis)).sum(axis=axis))


def logsumexp_b(a, axis=None, keepdims=False):
    a_max = np.amax(a, axis=axis, keepdims=True)
    a_max = np.where(np.isfinite(a_max), a_max, 0)
    s = np.sum(np.exp(a - a_max), axis=axis, keepdims=keepdims)
    out = np.log(s)
    if not keepdims:
        a_max = np.squeeze(a_max, axis=axis)
    return out + a_max


def logsumexp_c(xs):
    m = max(xs)
    if m == float("-inf"):
        return m
    s = 0.0
    for x in xs:
        s += math.exp(x - m)
    return m + math.log(s)


def logsumexp_d(x, dim=-1, keepdim=False):
    m = np.max(x, axis=dim, keepdims=True)
    r = m + np.log(np.sum(np.exp(x - m), axis=dim, keepdims=True))
    return r if keepdim else r.squeeze(dim)


def logsumexp_e(X):
    """log-sum-exp of every row"""
    return np.array([_lse(row) for row in X])


def logsumexp_f(x):
    c = x.max()
    return c + np.log(np.dot(np.exp(x - c), np.ones_like(x)))


def logsumexp_g(x, keepdims=True):
    m = x.max(axis=-1, keepdims=True)
    out = m + np.log(np.exp(x - m).sum(axis=-1, keepdims=True))
    return out if keepdims else out[..., 0]


def logsumexp_h(x, axis=-1, keepdims=True):
    m = x.max(axis=axis, keepdims=True)
    out = m + np.log(np.exp(x - m).sum(axis=axis, keepdims=True))
    return out if keepdims else np.squeeze(out, axis)


def logsumexp_i(x):
    i = np.argmax(x)
    return x[i] + np.log1p(sum(math.exp(v - x[i]) for j, v in enumerate(x) if j != i))


def logsumexp_j(x, axis=0):
    return np.logaddexp.reduce(x, axis=axis)


def logsumexp_k(x):
    x = np.sort(np.ravel(x))
    return float(x[-1] + np.log(np.exp(x - x[-1]).sum()))


def logsumexp_m(*x):
    m = max(x[0])
    return m + math.log(sum(math.exp(v - m) for v in x[0]))


def logsumexp_w1(x, axis=-1):
    m = np.max(x, axis=axis, keepdims=True)
    return m + np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True))


def logsumexp_w2(x):
    return np.log(np.sum(x))


def logsumexp_w3(x):
    m = np.max(x)
    return np.log(m + np.sum(np.exp(x - m)))


def logsumexp_w4(x):
    m = np.max(x)
    return m * np.log(np.sum(np.exp(x - m)))


def logsumexp_w5(x):
    m = np.max(x)
    return m + np.sum(np.exp(x - m))


def logsumexp_w6(x):
    m = np.max(x)
    return m + np.log1p(np.sum(np.exp(x - m)))


def logsumexp_w7(x):
    return np.sum(np.exp(x))


def logsumexp_w8(x):
    return np.max(x)


def logsumexp_w9(x):
    m = np.max(x)
    return x - m - np.log(np.sum(np.exp(x - m)))


def logsumexp_w10(X):
    """for each row"""
    m = X.max()
    return m + np.log(np.exp(X - m).sum(axis=1))


def logsumexp_w11(x):
    m = x.mean()
    return m + np.log(np.exp(x - m).sum())


def logsumexp_w12(x, axis=None):
    m = np.max(x, axis=axis, keepdims=True)
    return np.squeeze(m + np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True)))


def logsumexp_w13(x):
    m = x[0]
    return m + np.log(np.exp(x - m).sum())


def logsumexp_w14(x, axis=-1):
    if not axis:
        axis = None
    m = np.max(x, axis=axis, keepdims=True)
    return (m + np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True))).squeeze(axis)


def logsumexp_w15(x):
    m = np.max(x)
    return -(m + np.log(np.sum(np.exp(x - m))))


RIGHT = [
    logsumexp_a,
    logsumexp_b,
    logsumexp_c,
    logsumexp_d,
    logsumexp_e,
    logsumexp_f,
    logsumexp_g,
    logsumexp_h,
    logsumexp_i,
    logsumexp_j,
    logsumexp_k,
    logsumexp_m,
]
WRONG = {
    logsumexp_w1: "returns_wrong_shape",
    logsumexp_w2: "no_exp",
    logsumexp_w3: "mismatched_shift",
    logsumexp_w4: "mismatched_shift",
    logsumexp_w5: "no_log",
    logsumexp_w6: "eps_bias",
    logsumexp_w7: "no_log",
    logsumexp_w8: "returns_max",
    logsumexp_w9: "returns_log_softmax",
    logsumexp_w10: "underflow_global_max",
    logsumexp_w11: "overflow",
    logsumexp_w12: "returns_wrong_shape",
    logsumexp_w13: "overflow",
    logsumexp_w14: "axis_zero_ignored",
    logsumexp_w15: "sign_flipped",
}


@pytest.mark.parametrize("function", RIGHT)
def test_right_in_many_styles(function, local):
    verdict = check(local(function), "logsumexp")
    assert verdict.outcome in ("right", "costly"), verdict.render()


@pytest.mark.parametrize(("function", "code"), WRONG.items())
def test_mistakes_are_named(function, code, local):
    verdict = check(local(function), "logsumexp")
    assert verdict.outcome == "wrong"
    assert code in verdict.codes, verdict.render()
    assert len(verdict.render().splitlines()) <= 25


def test_a_kept_axis_is_right_where_it_is_promised(local):
    def logsumexp(x):
        """Reduces the last axis, as with keepdims."""
        m = x.max(axis=-1, keepdims=True)
        return m + np.log(np.exp(x - m).sum(axis=-1, keepdims=True))

    assert check(local(logsumexp)).outcome == "right"
