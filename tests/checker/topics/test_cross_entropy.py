"""Verdicts on cross_entropy, beyond the labelled functions: many right styles, and mistakes by their names."""

import math

import numpy as np
import pytest
import scipy.special
from scipy.special import logsumexp as _lse
from scipy.special import softmax as _sm

from workings.checker import check


def cross_entropy_a(y_true, y_pred):
    return -np.mean(np.sum(y_true * np.log(y_pred + 1e-12), axis=1))


def cross_entropy_b(y_pred, y_true):
    y_pred = np.clip(y_pred, 1e-15, 1 - 1e-15)
    return -np.sum(y_true * np.log(y_pred)) / y_pred.shape[0]


def cross_entropy_c(predictions, targets, epsilon=1e-12):
    predictions = np.clip(predictions, epsilon, 1.0 - epsilon)
    N = predictions.shape[0]
    ce = -np.sum(targets * np.log(predictions + 1e-9)) / N
    return ce


def cross_entropy_d(X, y):
    m = y.shape[0]
    lse = _lse(X, axis=1)
    return np.sum(lse - X[range(m), y]) / m


def cross_entropy_e(p, q):
    """Cross-entropy H(p, q) of two distributions."""
    return -sum(pi * math.log(qi) for pi, qi in zip(p, q, strict=True) if pi > 0)


def cross_entropy_f(y, t):
    if y.ndim == 1:
        t = t.reshape(1, t.size)
        y = y.reshape(1, y.size)
    batch_size = y.shape[0]
    return -np.sum(t * np.log(y + 1e-10)) / batch_size


def cross_entropy_g(AL, Y):
    """AL: probabilities, shape (classes, m); Y: one-hot labels, shape (classes, m)"""
    m = Y.shape[1]
    return -np.sum(Y * np.log(AL + 1e-15)) / m


def cross_entropy_h(logits, y):
    return _lse(logits, axis=-1).sum() - logits[np.arange(len(y)), y].sum()


def cross_entropy_i(logits, target):
    """One example."""
    return _lse(logits) - logits[target]


def cross_entropy_j(logits, onehot):
    log_p = scipy.special.log_softmax(logits, axis=-1)
    return -(onehot * log_p).sum(axis=-1)


def cross_entropy_k(logits, onehot):
    log_p = scipy.special.log_softmax(logits, axis=-1)
    return -(onehot * log_p).sum(axis=-1).mean()


def cross_entropy_l(targets, logits):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(targets)), targets])


def cross_entropy_m(y_hat, y):
    return -np.log(y_hat[range(len(y_hat)), y])


def cross_entropy_n(probs, labels):
    return float(np.mean([-math.log(p[k]) for p, k in zip(probs, labels, strict=True)]))


def cross_entropy_o(logits, labels, reduction):
    z = logits - logits.max(axis=1, keepdims=True)
    l = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]
    return {"mean": l.mean(), "sum": l.sum(), "none": l}[reduction]


def cross_entropy_p(logits, labels, axis=-1):
    log_p = scipy.special.log_softmax(logits, axis=axis)
    return -np.mean(np.take_along_axis(log_p, np.expand_dims(labels, axis), axis=axis))


def cross_entropy_q(y_true, y_pred):
    """Binary or categorical, from probabilities (one-hot targets)."""
    eps = np.finfo(float).eps
    y_pred = np.clip(y_pred, eps, 1 - eps)
    return -(y_true * np.log(y_pred)).sum(axis=1).mean()


def cross_entropy_s(p, y):
    total = 0
    for i in range(len(p)):
        for j in range(len(p[0])):
            if y[i][j] == 1:
                total += -math.log(p[i][j])
    return total / len(p)


def cross_entropy_t(logits, y_onehot):
    m = np.max(logits, axis=1, keepdims=True)
    lse = m[:, 0] + np.log(np.exp(logits - m).sum(axis=1))
    return np.mean(lse - (logits * y_onehot).sum(axis=1))


def cross_entropy_u(logits, labels, weights=None, label_smoothing=0.0):
    n, k = logits.shape
    log_p = scipy.special.log_softmax(logits, axis=1)
    t = np.eye(k)[labels] * (1 - label_smoothing) + label_smoothing / k
    return -(t * log_p).sum() / n


def cross_entropy_w1(logits, labels):
    return -np.mean(logits[np.arange(len(labels)), labels])


def cross_entropy_w2(p, y):
    return -np.mean(y * np.log(p))


def cross_entropy_w3(p, y):
    return -np.log(np.sum(p * y, axis=1).mean())


def cross_entropy_w4(logits, labels):
    p = _sm(logits, axis=1)
    return np.exp(-np.log(p[np.arange(len(p)), labels]).mean())


def cross_entropy_w5(logits, onehot):
    return np.mean((_sm(logits, axis=1) - onehot) ** 2)


def cross_entropy_w6(p, y):
    return -np.sum(y * np.log10(p), axis=1).mean()


def cross_entropy_w7(p, y):
    return -np.sum(y * np.log(p), axis=0)


def cross_entropy_w8(logits, labels):
    p = 1 / (1 + np.exp(-logits))
    return -np.mean(np.log(p[np.arange(len(p)), labels]))


def cross_entropy_w9(logits, labels):
    p = _sm(logits, axis=1)
    return -np.mean(np.log(p[np.arange(len(p)), labels] + 1e-8))


def cross_entropy_w10(p, y):
    return -np.sum(y * np.log(1 - p), axis=1).mean()


