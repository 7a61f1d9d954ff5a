"""Verdicts on log_softmax, beyond the labelled functions: many right styles, and mistakes by their names."""

import math

import numpy as np
import pytest
from scipy.special import expit
from scipy.special import logsumexp as _lse
from scipy.special import softmax as _sm

from workings.checker import check


def log_softmax_a(x, axis=-1):
    x_max = np.amax(x, axis=axis, keepdims=True)
    tmp = x - x_max
    return tmp - np.log(np.sum(np.exp(tmp), axis=axis, keepdims=True))


def log_softmax_b(logits):
    """Log-probabilities of a batch, shape (N, C)."""
    out = []
    for row in logits:
        z = row - np.max(row)
        out.append(z - np.log(np.exp(z).sum()))
    return np.stack(out)


def log_softmax_c(x):
    if x.ndim == 1:
        x = x - x.max()
        return x - np.log(np.exp(x).sum())
    x = x - x.max(axis=1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=1, keepdims=True))


def log_softmax_d(x):
    s = x - x.max(0)
    return s - np.log(np.exp(s).sum(0))


def log_softmax_e(scores: list[float]) -> list[float]:
    m = max(scores)
    lse = math.log(sum(math.exp(s - m) for s in scores))
    return [(s - m) - lse for s in scores]


def log_softmax_f(x, axis=None):
    if axis is None:
        axis = -1
    s = x - np.max(x, axis=axis, keepdims=True)
    with np.errstate(divide="ignore"):
        return s - np.log(np.einsum("...->...", np.exp(s)).sum(axis=axis, keepdims=True))


def log_softmax_g(x):
    """whole matrix is one distribution (all entries together)"""
    x = np.asarray(x, float)
    s = x - x.max()
    return s - np.log(np.exp(s).sum())


def log_softmax_h(v):
    v = np.array(v, dtype=np.float64)
    v = v - np.max(v)
    return v - np.log1p(np.sum(np.exp(v)) - 1)


def log_softmax_i(x, dim=1):
    m = x.max(axis=dim, keepdims=True)
    return (x - m) - np.log(np.exp(x - m).sum(axis=dim, keepdims=True))


def log_softmax_j(X):
    return np.apply_along_axis(lambda r: (r - r.max()) - math.log(np.exp(r - r.max()).sum()), 1, X)


def log_softmax_k(x, axis=-1):
    shifted = x - np.max(x, axis=axis, keepdims=True)
    return shifted - _lse(shifted, axis=axis, keepdims=True)


def log_softmax_w1(x):  # quotient of logs
    s = x - np.max(x)
    return s / np.log(np.exp(s).sum())


def log_softmax_w2(x):
    return x - np.max(x)


def log_softmax_w3(x, axis=-1):
    s = x - np.max(x, axis=axis, keepdims=True)
    return s - np.sum(np.exp(s), axis=axis, keepdims=True)


def log_softmax_w4(x):
    return np.log(expit(x))


def log_softmax_w5(x):
    s = x - x.min()
    return s - np.log(np.exp(s).sum())


def log_softmax_w6(X):
    """rows"""
    return np.log(np.exp(X) / np.exp(X).sum(1, keepdims=True) + 1e-12)


def log_softmax_w7(x):
    s = x - x.max()
    return np.round(s - np.log(np.exp(s).sum()), 4)


def log_softmax_w8(x):
    x = np.clip(x, -50, 50)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def log_softmax_w9(x):
    s = x - x.max(-1, keepdims=True)
    return np.log1p(np.exp(s)) - np.log(np.exp(s).sum(-1, keepdims=True))


def log_softmax_w10(x, axis=1):
    m = x.max()
    return x - m - np.log(np.exp(x - m).sum(axis=1, keepdims=True))


def log_softmax_w11(x):
    s = x - x.max(axis=-1, keepdims=True)
    return s + np.log(np.exp(s).sum(axis=-1, keepdims=True))


def log_softmax_w12(x):
    e = np.exp(x - x.max())
    p = e / e.sum()
    with np.errstate(divide="ignore"):
        return np.where(p > 0, np.log(p), 0.0)


def log_softmax_w13(x):
    p = _sm(x)
    return np.log(np.clip(p, 1e-7, 1))


def log_softmax_w14(x):
    return math.log(sum(math.exp(v) for v in x))


RIGHT = [
    log_softmax_a,
    log_softmax_b,
    log_softmax_c,
    log_softmax_d,
    log_softmax_e,
    log_softmax_f,
    log_softmax_g,
    log_softmax_h,
    log_softmax_i,
    log_softmax_j,
    log_softmax_k,
]
WRONG = {
    log_softmax_w1: "quotient_of_logs",
    log_softmax_w2: "not_normalised",
    log_softmax_w3: "no_log",
    log_softmax_w4: "sigmoid_normalised",
    log_softmax_w5: "overflow",
    log_softmax_w6: "eps_bias",
    log_softmax_w7: "rounds_output",
    log_softmax_w8: "clips_output",
    log_softmax_w9: "eps_bias",
    log_softmax_w10: "axis_ignored",
    log_softmax_w11: "sign_flipped",
    log_softmax_w12: "underflow",
    log_softmax_w13: "clips_output",
    log_softmax_w14: "returns_wrong_shape",
}


@pytest.mark.parametrize("function", RIGHT)
def test_right_in_many_styles(function, local):
    verdict = check(local(function), "log_softmax")
    assert verdict.outcome in ("right", "costly"), verdict.render()


@pytest.mark.parametrize(("function", "code"), WRONG.items())
def test_mistakes_are_named(function, code, local):
    verdict = check(local(function), "log_softmax")
    assert verdict.outcome == "wrong"
    assert code in verdict.codes, verdict.render()
    assert len(verdict.render().splitlines()) <= 25


def test_the_counterexample_runs(local):
    verdict = check(local(log_softmax_w12))
    assert verdict.defects[0].code == "underflow"
    assert eval(verdict.defects[0].counterexample, globals()) is not None
