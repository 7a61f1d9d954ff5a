"""Cross-entropy functions that are wrong, or that break easily: as learners write them.

The kind says how the function wants to be called: what the first argument is ("logits" or "probabilities"), what the
targets are ("indices", "one-hot"; "index", "one-hot vector" for one sample), and whether the losses of the samples
are averaged ("mean"), added ("sum"), returned one by one ("none"), or it is for one sample ("one"). A label with
"targets_first" takes the targets as first argument.
"""

import math

import numpy as np


def cross_entropy_zero(p, y):
    """p: probabilities, y: one-hot"""
    return -np.sum(y * np.log(p)) / len(p)


def cross_entropy_vector(p, y):
    """One sample: probabilities and a one-hot vector."""
    return -np.dot(y, np.log(p))


def cross_entropy_log_of_softmax(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(labels)), labels]))


def cross_entropy_naive_softmax(logits, onehot):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -(onehot * np.log(p)).sum(axis=1).mean()


def cross_entropy_naive_lse(logits, labels):
    picked = logits[range(len(labels)), labels]
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - picked)


def cross_entropy_no_minus(p, labels):
    return np.mean(np.log(p[np.arange(len(p)), labels]))


def cross_entropy_log2(p, labels):
    """In bits, like in information theory."""
    return -np.mean(np.log2(p[np.arange(len(p)), labels]))


def cross_entropy_mean_all(logits, onehot):
    s = logits - logits.max(axis=-1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=-1, keepdims=True))
    return -np.mean(onehot * log_p)


def cross_entropy_over_classes(logits, labels):
    s = logits - logits.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(labels)), labels].sum() / logits.shape[1]


def cross_entropy_eps(p, y):
    """A small number against log(0)."""
    return -np.sum(y * np.log(p + 1e-3), axis=1).mean()


def cross_entropy_eps_index(p, labels, eps=1e-7):
    return -np.mean([math.log(row[k] + eps) for row, k in zip(p, labels)])


def cross_entropy_clipped(p, y):
    p = np.clip(p, 0.01, 0.99)
    return -np.mean(np.sum(y * np.log(p), axis=1))


def cross_entropy_swapped(p, y):
    return -np.mean(np.sum(p * np.log(y + 1e-12), axis=1))


def cross_entropy_fancy_index(logits, labels):
    s = logits - logits.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -np.mean(log_p[:, labels])


def cross_entropy_binary(p, y):
    """Also count the classes that it is not."""
    p = np.clip(p, 1e-300, 1 - 1e-16)
    return -np.mean(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=1))


def cross_entropy_wrong_axis(logits, labels):
    s = logits - logits.max(axis=0)
    log_p = s - np.log(np.exp(s).sum(axis=0))
    return -log_p[np.arange(len(labels)), labels].mean()


def cross_entropy_twice(logits, labels):
    """softmax, then log-softmax, to be safe"""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    s = p - p.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(labels)), labels].mean()


def cross_entropy_no_log(p, y):
    return -np.sum(p * y, axis=1).mean()


def cross_entropy_one_minus(p, labels):
    return np.mean(1 - p[np.arange(len(p)), labels])


def cross_entropy_global_max(logits, labels):
    s = logits - logits.max()
    lse = np.log(np.exp(s).sum(axis=1))
    return np.mean(lse - s[np.arange(len(labels)), labels])


def cross_entropy_keepdims(logits, labels):
    s = logits - logits.max(axis=1, keepdims=True)
    lse = np.log(np.exp(s).sum(axis=1, keepdims=True))
    return (lse - s[np.arange(len(labels)), labels]).sum() / len(labels)


def cross_entropy_label_from_one(logits, labels):
    """The classes are numbered 0, 1, 2, ..."""
    total = 0.0
    for row, k in zip(logits, labels):
        s = row - row.max()
        total += math.log(np.exp(s).sum()) - s[k - 1]
    return total / len(labels)


def cross_entropy_float32(logits, labels):
    x = np.asarray(logits, dtype=np.float32)
    s = x - x.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(labels)), labels]))


def cross_entropy_shift_half(logits, labels):
    m = logits.max(axis=1)
    lse = np.log(np.exp(logits - m[:, None]).sum(axis=1))
    return np.mean(lse - logits[np.arange(len(labels)), labels])


def cross_entropy_in_place(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(labels)), labels])


