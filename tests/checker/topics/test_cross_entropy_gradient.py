"""Verdicts on cross_entropy_gradient, beyond the labelled functions: many right styles, and mistakes by their names."""

import numpy as np
import pytest
import scipy.special
from scipy.special import logsumexp as _lse
from scipy.special import softmax as _sm

from workings.checker import check


def cross_entropy_gradient_a(p, y):
    """p: softmax output, y: one-hot"""
    return p - y


def cross_entropy_gradient_b(y_true, y_pred):
    """Gradient w.r.t. logits given the predicted probabilities."""
    return (y_pred - y_true) / len(y_true)


def cross_entropy_gradient_c(y_true, y_pred):
    """Gradient w.r.t. the predicted probabilities."""
    return -y_true / y_pred


def cross_entropy_gradient_d(X, y):
    m = y.shape[0]
    grad = _sm(X, axis=1)
    grad[range(m), y] -= 1
    grad = grad / m
    return grad


def cross_entropy_gradient_e(logits, y, average=True):
    p = np.exp(logits - _lse(logits, axis=1, keepdims=True))
    g = p - np.eye(logits.shape[1])[y]
    return g / len(y) if average else g


def cross_entropy_gradient_f(probs, labels):
    g = probs.copy()
    g[np.arange(len(labels)), labels] -= 1
    return g / len(labels)


def cross_entropy_gradient_g(labels, logits):
    p = _sm(logits, axis=-1)
    p[np.arange(p.shape[0]), labels] -= 1.0
    return p


def cross_entropy_gradient_h(z, t):
    """z: scores of one sample; t: its class."""
    p = _sm(z)
    return np.array([pi - (i == t) for i, pi in enumerate(p)])


def cross_entropy_gradient_i(Z, Y):
    """Z, Y: (classes, samples)"""
    e = np.exp(Z - Z.max(axis=0))
    return (e / e.sum(axis=0) - Y) / Z.shape[1]


def cross_entropy_gradient_w1(logits, labels):
    p = _sm(logits, axis=1)
    p[np.arange(len(p)), labels] += 1
    return p / len(p)


def cross_entropy_gradient_w3(logits, onehot):
    return (_sm(logits, axis=1) - onehot) / logits.size


def cross_entropy_gradient_w4(logits, onehot):
    p = _sm(logits, axis=1)
    return p * (1 - p)


def cross_entropy_gradient_w5(logits, labels):
    p = np.exp(logits) / np.exp(logits).sum()
    p[np.arange(len(p)), labels] -= 1
    return p


def cross_entropy_gradient_w6(logits, onehot):
    return scipy.special.log_softmax(logits, axis=1) - onehot


def cross_entropy_gradient_w7(logits, onehot):
    return np.sum(_sm(logits, axis=1) - onehot)


def cross_entropy_gradient_w8(logits, labels):
    g = _sm(logits, axis=1)
    g[np.arange(len(g)), labels] = 1 - g[np.arange(len(g)), labels]
    return g / len(g)


def cross_entropy_gradient_w9(logits, labels):
    p = _sm(logits, axis=1)
    return (p - labels[:, None]) / len(p)


def cross_entropy_gradient_w10(logits, onehot):
    return np.argmax(logits, axis=1)


def cross_entropy_gradient_w11(logits, onehot):
    return (onehot - _sm(logits, axis=1)) / len(logits)


def cross_entropy_gradient_w12(logits, onehot):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e - onehot


def cross_entropy_gradient_w13(logits, label):
    """one sample"""
    p = np.exp(logits) / np.sum(np.exp(logits))
    p[label] -= 1
    return p


def cross_entropy_gradient_w14(logits, onehot):
    return np.round(_sm(logits, axis=1) - onehot, 3)


def cross_entropy_gradient_w15(logits, onehot):
    p = _sm(logits, axis=1)
    return -onehot * (1 - p)


def cross_entropy_gradient_w16(logits, onehot):
    p = np.clip(_sm(logits, axis=1), 1e-3, 1)
    return p - onehot


RIGHT = [
    cross_entropy_gradient_a,
    cross_entropy_gradient_b,
    cross_entropy_gradient_c,
    cross_entropy_gradient_d,
    cross_entropy_gradient_e,
    cross_entropy_gradient_f,
    cross_entropy_gradient_g,
    cross_entropy_gradient_h,
    cross_entropy_gradient_i,
]
WRONG = {
    cross_entropy_gradient_w1: "sign_flipped",
    cross_entropy_gradient_w3: "mean_over_classes",
    cross_entropy_gradient_w4: "extra_factor",
    cross_entropy_gradient_w5: "sums_whole_array",
    cross_entropy_gradient_w6: "returns_log",
    cross_entropy_gradient_w7: "returns_wrong_shape",
    cross_entropy_gradient_w8: "sign_flipped",
    cross_entropy_gradient_w9: "returns_wrong_shape",
    cross_entropy_gradient_w10: "returns_wrong_shape",
    cross_entropy_gradient_w11: "sign_flipped",
    cross_entropy_gradient_w12: "not_normalised",
    cross_entropy_gradient_w13: "overflow",
    cross_entropy_gradient_w14: "rounds_output",
    cross_entropy_gradient_w15: "target_not_subtracted",
    cross_entropy_gradient_w16: "clips_output",
}


@pytest.mark.parametrize("function", RIGHT)
def test_right_in_many_styles(function, local):
    verdict = check(local(function), "cross_entropy_gradient")
    assert verdict.outcome in ("right", "costly"), verdict.render()


@pytest.mark.parametrize(("function", "code"), WRONG.items())
def test_mistakes_are_named(function, code, local):
    verdict = check(local(function), "cross_entropy_gradient")
    assert verdict.outcome == "wrong"
    assert code in verdict.codes, verdict.render()
    assert len(verdict.render().splitlines()) <= 25


def test_logits_are_not_taken_for_probabilities(local):
    def cross_entropy_gradient(logits, onehot):
        return logits - onehot

    assert check(local(cross_entropy_gradient)).codes == ("no_exp",)
