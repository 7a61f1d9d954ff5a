"""Gradients of the cross-entropy with respect to the logits whose numbers are right, in many styles."""

import math

import numpy as np
import scipy.special


def cross_entropy_gradient_indices(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


def cross_entropy_gradient_not_averaged(logits, labels):
    """One gradient for each sample."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[range(len(labels)), labels] -= 1
    return p


def cross_entropy_gradient_onehot(logits, y):
    e = np.exp(logits - logits.max(axis=1)[:, None])
    return (e / e.sum(axis=1)[:, None] - y) / logits.shape[0]


def cross_entropy_gradient_onehot_sum(logits, y):
    return scipy.special.softmax(logits, axis=1) - y


def cross_entropy_gradient_eye(logits, labels):
    z = np.asarray(logits, dtype=float)
    p = scipy.special.softmax(z, axis=-1)
    return (p - np.eye(z.shape[1])[labels]) / len(z)


def cross_entropy_gradient_compare(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - (np.asarray(labels)[:, None] == np.arange(p.shape[1]))) / p.shape[0]


def cross_entropy_gradient_put(logits, labels):
    g = scipy.special.softmax(np.asarray(logits, dtype=float), axis=1)
    at = np.asarray(labels)[:, None]
    np.put_along_axis(g, at, np.take_along_axis(g, at, 1) - 1, 1)
    g /= len(g)
    return g


def cross_entropy_gradient_subtract_at(logits, labels):
    g = np.exp(logits - logits.max(axis=1, keepdims=True))
    g /= g.sum(axis=1, keepdims=True)
    np.subtract.at(g, (np.arange(len(g)), labels), 1.0)
    return np.multiply(g, 1 / len(g))


def cross_entropy_gradient_loop(logits, labels):
    out = np.zeros(np.shape(logits))
    n = len(labels)
    for i in range(n):
        e = np.exp(logits[i] - np.max(logits[i]))
        out[i] = e / e.sum()
        out[i, labels[i]] -= 1
    return out / n


def cross_entropy_gradient_lists(logits, labels):
    rows = []
    for row, label in zip(logits, labels):
        top = max(row)
        e = [math.exp(v - top) for v in row]
        total = sum(e)
        rows.append([(v / total - (k == label)) / len(labels) for k, v in enumerate(e)])
    return rows


def cross_entropy_gradient_one(logits, label):
    """One sample: a vector of scores, and the index of its class."""
    e = np.exp(logits - np.max(logits))
    g = e / e.sum()
    g[label] -= 1
    return g


def cross_entropy_gradient_one_onehot(logits, y):
    if np.ndim(logits) != 1:
        raise ValueError("one sample only")
    e = np.exp(logits - np.max(logits))
    return e / e.sum() - y


def cross_entropy_gradient_jacobian(logits, y):
    """One sample, the long way: the Jacobian of log-softmax, transposed, times minus the target."""
    e = np.exp(logits - np.max(logits))
    p = e / e.sum()
    jacobian = np.eye(len(p)) - p[None, :]
    return -(jacobian.T @ y)


def cross_entropy_gradient_weighted_sum(logits, y):
    """For targets that are probabilities too."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p * y.sum(axis=1, keepdims=True) - y) / len(y)


def cross_entropy_gradient_reduction(logits, labels, reduction="mean"):
    g = scipy.special.softmax(np.asarray(logits, dtype=float), axis=1)
    g[np.arange(len(g)), labels] -= 1
    return g / len(g) if reduction == "mean" else g


def cross_entropy_gradient_targets_first(y_true, logits):
    p = scipy.special.softmax(logits, axis=1)
    return (p - y_true) / len(y_true)


EXPECTED = {
    "cross_entropy_gradient_indices": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_not_averaged": {
        "kind": "logits, indices, sum",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_onehot": {
        "kind": "logits, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_onehot_sum": {
        "kind": "logits, one-hot, sum",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_eye": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_compare": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_put": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_subtract_at": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_loop": {
        "kind": "logits, indices, mean",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_lists": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "cross_entropy_gradient_one": {
        "kind": "logits, index, one",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_one_onehot": {
        "kind": "logits, one-hot vector, one",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_jacobian": {
        "kind": "logits, one-hot vector, one",
        "codes": [],
        "outcome": "right",
        "also_outcomes": ["costly"],
        "may": ["quadratic_time"],
        "intent": None,
    },
    "cross_entropy_gradient_weighted_sum": {
        "kind": "logits, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_reduction": {
        "kind": "logits, indices, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
    },
    "cross_entropy_gradient_targets_first": {
        "kind": "logits, one-hot, mean",
        "codes": [],
        "outcome": "right",
        "may": [],
        "intent": None,
        "targets_first": True,
    },
}