def cross_entropy_w11(p, y):
    return -np.mean(np.sum(y * np.log(p + 1e-5), axis=1))


def cross_entropy_w12(p, labels):
    return -np.mean(np.log(p[:, labels]))


def cross_entropy_w13(p, labels):
    return -np.log(p[np.arange(len(p)), np.argmax(p, axis=1)]).mean()


def cross_entropy_w14(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)))


def cross_entropy_w15(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(z[np.arange(len(z)), labels] - np.log(np.exp(z).sum(axis=1)))


def cross_entropy_w16(logits, labels):
    z = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(z)
    return -np.mean(np.log(e[np.arange(len(z)), labels] / e.sum()))


def cross_entropy_w17(y_true, y_pred):
    return -np.sum(y_pred * np.log(y_true + 1e-9)) / len(y_true)


def cross_entropy_w18(p, y):
    return (y * np.log(p)).sum()


def cross_entropy_w19(p, y):
    return -np.sum(np.log(p)) / len(p)


def cross_entropy_w20(logits, labels):
    labels -= 1
    return -scipy.special.log_softmax(logits, axis=1)[np.arange(len(labels)), labels].mean()


def cross_entropy_w21(p, y):
    return round(-np.sum(y * np.log(p + 1e-15)) / len(p), 3)


def cross_entropy_w22(p, y):
    return np.float32(-np.sum(y * np.log(p.astype(np.float32))) / len(p))


def cross_entropy_w23(logits, labels):
    p = _sm(logits, axis=1)
    return -np.sum(np.log(p[np.arange(len(p)), labels])) / len(p) ** 2


def cross_entropy_w24(logits, labels):
    return np.mean(np.argmax(logits, axis=1) != labels)


def cross_entropy_w25(p, label):
    """one sample"""
    return math.log(p[label])


RIGHT = [
    cross_entropy_a,
    cross_entropy_b,
    cross_entropy_c,
    cross_entropy_d,
    cross_entropy_e,
    cross_entropy_f,
    cross_entropy_g,
    cross_entropy_h,
    cross_entropy_i,
    cross_entropy_j,
    cross_entropy_k,
    cross_entropy_l,
    cross_entropy_m,
    cross_entropy_n,
    cross_entropy_o,
    cross_entropy_p,
    cross_entropy_q,
    cross_entropy_s,
    cross_entropy_t,
    cross_entropy_u,
]
WRONG = {
    cross_entropy_w1: "no_exp",
    cross_entropy_w2: "mean_over_classes",
    cross_entropy_w3: "log_of_mean",
    cross_entropy_w4: "returns_perplexity",
    cross_entropy_w5: "squared_error",
    cross_entropy_w6: "wrong_base",
    cross_entropy_w7: "underflow",
    cross_entropy_w8: "binary_formula",
    cross_entropy_w9: "eps_bias",
    cross_entropy_w10: "picks_wrong_entries",
    cross_entropy_w11: "eps_bias",
    cross_entropy_w12: "picks_wrong_entries",
    cross_entropy_w13: "picks_wrong_entries",
    cross_entropy_w14: "picks_wrong_entries",
    cross_entropy_w15: "sign_flipped",
    cross_entropy_w16: "sums_whole_array",
    cross_entropy_w17: "arguments_swapped",
    cross_entropy_w18: "sign_flipped",
    cross_entropy_w19: "picks_wrong_entries",
    cross_entropy_w20: "picks_wrong_entries",
    cross_entropy_w21: "rounds_output",
    cross_entropy_w22: "underflow",
    cross_entropy_w23: "extra_factor",
    cross_entropy_w24: "returns_accuracy",
    cross_entropy_w25: "sign_flipped",
}


@pytest.mark.parametrize("function", RIGHT)
def test_right_in_many_styles(function, local):
    verdict = check(local(function), "cross_entropy")
    assert verdict.outcome in ("right", "costly"), verdict.render()


@pytest.mark.parametrize(("function", "code"), WRONG.items())
def test_mistakes_are_named(function, code, local):
    verdict = check(local(function), "cross_entropy")
    assert verdict.outcome == "wrong"
    assert code in verdict.codes, verdict.render()
    assert len(verdict.render().splitlines()) <= 25


def test_the_order_of_the_arguments_is_found_when_the_intent_leaves_it_open(local):
    verdict = check(local(cross_entropy_a), intent="probabilities, one-hot, mean")
    assert (verdict.outcome, verdict.intent) == ("right", "probabilities, one-hot, mean, targets first")


@pytest.mark.parametrize("eps", [1e-15, 1e-12, 1e-9])
def test_a_customary_guard_against_log_0_is_right(local, eps):
    def cross_entropy(p, y, eps=eps):
        return -np.mean(np.sum(y * np.log(p + eps), axis=1))

    assert check(local(cross_entropy)).outcome == "right"


def test_a_large_guard_is_not(local):
    def cross_entropy(p, y):
        return -np.mean(np.sum(y * np.log(p + 1e-6), axis=1))

    assert check(local(cross_entropy)).codes == ("eps_bias",)


def test_what_is_divided_by_the_number_of_samples_is_no_sum(local):
    def cross_entropy(logits, labels):
        lse = scipy.special.logsumexp(logits, axis=1, keepdims=True)
        return (lse - logits[np.arange(len(labels)), labels]).sum() / len(labels)

    assert "missing_keepdims" in check(local(cross_entropy)).codes
