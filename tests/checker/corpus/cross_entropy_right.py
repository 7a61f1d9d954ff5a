"""Cross-entropy functions whose numbers are right, in many styles. `cross_entropy_wrong.py` tells how kinds are named."""

import math

import numpy as np
import scipy.special


def cross_entropy_logits(logits, labels):
    s = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(labels)), labels])


def cross_entropy_log_softmax(logits, labels):
    s = logits - np.max(logits, axis=-1, keepdims=True)
    log_p = s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))
    return -log_p[range(len(labels)), labels].mean()


def cross_entropy_take(logits, labels):
    log_p = scipy.special.log_softmax(logits, axis=1)
    return -np.take_along_axis(log_p, np.asarray(labels)[:, None], axis=1).mean()


def cross_entropy_sum(logits, labels):
    s = logits - logits.max(1)[:, None]
    return float(np.sum(np.log(np.exp(s).sum(1)) - s[np.arange(s.shape[0]), labels]))


def cross_entropy_none(logits, labels):
    """One loss for each sample."""
    s = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(s)), labels]


def cross_entropy_onehot_logits(logits, onehot):
    s = logits - logits.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -np.sum(np.where(onehot > 0, onehot * log_p, 0.0)) / len(logits)


def cross_entropy_probs(p, y):
    """p and y: (n, k), y one-hot"""
    picked = np.sum(p * y, axis=1)
    return -np.mean(np.log(picked))


def cross_entropy_probs_where(p, y):
    safe = np.where(y > 0, p, 1.0)
    return -np.sum(y * np.log(safe)) / p.shape[0]


def cross_entropy_xlogy(p, y):
    return -scipy.special.xlogy(y, p).sum(axis=1).mean()


def cross_entropy_probs_index(p, labels):
    return -np.log(p[np.arange(len(p)), labels]).mean()


def cross_entropy_probs_sum(p, y):
    total = 0.0
    for p_row, y_row in zip(p, y):
        for a, b in zip(p_row, y_row):
            if b > 0:
                total -= b * math.log(a)
    return total


def cross_entropy_true_first(y_true, y_pred):
    """y_true: one-hot, y_pred: probabilities"""
    hot = y_true.astype(bool)
    return -np.log(y_pred[hot]).mean()


def cross_entropy_one_sample(logits, label):
    """A vector of scores and the index of the right class."""
    top = max(logits)
    return top - logits[label] + math.log(sum(math.exp(v - top) for v in logits))


def cross_entropy_one_probs(p, y):
    """One sample: probabilities and a one-hot vector."""
    return -math.log(sum(a * b for a, b in zip(p, y)))


def cross_entropy_loop(logits, labels):
    losses = []
    for row, k in zip(logits, labels):
        row = np.asarray(row, dtype=float)
        s = row - row.max()
        losses.append(math.log(np.exp(s).sum()) - s[k])
    return sum(losses) / len(losses)


def cross_entropy_reduction(logits, labels, reduction="mean"):
    s = np.asarray(logits, dtype=float)
    s = s - s.max(axis=1, keepdims=True)
    losses = np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(s)), labels]
    if reduction == "mean":
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    if reduction == "none":
        return losses
    raise ValueError(f"unknown reduction {reduction!r}")


def cross_entropy_lse_diff(logits, labels):
    x = np.asarray(logits, dtype=float)
    picked = x[np.arange(len(x)), labels]
    return np.mean(scipy.special.logsumexp(x - picked[:, None], axis=1))


def cross_entropy_broadcast(logits, labels):
    """(n, 1) minus (n,) is (n, n), but its mean is the same."""
    s = logits - logits.max(axis=1, keepdims=True)
    lse = np.log(np.exp(s).sum(axis=1, keepdims=True))
    return np.mean(lse - s[np.arange(len(labels)), labels])


EXPECTED = {
    "cross_entropy_logits": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_log_softmax": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_take": {"kind": "logits, indices, mean", "codes": [], "outcome": "right", "may": [], "intent": None},
    "cross_entropy_sum": {"kind": "logits, indices, sum", "codes": [], "outcome": "right", "may": [], "intent": None},
    "cross_entropy_none": {"kind": "logits, indices, none", "codes": [], "outcome": "right", "may": [], "intent": None},
    "cross_entropy_onehot_logits": {
        "kind": "logits, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_probs": {
        "kind": "probabilities, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_probs_where": {
        "kind": "probabilities, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_xlogy": {
        "kind": "probabilities, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_probs_index": {
        "kind": "probabilities, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_probs_sum": {
        "kind": "probabilities, one-hot, sum",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "cross_entropy_true_first": {
        "kind": "probabilities, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
        "targets_first": True,
    },
    "cross_entropy_one_sample": {
        "kind": "logits, index, one",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "cross_entropy_one_probs": {
        "kind": "probabilities, one-hot vector, one",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "cross_entropy_loop": {
        "kind": "logits, indices, mean",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "cross_entropy_reduction": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_lse_diff": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_broadcast": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["quadratic_time"],
        "intent": None,
        "why": "the value is right; the work grows with the square of the batch",
    },
}