EXPECTED = {
    "cross_entropy_zero": {
        "kind": "probabilities, one-hot, mean",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "0 * log(0) is nan where a class of probability 0 is not the target",
    },
    "cross_entropy_vector": {
        "kind": "probabilities, one-hot vector, one",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the same for one sample",
    },
    "cross_entropy_log_of_softmax": {
        "kind": "logits, indices, mean",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the probability underflows to 0, the loss is inf instead of about 1000",
    },
    "cross_entropy_naive_softmax": {
        "kind": "logits, one-hot, mean",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow", "recomputes_exp"],
        "intent": None,
        "why": "no shift",
    },
    "cross_entropy_naive_lse": {
        "kind": "logits, indices, mean",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
        "why": "no shift",
    },
    "cross_entropy_no_minus": {
        "kind": "probabilities, indices, mean",
        "codes": ["sign_flipped"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the minus is missing",
    },
    "cross_entropy_log2": {
        "kind": "probabilities, indices, mean",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "bits for nats",
    },
    "cross_entropy_mean_all": {
        "kind": "logits, one-hot, mean",
        "codes": ["mean_over_classes"],
        "outcome": "wrong",
        "may": ["mean_instead_of_sum"],
        "intent": None,
        "why": "the mean is over samples and classes: too small by the number of classes",
    },
    "cross_entropy_over_classes": {
        "kind": "logits, indices, mean",
        "codes": ["mean_over_classes"],
        "outcome": "wrong",
        "may": ["mean_instead_of_sum"],
        "intent": None,
        "why": "divides by the number of classes",
    },
    "cross_entropy_eps": {
        "kind": "probabilities, one-hot, mean",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "0.001 added to every probability",
    },
    "cross_entropy_eps_index": {
        "kind": "probabilities, indices, mean",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
        "why": "1e-7 added to every probability",
    },
    "cross_entropy_clipped": {
        "kind": "probabilities, one-hot, mean",
        "codes": ["clips_output"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "no loss above 4.6 and none below 0.01",
    },
    "cross_entropy_swapped": {
        "kind": "probabilities, one-hot, mean",
        "codes": ["arguments_swapped"],
        "outcome": "wrong",
        "may": ["eps_bias"],
        "intent": "probabilities, one-hot, mean",
        "why": "the logarithm of the targets",
    },
    "cross_entropy_fancy_index": {
        "kind": "logits, indices, mean",
        "codes": ["picks_wrong_entries"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "[:, labels] takes every label's column for every sample",
    },
    "cross_entropy_binary": {
        "kind": "probabilities, one-hot, mean",
        "codes": ["binary_formula"],
        "outcome": "wrong",
        "may": ["clips_output"],
        "intent": None,
        "why": "adds the losses of the other classes",
    },
    "cross_entropy_wrong_axis": {
        "kind": "logits, indices, mean",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "softmax along the samples",
    },
    "cross_entropy_twice": {
        "kind": "logits, indices, mean",
        "codes": ["softmax_twice"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": "logits, indices, mean",
        "why": "softmax of a softmax: never near 0",
    },
    "cross_entropy_no_log": {
        "kind": "probabilities, one-hot, mean",
        "codes": ["no_log"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "no logarithm",
    },
    "cross_entropy_one_minus": {
        "kind": "probabilities, indices, mean",
        "codes": ["no_log"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "1 - p for -log p",
    },
    "cross_entropy_global_max": {
        "kind": "logits, indices, mean",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "one maximum for the whole batch",
    },
    "cross_entropy_keepdims": {
        "kind": "logits, indices, mean",
        "codes": ["missing_keepdims"],
        "outcome": "wrong",
        "may": ["returns_wrong_shape", "picks_wrong_entries", "quadratic_time"],
        "intent": None,
        "why": "(n, 1) minus (n,) is (n, n): n times too large",
    },
    "cross_entropy_label_from_one": {
        "kind": "logits, indices, mean",
        "codes": ["picks_wrong_entries"],
        "outcome": "wrong",
        "may": ["rotated_output", "python_loop_slow"],
        "intent": None,
        "why": "labels taken as numbered from 1",
    },
    "cross_entropy_float32": {
        "kind": "logits, indices, mean",
        "codes": ["loses_float64_precision"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "computed in float32",
    },
    "cross_entropy_shift_half": {
        "kind": "logits, indices, mean",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the picked score is not shifted",
    },
    "cross_entropy_in_place": {
        "kind": "logits, indices, mean",
        "codes": ["mutates_input"],
        "outcome": "contract",
        "may": [],
        "intent": None,
        "why": "shifts the caller's logits",
    },
}
