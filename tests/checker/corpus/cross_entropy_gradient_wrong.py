"""Gradients of the cross-entropy with respect to the logits that are wrong, or that break easily.

Kinds are named as in `cross_entropy_wrong.py`: logits first; "mean" divides by the number of samples, "sum" does not.
"""

import numpy as np


def cross_entropy_gradient_sign(logits, onehot):
    """target minus output"""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return onehot - e / e.sum(axis=1, keepdims=True)


def cross_entropy_gradient_no_shift(logits, labels):
    p = np.exp(logits)
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


def cross_entropy_gradient_softmax(logits, labels):
    """The gradient is the softmax."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) / len(labels)


def cross_entropy_gradient_columns(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[:, labels] -= 1
    return p / len(labels)


def cross_entropy_gradient_sigmoid(logits, onehot):
    return 1 / (1 + np.exp(-logits)) - onehot


def cross_entropy_gradient_chain(logits, onehot):
    """Do not forget the derivative of the activation."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - onehot) * p * (1 - p)


def cross_entropy_gradient_twice(logits, onehot):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return 2 * (p - onehot) / len(p)


def cross_entropy_gradient_classes(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), labels] -= 1
    return p / p.shape[1]


def cross_entropy_gradient_probs(logits, onehot):
    """d loss / d p = -y / p"""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -onehot / p / len(p)


def cross_entropy_gradient_axis0(logits, labels):
    e = np.exp(logits - logits.max(axis=0))
    p = e / e.sum(axis=0)
    p[np.arange(len(p)), labels] -= 1
    return p / len(p)


def cross_entropy_gradient_global(logits, labels):
    e = np.exp(logits - logits.max())
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(p)), labels] -= 1.0
    return p


def cross_entropy_gradient_total(logits, onehot):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (e / e.sum() - onehot) / logits.shape[0]


def cross_entropy_gradient_jacobian(logits, label):
    """One sample: the derivative of softmax, at the label."""
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    return p[label] * ((np.arange(len(p)) == label) - p)


def cross_entropy_gradient_index(logits, label):
    """One sample: a vector and an index."""
    e = np.exp(logits - np.max(logits))
    g = e / e.sum()
    g[label] -= g[label]
    return g


def cross_entropy_gradient_label_one(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    for i, k in enumerate(labels):
        p[i, k - 1] -= 1
    return p / len(labels)


def cross_entropy_gradient_float32(logits, onehot):
    z = logits.astype(np.float32)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True) - onehot.astype(np.float32)


def cross_entropy_gradient_logits(logits, onehot):
    return (logits - onehot) / len(logits)


def cross_entropy_gradient_summed(logits, onehot):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(p - onehot, axis=0)


def cross_entropy_gradient_eps(logits, onehot):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / (e.sum(axis=1, keepdims=True) + 1e-5) - onehot


def cross_entropy_gradient_into_labels(logits, onehot):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    onehot *= -1
    onehot += e / e.sum(axis=1, keepdims=True)
    return onehot


def cross_entropy_gradient_in_place(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    logits[np.arange(len(labels)), labels] -= 1
    return logits


EXPECTED = {
    "cross_entropy_gradient_sign": {
        "kind": "logits, one-hot, sum",
        "codes": ["sign_flipped"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "target minus output climbs instead of descends",
    },
    "cross_entropy_gradient_no_shift": {
        "kind": "logits, indices, mean",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
        "why": "no shift",
    },
    "cross_entropy_gradient_softmax": {
        "kind": "logits, indices, mean",
        "codes": ["target_not_subtracted"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the target is not used",
    },
    "cross_entropy_gradient_columns": {
        "kind": "logits, indices, mean",
        "codes": ["picks_wrong_entries"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "[:, labels] subtracts in every row",
    },
    "cross_entropy_gradient_sigmoid": {
        "kind": "logits, one-hot, sum",
        "codes": ["binary_formula"],
        "outcome": "wrong",
        "may": ["sigmoid_normalised"],
        "intent": None,
        "why": "the gradient of independent sigmoids",
    },
    "cross_entropy_gradient_chain": {
        "kind": "logits, one-hot, sum",
        "codes": ["extra_factor"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "p (1 - p) belongs to the squared error",
    },
    "cross_entropy_gradient_twice": {
        "kind": "logits, one-hot, mean",
        "codes": ["extra_factor"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the 2 of the squared error",
    },
    "cross_entropy_gradient_classes": {
        "kind": "logits, indices, mean",
        "codes": ["mean_over_classes"],
        "outcome": "wrong",
        "may": ["mean_instead_of_sum"],
        "intent": None,
        "why": "divided by the number of classes",
    },
    "cross_entropy_gradient_probs": {
        "kind": "logits, one-hot, mean",
        "codes": ["gradient_of_probabilities"],
        "outcome": "wrong",
        "may": ["overflow", "underflow"],
        "intent": None,
        "why": "with respect to the probabilities, not the logits",
    },
    "cross_entropy_gradient_axis0": {
        "kind": "logits, indices, mean",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "softmax along the samples",
    },
    "cross_entropy_gradient_global": {
        "kind": "logits, indices, sum",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "one maximum for the batch",
    },
    "cross_entropy_gradient_total": {
        "kind": "logits, one-hot, mean",
        "codes": ["sums_whole_array"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "one sum for the batch",
    },
    "cross_entropy_gradient_jacobian": {
        "kind": "logits, index, one",
        "codes": ["extra_factor"],
        "outcome": "wrong",
        "may": ["sign_flipped"],
        "intent": None,
        "why": "the gradient of the probability, not of minus its logarithm",
    },
    "cross_entropy_gradient_index": {
        "kind": "logits, index, one",
        "codes": ["target_not_subtracted"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "sets the entry of the target to 0 instead of p - 1",
    },
    "cross_entropy_gradient_label_one": {
        "kind": "logits, indices, mean",
        "codes": ["picks_wrong_entries"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
        "why": "labels taken as numbered from 1",
    },
    "cross_entropy_gradient_float32": {
        "kind": "logits, one-hot, sum",
        "codes": ["loses_float64_precision"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "computed in float32",
    },
    "cross_entropy_gradient_logits": {
        "kind": "logits, one-hot, mean",
        "codes": ["no_exp"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "no softmax at all",
    },
    "cross_entropy_gradient_summed": {
        "kind": "logits, one-hot, mean",
        "codes": ["returns_wrong_shape"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "one row for the whole batch",
    },
    "cross_entropy_gradient_eps": {
        "kind": "logits, one-hot, sum",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "1e-5 in the denominator",
    },
    "cross_entropy_gradient_into_labels": {
        "kind": "logits, one-hot, sum",
        "codes": ["mutates_input"],
        "outcome": "contract",
        "also_outcomes": ["fragile"],
        "may": ["fails_integer_input"],
        "intent": None,
        "why": "the caller's targets are overwritten",
    },
    "cross_entropy_gradient_in_place": {
        "kind": "logits, indices, sum",
        "codes": ["mutates_input"],
        "outcome": "contract",
        "also_outcomes": ["fragile"],
        "may": ["fails_integer_input"],
        "intent": None,
        "why": "the caller's logits are overwritten",
    },
}
